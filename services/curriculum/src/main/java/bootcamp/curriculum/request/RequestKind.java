package bootcamp.curriculum.request;

/** What a student asks for. */
public enum RequestKind {
    /** The day was recorded otherwise than it was: a forgotten stamp. */
    CORRECTION,
    /** The student was away for a reason that counts. */
    EXCUSED
}
