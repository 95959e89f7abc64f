package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedDatabase;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** The first admin, once; and attempts from one address, whatever it says about itself. */
class SetupTest {

    private static final int ATTEMPTS = 8;

    private static @Nullable ReactiveWebServerApplicationContext gateway;

    @BeforeAll
    static void start() {
        gateway =
                Site.get()
                        .startGateway(
                                Clock.systemUTC(),
                                EmbeddedDatabase.inMemory(),
                                "--bootcamp.sign-in.address-burst=" + ATTEMPTS,
                                "--bootcamp.sign-in.address-per-minute=1");
    }

    @AfterAll
    static void stop() {
        gateway().close();
    }

    private static ReactiveWebServerApplicationContext gateway() {
        return Objects.requireNonNull(gateway);
    }

    private static Client client() {
        return Site.get().client(gateway());
    }

    static String body(String token, String username) {
        return """
               {"token": "%s", "username": "%s", "password": "%s"}"""
                .formatted(token, username, Site.PASSWORD);
    }

    @Test
    void theLinkMakesTheFirstAdminOnceAndAttemptsFromOneAddressAreFew() {
        Client nobody = client();

        assertThat(nobody.get("/api/setup").is(200).json().path("open").asBoolean()).isTrue();
        nobody.post("/api/setup", body("another token", "first")).is(403, "SETUP_TOKEN_NOT_VALID");
        nobody.post("/api/setup", body(Site.SETUP_TOKEN, "not a name")).is(422, "INVALID_INPUT");
        nobody.post(
                        "/api/setup",
                        "{\"token\": \"%s\", \"username\": \"first\", \"password\": \"short\"}"
                                .formatted(Site.SETUP_TOKEN))
                .is(422, "INVALID_INPUT");
        nobody.post("/api/setup", "{\"token\": {\"$gt\": \"\"}}").is(400, "MALFORMED_BODY");

        List<Integer> together =
                IntStream.range(0, 2)
                        .parallel()
                        .map(
                                i ->
                                        client().post(
                                                        "/api/setup",
                                                        body(Site.SETUP_TOKEN, "first" + i))
                                                .status())
                        .boxed()
                        .sorted()
                        .toList();
        assertThat(together).containsExactly(204, 409);
        nobody.post("/api/setup", body(Site.SETUP_TOKEN, "second")).is(409, "ALREADY_SET_UP");
        assertThat(nobody.get("/api/setup").is(200).json().path("open").asBoolean()).isFalse();

        for (int i = 0; i < ATTEMPTS; i++) {
            nobody.token("nobody" + i, "wrong password").is(401, "SIGN_IN_FAILED");
        }
        Answer slowed =
                nobody.with("X-Forwarded-For", "203.0.113.7")
                        .with("Forwarded", "for=203.0.113.8")
                        .with("X-Real-IP", "203.0.113.9")
                        .token("somebody", "wrong password")
                        .is(429, "TOO_MANY_REQUESTS");
        assertThat(Integer.parseInt(slowed.header("Retry-After"))).isBetween(1, 60);
    }
}
