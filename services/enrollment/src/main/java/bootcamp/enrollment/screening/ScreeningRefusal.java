package bootcamp.enrollment.screening;

import bootcamp.platform.aggregate.Refusal;

/** Why something about screening is refused. */
enum ScreeningRefusal implements Refusal {
    /** Nobody has said what applications are scored by. */
    RUBRIC_NOT_FOUND(Kind.NOT_FOUND),
    /** The cohort is open, or some have not got their verdict yet. */
    NO_VERDICTS_YET(Kind.CONFLICT),
    /** Somebody has scored by it, so what is scored stays. */
    RUBRIC_IN_USE(Kind.CONFLICT),
    /** Who has seen what others gave does not change the own score. */
    SCORE_DONE(Kind.CONFLICT),
    /** As many as are needed are done. */
    ENOUGH_REVIEWERS(Kind.CONFLICT);

    private final Kind kind;

    ScreeningRefusal(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
