package bootcamp.enrollment.roster;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A day as people write it, where there is only one way to read it: the year comes first. {@code
 * 01/02/2024} is two days to two readers, and is refused.
 *
 * @param day null exactly where {@code problem} is not
 * @param problem NOT_A_DATE, AMBIGUOUS_DATE, NO_SUCH_DATE (30 February) or DATE_OUT_OF_RANGE
 */
record RosterDate(@Nullable LocalDate day, @Nullable String problem) {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2199;

    /** Programs write a day as its midnight; any other time of the day is not a day. */
    private static final Pattern MIDNIGHT = Pattern.compile("[T ]0?0:00(:00(\\.0+)?)?$");

    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})([-./])(\\d{1,2})\\2(\\d{1,2})\\.?");
    private static final Pattern KOREAN = Pattern.compile("(\\d{4})(년)(\\d{1,2})월(\\d{1,2})일");
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})()(\\d{2})(\\d{2})");
    private static final Pattern YEAR_LAST_OR_SHORT =
            Pattern.compile("\\d{1,2}[-./]\\d{1,2}[-./](\\d{2}|\\d{4})\\.?");

    static RosterDate of(RosterLine.Cell cell) {
        LocalDate shown = cell.date();
        return shown != null && isInRange(shown) ? new RosterDate(shown, null) : of(cell.text());
    }

    static RosterDate of(String text) {
        String plain = Normalizer.normalize(Cleaning.clean(text), Normalizer.Form.NFKC);
        String day = MIDNIGHT.matcher(plain).replaceFirst("").replace(" ", "");
        for (Pattern pattern : new Pattern[] {YEAR_FIRST, KOREAN, DIGITS}) {
            Matcher parts = pattern.matcher(day);
            if (parts.matches()) {
                return ofParts(parts.group(1), parts.group(3), parts.group(4));
            }
        }
        boolean ambiguous = YEAR_LAST_OR_SHORT.matcher(day).matches();
        return new RosterDate(null, ambiguous ? "AMBIGUOUS_DATE" : "NOT_A_DATE");
    }

    private static RosterDate ofParts(String year, String month, String day) {
        try {
            LocalDate date = LocalDate.of(number(year), number(month), number(day));
            return isInRange(date)
                    ? new RosterDate(date, null)
                    : new RosterDate(null, "DATE_OUT_OF_RANGE");
        } catch (DateTimeException e) {
            return new RosterDate(null, "NO_SUCH_DATE");
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static boolean isInRange(LocalDate date) {
        return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
    }
}
