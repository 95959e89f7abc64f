package bootcamp.enrollment.certificate;

import bootcamp.platform.source.KeyedHash;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate is checked by: {@value #SIGNS} of 32 signs (Crockford 2019). The first 19 are
 * 95 bits that nobody can guess without the service's secret, and the same closing of the same
 * enrollment has the same; so writing a certificate again is no other one.
 *
 * <p>The last is a check sign. Signs are elements of GF(32) with α = 2 modulo x⁵ + x² + 1, and Σ
 * signᵢ α^(19 − i) = 0 (Reed and Solomon 1960, with one sign of redundancy). One wrong sign changes
 * the sum by e α^k ≠ 0, and two that are exchanged by (a − b)(α^j − α^k) ≠ 0, since α has order 31:
 * each such slip is found before anybody is asked.
 */
record CertificateCode(String signs) {

    static final int SIGNS = 20;

    private static final int GROUP = 4;
    private static final int REDUCED = 0b100101;
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern BETWEEN = Pattern.compile("[\\s-]+");
    private static final Pattern CODE = Pattern.compile("[" + ALPHABET + "]{" + SIGNS + "}");

    /** Of one closing of one enrollment. */
    static CertificateCode of(KeyedHash hash, String enrollmentId, Instant closing) {
        byte[] bytes =
                HexFormat.of().parseHex(hash.of("certificate", enrollmentId, closing.toString()));
        StringBuilder signs = new StringBuilder();
        for (int each = 0; each < SIGNS - 1; each++) {
            signs.append(ALPHABET.charAt(Byte.toUnsignedInt(bytes[each]) % ALPHABET.length()));
        }
        char check = ALPHABET.charAt(timesAlpha(sum(signs)));
        return new CertificateCode(signs.append(check).toString());
    }

    /**
     * As it is typed: in any letters, with or without hyphens.
     *
     * @return null: it is no code, or one with a slip in it
     */
    static @Nullable CertificateCode read(String typed) {
        String signs =
                BETWEEN.matcher(typed)
                        .replaceAll("")
                        .toUpperCase(Locale.ROOT)
                        .replace('O', '0')
                        .replace('I', '1')
                        .replace('L', '1');
        return CODE.matcher(signs).matches() && sum(signs) == 0 ? new CertificateCode(signs) : null;
    }

    /** By Horner's rule. */
    private static int sum(CharSequence signs) {
        return signs.chars().reduce(0, (sum, sign) -> timesAlpha(sum) ^ ALPHABET.indexOf(sign));
    }

    private static int timesAlpha(int element) {
        int shifted = element << 1;
        return shifted < ALPHABET.length() ? shifted : shifted ^ REDUCED;
    }

    /** As it is shown: in groups. */
    String shown() {
        return signs.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }
}
