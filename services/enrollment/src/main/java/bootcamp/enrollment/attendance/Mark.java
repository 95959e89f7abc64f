package bootcamp.enrollment.attendance;

/** What a sheet can say of a student on a day, in the order in which marks are written. */
public enum Mark {
    PRESENT,
    LATE,
    EARLY_LEAVE,
    OUTING,
    ABSENT,
    EXCUSED;

    /** Whether it may stand beside others of its kind. */
    public boolean isPartial() {
        return this == LATE || this == EARLY_LEAVE || this == OUTING;
    }
}
