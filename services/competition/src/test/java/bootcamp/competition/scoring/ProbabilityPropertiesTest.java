package bootcamp.competition.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Metrics of probabilities, beside second formulations. */
class ProbabilityPropertiesTest extends MetricProperties {

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
}
