package bootcamp.review.conduct;

import bootcamp.platform.source.KeyedHash;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what the writer of a report comes back: {@value #SIGNS} of 32 signs (Crockford 2019), which
 * are 100 bits. It is made of the ticket, which is kept nowhere, so the same ticket has the same
 * code and nothing that is kept leads to it, not even with the service's secret.
 */
record ConductCode(String signs) {

    private static final int SIGNS = 20;
    private static final int GROUP = 4;
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern BETWEEN = Pattern.compile("[\\s-]+");
    private static final Pattern CODE = Pattern.compile("[" + ALPHABET + "]{" + SIGNS + "}");

    /**
     * @param message of the ticket that was spent
     */
    static ConductCode of(KeyedHash hash, byte[] message) {
        byte[] bytes = HexFormat.of().parseHex(hash.of("conduct code", message));
        StringBuilder signs = new StringBuilder();
        for (int each = 0; each < SIGNS; each++) {
            signs.append(ALPHABET.charAt(Byte.toUnsignedInt(bytes[each]) % ALPHABET.length()));
        }
        return new ConductCode(signs.toString());
    }

    /** As it is typed: in any letters, with or without hyphens. Null for what is no code. */
    static @Nullable ConductCode read(String typed) {
        String signs =
                BETWEEN.matcher(typed)
                        .replaceAll("")
                        .toUpperCase(Locale.ROOT)
                        .replace('O', '0')
                        .replace('I', '1')
                        .replace('L', '1');
        return CODE.matcher(signs).matches() ? new ConductCode(signs) : null;
    }

    /** The report is found by this alone: what the database compares tells nothing of the code. */
    String reportId(KeyedHash hash) {
        return hash.of("conduct report", signs);
    }

    /** As it is shown: in groups. */
    String shown() {
        return signs.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }

    /** Never the code. */
    @Override
    public String toString() {
        return "ConductCode[]";
    }
}
