package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** Streams end with the session that opened them, wherever and by whatever it ends. */
class StreamsTest {

    private static final String COHORT = "/api/dashboards/streams";
    private static final String STREAM = COHORT + "/stream";
    private static final String FOR = "X-Forwarded-For";
    private static final String HERE = "203.0.113.7";

    private final Site site = Site.get();

    @BeforeAll
    static void cohort() {
        Site.get().cohort("streams");
    }

    @AfterEach
    void now() {
        SecondGateway.CLOCK.reset();
    }

    /** A stream that came to its first dashboard; done when the server ended it. */
    private record Open(HttpResponse<InputStream> response, CompletableFuture<Void> end) {

        static Open of(Client client) throws IOException {
            HttpResponse<InputStream> response = client.open(STREAM);
            assertThat(response.statusCode()).isEqualTo(200);
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (line != null && !line.startsWith("data: {\"cohortId\"")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            CompletableFuture<Void> end = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    while (lines.readLine() != null) {}
                                    end.complete(null);
                                } catch (IOException e) {
                                    end.completeExceptionally(e);
                                }
                            });
            return new Open(response, end);
        }

        /** Waits far longer than the second that it should take: load must not fail a test. */
        void ends() throws Exception {
            end.get(15, TimeUnit.SECONDS);
        }
    }

    @Test
    void atLogOutTheStreamsOfThisSessionEndAndNoOthers() throws Exception {
        site.account("streams-out", "STAFF", "");
        Client one = site.client().browser("streams-out", Site.PASSWORD);
        Client other = site.client().browser("streams-out", Site.PASSWORD);
        Open here = Open.of(one);
        Open elsewhere = Open.of(new ClientOf(one).at(SecondGateway.client()));
        Open kept = Open.of(other);

        one.delete("/api/session").is(204);

        here.ends();
        elsewhere.ends();
        assertThat(kept.end()).isNotDone();
        other.delete("/api/session").is(204);
        kept.ends();
    }

    @Test
    void otherRightsAndADeletedAccountEndStreams() throws Exception {
        site.account("streams-role", "STAFF", "");
        Open before = Open.of(site.client().browser("streams-role", Site.PASSWORD));
        site.admin().patch("/api/users/streams-role", "{\"cohortIds\": [\"another\"]}").is(200);
        before.ends();
        Client browser = site.client().browser("streams-role", Site.PASSWORD);
        browser.get("/api/dashboards/streams").is(404);
        site.admin().patch("/api/users/streams-role", "{\"cohortIds\": [\"streams\"]}").is(200);

        Open program = Open.of(site.client().bearer("streams-role", Site.PASSWORD));
        site.admin().delete("/api/users/streams-role").is(204);

        program.ends();
    }

    @Test
    void aSessionThatExpiresTakesItsStreamsWithIt() throws Exception {
        site.account("streams-late", "STAFF", "");
        Open open = Open.of(SecondGateway.client().browser("streams-late", Site.PASSWORD));

        SecondGateway.CLOCK.advance(Duration.ofDays(8));

        open.ends();
    }

    @Test
    void aBrowserHasSixStreamsAndAProgramMore() throws Exception {
        site.account("streams-many", "STAFF", "");
        Client browser = site.client().browser("streams-many", Site.PASSWORD);
        Client program = site.client().bearer("streams-many", Site.PASSWORD);
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            open.add(Open.of(browser));
        }

        Answer seventh = browser.get(STREAM).is(429, "TOO_MANY_STREAMS");
        for (int i = 0; i < 7; i++) {
            open.add(Open.of(program));
        }

        assertThat(seventh.header("Retry-After")).isNotEmpty();
        open.getFirst().response().body().close();
        Eventually.within(Duration.ofSeconds(10), () -> reopened(browser, open));
        browser.delete("/api/session").is(204);
        for (Open one : open.subList(1, 6)) {
            one.ends();
        }
        program.delete("/api/session").is(204);
        for (Open one : open.subList(6, 13)) {
            one.ends();
        }
    }

    @Test
    void anAddressHasSoManyStreamsWhoeverIsSignedInThere() throws Exception {
        ReactiveWebServerApplicationContext small =
                site.startGateway(
                        Clock.systemUTC(),
                        site.database(),
                        "--bootcamp.services.enrollment.url=" + Site.url(site.enrollment),
                        "--bootcamp.http.trusted-proxies=127.0.0.1",
                        "--bootcamp.sign-in.address-streams=2");
        try {
            site.account("streams-here", "STAFF", "");
            site.account("streams-there", "STAFF", "");
            Client one = site.client(small).with(FOR, HERE).bearer("streams-here", Site.PASSWORD);
            Client other =
                    site.client(small).with(FOR, HERE).bearer("streams-there", Site.PASSWORD);
            Eventually.within(Duration.ofSeconds(30), () -> one.get(COHORT).status() == 200);
            Open first = Open.of(one);
            Open second = Open.of(other);

            HttpResponse<InputStream> third = other.open(STREAM);

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            assertThat(new String(third.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("TOO_MANY_STREAMS_OF_ADDRESS");
            // Who asks from elsewhere is not meant; and what stands before a front's word is no
            // word.
            Open elsewhere = Open.of(other.with(FOR, HERE + ", 203.0.113.8"));
            one.delete("/api/session").is(204);
            first.ends();
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> other.with(FOR, HERE).open(STREAM).statusCode() == 200);
            other.delete("/api/session").is(204);
            second.ends();
            elsewhere.ends();
        } finally {
            small.close();
        }
    }

    /** The server learns that a reader has gone when it next writes to it. */
    private boolean reopened(Client browser, List<Open> open) {
        site.admin().patch("/api/cohorts/streams", "{\"name\": \"%s\"}".formatted(open.size()));
        HttpResponse<InputStream> again = browser.open(STREAM);
        if (again.statusCode() == 200) {
            return true;
        }
        try {
            again.body().close();
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The same browser at another gateway. */
    private record ClientOf(Client browser) {

        Client at(Client other) {
            return other.with("Cookie", browser.header("Cookie"))
                    .with("X-CSRF-Token", browser.header("X-CSRF-Token"));
        }
    }
}
