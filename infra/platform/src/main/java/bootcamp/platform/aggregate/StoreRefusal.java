package bootcamp.platform.aggregate;

/**
 * What the store itself refuses, whatever the aggregate; bounds are those of {@link
 * AggregateStore}.
 */
public enum StoreRefusal implements Refusal {
    /** The version in {@code If-Match} is not the present one. */
    STALE_VERSION(Kind.STALE),
    /** The same {@code Idempotency-Key} came with another body. */
    IDEMPOTENCY_KEY_REUSED(Kind.NOT_ALLOWED),
    /** More answers of the last day than one document keeps; none is forgotten early. */
    TOO_MANY_ANSWERS(Kind.NOT_NOW),
    /** More facts wait for Kafka than one document keeps. */
    OUTBOX_FULL(Kind.NOT_NOW),
    /** The aggregate would outgrow its document or its record. */
    AGGREGATE_TOO_LARGE(Kind.NOT_ALLOWED),
    /** Others wrote first, again and again. */
    CONTENDED(Kind.NOT_NOW),
    /** More commands wait for this aggregate than the process keeps. */
    TOO_MANY_WAITING(Kind.NOT_NOW);

    private final Kind kind;

    StoreRefusal(Kind kind) {
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
