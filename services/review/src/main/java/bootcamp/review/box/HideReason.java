package bootcamp.review.box;

/** Why words are not shown, as staff choose it and their writer reads it. */
enum HideReason {
    /** It names somebody, or tells how to reach one. */
    PERSONAL_DATA,
    INSULT,
    /** It is not about what was reviewed. */
    OFF_TOPIC,
    /** A threat, or what harms somebody and may not be true. */
    HARMFUL,
    ADVERTISING
}
