package bootcamp.enrollment.roster;

import static bootcamp.enrollment.Plans.END;
import static bootcamp.enrollment.Plans.NOON;
import static bootcamp.enrollment.Plans.START;
import static bootcamp.enrollment.Plans.TERM;
import static bootcamp.enrollment.Plans.secondsLater;
import static bootcamp.enrollment.Plans.staff;
import static bootcamp.enrollment.roster.Status.APPLIED;
import static bootcamp.enrollment.roster.Status.ENROLLED;
import static bootcamp.enrollment.roster.Status.ON_LEAVE;
import static bootcamp.enrollment.roster.Status.REJECTED;
import static bootcamp.enrollment.roster.Status.SELECTED;
import static bootcamp.enrollment.roster.Status.WAITING;
import static bootcamp.enrollment.roster.Status.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

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
import bootcamp.enrollment.EnrollmentEvent.WithdrawalReverted;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.EnrollmentCommand.Arrive;
import bootcamp.enrollment.roster.EnrollmentCommand.CorrectEnrolledOn;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.LapseClaims;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.Register;
import bootcamp.enrollment.roster.EnrollmentCommand.RestoreStanding;
import bootcamp.enrollment.roster.EnrollmentCommand.RevertWithdrawal;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.Transfer;
import bootcamp.enrollment.roster.EnrollmentCommand.VoidEnrollment;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.enrollment.roster.Standing.Leave;
import bootcamp.enrollment.roster.Standing.StatusOn;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.platform.aggregate.Story;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnrollmentTest {

    private static final LocalDate MARCH = LocalDate.of(2024, 3, 4);

    private final Story<Enrollment, EnrollmentCommand, OfEnrollment> hana =
            Story.of(Enrollment.TYPE, "hana-in-ai-lab-3");

    private static Register register(Status status) {
        return new Register("hana", "ai-lab-3", status, START, TERM, NOON, staff());
    }

    private static Withdraw withdraw(LocalDate on) {
        return withdraw(on, END);
    }

    private static Withdraw withdraw(LocalDate on, LocalDate today) {
        return new Withdraw(on, WithdrawalReason.EMPLOYMENT, "remark-1", today, TERM, staff());
    }

    private static RevertWithdrawal revert(int seconds) {
        return new RevertWithdrawal(MARCH, secondsLater(seconds), staff());
    }

    private static MoveStatus move(Status to, LocalDate on) {
        return new MoveStatus(to, on, null, END, TERM, NOON, staff());
    }

    private static TakeLeave leave(LocalDate from, @Nullable LocalDate until) {
        return new TakeLeave(from, until, MARCH, TERM, staff());
    }

    private static EndLeave back(LocalDate on) {
        return new EndLeave(null, on, MARCH, TERM, staff());
    }

    private static Transfer transfer(LocalDate on) {
        return transfer(on, END);
    }

    private static Transfer transfer(LocalDate on, LocalDate today) {
        return new Transfer(
                "ai-lab-4", "hana-in-ai-lab-4", on, today, TERM, secondsLater(9), staff());
    }

    private static Arrive arrive(LocalDate on, int seconds) {
        return new Arrive(
                "hana",
                "ai-lab-3",
                "hana-in-ai-lab-4",
                on,
                END,
                TERM,
                secondsLater(seconds),
                staff());
    }

    /** In the other cohort, from which she may come. */
    private static Enrollment inTheOther(LocalDate enteredOn) {
        return Story.of(Enrollment.TYPE, "hana-in-ai-lab-4")
                .given(new Register("hana", "ai-lab-4", ENROLLED, enteredOn, TERM, NOON, staff()))
                .state();
    }

    private Optional<String> barrier(LocalDate on, LocalDate enteredOn) {
        return hana.state()
                .barrierTo(inTheOther(enteredOn), on, TERM, TERM)
                .map(EnrollmentRefusal::code);
    }

    private static ApplyRow row(@Nullable LocalDate enrolledOn, @Nullable LocalDate withdrawnOn) {
        var withdrawal =
                withdrawnOn == null
                        ? null
                        : new Withdrawal(withdrawnOn, WithdrawalReason.HEALTH, null);
        return new ApplyRow(
                "hana", "ai-lab-3", enrolledOn, withdrawal, MARCH, secondsLater(30), staff());
    }

    private Story<Enrollment, EnrollmentCommand, OfEnrollment> enrolled() {
        return hana.given(register(ENROLLED));
    }

    // ---- beginning

    @Test
    void registeringYieldsAnEnrollmentWithASeat() {
        hana.when(register(ENROLLED)).yields(EnrollmentBegan.class, StudentEnrolled.class);

        assertThat(hana.state().standing().place()).isEqualTo(Place.SEAT);
        assertThat(hana.state().publicState().enrolledOn()).isEqualTo(START);
        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(ENROLLED, START));
    }

    @Test
    void applicantsWaitWithoutAClaim() {
        var waiting = new Register("hana", "ai-lab-3", WAITING, START, TERM, null, staff());

        hana.when(waiting).yields(EnrollmentBegan.class, StudentPutOnWaitingList.class);
    }

    @Test
    void registeringIsRefusedWithoutAClaimThatStillHolds() {
        var without = new Register("hana", "ai-lab-3", ENROLLED, START, TERM, null, staff());

        hana.when(without).refuses("CLAIM_LAPSED");
        hana.given(new LapseClaims("hana", "ai-lab-3", NOON));
        hana.when(register(ENROLLED)).refuses("CLAIM_LAPSED");
    }

    @Test
    void registeringIsRefusedWhereTheStudentIsAlready() {
        enrolled().when(register(APPLIED)).refuses("ALREADY_ENROLLED");
    }

    @Test
    void registeringIsRefusedAfterTheEndAndForStatusesThatHaveTheirOwnCommand() {
        hana.when(new Register("hana", "ai-lab-3", ENROLLED, END.plusDays(1), TERM, NOON, staff()))
                .refuses("AFTER_COHORT");
        hana.when(register(WITHDRAWN)).refuses("STATUS_NOT_ALLOWED");
        hana.when(register(REJECTED)).refuses("STATUS_NOT_ALLOWED");
    }

    // ---- selection

    @Test
    void anApplicantIsSelectedThenEnrolled() {
        hana.when(register(APPLIED)).yields(EnrollmentBegan.class, StudentApplied.class);
        hana.when(move(SELECTED, START.plusDays(1))).yields(StudentSelected.class);
        hana.when(move(ENROLLED, START.plusDays(2))).yields(StudentEnrolled.class);

        assertThat(hana.state().publicState().statuses())
                .containsExactly(
                        new StatusOn(APPLIED, START),
                        new StatusOn(SELECTED, START.plusDays(1)),
                        new StatusOn(ENROLLED, START.plusDays(2)));
        assertThat(hana.state().publicState().appliedOn()).isEqualTo(START);
    }

    @Test
    void somebodyOnTheWaitingListIsLetInOnlyByAClaim() {
        hana.given(register(WAITING));

        hana.when(new MoveStatus(ENROLLED, MARCH, null, MARCH, TERM, null, staff()))
                .refuses("CLAIM_LAPSED");
        hana.when(move(ENROLLED, MARCH)).yields(StudentEnrolled.class);
    }

    @Test
    void theScreeningIsRecordedOnce() {
        var screened = new MoveStatus(SELECTED, MARCH, "remark-7", MARCH, TERM, null, staff());
        hana.given(register(APPLIED));

        hana.when(screened).yields(StudentSelected.class, ScreeningRecorded.class);
        hana.when(screened).staysQuiet();

        assertThat(hana.state().screening()).isEqualTo("remark-7");
    }

    @Test
    void stepsThatLeadNowhereAreRefused() {
        hana.given(register(APPLIED)).given(move(REJECTED, START));

        hana.when(move(ENROLLED, MARCH)).refuses("STATUS_NOT_ALLOWED");
        hana.when(move(WITHDRAWN, MARCH)).refuses("STATUS_NOT_ALLOWED");
        hana.when(move(WAITING, START.minusDays(1))).refuses("BEFORE_LAST_CHANGE");
        hana.when(move(WAITING, END.plusDays(1))).refuses("AFTER_COHORT");
        hana.when(move(ENROLLED, END.plusDays(1))).refuses("AFTER_COHORT");
        hana.when(move(REJECTED, MARCH)).staysQuiet();
    }

    @Test
    void whoIsNotThereCanNotBeMoved() {
        hana.when(move(SELECTED, MARCH)).refuses("ENROLLMENT_NOT_FOUND");
        hana.when(withdraw(MARCH)).refuses("ENROLLMENT_NOT_FOUND");
    }

    @Test
    void aStepIsNotTakenAheadSaveTheOneToADayOfEntry() {
        LocalDate ahead = MARCH.plusDays(1);
        hana.given(register(APPLIED));

        hana.when(new MoveStatus(SELECTED, ahead, null, MARCH, TERM, null, staff()))
                .refuses("DAY_AHEAD");
        hana.when(new MoveStatus(SELECTED, MARCH, null, MARCH, TERM, null, staff()))
                .yields(StudentSelected.class);
        hana.when(new MoveStatus(ENROLLED, ahead, null, MARCH, TERM, NOON, staff()))
                .yields(StudentEnrolled.class);
    }

    @Test
    void whoWaitsForACohortToComeCanBeRejectedBeforeItBegins() {
        LocalDate today = START.minusDays(20);
        hana.given(register(WAITING));

        hana.when(new MoveStatus(REJECTED, START.plusDays(1), null, today, TERM, null, staff()))
                .refuses("DAY_AHEAD");
        hana.when(new MoveStatus(REJECTED, START, null, today, TERM, null, staff()))
                .yields(StudentRejected.class);
    }

    // ---- withdrawal

    @Test
    void withdrawingYieldsAWithdrawalAndFreesTheSeat() {
        enrolled().when(withdraw(MARCH)).yields(StudentWithdrew.class);

        assertThat(hana.state().standing().place()).isEqualTo(Place.NONE);
        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(ENROLLED, START), new StatusOn(WITHDRAWN, MARCH));
        assertThat(hana.state().publicState().withdrawal())
                .isEqualTo(new Enrollment.PublicWithdrawal(MARCH, WithdrawalReason.EMPLOYMENT));
    }

    @Test
    void withdrawalIsRefusedWhenAlreadyWithdrawn() {
        enrolled().given(withdraw(MARCH)).when(withdraw(MARCH)).refuses("ALREADY_WITHDRAWN");
    }

    @Test
    void withdrawalIsRefusedWhenNeverEnrolled() {
        hana.given(register(WAITING)).when(withdraw(MARCH)).refuses("NOT_ENROLLED");
    }

    @Test
    void withdrawalIsRefusedOutsideTheDaysOfTheStudent() {
        enrolled();

        hana.when(withdraw(START.minusDays(1))).refuses("OUTSIDE_COHORT_DATES");
        hana.when(withdraw(END.plusDays(1))).refuses("OUTSIDE_COHORT_DATES");
        hana.when(withdraw(START)).yields(StudentWithdrew.class);
    }

    @Test
    void nobodyLeavesAheadOfTheDay() {
        enrolled();

        hana.when(withdraw(MARCH.plusDays(1), MARCH)).refuses("DAY_AHEAD");
        assertThat(hana.state().standing().place()).isEqualTo(Place.SEAT);
        hana.when(withdraw(MARCH, MARCH)).yields(StudentWithdrew.class);
    }

    @Test
    void whoWillNotComeLeavesOnTheDayOfEntryThatIsAhead() {
        LocalDate today = START.minusDays(20);
        enrolled();

        hana.when(withdraw(today, today)).refuses("OUTSIDE_COHORT_DATES");
        hana.when(withdraw(START.plusDays(1), today)).refuses("DAY_AHEAD");
        hana.when(withdraw(START, today)).yields(StudentWithdrew.class);
    }

    @Test
    void theLastDayIsADayToWithdraw() {
        enrolled().when(withdraw(END)).yields(StudentWithdrew.class);
    }

    @Test
    void revertingTakesASeatAgainAndTheHistoryShowsBoth() {
        enrolled().given(withdraw(MARCH));

        hana.when(revert(5)).yields(WithdrawalReverted.class);

        assertThat(hana.state().standing().place()).isEqualTo(Place.SEAT);
        assertThat(hana.state().publicState().withdrawal()).isNull();
        assertThat(hana.state().history().stream().map(HistoryEntry::what))
                .containsExactly(
                        "EnrollmentBegan",
                        "StudentEnrolled",
                        "StudentWithdrew",
                        "WithdrawalReverted");
    }

    @Test
    void revertingIsRefusedWithAClaimThatWasUsedBefore() {
        enrolled().given(withdraw(MARCH));

        hana.when(revert(0)).refuses("CLAIM_LAPSED");
    }

    @Test
    void revertingIsRefusedWhenNotWithdrawn() {
        enrolled().when(revert(5)).refuses("NOT_WITHDRAWN");
    }

    @Test
    void revertingDuringALeaveLeadsBackIntoIt() {
        enrolled().given(leave(MARCH.minusDays(3), null)).given(withdraw(MARCH)).given(revert(5));

        assertThat(hana.state().standing().status()).isEqualTo(ON_LEAVE);
    }

    // ---- leave

    @Test
    void aLeaveShowsOnItsDaysOnly() {
        enrolled().when(leave(MARCH, MARCH.plusDays(6))).yields(LeaveTaken.class);

        Standing standing = hana.state().standing();
        assertThat(standing.status()).isEqualTo(ON_LEAVE);
        assertThat(standing.statusOn(MARCH.minusDays(1))).isEqualTo(ENROLLED);
        assertThat(standing.statusOn(MARCH.plusDays(6))).isEqualTo(ON_LEAVE);
        assertThat(standing.statusOn(MARCH.plusDays(7))).isEqualTo(ENROLLED);
        assertThat(standing.statuses())
                .containsExactly(
                        new StatusOn(ENROLLED, START),
                        new StatusOn(ON_LEAVE, MARCH),
                        new StatusOn(ENROLLED, MARCH.plusDays(7)));
    }

    @Test
    void aLeaveOfLaterIsNotYetALeave() {
        enrolled().given(leave(MARCH.plusDays(10), null));

        assertThat(hana.state().standing().status()).isEqualTo(ENROLLED);
    }

    @Test
    void leavesNeverOverlap() {
        enrolled().given(leave(MARCH, MARCH.plusDays(6)));

        hana.when(leave(MARCH, MARCH.plusDays(6))).staysQuiet();
        hana.when(leave(MARCH.plusDays(6), null)).refuses("OVERLAPPING_LEAVE");
        hana.when(leave(MARCH.minusDays(9), null)).refuses("OVERLAPPING_LEAVE");
        hana.when(leave(MARCH.plusDays(7), null)).yields(LeaveTaken.class);
    }

    @Test
    void impossibleLeavesAreRefused() {
        hana.given(register(WAITING)).when(leave(MARCH, null)).refuses("NOT_ENROLLED");
        hana.given(move(ENROLLED, START));

        hana.when(leave(MARCH, MARCH.minusDays(1))).refuses("LEAVE_ENDS_BEFORE_IT_BEGINS");
        hana.when(leave(START.minusDays(1), MARCH)).refuses("OUTSIDE_COHORT_DATES");
        hana.when(leave(MARCH, END.plusDays(1))).refuses("OUTSIDE_COHORT_DATES");
    }

    @Test
    void whoComesBackWasAwayUntilTheDayBefore() {
        enrolled().given(leave(MARCH.minusDays(5), null));

        hana.when(back(MARCH)).yields(LeaveEnded.class);

        assertThat(hana.state().standing().leaves())
                .containsExactly(new Leave(MARCH.minusDays(5), MARCH.minusDays(1)));
        assertThat(hana.state().standing().status()).isEqualTo(ENROLLED);
        hana.when(back(MARCH)).refuses("NOT_ON_LEAVE");
    }

    @Test
    void aLeaveThatHadNotBegunIsCalledOffByItsFirstDay() {
        enrolled().given(leave(MARCH.plusDays(5), null));

        hana.when(back(MARCH)).refuses("NOT_ON_LEAVE");
        hana.when(new EndLeave(MARCH.plusDays(5), MARCH, MARCH, TERM, staff()))
                .yields(LeaveEnded.class);

        assertThat(hana.state().standing().leaves()).isEmpty();
    }

    @Test
    void nobodyComesBackAfterTheEnd() {
        enrolled().given(leave(MARCH, null));

        hana.when(back(LocalDate.of(9999, 12, 31))).refuses("AFTER_COHORT");
        hana.when(back(END.plusDays(1))).refuses("AFTER_COHORT");
        hana.when(back(END)).yields(LeaveEnded.class);
    }

    @Test
    void aLeaveIsCalledOffByAnyDayBeforeIt() {
        enrolled().given(leave(MARCH, null));

        hana.when(new EndLeave(MARCH, LocalDate.MIN, MARCH, TERM, staff()))
                .yields(LeaveEnded.class);

        assertThat(hana.state().standing().leaves()).isEmpty();
    }

    @Test
    void aLeaveOfThePastIsNotMadeLonger() {
        enrolled().given(leave(MARCH.minusDays(9), MARCH.minusDays(5)));

        hana.when(new EndLeave(MARCH.minusDays(9), MARCH, MARCH, TERM, staff()))
                .refuses("NOT_ON_LEAVE");
    }

    @Test
    void whoLeavesDuringALeaveDoesNotComeBack() {
        enrolled().given(leave(MARCH, MARCH.plusDays(20))).given(withdraw(MARCH.plusDays(3)));

        assertThat(hana.state().standing().statuses())
                .containsExactly(
                        new StatusOn(ENROLLED, START),
                        new StatusOn(ON_LEAVE, MARCH),
                        new StatusOn(WITHDRAWN, MARCH.plusDays(3)));
        hana.when(back(MARCH.plusDays(1))).refuses("NOT_ENROLLED");
    }

    // ---- transfer

    @Test
    void aTransferIsAWithdrawalThatSaysWhereTo() {
        enrolled().when(transfer(MARCH)).yields(StudentTransferred.class);

        var state = hana.state().publicState();
        assertThat(state.withdrawal())
                .isEqualTo(new Enrollment.PublicWithdrawal(MARCH, WithdrawalReason.TRANSFER));
        assertThat(state.transferredTo())
                .isEqualTo(new Standing.Destination("ai-lab-4", "hana-in-ai-lab-4"));
    }

    @Test
    void aTransferIsCommittedOnceAndNotReverted() {
        enrolled().given(transfer(MARCH));

        hana.when(transfer(MARCH)).staysQuiet();
        hana.when(revert(20)).refuses("ALREADY_TRANSFERRED");
        hana.when(
                        new Transfer(
                                "ai-lab-5",
                                "elsewhere",
                                MARCH,
                                MARCH,
                                TERM,
                                secondsLater(20),
                                staff()))
                .refuses("ALREADY_TRANSFERRED");
    }

    @Test
    void nobodyIsTransferredAheadOfTheDay() {
        enrolled();

        hana.when(transfer(MARCH.plusDays(1), MARCH)).refuses("DAY_AHEAD");
        hana.when(transfer(START, START.minusDays(9))).yields(StudentTransferred.class);
    }

    @Test
    void whoAppliedHereArrivesWithASeat() {
        for (Status before : List.of(APPLIED, SELECTED, WAITING)) {
            var applied = Story.of(Enrollment.TYPE, "hana-in-ai-lab-3").given(register(before));

            applied.when(arrive(MARCH, -1)).yields(StudentEnrolled.class);

            assertThat(applied.state().publicState().enrolledOn()).isEqualTo(MARCH);
            assertThat(applied.state().standing().place()).isEqualTo(Place.SEAT);
            applied.when(arrive(MARCH, 5)).refuses("ALREADY_ENROLLED");
        }
    }

    @Test
    void whoeverCanComeHereIsSaidBeforeAnythingIsDone() {
        assertThat(barrier(MARCH, START)).isEmpty();
        assertThat(barrier(END.plusDays(1), START)).contains("AFTER_COHORT");
        hana.given(register(APPLIED));
        assertThat(barrier(MARCH, START)).isEmpty();
        hana.given(move(REJECTED, MARCH));
        assertThat(barrier(MARCH, START)).contains("STATUS_NOT_ALLOWED");
        hana.given(move(WAITING, MARCH)).given(move(ENROLLED, MARCH));
        assertThat(barrier(MARCH, START)).contains("ALREADY_ENROLLED");
        hana.given(withdraw(MARCH));
        assertThat(barrier(MARCH, START)).contains("ALREADY_ENROLLED");
    }

    @Test
    void aCommittedTransferArrivesWhateverWasDoneMeanwhile() {
        hana.given(register(APPLIED)).given(move(REJECTED, START));

        hana.when(arrive(MARCH, 5)).yields(StudentEnrolled.class);
    }

    @Test
    void aTransferIsTakenBackByOneInTheOtherDirection() {
        enrolled();
        Standing before = hana.state().standing();
        hana.given(transfer(MARCH));

        assertThat(barrier(MARCH.plusDays(1), MARCH)).contains("BACK_ON_ANOTHER_DAY");
        assertThat(barrier(MARCH, MARCH)).isEmpty();
        hana.when(arrive(MARCH, 0)).refuses("CLAIM_LAPSED");
        hana.when(arrive(MARCH, 20)).yields(WithdrawalReverted.class);

        assertThat(hana.state().standing()).isEqualTo(before);
        hana.when(arrive(MARCH, 30)).refuses("ALREADY_ENROLLED");
        hana.when(transfer(MARCH)).refuses("CLAIM_LAPSED");
    }

    @Test
    void whoCameByMistakeCanComeOnAnotherDayLater() {
        hana.given(arrive(MARCH, 0)).given(transfer(MARCH));

        assertThat(barrier(MARCH.plusDays(30), START)).isEmpty();
        hana.when(arrive(MARCH.plusDays(30), 20))
                .yields(WithdrawalReverted.class, EnrolledOnCorrected.class);

        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(ENROLLED, MARCH.plusDays(30)));
    }

    @Test
    void impossibleTransfersAreRefused() {
        enrolled();

        hana.when(new Transfer("ai-lab-3", "same", MARCH, MARCH, TERM, secondsLater(9), staff()))
                .refuses("SAME_COHORT");
        hana.when(transfer(END.plusDays(1))).refuses("OUTSIDE_COHORT_DATES");
        hana.given(new LapseClaims("hana", "ai-lab-3", secondsLater(9)));
        hana.when(transfer(MARCH)).refuses("CLAIM_LAPSED");
        hana.given(withdraw(MARCH)).when(transfer(MARCH)).refuses("ALREADY_WITHDRAWN");
    }

    // ---- rosters

    @Test
    void aRowEnrollsSomebodyNew() {
        hana.when(row(null, null)).yields(EnrollmentBegan.class, StudentEnrolled.class);

        assertThat(hana.state().publicState().enrolledOn()).isNull();
        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(ENROLLED, null));
        hana.when(row(null, null)).staysQuiet();
    }

    @Test
    void aRowWithAWithdrawalTakesNoSeat() {
        var gone =
                new ApplyRow(
                        "hana",
                        "ai-lab-3",
                        START,
                        new Withdrawal(MARCH, WithdrawalReason.HEALTH, null),
                        MARCH,
                        null,
                        staff());

        hana.when(gone).yields(EnrollmentBegan.class, StudentEnrolled.class, StudentWithdrew.class);

        assertThat(hana.state().standing().place()).isEqualTo(Place.NONE);
        hana.when(gone).staysQuiet();
    }

    @Test
    void aRowMayLieOutsideTheCohortAndSayThatSomebodyNeverStarted() {
        hana.when(row(START.plusDays(9), START.minusDays(9)))
                .yields(EnrollmentBegan.class, StudentEnrolled.class, StudentWithdrew.class);

        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(WITHDRAWN, START.minusDays(9)));
    }

    @Test
    void aRowCorrectsWhatIsKnown() {
        enrolled();

        hana.when(row(START.plusDays(2), MARCH))
                .yields(EnrolledOnCorrected.class, StudentWithdrew.class);
        hana.when(row(START.plusDays(2), MARCH.plusDays(1))).yields(StudentWithdrew.class);
        hana.when(row(null, null)).yields(WithdrawalReverted.class);

        assertThat(hana.state().publicState().enrolledOn()).isEqualTo(START.plusDays(2));
    }

    @Test
    void aRowLetsSomebodyInWhoWaited() {
        hana.given(register(WAITING)).when(row(MARCH, null)).yields(StudentEnrolled.class);
    }

    @Test
    void aRowIsRefusedForWhoWasRejectedOrMovedOn() {
        hana.given(register(APPLIED)).given(move(REJECTED, START));
        hana.when(row(START, null)).refuses("STATUS_NOT_ALLOWED");

        var moved = Story.of(Enrollment.TYPE, "moved").given(register(ENROLLED));
        moved.given(transfer(MARCH)).when(row(START, null)).refuses("ALREADY_TRANSFERRED");
    }

    @Test
    void anUndoneRowIsVoidAndRevives() {
        enrolled().when(new VoidEnrollment(staff())).yields(EnrollmentVoided.class);
        hana.when(new VoidEnrollment(staff())).staysQuiet();
        assertThat(hana.state().publicState().removed()).isTrue();
        assertThat(hana.state().standing().place()).isEqualTo(Place.NONE);

        hana.when(row(START, null)).yields(EnrollmentBegan.class, StudentEnrolled.class);
        assertThat(hana.state().publicState().removed()).isFalse();
    }

    @Test
    void anUndoneCorrectionPutsBackWhatStoodBefore() {
        enrolled();
        Standing before = hana.state().standing();
        hana.given(row(START.plusDays(2), MARCH));

        var undo = new RestoreStanding(before, secondsLater(40), staff());
        hana.when(undo).yields(StandingRestored.class);

        assertThat(hana.state().standing()).isEqualTo(before);
        hana.when(undo).staysQuiet();
    }

    @Test
    void undoingIsRefusedWithoutTheSeatItNeeds() {
        enrolled();
        Standing before = hana.state().standing();
        hana.given(row(START, MARCH));

        hana.when(new RestoreStanding(before, null, staff())).refuses("CLAIM_LAPSED");
    }

    // ---- corrections

    @Test
    void theDayOfEntryIsCorrectedWithinTheCohort() {
        enrolled();

        hana.when(new CorrectEnrolledOn(MARCH, TERM, staff())).yields(EnrolledOnCorrected.class);
        hana.when(new CorrectEnrolledOn(MARCH, TERM, staff())).staysQuiet();
        hana.when(new CorrectEnrolledOn(END.plusDays(1), TERM, staff())).refuses("AFTER_COHORT");
        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(ENROLLED, MARCH));
    }

    @Test
    void whoLeftIsNotMadeOneWhoNeverStarted() {
        enrolled().given(withdraw(MARCH));

        hana.when(new CorrectEnrolledOn(MARCH, TERM, staff())).refuses("ENTRY_AFTER_WITHDRAWAL");
        hana.when(new CorrectEnrolledOn(MARCH.plusDays(9), TERM, staff()))
                .refuses("ENTRY_AFTER_WITHDRAWAL");
        hana.when(new CorrectEnrolledOn(MARCH.minusDays(1), TERM, staff()))
                .yields(EnrolledOnCorrected.class);
    }

    @Test
    void whoNeverStartedMayHaveAnyDayOfEntry() {
        enrolled().given(withdraw(START));

        hana.when(new CorrectEnrolledOn(MARCH, TERM, staff())).yields(EnrolledOnCorrected.class);
        hana.when(new CorrectEnrolledOn(START.minusDays(1), TERM, staff()))
                .yields(EnrolledOnCorrected.class);
    }

    @Test
    void theDayOfEntryIsRefusedForWhoHasNotEntered() {
        hana.given(register(APPLIED))
                .when(new CorrectEnrolledOn(MARCH, TERM, staff()))
                .refuses("NOT_ENROLLED");
    }

    @Test
    void anEarlierDayOfEntryLeavesNoRoomForTheStepsThatLedToIt() {
        hana.given(register(APPLIED)).given(move(ENROLLED, MARCH));

        hana.given(new CorrectEnrolledOn(START.minusDays(9), TERM, staff()));

        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(ENROLLED, START.minusDays(9)));
    }

    // ---- claims

    @Test
    void aLapsedClaimLeavesNobodyEnrolled() {
        hana.when(new LapseClaims("hana", "ai-lab-3", NOON)).yields(SeatClaimLapsed.class);
        hana.when(new LapseClaims("hana", "ai-lab-3", NOON)).staysQuiet();

        assertThat(hana.state().publicState().removed()).isTrue();
        assertThat(hana.state().settlement(1))
                .isEqualTo(
                        new bootcamp.enrollment.EnrollmentEvent.Settlement(
                                "hana-in-ai-lab-3", 1, Place.NONE, NOON));
        assertThat(hana.state().history()).isEmpty();
    }

    @Test
    void theHistoryKeepsTheNewestHundred() {
        enrolled();
        for (int i = 1; i <= 120; i++) {
            hana.given(new CorrectEnrolledOn(START.plusDays(i), TERM, staff()));
        }

        List<HistoryEntry> history = hana.state().history();
        assertThat(history).hasSize(HistoryEntry.KEPT_MAX);
        assertThat(history.getLast().on()).isEqualTo(START.plusDays(120));
    }
}
