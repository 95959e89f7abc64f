package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.competition.scoring.Verdict.Rejected;
import bootcamp.competition.scoring.Verdict.Scored;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.AbstractDoubleAssert;
import org.jspecify.annotations.Nullable;

/**
 * Each metric beside a second formulation that goes by the letter of its definition, over random
 * data with ties, classes that are absent and single rows; and what holds for all of them.
 */
class ScoringPropertiesTest {

    private static final double TOLERANCE = 1e-11;

    /** What can be wrong with a file; the first ones by whatever metric. */
    private static final int FAULTS = 8;

    private static final int FAULTS_OF_FORM = 5;

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
        String predicted = metric.equals("roc-auc-ovr-macro") ? "0,1,2" : "label";
        return score(
                metric, Map.of(), "id,label", "id," + predicted, ids(data.rows()), data, order);
    }

    private static List<String> ids(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> "id" + i).toList();
    }

    private static double score(
            String metric,
            Map<String, String> options,
            String ofSolution,
            String ofSubmission,
            List<String> keys,
            Data data,
            Random order) {
        String solution =
                IntStream.range(0, data.rows())
                        .mapToObj(i -> keys.get(i) + "," + data.truth().get(i) + "\n")
                        .collect(Collectors.joining("", ofSolution + "\n", ""));
        List<String> rows =
                new ArrayList<>(
                        IntStream.range(0, data.rows())
                                .mapToObj(i -> keys.get(i) + "," + data.predicted().get(i) + "\n")
                                .toList());
        Collections.shuffle(rows, order);
        Scored scored =
                Reference.scored(
                        Reference.scoreText(
                                Reference.solutionOf(solution, metric, options),
                                ofSubmission + "\n" + String.join("", rows)));
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
        isAs("f1-micro", data, random, (d, _) -> f1OfAllPairs(d));
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

    /** By what is right, wrongly said and missed, of all classes together. */
    private static double f1OfAllPairs(Data d) {
        double right = d.classes().stream().mapToDouble(c -> hits(d, c)).sum();
        double said = d.classes().stream().mapToDouble(c -> d.count(d.predicted(), c)).sum();
        double there = d.classes().stream().mapToDouble(c -> d.count(d.truth(), c)).sum();
        return 2 * right / (2 * right + (said - right) + (there - right));
    }

    @Property(tries = 200)
    void oneClassOfTwoIsAsByItsDefinition(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int rows) {
        Random random = new Random(seed);
        List<String> truth = new ArrayList<>(List.of("0", "1"));
        while (truth.size() < rows) {
            truth.add(String.valueOf(random.nextInt(2)));
        }
        List<String> predicted =
                truth.stream().map(_ -> random.nextInt(3) == 0 ? "1" : "0").toList();
        isAs("f1-binary", new Data(truth, predicted), random, (d, _) -> f1(d, "1"));
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
                "mape",
                data,
                random,
                (d, _) ->
                        Arrays.stream(all)
                                .mapToDouble(
                                        i ->
                                                Math.abs(d.t(i) - d.p(i))
                                                        / Math.max(
                                                                Math.abs(d.t(i)), Math.pow(2, -52)))
                                .average()
                                .orElseThrow());
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
        double[] xs = Arrays.stream(all).mapToDouble(x).toArray();
        double[] ys = Arrays.stream(all).mapToDouble(y).toArray();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < xs.length; i++) {
            for (int k = 0; k < xs.length; k++) {
                double ofX = xs[i] - xs[k];
                double ofY = ys[i] - ys[k];
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

    @Example
    void aScoreIsANumberHoweverLittleTheTruthVaries() {
        Data hardlyVaries = new Data(List.of("0", "1e-120"), List.of("1e100", "0"));

        assertThat(score("r2", hardlyVaries, new Random(1))).isEqualTo(-Double.MAX_VALUE);
    }

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

    /** Of each class its pairs; what is said of a row is three numbers of tenths. */
    @Property(tries = 200)
    void areaOfEachClassAgainstAllOthersIsThatOfItsPairs(
            @ForAll long seed, @ForAll @IntRange(min = 3, max = 40) int rows) {
        Random random = new Random(seed);
        List<String> truth = new ArrayList<>(List.of("0", "1", "2"));
        while (truth.size() < rows) {
            truth.add(String.valueOf(random.nextInt(3)));
        }
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int first = random.nextInt(5);
            int second = random.nextInt(5);
            predicted.add(
                    "%s,%s,%s"
                            .formatted(first / 10.0, second / 10.0, (10 - first - second) / 10.0));
        }
        isAs(
                "roc-auc-ovr-macro",
                new Data(truth, predicted),
                random,
                (d, _) -> mean(Stream.of(0, 1, 2).map(c -> pairsInOrder(ofClass(d, c)))));
    }

    private static Data ofClass(Data d, int c) {
        return new Data(
                d.truth().stream().map(each -> each.equals("" + c) ? "1" : "0").toList(),
                d.predicted().stream().map(each -> each.split(",", -1)[c]).toList());
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

    @Property(tries = 200)
    void whatTextsHaveInCommonIsCountedByCrossingOut(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int rows) {
        Random random = new Random(seed);
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            truth.add(words(random, 1 + random.nextInt(8)));
            predicted.add(words(random, random.nextInt(8)));
        }
        Data data = new Data(truth, predicted);
        isAs("rouge-1", data, random, (d, _) -> inCommon(d, 1));
        isAs("rouge-2", data, random, (d, _) -> inCommon(d, 2));
    }

    private static double inCommon(Data d, int length) {
        double sum = 0;
        for (int i = 0; i < d.rows(); i++) {
            List<String> wanted = new ArrayList<>(runs(d.truth().get(i), length));
            List<String> said = runs(d.predicted().get(i), length);
            double of = wanted.size();
            double both = said.stream().filter(wanted::remove).count();
            double precision = said.isEmpty() ? 0 : both / said.size();
            double recall = of == 0 ? 0 : both / of;
            sum += both == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
        return sum / d.rows();
    }

    private static List<String> runs(String text, int length) {
        List<String> words = text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        return IntStream.rangeClosed(0, words.size() - length)
                .mapToObj(i -> String.join(" ", words.subList(i, i + length)))
                .toList();
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> String.valueOf((char) ('a' + random.nextInt(6))))
                .collect(Collectors.joining(" "));
    }

    // ---- images

    @Property(tries = 200)
    void masksAreSetsOfPoints(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 10) int rows,
            @ForAll @IntRange(min = 1, max = 9) int points) {
        Random random = new Random(seed);
        Data data =
                new Data(
                        Stream.generate(() -> mask(random, points)).limit(rows).toList(),
                        Stream.generate(() -> mask(random, points)).limit(rows).toList());
        isAs(
                "mask-iou",
                data,
                random,
                (d, _) ->
                        mean(
                                IntStream.range(0, d.rows())
                                        .mapToObj(
                                                i ->
                                                        overlap(
                                                                points(d.truth().get(i)),
                                                                points(d.predicted().get(i))))));
    }

    /** One in four has no point at all. */
    private static String mask(Random random, int points) {
        boolean isEmpty = random.nextInt(4) == 0;
        return IntStream.range(0, points)
                .mapToObj(_ -> isEmpty ? "0" : String.valueOf(random.nextInt(2)))
                .collect(Collectors.joining());
    }

    private static Set<Integer> points(String mask) {
        return IntStream.range(0, mask.length())
                .filter(i -> mask.charAt(i) == '1')
                .boxed()
                .collect(Collectors.toSet());
    }

    private static double overlap(Set<Integer> a, Set<Integer> b) {
        Set<Integer> either = new HashSet<>(a);
        either.addAll(b);
        Set<Integer> both = new HashSet<>(a);
        both.retainAll(b);
        return either.isEmpty() ? 1 : (double) both.size() / either.size();
    }

    // ---- orders

    @Property(tries = 200)
    void listsOfIdsAreWorthWhatIsNewInEachPartFromTheirBeginning(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 10) int rows,
            @ForAll @IntRange(min = 1, max = 6) int cut) {
        Random random = new Random(seed);
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            truth.add(words(random, random.nextInt(5)));
            predicted.add(words(random, random.nextInt(8)));
        }
        Data data = new Data(truth, predicted);
        isAs(
                "map@" + cut,
                data,
                random,
                (d, _) -> ofRows(d, cut, ScoringPropertiesTest::precision));
        isAs("ndcg@" + cut, data, random, (d, _) -> ofRows(d, cut, ScoringPropertiesTest::gain));
        isAs("map@all", data, random, (d, _) -> ofRows(d, 1_000, ScoringPropertiesTest::precision));
    }

    /** What a hit is worth that is the so many-th, and at which place. */
    private interface Worth {
        double of(int hits, int place);
    }

    private static double precision(int hits, int place) {
        return (double) hits / place;
    }

    private static double gain(int hits, int place) {
        return Math.log(2) / Math.log(place + 1);
    }

    /** Beside an order in which all that could be hits come first. */
    private static double ofRows(Data d, int cut, Worth worth) {
        double sum = 0;
        for (int i = 0; i < d.rows(); i++) {
            Set<String> relevant = Set.copyOf(runs(d.truth().get(i), 1));
            List<String> said = runs(d.predicted().get(i), 1);
            double own = 0;
            for (int place = 1; place <= Math.min(cut, said.size()); place++) {
                int hits = hits(relevant, said.subList(0, place));
                own +=
                        hits > hits(relevant, said.subList(0, place - 1))
                                ? worth.of(hits, place)
                                : 0;
            }
            double best = 0;
            for (int place = 1; place <= Math.min(cut, relevant.size()); place++) {
                best += worth.of(place, place);
            }
            sum += best == 0 ? 0 : own / best;
        }
        return sum / d.rows();
    }

    private static int hits(Set<String> relevant, List<String> said) {
        Set<String> found = new HashSet<>(said);
        found.retainAll(relevant);
        return found.size();
    }

    /** An item of a query, as it is graded and as it is scored. */
    private record Item(String id, int grade, int score) {}

    @Property(tries = 100)
    void gradesAreWorthTheMeanOfAllOrdersThatTheScoresAllow(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int queries,
            @ForAll @IntRange(min = 1, max = 6) int cut) {
        Random random = new Random(seed);
        List<List<Item>> all = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int query = 0; query < queries; query++) {
            List<Item> items = new ArrayList<>();
            int count = 1 + random.nextInt(5);
            for (int item = 0; item < count; item++) {
                items.add(new Item("i" + item, random.nextInt(6), random.nextInt(3)));
                keys.add("q" + query + ",i" + item);
            }
            all.add(items);
        }
        List<Item> flat = all.stream().flatMap(List::stream).toList();
        Data data =
                new Data(
                        flat.stream().map(each -> "" + each.grade()).toList(),
                        flat.stream().map(each -> "" + each.score()).toList());
        graded("map-graded@" + cut, Map.of(), keys, data, random)
                .isCloseTo(mean(all.stream().map(q -> precision(q, cut))), within(TOLERANCE));
        graded("ndcg-graded@" + cut, Map.of(), keys, data, random)
                .isCloseTo(mean(all.stream().map(q -> gain(q, cut, i -> i))), within(TOLERANCE));
        graded("ndcg-graded@" + cut, Map.of("gain", "exponential"), keys, data, random)
                .isCloseTo(
                        mean(all.stream().map(q -> gain(q, cut, i -> Math.pow(2, i) - 1))),
                        within(TOLERANCE));
    }

    private static AbstractDoubleAssert<?> graded(
            String metric,
            Map<String, String> options,
            List<String> keys,
            Data data,
            Random random) {
        return assertThat(
                        score(
                                metric,
                                options,
                                "query,item,relevance",
                                "query,item,score",
                                keys,
                                data,
                                random))
                .as("%s of %s", metric, data);
    }

    /** By how many come before an item, which no sorting is needed for. */
    private static double precision(List<Item> items, int cut) {
        List<Item> relevant = items.stream().filter(each -> each.grade() >= 3).toList();
        double sum =
                relevant.stream()
                        .filter(each -> placeOf(each, items) <= cut)
                        .mapToDouble(
                                each -> (double) placeOf(each, relevant) / placeOf(each, items))
                        .sum();
        return relevant.isEmpty() ? 0 : sum / Math.min(cut, relevant.size());
    }

    private static long placeOf(Item item, List<Item> items) {
        return items.stream()
                .filter(
                        each ->
                                each.score() > item.score()
                                        || each.score() == item.score()
                                                && each.id().compareTo(item.id()) <= 0)
                .count();
    }

    private static double gain(List<Item> items, int cut, IntToDoubleFunction of) {
        List<List<Item>> orders = orders(items);
        double best =
                orders.stream().mapToDouble(each -> gained(each, cut, of)).max().orElseThrow();
        double own =
                orders.stream()
                        .filter(ScoringPropertiesTest::isByScore)
                        .mapToDouble(each -> gained(each, cut, of))
                        .average()
                        .orElseThrow();
        return best == 0 ? 0 : own / best;
    }

    private static boolean isByScore(List<Item> order) {
        return IntStream.range(1, order.size())
                .allMatch(i -> order.get(i - 1).score() >= order.get(i).score());
    }

    private static double gained(List<Item> order, int cut, IntToDoubleFunction of) {
        return IntStream.range(0, Math.min(cut, order.size()))
                .mapToDouble(i -> of.applyAsDouble(order.get(i).grade()) * gain(1, i + 1))
                .sum();
    }

    private static List<List<Item>> orders(List<Item> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Item>> all = new ArrayList<>();
        for (Item first : items) {
            List<Item> rest = new ArrayList<>(items);
            rest.remove(first);
            for (List<Item> order : orders(rest)) {
                List<Item> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }

    // ---- refusals

    /** Whoever sends faulty files learns nothing of which row has which label. */
    @Property(tries = 100)
    void whatIsRefusedIsTheSameWhicheverRowHasWhichLabel(
            @ForAll long seed, @ForAll @IntRange(min = 4, max = 20) int rows) {
        Random random = new Random(seed);
        for (String metric :
                List.of(
                        "accuracy",
                        "rmsle",
                        "log-loss",
                        "roc-auc",
                        "map@3",
                        "rouge-l",
                        "mask-iou")) {
            List<String> labels = labelsFor(metric, random, rows);
            List<String> others = new ArrayList<>(labels);
            Collections.shuffle(others, random);
            Solution one = Reference.solutionOf(solution(labels), metric, Map.of());
            Solution other = Reference.solutionOf(solution(others), metric, Map.of());
            for (int fault = 0; fault < FAULTS; fault++) {
                String file = faulty(labels, fault, random);

                Verdict told = Reference.scoreText(one, file);

                assertThat(faultOf(Reference.scoreText(other, file)))
                        .as("%s of %s", metric, file)
                        .isEqualTo(faultOf(told));
                if (fault < FAULTS_OF_FORM) {
                    assertThat(told).as("%s of %s", metric, file).isInstanceOf(Rejected.class);
                }
            }
        }
    }

    private static @Nullable Fault faultOf(Verdict verdict) {
        return verdict instanceof Rejected(var fault) ? fault : null;
    }

    private static List<String> labelsFor(String metric, Random random, int rows) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            labels.add(
                    switch (metric) {
                        case "map@3", "rouge-l" -> words(random, 1 + random.nextInt(4));
                        case "mask-iou" -> mask(random, 6);
                        // Each at least twice, so that no split is without it.
                        default -> String.valueOf(i < 4 ? i % 2 : random.nextInt(2));
                    });
        }
        return labels;
    }

    private static String solution(List<String> labels) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> "id%d,%s\n".formatted(i, labels.get(i)))
                .collect(Collectors.joining("", "id,label\n", ""));
    }

    private static String faulty(List<String> labels, int fault, Random random) {
        int at = random.nextInt(labels.size());
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            rows.add("id%d,%s".formatted(i, labels.get(i)));
        }
        String row = rows.get(at);
        switch (fault) {
            case 0 -> rows.remove(at);
            case 1 -> rows.add(row);
            case 2 -> rows.set(at, "other" + row);
            case 3 -> rows.set(at, row + ",");
            case 4 -> rows.set(at, "\"" + row);
            case 5 -> rows.set(at, "id%d,-1".formatted(at));
            case 6 -> rows.set(at, "id%d,".formatted(at));
            default -> rows.set(at, "id%d,bird".formatted(at));
        }
        return "id,label\n" + String.join("\n", rows) + "\n";
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
