package bootcamp.gateway.attendance;

import java.time.LocalDate;
import java.util.Collection;

/**
 * What students ask of their days, and waits for staff.
 *
 * @param open how many wait
 * @param overdue how many of these should have been decided before today
 */
public record Requests(int open, int overdue) {

    /**
     * @param decideBy of each that is open the last day on which it is to be decided
     * @param today in the cohort's zone
     */
    public static Requests of(Collection<LocalDate> decideBy, LocalDate today) {
        return new Requests(
                decideBy.size(), (int) decideBy.stream().filter(today::isAfter).count());
    }
}
