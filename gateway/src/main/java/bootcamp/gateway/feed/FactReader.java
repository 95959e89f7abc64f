package bootcamp.gateway.feed;

import java.time.Instant;

/** Folds facts; guards itself, so that a fact twice, late or out of order changes nothing. */
public interface FactReader {

    /**
     * @param version of the entity after the write; what is not above the one held is ignored
     * @param time of the write
     */
    void on(CohortFact fact, long version, Instant time);

    /** What arrived together was folded. */
    default void afterBatch() {}
}
