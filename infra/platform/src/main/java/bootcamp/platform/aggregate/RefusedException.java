package bootcamp.platform.aggregate;

/** Carries a refusal through a reactive chain to the one place that answers with it. */
public final class RefusedException extends RuntimeException {

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        // A refusal is an answer, not a fault: no stack trace is taken.
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
