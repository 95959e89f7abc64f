package bootcamp.bench;

import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.Verdict;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** P10: a submission, from the bytes of its file to its scores. */
final class Scoring implements Benchmark {

    private static final String ROWS = "rows/s";
    private static final String SHUFFLED = "rows/s, shuffled";
    private static final String TIME = "shuffled, s";
    private static final String HEAP = "heap, MiB";
    private static final String PANDAS = "rows/s, shuffled, beside pandas";
    private static final double MIB = 1024 * 1024;
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofMillis(20);

    private final int rows;
    private final Map<String, Double> heaps = new HashMap<>();
    private Path directory = Path.of("");
    private Path inOrder = Path.of("");
    private Path shuffled = Path.of("");
    private @Nullable Solution solution;
    private @Nullable Pandas pandas;

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile long sink;

    private interface Pass {
        void over(Path submission) throws IOException;
    }

    Scoring(int rows) {
        this.rows = rows;
    }

    @Override
    public String id() {
        return "P10";
    }

    @Override
    public String title() {
        return "score %,d rows: parse, check ids, join labels, accuracy on both parts"
                .formatted(rows);
    }

    @Override
    public String limitTitle() {
        return "FastCSV counting the rows of the same file, one thread";
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures =
                new ArrayList<>(
                        List.of(
                                Figure.rate(ROWS, "rows/s", 0.4),
                                Figure.rate(SHUFFLED, "rows/s", 0.4),
                                Figure.bounded(TIME, "s", 1.0),
                                Figure.bounded(HEAP, "MiB", 64)));
        if (pandas != null) {
            figures.add(Figure.rate(PANDAS, "rows/s", 3));
        }
        return figures;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "rows",
                String.valueOf(rows),
                "heap",
                "what lives beyond what lived before, most of what repeated collections saw",
                "pandas and scikit-learn",
                pandas == null ? "not there" : pandas.versions());
    }

    @Override
    public void prepare() throws IOException {
        directory = Files.createTempDirectory("bootcamp-scoring");
        Path labels = directory.resolve("solution.csv");
        inOrder = directory.resolve("submission.csv");
        shuffled = directory.resolve("shuffled.csv");
        Random random = new Random(20_241_231);
        List<String> guesses = new ArrayList<>(rows);
        try (BufferedWriter known = Files.newBufferedWriter(labels)) {
            known.write("id,label,usage\n");
            for (int i = 0; i < rows; i++) {
                int label = random.nextInt(10);
                String usage = random.nextInt(3) == 0 ? "Public" : "Private";
                known.write("row-%d,class-%d,%s\n".formatted(i, label, usage));
                int guess = random.nextInt(5) == 0 ? random.nextInt(10) : label;
                guesses.add("row-%d,class-%d".formatted(i, guess));
            }
        }
        write(inOrder, guesses);
        Collections.shuffle(guesses, random);
        write(shuffled, guesses);
        try (InputStream in = Files.newInputStream(labels)) {
            solution = Solution.read(in, metric(), Limits.USUAL);
        }
        pandas = Pandas.start(labels);
    }

    private static void write(Path file, List<String> lines) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,label\n");
            for (String line : lines) {
                out.write(line);
                out.write('\n');
            }
        }
    }

    private static Metric metric() {
        return Metric.named("accuracy", Map.of());
    }

    @Override
    public Map<String, Double> limit() throws Exception {
        Map<String, Double> figures = new HashMap<>(measured("limit", this::count));
        if (pandas != null) {
            figures.put(PANDAS, rows / pandas.seconds(shuffled));
        }
        return figures;
    }

    @Override
    public Map<String, Double> ours() throws Exception {
        return measured("ours", this::score);
    }

    private Map<String, Double> measured(String whose, Pass pass) throws Exception {
        double seconds = secondsOf(pass, inOrder);
        double otherwise = secondsOf(pass, shuffled);
        Double heap = heaps.get(whose);
        if (heap == null) {
            heap = heapOf(pass);
            heaps.put(whose, heap);
        }
        return Map.of(
                ROWS,
                rows / seconds,
                SHUFFLED,
                rows / otherwise,
                TIME,
                otherwise,
                HEAP,
                heap,
                PANDAS,
                rows / otherwise);
    }

    private static double secondsOf(Pass pass, Path submission) throws IOException {
        long start = System.nanoTime();
        pass.over(submission);
        return Rate.secondsSince(start);
    }

    private void count(Path submission) throws IOException {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(submission)) {
            long seen = 0;
            for (CsvRecord each : reader) {
                seen += each.getFieldCount();
            }
            sink = seen;
        }
    }

    private void score(Path submission) throws IOException {
        try (InputStream in = Files.newInputStream(submission)) {
            Verdict verdict = Objects.requireNonNull(solution).score(in, Limits.USUAL);
            if (!(verdict instanceof Verdict.Scored scored) || scored.rows() != rows) {
                throw new IllegalStateException("not scored: " + verdict);
            }
            sink = scored.rows();
        }
    }

    /**
     * Most of what a pass keeps alive, beyond what lived before; once for each, and not while it is
     * timed, since all is collected again and again meanwhile.
     */
    private double heapOf(Pass pass) throws Exception {
        long before = alive();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread running =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        pass.over(shuffled);
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    } finally {
                                        isOver.set(true);
                                    }
                                });
        long most = before;
        while (!isOver.get()) {
            most = Math.max(most, alive());
            // Collected without a pause in between, the pass itself would get no time.
            LockSupport.parkNanos(BETWEEN_COLLECTIONS.toNanos());
        }
        running.join();
        return (most - before) / MIB;
    }

    private static long alive() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() throws IOException {
        if (pandas != null) {
            pandas.close();
        }
        Files.deleteIfExists(directory.resolve("solution.csv"));
        Files.deleteIfExists(inOrder);
        Files.deleteIfExists(shuffled);
        Files.deleteIfExists(directory);
    }
}
