package bootcamp.enrollment.roster;

import bootcamp.platform.aggregate.Refusal;

/** Why nothing can be done with an import now. */
enum ImportRefusal implements Refusal {
    IMPORT_NOT_FOUND(Kind.NOT_FOUND),
    /** It is being previewed, applied or undone. */
    IMPORT_RUNNING(Kind.CONFLICT),
    /** It has failed or was undone. */
    IMPORT_OVER(Kind.CONFLICT),
    /** Its rows waited a day for somebody to apply them, and are gone. */
    IMPORT_EXPIRED(Kind.CONFLICT),
    /** The same piece of it broke off again and again. */
    IMPORT_BROKE_OFF(Kind.CONFLICT),
    /** More files wait to be applied than the service keeps. */
    TOO_MANY_IMPORTS(Kind.NOT_NOW);

    private final Kind kind;

    ImportRefusal(Kind kind) {
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
