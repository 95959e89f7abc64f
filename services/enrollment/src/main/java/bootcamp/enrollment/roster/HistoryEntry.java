package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an enrollment, as staff read it later; nothing in it is ever changed.
 *
 * @param what literal name of the fact
 * @param on the day it is about; null: none, or not said
 * @param until the last day it is about; null: none, or open
 * @param detail a code that goes with it, such as a reason or a cohort's id; null: none
 * @param remarkId what staff noted; null: nothing
 */
public record HistoryEntry(
        String what,
        @Nullable LocalDate on,
        @Nullable LocalDate until,
        @Nullable String detail,
        @Nullable String remarkId,
        Stamp stamp) {

    static HistoryEntry of(String what, Stamp stamp) {
        return new HistoryEntry(what, null, null, null, null, stamp);
    }

    static HistoryEntry of(String what, @Nullable LocalDate on, Stamp stamp) {
        return new HistoryEntry(what, on, null, null, null, stamp);
    }
}
