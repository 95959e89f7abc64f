package bootcamp.gateway.attendance;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The marks of one training day: a byte for each student who has one.
 *
 * @param closed nobody sets marks any more
 * @param policyVersion of the attendance policy under which the day was last judged, from 1
 * @param students their ids, ascending
 * @param marks of the student at that place; never 0; {@code ABSENT} with others: so far the others
 *     ({@link Mark#unless})
 */
public record DaySheet(
        LocalDate date, boolean closed, int policyVersion, List<String> students, byte[] marks) {

    /** What it comes to once the day is over; 0: none. */
    byte of(String studentId) {
        return Mark.inTheEnd(marksOf(studentId));
    }

    /** What it comes to while the day is not over; 0: none. */
    byte soFar(String studentId) {
        return Mark.soFar(marksOf(studentId));
    }

    private byte marksOf(String studentId) {
        int at = Collections.binarySearch(students, studentId);
        return at < 0 ? 0 : marks[at];
    }

    boolean isBlank() {
        return marks.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DaySheet that
                && date.equals(that.date)
                && closed == that.closed
                && policyVersion == that.policyVersion
                && students.equals(that.students)
                && Arrays.equals(marks, that.marks);
    }

    @Override
    public int hashCode() {
        return 31 * date.hashCode() + Arrays.hashCode(marks);
    }

    @Override
    public String toString() {
        return "DaySheet[%s, %d marks]".formatted(date, marks.length);
    }
}
