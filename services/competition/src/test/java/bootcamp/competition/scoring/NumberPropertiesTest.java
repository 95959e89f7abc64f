package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Metrics of numbers, beside second formulations. */
class NumberPropertiesTest extends MetricProperties {

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

    @Example
    void aScoreIsANumberHoweverLittleTheTruthVaries() {
        Data hardlyVaries = new Data(List.of("0", "1e-120"), List.of("1e100", "0"));

        assertThat(score("r2", hardlyVaries, new Random(1))).isEqualTo(-Double.MAX_VALUE);
    }
}
