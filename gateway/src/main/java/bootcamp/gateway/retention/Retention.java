package bootcamp.gateway.retention;

import bootcamp.gateway.retention.SurvivalCurve.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
        int[] fates = new int[Fate.values().length];
        Map<String, Integer> reasons = new TreeMap<>();
        for (Stay stay : stays) {
            Fate fate = Fate.of(stay, window, asOf);
            fates[fate.ordinal()]++;
            if (fate == Fate.WITHDRAWN) {
                String reason = stay.reason();
                reasons.merge(reason == null ? Stay.OTHER : reason, 1, Integer::sum);
            }
        }
        return new Retention(
                counts(fates),
                new Survival(
                        curve.curve(),
                        riskTable(days),
                        censorings(days),
                        curve.median(),
                        curve.restrictedMean(),
                        days.horizon(),
                        frequentFirst(reasons)));
    }

    private static Counts counts(int[] fates) {
        int active = fates[Fate.ACTIVE.ordinal()];
        int onLeave = fates[Fate.ON_LEAVE.ordinal()];
        int withdrawn = fates[Fate.WITHDRAWN.ordinal()];
        int transferred = fates[Fate.TRANSFERRED.ordinal()];
        int completed = fates[Fate.COMPLETED.ordinal()];
        int notCompleted = fates[Fate.NOT_COMPLETED.ordinal()];
        return new Counts(
                active + onLeave + withdrawn + transferred + completed + notCompleted,
                active,
                onLeave,
                withdrawn,
                transferred,
                completed,
                notCompleted,
                fates[Fate.NEVER_STARTED.ordinal()]);
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

    private static List<ReasonCount> frequentFirst(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> new ReasonCount(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(ReasonCount::count).reversed())
                .toList();
    }
}
