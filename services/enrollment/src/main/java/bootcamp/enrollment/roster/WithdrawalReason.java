package bootcamp.enrollment.roster;

/** Why a student left. */
public enum WithdrawalReason {
    EMPLOYMENT,
    HEALTH,
    FINANCIAL,
    CONTENT_TOO_HARD,
    CONTENT_TOO_EASY,
    TEACHING_QUALITY,
    TEAM_CONFLICT,
    TIME,
    NO_SHOW,
    /** Moved to another cohort: not an event of the survival curve. */
    TRANSFER,
    DISMISSED,
    OTHER
}
