package bootcamp.curriculum.attendance;

import bootcamp.curriculum.attendance.Sheet.Entry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attendance of a day as staff see it: everybody who is in the course that day, marked or not.
 *
 * @param trainingDay where it is none, nobody is on it
 * @param policyVersion the one that the day counts under
 * @param entries ascending by student
 */
record DayView(
        String cohortId,
        LocalDate date,
        boolean trainingDay,
        boolean closed,
        int policyVersion,
        List<Line> entries) {

    /**
     * One student.
     *
     * @param clause null: not marked; so of {@code by} and {@code at}
     * @param by name of the account that set the marks last
     */
    record Line(
            String studentId,
            String status,
            List<Mark> marks,
            @Nullable Clause clause,
            boolean provisional,
            @Nullable String by,
            @Nullable Instant at) {

        static Line of(String studentId, @Nullable Entry entry) {
            return entry == null
                    ? new Line(
                            studentId,
                            Marks.UNMARKED.status(),
                            Marks.UNMARKED.all(),
                            null,
                            false,
                            null,
                            null)
                    : new Line(
                            studentId,
                            entry.day().status(),
                            entry.marks(),
                            entry.clause(),
                            entry.provisional(),
                            entry.by(),
                            entry.at());
        }
    }

    /**
     * @param students who is in the course that day, ascending
     */
    static DayView of(Sheet sheet, boolean trainingDay, int policyVersion, List<String> students) {
        return new DayView(
                sheet.cohortId(),
                sheet.date(),
                trainingDay,
                sheet.closed(),
                policyVersion,
                students.stream().map(each -> Line.of(each, sheet.entryOf(each))).toList());
    }
}
