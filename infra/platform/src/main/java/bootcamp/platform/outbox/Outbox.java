package bootcamp.platform.outbox;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** The documents of one aggregate type, as the relay sees them: what they have not yet said. */
public interface Outbox {

    /** First part of the topic key of every record that comes from here. */
    String aggregate();

    /**
     * The document's newest state with all it has not yet said; empty where there is no document.
     */
    Mono<Unpublished> read(String id);

    /**
     * Forgets the facts up to a version that Kafka has acknowledged.
     *
     * @return the document's present version, which is above the given one if it was written since
     */
    Mono<Long> pull(String id, long version);

    /** Ids of documents with facts that were not pulled: one scan, for the start. */
    Publisher<String> withUnpublished();

    /** Every document's id and version: one scan, for the pass after an unclean stop. */
    Publisher<IdAndVersion> versions();

    /** An aggregate's id with the number of its newest write. */
    record IdAndVersion(String id, long version) {}
}
