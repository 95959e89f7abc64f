package bootcamp.curriculum.attendance;

/** Which clause of the policy made the result of a student's day. */
public enum Clause {
    /** Staff set it by hand. */
    STAFF_SET,
    /** Nobody marked the day in time, and the cohort uses stamps. */
    NOT_MARKED,
    /** More days were excused for this kind of reason than the policy accepts. */
    EXCUSE_CAP,
    /** The times of the stamps. */
    STAMPED,
    /** Stamped in, and not out by midnight. */
    NOT_STAMPED_OUT,
    /** By the stamps half of the day's hours, or more, were missed. */
    HALF_DAY_MISSED;

    /** Whether stamps made it, so that other stamps make another. */
    boolean isOfStamps() {
        return switch (this) {
            case STAMPED, NOT_STAMPED_OUT, HALF_DAY_MISSED -> true;
            case STAFF_SET, NOT_MARKED, EXCUSE_CAP -> false;
        };
    }
}
