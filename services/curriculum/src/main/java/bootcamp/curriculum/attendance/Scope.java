package bootcamp.curriculum.attendance;

/** Within what late, early leave and outing are added up. */
public enum Scope {
    COURSE,
    /** A calendar month: what is left over of one is not taken into the next. */
    MONTH
}
