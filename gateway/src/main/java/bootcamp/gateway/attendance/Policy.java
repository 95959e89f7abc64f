package bootcamp.gateway.attendance;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a cohort's attendance policy, as far as figures need it.
 *
 * @param version from 1
 * @param from first day that is judged by it
 * @param usesStamps who is not marked by the end of the next day was absent; else such a day is
 *     left out
 * @param thresholdPerMille the rate that is asked for, of all course days
 * @param marksPerAbsence how many of late, early leave and outing come to one absence; null: they
 *     never do
 * @param monthly these add up within a month of the calendar; else over the course
 */
public record Policy(
        int version,
        LocalDate from,
        boolean usesStamps,
        int thresholdPerMille,
        @Nullable Integer marksPerAbsence,
        boolean monthly) {

    /** Of a cohort that has none of its own: the preset KDT, kept on a sheet. */
    public static final List<Policy> DEFAULT =
            List.of(new Policy(1, LocalDate.MIN, false, 800, 3, false));

    /** The one that judges a day; of days before the first version, the first. */
    static Policy on(LocalDate day, List<Policy> versions) {
        Policy found = versions.getFirst();
        for (Policy each : versions) {
            if (each.from().isAfter(day)) {
                break;
            }
            found = each;
        }
        return found;
    }

    /** A closed day stays with the version under which it was closed. */
    static Policy of(DaySheet sheet, List<Policy> versions) {
        if (sheet.closed()) {
            for (Policy each : versions) {
                if (each.version() == sheet.policyVersion()) {
                    return each;
                }
            }
        }
        return on(sheet.date(), versions);
    }
}
