package bootcamp.enrollment.roster;

import bootcamp.enrollment.roster.Standing.Destination;
import bootcamp.enrollment.roster.Standing.Leave;
import bootcamp.platform.aggregate.Versioned;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment as commands answer with it: nothing in it is personal, so it can be kept for those
 * who send a command again.
 *
 * @param status on the day of the answer
 * @param version for {@code If-Match}
 */
public record EnrollmentView(
        String enrollmentId,
        String studentId,
        String cohortId,
        Status status,
        long version,
        @Nullable LocalDate appliedOn,
        @Nullable LocalDate enrolledOn,
        Enrollment.@Nullable PublicWithdrawal withdrawal,
        List<Leave> leaves,
        @Nullable Destination transferredTo) {

    static EnrollmentView of(Versioned<Enrollment> enrollment, LocalDate today) {
        Enrollment.Public shown = enrollment.state().publicState();
        return new EnrollmentView(
                shown.enrollmentId(),
                shown.studentId(),
                shown.cohortId(),
                enrollment.state().standing().statusOn(today),
                enrollment.version(),
                shown.appliedOn(),
                shown.enrolledOn(),
                shown.withdrawal(),
                shown.leaves(),
                shown.transferredTo());
    }
}
