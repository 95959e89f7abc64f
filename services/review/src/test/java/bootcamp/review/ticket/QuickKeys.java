package bootcamp.review.ticket;

import bootcamp.review.ReviewApplication;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Keys of RSA for tests, which need many and guard nothing with them: any two of a few primes are a
 * key, real and another each time. Looking for two new primes takes a second where only the first
 * of the JVM's compilers runs, as in tests.
 */
public final class QuickKeys extends Provider {

    private static final int BITS = 2048;
    private static final BigInteger EXPONENT = RSAKeyGenParameterSpec.F4;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<BigInteger> PRIMES = new ArrayList<>();
    private static int partner;

    private QuickKeys() {
        super("QuickKeys", "1", "keys of RSA for tests");
        put("KeyPairGenerator.RSA", Generator.class.getName());
    }

    /** From now on, in this JVM. */
    public static void install() {
        Security.insertProviderAt(new QuickKeys(), 1);
    }

    /** The review service, with them. */
    public static SpringApplicationBuilder builder() {
        install();
        return ReviewApplication.builder();
    }

    /** Each of the primes with each that was found before it, then one more prime. */
    private static synchronized KeyPair next() throws GeneralSecurityException {
        while (PRIMES.size() < 2 || partner == PRIMES.size() - 1) {
            PRIMES.add(prime());
            partner = 0;
        }
        return pair(PRIMES.getLast(), PRIMES.get(partner++));
    }

    /** With both of its first bits, so that the product of two has all bits of a key. */
    private static BigInteger prime() {
        BigInteger found;
        do {
            int bits = BITS / 2;
            found =
                    new BigInteger(bits, RANDOM)
                            .setBit(bits - 1)
                            .setBit(bits - 2)
                            .nextProbablePrime();
        } while (found.bitLength() > BITS / 2
                || !found.subtract(BigInteger.ONE).gcd(EXPONENT).equals(BigInteger.ONE));
        return found;
    }

    private static KeyPair pair(BigInteger p, BigInteger q) throws GeneralSecurityException {
        BigInteger ofP = p.subtract(BigInteger.ONE);
        BigInteger ofQ = q.subtract(BigInteger.ONE);
        BigInteger secret = EXPONENT.modInverse(ofP.multiply(ofQ));
        BigInteger modulus = p.multiply(q);
        KeyFactory keys = KeyFactory.getInstance("RSA");
        return new KeyPair(
                keys.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)),
                keys.generatePrivate(
                        new RSAPrivateCrtKeySpec(
                                modulus,
                                EXPONENT,
                                secret,
                                p,
                                q,
                                secret.mod(ofP),
                                secret.mod(ofQ),
                                q.modInverse(p))));
    }

    /** Made by the JDK, by its name. */
    public static final class Generator extends KeyPairGeneratorSpi {

        @Override
        public void initialize(int bits, SecureRandom random) {
            if (bits != BITS) {
                throw new IllegalArgumentException(bits + " bits");
            }
        }

        @Override
        public void initialize(AlgorithmParameterSpec spec, SecureRandom random) {
            initialize(((RSAKeyGenParameterSpec) spec).getKeysize(), random);
        }

        @Override
        public KeyPair generateKeyPair() {
            try {
                return next();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
