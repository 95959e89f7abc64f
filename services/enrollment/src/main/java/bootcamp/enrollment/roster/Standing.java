package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.EnrolledOnCorrected;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentBegan;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentVoided;
import bootcamp.enrollment.EnrollmentEvent.LeaveEnded;
import bootcamp.enrollment.EnrollmentEvent.LeaveTaken;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.ScreeningRecorded;
import bootcamp.enrollment.EnrollmentEvent.SeatClaimLapsed;
import bootcamp.enrollment.EnrollmentEvent.StandingRestored;
import bootcamp.enrollment.EnrollmentEvent.StudentApplied;
import bootcamp.enrollment.EnrollmentEvent.StudentEnrolled;
import bootcamp.enrollment.EnrollmentEvent.StudentPutOnWaitingList;
import bootcamp.enrollment.EnrollmentEvent.StudentRejected;
import bootcamp.enrollment.EnrollmentEvent.StudentSelected;
import bootcamp.enrollment.EnrollmentEvent.StudentTransferred;
import bootcamp.enrollment.EnrollmentEvent.StudentWithdrew;
import bootcamp.enrollment.EnrollmentEvent.VerdictGiven;
import bootcamp.enrollment.EnrollmentEvent.VerdictSetAside;
import bootcamp.enrollment.EnrollmentEvent.WithdrawalReverted;
import bootcamp.enrollment.cohort.Place;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dated truth about an enrollment, as it is known now: corrections and reverts replace what
 * stood here before.
 *
 * @param removed nobody is enrolled here: never was, or by mistake; in no figure
 * @param status leaves as of the day on which it was last changed; {@link #statusOn} knows the day
 * @param appliedOn null: was enrolled without applying
 * @param enrolledOn null: not said, so the day the cohort starts; without meaning before enrolling
 * @param moves up to and including the enrollment, in the order in which they were made
 * @param leaves ascending, never overlapping
 * @param withdrawal null: has not left
 * @param transferredTo null: has not moved to another cohort
 * @param verdict what the closing of the cohort said; null: it is open, or the student had left
 */
public record Standing(
        boolean removed,
        Status status,
        @Nullable LocalDate appliedOn,
        @Nullable LocalDate enrolledOn,
        List<StatusOn> moves,
        List<Leave> leaves,
        @Nullable Withdrawal withdrawal,
        @Nullable Destination transferredTo,
        @Nullable Verdict verdict) {

    static final Standing NOBODY =
            new Standing(true, Status.APPLIED, null, null, List.of(), List.of(), null, null, null);

    private static final Standing BEGUN =
            new Standing(false, Status.APPLIED, null, null, List.of(), List.of(), null, null, null);

    public Standing {
        moves = List.copyOf(moves);
        leaves = leaves.stream().sorted(Comparator.comparing(Leave::from)).toList();
    }

    /**
     * @param on null: not said, so the day the cohort starts
     */
    public record StatusOn(Status status, @Nullable LocalDate on) {

        StatusOn on(@Nullable LocalDate day) {
            return new StatusOn(status, day);
        }
    }

    /**
     * @param until the last day away; null: open
     */
    public record Leave(LocalDate from, @Nullable LocalDate until) {

        boolean covers(LocalDate day) {
            return !day.isBefore(from) && (until == null || !day.isAfter(until));
        }

        boolean overlaps(Leave other) {
            return (until == null || !other.from.isAfter(until))
                    && (other.until == null || !from.isAfter(other.until));
        }
    }

    /**
     * @param remarkId what staff noted; null: nothing
     */
    public record Withdrawal(LocalDate on, WithdrawalReason reason, @Nullable String remarkId) {

        boolean saysTheSameAs(Withdrawal other) {
            return on.equals(other.on) && reason == other.reason;
        }
    }

    /**
     * @param on the day as of which the cohort was closed
     */
    public record Verdict(boolean completed, LocalDate on) {

        private Status status() {
            return completed ? Status.COMPLETED : Status.NOT_COMPLETED;
        }
    }

    /** Where somebody moved to. */
    public record Destination(String cohortId, String enrollmentId) {}

    // ---- queries

    public Place place() {
        return removed ? Place.NONE : status.place();
    }

    /** Enrolled and neither left nor through. */
    boolean inCohort() {
        return !removed && status.present();
    }

    Optional<Leave> leaveOn(LocalDate day) {
        return leaves.stream().filter(leave -> leave.covers(day)).findFirst();
    }

    /**
     * As it is on that day, under what is known now, of somebody who is in the cohort; else as it
     * is now, whatever the day: who has left, has left.
     */
    public Status statusOn(LocalDate day) {
        return status.present() ? presentOn(day) : status;
    }

    /** Of somebody who is in the cohort. */
    Status presentOn(LocalDate day) {
        return leaveOn(day).isPresent() ? Status.ON_LEAVE : Status.ENROLLED;
    }

    /** The newest day that a move bears; null where none does. */
    @Nullable LocalDate lastMoveOn() {
        return moves.isEmpty() ? null : moves.getLast().on();
    }

    /**
     * All that is true of it by day, ascending: of days on which nothing else was true before, and
     * nothing after somebody left.
     */
    public List<StatusOn> statuses() {
        List<StatusOn> dated = new ArrayList<>();
        moves.stream().filter(this::stillTrue).forEach(dated::add);
        for (Leave leave : leaves) {
            dated.add(new StatusOn(Status.ON_LEAVE, leave.from()));
            if (leave.until() != null) {
                dated.add(new StatusOn(Status.ENROLLED, leave.until().plusDays(1)));
            }
        }
        if (withdrawal != null) {
            dated.removeIf(each -> each.on() != null && each.on().isAfter(withdrawal.on()));
            dated.add(new StatusOn(Status.WITHDRAWN, withdrawal.on()));
        }
        if (verdict != null) {
            dated.removeIf(each -> each.on() != null && each.on().isAfter(verdict.on()));
            dated.add(new StatusOn(verdict.status(), verdict.on()));
        }
        return List.copyOf(dated);
    }

    /** An enrollment that was dated back leaves no room for the steps that led to it. */
    private boolean stillTrue(StatusOn move) {
        return move.status() == Status.ENROLLED
                || move.on() == null
                || enrolledOn == null
                || !move.on().isAfter(enrolledOn);
    }

    // ---- what facts make of it

    Standing after(OfEnrollment fact) {
        return switch (fact) {
            case EnrollmentBegan _ -> BEGUN;
            case StudentApplied(var on, _) -> appliedOn(on).moved(Status.APPLIED, on);
            case StudentSelected(var on, _) -> moved(Status.SELECTED, on);
            case StudentPutOnWaitingList(var on, _) -> moved(Status.WAITING, on);
            case StudentRejected(var on, _) -> moved(Status.REJECTED, on);
            case StudentEnrolled(var on, _, _) -> enrolledOn(on).moved(Status.ENROLLED, on);
            case LeaveTaken(var from, var until, var now, _) ->
                    withLeaves(with(leaves, new Leave(from, until)), now);
            case LeaveEnded(var from, var until, var now, _) ->
                    withLeaves(endingLeave(from, until), now);
            case StudentWithdrew(var on, var reason, var remarkId, _) ->
                    withdrawn(new Withdrawal(on, reason, remarkId), null);
            case WithdrawalReverted(var now, _, _) -> back(now);
            case StudentTransferred(var on, var cohortId, var enrollmentId, _, _) ->
                    withdrawn(
                            new Withdrawal(on, WithdrawalReason.TRANSFER, null),
                            new Destination(cohortId, enrollmentId));
            case EnrolledOnCorrected(var on, _) -> enrolledOn(on).movesCorrected(on);
            case EnrollmentVoided _ -> voided();
            case StandingRestored(var restored, _, _) -> restored;
            case VerdictGiven(var completed, var on, _, _, _) -> judged(new Verdict(completed, on));
            case VerdictSetAside(var now, _) -> unjudged(now);
            case ScreeningRecorded _, SeatClaimLapsed _ -> this;
        };
    }

    private Standing appliedOn(LocalDate on) {
        return new Standing(
                removed, status, on, enrolledOn, moves, leaves, withdrawal, transferredTo, verdict);
    }

    private Standing enrolledOn(@Nullable LocalDate on) {
        return new Standing(
                removed, status, appliedOn, on, moves, leaves, withdrawal, transferredTo, verdict);
    }

    private Standing moved(Status to, @Nullable LocalDate on) {
        return withMoves(to, with(moves, new StatusOn(to, on)));
    }

    private Standing movesCorrected(@Nullable LocalDate on) {
        return withMoves(
                status,
                moves.stream()
                        .map(move -> move.status() == Status.ENROLLED ? move.on(on) : move)
                        .toList());
    }

    private Standing withMoves(Status now, List<StatusOn> next) {
        return new Standing(
                removed,
                now,
                appliedOn,
                enrolledOn,
                next,
                leaves,
                withdrawal,
                transferredTo,
                verdict);
    }

    private Standing withLeaves(List<Leave> next, Status now) {
        return new Standing(
                removed,
                now,
                appliedOn,
                enrolledOn,
                moves,
                next,
                withdrawal,
                transferredTo,
                verdict);
    }

    private List<Leave> endingLeave(LocalDate from, @Nullable LocalDate until) {
        List<Leave> next = new ArrayList<>(leaves);
        next.removeIf(leave -> leave.from().equals(from));
        return until == null ? next : with(next, new Leave(from, until));
    }

    private Standing withdrawn(Withdrawal next, @Nullable Destination to) {
        return new Standing(
                removed, Status.WITHDRAWN, appliedOn, enrolledOn, moves, leaves, next, to, null);
    }

    private Standing back(Status now) {
        return new Standing(removed, now, appliedOn, enrolledOn, moves, leaves, null, null, null);
    }

    private Standing judged(Verdict next) {
        return new Standing(
                removed,
                next.status(),
                appliedOn,
                enrolledOn,
                moves,
                leaves,
                withdrawal,
                transferredTo,
                next);
    }

    private Standing unjudged(Status now) {
        return new Standing(
                removed,
                now,
                appliedOn,
                enrolledOn,
                moves,
                leaves,
                withdrawal,
                transferredTo,
                null);
    }

    private Standing voided() {
        return new Standing(
                true,
                status,
                appliedOn,
                enrolledOn,
                moves,
                leaves,
                withdrawal,
                transferredTo,
                verdict);
    }

    static <T> List<T> with(List<T> list, T added) {
        List<T> next = new ArrayList<>(list);
        next.add(added);
        return next;
    }
}
