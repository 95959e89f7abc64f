package bootcamp.gateway.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * One open page: gets the newest dashboard as soon as its connection takes it, and never a queue of
 * older ones.
 *
 * <p>At most one dashboard waits here; a newer one takes its place. It is handed on only while the
 * connection is not behind with what it was given. A dashboard whose revision is below one that the
 * page has seen is never handed on, also where the page saw it on another gateway.
 */
final class Viewer {

    private static final byte[] HEARTBEAT =
            "event: heartbeat\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);

    /** Tells the browser when to come back: soon, to another gateway or this one started anew. */
    private static final byte[] FAREWELL = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private final Sinks.Many<byte[]> out =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(2));
    private final String username;
    private final @Nullable String session;
    private final BooleanSupplier takesMore;
    private long seen;
    private @Nullable Rendered newest;

    /**
     * @param username of the account whose page it is
     * @param session of the browser; null for a program with a token
     * @param seen the highest revision the page has seen
     * @param takesMore whether the connection would send at once what it is given now
     */
    Viewer(String username, @Nullable String session, long seen, BooleanSupplier takesMore) {
        this.username = username;
        this.session = session;
        this.seen = seen;
        this.takesMore = takesMore;
    }

    boolean isOfSession() {
        return session != null;
    }

    /** Who has a bounded number of pages: a browser's session, or an account without one. */
    String owner() {
        return session == null ? "account " + username : "session " + session;
    }

    /** To be subscribed once. */
    Flux<byte[]> events() {
        return out.asFlux();
    }

    /** False where the page has seen a newer one. */
    synchronized boolean offer(Rendered rendered) {
        if (rendered.revision() < seen) {
            return false;
        }
        seen = rendered.revision();
        newest = rendered;
        catchUp();
        return true;
    }

    /** Hands on what waits, if the connection takes it by now. */
    synchronized void catchUp() {
        Rendered waiting = newest;
        if (waiting != null && hand(waiting.event())) {
            newest = null;
        }
    }

    /** Where a dashboard waits, none is needed: the connection is busy. */
    synchronized void heartbeat() {
        if (newest == null) {
            hand(HEARTBEAT);
        }
    }

    synchronized void end() {
        newest = null;
        hand(FAREWELL);
        out.tryEmitComplete();
    }

    private boolean hand(byte[] event) {
        return takesMore.getAsBoolean() && out.tryEmitNext(event).isSuccess();
    }
}
