package bootcamp.enrollment.screening;

import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The difference of the means of two groups that may spread differently, with its 95 % interval:
 * difference ± t · √(s₁²/n₁ + s₂²/n₂), where t is the 0.975 quantile of Student's distribution
 * (Welch, "The generalization of Student's problem when several different population variances are
 * involved", Biometrika 34, 1947) with the degrees of freedom (s₁²/n₁ + s₂²/n₂)² /
 * ((s₁²/n₁)²/(n₁−1) + (s₂²/n₂)²/(n₂−1)) (Satterthwaite, Biometrics Bulletin 2, 1946), which are no
 * whole number.
 *
 * @param difference mean of the first less mean of the second
 */
record Welch(double difference, double lower, double upper) {

    private static final double QUANTILE = 0.975;

    /** Null where a group has fewer than two, or nothing varies in either: there is none. */
    static @Nullable Welch of(double[] first, double[] second) {
        if (first.length < 2 || second.length < 2) {
            return null;
        }
        double one = variance(first) / first.length;
        double other = variance(second) / second.length;
        double both = one + other;
        if (both == 0) {
            return null;
        }
        double freedom =
                both
                        * both
                        / (one * one / (first.length - 1) + other * other / (second.length - 1));
        double half =
                TDistribution.of(freedom).inverseCumulativeProbability(QUANTILE) * Math.sqrt(both);
        double difference = mean(first) - mean(second);
        return new Welch(difference, difference - half, difference + half);
    }

    /** Of one value at least. */
    static double mean(double[] values) {
        double sum = 0;
        for (double each : values) {
            sum += each;
        }
        return sum / values.length;
    }

    /** With n − 1; about the mean, so that nothing is lost where values are large and close. */
    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double each : values) {
            sum += (each - mean) * (each - mean);
        }
        return sum / (values.length - 1);
    }
}
