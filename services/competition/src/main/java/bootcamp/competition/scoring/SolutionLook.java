package bootcamp.competition.scoring;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of labels before anybody is scored by them.
 *
 * @param publicRows from 1
 * @param privateRows 0: there is one score only
 * @param alikeIds ids that differ from one before by case, width, blanks around or zeros in front
 *     alone
 * @param fileOrder of the rows in the order of the file; null: the labels are none that can be
 *     compared (texts, masks, lists of items)
 * @param idOrder of the rows in the order of the numbers at the end of their ids; null: as {@code
 *     fileOrder}, or not every id has a number of its own, or the file is in that order
 * @param drift between the splits; null: there is one, or the labels are none that can be compared
 * @param labelBits that one label tells at most, by how often each occurs; null: the labels are
 *     none that can be compared
 */
public record SolutionLook(
        int publicRows,
        int privateRows,
        int alikeIds,
        @Nullable Echo fileOrder,
        @Nullable Echo idOrder,
        @Nullable Drift drift,
        @Nullable Double labelBits) {

    /** How far apart two rows are compared at most. */
    private static final int LAG_MAX = 50;

    /** Standard errors that chance does not reach in fifty looks. */
    private static final double ERRORS = 5;

    /** Of a difference that chance makes once in a thousand times. */
    private static final double ERRORS_OF_DRIFT = 3.1;

    private static final double KOLMOGOROV_ONE_IN_A_THOUSAND = 1.95;

    private static final Pattern ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");
    private static final int ID_DIGITS_MAX = 18;

    /**
     * What a row tells of one that comes later.
     *
     * @param lag rows between the two at which it tells most, from 1
     * @param strength of classes: how much oftener the two are equal than by chance, as a share of
     *     what is left to 1 (Cohen's kappa); of numbers: the correlation of their ranks; -1 to 1, 0
     *     where nothing above chance is told
     */
    public record Echo(int lag, double strength) {}

    /**
     * @param distance of classes: half the sum of the differences of their shares; of numbers: the
     *     largest difference of their distributions; 0 to 1
     * @param isChance whether a draw may well have made it
     */
    public record Drift(double distance, boolean isChance) {}

    /**
     * Looks at a solution's file.
     *
     * @param solution as it was read from the same file
     * @throws IOException if it cannot be read
     */
    public static SolutionLook at(Solution solution, InputStream file, Limits limits)
            throws IOException {
        Seen seen = new Seen(solution);
        Rows.read(file, limits, seen);
        return seen.look();
    }

    /** The rows, of which a few bytes each are kept. */
    private static final class Seen implements Rows.Sink {

        private final Solution solution;
        private final boolean areNumbers;
        private final boolean areClasses;
        private final Keys names = new Keys();
        private final Keys ids = new Keys();
        private final double[] labels;
        private final long[] numbers;
        private boolean hasNumbers = true;
        private int[] key = {};
        private int label;
        private int count;
        private int alike;

        Seen(Solution solution) {
            this.solution = solution;
            this.areNumbers = solution.metric().kind().family() == Metric.Family.NUMBER;
            this.areClasses =
                    switch (solution.metric().kind().family()) {
                        case LABEL, PROBABILITY, GRADES -> true;
                        case NUMBER, ITEMS, TEXT, MASK -> false;
                    };
            this.labels = new double[solution.rows()];
            this.numbers = new long[solution.rows()];
        }

        @Override
        public void header(List<String> columns) {
            key = solution.keyColumns().stream().mapToInt(columns::indexOf).toArray();
            label = columns.indexOf(solution.labelColumn());
            hasNumbers = key.length == 1;
        }

        @Override
        public void row(Rows rows) {
            StringBuilder id = new StringBuilder();
            for (int field : key) {
                id.append(plain(rows.text(field))).append('\n');
            }
            int before = ids.count();
            if (ids.add(id.toString()) < before) {
                alike++;
            }
            if (hasNumbers) {
                long number = numberAtTheEnd(rows.text(key[0]));
                hasNumbers = number >= 0;
                numbers[count] = number;
            }
            if (areNumbers) {
                labels[count] = Numbers.parse(rows.chars(), rows.from(label), rows.length(label));
            } else if (areClasses) {
                labels[count] = names.add(rows.chars(), rows.from(label), rows.length(label));
            }
            count++;
        }

        SolutionLook look() {
            int publicRows = solution.publicRows();
            int privateRows = solution.privateRows();
            if (!areNumbers && !areClasses) {
                return new SolutionLook(publicRows, privateRows, alike, null, null, null, null);
            }
            double[] sorted = labels.clone();
            Arrays.sort(sorted);
            double[] byId = byId();
            return new SolutionLook(
                    publicRows,
                    privateRows,
                    alike,
                    echo(labels, sorted),
                    byId == null ? null : echo(byId, sorted),
                    privateRows == 0 ? null : drift(sorted),
                    bits(sorted));
        }

        /** The labels in the order of ids; null: there is no other order than the file's. */
        private double @Nullable [] byId() {
            if (!hasNumbers) {
                return null;
            }
            long[] order = numbers.clone();
            Arrays.sort(order);
            if (Arrays.equals(order, numbers)) {
                return null;
            }
            double[] placed = new double[count];
            for (int row = 0; row < count; row++) {
                if (row > 0 && order[row] == order[row - 1]) {
                    return null;
                }
                placed[Arrays.binarySearch(order, numbers[row])] = labels[row];
            }
            return placed;
        }

        private Echo echo(double[] inOrder, double[] sorted) {
            double[] values = areNumbers ? ranks(inOrder, sorted) : inOrder;
            double chance = areNumbers ? 0 : sumOfSquares(sorted);
            Echo most = new Echo(1, 0);
            for (int lag = 1; lag <= Math.min(LAG_MAX, count / 4); lag++) {
                int pairs = count - lag;
                double strength;
                double errors;
                if (areNumbers) {
                    strength = correlation(values, lag);
                    errors = Math.abs(strength) * Math.sqrt(pairs);
                } else if (chance >= 1) {
                    return most;
                } else {
                    double share = equal(values, lag) / (double) pairs;
                    strength = (share - chance) / (1 - chance);
                    errors = Math.abs(share - chance) / Math.sqrt(chance * (1 - chance) / pairs);
                }
                if (errors > ERRORS && Math.abs(strength) > Math.abs(most.strength())) {
                    most = new Echo(lag, strength);
                }
            }
            return most;
        }

        private static int equal(double[] values, int lag) {
            int equal = 0;
            for (int i = lag; i < values.length; i++) {
                equal += values[i] == values[i - lag] ? 1 : 0;
            }
            return equal;
        }

        private static double correlation(double[] ranks, int lag) {
            double mean = (ranks.length - 1) / 2.0;
            double together = 0;
            double all = 0;
            for (int i = 0; i < ranks.length; i++) {
                double off = ranks[i] - mean;
                all += off * off;
                together += i < lag ? 0 : off * (ranks[i - lag] - mean);
            }
            return all == 0 ? 0 : together / all;
        }

        /** Those of equal values are their middle. */
        private static double[] ranks(double[] values, double[] sorted) {
            double[] ranks = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                int below = below(sorted, values[i]);
                ranks[i] = below + (below(sorted, Math.nextUp(values[i])) - below - 1) / 2.0;
            }
            return ranks;
        }

        /** How many of the sorted values are below. */
        private static int below(double[] sorted, double value) {
            int from = 0;
            int to = sorted.length;
            while (from < to) {
                int middle = from + to >>> 1;
                if (sorted[middle] < value) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        private static double sumOfSquares(double[] sorted) {
            double sum = 0;
            for (int from = 0, to; from < sorted.length; from = to) {
                to = below(sorted, Math.nextUp(sorted[from]));
                double share = (to - from) / (double) sorted.length;
                sum += share * share;
            }
            return sum;
        }

        private static double bits(double[] sorted) {
            double sum = 0;
            for (int from = 0, to; from < sorted.length; from = to) {
                to = below(sorted, Math.nextUp(sorted[from]));
                double share = (to - from) / (double) sorted.length;
                sum -= share * Math.log(share) / Math.log(2);
            }
            return sum;
        }

        private Drift drift(double[] sorted) {
            double[] open = solution.labelsOf(labels, Splits.PUBLIC);
            double[] hidden = solution.labelsOf(labels, Splits.PRIVATE);
            Arrays.sort(open);
            Arrays.sort(hidden);
            return areNumbers ? kolmogorov(sorted, open, hidden) : shares(sorted, open, hidden);
        }

        private static Drift kolmogorov(double[] sorted, double[] open, double[] hidden) {
            double distance = 0;
            for (double value : sorted) {
                double next = Math.nextUp(value);
                distance =
                        Math.max(
                                distance,
                                Math.abs(
                                        below(open, next) / (double) open.length
                                                - below(hidden, next) / (double) hidden.length));
            }
            double error =
                    Math.sqrt(
                            (open.length + hidden.length) / ((double) open.length * hidden.length));
            return new Drift(distance, distance <= KOLMOGOROV_ONE_IN_A_THOUSAND * error);
        }

        /** Pearson's test, its tail by Wilson and Hilferty. */
        private static Drift shares(double[] sorted, double[] open, double[] hidden) {
            double distance = 0;
            double chiSquare = 0;
            int classes = 0;
            for (int from = 0, to; from < sorted.length; from = to) {
                double next = Math.nextUp(sorted[from]);
                to = below(sorted, next);
                double all = (to - from) / (double) sorted.length;
                int inOpen = below(open, next) - below(open, sorted[from]);
                int inHidden = to - from - inOpen;
                distance +=
                        Math.abs(inOpen / (double) open.length - inHidden / (double) hidden.length)
                                / 2;
                chiSquare +=
                        Math.pow(inOpen - all * open.length, 2) / (all * open.length)
                                + Math.pow(inHidden - all * hidden.length, 2)
                                        / (all * hidden.length);
                classes++;
            }
            if (classes < 2) {
                return new Drift(0, true);
            }
            double spread = 2.0 / (9 * (classes - 1));
            double errors =
                    (Math.cbrt(chiSquare / (classes - 1)) - (1 - spread)) / Math.sqrt(spread);
            return new Drift(distance, errors <= ERRORS_OF_DRIFT);
        }
    }

    /** As somebody might mistake it for another. */
    private static String plain(String id) {
        String narrow = Normalizer.normalize(id, Normalizer.Form.NFKC).strip();
        return ZEROS.matcher(narrow.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** -1: there is none, or one of too many digits. */
    private static long numberAtTheEnd(String id) {
        int from = id.length();
        while (from > 0 && id.charAt(from - 1) >= '0' && id.charAt(from - 1) <= '9') {
            from--;
        }
        int digits = id.length() - from;
        return digits == 0 || digits > ID_DIGITS_MAX ? -1 : Long.parseLong(id.substring(from));
    }
}
