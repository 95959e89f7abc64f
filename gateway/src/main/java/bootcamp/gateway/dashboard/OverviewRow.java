package bootcamp.gateway.dashboard;

import bootcamp.gateway.retention.Retention.Counts;
import bootcamp.gateway.retention.Retention.Survival;
import bootcamp.gateway.retention.SurvivalCurve.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cohort in the overview of all: its dashboard in short.
 *
 * @param survival as of the last day known
 */
record OverviewRow(
        String cohortId,
        String programme,
        String name,
        LocalDate startDate,
        LocalDate endDate,
        String timeZone,
        String status,
        int capacity,
        @Nullable Integer waiting,
        LocalDate asOf,
        long revision,
        Instant updatedAt,
        boolean incomplete,
        @Nullable Instant staleSince,
        Counts counts,
        Share survival,
        List<Row> curve) {

    /**
     * The share still here.
     *
     * @param day the last day known, from the cohort's start
     * @param n how many were ever followed: the share is of these
     * @param lower null where the interval is undefined
     * @param upper null where the interval is undefined
     */
    record Share(int day, int n, double survival, @Nullable Double lower, @Nullable Double upper) {

        static Share of(Counts counts, Survival retention) {
            Row last = retention.curve().getLast();
            return new Share(
                    retention.riskTable().getLast().day(),
                    counts.enrolled(),
                    last.survival(),
                    last.lower(),
                    last.upper());
        }
    }

    static final List<String> CSV_HEADER =
            List.of(
                    "cohortId",
                    "programme",
                    "name",
                    "startDate",
                    "endDate",
                    "timeZone",
                    "status",
                    "capacity",
                    "waiting",
                    "asOf",
                    "enrolled",
                    "active",
                    "onLeave",
                    "withdrawn",
                    "transferred",
                    "completed",
                    "notCompleted",
                    "neverStarted",
                    "survival",
                    "lower",
                    "upper",
                    "incomplete",
                    "revision",
                    "updatedAt",
                    "staleSince");

    static OverviewRow of(Dashboard dashboard) {
        return new OverviewRow(
                dashboard.cohortId(),
                dashboard.programme(),
                dashboard.name(),
                dashboard.startDate(),
                dashboard.endDate(),
                dashboard.timeZone(),
                dashboard.status(),
                dashboard.capacity(),
                dashboard.waiting(),
                dashboard.asOf(),
                dashboard.revision(),
                dashboard.updatedAt(),
                dashboard.incomplete(),
                dashboard.staleSince(),
                dashboard.counts(),
                Share.of(dashboard.counts(), dashboard.retention()),
                dashboard.retention().curve());
    }

    /** Newest cohorts first; of one day in the order of their ids. */
    String sortKey() {
        return "%010d %s".formatted(Integer.MAX_VALUE - startDate.toEpochDay(), cohortId);
    }

    List<@Nullable Object> csv() {
        return Arrays.asList(
                cohortId,
                programme,
                name,
                startDate,
                endDate,
                timeZone,
                status,
                capacity,
                waiting,
                asOf,
                counts.enrolled(),
                counts.active(),
                counts.onLeave(),
                counts.withdrawn(),
                counts.transferred(),
                counts.completed(),
                counts.notCompleted(),
                counts.neverStarted(),
                survival.survival(),
                survival.lower(),
                survival.upper(),
                incomplete,
                revision,
                updatedAt,
                staleSince);
    }
}
