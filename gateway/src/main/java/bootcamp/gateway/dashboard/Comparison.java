package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.retention.LogRank;
import bootcamp.gateway.retention.RiskDays;
import bootcamp.gateway.retention.SurvivalCurve;
import bootcamp.gateway.retention.SurvivalCurve.Row;
import bootcamp.platform.http.Csv;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The curves of several cohorts side by side.
 *
 * @param logRank null where there is nothing to compare: one cohort, or no day on which somebody
 *     withdrew while two of them had students at risk
 */
record Comparison(List<Curve> curves, @Nullable LogRank logRank) {

    /**
     * @param enrolled how many the curve is about
     */
    record Curve(
            String cohortId,
            String name,
            LocalDate asOf,
            int enrolled,
            List<Row> curve,
            @Nullable Integer median,
            double restrictedMean) {}

    /** A cohort, and the day on which to look at it. */
    record Look(Snapshot state, LocalDate asOf) {

        RiskDays days() {
            return RiskDays.of(
                    state.stays(), state.cohort().startDate(), state.cohort().endDate(), asOf);
        }
    }

    static Comparison of(List<Look> looks) {
        List<RiskDays> days = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        for (Look look : looks) {
            RiskDays own = look.days();
            days.add(own);
            curves.add(curve(look, own));
        }
        return new Comparison(curves, LogRank.of(days));
    }

    private static Curve curve(Look look, RiskDays days) {
        SurvivalCurve curve = SurvivalCurve.of(days);
        return new Curve(
                look.state().cohort().cohortId(),
                look.state().cohort().name(),
                look.asOf(),
                days.students(),
                curve.curve(),
                curve.median(),
                curve.restrictedMean());
    }

    /** The rows of all curves; the log-rank test is not in it. */
    String csv() {
        return Csv.table(
                List.of("cohortId", "day", "atRisk", "withdrawn", "survival", "lower", "upper"),
                curves.stream()
                        .flatMap(one -> one.curve().stream().map(row -> cells(one.cohortId(), row)))
                        .toList());
    }

    private static List<@Nullable Object> cells(String cohortId, Row row) {
        return Arrays.asList(
                cohortId,
                row.day(),
                row.atRisk(),
                row.withdrawn(),
                row.survival(),
                row.lower(),
                row.upper());
    }
}
