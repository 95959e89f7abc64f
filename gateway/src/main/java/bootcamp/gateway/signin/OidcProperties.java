package bootcamp.gateway.signin;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An issuer of OpenID Connect by which people may sign in, beside names and passwords.
 *
 * @param issuer its address, https (http on loopback); null or empty: there is none
 * @param clientId by which it knows the gateway
 * @param clientSecret with which the gateway shows that it is that client
 * @param name on the button of the page
 * @param claim of its tokens that is the account's user name, letter by letter. It must be one that
 *     people cannot choose themselves: whoever has a name there has the account here
 */
@ConfigurationProperties("bootcamp.oidc")
public record OidcProperties(
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @DefaultValue("OpenID Connect") String name,
        @DefaultValue("preferred_username") String claim) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    public OidcProperties {
        issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
        if (issuer != null) {
            if (!isSafe(URI.create(issuer))) {
                throw new IllegalArgumentException(
                        "bootcamp.oidc.issuer must be an https address (http on loopback only)");
            }
            if (clientId == null || clientId.isBlank()) {
                throw new IllegalArgumentException("bootcamp.oidc.issuer needs a client-id");
            }
            if (clientSecret == null || clientSecret.isBlank()) {
                throw new IllegalArgumentException("bootcamp.oidc.issuer needs a client-secret");
            }
        }
    }

    /** Whether nobody on the way can read or change what is said to this address. */
    static boolean isSafe(@Nullable URI address) {
        if (address == null || address.getHost() == null) {
            return false;
        }
        return "https".equals(address.getScheme())
                || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost()));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "OidcProperties[" + issuer + "]";
    }
}
