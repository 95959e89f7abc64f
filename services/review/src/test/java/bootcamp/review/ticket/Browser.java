package bootcamp.review.ticket;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import tools.jackson.databind.JsonNode;

/** The client of RFC 9474: prepares, blinds and finishes a ticket with the published key. */
public final class Browser {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 48;

    private final BigInteger n;
    private final BigInteger blind;
    private final byte[] message = new byte[TicketKey.MESSAGE_BYTES];
    private final byte[] blinded;

    /**
     * @param key a JWK
     */
    public Browser(JsonNode key) {
        this(key, new BigInteger(number(key.path("n").asString()).bitLength() - 1, RANDOM));
    }

    private Browser(JsonNode key, BigInteger blind) {
        this.n = number(key.path("n").asString());
        BigInteger e = number(key.path("e").asString());
        this.blind = blind;
        RANDOM.nextBytes(message);
        BigInteger encoded = new BigInteger(1, encoded(message, n, e));
        this.blinded = bytes(encoded.multiply(blind.modPow(e, n)).mod(n));
    }

    /** One that lets its message be seen by whoever signs it. */
    public static Browser withoutBlinding(JsonNode key) {
        return new Browser(key, BigInteger.ONE);
    }

    private static byte[] encoded(byte[] message, BigInteger n, BigInteger e) {
        PSSSigner pss = new PSSSigner(new Plain(), new SHA384Digest(), SALT_BYTES);
        pss.init(true, new ParametersWithRandom(new RSAKeyParameters(false, n, e), RANDOM));
        pss.update(message, 0, message.length);
        try {
            return pss.generateSignature();
        } catch (CryptoException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String blinded() {
        return base64(blinded);
    }

    public String message() {
        return base64(message);
    }

    /**
     * @param signature of the blinded message
     */
    public String finished(String signature) {
        return base64(bytes(number(signature).multiply(blind.modInverse(n)).mod(n)));
    }

    private byte[] bytes(BigInteger number) {
        int length = BlindSigner.lengthOf(n.bitLength());
        byte[] all = number.toByteArray();
        byte[] padded = new byte[length];
        int from = Math.max(0, all.length - length);
        byte[] rest = Arrays.copyOfRange(all, from, all.length);
        System.arraycopy(rest, 0, padded, length - rest.length, rest.length);
        return padded;
    }

    private static BigInteger number(String base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Leaves the encoded message as it is. */
    private static final class Plain implements AsymmetricBlockCipher {

        @Override
        public void init(boolean forEncryption, CipherParameters parameters) {}

        @Override
        public int getInputBlockSize() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int getOutputBlockSize() {
            return Integer.MAX_VALUE;
        }

        @Override
        public byte[] processBlock(byte[] in, int from, int length) {
            return Arrays.copyOfRange(in, from, from + length);
        }
    }
}
