package bootcamp.gateway.retention;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How many leave in each week of a cohort, for the time that students were there to leave: when it
 * happens. Week 1 has the days 0 to 6.
 *
 * <p>A week stands out where so many would hardly have left in it by chance had every day the same
 * hazard: given all D who left, those of one week are binomial with its share of the days at risk,
 * and the chance of as many or more is at most 5 % divided by the number of weeks (Bonferroni). The
 * 95 % interval of a week's hazard is the exact one of a Poisson count (Garwood 1936).
 *
 * @param weeks all that have begun, ascending
 * @param hazard of all weeks together, per student and week; null where nobody was at risk
 */
public record WeeklyHazard(List<Week> weeks, @Nullable Double hazard) {

    private static final int DAYS = 7;
    private static final double CHANCE = 0.05;
    private static final double TAIL = CHANCE / 2;

    /**
     * @param week from 1
     * @param daysAtRisk the sum over the week's days of those at risk
     * @param hazard withdrawals per student and week; null where nobody was at risk
     * @param lower null where nobody was at risk
     * @param upper null where nobody was at risk
     * @param pValue the chance of as many or more in this week if all days were alike; null where
     *     nobody was at risk
     */
    public record Week(
            int week,
            long daysAtRisk,
            int withdrawn,
            @Nullable Double hazard,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double pValue,
            boolean standsOut) {}

    public WeeklyHazard {
        weeks = List.copyOf(weeks);
    }

    public static WeeklyHazard of(RiskDays days) {
        int size = days.limit() < 0 ? 0 : days.limit() / DAYS + 1;
        long[] exposed = new long[size];
        int[] withdrawn = new int[size];
        int[] atRisk = days.atRisk();
        long all = 0;
        int left = 0;
        // Of day 0 nobody is at risk: who leaves on the day of entry never started.
        for (int day = 1; day <= days.limit(); day++) {
            exposed[day / DAYS] += atRisk[day];
            withdrawn[day / DAYS] += days.withdrawn(day);
            all += atRisk[day];
            left += days.withdrawn(day);
        }
        int tested = 0;
        for (long one : exposed) {
            tested += one > 0 ? 1 : 0;
        }
        List<Week> weeks = new ArrayList<>();
        for (int week = 0; week < size; week++) {
            weeks.add(week(week + 1, exposed[week], withdrawn[week], all, left, tested));
        }
        return new WeeklyHazard(weeks, all == 0 ? null : (double) DAYS * left / all);
    }

    private static Week week(
            int number, long exposed, int withdrawn, long all, int left, int tested) {
        if (exposed == 0) {
            return new Week(number, 0, withdrawn, null, null, null, null, false);
        }
        double perWeek = (double) DAYS / exposed;
        double pValue = atLeast(withdrawn, left, (double) exposed / all);
        return new Week(
                number,
                exposed,
                withdrawn,
                withdrawn * perWeek,
                withdrawn == 0 ? 0 : quantile(TAIL, 2 * withdrawn) / 2 * perWeek,
                quantile(1 - TAIL, 2 * withdrawn + 2) / 2 * perWeek,
                pValue,
                withdrawn > 0 && pValue <= CHANCE / tested);
    }

    private static double atLeast(int withdrawn, int left, double share) {
        return withdrawn == 0
                ? 1
                : BinomialDistribution.of(left, share).survivalProbability(withdrawn - 1);
    }

    private static double quantile(double chance, int degreesOfFreedom) {
        return ChiSquaredDistribution.of(degreesOfFreedom).inverseCumulativeProbability(chance);
    }
}
