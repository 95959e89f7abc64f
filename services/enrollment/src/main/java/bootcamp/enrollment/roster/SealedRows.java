package bootcamp.enrollment.roster;

import bootcamp.platform.source.IdSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of a file as they wait in the database: encrypted (AES-256-GCM), since they are personal and
 * the database of enrollments must not hold what is.
 *
 * <p>A nonce of 96 random bits goes before each sealed piece; the piece's own id is authenticated
 * with it, so that no piece can be put in another's place.
 */
final class SealedRows {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final IdSource nonces;
    private final JsonMapper json;

    /**
     * @param key {@value #KEY_BYTES} bytes, of the service's secret
     */
    SealedRows(byte[] key, IdSource nonces, JsonMapper json) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key must have " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.nonces = nonces;
        this.json = json;
    }

    byte[] seal(String id, List<?> rows) {
        byte[] nonce = Arrays.copyOf(HexFormat.of().parseHex(nonces.next()), NONCE_BYTES);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, id, json.writeValueAsBytes(rows));
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    }

    /**
     * @param type of each row
     * @throws IllegalStateException for what was not sealed under this id with this key
     */
    <R> List<R> open(String id, byte[] sealed, Class<R> type) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
        return json.readerForListOf(type).readValue(crypt(Cipher.DECRYPT_MODE, nonce, id, rest));
    }

    private byte[] crypt(int mode, byte[] nonce, String id, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Staged rows can't be sealed or opened", e);
        }
    }
}
