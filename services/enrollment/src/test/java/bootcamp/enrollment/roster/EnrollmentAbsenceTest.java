package bootcamp.enrollment.roster;

import static bootcamp.enrollment.Plans.END;
import static bootcamp.enrollment.Plans.START;
import static bootcamp.enrollment.Plans.TERM;
import static bootcamp.enrollment.Plans.staff;
import static bootcamp.enrollment.roster.Status.ENROLLED;
import static bootcamp.enrollment.roster.Status.ON_LEAVE;
import static bootcamp.enrollment.roster.Status.WAITING;
import static bootcamp.enrollment.roster.Status.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.LeaveEnded;
import bootcamp.enrollment.EnrollmentEvent.LeaveTaken;
import bootcamp.enrollment.EnrollmentEvent.StudentWithdrew;
import bootcamp.enrollment.EnrollmentEvent.WithdrawalReverted;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.Standing.Leave;
import bootcamp.enrollment.roster.Standing.StatusOn;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Being away: for good, and for a while. */
class EnrollmentAbsenceTest extends HanaInAiLab {

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
}
