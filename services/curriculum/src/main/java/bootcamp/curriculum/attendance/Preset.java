package bootcamp.curriculum.attendance;

/** Where the parameters of a policy come from. */
public enum Preset {
    /** Four fifths of the course; three of late, early leave or outing are an absence. */
    KDT,
    /** Four fifths of the course; present or absent, nothing else counts. */
    SIMPLE,
    /** Set by staff one by one. */
    CUSTOM
}
