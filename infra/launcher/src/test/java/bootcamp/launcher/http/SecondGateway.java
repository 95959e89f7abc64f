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
                            "--bootcamp.services.enrollment.url=" + Site.url(Site.get().enrollment),
                            "--bootcamp.services.curriculum.url=" + Site.url(Site.get().curriculum),
                            "--bootcamp.services.competition.url="
                                    + Site.url(Site.get().competition),
                            "--bootcamp.services.review.url=" + Site.url(Site.get().review));

    private SecondGateway() {}

    static Client client() {
        return Site.get().client(CONTEXT);
    }
}
