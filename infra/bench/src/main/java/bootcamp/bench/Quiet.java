package bootcamp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the machine was ours while something ran: from {@code /proc/stat} and the processor time
 * of this process and its children, those that ended among them. Where there is no {@code /proc}
 * nothing can be said, and every run counts as noisy.
 */
record Quiet(long busyTicks, long stealTicks, long allTicks, long ownMillis) {

    static final double STEAL_MAX = 0.02;
    static final double FOREIGN_MAX = 0.05;

    /** Of {@code /proc/stat}: USER_HZ, 100 on every Linux. */
    private static final long TICK_MILLIS = 10;

    private static final Path STAT = Path.of("/proc/stat");
    private static final Path OWN_STAT = Path.of("/proc/self/stat");

    static Quiet now() {
        try (Stream<String> lines = Files.lines(STAT)) {
            List<Long> ticks =
                    Stream.of(lines.findFirst().orElse("").split("\\s+"))
                            .skip(1)
                            .map(Long::valueOf)
                            .toList();
            long all = ticks.stream().limit(8).mapToLong(Long::longValue).sum();
            long idle = ticks.get(3) + ticks.get(4);
            return new Quiet(all - idle - ticks.get(7), ticks.get(7), all, processorMillis());
        } catch (IOException | IndexOutOfBoundsException unknown) {
            return new Quiet(0, 0, 0, 0);
        }
    }

    private static long processorMillis() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        long living =
                Stream.concat(Stream.of(self), self.descendants())
                        .map(process -> process.info().totalCpuDuration())
                        .flatMap(Optional::stream)
                        .mapToLong(Duration::toMillis)
                        .sum();
        return living + endedMillis(Files.readString(OWN_STAT));
    }

    /**
     * Processor time of children that ended and were waited for: {@code cutime} and {@code cstime},
     * the 16th and 17th field of proc_pid_stat(5); the second one, in brackets, may hold blanks.
     */
    static long endedMillis(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(afterName[13]) + Long.parseLong(afterName[14])) * TICK_MILLIS;
    }

    /** Of all processor time since then, the share of other processes; 1 where unknown. */
    double foreignShareSince(Quiet then) {
        long all = allTicks - then.allTicks;
        if (all <= 0) {
            return 1;
        }
        long foreign = (busyTicks - then.busyTicks) * TICK_MILLIS - (ownMillis - then.ownMillis);
        return Math.max(0, foreign) / (double) (all * TICK_MILLIS);
    }

    double stealShareSince(Quiet then) {
        long all = allTicks - then.allTicks;
        return all <= 0 ? 1 : (stealTicks - then.stealTicks) / (double) all;
    }

    boolean wasQuietSince(Quiet then) {
        return foreignShareSince(then) <= FOREIGN_MAX && stealShareSince(then) <= STEAL_MAX;
    }
}
