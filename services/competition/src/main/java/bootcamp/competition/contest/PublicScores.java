package bootcamp.competition.contest;

/** What a team learns of its public scores before the end. */
public enum PublicScores {
    /** Each as it is. */
    EXACT,
    /** Only that one is better than the best so far by more than chance, and by how much. */
    LADDER
}
