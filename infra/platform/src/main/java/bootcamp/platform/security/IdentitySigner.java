package bootcamp.platform.security;

import bootcamp.platform.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's side of identity: signs who makes a request, for one request and one minute. */
public final class IdentitySigner {

    /** The header that carries it; whatever a client sends under this name is thrown away. */
    public static final String HEADER = "X-Bootcamp-Identity";

    private final PrivateKey key;
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
        try {
            Signature signature = Signature.getInstance(IdentityKeys.ALGORITHM);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an Ed25519 key signs", impossible);
        }
    }
}
