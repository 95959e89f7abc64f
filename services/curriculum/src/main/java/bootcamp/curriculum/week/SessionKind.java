package bootcamp.curriculum.week;

/** What sort of session it is; special lectures are planned by themselves. */
public enum SessionKind {
    LECTURE,
    LAB,
    TEAM_ACTIVITY,
    CLINIC
}
