package bootcamp.curriculum.lecture;

/** How far a lecture has come. */
enum Status {
    /** Only staff see it. */
    DRAFT,
    /** Students of its cohorts see it and can register. */
    PUBLISHED,
    /** It took place. */
    HELD,
    /** It does not take place. */
    CANCELLED;

    boolean isOver() {
        return this == HELD || this == CANCELLED;
    }
}
