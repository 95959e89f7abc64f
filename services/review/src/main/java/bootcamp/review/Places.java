package bootcamp.review;

import bootcamp.platform.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * How many requests of nobody are in work at once. They cannot be counted by who sends them, so
 * they are counted together.
 */
public final class Places {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Semaphore free;

    /**
     * @param atOnce at least one
     */
    public Places(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    /** Done while a place is held; 503 {@code NOT_AVAILABLE} where all are taken. */
    public <T> Mono<T> in(Supplier<Mono<T>> work) {
        return Mono.defer(
                () -> {
                    if (!free.tryAcquire()) {
                        return Mono.error(ProblemException.notAvailable("NOT_AVAILABLE", SOON));
                    }
                    return Mono.defer(work).doFinally(_ -> free.release());
                });
    }
}
