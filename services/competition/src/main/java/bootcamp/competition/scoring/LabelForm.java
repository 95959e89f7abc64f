package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import java.util.List;

/** One label of several for each row: all that counts are pairs of the true and the predicted. */
final class LabelForm implements Form {

    private final Metric metric;
    private final Classes classes = new Classes();
    private int positive;

    LabelForm(Metric metric) {
        this.metric = metric;
    }

    @Override
    public void label(Rows rows, int[] key, int field) {
        classes.add(rows, field);
    }

    @Override
    public void complete(Splits splits) {
        classes.complete();
        if (metric.kind() == Metric.Kind.F1_BINARY) {
            positive = classes.positive(metric);
        }
    }

    @Override
    public Predictions begin(List<String> columns, int rows) {
        return new Counted(rows);
    }

    /** Averages go over all pairs of classes. */
    @Override
    public long steps(int units) {
        return units + 4L * classes.count() * classes.count();
    }

    @Override
    public Long truth(int row) {
        return Form.hash(classes.names().get(classes.of(row)));
    }

    private final class Counted implements Predictions {

        private final int[] predicted;

        Counted(int rows) {
            predicted = new int[rows];
        }

        @Override
        public void take(int row, Rows rows, int[] fields) {
            int found = classes.find(rows, fields[0]);
            if (found < 0) {
                throw new FaultException(Fault.at(rows.line(), null, Code.NOT_A_LABEL, "label"));
            }
            predicted[row] = found;
        }

        @Override
        public double score(Splits splits, int split) {
            Confusion confusion = new Confusion(classes.count());
            for (int row = 0; row < splits.rows(); row++) {
                if (splits.isIn(row, split)) {
                    confusion.add(classes.of(row), predicted[row]);
                }
            }
            return scoreOf(confusion);
        }

        @Override
        public Weighed over(int[] units) {
            int[] truths = new int[units.length];
            int[] guesses = new int[units.length];
            for (int i = 0; i < units.length; i++) {
                truths[i] = classes.of(units[i]);
                guesses[i] = predicted[units[i]];
            }
            return times -> {
                Confusion confusion = new Confusion(classes.count());
                for (int i = 0; i < times.length; i++) {
                    confusion.add(truths[i], guesses[i], times[i]);
                }
                return scoreOf(confusion);
            };
        }

        private double scoreOf(Confusion confusion) {
            return switch (metric.kind()) {
                case ACCURACY, F1_MICRO -> confusion.accuracy();
                case BALANCED_ACCURACY -> confusion.balancedAccuracy();
                case F1_BINARY -> confusion.f1(positive);
                case F1_MACRO -> confusion.f1Macro();
                case F1_WEIGHTED -> confusion.f1Weighted();
                case MCC -> confusion.mcc();
                case QWK -> confusion.quadraticWeightedKappa();
                case MEAN_IOU -> confusion.meanIou();
                default -> throw new IllegalStateException(metric.name());
            };
        }
    }
}
