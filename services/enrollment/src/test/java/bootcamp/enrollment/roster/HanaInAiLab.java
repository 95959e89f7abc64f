package bootcamp.enrollment.roster;

import static bootcamp.enrollment.Plans.END;
import static bootcamp.enrollment.Plans.NOON;
import static bootcamp.enrollment.Plans.START;
import static bootcamp.enrollment.Plans.TERM;
import static bootcamp.enrollment.Plans.secondsLater;
import static bootcamp.enrollment.Plans.staff;
import static bootcamp.enrollment.roster.Status.ENROLLED;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.roster.EnrollmentCommand.ApplyRow;
import bootcamp.enrollment.roster.EnrollmentCommand.Arrive;
import bootcamp.enrollment.roster.EnrollmentCommand.EndLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.MoveStatus;
import bootcamp.enrollment.roster.EnrollmentCommand.Register;
import bootcamp.enrollment.roster.EnrollmentCommand.RevertWithdrawal;
import bootcamp.enrollment.roster.EnrollmentCommand.TakeLeave;
import bootcamp.enrollment.roster.EnrollmentCommand.Transfer;
import bootcamp.enrollment.roster.EnrollmentCommand.Withdraw;
import bootcamp.enrollment.roster.Standing.Withdrawal;
import bootcamp.platform.aggregate.Story;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One student in one cohort: what is commanded there, in short. */
abstract class HanaInAiLab {

    static final LocalDate MARCH = LocalDate.of(2024, 3, 4);

    final Story<Enrollment, EnrollmentCommand, OfEnrollment> hana =
            Story.of(Enrollment.TYPE, "hana-in-ai-lab-3");

    static Register register(Status status) {
        return new Register("hana", "ai-lab-3", status, START, TERM, NOON, staff());
    }

    static Withdraw withdraw(LocalDate on) {
        return withdraw(on, END);
    }

    static Withdraw withdraw(LocalDate on, LocalDate today) {
        return new Withdraw(on, WithdrawalReason.EMPLOYMENT, "remark-1", today, TERM, staff());
    }

    static RevertWithdrawal revert(int seconds) {
        return new RevertWithdrawal(MARCH, secondsLater(seconds), staff());
    }

    static MoveStatus move(Status to, LocalDate on) {
        return new MoveStatus(to, on, null, END, TERM, NOON, staff());
    }

    static TakeLeave leave(LocalDate from, @Nullable LocalDate until) {
        return new TakeLeave(from, until, MARCH, TERM, staff());
    }

    static EndLeave back(LocalDate on) {
        return new EndLeave(null, on, MARCH, TERM, staff());
    }

    static Transfer transfer(LocalDate on) {
        return transfer(on, END);
    }

    static Transfer transfer(LocalDate on, LocalDate today) {
        return new Transfer(
                "ai-lab-4", "hana-in-ai-lab-4", on, today, TERM, secondsLater(9), staff());
    }

    static Arrive arrive(LocalDate on, int seconds) {
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
    static Enrollment inTheOther(LocalDate enteredOn) {
        return Story.of(Enrollment.TYPE, "hana-in-ai-lab-4")
                .given(new Register("hana", "ai-lab-4", ENROLLED, enteredOn, TERM, NOON, staff()))
                .state();
    }

    Optional<String> barrier(LocalDate on, LocalDate enteredOn) {
        return hana.state()
                .barrierTo(inTheOther(enteredOn), on, TERM, TERM)
                .map(EnrollmentRefusal::code);
    }

    static ApplyRow row(@Nullable LocalDate enrolledOn, @Nullable LocalDate withdrawnOn) {
        var withdrawal =
                withdrawnOn == null
                        ? null
                        : new Withdrawal(withdrawnOn, WithdrawalReason.HEALTH, null);
        return new ApplyRow(
                "hana", "ai-lab-3", enrolledOn, withdrawal, MARCH, secondsLater(30), staff());
    }

    Story<Enrollment, EnrollmentCommand, OfEnrollment> enrolled() {
        return hana.given(register(ENROLLED));
    }
}
