package bootcamp.enrollment.evidence;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a cohort's attendance policy, as far as evidence needs it.
 *
 * @param version from 1
 * @param from first day that is judged by it
 * @param stamps who is not marked by the end of the next day was absent; else such a day is left
 *     out
 * @param marksPerAbsence so many of late, early leave and outing are an absence; null: none are
 * @param monthly they add up within a calendar month; else over the course
 */
record AttendanceTerms(
        int version,
        LocalDate from,
        boolean stamps,
        @Nullable Integer marksPerAbsence,
        boolean monthly) {

    /** Of a cohort that has none of its own: the preset KDT, kept on a sheet. */
    static final List<AttendanceTerms> DEFAULT =
            List.of(new AttendanceTerms(1, LocalDate.EPOCH, false, 3, false));

    /**
     * A closed day stays with the version that it was closed under; another has the last that is
     * from on or before it.
     *
     * @param versions ascending by day, then by number
     */
    static AttendanceTerms of(SheetRecord sheet, List<AttendanceTerms> versions) {
        AttendanceTerms found = versions.getFirst();
        for (AttendanceTerms each : versions) {
            if (sheet.closed() && each.version() == sheet.policyVersion()) {
                return each;
            }
            if (!each.from().isAfter(sheet.date())) {
                found = each;
            }
        }
        return found;
    }
}
