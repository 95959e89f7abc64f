package bootcamp.gateway.feed;

import java.time.Instant;

/** Folds facts; guards itself, so that a fact twice, late or out of order changes nothing. */
public interface FactReader {

    /**
     * @param version of the entity after the write; what is not above the one held is ignored
     * @param time of the write
     */
    void on(CohortFact fact, long version, Instant time);

    /** Tells each fact to this one first and then to the next. */
    default FactReader andThen(FactReader next) {
        FactReader first = this;
        return new FactReader() {
            @Override
            public void on(CohortFact fact, long version, Instant time) {
                first.on(fact, version, time);
                next.on(fact, version, time);
            }

            @Override
            public void afterBatch() {
                first.afterBatch();
                next.afterBatch();
            }
        };
    }

    /** What arrived together was folded. */
    default void afterBatch() {}
}
