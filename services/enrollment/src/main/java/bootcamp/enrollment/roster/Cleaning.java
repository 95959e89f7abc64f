package bootcamp.enrollment.roster;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes one spelling of the many that look the same: composition, blanks, invisible marks. */
final class Cleaning {

    /** Every blank there is, the non-breaking and the ideographic ones included. */
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** Marks without width that copying leaves behind; they never carry meaning in a name. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\u200B\\u2060\\uFEFF\\u00AD]");

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Cleaning() {}

    /** Composed (NFC), no blank at either end, one plain space for every run of blanks inside. */
    static String clean(String text) {
        if (isPlain(text)) {
            return text.strip();
        }
        String visible =
                INVISIBLE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll("");
        return BLANKS.matcher(visible).replaceAll(" ").strip();
    }

    /** For headers and labels: only letters and digits count, in any case and composition. */
    static String label(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return NO_LETTER.matcher(folded).replaceAll("");
    }

    /** ASCII without two blanks in a row has one spelling already; most cells are like that. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || (c == ' ' && i > 0 && text.charAt(i - 1) == ' ')) {
                return false;
            }
        }
        return true;
    }
}
