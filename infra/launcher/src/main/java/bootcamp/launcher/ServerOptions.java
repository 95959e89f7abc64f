package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import bootcamp.launcher.client.RunningPlatform;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which running platform a command speaks to, and as whom. A password is never an argument, where
 * every other program could read it: it is taken from the environment, or asked for.
 */
final class ServerOptions {

    static final String PASSWORD_VARIABLE = "BOOTCAMP_PASSWORD";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:BOOTCAMP_URL:-http://127.0.0.1:8080}",
            description = "Of the platform (default: BOOTCAMP_URL, or http://127.0.0.1:8080).")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:BOOTCAMP_TOKEN:-}",
            description = "A bearer token (default: BOOTCAMP_TOKEN).")
    private String token = "";

    @Option(
            names = "--username",
            paramLabel = "NAME",
            defaultValue = "${env:BOOTCAMP_USERNAME:-}",
            description =
                    "Sign in as NAME with the password in BOOTCAMP_PASSWORD, or asked for"
                            + " (default: BOOTCAMP_USERNAME).")
    private String username = "";

    /**
     * @throws CommandFailure if nobody says as whom, or the platform does not let them in
     */
    RunningPlatform connect() {
        RunningPlatform platform = RunningPlatform.at(url);
        if (!token.isBlank()) {
            return platform.with(token);
        }
        if (username.isBlank()) {
            throw new CommandFailure(
                    "Say who you are: --username NAME, or a token in BOOTCAMP_TOKEN.");
        }
        return platform.signedIn(username, password(System.getenv()));
    }

    private String password(Map<String, String> environment) {
        String given = environment.get(PASSWORD_VARIABLE);
        if (given != null) {
            return given;
        }
        char @Nullable [] typed =
                System.console() == null
                        ? null
                        : System.console().readPassword("Password of %s: ", username);
        if (typed == null) {
            throw new CommandFailure(
                    "There is no terminal to ask for the password; put it into %s."
                            .formatted(PASSWORD_VARIABLE));
        }
        return new String(typed);
    }
}
