package bootcamp.platform.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * The key pair by which services know their gateway, Ed25519, as configuration carries it.
 *
 * @param privateKey PKCS #8 in Base64; only the gateway has it ({@code
 *     bootcamp.identity.private-key})
 * @param publicKey X.509 in Base64; every service has it ({@code bootcamp.identity.public-key})
 */
public record IdentityKeys(String privateKey, String publicKey) {

    private static final String ALGORITHM = "Ed25519";

    /** A new pair. */
    public static IdentityKeys generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new IdentityKeys(
                    encoded(pair.getPrivate().getEncoded()),
                    encoded(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }

    static Ed25519PrivateKeyParameters privateKey(String base64) {
        try {
            return (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(decoded(base64));
        } catch (IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "bootcamp.identity.private-key is no Ed25519 key", unreadable);
        }
    }

    /** Several, apart by commas, while a key is being changed. */
    static List<Ed25519PublicKeyParameters> publicKeys(String base64) {
        return Arrays.stream(base64.split(",", -1)).map(IdentityKeys::publicKey).toList();
    }

    private static Ed25519PublicKeyParameters publicKey(String base64) {
        try {
            return (Ed25519PublicKeyParameters) PublicKeyFactory.createKey(decoded(base64));
        } catch (IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "bootcamp.identity.public-key is no Ed25519 key", unreadable);
        }
    }

    private static String encoded(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private static byte[] decoded(String key) {
        return Base64.getDecoder().decode(key.strip());
    }

    /** Never the keys themselves. */
    @Override
    public String toString() {
        return "IdentityKeys[]";
    }
}
