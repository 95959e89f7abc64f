package bootcamp.bench;

import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * P11: every score of the reference's competitions, beside what scikit-learn computed; and the same
 * files with the rows of both, labels and predictions, in other orders, beside their own scores bit
 * by bit. No time is measured; a run draws other orders than the one before.
 */
final class Exactness implements Benchmark {

    private static final String ERROR = "worst relative error";
    private static final String MOVED = "scores that an order of rows changed";
    private static final int ORDERS = 3;

    /** The goal in the unit of the table. */
    private static final double E_MINUS_15 = 1e-15;

    private final Path directory;
    private final Random random = new Random(20_241_231);
    private List<List<String>> expected = List.of();
    private int compared;
    private int reordered;
    private double worstError = -1;
    private String worst = "none";

    /**
     * @param home the directory of the sources
     */
    Exactness(Path home) {
        directory = home.resolve("services/competition/src/test/resources/reference/competitions");
    }

    private record Scores(double open, @Nullable Double hidden) {

        boolean isBitEqual(Scores other) {
            return bits(open) == bits(other.open) && bits(hidden) == bits(other.hidden);
        }

        private static long bits(@Nullable Double value) {
            return value == null ? 0 : Double.doubleToRawLongBits(value);
        }
    }

    @Override
    public String id() {
        return "P11";
    }

    @Override
    public String title() {
        return "scores of the reference's competitions, and of the same rows in other orders";
    }

    @Override
    public String limitTitle() {
        return "the goal itself";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.bounded(ERROR, "1e-15", 1_000), Figure.bounded(MOVED, "", 0));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "scores compared in a run",
                String.valueOf(compared),
                "other orders in a run",
                String.valueOf(reordered),
                "worst of all runs",
                worst);
    }

    @Override
    public int warmUpPairs() {
        return 0;
    }

    @Override
    public void prepare() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("expected.csv"))) {
            expected = lines.skip(1).map(line -> List.of(line.split(",", -1))).toList();
        }
    }

    @Override
    public Map<String, Double> limit() {
        return Map.of(ERROR, 1_000.0, MOVED, 1.0);
    }

    @Override
    public Map<String, Double> ours() throws IOException {
        compared = 0;
        reordered = 0;
        double error = 0;
        int moved = 0;
        for (List<String> row : expected) {
            Metric metric = Metric.named(row.get(3), Map.of());
            List<String> labels = lines(row.get(0), row.get(1));
            List<String> sent = lines(row.get(0), row.get(2));
            Scores scores = scores(metric, labels, sent);
            error = Math.max(error, error(row, scores.open(), row.get(4)));
            error = Math.max(error, error(row, scores.hidden(), row.get(5)));
            for (int i = 0; i < ORDERS; i++) {
                reordered++;
                if (!scores.isBitEqual(scores(metric, mixed(labels), mixed(sent)))) {
                    moved++;
                }
            }
        }
        return Map.of(ERROR, error / E_MINUS_15, MOVED, (double) moved);
    }

    private double error(List<String> row, @Nullable Double ours, String text) {
        double reference = Double.parseDouble(text);
        double error =
                Math.abs(Objects.requireNonNull(ours) - reference)
                        / (reference == 0 ? 1 : Math.abs(reference));
        compared++;
        if (error > worstError) {
            worstError = error;
            worst = "%.2e, %s of %s/%s".formatted(error, row.get(3), row.get(0), row.get(2));
        }
        return error;
    }

    private List<String> lines(String competition, String file) throws IOException {
        return Files.readAllLines(directory.resolve(competition).resolve(file));
    }

    /** The header stays first. */
    private List<String> mixed(List<String> lines) {
        List<String> mixed = new ArrayList<>(lines);
        Collections.shuffle(mixed.subList(1, mixed.size()), random);
        return mixed;
    }

    private static Scores scores(Metric metric, List<String> labels, List<String> sent)
            throws IOException {
        Verdict verdict =
                Solution.read(bytes(labels), metric, Limits.USUAL).score(bytes(sent), Limits.USUAL);
        if (verdict instanceof Verdict.Scored scored) {
            return new Scores(scored.publicScore(), scored.privateScore());
        }
        throw new IllegalStateException("not scored: " + verdict);
    }

    private static ByteArrayInputStream bytes(List<String> lines) {
        return new ByteArrayInputStream(
                (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
