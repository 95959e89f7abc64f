package bootcamp.enrollment.roster;

import static bootcamp.enrollment.Plans.END;
import static bootcamp.enrollment.Plans.START;
import static bootcamp.enrollment.Plans.TERM;
import static bootcamp.enrollment.Plans.secondsLater;
import static bootcamp.enrollment.Plans.staff;
import static bootcamp.enrollment.roster.Status.APPLIED;
import static bootcamp.enrollment.roster.Status.ENROLLED;
import static bootcamp.enrollment.roster.Status.REJECTED;
import static bootcamp.enrollment.roster.Status.SELECTED;
import static bootcamp.enrollment.roster.Status.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.EnrolledOnCorrected;
import bootcamp.enrollment.EnrollmentEvent.StudentEnrolled;
import bootcamp.enrollment.EnrollmentEvent.StudentTransferred;
import bootcamp.enrollment.EnrollmentEvent.WithdrawalReverted;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.roster.EnrollmentCommand.LapseClaims;
import bootcamp.enrollment.roster.EnrollmentCommand.Transfer;
import bootcamp.enrollment.roster.Standing.StatusOn;
import bootcamp.platform.aggregate.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moving to another cohort and coming from one. */
class EnrollmentTransferTest extends HanaInAiLab {

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
}
