package bootcamp.platform.file;

import bootcamp.platform.source.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes a key for each file and wraps it (AES-256-GCM) under a secret of the installation: who has
 * the files and the documents, and not the secret, has nothing; and a file whose wrapped key is
 * destroyed cannot be read by anybody any more.
 */
public final class FileKeys {

    static final String CIPHER = "AES/GCM/NoPadding";
    static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int SECRET_BYTES_MIN = 16;

    private final List<SecretKey> secrets;
    private final SecureRandom random = new SecureRandom();

    private FileKeys(List<SecretKey> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * @param secrets a text of at least {@value #SECRET_BYTES_MIN} bytes; several with commas while
     *     it is being changed: the first wraps, all unwrap
     */
    public static FileKeys of(String secrets) {
        return new FileKeys(
                Arrays.stream(secrets.split(",", -1))
                        .map(String::strip)
                        .map(FileKeys::key)
                        .toList());
    }

    private static SecretKey key(String secret) {
        return new SecretKeySpec(
                HexFormat.of().parseHex(KeyedHash.of(secret).of("keys of files", new byte[0])),
                "AES");
    }

    /** A key that no file has had. */
    SecretKey fresh() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new SecretKeySpec(key, "AES");
    }

    /**
     * As it may be kept in a document.
     *
     * @param id of the file, for which alone it is good
     */
    String wrap(String id, SecretKey key) {
        return seal(id, key.getEncoded());
    }

    /**
     * Another secret, such as a private key, as it may be kept in a document.
     *
     * @param id of what it belongs to, for which alone it opens
     */
    public String seal(String id, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] wrapped =
                    cipher(Cipher.ENCRYPT_MODE, secrets.getFirst(), nonce, id).doFinal(secret);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            ByteBuffer.allocate(NONCE_BYTES + wrapped.length)
                                    .put(nonce)
                                    .put(wrapped)
                                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key can't be wrapped", e);
        }
    }

    /**
     * @throws IllegalStateException where no secret of this installation opens it, for this file
     */
    SecretKey unwrap(String id, String wrapped) {
        return new SecretKeySpec(open(id, wrapped), "AES");
    }

    /**
     * What was sealed.
     *
     * @throws IllegalStateException where no secret of this installation opens it, for this id
     */
    public byte[] open(String id, String wrapped) {
        byte[] bytes = Base64.getUrlDecoder().decode(wrapped);
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
        return secrets.stream()
                .flatMap(secret -> opened(secret, nonce, id, rest).stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no secret of this installation opens the file " + id));
    }

    /** Empty for what was wrapped under another secret, if under any. */
    private static Optional<byte[]> opened(
            SecretKey secret, byte[] nonce, String id, byte[] wrapped) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, secret, nonce, id).doFinal(wrapped));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKey secret, byte[] nonce, String id)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
