package bootcamp.curriculum.question;

/** Who may see a question. */
public enum Standing {
    /** Everybody whom the lecture is for. */
    OPEN,
    /** Staff, who have to look at it, and its author. */
    HELD,
    /** Staff, and its author, who reads why. */
    HIDDEN
}
