package bootcamp.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How many of something are done in a second, or how long each takes. */
final class Rate {

    private Rate() {}

    /** The n-th thing that a writer does. */
    interface Step {
        Mono<Void> of(int writer, int n);
    }

    /** By writers that go on as soon as one is done. */
    static double of(int writers, Duration time, Step step) {
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        Flux.range(0, writers)
                .flatMap(
                        writer ->
                                Flux.range(0, Integer.MAX_VALUE)
                                        .takeWhile(_ -> System.nanoTime() < end)
                                        .concatMap(
                                                n ->
                                                        step.of(writer, n)
                                                                .doOnSuccess(_ -> done.increment()),
                                                0),
                        writers)
                .blockLast(time.plusMinutes(1));
        return done.sum() / secondsSince(start);
    }

    /** Of a step that is done over and over for this time by one thread, how long each takes. */
    static double millisEach(Duration time, Runnable step) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long done = 0;
        while (System.nanoTime() < end) {
            step.run();
            done++;
        }
        return secondsSince(start) * 1000 / done;
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
