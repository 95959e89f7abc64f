package bootcamp.launcher.http;

import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** A second gateway beside the first one, on the same database, whose clock a test moves. */
final class SecondGateway {

    static final MovableClock CLOCK = new MovableClock();

    private static final ReactiveWebServerApplicationContext CONTEXT =
            Site.get()
                    .startGateway(
                            CLOCK,
                            Site.get().database(),
                            "--bootcamp.services.enrollment.url=http://127.0.0.1:"
                                    + Site.port(Site.get().enrollment));

    private SecondGateway() {}

    static Client client() {
        return Site.get().client(CONTEXT);
    }
}
