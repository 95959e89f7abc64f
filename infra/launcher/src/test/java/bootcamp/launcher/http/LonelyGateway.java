package bootcamp.launcher.http;

import bootcamp.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/**
 * A gateway with a database of its own, whose services take connections and never answer, or are
 * not there at all.
 */
final class LonelyGateway {

    private static final ServerSocket SILENT = silent();
    private static final ReactiveWebServerApplicationContext CONTEXT =
            Site.get()
                    .startGateway(
                            Clock.systemUTC(),
                            EmbeddedDatabase.inMemory(),
                            "--bootcamp.services.enrollment.url=http://127.0.0.1:"
                                    + SILENT.getLocalPort(),
                            "--bootcamp.services.curriculum.url=http://127.0.0.1:"
                                    + SILENT.getLocalPort(),
                            "--bootcamp.services.competition.url=http://127.0.0.1:"
                                    + SILENT.getLocalPort(),
                            "--bootcamp.services.review.url=http://127.0.0.1:"
                                    + SILENT.getLocalPort(),
                            "--bootcamp.route.answer=300ms");
    private static final Client ADMIN = firstAdmin();

    private LonelyGateway() {}

    private static ServerSocket silent() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Client client() {
        return Site.get().client(CONTEXT);
    }

    /** From now on connections are refused. */
    static void serviceEnds() {
        try {
            SILENT.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Client firstAdmin() {
        client().post("/api/setup", SetupTest.body(Site.SETUP_TOKEN, "first")).is(204);
        return client().bearer("first", Site.PASSWORD);
    }

    static Client admin() {
        return ADMIN;
    }
}
