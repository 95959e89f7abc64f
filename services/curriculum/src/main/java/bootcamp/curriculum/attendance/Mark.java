package bootcamp.curriculum.attendance;

/** What can be said of a student on a training day, in the order in which marks are written. */
public enum Mark {
    PRESENT,
    LATE,
    EARLY_LEAVE,
    OUTING,
    ABSENT,
    EXCUSED;

    /** Whether it may stand beside others of its kind. */
    boolean isPartial() {
        return this == LATE || this == EARLY_LEAVE || this == OUTING;
    }
}
