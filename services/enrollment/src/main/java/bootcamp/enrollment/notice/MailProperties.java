package bootcamp.enrollment.notice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The mail server that takes letters to students.
 *
 * @param host its name; null or empty: no letters are sent
 * @param port 1 to 65535
 * @param security how what is said to it is kept from others
 * @param username null or empty: it asks nobody to sign in
 * @param password goes with the name, and only where nobody on the way can read it
 * @param from whom letters come from, as {@code school@example.org} or {@code School
 *     <school@example.org>}
 * @param timeout of each step with the server, 100 ms to 1 min
 */
@ConfigurationProperties("bootcamp.mail")
record MailProperties(
        @Nullable String host,
        @DefaultValue("587") int port,
        @DefaultValue("STARTTLS") Security security,
        @Nullable String username,
        @Nullable String password,
        @Nullable String from,
        @DefaultValue("10s") Duration timeout) {

    private static final Duration TIMEOUT_MIN = Duration.ofMillis(100);
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

    enum Security {
        /** Begun in the open and then encrypted; a server that cannot is not spoken to. */
        STARTTLS,
        /** Encrypted from the first byte. */
        TLS,
        /** In the open: for a server on the same machine or in a network of its own. */
        NONE
    }

    MailProperties {
        host = given(host);
        username = given(username);
        password = given(password);
        from = given(from);
        if (host != null) {
            check(from != null, "needs a from");
            check(port >= 1 && port <= 65_535, "needs a port of 1 to 65535");
            check((username == null) == (password == null), "needs username and password or none");
            check(
                    username == null || security != Security.NONE,
                    "sends no password with security NONE");
            check(
                    timeout.compareTo(TIMEOUT_MIN) >= 0 && timeout.compareTo(TIMEOUT_MAX) <= 0,
                    "needs a timeout of 100ms to 1m");
        }
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("bootcamp.mail " + otherwise);
        }
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "MailProperties[" + host + "]";
    }
}
