package bootcamp.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** All benchmarks there are, and a run of some of them: {@code ./bootcamp bench}. */
public final class Benchmarks {

    /** Makes a benchmark on surroundings of its own. */
    private interface Maker {
        Benchmark make(Surroundings around);
    }

    private final Path home;
    private final Options options;
    private final Map<String, Maker> makers = new LinkedHashMap<>();

    /**
     * @param full sizes and windows of the quality goals, instead of short ones
     * @param keepNoisy counts runs in which other programs took part, and marks them
     */
    public record Options(boolean full, boolean keepNoisy) {}

    /**
     * What a run came to.
     *
     * @param table for people
     * @param json for programs
     * @param failed whether a benchmark could not be run; a missed goal is no failure
     */
    public record Outcome(String table, String json, boolean failed) {}

    /**
     * @param home the directory of the script, for the benchmark of its start
     */
    public Benchmarks(Path home, Options options) {
        this.home = home;
        this.options = options;
        boolean full = options.full();
        Duration window = Duration.ofSeconds(full ? 20 : 5);
        makers.put("P1", around -> new RelayDrain(around, full ? 20_000 : 5_000));
        makers.put("P2", around -> new RelayLatency(around, Duration.ofSeconds(full ? 60 : 10)));
        makers.put("P4", around -> new CommandRate(around, window));
        makers.put("P5", around -> new Fold(around, true, 200, full ? 700 : 200, 3));
        makers.put("P6", around -> new Fold(around, false, 200, full ? 700 : 200, 3));
        makers.put("P7", around -> new DashboardReads(around, window));
        makers.put("P8", around -> new FanOut(around, full ? 10_000 : 1_000, full ? 200 : 60));
        makers.put("P10", _ -> new Scoring(1_000_000));
        makers.put("P11", _ -> new Exactness(home));
        makers.put("P12", around -> new BoardPlacing(around, Duration.ofSeconds(full ? 10 : 2)));
        makers.put("P13", _ -> new Curve(Duration.ofSeconds(full ? 10 : 2)));
        makers.put("POLICY", around -> new Policies(around, Duration.ofSeconds(full ? 10 : 2)));
        makers.put("P14", ImportRate::new);
        makers.put("ICS", _ -> new Calendar(Duration.ofSeconds(full ? 10 : 2)));
        makers.put("RUSH", LectureRush::new);
        makers.put("CHECK-IN", CheckInRush::new);
        makers.put("SHEET", SheetRate::new);
        makers.put("SUBMISSIONS", SubmissionRush::new);
        makers.put("BOARD", around -> new BoardReads(around, 1_000_000, window));
        makers.put("TICKETS", TicketRate::new);
        makers.put("SUMMARIES", _ -> new Summaries(Duration.ofSeconds(full ? 10 : 2)));
        makers.put("TOPICS", _ -> new Topics(home));
        makers.put("P15", _ -> new StartUp(home));
    }

    public List<String> names() {
        return List.copyOf(makers.keySet());
    }

    /**
     * Runs them one after another; nothing else should run on the machine.
     *
     * @param names of those to run, in any case; none: all
     * @param progress what is being done
     * @throws IllegalArgumentException for a name that is not there
     */
    public Outcome run(List<String> names, PrintWriter progress)
            throws IOException, InterruptedException, ExecutionException {
        List<String> wanted =
                names.isEmpty()
                        ? names()
                        : names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
        wanted.stream()
                .filter(name -> !makers.containsKey(name))
                .findFirst()
                .ifPresent(
                        unknown -> {
                            throw new IllegalArgumentException(
                                    "There is no benchmark %s; there are %s."
                                            .formatted(unknown, String.join(", ", names())));
                        });
        Map<String, String> machine = Machine.describe(home);
        machine.put("size", options.full() ? "full" : "short");
        try (Surroundings around = new Surroundings()) {
            machine.putAll(Floors.measure(around));
        }
        Report report = new Report(machine);
        boolean failed = false;
        for (String name : wanted) {
            failed |= !run(name, report, progress);
        }
        return new Outcome(report.table(), report.json(), failed);
    }

    private boolean run(String name, Report report, PrintWriter progress)
            throws InterruptedException {
        int pairs = name.equals("P15") && options.full() ? 15 : Pairs.PAIRS_MIN;
        progress.println(name + ": preparing");
        progress.flush();
        Maker maker = Objects.requireNonNull(makers.get(name));
        try (Surroundings around = new Surroundings();
                Benchmark benchmark = maker.make(around)) {
            benchmark.prepare();
            report.add(new Pairs(pairs, options.keepNoisy(), progress).run(benchmark), pairs);
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            report.fail(name, "it could not be run", e);
            return false;
        }
    }
}
