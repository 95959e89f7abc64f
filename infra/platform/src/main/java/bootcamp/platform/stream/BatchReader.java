package bootcamp.platform.stream;

import bootcamp.platform.event.Event;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What a service makes of events, in two steps, so that one bad record never holds up its
 * neighbours and one failing write never loses any.
 *
 * <p>All that depends on what a record says happens in {@link #read}: it is pure, and a record at
 * which it fails is parked by itself. {@link #apply} only carries out; its failure is trouble that
 * may pass, and the whole batch comes again until it succeeds. So what it does can be done twice:
 * it is matched on versions, or ends in the same state.
 *
 * @param <T> what is to be done for one event
 */
public interface BatchReader<T> {

    /**
     * What is to be done; nothing for an event that does not concern this reader.
     *
     * @throws RuntimeException where the event can not be understood; it is parked
     */
    List<T> read(Event event);

    /** Does it for all events of a batch, in their order; completes when it is durable. */
    Mono<Void> apply(List<T> batch);

    /**
     * Makes good what another process may have left, whose partitions this one has taken over. Done
     * beside the batches, and again when it fails.
     */
    default Mono<Void> takeOver() {
        return Mono.empty();
    }
}
