package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.competition.scoring.Verdict.Scored;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Each metric beside a second formulation that goes by the letter of its definition, over random
 * data with ties, classes that are absent and single rows; and what holds for all of them.
 */
class ScoringPropertiesTest {

    private static final double TOLERANCE = 1e-11;

    /** Truth and prediction of so many rows, as they are written. */
    private record Data(List<String> truth, List<String> predicted) {

        int rows() {
            return truth.size();
        }

        double t(int i) {
            return Double.parseDouble(truth.get(i));
        }

        double p(int i) {
            return Double.parseDouble(predicted.get(i));
        }

        boolean both(int i, String c) {
            return truth.get(i).equals(c) && predicted.get(i).equals(c);
        }

        long count(List<String> of, String c) {
            return of.stream().filter(c::equals).count();
        }

        List<String> classes() {
            return truth.stream().distinct().sorted().toList();
        }

        Data shuffled(Random random) {
            List<Integer> order = new ArrayList<>(IntStream.range(0, rows()).boxed().toList());
            Collections.shuffle(order, random);
            return new Data(
                    order.stream().map(truth::get).toList(),
                    order.stream().map(predicted::get).toList());
        }
    }

    private static double score(String metric, Data data, Random order) {
        return score(metric, Map.of(), data, order, "label");
    }

    private static double score(
            String metric, Map<String, String> options, Data data, Random order, String column) {
        String solution =
                IntStream.range(0, data.rows())
                        .mapToObj(i -> "id%d,%s\n".formatted(i, data.truth().get(i)))
                        .collect(Collectors.joining("", "id," + column + "\n", ""));
        List<String> rows =
                new ArrayList<>(
                        IntStream.range(0, data.rows())
                                .mapToObj(i -> "id%d,%s\n".formatted(i, data.predicted().get(i)))
                                .toList());
        Collections.shuffle(rows, order);
        Scored scored =
                Reference.scored(
                        Reference.scoreText(
                                Reference.solutionOf(solution, metric, options),
                                "id," + column + "\n" + String.join("", rows)));
        return scored.publicScore();
    }

    private static void isAs(
            String metric, Data data, Random random, ToDoubleBiFunction<Data, Random> second) {
        double ours = score(metric, data, random);
        double theirs = second.applyAsDouble(data, random);
        assertThat(ours)
                .as("%s of %s", metric, data)
                .isCloseTo(theirs, within(TOLERANCE * Math.max(1, Math.abs(theirs))));
        // Bit by bit, whatever the order of rows.
        assertThat(score(metric, data, random)).isEqualTo(ours);
        assertThat(score(metric, data.shuffled(random), random)).as(metric).isEqualTo(ours);
    }

    // ---- labels

    private static Data labels(Random random, int rows, int classes) {
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            truth.add(String.valueOf(random.nextInt(classes)));
        }
        for (int i = 0; i < rows; i++) {
            predicted.add(truth.get(random.nextInt(rows)));
        }
        return new Data(truth, predicted);
    }

    @Property(tries = 300)
    void labelsAreAsByTheirDefinitions(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 5) int classes) {
        Random random = new Random(seed);
        Data data = labels(random, rows, classes);
        isAs(
                "accuracy",
                data,
                random,
                (d, _) ->
                        IntStream.range(0, d.rows())
                                        .filter(i -> d.truth().get(i).equals(d.predicted().get(i)))
                                        .count()
                                / (double) d.rows());
        isAs("f1-macro", data, random, (d, _) -> mean(d.classes().stream().map(c -> f1(d, c))));
        isAs(
                "f1-weighted",
                data,
                random,
                (d, _) ->
                        d.classes().stream()
                                .mapToDouble(c -> f1(d, c) * d.count(d.truth(), c) / d.rows())
                                .sum());
        isAs(
                "balanced-accuracy",
                data,
                random,
                (d, _) -> mean(d.classes().stream().map(c -> hits(d, c) / d.count(d.truth(), c))));
        isAs(
                "mean-iou",
                data,
                random,
                (d, _) ->
                        mean(
                                d.classes().stream()
                                        .map(
                                                c ->
                                                        hits(d, c)
                                                                / (d.count(d.truth(), c)
                                                                        + d.count(d.predicted(), c)
                                                                        - hits(d, c)))));
        isAs("mcc", data, random, (d, _) -> correlationOfIndicators(d));
        isAs("qwk", data, random, (d, _) -> kappaOverPairs(d));
    }

    private static double mean(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double hits(Data d, String c) {
        return IntStream.range(0, d.rows()).filter(i -> d.both(i, c)).count();
    }

    /** From precision and recall. */
    private static double f1(Data d, String c) {
        double predicted = d.count(d.predicted(), c);
        double precision = predicted == 0 ? 0 : hits(d, c) / predicted;
        double recall = hits(d, c) / d.count(d.truth(), c);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** Of the rows as vectors of 0 and 1, one for each class: what R_K was defined as. */
    private static double correlationOfIndicators(Data d) {
        return both(d.truth(), d.predicted(), d) == 0
                ? 0
                : both(d.truth(), d.predicted(), d)
                        / Math.sqrt(both(d.truth(), d.truth(), d))
                        / Math.sqrt(both(d.predicted(), d.predicted(), d));
    }

    private static double both(List<String> a, List<String> b, Data d) {
        double sum = 0;
        for (String c : d.classes()) {
            double ofA = (double) d.count(a, c) / d.rows();
            double ofB = (double) d.count(b, c) / d.rows();
            for (int i = 0; i < d.rows(); i++) {
                sum += ((a.get(i).equals(c) ? 1 : 0) - ofA) * ((b.get(i).equals(c) ? 1 : 0) - ofB);
            }
        }
        return Math.abs(sum) < 1e-12 ? 0 : sum;
    }

    /** Every truth beside every prediction is what chance would do. */
    private static double kappaOverPairs(Data d) {
        List<String> classes = d.classes();
        double seen = 0;
        double byChance = 0;
        for (int i = 0; i < d.rows(); i++) {
            seen += distance(classes, d.truth().get(i), d.predicted().get(i));
            for (int k = 0; k < d.rows(); k++) {
                byChance += distance(classes, d.truth().get(i), d.predicted().get(k));
            }
        }
        return byChance == 0 ? 0 : 1 - seen / d.rows() / (byChance / d.rows() / d.rows());
    }

    private static double distance(List<String> classes, String a, String b) {
        return Math.pow(classes.indexOf(a) - classes.indexOf(b), 2);
    }

    // ---- numbers

    private static Data numbers(Random random, int rows, boolean withTies, boolean notNegative) {
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            truth.add(number(random, withTies, notNegative));
            predicted.add(number(random, withTies, notNegative));
        }
        return new Data(truth, predicted);
    }

    private static String number(Random random, boolean withTies, boolean notNegative) {
        double value = withTies ? random.nextInt(4) - 1 : random.nextGaussian() * 100;
        return String.valueOf(notNegative ? Math.abs(value) : value);
    }

    @Property(tries = 300)
    void numbersAreAsByTheirDefinitions(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll boolean withTies) {
        Random random = new Random(seed);
        Data data = numbers(random, rows, withTies, false);
        int[] all = IntStream.range(0, rows).toArray();
        isAs(
                "mae",
                data,
                random,
                (d, _) ->
                        Arrays.stream(all)
                                .mapToDouble(i -> Math.abs(d.t(i) - d.p(i)))
                                .average()
                                .orElseThrow());
        isAs(
                "rmse",
                data,
                random,
                (d, _) ->
                        Math.sqrt(
                                Arrays.stream(all)
                                        .mapToDouble(i -> Math.pow(d.t(i) - d.p(i), 2))
                                        .average()
                                        .orElseThrow()));
        isAs(
                "rmsle",
                numbers(new Random(seed), rows, withTies, true),
                random,
                (d, _) ->
                        Math.sqrt(
                                Arrays.stream(all)
                                        .mapToDouble(
                                                i ->
                                                        Math.pow(
                                                                Math.log(1 + d.t(i))
                                                                        - Math.log(1 + d.p(i)),
                                                                2))
                                        .average()
                                        .orElseThrow()));
        double spread = Arrays.stream(all).mapToDouble(data::t).distinct().count();
        if (spread > 1) {
            isAs("r2", data, random, (d, _) -> explained(d, all));
            isAs("pearson", data, random, (d, _) -> slopes(all, d::t, d::p));
            isAs(
                    "spearman",
                    data,
                    random,
                    (d, _) -> slopes(all, i -> rank(all, d::t, i), i -> rank(all, d::p, i)));
        }
    }

    private static double explained(Data d, int[] all) {
        double mean = Arrays.stream(all).mapToDouble(d::t).average().orElseThrow();
        double left = Arrays.stream(all).mapToDouble(i -> Math.pow(d.t(i) - d.p(i), 2)).sum();
        return 1 - left / Arrays.stream(all).mapToDouble(i -> Math.pow(d.t(i) - mean, 2)).sum();
    }

    /** Over all pairs of rows, without a mean. */
    private static double slopes(int[] all, IntToDoubleFunction x, IntToDoubleFunction y) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i : all) {
            for (int k : all) {
                double ofX = x.applyAsDouble(i) - x.applyAsDouble(k);
                double ofY = y.applyAsDouble(i) - y.applyAsDouble(k);
                xy += ofX * ofY;
                xx += ofX * ofX;
                yy += ofY * ofY;
            }
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx) / Math.sqrt(yy);
    }

    /** One more than are below, and half of the others that are as high. */
    private static double rank(int[] all, IntToDoubleFunction of, int row) {
        double value = of.applyAsDouble(row);
        long below = Arrays.stream(all).filter(i -> of.applyAsDouble(i) < value).count();
        long equal = Arrays.stream(all).filter(i -> of.applyAsDouble(i) == value).count();
        return below + (equal + 1) / 2.0;
    }

    // ---- probabilities

    @Property(tries = 200)
    void areaUnderTheCurveIsTheShareOfPairsInTheRightOrder(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int rows) {
        Random random = new Random(seed);
        List<String> truth = new ArrayList<>(List.of("0", "1"));
        List<String> predicted = new ArrayList<>();
        while (truth.size() < rows) {
            truth.add(String.valueOf(random.nextInt(2)));
        }
        truth.forEach(_ -> predicted.add(String.valueOf(random.nextInt(5) / 4.0)));
        isAs("roc-auc", new Data(truth, predicted), random, (d, _) -> pairsInOrder(d));
        isAs("log-loss", new Data(truth, predicted), random, (d, _) -> loss(d));
    }

    private static double pairsInOrder(Data d) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < d.rows(); i++) {
            for (int k = 0; k < d.rows(); k++) {
                if (d.truth().get(i).equals("1") && d.truth().get(k).equals("0")) {
                    pairs++;
                    sum += d.p(i) > d.p(k) ? 1 : d.p(i) == d.p(k) ? 0.5 : 0;
                }
            }
        }
        return sum / pairs;
    }

    private static double loss(Data d) {
        return IntStream.range(0, d.rows())
                .mapToDouble(
                        i -> {
                            double right = d.truth().get(i).equals("1") ? d.p(i) : 1 - d.p(i);
                            return -Math.log(Math.min(Math.max(right, 1e-15), 1 - 1e-15));
                        })
                .average()
                .orElseThrow();
    }

    // ---- texts

    @Property(tries = 200)
    void longestCommonSequenceIsThatOfTheTable(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int length) {
        Random random = new Random(seed);
        Data data =
                new Data(
                        List.of(words(random, length)),
                        List.of(words(random, random.nextInt(length) + 1)));
        String[] a = data.truth().getFirst().split(" ");
        String[] b = data.predicted().getFirst().split(" ");
        int[][] table = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int k = 1; k <= b.length; k++) {
                table[i][k] =
                        a[i - 1].equals(b[k - 1])
                                ? table[i - 1][k - 1] + 1
                                : Math.max(table[i - 1][k], table[i][k - 1]);
            }
        }
        double precision = table[a.length][b.length] / (double) b.length;
        double recall = table[a.length][b.length] / (double) a.length;

        double ours = score("rouge-l", data, random);

        assertThat(ours)
                .isCloseTo(
                        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall),
                        within(TOLERANCE));
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> String.valueOf((char) ('a' + random.nextInt(6))))
                .collect(Collectors.joining(" "));
    }

    // ---- sums

    @Property(tries = 300)
    void sumIsTheExactOneRounded(@ForAll long seed, @ForAll @IntRange(max = 60) int terms) {
        Random random = new Random(seed);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < terms; i++) {
            all.add(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
        }
        BigDecimal exact =
                all.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        ExactSum sum = new ExactSum();
        all.forEach(sum::add);

        assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }
}
