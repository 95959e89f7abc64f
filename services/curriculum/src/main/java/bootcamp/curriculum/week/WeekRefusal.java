package bootcamp.curriculum.week;

import bootcamp.platform.aggregate.Refusal;

/** Why an instructor's entry, a module or a session says no. */
public enum WeekRefusal implements Refusal {
    INSTRUCTOR_NOT_FOUND(Kind.NOT_FOUND),
    INSTRUCTOR_EXISTS(Kind.CONFLICT),
    MODULE_NOT_FOUND(Kind.NOT_FOUND),
    MODULE_EXISTS(Kind.CONFLICT),
    MODULE_UNSOUND(Kind.NOT_ALLOWED),
    SESSION_NOT_FOUND(Kind.NOT_FOUND),
    SESSION_EXISTS(Kind.CONFLICT),
    SESSION_UNSOUND(Kind.NOT_ALLOWED),
    SESSION_CANCELLED(Kind.CONFLICT),
    /** It has slots that students book: it is edited and cancelled as a clinic. */
    SESSION_HAS_CLINIC(Kind.CONFLICT),
    /** Somebody else is about to plan a session at that time, and may not do it in the end. */
    TIME_CLAIMED(Kind.NOT_NOW),
    /** It took too long between the claim and the write. */
    TIME_CLAIM_LAPSED(Kind.NOT_NOW),
    /** Somebody else edited it in between; the caller decides again on what is there. */
    PLAN_CHANGED(Kind.CONFLICT);

    private final Kind kind;

    WeekRefusal(Kind kind) {
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
