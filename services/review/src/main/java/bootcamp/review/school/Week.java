package bootcamp.review.school;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A week of ISO 8601, from Monday to Sunday.
 *
 * @param monday its first day
 */
public record Week(LocalDate monday) {

    private static final Pattern ID = Pattern.compile("[0-9]{4}-W[0-9]{2}");
    private static final String OF_MONDAY = "-1";

    /** The one in which a day is. */
    static Week of(LocalDate day) {
        return new Week(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    }

    /** Whether there is such a week: {@code 2020-W53} is one, {@code 2021-W53} is none. */
    public static boolean isId(String id) {
        return parsed(id) != null;
    }

    /** Null for what is no week's id. */
    static @Nullable Week parsed(String id) {
        if (!ID.matcher(id).matches()) {
            return null;
        }
        try {
            return new Week(LocalDate.parse(id + OF_MONDAY, DateTimeFormatter.ISO_WEEK_DATE));
        } catch (DateTimeParseException noSuchWeek) {
            return null;
        }
    }

    /** Such as {@code 2024-W31}. */
    String id() {
        return String.format(
                Locale.ROOT,
                "%04d-W%02d",
                monday.get(IsoFields.WEEK_BASED_YEAR),
                monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    Stream<LocalDate> days() {
        return monday.datesUntil(next().monday());
    }

    LocalDate saturday() {
        return monday.with(DayOfWeek.SATURDAY);
    }

    LocalDate sunday() {
        return monday.with(DayOfWeek.SUNDAY);
    }

    Week next() {
        return new Week(monday.plusWeeks(1));
    }
}
