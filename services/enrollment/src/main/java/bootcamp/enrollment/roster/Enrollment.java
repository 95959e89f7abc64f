package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.EnrolledOnCorrected;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentBegan;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentVoided;
import bootcamp.enrollment.EnrollmentEvent.LeaveEnded;
import bootcamp.enrollment.EnrollmentEvent.LeaveTaken;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.ScreeningRecorded;
import bootcamp.enrollment.EnrollmentEvent.SeatClaimLapsed;
import bootcamp.enrollment.EnrollmentEvent.Settlement;
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
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.EnrollmentCommand.Arrive;
import bootcamp.enrollment.roster.EnrollmentCommand.CorrectEnrolledOn;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.GiveVerdict;
import bootcamp.enrollment.roster.EnrollmentCommand.LapseClaims;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.Register;
import bootcamp.enrollment.roster.EnrollmentCommand.RestoreStanding;
import bootcamp.enrollment.roster.EnrollmentCommand.RevertWithdrawal;
import bootcamp.enrollment.roster.EnrollmentCommand.SetVerdictAside;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.Term;
import bootcamp.enrollment.roster.EnrollmentCommand.Transfer;
import bootcamp.enrollment.roster.EnrollmentCommand.VoidEnrollment;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.enrollment.roster.Standing.Destination;
import bootcamp.enrollment.roster.Standing.Leave;
import bootcamp.enrollment.roster.Standing.StatusOn;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One student in one cohort. Its id is made from both, so there is one for good: who comes back
 * after an enrollment was void revives it.
 *
 * <p>It takes a seat only by a claim that its cohort's ledger holds. A claim is used once; using
 * it, or letting it lapse, makes all older ones useless too ({@code claimsUsedUpTo}), so that one
 * who was slow can't take a seat that was given to somebody else meanwhile.
 *
 * @param studentId empty until the first fact, as is {@code cohortId}
 * @param screening remark with score and note of the selection; null: none
 * @param history newest last, the newest {@value HistoryEntry#KEPT_MAX}
 * @param claimsUsedUpTo null: no claim was ever made
 */
public record Enrollment(
        String enrollmentId,
        String studentId,
        String cohortId,
        Standing standing,
        @Nullable String screening,
        List<HistoryEntry> history,
        @Nullable Instant claimsUsedUpTo) {

    static final int LEAVES_MAX = 50;

    public static final AggregateType<Enrollment, EnrollmentCommand, OfEnrollment> TYPE =
            new AggregateType<>(
                    "Enrollment",
                    1,
                    Enrollment.class,
                    Map.ofEntries(
                            Map.entry("EnrollmentBegan", EnrollmentBegan.class),
                            Map.entry("StudentApplied", StudentApplied.class),
                            Map.entry("StudentSelected", StudentSelected.class),
                            Map.entry("StudentPutOnWaitingList", StudentPutOnWaitingList.class),
                            Map.entry("StudentRejected", StudentRejected.class),
                            Map.entry("StudentEnrolled", StudentEnrolled.class),
                            Map.entry("ScreeningRecorded", ScreeningRecorded.class),
                            Map.entry("LeaveTaken", LeaveTaken.class),
                            Map.entry("LeaveEnded", LeaveEnded.class),
                            Map.entry("StudentWithdrew", StudentWithdrew.class),
                            Map.entry("WithdrawalReverted", WithdrawalReverted.class),
                            Map.entry("StudentTransferred", StudentTransferred.class),
                            Map.entry("EnrolledOnCorrected", EnrolledOnCorrected.class),
                            Map.entry("EnrollmentVoided", EnrollmentVoided.class),
                            Map.entry("StandingRestored", StandingRestored.class),
                            Map.entry("VerdictGiven", VerdictGiven.class),
                            Map.entry("VerdictSetAside", VerdictSetAside.class),
                            Map.entry("SeatClaimLapsed", SeatClaimLapsed.class)),
                    Enrollment::initial,
                    Enrollment::decide,
                    Enrollment::evolve,
                    Enrollment::publicState,
                    Enrollment::cohortId);

    /** The literal name of a fact in events and in the history. */
    static String nameOf(OfEnrollment fact) {
        return TYPE.changes().entrySet().stream()
                .filter(named -> named.getValue().isInstance(fact))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    public static Enrollment initial(String enrollmentId) {
        return new Enrollment(enrollmentId, "", "", Standing.NOBODY, null, List.of(), null);
    }

    // ---- decide

    public Decision<OfEnrollment> decide(EnrollmentCommand command) {
        return switch (command) {
            case Register register -> register(register);
            case ApplyRow row -> apply(row);
            case MoveStatus move -> ifThere(() -> move(move));
            case Withdraw withdraw -> ifThere(() -> withdraw(withdraw));
            case RevertWithdrawal revert -> ifThere(() -> revert(revert));
            case TakeLeave leave -> ifThere(() -> take(leave));
            case EndLeave end -> ifThere(() -> end(end));
            case Transfer transfer -> ifThere(() -> transfer(transfer));
            case Arrive arrive -> arrive(arrive);
            case CorrectEnrolledOn correct -> ifThere(() -> correct(correct));
            case VoidEnrollment voiding -> voided(voiding);
            case RestoreStanding restore -> restore(restore);
            case GiveVerdict give -> give(give);
            case SetVerdictAside aside -> setAside(aside);
            case LapseClaims lapse -> lapse(lapse);
        };
    }

    private interface Deciding {
        Decision<OfEnrollment> decide();
    }

    private Decision<OfEnrollment> ifThere(Deciding deciding) {
        return standing.removed()
                ? Decision.refuses(new EnrollmentRefusal.EnrollmentNotFound())
                : deciding.decide();
    }

    private Decision<OfEnrollment> register(Register register) {
        if (!standing.removed()) {
            return Decision.refuses(new EnrollmentRefusal.AlreadyEnrolled());
        }
        if (register.on().isAfter(register.term().end())) {
            return Decision.refuses(new EnrollmentRefusal.AfterCohort(register.term().end()));
        }
        var stamp = register.stamp();
        var began = new EnrollmentBegan(register.studentId(), register.cohortId(), stamp);
        LocalDate on = register.on();
        return switch (register.status()) {
            case APPLIED -> Decision.yields(began, new StudentApplied(on, stamp));
            case SELECTED -> Decision.yields(began, new StudentSelected(on, stamp));
            case WAITING -> Decision.yields(began, new StudentPutOnWaitingList(on, stamp));
            case ENROLLED ->
                    seated(
                            register.seatClaimedAt(),
                            List.of(
                                    began,
                                    new StudentEnrolled(on, register.seatClaimedAt(), stamp)));
            case REJECTED, ON_LEAVE, WITHDRAWN, COMPLETED, NOT_COMPLETED ->
                    Decision.refuses(
                            new EnrollmentRefusal.StatusNotAllowed(
                                    Status.APPLIED, register.status()));
        };
    }

    private Decision<OfEnrollment> apply(ApplyRow row) {
        Destination gone = standing.transferredTo();
        Withdrawal known = standing.withdrawal();
        if (standing.removed()) {
            return seated(row.seatClaimedAt(), asNew(row));
        }
        if (standing.status() == Status.REJECTED) {
            return Decision.refuses(
                    new EnrollmentRefusal.StatusNotAllowed(Status.REJECTED, Status.ENROLLED));
        }
        if (gone != null && known != null && !says(row.withdrawal(), known)) {
            return Decision.refuses(new EnrollmentRefusal.AlreadyTransferred(gone.cohortId()));
        }
        return seated(row.seatClaimedAt(), asChange(row));
    }

    private static boolean says(@Nullable Withdrawal row, Withdrawal known) {
        return row != null && row.saysTheSameAs(known);
    }

    private static List<OfEnrollment> asNew(ApplyRow row) {
        List<OfEnrollment> facts = new ArrayList<>();
        facts.add(new EnrollmentBegan(row.studentId(), row.cohortId(), row.stamp()));
        facts.add(new StudentEnrolled(row.enrolledOn(), row.seatClaimedAt(), row.stamp()));
        if (row.withdrawal() != null) {
            facts.add(withdrew(row.withdrawal(), row));
        }
        return facts;
    }

    private List<OfEnrollment> asChange(ApplyRow row) {
        List<OfEnrollment> facts = new ArrayList<>();
        LocalDate enrolledOn = row.enrolledOn();
        if (standing.status().beforeEnrollment()) {
            facts.add(new StudentEnrolled(enrolledOn, row.seatClaimedAt(), row.stamp()));
        } else if (enrolledOn != null && !enrolledOn.equals(standing.enrolledOn())) {
            facts.add(new EnrolledOnCorrected(enrolledOn, row.stamp()));
        }
        Withdrawal known = standing.withdrawal();
        Withdrawal said = row.withdrawal();
        if (said == null && known != null) {
            facts.add(
                    new WithdrawalReverted(
                            standing.presentOn(row.today()), row.seatClaimedAt(), row.stamp()));
        } else if (said != null && (known == null || !said.saysTheSameAs(known))) {
            facts.add(withdrew(said, row));
        }
        return facts;
    }

    private static OfEnrollment withdrew(Withdrawal said, ApplyRow row) {
        return new StudentWithdrew(said.on(), said.reason(), said.remarkId(), row.stamp());
    }

    private Decision<OfEnrollment> move(MoveStatus move) {
        Status from = standing.status();
        LocalDate last = standing.lastMoveOn();
        // What no state would allow is said before what this state does not allow.
        if (move.on().isAfter(move.term().end())) {
            return Decision.refuses(new EnrollmentRefusal.AfterCohort(move.term().end()));
        }
        if (from == move.to()) {
            return screened(move, List.of());
        }
        if (!from.mayMoveTo(move.to())) {
            return Decision.refuses(new EnrollmentRefusal.StatusNotAllowed(from, move.to()));
        }
        if (last != null && move.on().isBefore(last)) {
            return Decision.refuses(new EnrollmentRefusal.BeforeLastChange(last));
        }
        // Who was put on the waiting list of a cohort to come bears a day that is ahead.
        LocalDate latest = last == null ? move.today() : later(last, move.today());
        return move.to() != Status.ENROLLED && move.on().isAfter(latest)
                ? Decision.refuses(new EnrollmentRefusal.DayAhead(latest))
                : screened(move, List.of(step(move)));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static OfEnrollment step(MoveStatus move) {
        LocalDate on = move.on();
        return switch (move.to()) {
            case SELECTED -> new StudentSelected(on, move.stamp());
            case WAITING -> new StudentPutOnWaitingList(on, move.stamp());
            case REJECTED -> new StudentRejected(on, move.stamp());
            case ENROLLED -> new StudentEnrolled(on, move.seatClaimedAt(), move.stamp());
            case APPLIED, ON_LEAVE, WITHDRAWN, COMPLETED, NOT_COMPLETED ->
                    throw new IllegalArgumentException("nobody moves there: " + move.to());
        };
    }

    private Decision<OfEnrollment> screened(MoveStatus move, List<OfEnrollment> steps) {
        List<OfEnrollment> facts = new ArrayList<>(steps);
        String remarkId = move.remarkId();
        if (remarkId != null && !remarkId.equals(screening)) {
            facts.add(new ScreeningRecorded(remarkId, move.stamp()));
        }
        return seated(move.seatClaimedAt(), facts);
    }

    private Decision<OfEnrollment> withdraw(Withdraw withdraw) {
        Withdrawal known = standing.withdrawal();
        if (known != null) {
            return Decision.refuses(new EnrollmentRefusal.AlreadyWithdrawn(known.on()));
        }
        return flawOfLeaving(withdraw.on(), withdraw.today(), withdraw.term())
                .<Decision<OfEnrollment>>map(Decision::refuses)
                .orElseGet(
                        () ->
                                Decision.yields(
                                        new StudentWithdrew(
                                                withdraw.on(),
                                                withdraw.reason(),
                                                withdraw.remarkId(),
                                                withdraw.stamp())));
    }

    private Optional<EnrollmentRefusal> inCohortOn(LocalDate day, Term term) {
        if (!standing.inCohort()) {
            return Optional.of(new EnrollmentRefusal.NotEnrolled(standing.status()));
        }
        LocalDate from = entry(term);
        return day.isBefore(from) || day.isAfter(term.end())
                ? Optional.of(new EnrollmentRefusal.OutsideCohortDates(from, term.end()))
                : Optional.empty();
    }

    private LocalDate entry(Term term) {
        return Objects.requireNonNullElse(standing.enrolledOn(), term.start());
    }

    /** The seat is free at once, so nobody leaves ahead of the day; save who will not even come. */
    private Optional<EnrollmentRefusal> flawOfLeaving(LocalDate day, LocalDate today, Term term) {
        Optional<EnrollmentRefusal> outside = inCohortOn(day, term);
        LocalDate latest = later(entry(term), today);
        return outside.isEmpty() && day.isAfter(latest)
                ? Optional.of(new EnrollmentRefusal.DayAhead(latest))
                : outside;
    }

    private Decision<OfEnrollment> revert(RevertWithdrawal revert) {
        Destination gone = standing.transferredTo();
        if (gone != null) {
            return Decision.refuses(new EnrollmentRefusal.AlreadyTransferred(gone.cohortId()));
        }
        if (standing.withdrawal() == null) {
            return Decision.refuses(new EnrollmentRefusal.NotWithdrawn());
        }
        return seated(
                revert.seatClaimedAt(),
                List.of(
                        new WithdrawalReverted(
                                standing.presentOn(revert.today()),
                                revert.seatClaimedAt(),
                                revert.stamp())));
    }

    private Decision<OfEnrollment> take(TakeLeave take) {
        Leave leave = new Leave(take.from(), take.until());
        if (standing.inCohort() && standing.leaves().contains(leave)) {
            return Decision.staysQuiet();
        }
        return flawOf(leave, take.term())
                .<Decision<OfEnrollment>>map(Decision::refuses)
                .orElseGet(
                        () ->
                                Decision.yields(
                                        new LeaveTaken(
                                                take.from(),
                                                take.until(),
                                                leave.covers(take.today())
                                                        ? Status.ON_LEAVE
                                                        : standing.presentOn(take.today()),
                                                take.stamp())));
    }

    private Optional<EnrollmentRefusal> flawOf(Leave leave, Term term) {
        Optional<EnrollmentRefusal> outside = inCohortOn(leave.from(), term);
        LocalDate until = leave.until();
        if (outside.isPresent()) {
            return outside;
        }
        if (until != null && until.isBefore(leave.from())) {
            return Optional.of(new EnrollmentRefusal.LeaveEndsBeforeItBegins());
        }
        if (until != null && until.isAfter(term.end())) {
            return inCohortOn(until, term);
        }
        if (standing.leaves().size() >= LEAVES_MAX) {
            return Optional.of(new EnrollmentRefusal.TooManyLeaves(LEAVES_MAX));
        }
        return standing.leaves().stream()
                .filter(leave::overlaps)
                .findFirst()
                .map(other -> new EnrollmentRefusal.OverlappingLeave(other.from()));
    }

    private Decision<OfEnrollment> end(EndLeave end) {
        if (!standing.inCohort()) {
            return Decision.refuses(new EnrollmentRefusal.NotEnrolled(standing.status()));
        }
        if (end.on().isAfter(end.term().end())) {
            return Decision.refuses(new EnrollmentRefusal.AfterCohort(end.term().end()));
        }
        Leave leave = leaveToEnd(end);
        if (leave == null) {
            return Decision.refuses(new EnrollmentRefusal.NotOnLeave());
        }
        LocalDate until = end.on().isAfter(leave.from()) ? end.on().minusDays(1) : null;
        if (until != null && until.equals(leave.until())) {
            return Decision.staysQuiet();
        }
        if (until != null && leave.until() != null && until.isAfter(leave.until())) {
            return Decision.refuses(new EnrollmentRefusal.NotOnLeave());
        }
        Status now =
                until != null && new Leave(leave.from(), until).covers(end.today())
                        ? Status.ON_LEAVE
                        : otherwise(leave, end.today());
        return Decision.yields(new LeaveEnded(leave.from(), until, now, end.stamp()));
    }

    private @Nullable Leave leaveToEnd(EndLeave end) {
        LocalDate from = end.from();
        return standing.leaves().stream()
                .filter(leave -> from == null ? leave.covers(end.on()) : leave.from().equals(from))
                .findFirst()
                .orElse(null);
    }

    private Status otherwise(Leave ended, LocalDate today) {
        boolean another =
                standing.leaves().stream()
                        .anyMatch(leave -> !leave.equals(ended) && leave.covers(today));
        return another ? Status.ON_LEAVE : Status.ENROLLED;
    }

    private Decision<OfEnrollment> transfer(Transfer transfer) {
        Destination gone = standing.transferredTo();
        Withdrawal known = standing.withdrawal();
        if (gone != null) {
            return gone.enrollmentId().equals(transfer.toEnrollmentId())
                    ? Decision.staysQuiet()
                    : Decision.refuses(new EnrollmentRefusal.AlreadyTransferred(gone.cohortId()));
        }
        if (known != null) {
            return Decision.refuses(new EnrollmentRefusal.AlreadyWithdrawn(known.on()));
        }
        if (transfer.toCohortId().equals(cohortId)) {
            return Decision.refuses(new EnrollmentRefusal.SameCohort());
        }
        Optional<EnrollmentRefusal> flaw =
                flawOfLeaving(transfer.on(), transfer.today(), transfer.term());
        if (flaw.isPresent()) {
            return Decision.refuses(flaw.get());
        }
        Instant claim = transfer.seatClaimedAt();
        return claim != null && usable(claim)
                ? Decision.yields(
                        new StudentTransferred(
                                transfer.on(),
                                transfer.toCohortId(),
                                transfer.toEnrollmentId(),
                                claim,
                                transfer.stamp()))
                : Decision.refuses(new EnrollmentRefusal.ClaimLapsed());
    }

    private Decision<OfEnrollment> arrive(Arrive arrive) {
        Instant claim = arrive.seatClaimedAt();
        var stamp = arrive.stamp();
        List<OfEnrollment> facts = new ArrayList<>();
        if (standing.removed()) {
            facts.add(new EnrollmentBegan(arrive.studentId(), arrive.cohortId(), stamp));
            facts.add(new StudentEnrolled(arrive.on(), claim, stamp));
        } else if (standing.status().beforeEnrollment()) {
            facts.add(new StudentEnrolled(arrive.on(), claim, stamp));
        } else if (wasLeftFor(arrive.from())) {
            LocalDate entry = entryAfter(arrive.on(), arrive.term());
            facts.add(new WithdrawalReverted(standing.presentOn(arrive.today()), claim, stamp));
            if (!entry.equals(entry(arrive.term()))) {
                facts.add(new EnrolledOnCorrected(entry, stamp));
            }
        } else {
            return Decision.refuses(new EnrollmentRefusal.AlreadyEnrolled());
        }
        return seated(claim, facts);
    }

    private boolean wasLeftFor(String otherEnrollmentId) {
        Destination gone = standing.transferredTo();
        return gone != null && gone.enrollmentId().equals(otherEnrollmentId);
    }

    /** Who comes back and had not started here enters now; all others entered when they did. */
    private LocalDate entryAfter(LocalDate back, Term term) {
        return hadStarted(term) ? entry(term) : back;
    }

    private boolean hadStarted(Term term) {
        Withdrawal left = standing.withdrawal();
        return left == null || left.on().isAfter(entry(term));
    }

    private Decision<OfEnrollment> correct(CorrectEnrolledOn correct) {
        LocalDate on = correct.enrolledOn();
        Withdrawal left = standing.withdrawal();
        if (standing.status().beforeEnrollment()) {
            return Decision.refuses(new EnrollmentRefusal.NotEnrolled(standing.status()));
        }
        if (on.isAfter(correct.term().end())) {
            return Decision.refuses(new EnrollmentRefusal.AfterCohort(correct.term().end()));
        }
        if (left != null && hadStarted(correct.term()) && !on.isBefore(left.on())) {
            return Decision.refuses(new EnrollmentRefusal.EntryAfterWithdrawal(left.on()));
        }
        return on.equals(standing.enrolledOn())
                ? Decision.staysQuiet()
                : Decision.yields(new EnrolledOnCorrected(on, correct.stamp()));
    }

    private Decision<OfEnrollment> voided(VoidEnrollment voiding) {
        return standing.removed()
                ? Decision.staysQuiet()
                : Decision.yields(new EnrollmentVoided(voiding.stamp()));
    }

    private Decision<OfEnrollment> restore(RestoreStanding restore) {
        Destination gone = standing.transferredTo();
        if (restore.standing().equals(standing)) {
            return Decision.staysQuiet();
        }
        if (gone != null) {
            return Decision.refuses(new EnrollmentRefusal.AlreadyTransferred(gone.cohortId()));
        }
        if (standing.verdict() != null) {
            return Decision.refuses(new EnrollmentRefusal.NotEnrolled(standing.status()));
        }
        return seated(
                restore.seatClaimedAt(),
                List.of(
                        new StandingRestored(
                                restore.standing(), restore.seatClaimedAt(), restore.stamp())));
    }

    /** The same again says nothing, nor does a closing that this enrollment was told of before. */
    private Decision<OfEnrollment> give(GiveVerdict give) {
        boolean concerns = standing.inCohort() || standing.verdict() != null;
        Standing.Verdict next = new Standing.Verdict(give.completed(), give.on());
        boolean late = isKnown(VerdictGiven.class, give.stamp());
        return !concerns || late || next.equals(standing.verdict())
                ? Decision.staysQuiet()
                : Decision.yields(
                        new VerdictGiven(
                                give.completed(),
                                give.on(),
                                give.policyVersion(),
                                give.byException(),
                                give.stamp()));
    }

    private Decision<OfEnrollment> setAside(SetVerdictAside aside) {
        return standing.verdict() == null || isKnown(VerdictSetAside.class, aside.stamp())
                ? Decision.staysQuiet()
                : Decision.yields(
                        new VerdictSetAside(standing.presentOn(aside.today()), aside.stamp()));
    }

    /**
     * Whether it was told of that closing, or reopening: who says so once more is late, and the
     * cohort may have been opened, or closed, since. By who and when, not by what is older, for
     * clocks of two processes differ.
     */
    private boolean isKnown(Class<? extends OfEnrollment> fact, Stamp stamp) {
        return history.stream()
                .filter(entry -> entry.stamp().equals(stamp))
                .map(HistoryEntry::what)
                .anyMatch(what -> TYPE.changes().get(what) == fact);
    }

    private Decision<OfEnrollment> lapse(LapseClaims lapse) {
        return usable(lapse.upTo())
                ? Decision.yields(
                        new SeatClaimLapsed(lapse.studentId(), lapse.cohortId(), lapse.upTo()))
                : Decision.staysQuiet();
    }

    /** Accepts the facts if whoever has a seat by them had one before, or holds a claim. */
    private Decision<OfEnrollment> seated(@Nullable Instant claim, List<OfEnrollment> facts) {
        Enrollment next = this;
        for (OfEnrollment fact : facts) {
            next = next.evolve(fact);
        }
        boolean takesSeat = next.standing.place() == Place.SEAT && standing.place() != Place.SEAT;
        return takesSeat && (claim == null || !usable(claim))
                ? Decision.refuses(new EnrollmentRefusal.ClaimLapsed())
                : Decision.yields(facts);
    }

    private boolean usable(Instant claim) {
        return claimsUsedUpTo == null || claim.isAfter(claimsUsedUpTo);
    }

    // ---- evolve

    public Enrollment evolve(OfEnrollment fact) {
        Enrollment next =
                switch (fact) {
                    case EnrollmentBegan began -> of(began.studentId(), began.cohortId(), null);
                    case SeatClaimLapsed lapsed ->
                            of(lapsed.studentId(), lapsed.cohortId(), screening);
                    case ScreeningRecorded recorded -> of(studentId, cohortId, recorded.remarkId());
                    case StudentApplied _,
                            StudentSelected _,
                            StudentPutOnWaitingList _,
                            StudentRejected _,
                            StudentEnrolled _,
                            LeaveTaken _,
                            LeaveEnded _,
                            StudentWithdrew _,
                            WithdrawalReverted _,
                            StudentTransferred _,
                            EnrolledOnCorrected _,
                            EnrollmentVoided _,
                            StandingRestored _,
                            VerdictGiven _,
                            VerdictSetAside _ ->
                            this;
                };
        return next.after(fact);
    }

    private Enrollment of(String student, String cohort, @Nullable String screened) {
        return new Enrollment(
                enrollmentId, student, cohort, standing, screened, history, claimsUsedUpTo);
    }

    private Enrollment after(OfEnrollment fact) {
        Instant claim = fact.seatClaimedAt();
        return new Enrollment(
                enrollmentId,
                studentId,
                cohortId,
                standing.after(fact),
                screening,
                HistoryEntry.after(history, fact),
                claim == null || !usable(claim) ? claimsUsedUpTo : claim);
    }

    // ---- queries

    /**
     * Why nobody can be transferred here: asked before a transfer is committed, as {@link Arrive}
     * comes after it. Who left this enrollment for the other can only come back as if that had not
     * been, so on the day of entry there.
     *
     * @param term of this cohort
     * @param fromTerm of the cohort that is left
     * @return empty: the student can come
     */
    Optional<EnrollmentRefusal> barrierTo(Enrollment from, LocalDate on, Term term, Term fromTerm) {
        Status status = standing.status();
        boolean isBack = !standing.removed() && wasLeftFor(from.enrollmentId());
        LocalDate entered = from.entry(fromTerm);
        if (!standing.removed() && status == Status.REJECTED) {
            return Optional.of(new EnrollmentRefusal.StatusNotAllowed(status, Status.ENROLLED));
        }
        if (!standing.removed() && !isBack && !status.beforeEnrollment()) {
            return Optional.of(new EnrollmentRefusal.AlreadyEnrolled());
        }
        if (isBack && hadStarted(term) && !on.equals(entered)) {
            return Optional.of(new EnrollmentRefusal.BackOnAnotherDay(entered));
        }
        return on.isAfter(term.end())
                ? Optional.of(new EnrollmentRefusal.AfterCohort(term.end()))
                : Optional.empty();
    }

    /** Whether the student has a seat in the cohort and is not through with it, on leave or not. */
    public boolean takesPart() {
        return standing.inCohort();
    }

    /** Tells the cohort's ledger where this enrollment belongs. */
    public Settlement settlement(long version) {
        return new Settlement(enrollmentId, version, standing.place(), claimsUsedUpTo);
    }

    /** What the world may see: ids, codes and days. */
    public record Public(
            String enrollmentId,
            String studentId,
            String cohortId,
            Status status,
            @Nullable LocalDate appliedOn,
            @Nullable LocalDate enrolledOn,
            @Nullable PublicWithdrawal withdrawal,
            List<Leave> leaves,
            @Nullable Destination transferredTo,
            List<StatusOn> statuses,
            boolean removed,
            List<String> formerCohortIds) {}

    public record PublicWithdrawal(LocalDate on, WithdrawalReason reason) {}

    public Public publicState() {
        Withdrawal withdrawal = standing.withdrawal();
        return new Public(
                enrollmentId,
                studentId,
                cohortId,
                standing.status(),
                standing.appliedOn(),
                standing.enrolledOn(),
                withdrawal == null
                        ? null
                        : new PublicWithdrawal(withdrawal.on(), withdrawal.reason()),
                standing.leaves(),
                standing.transferredTo(),
                standing.statuses(),
                standing.removed(),
                List.of());
    }
}
