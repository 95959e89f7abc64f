package bootcamp.curriculum.request;

/** How far a request has come. */
public enum Phase {
    OPEN,
    ACCEPTED,
    REFUSED,
    /** By the student, before a decision. */
    TAKEN_BACK
}
