package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.EnrolledOnCorrected;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentBegan;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentVoided;
import bootcamp.enrollment.EnrollmentEvent.LeaveEnded;
import bootcamp.enrollment.EnrollmentEvent.LeaveTaken;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.ScreeningRecorded;
import bootcamp.enrollment.EnrollmentEvent.SeatClaimLapsed;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
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
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an enrollment, as staff read it later; nothing in it is ever changed.
 *
 * @param what literal name of the fact
 * @param on the day it is about; null: none, or not said
 * @param until the last day it is about; null: none, or open
 * @param detail a code that goes with it, such as a reason or a cohort's id; null: none
 * @param remarkId what staff noted; null: nothing
 */
public record HistoryEntry(
        String what,
        @Nullable LocalDate on,
        @Nullable LocalDate until,
        @Nullable String detail,
        @Nullable String remarkId,
        Stamp stamp) {

    static final int KEPT_MAX = 100;

    /** The newest of what there was, with what a fact adds. */
    static List<HistoryEntry> after(List<HistoryEntry> history, OfEnrollment fact) {
        HistoryEntry entry = of(fact);
        if (entry == null) {
            return history;
        }
        List<HistoryEntry> next = Standing.with(history, entry);
        return List.copyOf(next.subList(Math.max(0, next.size() - KEPT_MAX), next.size()));
    }

    /** Null for what is no business of a reader's. */
    private static @Nullable HistoryEntry of(OfEnrollment fact) {
        return switch (fact) {
            case EnrollmentBegan began -> entry(fact, null, began.stamp());
            case StudentApplied(var on, var stamp) -> entry(fact, on, stamp);
            case StudentSelected(var on, var stamp) -> entry(fact, on, stamp);
            case StudentPutOnWaitingList(var on, var stamp) -> entry(fact, on, stamp);
            case StudentRejected(var on, var stamp) -> entry(fact, on, stamp);
            case StudentEnrolled(var on, _, var stamp) -> entry(fact, on, stamp);
            case ScreeningRecorded(var remarkId, var stamp) ->
                    entry(fact, null, null, null, remarkId, stamp);
            case LeaveTaken(var from, var until, _, var stamp) ->
                    entry(fact, from, until, null, null, stamp);
            case LeaveEnded(var from, var until, _, var stamp) ->
                    entry(fact, from, until, null, null, stamp);
            case StudentWithdrew(var on, var reason, var remarkId, var stamp) ->
                    entry(fact, on, null, reason.name(), remarkId, stamp);
            case WithdrawalReverted reverted -> entry(fact, null, reverted.stamp());
            case StudentTransferred(var on, var cohortId, _, _, var stamp) ->
                    entry(fact, on, null, cohortId, null, stamp);
            case EnrolledOnCorrected(var on, var stamp) -> entry(fact, on, stamp);
            case EnrollmentVoided(var stamp) -> entry(fact, null, stamp);
            case StandingRestored restored -> entry(fact, null, restored.stamp());
            case VerdictGiven(var completed, var on, _, _, var stamp) ->
                    entry(
                            fact,
                            on,
                            null,
                            (completed ? Status.COMPLETED : Status.NOT_COMPLETED).name(),
                            null,
                            stamp);
            case VerdictSetAside(_, var stamp) -> entry(fact, null, stamp);
            case SeatClaimLapsed _ -> null;
        };
    }

    private static HistoryEntry entry(OfEnrollment fact, @Nullable LocalDate on, Stamp stamp) {
        return entry(fact, on, null, null, null, stamp);
    }

    private static HistoryEntry entry(
            OfEnrollment fact,
            @Nullable LocalDate on,
            @Nullable LocalDate until,
            @Nullable String detail,
            @Nullable String remarkId,
            Stamp stamp) {
        return new HistoryEntry(Enrollment.nameOf(fact), on, until, detail, remarkId, stamp);
    }
}
