package bootcamp.gateway.attendance;

import bootcamp.gateway.retention.Stay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * The days of a cohort on which attendance is taken.
 *
 * @param start first day
 * @param end last day, with it; never before the first
 * @param weekdays on which there is training
 * @param holidays without training
 */
public record Course(
        LocalDate start, LocalDate end, Set<DayOfWeek> weekdays, Set<LocalDate> holidays) {

    public Course {
        weekdays = Set.copyOf(weekdays);
        holidays = Set.copyOf(holidays);
    }

    public boolean isTrainingDay(LocalDate day) {
        return !day.isBefore(start)
                && !day.isAfter(end)
                && weekdays.contains(day.getDayOfWeek())
                && !holidays.contains(day);
    }

    /** All training days, ascending. */
    List<LocalDate> days() {
        return start.datesUntil(end.plusDays(1)).filter(this::isTrainingDay).toList();
    }

    /** Whether the day is one of this student's, whatever came of it later: D of the rate. */
    static boolean isOf(Stay stay, LocalDate day) {
        LocalDate enrolledOn = stay.enrolledOn();
        return (enrolledOn == null || !day.isBefore(enrolledOn)) && !stay.isOnLeave(day);
    }

    /** Whether the student is to be there: one of the student's days, before leaving. */
    static boolean expects(Stay stay, LocalDate day) {
        LocalDate withdrawnOn = stay.withdrawnOn();
        return isOf(stay, day) && (withdrawnOn == null || day.isBefore(withdrawnOn));
    }
}
