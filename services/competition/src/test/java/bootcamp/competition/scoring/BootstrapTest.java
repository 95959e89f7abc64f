package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.competition.scoring.Bootstrap.Drawn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Scores over drawn rows, beside the engine on files in which each row stands as often as drawn.
 */
class BootstrapTest {

    private static final int ROWS_MAX = 14;

    /** A file of a kind of metric: what is true and what is said of each row. */
    private record Files(
            String metric, List<String> columns, List<String> truths, List<String> said) {

        int rows() {
            return truths.size();
        }

        String key(int row, String copy) {
            return metric.contains("graded")
                    ? "q%d%s,i%d".formatted(row / 3, copy, row)
                    : "r%d%s".formatted(row, copy);
        }

        String keyColumns() {
            return metric.contains("graded") ? "query,item" : "id";
        }

        int units() {
            return metric.contains("graded") ? (rows() + 2) / 3 : rows();
        }

        int unitOf(int row) {
            return metric.contains("graded") ? row / 3 : row;
        }

        String labels(List<String> lines) {
            return keyColumns() + ",label,usage\n" + String.join("", lines);
        }

        String predictions(List<String> lines) {
            return keyColumns() + "," + String.join(",", columns) + "\n" + String.join("", lines);
        }
    }

    private static final List<String> METRICS =
            List.of(
                    "accuracy",
                    "balanced-accuracy",
                    "f1-binary",
                    "f1-macro",
                    "f1-micro",
                    "f1-weighted",
                    "mcc",
                    "qwk",
                    "mean-iou",
                    "log-loss",
                    "roc-auc",
                    "roc-auc-ovr-macro",
                    "mae",
                    "rmse",
                    "rmsle",
                    "r2",
                    "mape",
                    "pearson",
                    "spearman",
                    "map@2",
                    "ndcg@3",
                    "map-graded@2",
                    "ndcg-graded@2",
                    "rouge-1",
                    "rouge-l",
                    "mask-iou");

    private static Files files(String metric, Random random, int rows) {
        return switch (metric) {
            case "log-loss", "roc-auc" ->
                    files(metric, List.of("label"), rows, i -> i % 2, _ -> number(random));
            case "roc-auc-ovr-macro" ->
                    files(
                            metric,
                            List.of("0", "1", "2"),
                            rows,
                            i -> i % 3,
                            _ -> {
                                int first = random.nextInt(5);
                                int second = random.nextInt(5);
                                return "%s,%s,%s"
                                        .formatted(
                                                first / 10.0,
                                                second / 10.0,
                                                (10 - first - second) / 10.0);
                            });
            case "mae", "rmse", "rmsle", "r2", "mape", "pearson", "spearman" ->
                    files(
                            metric,
                            List.of("label"),
                            rows,
                            _ -> random.nextInt(5),
                            _ -> number(random));
            case "map@2", "ndcg@3" ->
                    texts(metric, rows, () -> words(random, 4), () -> words(random, 4));
            case "rouge-1", "rouge-l" ->
                    texts(metric, rows, () -> words(random, 3), () -> words(random, 3));
            case "mask-iou" -> texts(metric, rows, () -> mask(random), () -> mask(random));
            case "map-graded@2", "ndcg-graded@2" ->
                    files(
                            metric,
                            List.of("score"),
                            rows,
                            _ -> random.nextInt(6),
                            _ -> number(random));
            default ->
                    files(
                            metric,
                            List.of("label"),
                            rows,
                            metric.equals("f1-binary") ? i -> i % 2 : i -> i % 3,
                            metric.equals("f1-binary")
                                    ? _ -> "" + random.nextInt(2)
                                    : _ -> "" + random.nextInt(3));
        };
    }

    private static String number(Random random) {
        return String.valueOf(random.nextInt(11) / 10.0);
    }

    private static String words(Random random, int most) {
        return IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(_ -> "w" + random.nextInt(5))
                .collect(Collectors.joining(" "));
    }

    private static String mask(Random random) {
        return IntStream.range(0, 6)
                .mapToObj(_ -> "" + random.nextInt(2))
                .collect(Collectors.joining());
    }

    private static Files texts(
            String metric,
            int rows,
            java.util.function.Supplier<String> truth,
            java.util.function.Supplier<String> said) {
        return new Files(
                metric,
                List.of("label"),
                IntStream.range(0, rows).mapToObj(_ -> truth.get()).toList(),
                IntStream.range(0, rows).mapToObj(_ -> said.get()).toList());
    }

    private static Files files(
            String metric,
            List<String> columns,
            int rows,
            IntUnaryOperator truth,
            java.util.function.IntFunction<String> said) {
        return new Files(
                metric,
                columns,
                IntStream.range(0, rows).mapToObj(i -> "" + truth.applyAsInt(i)).toList(),
                IntStream.range(0, rows).mapToObj(said).toList());
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static double weighed(Files files, short[] times) {
        List<String> labels = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (int row = 0; row < files.rows(); row++) {
            labels.add(files.key(row, "") + "," + files.truths().get(row) + ",Public\n");
            said.add(files.key(row, "") + "," + files.said().get(row) + "\n");
        }
        Solution solution = Reference.solutionOf(files.labels(labels), files.metric(), Map.of());
        try {
            return solution.read(
                            bytes(files.predictions(said)), Limits.USUAL, solution.form()::begin)
                    .orElseThrow()
                    .over(solution.form().units(solution.splits(), Splits.PUBLIC))
                    .score(times);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The private rows are those of the file, so that no class is missing; the public ones are
     * those that were drawn. NaN: the engine refuses such labels.
     */
    private static double expanded(Files files, short[] times, Random random) {
        List<String> labels = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (int row = 0; row < files.rows(); row++) {
            for (int copy = 0; copy <= times[files.unitOf(row)]; copy++) {
                String key = files.key(row, "c" + copy);
                labels.add(
                        "%s,%s,%s\n"
                                .formatted(
                                        key,
                                        files.truths().get(row),
                                        copy == 0 ? "Private" : "Public"));
                said.add(key + "," + files.said().get(row) + "\n");
            }
        }
        Collections.shuffle(said, random);
        Solution solution;
        try {
            solution =
                    Solution.read(
                            bytes(files.labels(labels)),
                            Metric.named(files.metric(), Map.of()),
                            Limits.USUAL);
        } catch (UnusableSolution refused) {
            return Double.NaN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Reference.scored(Reference.scoreText(solution, files.predictions(said)))
                .publicScore();
    }

    @Property(tries = 60)
    void drawnRowsScoreAsAFileThatHasThemAsOften(
            @ForAll long seed, @ForAll @IntRange(min = 4, max = ROWS_MAX) int rows) {
        Random random = new Random(seed);
        for (String metric : METRICS) {
            Files files = files(metric, random, rows);
            if (metric.equals("pearson") || metric.equals("spearman")) {
                if (files.truths().stream().distinct().count() == 1) {
                    continue;
                }
            }
            short[] times = new short[files.units()];
            for (int i = 0; i < times.length; i++) {
                times[random.nextInt(times.length)]++;
            }
            double ours = weighed(files, times);
            double theirs = expanded(files, times, random);
            assertThat(Double.isNaN(ours))
                    .as("%s %s %s", files, Arrays.toString(times), ours)
                    .isEqualTo(Double.isNaN(theirs));
            if (!Double.isNaN(theirs)) {
                assertThat(ours)
                        .as("%s %s", files, Arrays.toString(times))
                        .isCloseTo(theirs, within(1e-9 * Math.max(1, Math.abs(theirs))));
            }
        }
    }

    // ---- what it says of chance, and what it costs

    private static final int ROWS = 2_000;

    private static String labels(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> "%d,0,%s\n".formatted(i, i % 4 == 0 ? "Public" : "Private"))
                .collect(Collectors.joining("", "id,label,usage\n", ""));
    }

    private static String numbers(int rows, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, rows)
                .mapToObj(i -> "%d,%s\n".formatted(i, Math.abs(random.nextGaussian())))
                .collect(Collectors.joining("", "id,label\n", ""));
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    private static Drawn drawn(Bootstrap bootstrap, String file) throws IOException {
        return bootstrap.of(bytes(file), Limits.USUAL).orElseThrow();
    }

    @Test
    void scoresSpreadAsTheirStandardErrorAlsoWhereFewerRowsTakePart() throws IOException {
        Solution solution = Reference.solutionOf(labels(ROWS), "mae", Map.of());
        String file = numbers(ROWS, 7);
        Bootstrap all = Bootstrap.of(solution, 3, 1);
        // Half a normal distribution has this spread.
        double one = Math.sqrt(1 - 2 / Math.PI);

        assertThat(all.drawings()).isEqualTo(Bootstrap.DRAWINGS_MAX);
        assertThat(all.publicUnits()).isEqualTo(ROWS / 4);
        assertThat(all.privateUnits()).isEqualTo(ROWS - ROWS / 4);
        Drawn drawn = drawn(all, file);
        assertThat(spread(drawn.publicScores()))
                .isCloseTo(one / Math.sqrt(ROWS / 4.0), within(0.15 * one / Math.sqrt(ROWS / 4.0)));
        assertThat(drawn(Bootstrap.of(solution, 3, 1), file).privateScores())
                .isEqualTo(drawn.privateScores());
        assertThat(drawn(Bootstrap.of(solution, 3, 2), file).privateScores())
                .isNotEqualTo(drawn.privateScores());

        Bootstrap less = Bootstrap.of(solution, 3, 1, 900_000);
        assertThat(less.drawings()).isEqualTo(Bootstrap.DRAWINGS_MIN);
        assertThat(less.submissions()).isEqualTo(3);
        assertThat(less.privateUnits()).isBetween(Bootstrap.UNITS_MIN, 1_100);
        assertThat(less.privateUnitsOfAll()).isEqualTo(ROWS - ROWS / 4);
        double error = one / Math.sqrt(ROWS * 0.75);
        assertThat(spread(drawn(less, file).privateScores())).isCloseTo(error, within(0.3 * error));
        double score =
                java.util.Objects.requireNonNull(
                        Reference.scored(Reference.scoreText(solution, file)).privateScore());
        assertThat(Arrays.stream(drawn(less, file).privateScores()).average().orElseThrow())
                .isCloseTo(score, within(error));

        Bootstrap few = Bootstrap.of(solution, 100, 1, 900_000);
        assertThat(few.submissions()).isBetween(1, 10);
    }

    /** Two hundred teams at ten thousand rows: all of them, and in seconds. */
    @Test
    void twoHundredTeamsAtTenThousandRowsTakePartWhole() throws IOException {
        Solution solution = Reference.solutionOf(labels(10_000), "rmse", Map.of());
        String file = numbers(10_000, 7);
        Bootstrap bootstrap = Bootstrap.of(solution, 200, 1);
        assertThat(bootstrap.submissions()).isEqualTo(200);
        assertThat(bootstrap.publicUnits() + bootstrap.privateUnits()).isEqualTo(10_000);
        for (int i = 0; i < 20; i++) {
            drawn(bootstrap, file);
        }
        long from = System.nanoTime();
        int teams = 20;
        for (int i = 0; i < teams; i++) {
            drawn(bootstrap, file);
        }
        double seconds = (System.nanoTime() - from) / 1e9 * 200 / teams;
        System.out.printf(
                "A bootstrap of 200 teams, 10,000 rows, %d drawings would take %.1f s%n",
                bootstrap.drawings(), seconds);
        assertThat(seconds).isLessThan(30);
    }

    @Test
    void whatIsNoSubmissionIsDrawnForNobody() throws IOException {
        Bootstrap bootstrap = Bootstrap.of(Reference.solutionOf(labels(8), "mae", Map.of()), 1, 1);
        assertThat(bootstrap.of(bytes("id,label\n1,2\n"), Limits.USUAL)).isEmpty();
    }
}
