package bootcamp.platform.security;

import bootcamp.platform.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The gateway's side of identity: signs who makes a request, for one request and one minute. By
 * Bouncy Castle, which signs the same about fifteen times as fast as the JDK, and verifies eight
 * times: every request is signed once and verified once (docs/benchmarks.md).
 */
public final class IdentitySigner {

    /** The header that carries it; whatever a client sends under this name is thrown away. */
    public static final String HEADER = "X-Bootcamp-Identity";

    private final Ed25519PrivateKeyParameters key;
    private final InstantSource clock;
    private final JsonMapper json = StrictJson.mapper();

    /**
     * @param privateKey as {@link IdentityKeys#privateKey()}
     */
    public IdentitySigner(String privateKey, InstantSource clock) {
        this.key = IdentityKeys.privateKey(privateKey);
        this.clock = clock;
    }

    /**
     * The header's value.
     *
     * @param path raw, without its query, as the service will see it
     */
    public String sign(Caller caller, String audience, String method, String path) {
        long expiry = clock.instant().getEpochSecond() + IdentityToken.SECONDS;
        String signed = IdentityToken.of(caller, audience, method, path, expiry).signedPart(json);
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(seal(signed));
    }

    private byte[] seal(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(bytes, 0, bytes.length);
        return signer.generateSignature();
    }
}
