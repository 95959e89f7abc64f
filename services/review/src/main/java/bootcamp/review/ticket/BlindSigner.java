package bootcamp.review.ticket;

import java.security.interfaces.RSAPrivateCrtKey;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * Signs what it cannot read: {@code BlindSign} of RFC 9474, section 4.3. The library blinds the
 * exponentiation once more against timing, and checks its own result, so that a fault in it does
 * not give away the key.
 */
public final class BlindSigner {

    private BlindSigner() {}

    /**
     * @param blinded big-endian, as long as the modulus, and below it
     * @return as long as the modulus; the same for the same message
     * @throws IllegalArgumentException for another length, and for a number that is not below the
     *     modulus
     */
    public static byte[] sign(RSAPrivateCrtKey key, byte[] blinded) {
        int length = lengthOf(key.getModulus().bitLength());
        if (blinded.length != length
                || new java.math.BigInteger(1, blinded).compareTo(key.getModulus()) >= 0) {
            throw new IllegalArgumentException("not a message that was blinded for this key");
        }
        RSABlindedEngine engine = new RSABlindedEngine();
        engine.init(
                true,
                new RSAPrivateCrtKeyParameters(
                        key.getModulus(),
                        key.getPublicExponent(),
                        key.getPrivateExponent(),
                        key.getPrimeP(),
                        key.getPrimeQ(),
                        key.getPrimeExponentP(),
                        key.getPrimeExponentQ(),
                        key.getCrtCoefficient()));
        return padded(engine.processBlock(blinded, 0, blinded.length), length);
    }

    static int lengthOf(int bits) {
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    private static byte[] padded(byte[] number, int length) {
        byte[] padded = new byte[length];
        System.arraycopy(number, 0, padded, length - number.length, number.length);
        return padded;
    }
}
