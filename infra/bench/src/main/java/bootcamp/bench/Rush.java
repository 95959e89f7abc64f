package bootcamp.bench;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * So many requests in one second, evenly, whatever becomes of those before: the answer's time is
 * counted from when its request was meant to be sent.
 *
 * @param rate answers with 2xx each second, from the first meant sending to the last answer
 * @param p99Millis of all answers
 * @param refused answers of another status, and none at all
 */
record Rush(double rate, double p99Millis, int refused) {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(2);

    /**
     * @param request sends the n-th
     */
    static Rush of(int requests, IntFunction<CompletableFuture<HttpResponse<String>>> request) {
        Histogram micros = new ConcurrentHistogram(MICROS_MAX, 3);
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<?>> answers = new ArrayList<>(requests);
        long start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long meant = start + SECOND * i / requests;
            for (long early = meant - System.nanoTime();
                    early > 0;
                    early = meant - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            answers.add(
                    request.apply(i)
                            .handle(
                                    (answer, failure) -> {
                                        micros.recordValue((System.nanoTime() - meant) / 1000);
                                        if (failure != null || answer.statusCode() / 100 != 2) {
                                            refused.incrementAndGet();
                                        }
                                        return null;
                                    }));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        double seconds = Rate.secondsSince(start);
        return new Rush(
                (requests - refused.get()) / seconds,
                micros.getValueAtPercentile(99) / 1000.0,
                refused.get());
    }
}
