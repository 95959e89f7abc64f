package bootcamp.review.school;

/** What can be reviewed. */
public enum Kind {
    PROGRAMME,
    MODULE,
    SESSION,
    INSTRUCTOR,
    COMPETITION
}
