package bootcamp.platform.form;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads a day of a path or a query: {@code 2025-03-14}, years with four digits. */
public final class PathDay {

    private static final int CHARS = 10;

    private PathDay() {}

    /**
     * @throws ProblemException 400, naming the field
     */
    public static LocalDate read(String field, String text) {
        if (text.length() != CHARS) {
            throw notADate(field);
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw notADate(field);
        }
    }

    private static ProblemException notADate(String field) {
        return ProblemException.malformed(FieldError.of(field, "NOT_A_DATE"));
    }
}
