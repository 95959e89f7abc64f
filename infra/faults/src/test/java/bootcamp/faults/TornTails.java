package bootcamp.faults;

import bootcamp.faults.WireProxy.Tap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Files whose last bytes never reached the disk: what was answered is there all the same. */
final class TornTails {

    private static final int TORN_BYTES_MAX = 4096;

    private TornTails() {}

    /** The last segment of a partition, and the last commit of the database, are torn. */
    static Report run(Scene scene, int runs) {
        int torn = 0;
        for (int i = 0; i < runs; i++) {
            scene.underLoad(() -> Pause.of(Duration.ofMillis(500)));
            scene.observe();
            tearLog(scene);
            torn += 1 + tearDatabase(scene);
        }
        return Rows.report("F7", scene, torn, true, List.of());
    }

    /** All of it was acknowledged: the pass after the start publishes it again. */
    private static void tearLog(Scene scene) {
        scene.service.part().kill();
        scene.gateway.kill();
        scene.site.broker.kill();
        cut(lastSegment(scene), 1 + scene.random.nextInt(TORN_BYTES_MAX));
        scene.site.broker.restart();
        scene.service.part().restart();
        scene.gateway.restart();
    }

    private static Path lastSegment(Scene scene) {
        try (Stream<Path> files = Files.walk(scene.site.brokerDirectory())) {
            List<Path> segments =
                    new ArrayList<>(
                            files.filter(file -> file.toString().endsWith(".log"))
                                    .filter(file -> file.toString().contains(Topic.NAME + "-"))
                                    .filter(file -> size(file) > 0)
                                    .sorted(Comparator.naturalOrder())
                                    .toList());
            return segments.get(scene.random.nextInt(segments.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Only what was written for an answer that never left may be lost: the database dies with the
     * answer held back, and what it wrote for it is torn.
     *
     * @return 1; 0 where it wrote into space that was free already, so that there is no tail
     */
    private static int tearDatabase(Scene scene) {
        Path file = scene.site.databaseDirectory().resolve("database.mv");
        AtomicLong before = new AtomicLong();
        Armed armed = new Armed(scene.site.database, 0);
        scene.service
                .mongo()
                .tap(
                        new Tap() {
                            @Override
                            public void request(byte[] request) {
                                if (Wire.isWrite(request)) {
                                    before.compareAndSet(0, size(file));
                                }
                            }

                            @Override
                            public void answer(byte[] request, byte[] answer) {
                                if (Wire.isWrite(request) && armed.isTime()) {
                                    armed.kill();
                                }
                            }
                        });
        scene.underLoad(() -> Rows.await(armed, "of a write"));
        scene.untap();
        long tail = size(file) - before.get();
        if (tail > 0) {
            cut(file, 1 + scene.random.nextInt((int) Math.min(TORN_BYTES_MAX, tail)));
        }
        scene.site.database.restart();
        scene.load.settle(() -> scene.api);
        return tail > 0 ? 1 : 0;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cut(Path file, long bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, channel.size() - bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
