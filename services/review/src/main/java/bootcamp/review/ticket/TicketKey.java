package bootcamp.review.ticket;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * The public half of the key of one target, by which its tickets are checked
 * (RSABSSA-SHA384-PSS-Randomized of RFC 9474).
 *
 * @param kid thumbprint of the key (RFC 7638), which all students can compare
 */
public record TicketKey(BigInteger n, BigInteger e, String kid) {

    /** The random prefix that the preparation of a message adds, and 32 random bytes. */
    public static final int MESSAGE_BYTES = 64;

    private static final int SALT_BYTES = 48;
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec(
                    "SHA-384",
                    "MGF1",
                    MGF1ParameterSpec.SHA384,
                    SALT_BYTES,
                    PSSParameterSpec.TRAILER_FIELD_BC);

    public static TicketKey of(BigInteger n, BigInteger e) {
        String members =
                "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}".formatted(number(e), number(n));
        return new TicketKey(n, e, base64(sha256(members.getBytes(StandardCharsets.UTF_8))));
    }

    public static TicketKey of(RSAPublicKey key) {
        return of(key.getModulus(), key.getPublicExponent());
    }

    /** As browsers read it (RFC 7517). */
    public record Jwk(String kty, String n, String e, String kid) {}

    public Jwk jwk() {
        return new Jwk("RSA", number(n), number(e), kid);
    }

    /** Of signatures and blinded messages. */
    public int bytes() {
        return BlindSigner.lengthOf(n.bitLength());
    }

    /**
     * Whether this key signed the message.
     *
     * @param message prepared: with its random prefix
     */
    public boolean isSigned(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("RSASSA-PSS");
            check.setParameter(PSS);
            check.initVerify(
                    KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e)));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return base64(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
