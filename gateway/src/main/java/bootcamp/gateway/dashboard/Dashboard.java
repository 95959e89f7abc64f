package bootcamp.gateway.dashboard;

import bootcamp.gateway.attendance.Attendance;
import bootcamp.gateway.attendance.Requests;
import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.feed.Risks;
import bootcamp.gateway.feed.Risks.AtRisk;
import bootcamp.gateway.retention.Retention;
import bootcamp.gateway.retention.Retention.Counts;
import bootcamp.gateway.retention.Retention.Survival;
import bootcamp.gateway.retention.Stay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a cohort shows on a day: a pure function of the cohort's entities and the day.
 *
 * <p>A past day is the effective truth about that day as it is known now. Counts, retention,
 * attendance and participation have one; the other sections speak of the present only and are null
 * then.
 *
 * @param waiting how many stand on the waiting list now; null for a past day
 * @param admission how far those came who applied; null for a past day
 * @param today the present day in the cohort's zone
 * @param asOf the day that is shown; {@code today} where the dashboard is live
 * @param revision rises with every change of what is shown, and means the same on every gateway
 * @param updatedAt time of the newest write that is folded here
 * @param incomplete a record for this cohort could not be read and waits in the dead letters
 * @param staleSince since when nothing new could reach this gateway; null: it is up to date
 * @param atRisk who is likeliest to leave, the likeliest first; null for a past day
 * @param risk of what day that is and where it comes from; null: nobody was scored, or a past day
 * @param competitions all that were published for the cohort, by their start; null for a past day
 * @param lectures all that are for the cohort, by their start; null for a past day
 */
record Dashboard(
        String cohortId,
        String programme,
        String name,
        LocalDate startDate,
        LocalDate endDate,
        String timeZone,
        String status,
        @Nullable LocalDate closedOn,
        int capacity,
        @Nullable Integer waiting,
        LocalDate today,
        LocalDate asOf,
        long revision,
        Instant updatedAt,
        boolean incomplete,
        @Nullable Instant staleSince,
        Counts counts,
        Survival retention,
        Attendance attendance,
        Participation participation,
        @Nullable List<AtRisk> atRisk,
        @Nullable RiskBasis risk,
        @Nullable List<CompetitionRow> competitions,
        @Nullable Reviews reviews,
        @Nullable List<LectureRow> lectures,
        @Nullable Admission admission) {

    /**
     * @param on the day as of which students were scored, where the cohort is
     * @param basis PRIOR, LEARNT or LAST_ACTIVITY
     */
    record RiskBasis(LocalDate on, String basis) {

        private static @Nullable RiskBasis of(@Nullable Risks risks) {
            return risks == null ? null : new RiskBasis(risks.on(), risks.basis());
        }
    }

    /** Whoever left since the list was written is on it no more, nor anybody once all is over. */
    private static List<AtRisk> atRisk(Snapshot state, LocalDate today) {
        Risks risks = state.risks();
        CohortStands cohort = state.cohort();
        boolean isOver = !cohort.status().equals("OPEN") || today.isAfter(cohort.endDate());
        return risks == null || isOver
                ? List.of()
                : risks.students().stream()
                        .filter(each -> isHere(state.students().get(each.studentId())))
                        .toList();
    }

    private static boolean isHere(@Nullable Stay stay) {
        return stay != null && stay.withdrawnOn() == null;
    }

    /**
     * @param asOf today or before
     */
    static Dashboard of(
            Snapshot state, LocalDate today, LocalDate asOf, @Nullable Instant staleSince) {
        CohortStands cohort = state.cohort();
        boolean live = asOf.equals(today);
        Retention retention =
                Retention.of(state.stays(), cohort.startDate(), cohort.endDate(), asOf);
        return new Dashboard(
                cohort.cohortId(),
                cohort.programme(),
                cohort.name(),
                cohort.startDate(),
                cohort.endDate(),
                cohort.timeZone().getId(),
                cohort.status(),
                cohort.closedOn(),
                cohort.capacity(),
                live ? state.waiting() : null,
                today,
                asOf,
                state.versions() + asOf.toEpochDay(),
                state.updatedAt(),
                state.incomplete(),
                staleSince,
                retention.counts(),
                retention.retention(),
                Attendance.of(
                                cohort.course(),
                                state.students(),
                                state.sheets(),
                                state.policies(),
                                today,
                                asOf)
                        .with(live ? Requests.of(state.requests(), today) : null),
                Participation.of(state, today, asOf),
                live ? atRisk(state, today) : null,
                live ? RiskBasis.of(state.risks()) : null,
                live ? CompetitionRow.of(state, today) : null,
                live ? Reviews.of(state.reviews()) : null,
                live ? LectureRow.of(state.lectures(), state.questions()) : null,
                live ? Admission.of(state.applicants()) : null);
    }
}
