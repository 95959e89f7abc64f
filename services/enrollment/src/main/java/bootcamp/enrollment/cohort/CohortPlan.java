package bootcamp.enrollment.cohort;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a cohort sets out to be.
 *
 * @param programme offered again and again, such as {@code AI Lab}
 * @param startDate day 0
 * @param endDate the last day; its distance from day 0 is the horizon
 * @param timeZone IANA id; the cohort's days begin and end there
 * @param capacity seats, {@value #CAPACITY_MIN} to {@value #CAPACITY_MAX}
 * @param trainingWeekdays at least one, in the order of the week
 * @param holidays without training, within the dates, ascending
 */
public record CohortPlan(
        String programme,
        String name,
        LocalDate startDate,
        LocalDate endDate,
        String timeZone,
        int capacity,
        List<DayOfWeek> trainingWeekdays,
        List<LocalDate> holidays) {

    static final int CAPACITY_MIN = 1;
    static final int CAPACITY_MAX = 20_000;
    static final int HORIZON_DAYS_MAX = 1_830;
    static final int TEXT_CHARS_MAX = 200;

    public static final List<DayOfWeek> WORKING_WEEK =
            List.of(
                    DayOfWeek.MONDAY,
                    DayOfWeek.TUESDAY,
                    DayOfWeek.WEDNESDAY,
                    DayOfWeek.THURSDAY,
                    DayOfWeek.FRIDAY);

    public CohortPlan {
        trainingWeekdays = trainingWeekdays.stream().distinct().sorted().toList();
        holidays = holidays.stream().distinct().sorted().toList();
    }

    /** Why this can't be a cohort; empty where it can. */
    Optional<CohortRefusal> flaw() {
        if (!isText(programme)) {
            return Optional.of(new CohortRefusal.TextOutOfRange("programme", TEXT_CHARS_MAX));
        }
        if (!isText(name)) {
            return Optional.of(new CohortRefusal.TextOutOfRange("name", TEXT_CHARS_MAX));
        }
        if (!isZone()) {
            return Optional.of(new CohortRefusal.UnknownTimeZone());
        }
        if (capacity < CAPACITY_MIN || capacity > CAPACITY_MAX) {
            return Optional.of(new CohortRefusal.CapacityOutOfRange(CAPACITY_MIN, CAPACITY_MAX));
        }
        return flawOfDates();
    }

    private Optional<CohortRefusal> flawOfDates() {
        if (endDate.isBefore(startDate)) {
            return Optional.of(new CohortRefusal.EndBeforeStart());
        }
        if (ChronoUnit.DAYS.between(startDate, endDate) > HORIZON_DAYS_MAX) {
            return Optional.of(new CohortRefusal.CohortTooLong(HORIZON_DAYS_MAX));
        }
        if (trainingWeekdays.isEmpty()) {
            return Optional.of(new CohortRefusal.NoTrainingWeekday());
        }
        return holidays.stream()
                .filter(day -> day.isBefore(startDate) || day.isAfter(endDate))
                .findFirst()
                .map(day -> new CohortRefusal.HolidayOutsideCohort(day, startDate, endDate));
    }

    private static boolean isText(String text) {
        return !text.isBlank() && text.length() <= TEXT_CHARS_MAX;
    }

    private boolean isZone() {
        try {
            return ZoneId.of(timeZone).getId().contains("/") || timeZone.equals("UTC");
        } catch (DateTimeException e) {
            return false;
        }
    }

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }
}
