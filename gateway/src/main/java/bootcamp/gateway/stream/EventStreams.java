package bootcamp.gateway.stream;

import bootcamp.platform.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Server-sent events of one kind: bounded in number, with a sign of life in between, and all ended
 * with a hint when to come back once the gateway stops.
 */
public final class EventStreams implements AutoCloseable {

    /** Streams open at once. */
    private static final int VIEWERS_MAX = 12_000;

    private static final byte[] HEARTBEAT =
            "event: heartbeat\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);

    /** Tells the browser when to come back: soon, to another gateway or this one started anew. */
    private static final byte[] FAREWELL = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger viewers = new AtomicInteger();
    private final Sinks.Empty<Void> end = Sinks.empty();
    private final Duration heartbeat;

    /**
     * @param heartbeat between two signs of life on a stream
     */
    public EventStreams(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /**
     * One page's stream, until it goes away.
     *
     * @param events what it is told, as it goes over the wire
     * @return an error of 503 where too many streams are open
     */
    public Flux<byte[]> open(Flux<byte[]> events) {
        return Flux.using(
                this::admitted,
                _ ->
                        events.mergeWith(
                                        Flux.interval(heartbeat)
                                                .onBackpressureDrop()
                                                .map(_ -> HEARTBEAT))
                                .takeUntilOther(end.asMono())
                                .concatWithValues(FAREWELL),
                AtomicInteger::decrementAndGet);
    }

    private AtomicInteger admitted() {
        if (viewers.incrementAndGet() > VIEWERS_MAX) {
            viewers.decrementAndGet();
            throw ProblemException.notAvailable("TOO_MANY_VIEWERS", Duration.ofSeconds(1));
        }
        return viewers;
    }

    public int viewers() {
        return viewers.get();
    }

    /** Ends every stream with a hint when to come back. */
    @Override
    public void close() {
        var _ = end.tryEmitEmpty();
    }
}
