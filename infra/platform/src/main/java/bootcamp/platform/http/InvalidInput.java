package bootcamp.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A body that is well-formed and still not allowed: 422 with every wrong field. Made by {@link
 * #checking()}.
 */
public final class InvalidInput extends ProblemException {

    public InvalidInput(List<FieldError> errors) {
        super(HttpStatus.UNPROCESSABLE_CONTENT, "INVALID_INPUT", Map.of(), errors, null);
    }

    public static Checks checking() {
        return new Checks();
    }

    /** Collects what is wrong, so that the client learns all of it at once. Used by one thread. */
    public static final class Checks {

        /** Of Hangul, and of braille: letters to Unicode, and empty to the eye. */
        private static final String FILLERS = "\u115f\u1160\u3164\uffa0\u2800";

        private final List<FieldError> errors = new ArrayList<>();

        private Checks() {}

        /** A text that people read: neither blank nor longer than {@code lengthMax} characters. */
        public Checks text(String field, @Nullable String value, int lengthMax) {
            return value == null || value.codePoints().allMatch(Checks::isUnseen)
                    ? wrong(field, "BLANK")
                    : optionalText(field, value, lengthMax);
        }

        /** As {@link #text}, but may be absent or empty. */
        public Checks optionalText(String field, @Nullable String value, int lengthMax) {
            if (value == null) {
                return this;
            }
            if (value.codePoints().anyMatch(Checks::isUnprintable)) {
                wrong(field, "UNPRINTABLE");
            }
            return that(
                    value.codePointCount(0, value.length()) <= lengthMax,
                    field,
                    "TOO_LONG",
                    Map.of("max", lengthMax));
        }

        /** As {@link #text}, of what is shown in one line: a title, a name, a place. */
        public Checks line(String field, @Nullable String value, int lengthMax) {
            return text(field, value, lengthMax).oneLine(field, value);
        }

        /** As {@link #line}, but may be absent or empty. */
        public Checks optionalLine(String field, @Nullable String value, int lengthMax) {
            return optionalText(field, value, lengthMax).oneLine(field, value);
        }

        private Checks oneLine(String field, @Nullable String value) {
            return that(
                    value == null || value.strip().codePoints().noneMatch(Checks::breaksLine),
                    field,
                    "NOT_ONE_LINE");
        }

        public Checks range(String field, long value, long min, long max) {
            return that(
                    value >= min && value <= max,
                    field,
                    "OUT_OF_RANGE",
                    Map.of("min", min, "max", max));
        }

        public Checks that(boolean holds, String field, String code) {
            return that(holds, field, code, Map.of());
        }

        public Checks that(
                boolean holds, String field, String code, Map<String, Object> parameters) {
            if (!holds) {
                errors.add(new FieldError(field, code, parameters));
            }
            return this;
        }

        public Checks wrong(String field, String code) {
            errors.add(FieldError.of(field, code));
            return this;
        }

        public boolean passed() {
            return errors.isEmpty();
        }

        /**
         * @throws InvalidInput naming every field that did not pass
         */
        public void orThrow() {
            if (!errors.isEmpty()) {
                throw new InvalidInput(errors);
            }
        }

        /**
         * Spaces of all kinds, what only forms others, and letters that are made to fill a place.
         */
        private static boolean isUnseen(int codePoint) {
            return Character.isWhitespace(codePoint)
                    || Character.isSpaceChar(codePoint)
                    || Character.getType(codePoint) == Character.FORMAT
                    || FILLERS.indexOf(codePoint) >= 0;
        }

        private static boolean breaksLine(int codePoint) {
            return codePoint == '\n'
                    || Character.getType(codePoint) == Character.LINE_SEPARATOR
                    || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
        }

        private static boolean isUnprintable(int codePoint) {
            return Character.isISOControl(codePoint) && codePoint != '\n' && codePoint != '\t'
                    || Character.getType(codePoint) == Character.SURROGATE;
        }
    }
}
