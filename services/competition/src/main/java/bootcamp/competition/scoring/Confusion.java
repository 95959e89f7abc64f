package bootcamp.competition.scoring;

/**
 * How often each class was predicted for each: whole numbers, from which every metric of labels is
 * computed in the order of the classes, so that it does not depend on the order of rows. What has a
 * zero denominator is 0, as in scikit-learn with {@code zero_division=0}; averages go over all
 * classes of the solution, also those that a split has not.
 */
final class Confusion {

    private final int classes;
    private final long[][] counts;
    private long all;

    Confusion(int classes) {
        this.classes = classes;
        this.counts = new long[classes][classes];
    }

    void add(int truth, int predicted) {
        add(truth, predicted, 1);
    }

    void add(int truth, int predicted, int times) {
        counts[truth][predicted] += times;
        all += times;
    }

    private long right() {
        long sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += counts[c][c];
        }
        return sum;
    }

    private long[] truths() {
        long[] sums = new long[classes];
        for (int t = 0; t < classes; t++) {
            for (int p = 0; p < classes; p++) {
                sums[t] += counts[t][p];
            }
        }
        return sums;
    }

    private long[] predictions() {
        long[] sums = new long[classes];
        for (int t = 0; t < classes; t++) {
            for (int p = 0; p < classes; p++) {
                sums[p] += counts[t][p];
            }
        }
        return sums;
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    double accuracy() {
        return ratio(right(), all);
    }

    /** The mean recall of the classes that are there. */
    double balancedAccuracy() {
        long[] truths = truths();
        ExactSum sum = new ExactSum();
        int present = 0;
        for (int c = 0; c < classes; c++) {
            if (truths[c] > 0) {
                sum.add((double) counts[c][c] / truths[c]);
                present++;
            }
        }
        return ratio(sum.value(), present);
    }

    double f1(int positive) {
        return f1s()[positive];
    }

    private double[] f1s() {
        long[] truths = truths();
        long[] predictions = predictions();
        double[] f1s = new double[classes];
        for (int c = 0; c < classes; c++) {
            f1s[c] = ratio(2.0 * counts[c][c], truths[c] + predictions[c]);
        }
        return f1s;
    }

    double f1Macro() {
        ExactSum sum = new ExactSum();
        for (double each : f1s()) {
            sum.add(each);
        }
        return sum.value() / classes;
    }

    double f1Weighted() {
        double[] f1s = f1s();
        long[] truths = truths();
        ExactSum sum = new ExactSum();
        for (int c = 0; c < classes; c++) {
            sum.add(f1s[c] * truths[c]);
        }
        return ratio(sum.value(), all);
    }

    /** Macro Jaccard: of each class, both ÷ either. */
    double meanIou() {
        long[] truths = truths();
        long[] predictions = predictions();
        ExactSum sum = new ExactSum();
        for (int c = 0; c < classes; c++) {
            sum.add(ratio(counts[c][c], truths[c] + predictions[c] - counts[c][c]));
        }
        return sum.value() / classes;
    }

    /** Of several classes: Gorodkin (2004), R_K. */
    double mcc() {
        long[] truths = truths();
        long[] predictions = predictions();
        long both = 0;
        long ofTruths = 0;
        long ofPredictions = 0;
        for (int c = 0; c < classes; c++) {
            both += truths[c] * predictions[c];
            ofTruths += truths[c] * truths[c];
            ofPredictions += predictions[c] * predictions[c];
        }
        double covariance = right() * all - both;
        return ratio(
                covariance,
                Math.sqrt((double) (all * all - ofPredictions))
                        * Math.sqrt((double) (all * all - ofTruths)));
    }

    /**
     * Cohen's kappa with the squared distance of places in the order as its weight (Cohen 1968);
     * places count over all classes of the solution.
     */
    double quadraticWeightedKappa() {
        long[] truths = truths();
        long[] predictions = predictions();
        ExactSum seen = new ExactSum();
        ExactSum byChance = new ExactSum();
        for (int t = 0; t < classes; t++) {
            for (int p = 0; p < classes; p++) {
                double weight = (double) (t - p) * (t - p);
                seen.add(weight * counts[t][p]);
                byChance.add(weight * truths[t] * predictions[p]);
            }
        }
        return byChance.value() == 0 ? 0 : 1 - seen.value() * all / byChance.value();
    }
}
