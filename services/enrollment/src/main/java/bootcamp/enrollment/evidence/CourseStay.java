package bootcamp.enrollment.evidence;

import bootcamp.enrollment.roster.Standing.Leave;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a student is in the course of a cohort.
 *
 * @param enteredOn null: the day the cohort starts
 * @param leftOn the first day on which the student is there no more; null: has not left
 */
record CourseStay(
        String enrollmentId,
        String studentId,
        @Nullable LocalDate enteredOn,
        @Nullable LocalDate leftOn,
        List<Leave> leaves) {

    CourseStay {
        leaves = List.copyOf(leaves);
    }

    boolean isInCourse(LocalDate day) {
        return hasEnteredBy(day)
                && (leftOn == null || day.isBefore(leftOn))
                && leaves.stream()
                        .noneMatch(
                                leave ->
                                        !day.isBefore(leave.from())
                                                && (leave.until() == null
                                                        || !day.isAfter(leave.until())));
    }

    boolean hasEnteredBy(LocalDate day) {
        return enteredOn == null || !enteredOn.isAfter(day);
    }
}
