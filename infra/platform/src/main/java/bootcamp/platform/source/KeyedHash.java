package bootcamp.platform.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under a secret of the service: the same parts give the same 64 hexadecimal digits,
 * and nobody without the secret can tell which parts they were.
 */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES_MIN = 16;

    private final SecretKeySpec secret;

    /**
     * @param secret at least 16 bytes; when it changes, ids made from it are not found again
     */
    public KeyedHash(byte[] secret) {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "a secret has at least " + SECRET_BYTES_MIN + " bytes");
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Of a secret as configuration has it: any text of at least 16 bytes in UTF-8. */
    public static KeyedHash of(String secret) {
        return new KeyedHash(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Parts are kept apart by their lengths: ("ab", "c") and ("a", "bc") differ. */
    public String of(String purpose, String... parts) {
        Mac mac = mac();
        add(mac, purpose.getBytes(StandardCharsets.UTF_8));
        for (String part : parts) {
            add(mac, part.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(mac.doFinal());
    }

    public String of(String purpose, byte[] bytes) {
        Mac mac = mac();
        add(mac, purpose.getBytes(StandardCharsets.UTF_8));
        add(mac, bytes);
        return HexFormat.of().formatHex(mac.doFinal());
    }

    /** Compares in a time that does not depend on where they differ. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        mac.update(part);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
