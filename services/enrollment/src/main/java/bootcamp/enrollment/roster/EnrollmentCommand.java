package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of an enrollment.
 *
 * <p>A command that may take a seat names the claim by which its cohort's ledger holds one ({@code
 * seatClaimedAt}); null says that none is held, and then it is refused if it needs one.
 */
public sealed interface EnrollmentCommand {

    /** Both days belong to the cohort. */
    record Term(LocalDate start, LocalDate end) {}

    /** Who does it: a student who is not enrolled here, or whose enrollment was void. */
    sealed interface Beginning extends EnrollmentCommand {
        String studentId();

        String cohortId();
    }

    /**
     * Enrolls somebody, or notes that somebody wants to be.
     *
     * @param status APPLIED, SELECTED, WAITING or ENROLLED
     * @param on the day of it
     */
    record Register(
            String studentId,
            String cohortId,
            Status status,
            LocalDate on,
            Term term,
            @Nullable Instant seatClaimedAt,
            Stamp stamp)
            implements Beginning {}

    /**
     * Makes true what a roster's row says; quiet where it is so already.
     *
     * @param enrolledOn null: the row does not say, so what is known stays
     * @param withdrawal null: the row says that the student is here, so a withdrawal is reverted
     * @param today in the cohort's zone
     */
    record ApplyRow(
            String studentId,
            String cohortId,
            @Nullable LocalDate enrolledOn,
            @Nullable Withdrawal withdrawal,
            LocalDate today,
            @Nullable Instant seatClaimedAt,
            Stamp stamp)
            implements Beginning {}

    /**
     * Moves an applicant on.
     *
     * @param on to ENROLLED the day of entry, which may be ahead; else not after today
     * @param remarkId score and note of the screening; null: none
     * @param today in the cohort's zone
     */
    record MoveStatus(
            Status to,
            LocalDate on,
            @Nullable String remarkId,
            LocalDate today,
            Term term,
            @Nullable Instant seatClaimedAt,
            Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * @param on not after today; of somebody who has not entered yet, the day of entry
     * @param today in the cohort's zone
     */
    record Withdraw(
            LocalDate on,
            WithdrawalReason reason,
            @Nullable String remarkId,
            LocalDate today,
            Term term,
            Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * @param today in the cohort's zone
     */
    record RevertWithdrawal(LocalDate today, @Nullable Instant seatClaimedAt, Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * @param until the last day away; null: open
     * @param today in the cohort's zone
     */
    record TakeLeave(
            LocalDate from, @Nullable LocalDate until, LocalDate today, Term term, Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * Ends a leave, or calls it off where it had not begun.
     *
     * @param from the first day of the leave that is meant; null: the one under way on {@code on}
     * @param on the first day back
     * @param today in the cohort's zone
     */
    record EndLeave(@Nullable LocalDate from, LocalDate on, LocalDate today, Term term, Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * Moves a student to another cohort; this is the step that makes it so.
     *
     * @param on as of a withdrawal
     * @param today in the cohort's zone
     * @param seatClaimedAt the claim of a seat there; null: none is held
     */
    record Transfer(
            String toCohortId,
            String toEnrollmentId,
            LocalDate on,
            LocalDate today,
            Term term,
            @Nullable Instant seatClaimedAt,
            Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * The second half of a transfer, and never refused for a day: it was checked before the first.
     *
     * @param from the enrollment that was left for this one
     * @param on the day on which it was left
     * @param today in the cohort's zone
     */
    record Arrive(
            String studentId,
            String cohortId,
            String from,
            LocalDate on,
            LocalDate today,
            Term term,
            @Nullable Instant seatClaimedAt,
            Stamp stamp)
            implements Beginning {}

    record CorrectEnrolledOn(LocalDate enrolledOn, Term term, Stamp stamp)
            implements EnrollmentCommand {}

    /** Takes an enrollment back that a roster brought by mistake. */
    record VoidEnrollment(Stamp stamp) implements EnrollmentCommand {}

    /** Puts back what stood before a roster changed it. */
    record RestoreStanding(Standing standing, @Nullable Instant seatClaimedAt, Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * What the closing of the cohort says of who has a seat; quiet of whom it concerns not.
     *
     * @param on the day as of which the cohort was closed
     */
    record GiveVerdict(
            boolean completed, LocalDate on, int policyVersion, boolean byException, Stamp stamp)
            implements EnrollmentCommand {}

    /**
     * The cohort is open again.
     *
     * @param today in the cohort's zone
     */
    record SetVerdictAside(LocalDate today, Stamp stamp) implements EnrollmentCommand {}

    /** Makes claims made at or before {@code upTo} useless, whoever holds them. */
    record LapseClaims(String studentId, String cohortId, Instant upTo)
            implements EnrollmentCommand {}
}
