package bootcamp.enrollment.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.source.KeyedHash;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Codes are typed from paper: each slip of the hand is found, and no two closings have one. */
class CertificateCodeTest {

    private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final KeyedHash HASH = KeyedHash.of("a secret that is long enough");
    private static final Instant CLOSING = Instant.parse("2024-07-31T09:00:00Z");

    private static CertificateCode code(int n) {
        return CertificateCode.of(HASH, "enrollment-" + n, CLOSING);
    }

    @Test
    void oneWrongSignIsFoundAndSoAreTwoThatWereExchanged() {
        for (int n = 0; n < 50; n++) {
            String signs = code(n).signs();
            for (int at = 0; at < signs.length(); at++) {
                for (char other : SIGNS.toCharArray()) {
                    StringBuilder typed = new StringBuilder(signs);
                    typed.setCharAt(at, other);
                    assertThat(CertificateCode.read(typed.toString()) != null)
                            .isEqualTo(other == signs.charAt(at));
                }
                for (int with = at + 1; with < signs.length(); with++) {
                    StringBuilder typed = new StringBuilder(signs);
                    typed.setCharAt(at, signs.charAt(with));
                    typed.setCharAt(with, signs.charAt(at));
                    assertThat(CertificateCode.read(typed.toString()) != null)
                            .isEqualTo(signs.charAt(at) == signs.charAt(with));
                }
            }
        }
    }

    @Test
    void itIsReadAsItIsShownAndAsItIsTyped() {
        CertificateCode code = code(1);

        assertThat(code.shown()).matches("([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(CertificateCode.read(code.shown())).isEqualTo(code);
        assertThat(
                        CertificateCode.read(
                                " "
                                        + code.shown()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('0', 'o')
                                                .replace('1', 'l')
                                                .replace("-", " - ")))
                .isEqualTo(code);
        assertThat(CertificateCode.read("")).isNull();
        assertThat(CertificateCode.read("UUUU-UUUU-UUUU-UUUU-UUUU")).isNull();
        assertThat(CertificateCode.read(code.signs() + "0")).isNull();
    }

    @Test
    void theSameClosingHasTheSameCodeAndAnyOtherAnotherOfAllSigns() {
        Set<String> codes = new HashSet<>();
        Set<Integer> signs = new HashSet<>();
        for (int n = 0; n < 2000; n++) {
            codes.add(code(n).signs());
            code(n).signs().chars().forEach(signs::add);
        }

        assertThat(codes).hasSize(2000);
        assertThat(signs).hasSize(SIGNS.length());
        assertThat(code(7)).isEqualTo(code(7));
        assertThat(code(7))
                .isNotEqualTo(CertificateCode.of(HASH, "enrollment-7", CLOSING.plusMillis(1)))
                .isNotEqualTo(
                        CertificateCode.of(
                                KeyedHash.of("another secret, as long"), "enrollment-7", CLOSING));
        assertThat(IntStream.range(0, 2000).mapToObj(n -> code(n).signs().charAt(0)).distinct())
                .hasSize(SIGNS.length());
    }
}
