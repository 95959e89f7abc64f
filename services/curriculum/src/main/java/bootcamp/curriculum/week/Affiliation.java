package bootcamp.curriculum.week;

/** Whether an instructor belongs to the house. */
public enum Affiliation {
    IN_HOUSE,
    EXTERNAL
}
