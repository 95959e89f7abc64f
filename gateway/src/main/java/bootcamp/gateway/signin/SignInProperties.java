package bootcamp.gateway.signin;

import bootcamp.platform.security.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people come in.
 *
 * @param setupToken of the set-up link for the first admin, or the SHA-256 of it in hexadecimal;
 *     null: no set-up by link
 * @param accounts made at start where they are not there; for the demo only
 * @param publicUrl under which people reach the gateway, for links; null: as the request had it
 * @param signIn times and bounds
 */
@ConfigurationProperties("bootcamp")
public record SignInProperties(
        @Nullable String setupToken,
        @DefaultValue List<Seed> accounts,
        @Nullable URI publicUrl,
        @DefaultValue Times signIn) {

    /** An account as configuration gives it. */
    public record Seed(String username, Role role, String password, @Nullable String studentId) {

        /** Never the password. */
        @Override
        public String toString() {
            return "Seed[" + username + "]";
        }
    }

    /**
     * @param idle a session ends when nothing was asked for so long. Default 12 h
     * @param session a session ends at the latest after. Default 7 days
     * @param bearer a program's token ends after. Default 1 h
     * @param link a one-time link can be used for. Default 72 h
     * @param addressBurst failed attempts to sign in from one address at once. Default 100
     * @param addressPerMinute failed attempts that an address regains each minute. Default 20
     * @param addressStreams event streams open at once from one address, of whomever; more is 429.
     *     Default 2,000, 1 to 1,000,000
     */
    public record Times(
            @DefaultValue("12h") Duration idle,
            @DefaultValue("7d") Duration session,
            @DefaultValue("1h") Duration bearer,
            @DefaultValue("72h") Duration link,
            @DefaultValue("100") int addressBurst,
            @DefaultValue("20") int addressPerMinute,
            @DefaultValue("2000") int addressStreams) {

        private static final int STREAMS_LIMIT = 1_000_000;

        public Times {
            if (addressStreams < 1 || addressStreams > STREAMS_LIMIT) {
                throw new IllegalArgumentException(
                        "bootcamp.sign-in.address-streams is %d, but must be from 1 to %d"
                                .formatted(addressStreams, STREAMS_LIMIT));
            }
        }
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "SignInProperties[]";
    }
}
