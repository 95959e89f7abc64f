package bootcamp.gateway.retention;

import java.time.LocalDate;

/**
 * A cohort's time as whole days from its start (day 0), looked at on one day.
 *
 * @param start epoch day of the cohort's start
 * @param horizon length of the cohort in days, 0 or more
 * @param asOf the day looked from, in days from the start; negative before it
 */
record Window(long start, int horizon, int asOf) {

    /** Stands for "never"; later than any day that is asked about. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final int DAYS_MAX = 1 << 30;

    /**
     * @throws IllegalArgumentException if the end is before the start
     */
    static Window of(LocalDate start, LocalDate end, LocalDate asOf) {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("The end is before the start");
        }
        long first = start.toEpochDay();
        return new Window(first, days(first, end), days(first, asOf));
    }

    /** The last day that is known and belongs to the cohort; negative before the start. */
    int limit() {
        return Math.min(horizon, asOf);
    }

    /** The day a student enters the risk set: enrolling before the start is entering at it. */
    int entry(Stay stay) {
        return Math.max(0, enrolled(stay));
    }

    /** The day a student enrolled; negative before the start. */
    int enrolled(Stay stay) {
        LocalDate on = stay.enrolledOn();
        return on == null ? 0 : days(start, on);
    }

    int exit(Stay stay) {
        LocalDate on = stay.withdrawnOn();
        return on == null ? NEVER : days(start, on);
    }

    private static int days(long from, LocalDate to) {
        return Math.clamp(to.toEpochDay() - from, -DAYS_MAX, DAYS_MAX);
    }
}
