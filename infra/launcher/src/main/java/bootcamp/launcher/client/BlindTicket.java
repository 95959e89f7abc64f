package bootcamp.launcher.client;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.CryptoServicesRegistrar;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.engines.RSABlindingEngine;
import org.bouncycastle.crypto.generators.RSABlindingFactorGenerator;
import org.bouncycastle.crypto.params.RSABlindingParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import tools.jackson.databind.JsonNode;

/**
 * A ticket for a review as a student's browser makes one (RFC 9474): blinded, then finished, and
 * spent by {@link RunningPlatform#asNobody}.
 */
public final class BlindTicket {

    private static final int MESSAGE_BYTES = 64;
    private static final int SALT_BYTES = 48;

    private final RSABlindingParameters blinding;
    private final byte[] message = new byte[MESSAGE_BYTES];
    private final byte[] blinded;

    /**
     * @param key the public one of the target, a JWK
     */
    public BlindTicket(JsonNode key) {
        RSAKeyParameters known =
                new RSAKeyParameters(false, number(key.path("n")), number(key.path("e")));
        RSABlindingFactorGenerator factors = new RSABlindingFactorGenerator();
        factors.init(known);
        this.blinding = new RSABlindingParameters(known, factors.generateBlindingFactor());
        CryptoServicesRegistrar.getSecureRandom().nextBytes(message);
        PSSSigner pss = new PSSSigner(new RSABlindingEngine(), new SHA384Digest(), SALT_BYTES);
        pss.init(true, blinding);
        pss.update(message, 0, message.length);
        try {
            this.blinded = pss.generateSignature();
        } catch (CryptoException impossible) {
            throw new IllegalStateException("a message is never too long for its hash", impossible);
        }
    }

    /** What the platform signs. */
    public String blinded() {
        return text(blinded);
    }

    /**
     * As it is spent.
     *
     * @param signature of what was blinded
     */
    public Map<String, String> finished(String signature) {
        RSABlindingEngine engine = new RSABlindingEngine();
        engine.init(false, blinding);
        byte[] signed = Base64.getUrlDecoder().decode(signature);
        byte[] number = engine.processBlock(signed, 0, signed.length);
        // The library leaves out zeros in front; a signature is as long as the modulus.
        byte[] finished = new byte[signed.length];
        System.arraycopy(number, 0, finished, finished.length - number.length, number.length);
        return Map.of("message", text(message), "signature", text(finished));
    }

    private static BigInteger number(JsonNode base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64.asString()));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
