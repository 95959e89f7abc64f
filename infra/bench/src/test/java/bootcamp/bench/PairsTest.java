package bootcamp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.bench.Pairs.Pair;
import bootcamp.bench.Pairs.Result;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairsTest {

    @Test
    void theOrderIsTurnedRoundAtEveryPair() throws Exception {
        Fixed benchmark = new Fixed(2, 4);

        pairs(4).run(benchmark);

        assertThat(benchmark.order)
                .containsExactly(
                        "limit", "ours", "limit", "ours", // warm-up
                        "limit", "ours", "ours", "limit", "limit", "ours", "ours", "limit");
    }

    @Test
    void oursIsDividedByTheLimitWhicheverRanFirst() throws Exception {
        Result result = pairs(4).run(new Fixed(4, 2));

        assertThat(result.pairs().getFirst())
                .hasSize(4)
                .allSatisfy(pair -> assertThat(pair.ratio()).isEqualTo(0.5));
    }

    @Test
    void theIntervalHoldsTheMedianAndLiesWithinTheValues() {
        double[] values = {0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};

        double[] interval = Pairs.interval(values);

        assertThat(Pairs.median(values)).isEqualTo(0.7);
        assertThat(interval[0]).isBetween(0.4, 0.7);
        assertThat(interval[1]).isBetween(0.7, 1.0);
        assertThat(Pairs.interval(values)).containsExactly(interval);
    }

    @Test
    void aGoalIsMetOnlyWhenTheWorseEndOfTheIntervalMeetsIt() {
        Figure rate = Figure.rate("", "1/s", 0.5);
        Figure time = Figure.time("", "ms", 3).with(50);

        assertThat(verdict(rate, 0.6, 0.6, 0.6)).isTrue();
        assertThat(verdict(rate, 0.4, 0.6, 0.9)).isFalse();
        assertThat(verdict(time, 1, 2, 2.9)).isTrue();
        assertThat(verdict(time, 1, 2, 3.5)).isFalse();
    }

    @Test
    void anAbsoluteGoalCountsBesideTheRatio() {
        Figure time = Figure.time("", "ms", 3).with(1.5);

        assertThat(verdict(time, 1, 2, 2.9)).isFalse();
    }

    /** Of three pairs with these ratios and a limit of 1. */
    private static boolean verdict(Figure figure, double... ratios) {
        List<Pair> pairs = new ArrayList<>();
        for (double ratio : ratios) {
            pairs.add(new Pair(1, ratio));
        }
        Report report = new Report(Map.of());
        report.add(new Result(new Fixed(figure, 1, 1), List.of(pairs), 0, false), 3);
        return report.json().contains("\"met\" : true");
    }

    private static Pairs pairs(int wanted) {
        return new Pairs(wanted, true, new PrintWriter(new StringWriter()));
    }

    /** Yields what it was told to. */
    private static final class Fixed implements Benchmark {

        private final Figure figure;
        private final double limit;
        private final double ours;
        final List<String> order = new ArrayList<>();

        Fixed(double limit, double ours) {
            this(Figure.rate("", "1/s", 0.5), limit, ours);
        }

        Fixed(Figure figure, double limit, double ours) {
            this.figure = figure;
            this.limit = limit;
            this.ours = ours;
        }

        @Override
        public String id() {
            return "P0";
        }

        @Override
        public String title() {
            return "what was told";
        }

        @Override
        public String limitTitle() {
            return "what was told, too";
        }

        @Override
        public List<Figure> figures() {
            return List.of(figure);
        }

        @Override
        public void prepare() {}

        @Override
        public Map<String, Double> limit() {
            order.add("limit");
            return Map.of("", limit);
        }

        @Override
        public Map<String, Double> ours() {
            order.add("ours");
            return Map.of("", ours);
        }

        @Override
        public void close() {}
    }
}
