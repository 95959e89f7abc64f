package bootcamp.platform.task;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Tasks of this process that go on after the request that began them was answered, a few at a time,
 * the rest in line.
 *
 * <p>Nothing here survives the process: what must be finished is written down by its owner, who
 * starts it again. Closing stops tasks where they are. A task that fails is logged by name and
 * over.
 */
public final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final Sinks.Many<Task> queue = Sinks.many().unicast().onBackpressureBuffer();
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private final Disposable.Composite running = Disposables.composite();

    private record Task(String name, Mono<?> work, Sinks.Empty<Void> end) {}

    /**
     * @param atOnce tasks that run at the same time
     */
    public Background(int atOnce) {
        running.add(
                queue.asFlux()
                        .flatMap(this::run, atOnce)
                        .subscribe(
                                ignored -> {},
                                error -> LOG.error("Background work has stopped", error)));
    }

    /**
     * Starts a task, or finds the one of this name that is not over yet.
     *
     * @return when it is over, well or not; nothing depends on anybody listening
     */
    public Mono<Void> start(String name, Mono<?> work) {
        Task task = new Task(name, work, Sinks.empty());
        Task present = tasks.putIfAbsent(name, task);
        if (present != null) {
            return present.end().asMono();
        }
        synchronized (queue) {
            queue.emitNext(task, Sinks.EmitFailureHandler.FAIL_FAST);
        }
        return task.end().asMono();
    }

    /** Does something now and again, never two at a time; the first time at once. */
    public void every(Duration period, String name, Supplier<Mono<?>> work) {
        running.add(
                Flux.interval(Duration.ZERO, period, Schedulers.parallel())
                        .onBackpressureDrop()
                        .concatMap(ignored -> guarded(name, Mono.defer(work::get)), 1)
                        .subscribe(
                                ignored -> {},
                                error -> report("A task is not done any more", name, error)));
    }

    private Mono<Void> run(Task task) {
        return guarded(task.name(), task.work())
                .doFinally(
                        signal -> {
                            tasks.remove(task.name());
                            task.end().tryEmitEmpty();
                        });
    }

    private static Mono<Void> guarded(String name, Mono<?> work) {
        return work.then()
                .onErrorResume(
                        error -> {
                            report("A task has failed", name, error);
                            return Mono.empty();
                        });
    }

    private static void report(String what, String task, Throwable failure) {
        LOG.atError().addKeyValue("task", task.replace(' ', '-')).setCause(failure).log(what);
    }

    @Override
    public void close() {
        running.dispose();
    }
}
