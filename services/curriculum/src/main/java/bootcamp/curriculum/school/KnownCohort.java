package bootcamp.curriculum.school;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * A cohort as this service knows it.
 *
 * @param startDate its first day
 * @param endDate its last day
 * @param trainingWeekdays at least one
 * @param holidays without training
 */
public record KnownCohort(
        String cohortId,
        ZoneId zone,
        LocalDate startDate,
        LocalDate endDate,
        Set<DayOfWeek> trainingWeekdays,
        Set<LocalDate> holidays) {

    public KnownCohort {
        trainingWeekdays = Set.copyOf(trainingWeekdays);
        holidays = Set.copyOf(holidays);
    }

    /** Whether the day is one of the cohort's, with training or without. */
    public boolean has(LocalDate day) {
        return !day.isBefore(startDate) && !day.isAfter(endDate);
    }

    public boolean isTrainingDay(LocalDate day) {
        return has(day) && trainingWeekdays.contains(day.getDayOfWeek()) && !holidays.contains(day);
    }

    /** Those from one day to another, both among them, ascending. */
    public List<LocalDate> trainingDays(LocalDate from, LocalDate until) {
        LocalDate first = from.isBefore(startDate) ? startDate : from;
        LocalDate last = until.isAfter(endDate) ? endDate : until;
        return first.isAfter(last)
                ? List.of()
                : first.datesUntil(last.plusDays(1)).filter(this::isTrainingDay).toList();
    }

    public List<LocalDate> trainingDays() {
        return trainingDays(startDate, endDate);
    }
}
