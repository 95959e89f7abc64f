package bootcamp.platform.service;

import bootcamp.platform.service.RunningService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Many who ask at the same moment. What of it hangs is told by the runner, which bounds each test.
 */
public final class AtOnce {

    private AtOnce() {}

    /** What each was answered, in their order. */
    public static List<Answer> ask(int count, IntFunction<Answer> asking) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Answer>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int n = i;
                all.add(
                        threads.submit(
                                () -> {
                                    go.await();
                                    return asking.apply(n);
                                }));
            }
            go.countDown();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> each : all) {
                answers.add(each.get());
            }
            return answers;
        }
    }
}
