package bootcamp.platform.security;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service's side of identity: a request without a valid word of the gateway is refused with 401.
 * Health alone is open, and what is asked inside the installation's own network at the {@link
 * ManagementPort}. Whoever is vouched for is found by {@link Caller#of}.
 */
public final class IdentityFilter implements WebFilter, Ordered {

    private static final Set<String> OPEN = Set.of("/livez", "/readyz", "/actuator/health");

    private final List<Ed25519PublicKeyParameters> keys;
    private final String audience;
    private final InstantSource clock;
    private final ManagementPort management;
    private final JsonMapper json = StrictJson.mapper();

    /**
     * @param publicKeys as {@link IdentityKeys#publicKey()}, several apart by commas
     * @param audience name of this service
     */
    public IdentityFilter(
            String publicKeys, String audience, InstantSource clock, ManagementPort management) {
        this.keys = IdentityKeys.publicKeys(publicKeys);
        this.audience = audience;
        this.clock = clock;
        this.management = management;
    }

    @Override
    public int getOrder() {
        return -100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (OPEN.contains(path)
                || path.startsWith("/actuator/health/")
                || management.isOf(exchange)) {
            return chain.filter(exchange);
        }
        Caller caller = caller(exchange.getRequest());
        if (caller == null) {
            return Mono.error(ProblemException.unauthenticated());
        }
        exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
        return chain.filter(exchange);
    }

    private @Nullable Caller caller(ServerHttpRequest request) {
        List<String> sent = request.getHeaders().getOrEmpty(IdentitySigner.HEADER);
        if (sent.size() != 1 || sent.getFirst().length() > IdentityToken.LENGTH_MAX) {
            return null;
        }
        IdentityToken token = verified(sent.getFirst());
        return token != null && isFor(token, request) ? token.caller() : null;
    }

    private boolean isFor(IdentityToken token, ServerHttpRequest request) {
        long now = clock.instant().getEpochSecond();
        return token.aud().equals(audience)
                && token.htm().equals(request.getMethod().name())
                && token.htu().equals(request.getURI().getRawPath())
                && now < token.exp()
                && token.exp() <= now + 2 * IdentityToken.SECONDS;
    }

    private @Nullable IdentityToken verified(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(IdentityToken.HEADER)) {
            return null;
        }
        try {
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8);
            return isSigned(signed, Base64.getUrlDecoder().decode(parts[2]))
                    ? json.readValue(Base64.getUrlDecoder().decode(parts[1]), IdentityToken.class)
                    : null;
        } catch (IllegalArgumentException | JacksonException malformed) {
            return null;
        }
    }

    private boolean isSigned(byte[] signed, byte[] seal) {
        return keys.stream().anyMatch(key -> isSigned(key, signed, seal));
    }

    private static boolean isSigned(Ed25519PublicKeyParameters key, byte[] signed, byte[] seal) {
        Ed25519Signer signature = new Ed25519Signer();
        signature.init(false, key);
        signature.update(signed, 0, signed.length);
        return signature.verifySignature(seal);
    }
}
