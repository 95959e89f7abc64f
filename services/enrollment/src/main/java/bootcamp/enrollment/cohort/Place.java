package bootcamp.enrollment.cohort;

/** Where a cohort has put an enrollment. */
public enum Place {
    /** One of the cohort's seats. */
    SEAT,
    /** On the waiting list. */
    QUEUE,
    /** Neither: applied, rejected, or gone. */
    NONE
}
