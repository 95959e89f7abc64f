package bootcamp.launcher;

import bootcamp.launcher.client.RunningPlatform;
import bootcamp.platform.source.IdSource;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;

/**
 * The link by which the first admin is made, new at each start and of no use once there is one.
 *
 * <p>The token is in the fragment, which browsers do not send: it is in no log of a server.
 */
final class SetupLink {

    private final String token = IdSource.random().next();

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
