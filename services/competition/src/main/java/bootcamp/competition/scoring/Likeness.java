package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Form.Predictions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Which submissions say the same, whatever the order of their rows and the way they are written. Of
 * each is kept what it says of {@value #ROWS_MAX} rows, chosen by a hash of their ids under a
 * secret seed: nobody can change just the others. So two are compared in a thousand steps, however
 * long they are.
 *
 * <p>That two are alike says nothing of why. A solution of few rows has too little to tell by.
 */
public final class Likeness {

    /** Rows that are looked at. */
    static final int ROWS_MAX = 1_024;

    /** Of fewer rows many are alike by chance. */
    public static final int ROWS_MIN = 30;

    /** Of values that are compared as they are, so many are the same. */
    static final double SHARE_MIN = 0.9;

    /** Of numbers, so many are the same but for their last digits. */
    static final double NUMBERS_MIN = 0.99;

    /** Spearman's, of numbers that may have another scale. */
    static final double CORRELATION_MIN = 0.9999;

    /** Of rows that either has wrong, in so many both are wrong in the same way. */
    static final double ERRORS_MIN = 0.9;

    /** Of fewer errors many are shared by chance. */
    static final int ERRORS_COUNT_MIN = 20;

    /** Digits of a number that count, beside the spread of all. */
    private static final int DIGITS = 4;

    private final Solution solution;

    /** Of each row its place among those that are looked at; negative: it is not. */
    private final int[] places;

    private final int count;
    private final long @Nullable [] truths;

    private Likeness(Solution solution, int[] places, int count, long @Nullable [] truths) {
        this.solution = solution;
        this.places = places;
        this.count = count;
        this.truths = truths;
    }

    private record Place(long hash, int row) {}

    /**
     * @param seed of the labels: the same for all that correct each other
     */
    public static Likeness of(Solution solution, long seed) {
        Comparator<Place> bySmallest =
                Comparator.comparingLong(Place::hash).thenComparing(p -> solution.idOf(p.row()));
        PriorityQueue<Place> smallest = new PriorityQueue<>(bySmallest.reversed());
        for (int row = 0; row < solution.rows(); row++) {
            smallest.add(new Place(Form.hash(seed + "/" + solution.idOf(row)), row));
            if (smallest.size() > ROWS_MAX) {
                smallest.remove();
            }
        }
        int[] rows = smallest.stream().sorted(bySmallest).mapToInt(Place::row).toArray();
        int[] places = new int[solution.rows()];
        Arrays.fill(places, -1);
        IntStream.range(0, rows.length).forEach(i -> places[rows[i]] = i);
        return new Likeness(solution, places, rows.length, truths(solution, rows));
    }

    private static long @Nullable [] truths(Solution solution, int[] rows) {
        if (solution.form().truth(rows[0]) == null) {
            return null;
        }
        long[] truths = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truths[i] = java.util.Objects.requireNonNull(solution.form().truth(rows[i]));
        }
        return truths;
    }

    /** How many rows are looked at. */
    public int rows() {
        return count;
    }

    /** That there are. */
    public int ofRows() {
        return solution.rows();
    }

    /**
     * What is kept of a submission: bits for each row that is looked at. Nothing of the labels is
     * in it.
     *
     * @return empty: it is none of this solution
     * @throws IOException if it cannot be read
     */
    public Optional<long[]> sketch(InputStream submission, Limits limits) throws IOException {
        return solution.read(submission, limits, (_, _) -> new Told()).map(told -> told.values);
    }

    private final class Told implements Predictions {

        private final long[] values = new long[count];

        @Override
        public void take(int row, Rows rows, int[] fields) {
            if (places[row] >= 0) {
                values[places[row]] = solution.form().told(rows, fields, places[row]);
            }
        }

        @Override
        public double score(Splits splits, int split) {
            throw new IllegalStateException("a sketch is not scored");
        }

        @Override
        public Weighed over(int[] units) {
            throw new IllegalStateException("a sketch is not scored");
        }
    }

    // ---- comparing

    /** A sketch that is ready to be compared with many. */
    public interface Ready {

        /** Whether it says the same of all rows, which tells nothing. */
        boolean isConstant();
    }

    /** How alike two are. */
    public enum Kind {
        /** In every row that was looked at. */
        EQUAL,
        NEAR
    }

    /**
     * What two have in common.
     *
     * @param share of the rows in which they say the same, numbers but for their last digits
     * @param correlation of ranks; null: they say no numbers, or too few different ones
     * @param errors rows that either has wrong; null: they give no labels
     * @param sharedErrors those of them that both have wrong in the same way; null: as that
     */
    public record Alike(
            Kind kind,
            double share,
            @Nullable Double correlation,
            @Nullable Integer errors,
            @Nullable Integer sharedErrors) {}

    /**
     * @param sketch of {@link #sketch}, of the same rows
     */
    public Ready ready(long[] sketch) {
        return solution.form().tellsNumbers()
                ? NumbersReady.of(sketch)
                : new ValuesReady(
                        sketch, truths, LongStream.of(sketch).allMatch(v -> v == sketch[0]));
    }

    /**
     * @return empty: no more alike than any two that are good
     */
    public Optional<Alike> compare(Ready one, Ready other) {
        if (count < ROWS_MIN || one.isConstant() || other.isConstant()) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                one instanceof NumbersReady numbers
                        ? numbers.compare((NumbersReady) other)
                        : ((ValuesReady) one).compare((ValuesReady) other));
    }

    /** Labels, texts and the like: the same, or not. */
    private record ValuesReady(long[] values, long @Nullable [] truths, boolean isConstant)
            implements Ready {

        @Nullable Alike compare(ValuesReady other) {
            int same = 0;
            for (int i = 0; i < values.length; i++) {
                same += values[i] == other.values[i] ? 1 : 0;
            }
            double share = (double) same / values.length;
            if (truths == null) {
                return share < SHARE_MIN ? null : new Alike(kind(same), share, null, null, null);
            }
            int errors = 0;
            int shared = 0;
            for (int i = 0; i < values.length; i++) {
                if (values[i] != truths[i] || other.values[i] != truths[i]) {
                    errors++;
                    shared += values[i] == other.values[i] ? 1 : 0;
                }
            }
            // Two that are right say the same, and so do most that are good: it is errors that
            // tell.
            boolean isAlike =
                    same == values.length && errors > 0
                            || errors >= ERRORS_COUNT_MIN && shared >= ERRORS_MIN * errors;
            return isAlike ? new Alike(kind(same), share, null, errors, shared) : null;
        }

        private Kind kind(int same) {
            return same == values.length ? Kind.EQUAL : Kind.NEAR;
        }
    }

    /**
     * Numbers.
     *
     * @param step below which two are the same
     * @param ranks with mean 0 and length 1, of numbers that are rounded to the step
     * @param distinct how many different ones there are
     */
    private record NumbersReady(double[] values, double step, float[] ranks, int distinct)
            implements Ready {

        static NumbersReady of(long[] sketch) {
            double[] values = Arrays.stream(sketch).mapToDouble(Double::longBitsToDouble).toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            double spread =
                    Math.sqrt(
                            Arrays.stream(values)
                                    .map(v -> (v - mean) * (v - mean))
                                    .average()
                                    .orElse(0));
            double step = spread == 0 ? 0 : Math.pow(10, Math.floor(Math.log10(spread)) - DIGITS);
            double[] rounded =
                    step == 0
                            ? new double[values.length]
                            : Arrays.stream(values).map(v -> Math.rint(v / step)).toArray();
            short[] once = new short[values.length];
            Arrays.fill(once, (short) 1);
            double[] ranks = Order.of(rounded).ranks(once);
            double middle = (values.length + 1) / 2.0;
            double length =
                    Math.sqrt(Arrays.stream(ranks).map(r -> (r - middle) * (r - middle)).sum());
            float[] unit = new float[values.length];
            for (int i = 0; i < unit.length; i++) {
                unit[i] = length == 0 ? 0 : (float) ((ranks[i] - middle) / length);
            }
            return new NumbersReady(
                    values, step, unit, (int) Arrays.stream(rounded).distinct().count());
        }

        @Override
        public boolean isConstant() {
            return distinct == 1;
        }

        @Nullable Alike compare(NumbersReady other) {
            double within = Math.max(step, other.step);
            int same = 0;
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                same += Math.abs(values[i] - other.values[i]) <= within ? 1 : 0;
                sum += (double) ranks[i] * other.ranks[i];
            }
            Double correlation =
                    Math.min(distinct, other.distinct) < ROWS_MIN
                            ? null
                            : (Double) Math.clamp(sum, -1.0, 1.0);
            double share = (double) same / values.length;
            boolean isAlike =
                    share >= NUMBERS_MIN || correlation != null && correlation >= CORRELATION_MIN;
            return isAlike
                    ? new Alike(
                            same == values.length ? Kind.EQUAL : Kind.NEAR,
                            share,
                            correlation,
                            null,
                            null)
                    : null;
        }
    }
}
