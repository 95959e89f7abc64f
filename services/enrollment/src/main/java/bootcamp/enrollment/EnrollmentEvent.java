package bootcamp.enrollment;

import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.enrollment.attendance.AttendanceImport.Step;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.risk.WarningModel.Basis;
import bootcamp.enrollment.roster.Standing;
import bootcamp.enrollment.roster.Status;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.enrollment.warning.RiskList.AtRisk;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All this service ever says: facts in the past tense, under the simple names of these records.
 * They are published, so they hold ids, days and figures, never who somebody is nor what staff
 * wrote: that is a remark of the {@code person} package, named here by its id.
 */
public sealed interface EnrollmentEvent {

    /**
     * When a command was accepted and whose it was.
     *
     * @param by id of the account
     */
    record Stamp(Instant at, String by) {}

    /**
     * What became of an enrollment, for its cohort's ledger.
     *
     * @param version of the enrollment
     * @param place where it belongs
     * @param claimsUsedUpTo claims made at or before this can't be used any more; null: all can
     */
    record Settlement(
            String enrollmentId, long version, Place place, @Nullable Instant claimsUsedUpTo) {}

    /** Facts of a cohort. */
    sealed interface OfCohort extends EnrollmentEvent {}

    record CohortOpened(CohortPlan plan, Stamp stamp) implements OfCohort {}

    record CohortEdited(CohortPlan plan, Stamp stamp) implements OfCohort {}

    record CohortClosed(LocalDate on, Stamp stamp) implements OfCohort {}

    /**
     * @param remarkId why; null: it was not said
     */
    record CohortReopened(@Nullable String remarkId, Stamp stamp) implements OfCohort {}

    /** Every enrollment has said what the closing, or the reopening, means for it. */
    record VerdictsSettled(Stamp stamp) implements OfCohort {}

    /**
     * @param transferFrom the enrollment that moves here; null where none does
     */
    record PlacesClaimed(
            Place place, List<String> enrollmentIds, Instant at, @Nullable String transferFrom)
            implements OfCohort {}

    record EnrollmentsListed(List<String> enrollmentIds) implements OfCohort {}

    record PlacesSettled(List<Settlement> settlements) implements OfCohort {}

    /** Facts of an enrollment. */
    sealed interface OfEnrollment extends EnrollmentEvent {

        /** The claim that this uses up; null where it takes no seat. */
        default @Nullable Instant seatClaimedAt() {
            return null;
        }
    }

    /** The first fact of an enrollment, and of one that revives: nothing of before counts. */
    record EnrollmentBegan(String studentId, String cohortId, Stamp stamp)
            implements OfEnrollment {}

    record StudentApplied(LocalDate on, Stamp stamp) implements OfEnrollment {}

    record StudentSelected(LocalDate on, Stamp stamp) implements OfEnrollment {}

    record StudentPutOnWaitingList(LocalDate on, Stamp stamp) implements OfEnrollment {}

    record StudentRejected(LocalDate on, Stamp stamp) implements OfEnrollment {}

    /**
     * @param on null: not said, so the day the cohort starts
     * @param seatClaimedAt the claim that this uses up; null where it takes no seat
     */
    record StudentEnrolled(@Nullable LocalDate on, @Nullable Instant seatClaimedAt, Stamp stamp)
            implements OfEnrollment {}

    record ScreeningRecorded(String remarkId, Stamp stamp) implements OfEnrollment {}

    /**
     * @param until the last day away; null: open
     * @param status as it is on the day this was said
     */
    record LeaveTaken(LocalDate from, @Nullable LocalDate until, Status status, Stamp stamp)
            implements OfEnrollment {}

    /**
     * @param from which leave
     * @param until its last day now; null: it did not take place
     * @param status as it is on the day this was said
     */
    record LeaveEnded(LocalDate from, @Nullable LocalDate until, Status status, Stamp stamp)
            implements OfEnrollment {}

    /**
     * @param remarkId what staff noted; null: nothing
     */
    record StudentWithdrew(
            LocalDate on, WithdrawalReason reason, @Nullable String remarkId, Stamp stamp)
            implements OfEnrollment {}

    /**
     * @param status as it is on the day this was said
     * @param seatClaimedAt the claim that this uses up
     */
    record WithdrawalReverted(Status status, @Nullable Instant seatClaimedAt, Stamp stamp)
            implements OfEnrollment {}

    /**
     * A withdrawal with the reason TRANSFER and the promise of an enrollment there.
     *
     * @param seatClaimedAt the claim there that this uses up
     */
    record StudentTransferred(
            LocalDate on,
            String toCohortId,
            String toEnrollmentId,
            Instant seatClaimedAt,
            Stamp stamp)
            implements OfEnrollment {}

    /**
     * @param enrolledOn null: not said, so the day the cohort starts
     */
    record EnrolledOnCorrected(@Nullable LocalDate enrolledOn, Stamp stamp)
            implements OfEnrollment {}

    /** Entered by mistake: in no figure from now on. */
    record EnrollmentVoided(Stamp stamp) implements OfEnrollment {}

    /**
     * @param standing as it was before the import that is undone
     * @param seatClaimedAt the claim that this uses up; null where it takes no seat
     */
    record StandingRestored(Standing standing, @Nullable Instant seatClaimedAt, Stamp stamp)
            implements OfEnrollment {}

    /**
     * The cohort is over, and what the student did was held against its completion policy.
     *
     * @param on the day as of which the cohort was closed
     * @param policyVersion 0: the default policy
     * @param byException completes though the policy was not met
     */
    record VerdictGiven(
            boolean completed, LocalDate on, int policyVersion, boolean byException, Stamp stamp)
            implements OfEnrollment {}

    /**
     * The cohort is open again.
     *
     * @param status as it is on the day this was said
     */
    record VerdictSetAside(Status status, Stamp stamp) implements OfEnrollment {}

    /**
     * Whoever still holds a claim made at or before this one comes too late.
     *
     * @param seatClaimedAt the claim that nobody can use any more
     */
    record SeatClaimLapsed(String studentId, String cohortId, Instant seatClaimedAt)
            implements OfEnrollment {}

    /** Facts of an erasure. */
    sealed interface OfErasure extends EnrollmentEvent {}

    record PersonErased(LocalDate on) implements OfErasure {}

    /** Facts of a cohort's list of who is likeliest to leave. */
    sealed interface OfRiskList extends EnrollmentEvent {}

    /**
     * Published without the students, who are in the state.
     *
     * @param on the day as of which they were scored
     */
    record RisksScored(LocalDate on, Basis basis, List<AtRisk> students) implements OfRiskList {

        public RisksScored {
            students = List.copyOf(students);
        }
    }

    /** Facts of a piece of an imported sheet of attendance. */
    sealed interface OfAttendanceImport extends EnrollmentEvent {}

    /**
     * Published without the rows, which are in the state.
     *
     * @param rows empty for a step that needs none
     */
    record AttendanceStepAsked(Step step, List<Row> rows, Stamp stamp)
            implements OfAttendanceImport {

        public AttendanceStepAsked {
            rows = List.copyOf(rows);
        }
    }
}
