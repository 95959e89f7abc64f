package bootcamp.gateway.retention;

import bootcamp.gateway.retention.RiskDays.OfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How many left in the weeks of one module, or of one instructor, for the time that students were
 * there to leave, beside the other weeks of the cohort. An association: these weeks differ in much
 * else, as when in the course they were, and weeks of several count for each of them.
 *
 * <p>The interval of a hazard is the exact one of a Poisson count (Garwood 1936), that of the ratio
 * of two the exact one of the binomial share of those who left (Clopper and Pearson 1934;
 * Przyborowski and Wilenski 1940).
 *
 * @param id of the module or instructor
 * @param weeks that have begun with a session of it, of the cohort's weeks as in {@link
 *     WeeklyHazard}
 * @param daysAtRisk the sum over their days of those at risk
 * @param hazard withdrawals per student and week; null where nobody was at risk
 * @param lower of the interval of 95 %; null where nobody was at risk
 * @param upper null where nobody was at risk
 * @param ratio to the hazard of the other weeks; null where fewer than {@value #LEFT_MIN} left in
 *     all, nobody left in the other weeks, or nobody was at risk in these or those
 * @param ratioLower null where nothing can be said of a ratio
 * @param ratioUpper null as {@code ratioLower}, and where nobody left in the other weeks
 */
public record TaughtHazard(
        String id,
        int weeks,
        long daysAtRisk,
        int withdrawn,
        @Nullable Double hazard,
        @Nullable Double lower,
        @Nullable Double upper,
        @Nullable Double ratio,
        @Nullable Double ratioLower,
        @Nullable Double ratioUpper) {

    /** Fewer withdrawals in a whole cohort tell nothing about parts of it. */
    static final int LEFT_MIN = 5;

    private static final int DAYS = RiskDays.DAYS_OF_WEEK;
    private static final double TAIL = 0.025;

    /**
     * @param weeksOf of each module or instructor the weeks with a session, the first being 0
     * @return ascending by id
     */
    public static List<TaughtHazard> of(RiskDays days, Map<String, Set<Integer>> weeksOf) {
        List<OfWeek> all = days.byWeek();
        long exposed = all.stream().mapToLong(OfWeek::exposed).sum();
        int left = all.stream().mapToInt(OfWeek::withdrawn).sum();
        List<TaughtHazard> found = new ArrayList<>();
        for (String id : weeksOf.keySet().stream().sorted().toList()) {
            int weeks = 0;
            long these = 0;
            int leftThen = 0;
            for (int week : weeksOf.getOrDefault(id, Set.of())) {
                if (week >= 0 && week < all.size()) {
                    weeks++;
                    these += all.get(week).exposed();
                    leftThen += all.get(week).withdrawn();
                }
            }
            if (weeks > 0) {
                found.add(of(id, weeks, these, leftThen, exposed - these, left - leftThen));
            }
        }
        return found;
    }

    static TaughtHazard of(
            String id, int weeks, long these, int left, long others, int leftInOthers) {
        if (these == 0) {
            return new TaughtHazard(id, weeks, 0, left, null, null, null, null, null, null);
        }
        double perWeek = (double) DAYS / these;
        double hazard = left * perWeek;
        double lower = left == 0 ? 0 : quantile(TAIL, 2 * left) / 2 * perWeek;
        double upper = quantile(1 - TAIL, 2 * left + 2) / 2 * perWeek;
        boolean tells = others > 0 && left + leftInOthers >= LEFT_MIN;
        double scale = (double) others / these;
        return new TaughtHazard(
                id,
                weeks,
                these,
                left,
                hazard,
                lower,
                upper,
                tells && leftInOthers > 0 ? (double) left / leftInOthers * scale : null,
                tells ? odds(left, leftInOthers + 1, TAIL) * scale : null,
                tells && leftInOthers > 0 ? odds(left + 1, leftInOthers, 1 - TAIL) * scale : null);
    }

    /** Of the quantile of a beta distribution; 0 where its first parameter is. */
    private static double odds(int one, int other, double chance) {
        if (one == 0) {
            return 0;
        }
        double share = BetaDistribution.of(one, other).inverseCumulativeProbability(chance);
        return share / (1 - share);
    }

    private static double quantile(double chance, int degreesOfFreedom) {
        return ChiSquaredDistribution.of(degreesOfFreedom).inverseCumulativeProbability(chance);
    }
}
