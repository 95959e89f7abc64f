package bootcamp.enrollment.evidence;

import java.time.LocalDate;
import java.util.Map;

/**
 * The attendance of one training day.
 *
 * @param closed its marks stand
 * @param policyVersion under which it was last written, and stays once closed
 * @param marks by student: how many of late, early leave and outing there are, or {@link #ABSENT};
 *     who is not in it has no mark
 */
record SheetRecord(LocalDate date, boolean closed, int policyVersion, Map<String, Integer> marks) {

    static final int ABSENT = -1;

    SheetRecord {
        marks = Map.copyOf(marks);
    }

    /** Nobody is marked: no such day was held, of whomever. */
    boolean isBlank() {
        return marks.isEmpty();
    }
}
