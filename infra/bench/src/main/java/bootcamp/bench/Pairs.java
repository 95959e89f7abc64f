package bootcamp.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a benchmark as pairs: limit, ours, limit, ours …, the order turned round at every pair. A
 * run during which the machine was not ours is thrown away, and counted as thrown away.
 */
final class Pairs {

    static final int PAIRS_MIN = 7;

    /** Runs that are thrown away before it is given up. */
    private static final int THROWN_AWAY_MAX = 14;

    private static final int RESAMPLES = 10_000;
    private static final long SEED = 20_261_126L;

    private final int wanted;
    private final boolean keepNoisy;
    private final PrintWriter progress;

    /**
     * @param wanted pairs that count
     * @param keepNoisy counts every run, and the report says so
     */
    Pairs(int wanted, boolean keepNoisy, PrintWriter progress) {
        this.wanted = wanted;
        this.keepNoisy = keepNoisy;
        this.progress = progress;
    }

    /** Of one figure: limit and ours, pair by pair. */
    record Pair(double limit, double ours) {

        double ratio() {
            return ours / limit;
        }
    }

    /**
     * What came out.
     *
     * @param pairs by figure, in its order
     * @param noisyKept whether runs count in which the machine was not ours
     */
    record Result(Benchmark benchmark, List<List<Pair>> pairs, int thrownAway, boolean noisyKept) {

        boolean isComplete(int wanted) {
            return pairs.stream().allMatch(each -> each.size() >= wanted);
        }
    }

    Result run(Benchmark benchmark) throws Exception {
        for (int i = 0; i < benchmark.warmUpPairs(); i++) {
            say(benchmark, "warm-up %d of %d".formatted(i + 1, benchmark.warmUpPairs()));
            benchmark.limit();
            benchmark.ours();
        }
        List<List<Pair>> pairs = new ArrayList<>();
        benchmark.figures().forEach(_ -> pairs.add(new ArrayList<>()));
        int thrownAway = 0;
        boolean noisyKept = false;
        for (int n = 0; pairs.getFirst().size() < wanted && thrownAway <= THROWN_AWAY_MAX; n++) {
            say(benchmark, "pair %d of %d".formatted(pairs.getFirst().size() + 1, wanted));
            Quiet before = Quiet.now();
            Map<String, Double> first = n % 2 == 0 ? benchmark.limit() : benchmark.ours();
            Map<String, Double> second = n % 2 == 0 ? benchmark.ours() : benchmark.limit();
            boolean quiet = Quiet.now().wasQuietSince(before);
            if (!quiet && !keepNoisy) {
                thrownAway++;
                continue;
            }
            noisyKept |= !quiet;
            add(
                    benchmark.figures(),
                    pairs,
                    n % 2 == 0 ? first : second,
                    n % 2 == 0 ? second : first);
        }
        return new Result(benchmark, pairs, thrownAway, noisyKept);
    }

    private static void add(
            List<Figure> figures,
            List<List<Pair>> pairs,
            Map<String, Double> limit,
            Map<String, Double> ours) {
        for (int i = 0; i < figures.size(); i++) {
            String name = figures.get(i).name();
            Double bound = limit.get(name);
            Double own = ours.get(name);
            if (bound == null || own == null) {
                throw new IllegalStateException("A run gave no figure '" + name + "'");
            }
            pairs.get(i).add(new Pair(bound, own));
        }
    }

    private void say(Benchmark benchmark, String what) {
        progress.println(benchmark.id() + ": " + what);
        progress.flush();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * The 95 % interval of the median by the percentile bootstrap (Efron 1979), from a fixed seed.
     *
     * @return its lower and its upper end
     */
    static double[] interval(double[] values) {
        Random random = new Random(SEED);
        double[] medians = new double[RESAMPLES];
        double[] drawn = new double[values.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int k = 0; k < drawn.length; k++) {
                drawn[k] = values[random.nextInt(values.length)];
            }
            medians[i] = median(drawn);
        }
        Arrays.sort(medians);
        return new double[] {
            medians[(int) (0.025 * RESAMPLES)], medians[(int) (0.975 * RESAMPLES) - 1]
        };
    }
}
