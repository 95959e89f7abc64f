package bootcamp.curriculum.lecture;

/** Why a student has no seat any more, or does not wait any more. */
public enum Because {
    /** Did not want the seat that was offered. */
    DECLINED,
    /** Does not want to come. */
    CANCELLED,
    /** Staff said so. */
    REMOVED,
    /** Did not confirm in time, and somebody else waited. */
    EXPIRED,
    /** Is in none of the lecture's cohorts any more. */
    WITHDREW
}
