package bootcamp.enrollment.risk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How right scores were. A figure that is not defined is null: all but the Brier score without both
 * kinds of outcome, all of them with nobody. Scores that are equal are taken as one: the area under
 * the curve counts half a pair, average precision takes them in one step, and of those at the edge
 * of the caseload the expected share is counted.
 *
 * @param auc area under the receiver operating characteristic, 0 to 1
 * @param averagePrecision mean precision over the recalled, 0 to 1
 * @param brier mean squared difference of chance and outcome, 0 to 1
 * @param recall share of those who left among the highest {@link #SHARE} of the scores, 0 to 1
 */
public record Judgement(
        @Nullable Double auc,
        @Nullable Double averagePrecision,
        @Nullable Double brier,
        @Nullable Double recall) {

    /** The share of students that staff can call. */
    public static final double SHARE = 0.05;

    private static final int DRAWS = 400;
    private static final long SEED = 20;

    /** 2.5 % and 97.5 %. */
    public record Interval(double lower, double upper) {}

    /** Of each figure; null where it is not defined. */
    public record Intervals(
            @Nullable Interval auc,
            @Nullable Interval averagePrecision,
            @Nullable Interval brier,
            @Nullable Interval recall) {}

    /**
     * @param scores higher for who is likelier to leave
     * @param chances in the order of the scores
     */
    public static Judgement of(double[] scores, double[] chances, boolean[] left) {
        int[] once = new int[scores.length];
        Arrays.fill(once, 1);
        return of(order(scores), scores, chances, left, once);
    }

    /** By drawing the students again with replacement; always the same for the same input. */
    public static Intervals intervals(double[] scores, double[] chances, boolean[] left) {
        return intervals(scores, chances, left, IntStream.range(0, scores.length).toArray());
    }

    /**
     * As above, where several rows may be of one student, who is drawn with all of them.
     *
     * @param students of each row, a number from 0
     */
    static Intervals intervals(double[] scores, double[] chances, boolean[] left, int[] students) {
        int many = Arrays.stream(students).max().orElse(-1) + 1;
        SplittableRandom random = new SplittableRandom(SEED);
        Integer[] order = order(scores);
        Judgement[] drawn = new Judgement[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] drawnTimes = new int[many];
            for (int i = 0; i < many; i++) {
                drawnTimes[random.nextInt(many)]++;
            }
            int[] times = new int[scores.length];
            Arrays.setAll(times, i -> drawnTimes[students[i]]);
            drawn[draw] = of(order, scores, chances, left, times);
        }
        return new Intervals(
                interval(drawn, Judgement::auc),
                interval(drawn, Judgement::averagePrecision),
                interval(drawn, Judgement::brier),
                interval(drawn, Judgement::recall));
    }

    private interface Figure {
        @Nullable Double of(Judgement judgement);
    }

    private static @Nullable Interval interval(Judgement[] drawn, Figure figure) {
        double[] values = new double[drawn.length];
        int size = 0;
        for (Judgement judgement : drawn) {
            Double value = figure.of(judgement);
            if (value != null) {
                values[size++] = value;
            }
        }
        if (size == 0) {
            return null;
        }
        Arrays.sort(values, 0, size);
        return new Interval(
                values[(int) (0.025 * (size - 1))], values[(int) Math.ceil(0.975 * (size - 1))]);
    }

    private static Integer[] order(double[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparingDouble((ToDoubleFunction<Integer>) i -> scores[i]).reversed());
        return order;
    }

    private static Judgement of(
            Integer[] order, double[] scores, double[] chances, boolean[] left, int[] times) {
        long students = 0;
        long events = 0;
        double squares = 0;
        for (int i = 0; i < times.length; i++) {
            students += times[i];
            events += left[i] ? times[i] : 0;
            double error = chances[i] - (left[i] ? 1 : 0);
            squares += times[i] * error * error;
        }
        if (students == 0) {
            return new Judgement(null, null, null, null);
        }
        double brier = squares / students;
        if (events == 0 || events == students) {
            return new Judgement(null, null, brier, null);
        }
        long calls = (long) Math.ceil(SHARE * students);
        double pairs = 0;
        double precision = 0;
        double called = 0;
        long seen = 0;
        long found = 0;
        for (int from = 0; from < order.length; ) {
            long size = 0;
            long hits = 0;
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                size += times[order[to]];
                hits += left[order[to]] ? times[order[to]] : 0;
                to++;
            }
            from = to;
            if (size == 0) {
                continue;
            }
            long others = (students - events) - (seen - found);
            pairs += hits * (others - (size - hits) / 2.0);
            called += hits * Math.clamp(calls - seen, 0, size) / (double) size;
            seen += size;
            found += hits;
            precision += hits * (found / (double) seen);
        }
        return new Judgement(
                pairs / (events * (double) (students - events)),
                precision / events,
                brier,
                called / events);
    }
}
