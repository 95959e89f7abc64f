package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Probabilities: of the positive one of two labels in one column, or of every label in a column of
 * its own, named by the label.
 */
final class ProbabilityForm implements Form {

    /** How far from 1 the probabilities of a row may sum. */
    private static final double SUM_TOLERANCE = 1e-3;

    private static final double CLIP = 1e-15;

    private final Metric metric;
    private final Classes classes = new Classes();
    private final double clip;
    private int positive = -1;

    ProbabilityForm(Metric metric) {
        this.metric = metric;
        this.clip = metric.number("clip", CLIP);
    }

    @Override
    public void label(Rows rows, int[] key, int field) {
        classes.add(rows, field);
    }

    @Override
    public void complete(Splits splits) {
        classes.complete();
        if (metric.kind() == Metric.Kind.ROC_AUC
                || classes.count() == 2 && metric.kind() == Metric.Kind.LOG_LOSS) {
            positive = classes.positive(metric);
        }
        if (metric.kind() == Metric.Kind.LOG_LOSS) {
            return;
        }
        for (int split = 0; split < (splits.areTwo() ? 2 : 1); split++) {
            int[] sizes = classes.sizes(splits, split);
            if (sizes.length < 2 || Arrays.stream(sizes).anyMatch(size -> size == 0)) {
                throw new FaultException(Fault.of(Code.NOT_A_LABEL, "absent", Map.of()));
            }
        }
    }

    @Override
    public List<List<String>> columns(String labelColumn) {
        List<List<String>> columns = new ArrayList<>();
        if (positive >= 0) {
            columns.add(List.of(labelColumn));
            columns.add(List.of("probability"));
        }
        if (metric.kind() != Metric.Kind.ROC_AUC) {
            columns.add(classes.names());
            columns.add(classes.names().stream().map(name -> "p" + name).toList());
        }
        return columns;
    }

    @Override
    public Predictions begin(List<String> columns, int rows) {
        if (columns.size() == 1) {
            return metric.kind() == Metric.Kind.ROC_AUC
                    ? new OneColumn(rows)
                    : new Losses(rows, true);
        }
        return metric.kind() == Metric.Kind.LOG_LOSS
                ? new Losses(rows, false)
                : new AllColumns(rows);
    }

    private static double probability(Rows rows, int field) {
        double value = Numbers.parse(rows.chars(), rows.from(field), rows.length(field));
        if (Double.isNaN(value)) {
            throw new FaultException(Fault.at(rows.line(), null, Code.NOT_A_NUMBER, "number"));
        }
        if (value < 0 || value > 1) {
            throw new FaultException(Fault.at(rows.line(), null, Code.NOT_A_NUMBER, "probability"));
        }
        return value + 0.0;
    }

    /** Reads those of a row into {@code into}, and they sum to 1. */
    private static void read(Rows rows, int[] fields, double[] into) {
        double sum = 0;
        for (int i = 0; i < fields.length; i++) {
            into[i] = probability(rows, fields[i]);
            sum += into[i];
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new FaultException(
                    Fault.at(rows.line(), null, Code.PROBABILITIES_DO_NOT_SUM, "sum"));
        }
    }

    /**
     * The cross-entropy of each row: of the clipped and then normalised, as in scikit-learn 1.2.
     */
    private final class Losses implements Predictions {

        private final double[] losses;
        private final double[] row = new double[classes.count()];
        private final boolean isOfPositive;

        Losses(int rows, boolean isOfPositive) {
            this.losses = new double[rows];
            this.isOfPositive = isOfPositive;
        }

        @Override
        public void take(int at, Rows rows, int[] fields) {
            if (isOfPositive) {
                double probability = probability(rows, fields[0]);
                row[positive] = probability;
                row[1 - positive] = 1 - probability;
            } else {
                read(rows, fields, row);
            }
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.clamp(row[i], clip, 1 - clip);
            }
            losses[at] = -Math.log(row[classes.of(at)] / Arrays.stream(row).sum());
        }

        @Override
        public double score(Splits splits, int split) {
            return splits.mean(losses, split);
        }

        @Override
        public Weighed over(int[] units) {
            return Weighed.mean(Weighed.of(losses, units));
        }
    }

    private final class OneColumn implements Predictions {

        private final double[] probabilities;

        OneColumn(int rows) {
            probabilities = new double[rows];
        }

        @Override
        public void take(int row, Rows rows, int[] fields) {
            probabilities[row] = probability(rows, fields[0]);
        }

        @Override
        public double score(Splits splits, int split) {
            return auc(probabilities, 0, 1, positive, splits, split);
        }

        @Override
        public Weighed over(int[] units) {
            return weighedAuc(probabilities, 0, 1, positive, units);
        }
    }

    private final class AllColumns implements Predictions {

        private final double[] probabilities;
        private final double[] one = new double[classes.count()];

        AllColumns(int rows) {
            probabilities = new double[Math.multiplyExact(rows, classes.count())];
        }

        @Override
        public void take(int row, Rows rows, int[] fields) {
            read(rows, fields, one);
            System.arraycopy(one, 0, probabilities, row * one.length, one.length);
        }

        /** Each class against all others, all as important. */
        @Override
        public double score(Splits splits, int split) {
            ExactSum sum = new ExactSum();
            for (int c = 0; c < one.length; c++) {
                sum.add(auc(probabilities, c, one.length, c, splits, split));
            }
            return sum.value() / one.length;
        }

        @Override
        public Weighed over(int[] units) {
            Weighed[] each = new Weighed[one.length];
            for (int c = 0; c < one.length; c++) {
                each[c] = weighedAuc(probabilities, c, one.length, c, units);
            }
            return times -> {
                double sum = 0;
                for (Weighed auc : each) {
                    sum += auc.score(times);
                }
                return sum / each.length;
            };
        }
    }

    // ---- where rows count any number of times

    @Override
    public long steps(int units) {
        return switch (metric.kind()) {
            case LOG_LOSS -> units;
            case ROC_AUC -> 3L * units;
            default -> 3L * units * classes.count();
        };
    }

    @Override
    public long told(Rows rows, int[] fields, int pick) {
        int field =
                fields.length == 1
                        ? 0
                        : fields.length == 2 && positive >= 0
                                ? positive
                                : Math.floorMod(pick, fields.length);
        return Double.doubleToLongBits(probability(rows, fields[field]));
    }

    @Override
    public boolean tellsNumbers() {
        return true;
    }

    /** NaN where there are no pairs. */
    private Weighed weighedAuc(
            double[] probabilities, int from, int step, int ofClass, int[] units) {
        double[] values = new double[units.length];
        boolean[] isPositive = new boolean[units.length];
        for (int i = 0; i < units.length; i++) {
            values[i] = probabilities[units[i] * step + from];
            isPositive[i] = classes.of(units[i]) == ofClass;
        }
        Order order = Order.of(values);
        return times -> {
            long halves = 0;
            long positives = 0;
            long negatives = 0;
            for (int place = 0; place < order.size(); ) {
                int end = order.endOfTie(place);
                long up = 0;
                long down = 0;
                for (int i = place; i < end; i++) {
                    int row = order.at(i);
                    up += isPositive[row] ? times[row] : 0;
                    down += isPositive[row] ? 0 : times[row];
                }
                halves += up * (2 * negatives + down);
                positives += up;
                negatives += down;
                place = end;
            }
            return halves / (2.0 * positives * negatives);
        };
    }

    /**
     * The share of pairs of a positive and a negative row in which the positive has more, equal
     * ones counting one half (Mann and Whitney 1947): counted in whole numbers.
     *
     * @param step between the probabilities of two rows, which begin at {@code from}
     */
    private double auc(
            double[] probabilities, int from, int step, int ofClass, Splits splits, int split) {
        int count = classes.sizes(splits, split)[ofClass];
        double[] positives = new double[count];
        double[] negatives = new double[splits.size(split) - count];
        int p = 0;
        int n = 0;
        for (int row = 0; row < splits.rows(); row++) {
            if (splits.isIn(row, split)) {
                double value = probabilities[row * step + from];
                if (classes.of(row) == ofClass) {
                    positives[p++] = value;
                } else {
                    negatives[n++] = value;
                }
            }
        }
        Arrays.sort(positives);
        Arrays.sort(negatives);
        long halves = 0;
        int below = 0;
        int upTo = 0;
        for (double value : positives) {
            while (below < n && negatives[below] < value) {
                below++;
            }
            while (upTo < n && negatives[upTo] <= value) {
                upTo++;
            }
            halves += below + upTo;
        }
        return halves / (2.0 * p * n);
    }
}
