package bootcamp.gateway.signin;

import bootcamp.platform.source.KeyedHash;
import java.math.BigInteger;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What accounts are called. Letters of any script; case does not tell two apart. */
final class Usernames {

    static final int LENGTH_MAX = 64;
    private static final Pattern FORM =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+-]{0,63}");
    private static final int STUDENT_DIGITS = 9;

    private Usernames() {}

    /** One form for each name, however it was typed. */
    static String normalised(String typed) {
        String bounded = typed.substring(0, Math.min(typed.length(), 4 * LENGTH_MAX));
        return Normalizer.normalize(bounded.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    static boolean isAllowed(String normalised) {
        return FORM.matcher(normalised).matches();
    }

    /** A student's: says nothing about the person, and is the same each time. */
    static String ofStudent(KeyedHash hash, String studentId) {
        String digits = new BigInteger(hash.of("student's username", studentId), 16).toString(32);
        return "s-" + digits.substring(digits.length() - STUDENT_DIGITS);
    }
}
