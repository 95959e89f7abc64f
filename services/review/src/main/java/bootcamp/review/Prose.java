package bootcamp.review;

import bootcamp.platform.http.InvalidInput.Checks;
import org.jspecify.annotations.Nullable;

/** What people write in sentences: as {@link Checks#text}, and nothing that turns it around. */
public final class Prose {

    /** Characters of one text. */
    public static final int LENGTH_MAX = 2000;

    private Prose() {}

    /** Null: none, which is well. */
    public static void checkIfAny(Checks checks, String field, @Nullable String value) {
        if (value != null) {
            check(checks, field, value);
        }
    }

    /** What turns the direction of the text around it is not taken. */
    public static void check(Checks checks, String field, String value) {
        checks.text(field, value, LENGTH_MAX);
        if (value.codePoints().anyMatch(Prose::turnsAround)) {
            checks.wrong(field, "UNPRINTABLE");
        }
    }

    private static boolean turnsAround(int codePoint) {
        return codePoint >= 0x202A && codePoint <= 0x202E
                || codePoint >= 0x2066 && codePoint <= 0x2069;
    }
}
