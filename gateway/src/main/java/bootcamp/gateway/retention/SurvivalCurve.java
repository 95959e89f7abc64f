package bootcamp.gateway.retention;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The share of students who are still here after each day: the product-limit estimate of Kaplan and
 * Meier (1958) over risk sets with delayed entry, {@code S(t) = Π (1 − d/n)}.
 *
 * <p>The variance of {@code log S} is Greenwood's (1926) sum of {@code d / (n (n − d))}; the 95 %
 * interval is built on {@code log(−log S)} (Kalbfleisch and Prentice, 1980), so that it stays
 * between 0 and 1.
 *
 * @param curve a row for day 0 and one for each day on which somebody withdrew, ascending
 * @param median the first day with {@code S ≤ 0.5}; null where there is none
 * @param restrictedMean days, the area under the curve up to the last day known; 0 with nobody at
 *     risk
 */
public record SurvivalCurve(List<Row> curve, @Nullable Integer median, double restrictedMean) {

    /** The quantile 0.975 of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /** So that a share that is one half in exact arithmetic is one half here. */
    private static final double ROUNDING = 1e-12;

    /**
     * @param atRisk {@code n(t)}; on day 0 those who begin with the cohort
     * @param withdrawn {@code d(t)}
     * @param lower null where the interval is undefined: S = 0
     * @param upper null where the interval is undefined: S = 0
     */
    public record Row(
            int day,
            int atRisk,
            int withdrawn,
            double survival,
            @Nullable Double lower,
            @Nullable Double upper) {

        static Row of(int day, int atRisk, int withdrawn, double survival, double variance) {
            if (survival <= 0) {
                return new Row(day, atRisk, withdrawn, 0, null, null);
            }
            double log = Math.log(survival);
            double spread = Math.exp(-Z * Math.sqrt(variance) / log);
            return new Row(
                    day,
                    atRisk,
                    withdrawn,
                    survival,
                    Math.exp(log * spread),
                    Math.exp(log / spread));
        }
    }

    public SurvivalCurve {
        curve = List.copyOf(curve);
    }

    public static SurvivalCurve of(RiskDays days) {
        int[] atRisk = days.atRisk();
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(0, atRisk[0], 0, 1, 1.0, 1.0));
        Estimate estimate = new Estimate();
        for (int day = 1; day < atRisk.length; day++) {
            int withdrawn = days.withdrawn(day);
            if (withdrawn > 0) {
                estimate.step(atRisk[day], withdrawn);
                rows.add(Row.of(day, atRisk[day], withdrawn, estimate.survival, estimate.variance));
            }
        }
        double mean = days.isEmpty() ? 0 : area(rows, days.limit());
        return new SurvivalCurve(rows, medianOf(rows), mean);
    }

    /** The last row: what is known by the last day. */
    public Row last() {
        return curve.getLast();
    }

    private static @Nullable Integer medianOf(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.survival() <= 0.5 + ROUNDING)
                .map(Row::day)
                .findFirst()
                .orElse(null);
    }

    private static double area(List<Row> rows, int limit) {
        double area = 0;
        for (int i = 0; i < rows.size(); i++) {
            int until = i + 1 < rows.size() ? rows.get(i + 1).day() : limit;
            area += rows.get(i).survival() * (until - rows.get(i).day());
        }
        return area;
    }

    /**
     * The running product. While nobody enters and nobody is censored, the factors cancel, so
     * {@code S} is kept as survivors over those who were at risk when that began: 80 of 81 is
     * 80/81.
     */
    private static final class Estimate {
        double survival = 1;
        double variance;
        private double base = 1;
        private int of = -1;
        private int remaining = -1;

        void step(int atRisk, int withdrawn) {
            if (atRisk != remaining) {
                base = survival;
                of = atRisk;
            }
            remaining = atRisk - withdrawn;
            survival = base * ((double) remaining / of);
            // At S = 0 there is no interval; the infinite term never shows.
            variance += withdrawn / ((double) atRisk * remaining);
        }
    }
}
