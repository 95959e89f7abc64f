package bootcamp.competition.contest;

/** How far a competition has come. */
public enum Status {
    /** Staff alone know of it. */
    DRAFT,
    /** Students of its cohorts see it; submissions are taken from its start to its end. */
    PUBLISHED,
    /** Over: no submission is taken any more, and private scores can be read. */
    CLOSED,
    /** Over, and out of students' lists; everything stays readable by its address. */
    ARCHIVED
}
