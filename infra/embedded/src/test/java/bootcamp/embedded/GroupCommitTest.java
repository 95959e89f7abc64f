package bootcamp.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

    @TempDir Path directory;

    @Test
    void commandsThatWaitTogetherShareACommit() throws Exception {
        int commands = 2000;
        MVStore store = open();
        MVMap<Integer, Integer> map = store.openMap("map");
        CountDownLatch answered = new CountDownLatch(commands);
        try (GroupCommit commits = new GroupCommit(store);
                ExecutorService clients = Executors.newFixedThreadPool(8)) {
            long before = store.getCurrentVersion();
            IntStream.range(0, commands)
                    .forEach(i -> clients.execute(() -> write(commits, map, i, answered)));

            assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
            long made = store.getCurrentVersion() - before;
            assertThat(made).isBetween(1L, commands - 1L);
        }
        try (MVStore again = open()) {
            assertThat(again.openMap("map")).hasSize(commands);
        }
    }

    @Test
    void aReadOfWhatIsNotYetOnDiskWaitsForIt() throws Exception {
        MVStore store = open();
        MVMap<Integer, Integer> map = store.openMap("map");
        CountDownLatch answered = new CountDownLatch(1);
        try (GroupCommit commits = new GroupCommit(store)) {
            long before = store.getCurrentVersion();
            commits.run(true, () -> map.put(1, 1));
            commits.run(false, () -> map.get(1));
            commits.whenDurable(answered::countDown, () -> {});

            assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(store.getCurrentVersion()).isGreaterThan(before);
        }
    }

    @Test
    void afterAFailureNothingIsAnsweredAndTheCauseIsTold() throws Exception {
        MVStore store = open();
        MVMap<Integer, Integer> map = store.openMap("map");
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch dropped = new CountDownLatch(2);
        try (GroupCommit commits = new GroupCommit(store)) {
            commits.run(true, () -> map.put(1, 1));
            store.closeImmediately();
            commits.whenDurable(answers::incrementAndGet, dropped::countDown);

            assertThat(commits.failure().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("closed");
            commits.whenDurable(answers::incrementAndGet, dropped::countDown);
            assertThat(dropped.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(answers).hasValue(0);
        }
    }

    private static void write(
            GroupCommit commits, MVMap<Integer, Integer> map, int i, CountDownLatch answered) {
        commits.run(true, () -> List.of(map.put(i, i) == null));
        commits.whenDurable(answered::countDown, () -> {});
    }

    private MVStore open() {
        return new MVStore.Builder()
                .fileName(directory.resolve("store").toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
    }
}
