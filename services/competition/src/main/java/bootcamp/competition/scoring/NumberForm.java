package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** A number for each row. */
final class NumberForm implements Form {

    /** The step from 1 to the next double, below which scikit-learn lets no |truth| divide. */
    private static final double EPSILON = Math.ulp(1.0);

    private final Metric metric;
    private double[] truths = new double[64];
    private int rows;

    NumberForm(Metric metric) {
        this.metric = metric;
    }

    @Override
    public void label(Rows row, int[] key, int field) {
        if (rows == truths.length) {
            truths = Arrays.copyOf(truths, rows + (rows >> 1));
        }
        truths[rows++] = number(row, field);
    }

    @Override
    public void complete(Splits splits) {
        if (metric.kind() == Metric.Kind.PEARSON || metric.kind() == Metric.Kind.SPEARMAN) {
            for (int split = 0; split < (splits.areTwo() ? 2 : 1); split++) {
                if (isConstant(splits.of(truths, split))) {
                    throw new FaultException(Fault.of(Code.NOT_A_NUMBER, "constant", Map.of()));
                }
            }
        }
    }

    /** Written there, and such as the metric is defined for. */
    private double number(Rows row, int field) {
        double value = Numbers.parse(row.chars(), row.from(field), row.length(field));
        if (Double.isNaN(value)) {
            throw new FaultException(Fault.at(row.line(), null, Code.NOT_A_NUMBER, "number"));
        }
        if (metric.kind() == Metric.Kind.RMSLE && value < 0) {
            throw new FaultException(Fault.at(row.line(), null, Code.NOT_A_NUMBER, "negative"));
        }
        // So that there is one zero.
        return value + 0.0;
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(each -> each == values[0]);
    }

    @Override
    public Predictions begin(List<String> columns, int count) {
        double[] predicted = new double[count];
        return new Predictions() {
            @Override
            public void take(int row, Rows rows, int[] fields) {
                predicted[row] = number(rows, fields[0]);
            }

            @Override
            public double score(Splits splits, int split) {
                return NumberForm.this.score(splits.of(truths, split), splits.of(predicted, split));
            }

            @Override
            public Weighed over(int[] units) {
                return weighed(Weighed.of(truths, units), Weighed.of(predicted, units));
            }
        };
    }

    private double score(double[] truth, double[] predicted) {
        return switch (metric.kind()) {
            case MAE -> mean(truth, predicted, (t, p) -> Math.abs(t - p));
            case RMSE -> Math.sqrt(mean(truth, predicted, NumberForm::squared));
            case RMSLE -> Math.sqrt(mean(truth, predicted, NumberForm::squaredLogs));
            case R2 -> r2(truth, predicted);
            case MAPE -> mean(truth, predicted, NumberForm::relative);
            case PEARSON -> correlation(truth, predicted);
            case SPEARMAN -> correlation(ranks(truth), ranks(predicted));
            default -> throw new IllegalStateException(metric.name());
        };
    }

    // ---- where rows count any number of times

    @Override
    public long steps(int units) {
        return switch (metric.kind()) {
            case SPEARMAN -> 8L * units;
            case PEARSON, R2 -> 4L * units;
            default -> units;
        };
    }

    @Override
    public long told(Rows rows, int[] fields, int pick) {
        return Double.doubleToLongBits(number(rows, fields[0]));
    }

    @Override
    public boolean tellsNumbers() {
        return true;
    }

    private Weighed weighed(double[] truth, double[] predicted) {
        return switch (metric.kind()) {
            case MAE -> Weighed.mean(each(truth, predicted, (t, p) -> Math.abs(t - p)));
            case MAPE -> Weighed.mean(each(truth, predicted, NumberForm::relative));
            case RMSE -> root(Weighed.mean(each(truth, predicted, NumberForm::squared)));
            case RMSLE -> root(Weighed.mean(each(truth, predicted, NumberForm::squaredLogs)));
            case R2 -> {
                Weighed left = Weighed.mean(each(truth, predicted, NumberForm::squared));
                yield times -> {
                    Spread spread = Spread.of(truth, times);
                    double missed = left.score(times);
                    return spread.isConstant()
                            ? (missed == 0 ? 1 : 0)
                            : 1 - missed / spread.variance();
                };
            }
            case PEARSON -> times -> correlation(truth, predicted, times);
            case SPEARMAN -> {
                Order ofTruth = Order.of(truth);
                Order ofPredicted = Order.of(predicted);
                yield times -> correlation(ofTruth.ranks(times), ofPredicted.ranks(times), times);
            }
            default -> throw new IllegalStateException(metric.name());
        };
    }

    private static Weighed root(Weighed of) {
        return times -> Math.sqrt(of.score(times));
    }

    private static double[] each(double[] truth, double[] predicted, DoubleBinaryOperator term) {
        double[] terms = new double[truth.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = term.applyAsDouble(truth[i], predicted[i]);
        }
        return terms;
    }

    private static double correlation(double[] truth, double[] predicted, short[] times) {
        Spread ofTruth = Spread.of(truth, times);
        Spread ofPredicted = Spread.of(predicted, times);
        if (ofTruth.isConstant()) {
            return Double.NaN;
        }
        if (ofPredicted.isConstant()) {
            return 0;
        }
        double both = 0;
        long count = 0;
        for (int i = 0; i < times.length; i++) {
            both += times[i] * (truth[i] - ofTruth.mean()) * (predicted[i] - ofPredicted.mean());
            count += times[i];
        }
        double spread = Math.sqrt(ofTruth.variance()) * Math.sqrt(ofPredicted.variance());
        return spread == 0 ? 0 : Math.clamp(both / count / spread, -1.0, 1.0);
    }

    /** Of values that count so many times. */
    private record Spread(double mean, double variance, boolean isConstant) {

        static Spread of(double[] values, short[] times) {
            double sum = 0;
            long count = 0;
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < times.length; i++) {
                if (times[i] > 0) {
                    sum += times[i] * values[i];
                    count += times[i];
                    least = Math.min(least, values[i]);
                    most = Math.max(most, values[i]);
                }
            }
            double mean = sum / count;
            double squares = 0;
            for (int i = 0; i < times.length; i++) {
                squares += times[i] * squared(values[i], mean);
            }
            return new Spread(mean, squares / count, least == most);
        }
    }

    private static double relative(double truth, double predicted) {
        return Math.abs(truth - predicted) / Math.max(Math.abs(truth), EPSILON);
    }

    private static double squaredLogs(double truth, double predicted) {
        return squared(Math.log1p(truth), Math.log1p(predicted));
    }

    private static double squared(double truth, double predicted) {
        return (truth - predicted) * (truth - predicted);
    }

    private static double mean(double[] truth, double[] predicted, DoubleBinaryOperator term) {
        ExactSum sum = new ExactSum();
        for (int i = 0; i < truth.length; i++) {
            sum.add(term.applyAsDouble(truth[i], predicted[i]));
        }
        return sum.value() / truth.length;
    }

    private static double mean(double[] values) {
        return mean(values, values, (value, _) -> value);
    }

    /**
     * Where the truth is constant: 1 if it was met, else 0, as scikit-learn has it. The least
     * number there is stands for what lies below it, for a score can be compared.
     */
    private static double r2(double[] truth, double[] predicted) {
        double mean = mean(truth);
        double left = mean(truth, predicted, NumberForm::squared);
        double all = mean(truth, truth, (t, _) -> squared(t, mean));
        if (all == 0) {
            return left == 0 ? 1 : 0;
        }
        return Math.max(1 - left / all, -Double.MAX_VALUE);
    }

    /** Pearson's; 0 where all predictions are the same, which correlate with nothing. */
    private static double correlation(double[] truth, double[] predicted) {
        if (isConstant(predicted)) {
            return 0;
        }
        double ofTruth = mean(truth);
        double ofPredicted = mean(predicted);
        double both = mean(truth, predicted, (t, p) -> (t - ofTruth) * (p - ofPredicted));
        double spread =
                Math.sqrt(mean(truth, truth, (t, _) -> squared(t, ofTruth)))
                        * Math.sqrt(mean(predicted, predicted, (p, _) -> squared(p, ofPredicted)));
        return spread == 0 ? 0 : Math.clamp(both / spread, -1.0, 1.0);
    }

    /** From 1, and the mean of their places for those that are equal. */
    static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = Numbers.firstNotBelow(sorted, values[i]);
            int upTo = Numbers.firstNotBelow(sorted, Math.nextUp(values[i]));
            ranks[i] = (below + 1 + upTo) / 2.0;
        }
        return ranks;
    }
}
