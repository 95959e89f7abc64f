package bootcamp.curriculum.attendance;

/** Which clause of the policy made the result of a student's day. */
public enum Clause {
    /** Staff set it by hand. */
    STAFF_SET,
    /** Nobody marked the day in time, and the cohort uses stamps. */
    NOT_MARKED,
    /** More days were excused for this kind of reason than the policy accepts. */
    EXCUSE_CAP
}
