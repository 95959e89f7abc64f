package bootcamp.curriculum.school;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a student is in the course of a cohort.
 *
 * @param enteredOn null: the day the cohort starts
 * @param leftOn the first day on which the student is there no more; null: has not left
 */
public record CourseStay(
        String studentId,
        @Nullable LocalDate enteredOn,
        @Nullable LocalDate leftOn,
        List<Leave> leaves) {

    public CourseStay {
        leaves = List.copyOf(leaves);
    }

    /**
     * A time away.
     *
     * @param until the last day; null: open
     */
    public record Leave(LocalDate from, @Nullable LocalDate until) {

        boolean covers(LocalDate day) {
            return !day.isBefore(from) && (until == null || !day.isAfter(until));
        }
    }

    /** Entered, not left and not on leave; of a day that the cohort has. */
    public boolean isInCourse(LocalDate day) {
        return (enteredOn == null || !day.isBefore(enteredOn))
                && !hasLeftBy(day)
                && leaves.stream().noneMatch(leave -> leave.covers(day));
    }

    public boolean hasLeftBy(LocalDate day) {
        return leftOn != null && !day.isBefore(leftOn);
    }
}
