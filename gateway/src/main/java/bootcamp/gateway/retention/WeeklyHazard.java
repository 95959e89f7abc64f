package bootcamp.gateway.retention;

import bootcamp.gateway.retention.RiskDays.OfWeek;
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

    private static final int DAYS = RiskDays.DAYS_OF_WEEK;
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
        List<OfWeek> all = days.byWeek();
        long exposed = all.stream().mapToLong(OfWeek::exposed).sum();
        int left = all.stream().mapToInt(OfWeek::withdrawn).sum();
        int tested = (int) all.stream().filter(each -> each.exposed() > 0).count();
        List<Week> weeks = new ArrayList<>();
        for (OfWeek week : all) {
            weeks.add(
                    week(
                            weeks.size() + 1,
                            week.exposed(),
                            week.withdrawn(),
                            exposed,
                            left,
                            tested));
        }
        return new WeeklyHazard(weeks, exposed == 0 ? null : (double) DAYS * left / exposed);
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
