package bootcamp.enrollment.admission;

import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.Standing;
import bootcamp.enrollment.roster.Standing.StatusOn;
import bootcamp.enrollment.roster.Status;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a seat of a cohort, in line: whoever was put on the waiting list on an earlier day
 * is before the others, and of one day who came to the cohort first.
 */
record WaitingLine(List<String> enrollmentIds) {

    WaitingLine {
        enrollmentIds = List.copyOf(enrollmentIds);
    }

    /**
     * @param known at least those who wait by the cohort's ledger, which hears of a move a moment
     *     after it is made; who is known to wait is in line at once
     */
    static WaitingLine of(Cohort cohort, Map<String, Enrollment> known) {
        return new WaitingLine(
                cohort.ledger().enrollmentIds().stream()
                        .filter(id -> waits(known.get(id)))
                        .sorted(
                                Comparator.comparing(
                                        id -> since(Objects.requireNonNull(known.get(id)), cohort)))
                        .toList());
    }

    private static boolean waits(@Nullable Enrollment enrollment) {
        return enrollment != null
                && !enrollment.standing().removed()
                && enrollment.standing().status() == Status.WAITING;
    }

    /** What is not dated holds from the day the cohort starts. */
    private static LocalDate since(Enrollment enrollment, Cohort cohort) {
        Standing standing = enrollment.standing();
        LocalDate on =
                standing.moves().reversed().stream()
                        .filter(each -> each.status() == Status.WAITING)
                        .findFirst()
                        .map(StatusOn::on)
                        .orElse(null);
        return on == null ? cohort.planned().startDate() : on;
    }

    /**
     * @return from 1; null: does not wait
     */
    @Nullable Integer placeOf(@Nullable String enrollmentId) {
        int at = enrollmentId == null ? -1 : enrollmentIds.indexOf(enrollmentId);
        return at < 0 ? null : at + 1;
    }
}
