package bootcamp.curriculum.attendance;

/** What a student says by a stamp, each at most once a day. */
public enum StampKind {
    /** Has come. */
    IN,
    /** Leaves for the day. */
    OUT,
    /** Leaves for a while. */
    OUTING,
    /** Is back from the outing. */
    BACK
}
