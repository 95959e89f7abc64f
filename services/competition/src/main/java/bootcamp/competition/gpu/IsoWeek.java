package bootcamp.competition.gpu;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * A week as ISO 8601 counts them, {@code 2026-W48}.
 *
 * @param monday with which it begins
 */
record IsoWeek(LocalDate monday) {

    static final String PATTERN = "2[01]\\d\\d-W\\d\\d";

    static IsoWeek of(LocalDate day) {
        return new IsoWeek(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    }

    /** Null where it is none; there are years without a week 53. */
    static @Nullable IsoWeek read(String text) {
        if (!text.matches(PATTERN)) {
            return null;
        }
        try {
            return new IsoWeek(LocalDate.parse(text + "-1", DateTimeFormatter.ISO_WEEK_DATE));
        } catch (DateTimeException none) {
            return null;
        }
    }

    IsoWeek plus(int weeks) {
        return new IsoWeek(monday.plusWeeks(weeks));
    }

    @Override
    public String toString() {
        return "%d-W%02d"
                .formatted(
                        monday.get(IsoFields.WEEK_BASED_YEAR),
                        monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
