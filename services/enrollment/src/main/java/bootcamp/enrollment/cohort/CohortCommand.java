package bootcamp.enrollment.cohort;

import bootcamp.enrollment.EnrollmentEvent.Settlement;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a cohort. */
public sealed interface CohortCommand {

    record OpenCohort(CohortPlan plan, Stamp stamp) implements CohortCommand {}

    /** Changes what is named; null leaves it as it is. */
    record EditCohort(
            @Nullable String programme,
            @Nullable String name,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable String timeZone,
            @Nullable Integer capacity,
            @Nullable List<DayOfWeek> trainingWeekdays,
            @Nullable List<LocalDate> holidays,
            Stamp stamp)
            implements CohortCommand {}

    /**
     * @param on the day as of which it is over: one of the cohort's, or today
     */
    record CloseCohort(LocalDate on, Stamp stamp) implements CohortCommand {}

    /**
     * @param remarkId why, in {@link CohortRemarkStore}; null: it was not said
     */
    record ReopenCohort(@Nullable String remarkId, Stamp stamp) implements CohortCommand {}

    /**
     * Puts an enrollment into the ledger and holds its place for {@link Cohort#HOLD} until it is
     * settled. Sent again it finds its own claim.
     *
     * @param transferFrom the enrollment that moves here; null where none does
     */
    record ClaimPlace(String enrollmentId, Wish wish, Instant at, @Nullable String transferFrom)
            implements CohortCommand {}

    /** A seat for each, in this order, as long as there is one; who gets none stays out. */
    record ClaimSeats(List<String> enrollmentIds, Instant at) implements CohortCommand {}

    /** Names enrollments that take no place, so that lists find them. */
    record ListEnrollments(List<String> enrollmentIds) implements CohortCommand {}

    /** Tells the ledger what became of enrollments; what is older than it knows is ignored. */
    record SettlePlaces(List<Settlement> settlements) implements CohortCommand {}

    /**
     * Every enrollment has said what the closing, or the reopening, means for it.
     *
     * @param of which one; of an earlier one nothing is said
     */
    record NoteVerdictsSettled(Stamp of) implements CohortCommand {}

    /** Which place a claim asks for. */
    enum Wish {
        /** Refused where none is free. */
        SEAT,
        SEAT_OR_QUEUE,
        QUEUE
    }
}
