package bootcamp.gateway.retention;

import bootcamp.gateway.retention.SurvivalCurve.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a cohort has kept its students by a day, in the shapes of the dashboard: what {@code
 * ./bootcamp retention --json} prints and what the dashboard shows.
 */
public record Retention(Counts counts, Survival retention) {

    private static final int RISK_TABLE_STEP_DAYS = 30;

    /**
     * Students by what has become of them; all but {@code neverStarted} add up to {@code enrolled}.
     */
    public record Counts(
            int enrolled,
            int active,
            int onLeave,
            int withdrawn,
            int transferred,
            int completed,
            int notCompleted,
            int neverStarted) {

        /** Started and not left. */
        public int here() {
            return active + onLeave + completed + notCompleted;
        }
    }

    /**
     * @param riskTable every 30 days and the last day known
     * @param censorings the days on which somebody moved to another cohort
     * @param median days; null where more than half are still here
     * @param restrictedMean days
     * @param horizon days from the cohort's start to its end
     * @param reasons of those counted as withdrawn, the most frequent first
     */
    public record Survival(
            List<Row> curve,
            List<RiskRow> riskTable,
            List<Censoring> censorings,
            @Nullable Integer median,
            double restrictedMean,
            int horizon,
            List<ReasonCount> reasons) {}

    /**
     * @param withdrawn up to and with the day
     * @param censored moved to another cohort, up to and with the day
     */
    public record RiskRow(int day, int atRisk, int withdrawn, int censored) {}

    public record Censoring(int day, int count) {}

    public record ReasonCount(String reason, int count) {}

    /**
     * @param asOf any day; before the start there is nobody at risk yet, and after the end nothing
     *     is added but what became of those who were left
     * @throws IllegalArgumentException if the end is before the start
     */
    public static Retention of(
            Collection<Stay> stays, LocalDate start, LocalDate end, LocalDate asOf) {
        Window window = Window.of(start, end, asOf);
        RiskDays days = RiskDays.of(stays, window);
        SurvivalCurve curve = SurvivalCurve.of(days);
        return new Retention(
                counts(fates(stays, window, asOf)),
                new Survival(
                        curve.curve(),
                        riskTable(days),
                        censorings(days),
                        curve.median(),
                        curve.restrictedMean(),
                        days.horizon(),
                        reasons(stays, window, asOf)));
    }

    private static Map<Fate, Integer> fates(Collection<Stay> stays, Window window, LocalDate asOf) {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        stays.forEach(stay -> fates.merge(Fate.of(stay, window, asOf), 1, Integer::sum));
        return fates;
    }

    private static Counts counts(Map<Fate, Integer> fates) {
        int active = fates.getOrDefault(Fate.ACTIVE, 0);
        int onLeave = fates.getOrDefault(Fate.ON_LEAVE, 0);
        int withdrawn = fates.getOrDefault(Fate.WITHDRAWN, 0);
        int transferred = fates.getOrDefault(Fate.TRANSFERRED, 0);
        int completed = fates.getOrDefault(Fate.COMPLETED, 0);
        int notCompleted = fates.getOrDefault(Fate.NOT_COMPLETED, 0);
        return new Counts(
                active + onLeave + withdrawn + transferred + completed + notCompleted,
                active,
                onLeave,
                withdrawn,
                transferred,
                completed,
                notCompleted,
                fates.getOrDefault(Fate.NEVER_STARTED, 0));
    }

    private static List<RiskRow> riskTable(RiskDays days) {
        int[] atRisk = days.atRisk();
        List<RiskRow> rows = new ArrayList<>();
        int withdrawn = 0;
        int censored = 0;
        for (int day = 0; day < atRisk.length; day++) {
            withdrawn += days.withdrawn(day);
            censored += days.moved(day);
            if (day % RISK_TABLE_STEP_DAYS == 0 || day == days.limit()) {
                rows.add(new RiskRow(day, atRisk[day], withdrawn, censored));
            }
        }
        return rows;
    }

    private static List<Censoring> censorings(RiskDays days) {
        List<Censoring> censorings = new ArrayList<>();
        for (int day = 1; day <= days.limit(); day++) {
            if (days.moved(day) > 0) {
                censorings.add(new Censoring(day, days.moved(day)));
            }
        }
        return censorings;
    }

    private static List<ReasonCount> reasons(
            Collection<Stay> stays, Window window, LocalDate asOf) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Stay stay : stays) {
            if (Fate.of(stay, window, asOf) == Fate.WITHDRAWN) {
                String reason = stay.reason();
                counts.merge(reason == null ? Stay.OTHER : reason, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new ReasonCount(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(ReasonCount::count).reversed())
                .toList();
    }
}
