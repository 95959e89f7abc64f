package bootcamp.gateway.retention;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The share of students who have left for each reason by each day, where leaving for one reason
 * rules out leaving for another: the estimate of Aalen and Johansen (1978) over risk sets with
 * delayed entry, {@code F_k(t) = Σ S(s−) d_k(s) / n(s)}. With {@link SurvivalCurve} it adds up:
 * {@code S(t) + Σ F_k(t) = 1}.
 *
 * <p>The variance is of Greenwood's type, with the multinomial covariance of the reasons of one day
 * (Andersen, Borgan, Gill, Keiding 1993, 4.4.19); the 95 % interval is built on {@code log(−log
 * F)}, so that it stays between 0 and 1.
 *
 * @param reasons those for which somebody in the curve left, the most frequent first
 */
public record CumulativeIncidence(List<Reason> reasons) {

    /** The quantile 0.975 of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * @param reason a code
     * @param count how many left for it
     * @param curve a row for each day on which somebody left for it, ascending
     */
    public record Reason(String reason, int count, List<Row> curve) {

        public Reason {
            curve = List.copyOf(curve);
        }
    }

    /**
     * @param atRisk {@code n(t)}
     * @param withdrawn {@code d_k(t)}, 1 or more
     * @param incidence the share of those who began, from 0 to 1
     * @param standardError of the incidence
     * @param lower null where the interval is undefined: all have left for this reason
     * @param upper null where the interval is undefined
     */
    public record Row(
            int day,
            int atRisk,
            int withdrawn,
            double incidence,
            double standardError,
            @Nullable Double lower,
            @Nullable Double upper) {

        static Row of(int day, int atRisk, int withdrawn, double incidence, double variance) {
            double error = Math.sqrt(Math.max(0, variance));
            double log = Math.log(incidence);
            if (log >= 0) {
                return new Row(day, atRisk, withdrawn, 1, error, null, null);
            }
            double spread = Math.exp(Z * error / (incidence * -log));
            return new Row(
                    day,
                    atRisk,
                    withdrawn,
                    incidence,
                    error,
                    Math.exp(log * spread),
                    Math.exp(log / spread));
        }
    }

    public CumulativeIncidence {
        reasons = List.copyOf(reasons);
    }

    /**
     * @param least a reason for which fewer left is counted as OTHER; 1 or less: none is
     * @throws IllegalArgumentException if the end is before the start
     */
    public static CumulativeIncidence of(
            Collection<Stay> stays, LocalDate start, LocalDate end, LocalDate asOf, int least) {
        Window window = Window.of(start, end, asOf);
        RiskDays days = RiskDays.of(stays, window);
        int[] atRisk = days.atRisk();
        double[] before = before(days, atRisk);
        Map<String, int[]> byReason = joined(byReason(stays, window, atRisk.length), least);
        List<Reason> reasons = new ArrayList<>();
        byReason.forEach((reason, left) -> reasons.add(reason(reason, left, days, atRisk, before)));
        reasons.sort(Comparator.comparingInt(Reason::count).reversed());
        return new CumulativeIncidence(reasons);
    }

    /** How many left for each reason, day by day. */
    private static Map<String, int[]> byReason(Collection<Stay> stays, Window window, int size) {
        Map<String, int[]> left = new TreeMap<>();
        for (Stay stay : stays) {
            int exit = window.exit(stay);
            if (window.entry(stay) < exit && exit <= window.limit() && !stay.isTransfer()) {
                String said = stay.reason();
                left.computeIfAbsent(said == null ? Stay.OTHER : said, _ -> new int[size])[exit]++;
            }
        }
        return left;
    }

    private static Map<String, int[]> joined(Map<String, int[]> byReason, int least) {
        Map<String, int[]> joined = new TreeMap<>();
        byReason.forEach(
                (reason, left) ->
                        joined.merge(
                                sum(left) < least ? Stay.OTHER : reason,
                                left,
                                CumulativeIncidence::plus));
        return joined;
    }

    private static int[] plus(int[] some, int[] others) {
        int[] both = some.clone();
        for (int day = 0; day < both.length; day++) {
            both[day] += others[day];
        }
        return both;
    }

    private static int sum(int[] left) {
        int sum = 0;
        for (int one : left) {
            sum += one;
        }
        return sum;
    }

    /** {@code S(t−)} of each day. */
    private static double[] before(RiskDays days, int[] atRisk) {
        double[] before = new double[atRisk.length];
        double survival = 1;
        for (int day = 0; day < before.length; day++) {
            before[day] = survival;
            if (days.withdrawn(day) > 0) {
                survival *= (double) (atRisk[day] - days.withdrawn(day)) / atRisk[day];
            }
        }
        return before;
    }

    private static Reason reason(
            String reason, int[] left, RiskDays days, int[] atRisk, double[] before) {
        double[] incidence = new double[left.length];
        List<Row> rows = new ArrayList<>();
        double sum = 0;
        for (int day = 1; day < left.length; day++) {
            if (left[day] > 0) {
                sum += before[day] * left[day] / atRisk[day];
            }
            incidence[day] = sum;
            if (left[day] > 0) {
                double variance = variance(day, left, incidence, days, atRisk, before);
                rows.add(Row.of(day, atRisk[day], left[day], sum, variance));
            }
        }
        return new Reason(reason, sum(left), rows);
    }

    /**
     * The sum over the days up to {@code until} of what one day's counts move: leaving for this
     * reason adds {@code S(s−)}, and leaving for any takes away from what came later.
     */
    private static double variance(
            int until,
            int[] left,
            double[] incidence,
            RiskDays days,
            int[] atRisk,
            double[] before) {
        double variance = 0;
        for (int day = 1; day <= until; day++) {
            int all = days.withdrawn(day);
            if (all == 0) {
                continue;
            }
            double n = atRisk[day];
            double later = incidence[until] - incidence[day];
            double lost = later == 0 ? 0 : later * n / (n - all);
            double gained = before[day] - lost;
            double squares = gained * gained * left[day] + lost * lost * (all - left[day]);
            double mean = before[day] * left[day] - lost * all;
            variance += (squares - mean * mean / n) / (n * n);
        }
        return variance;
    }
}
