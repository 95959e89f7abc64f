package bootcamp.competition.scoring;

import java.util.Arrays;

/**
 * A sum of doubles that is exact until it is asked for, and then rounded once: it does not depend
 * on the order of what is added. Non-overlapping partial sums, after Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic" (1997), as in Python's {@code math.fsum}.
 */
final class ExactSum {

    private double[] partials = new double[8];
    private int count;

    /** Finite, and so few and small that no sum overflows. */
    void add(double term) {
        double x = term;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            double y = partials[i];
            if (Math.abs(x) < Math.abs(y)) {
                double larger = y;
                y = x;
                x = larger;
            }
            double high = x + y;
            double low = y - (high - x);
            if (low != 0) {
                partials[kept++] = low;
            }
            x = high;
        }
        if (kept == partials.length) {
            partials = Arrays.copyOf(partials, kept * 2);
        }
        partials[kept] = x;
        count = kept + 1;
    }

    /** The nearest double; of two as near, the even one. */
    double value() {
        if (count == 0) {
            return 0;
        }
        int i = count - 1;
        double high = partials[i];
        double low = 0;
        while (i > 0) {
            double x = high;
            double y = partials[--i];
            high = x + y;
            low = y - (high - x);
            if (low != 0) {
                break;
            }
        }
        // Half way between two doubles, and what is left decides.
        if (i > 0 && (low < 0 && partials[i - 1] < 0 || low > 0 && partials[i - 1] > 0)) {
            double twice = low * 2;
            double rounded = high + twice;
            if (twice == rounded - high) {
                return rounded;
            }
        }
        return high;
    }
}
