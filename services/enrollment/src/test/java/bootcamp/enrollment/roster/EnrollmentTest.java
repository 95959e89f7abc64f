package bootcamp.enrollment.roster;

import static bootcamp.enrollment.Plans.END;
import static bootcamp.enrollment.Plans.NOON;
import static bootcamp.enrollment.Plans.START;
import static bootcamp.enrollment.Plans.TERM;
import static bootcamp.enrollment.Plans.secondsLater;
import static bootcamp.enrollment.Plans.staff;
import static bootcamp.enrollment.roster.Status.APPLIED;
import static bootcamp.enrollment.roster.Status.ENROLLED;
import static bootcamp.enrollment.roster.Status.REJECTED;
import static bootcamp.enrollment.roster.Status.SELECTED;
import static bootcamp.enrollment.roster.Status.WAITING;
import static bootcamp.enrollment.roster.Status.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.EnrolledOnCorrected;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentBegan;
import bootcamp.enrollment.EnrollmentEvent.ScreeningRecorded;
import bootcamp.enrollment.EnrollmentEvent.SeatClaimLapsed;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.EnrollmentEvent.StudentApplied;
import bootcamp.enrollment.EnrollmentEvent.StudentEnrolled;
import bootcamp.enrollment.EnrollmentEvent.StudentPutOnWaitingList;
import bootcamp.enrollment.EnrollmentEvent.StudentRejected;
import bootcamp.enrollment.EnrollmentEvent.StudentSelected;
import bootcamp.enrollment.EnrollmentEvent.VerdictGiven;
import bootcamp.enrollment.EnrollmentEvent.VerdictSetAside;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.roster.EnrollmentCommand.CorrectEnrolledOn;
import bootcamp.enrollment.roster.EnrollmentCommand.GiveVerdict;
import bootcamp.enrollment.roster.EnrollmentCommand.LapseClaims;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.Register;
import bootcamp.enrollment.roster.EnrollmentCommand.RestoreStanding;
import bootcamp.enrollment.roster.EnrollmentCommand.SetVerdictAside;
import bootcamp.enrollment.roster.Standing.StatusOn;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Coming in: beginning, selection, claims, and the day of entry. */
class EnrollmentTest extends HanaInAiLab {

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

    // ---- verdicts

    private static GiveVerdict verdict(boolean completed) {
        return verdict(completed, staff());
    }

    private static GiveVerdict verdict(boolean completed, Stamp stamp) {
        return new GiveVerdict(completed, END, 2, false, stamp);
    }

    private static Stamp later(long seconds) {
        return new Stamp(secondsLater(seconds), "account-of-staff");
    }

    @Test
    void aVerdictIsGivenOnceStandsAgainstAllElseAndIsSetAside() {
        enrolled();

        hana.when(verdict(true)).yields(VerdictGiven.class);
        hana.when(verdict(true)).staysQuiet();

        assertThat(hana.state().publicState().status()).isEqualTo(Status.COMPLETED);
        assertThat(hana.state().publicState().statuses())
                .containsExactly(
                        new StatusOn(ENROLLED, START), new StatusOn(Status.COMPLETED, END));
        assertThat(hana.state().settlement(3).place()).isEqualTo(Place.SEAT);
        hana.when(withdraw(MARCH)).refuses("NOT_ENROLLED");
        hana.when(leave(MARCH, null)).refuses("NOT_ENROLLED");
        hana.when(new RestoreStanding(Standing.NOBODY, null, staff())).refuses("NOT_ENROLLED");

        hana.when(new SetVerdictAside(MARCH, staff())).yields(VerdictSetAside.class);
        hana.when(new SetVerdictAside(MARCH, staff())).staysQuiet();
        assertThat(hana.state().publicState().statuses())
                .containsExactly(new StatusOn(ENROLLED, START));
        hana.when(verdict(false, later(1))).yields(VerdictGiven.class);
        assertThat(hana.state().publicState().status()).isEqualTo(Status.NOT_COMPLETED);
        hana.when(verdict(true, later(2))).yields(VerdictGiven.class);
        assertThat(hana.state().history()).extracting(HistoryEntry::detail).contains("COMPLETED");
    }

    @Test
    void whoSaysLateWhatAClosingOrAReopeningMeansChangesNothing() {
        enrolled().given(verdict(true)).given(new SetVerdictAside(MARCH, later(1)));

        hana.when(verdict(true)).staysQuiet();
        assertThat(hana.state().publicState().status()).isEqualTo(ENROLLED);
        hana.given(verdict(false, later(2)));
        hana.when(new SetVerdictAside(MARCH, later(1))).staysQuiet();
        hana.when(verdict(true)).staysQuiet();
        assertThat(hana.state().publicState().status()).isEqualTo(Status.NOT_COMPLETED);
        hana.when(new SetVerdictAside(MARCH, later(3))).yields(VerdictSetAside.class);
    }

    @Test
    void whoLeftOrNeverCameGetsNoVerdict() {
        hana.when(verdict(true)).staysQuiet();
        hana.given(register(APPLIED));
        hana.when(verdict(true)).staysQuiet();
        hana.given(move(ENROLLED, START)).given(withdraw(MARCH));
        hana.when(verdict(true)).staysQuiet();
    }

    @Test
    void whoIsAwayWhenTheCohortIsOverIsBackOnLeaveWhenItIsOpenAgain() {
        enrolled().given(leave(MARCH, null));

        hana.given(verdict(false)).given(new SetVerdictAside(END, staff()));

        assertThat(hana.state().publicState().status()).isEqualTo(Status.ON_LEAVE);
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
