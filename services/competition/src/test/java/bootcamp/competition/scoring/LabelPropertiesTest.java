package bootcamp.competition.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Metrics of labels, beside second formulations. */
class LabelPropertiesTest extends MetricProperties {

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
}
