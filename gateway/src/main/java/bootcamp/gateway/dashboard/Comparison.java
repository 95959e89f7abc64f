package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.feed.Taught;
import bootcamp.gateway.retention.CumulativeIncidence;
import bootcamp.gateway.retention.LogRank;
import bootcamp.gateway.retention.RiskDays;
import bootcamp.gateway.retention.SurvivalCurve;
import bootcamp.gateway.retention.SurvivalCurve.Row;
import bootcamp.gateway.retention.TaughtHazard;
import bootcamp.gateway.retention.WeeklyHazard;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.ProblemException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The curves of several cohorts side by side.
 *
 * @param logRank null where there is nothing to compare: one cohort, or no day on which somebody
 *     withdrew while two of them had students at risk
 */
record Comparison(List<Curve> curves, @Nullable LogRank logRank) {

    /** A reason that fewer gave tells too much of one of them to those of another cohort. */
    private static final int FEWEST_OF_REASON = 5;

    /**
     * @param enrolled how many the curve is about
     * @param reasons why they left, the most frequent first; beside another cohort those of fewer
     *     than five are joined to OTHER; null where they are not asked for
     * @param hazard when they left; null where it is not asked for
     * @param teaching who taught what when they left; null where it is not asked for
     */
    record Curve(
            String cohortId,
            String name,
            LocalDate asOf,
            int enrolled,
            List<Row> curve,
            @Nullable Integer median,
            double restrictedMean,
            @Nullable List<CumulativeIncidence.Reason> reasons,
            @Nullable WeeklyHazard hazard,
            @Nullable Teaching teaching) {}

    /**
     * Hazards of the weeks in which there was a session of one module, or of one instructor.
     *
     * @param modules ascending by id
     * @param instructors ascending by id
     */
    record Teaching(List<TaughtHazard> modules, List<TaughtHazard> instructors) {

        private static Teaching of(Look look, RiskDays days) {
            return new Teaching(
                    TaughtHazard.of(days, look.weeksOf(Taught::moduleId)),
                    TaughtHazard.of(days, look.weeksOf(Taught::instructorId)));
        }
    }

    /** A cohort, and the day on which to look at it. */
    record Look(Snapshot state, LocalDate asOf) {

        RiskDays days() {
            return RiskDays.of(
                    state.stays(), state.cohort().startDate(), state.cohort().endDate(), asOf);
        }

        /** The weeks of the cohort with a session by the day, the first being 0. */
        private Map<String, Set<Integer>> weeksOf(Function<Taught, @Nullable String> what) {
            Map<String, Set<Integer>> weeks = new HashMap<>();
            for (Taught each : state.taught()) {
                String id = what.apply(each);
                if (id != null && !each.day().isAfter(asOf)) {
                    long day = ChronoUnit.DAYS.between(state.cohort().startDate(), each.day());
                    weeks.computeIfAbsent(id, _ -> new HashSet<>())
                            .add((int) Math.floorDiv(day, 7));
                }
            }
            return weeks;
        }

        CumulativeIncidence incidence(int least) {
            return CumulativeIncidence.of(
                    state.stays(),
                    state.cohort().startDate(),
                    state.cohort().endDate(),
                    asOf,
                    least);
        }
    }

    /** Of reasons and weeks only what the table is about. */
    static Comparison of(List<Look> looks, Table table) {
        List<RiskDays> days = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        for (Look look : looks) {
            RiskDays own = look.days();
            days.add(own);
            curves.add(curve(look, own, table, looks.size() > 1 ? FEWEST_OF_REASON : 1));
        }
        return new Comparison(curves, LogRank.of(days));
    }

    private static Curve curve(Look look, RiskDays days, Table table, int least) {
        SurvivalCurve curve = SurvivalCurve.of(days);
        return new Curve(
                look.state().cohort().cohortId(),
                look.state().cohort().name(),
                look.asOf(),
                days.students(),
                curve.curve(),
                curve.median(),
                curve.restrictedMean(),
                table == Table.REASONS ? look.incidence(least).reasons() : null,
                table == Table.WEEKS ? WeeklyHazard.of(days) : null,
                table == Table.TEACHING ? Teaching.of(look, days) : null);
    }

    /** What of it a table can be about; the log-rank test is in none. */
    enum Table implements Titled {
        /** The rows of all curves. */
        CURVE("curve", "day", "atRisk", "withdrawn", "survival", "lower", "upper") {
            @Override
            Stream<List<@Nullable Object>> rows(Curve one) {
                return one.curve().stream()
                        .map(
                                row ->
                                        Arrays.asList(
                                                one.cohortId(),
                                                row.day(),
                                                row.atRisk(),
                                                row.withdrawn(),
                                                row.survival(),
                                                row.lower(),
                                                row.upper()));
            }
        },

        /** Cumulative incidence by reason. */
        REASONS(
                "reasons",
                "reason",
                "day",
                "atRisk",
                "withdrawn",
                "incidence",
                "standardError",
                "lower",
                "upper") {
            @Override
            Stream<List<@Nullable Object>> rows(Curve one) {
                return Objects.requireNonNull(one.reasons()).stream()
                        .flatMap(
                                reason ->
                                        reason.curve().stream()
                                                .map(
                                                        row ->
                                                                Arrays.asList(
                                                                        one.cohortId(),
                                                                        reason.reason(),
                                                                        row.day(),
                                                                        row.atRisk(),
                                                                        row.withdrawn(),
                                                                        row.incidence(),
                                                                        row.standardError(),
                                                                        row.lower(),
                                                                        row.upper())));
            }
        },

        /** Hazard by week. */
        WEEKS(
                "weeks",
                "week",
                "daysAtRisk",
                "withdrawn",
                "hazard",
                "lower",
                "upper",
                "pValue",
                "standsOut") {
            @Override
            Stream<List<@Nullable Object>> rows(Curve one) {
                return Objects.requireNonNull(one.hazard()).weeks().stream()
                        .map(
                                week ->
                                        Arrays.asList(
                                                one.cohortId(),
                                                week.week(),
                                                week.daysAtRisk(),
                                                week.withdrawn(),
                                                week.hazard(),
                                                week.lower(),
                                                week.upper(),
                                                week.pValue(),
                                                week.standsOut()));
            }
        },

        /** Hazard by module and by instructor. */
        TEACHING(
                "teaching",
                "kind",
                "id",
                "weeks",
                "daysAtRisk",
                "withdrawn",
                "hazard",
                "lower",
                "upper",
                "ratio",
                "ratioLower",
                "ratioUpper") {
            @Override
            Stream<List<@Nullable Object>> rows(Curve one) {
                Teaching teaching = Objects.requireNonNull(one.teaching());
                return Stream.concat(
                        teaching.modules().stream().map(each -> row(one, "MODULE", each)),
                        teaching.instructors().stream().map(each -> row(one, "INSTRUCTOR", each)));
            }

            private static List<@Nullable Object> row(Curve one, String kind, TaughtHazard each) {
                return Arrays.asList(
                        one.cohortId(),
                        kind,
                        each.id(),
                        each.weeks(),
                        each.daysAtRisk(),
                        each.withdrawn(),
                        each.hazard(),
                        each.lower(),
                        each.upper(),
                        each.ratio(),
                        each.ratioLower(),
                        each.ratioUpper());
            }
        };

        private final String title;
        private final List<String> columns;

        Table(String title, String... columns) {
            this.title = title;
            this.columns = Stream.concat(Stream.of("cohortId"), Stream.of(columns)).toList();
        }

        abstract Stream<List<@Nullable Object>> rows(Curve one);

        @Override
        public String title() {
            return title;
        }

        /**
         * @param title null: the curves
         * @throws ProblemException 400 where there is none of this title
         */
        static Table named(@Nullable String title) {
            return Titled.named(title, values(), CURVE);
        }
    }

    String csv(Table table) {
        return Csv.table(table.columns, curves.stream().flatMap(table::rows).toList());
    }
}
