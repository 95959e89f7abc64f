package bootcamp.review.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** On the test vector of RFC 9474, appendix A.1. */
class BlindSignerTest {

    private static final JsonNode VECTOR = vector();
    private static final BigInteger N = number("n");
    private static final TicketKey KEY = TicketKey.of(N, number("e"));

    private static JsonNode vector() {
        try (InputStream in =
                BlindSignerTest.class.getResourceAsStream("/rfc9474-randomized.json")) {
            return JsonMapper.builder().build().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BigInteger number(String field) {
        return new BigInteger(VECTOR.path(field).asString(), 16);
    }

    private static byte[] bytes(String field) {
        return HexFormat.of().parseHex(VECTOR.path(field).asString());
    }

    private static RSAPrivateCrtKey privateKey() throws GeneralSecurityException {
        BigInteger p = number("p");
        BigInteger q = number("q");
        BigInteger d = number("d");
        return (RSAPrivateCrtKey)
                KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new RSAPrivateCrtKeySpec(
                                        N,
                                        number("e"),
                                        d,
                                        p,
                                        q,
                                        d.mod(p.subtract(BigInteger.ONE)),
                                        d.mod(q.subtract(BigInteger.ONE)),
                                        q.modInverse(p)));
    }

    @Test
    void signsAndChecksWhatTheRfcSays() throws GeneralSecurityException {
        byte[] signed = BlindSigner.sign(privateKey(), bytes("blinded_msg"));

        assertThat(signed).isEqualTo(bytes("blind_sig"));
        BigInteger finished = new BigInteger(1, signed).multiply(number("inv")).mod(N);
        assertThat(finished).isEqualTo(number("sig"));
        assertThat(KEY.isSigned(bytes("input_msg"), bytes("sig"))).isTrue();
    }

    @Test
    void anotherMessageOrSignatureDoesNotPass() {
        byte[] message = bytes("input_msg");
        message[0] ^= 1;
        byte[] signature = bytes("sig");
        signature[7] ^= 1;

        assertThat(KEY.isSigned(message, bytes("sig"))).isFalse();
        assertThat(KEY.isSigned(bytes("input_msg"), signature)).isFalse();
        assertThat(KEY.isSigned(bytes("input_msg"), new byte[3])).isFalse();
    }

    @Test
    void whatWasNotBlindedForTheKeyIsNotSigned() throws GeneralSecurityException {
        RSAPrivateCrtKey key = privateKey();
        byte[] tooLarge = new byte[KEY.bytes()];
        java.util.Arrays.fill(tooLarge, (byte) 0xff);

        assertThatThrownBy(() -> BlindSigner.sign(key, tooLarge))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlindSigner.sign(key, new byte[KEY.bytes() - 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
