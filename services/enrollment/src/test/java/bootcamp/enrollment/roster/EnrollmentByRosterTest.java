package bootcamp.enrollment.roster;

import static bootcamp.enrollment.Plans.START;
import static bootcamp.enrollment.Plans.secondsLater;
import static bootcamp.enrollment.Plans.staff;
import static bootcamp.enrollment.roster.Status.APPLIED;
import static bootcamp.enrollment.roster.Status.ENROLLED;
import static bootcamp.enrollment.roster.Status.REJECTED;
import static bootcamp.enrollment.roster.Status.WAITING;
import static bootcamp.enrollment.roster.Status.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.EnrolledOnCorrected;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentBegan;
import bootcamp.enrollment.EnrollmentEvent.EnrollmentVoided;
import bootcamp.enrollment.EnrollmentEvent.StandingRestored;
import bootcamp.enrollment.EnrollmentEvent.StudentEnrolled;
import bootcamp.enrollment.EnrollmentEvent.StudentWithdrew;
import bootcamp.enrollment.EnrollmentEvent.WithdrawalReverted;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.EnrollmentCommand.RestoreStanding;
import bootcamp.enrollment.roster.EnrollmentCommand.VoidEnrollment;
import bootcamp.enrollment.roster.Standing.StatusOn;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.platform.aggregate.Story;
import org.junit.jupiter.api.Test;

/** What a row of a roster makes of an enrollment, and what its undoing leaves. */
class EnrollmentByRosterTest extends HanaInAiLab {

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
}
