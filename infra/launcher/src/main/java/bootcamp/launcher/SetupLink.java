package bootcamp.launcher;

import java.io.PrintWriter;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * The link by which the first admin is made, new at each start and of no use once there is one.
 *
 * <p>The token is in the fragment, which browsers do not send: it is in no log of a server.
 */
final class SetupLink {

    private static final int TOKEN_BYTES = 32;

    private final String token;

    SetupLink() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the gateway has to know. */
    Map<String, String> settings() {
        return Map.of("bootcamp.setup-token", token);
    }

    /** Says {@code Set up: LINK} where the platform has no admin yet. */
    void tell(URI url, PrintWriter out) {
        if (RunningPlatform.at(url).get("/api/setup").path("open").asBoolean(false)) {
            out.println("Set up: " + url.resolve("/setup") + "#" + token);
            out.flush();
        }
    }
}
