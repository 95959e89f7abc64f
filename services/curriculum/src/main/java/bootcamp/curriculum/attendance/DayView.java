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
     * @param status what it comes to, or on a day that is not over, by now
     * @param clause null: not marked; so of {@code at}
     * @param by name of the account that set the marks last; null: nobody's, stamps made them
     * @param stamps null: none
     */
    record Line(
            String studentId,
            String status,
            List<Mark> marks,
            @Nullable Clause clause,
            boolean provisional,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable Stamps stamps) {

        static Line of(String studentId, @Nullable Entry entry, Stamps stamped, boolean over) {
            Stamps stamps = stamped.equals(Stamps.NONE) ? null : stamped;
            return entry == null
                    ? new Line(
                            studentId,
                            Marks.UNMARKED.status(),
                            Marks.UNMARKED.all(),
                            null,
                            false,
                            null,
                            null,
                            stamps)
                    : new Line(
                            studentId,
                            entry.day(over).status(),
                            entry.day(over).all(),
                            entry.clause(),
                            entry.provisional(),
                            entry.by(),
                            entry.at(),
                            stamps);
        }
    }

    /**
     * @param over whether the day is
     * @param students who is in the course that day, ascending
     */
    static DayView of(
            Sheet sheet,
            boolean trainingDay,
            boolean over,
            int policyVersion,
            List<String> students) {
        return new DayView(
                sheet.cohortId(),
                sheet.date(),
                trainingDay,
                sheet.closed(),
                policyVersion,
                students.stream()
                        .map(each -> Line.of(each, sheet.entryOf(each), sheet.stampsOf(each), over))
                        .toList());
    }
}
