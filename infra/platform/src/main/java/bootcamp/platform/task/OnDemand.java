package bootcamp.platform.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Work that is done when somebody asks for it, one run at a time in this process, and that can be
 * asked how it goes. What it knows of earlier runs is gone with the process.
 *
 * @param <R> what a run comes to
 */
public final class OnDemand<R> {

    /** How far it is. */
    public enum State {
        /** Nobody has asked for it in this process. */
        IDLE,
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * @param startedAt null while {@code IDLE}
     * @param endedAt null until it is over
     * @param result null unless {@code DONE}
     * @param failure null unless {@code FAILED}
     */
    public record Status<R>(
            State state,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable R result,
            @Nullable Throwable failure) {}

    private final String name;
    private final Mono<R> work;
    private final Background background;
    private final InstantSource clock;
    private Status<R> status = new Status<>(State.IDLE, null, null, null, null);

    /**
     * @param name for the log
     * @param work subscribed to once a run; empty is a failure
     * @param atMost a run that takes longer has failed
     */
    public OnDemand(
            String name,
            Mono<R> work,
            Duration atMost,
            Background background,
            InstantSource clock) {
        this.name = name;
        this.work = work.timeout(atMost);
        this.background = background;
        this.clock = clock;
    }

    /** Begins a run, or finds the one that is not over yet; returns at once. */
    public synchronized Status<R> start() {
        if (status.state() != State.RUNNING) {
            Instant startedAt = clock.instant();
            status = new Status<>(State.RUNNING, startedAt, null, null, null);
            background.start(
                    name,
                    work.single()
                            .doOnSuccess(result -> end(startedAt, State.DONE, result, null))
                            .doOnError(error -> end(startedAt, State.FAILED, null, error)));
        }
        return status;
    }

    private synchronized void end(
            Instant startedAt, State state, @Nullable R result, @Nullable Throwable failure) {
        status = new Status<>(state, startedAt, clock.instant(), result, failure);
    }

    public synchronized Status<R> status() {
        return status;
    }
}
