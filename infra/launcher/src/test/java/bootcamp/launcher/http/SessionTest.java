package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in and out with a browser and with a program, and for how long. */
class SessionTest {

    private final Site site = Site.get();

    @AfterEach
    void now() {
        SecondGateway.CLOCK.reset();
    }

    @Test
    void aBrowserSignsInIsKnownAndSignsOut() {
        site.account("session-one", "STAFF", ", \"cohortIds\": [\"a\", \"b\"]");
        Client browser = site.client();

        Answer in = browser.signIn(" Session-ONE ", Site.PASSWORD).is(204);
        Answer who = browser.get("/api/session").is(200);
        String csrf = who.text("csrfToken");
        String cookie = browser.header("Cookie");
        Answer out = browser.delete("/api/session", "X-CSRF-Token", csrf).is(204);

        assertThat(in.header("Set-Cookie").toLowerCase(Locale.ROOT))
                .startsWith("session=")
                .contains("; httponly", "; samesite=strict", "; path=/")
                .doesNotContain("secure", "domain");
        assertThat(who.text("username")).isEqualTo("session-one");
        assertThat(who.json().path("roles").toString()).isEqualTo("[\"STAFF\"]");
        assertThat(who.json().path("cohortIds").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(who.header("Cache-Control")).isEqualTo("no-store");
        assertThat(out.header("Set-Cookie")).startsWith("session=;").contains("Max-Age=0");
        site.client().with("Cookie", cookie).get("/api/session").is(401, "UNAUTHENTICATED");
    }

    @Test
    void signingInAgainEndsTheSessionBeforeAndTakesNoIdThatSomebodyElseChose() {
        site.account("session-fixed", "STAFF", "");
        String planted = "session=020790" + "ab".repeat(32);
        Client browser = site.client().with("Cookie", planted);

        browser.browser("session-fixed", Site.PASSWORD);
        String first = browser.header("Cookie");
        browser.signIn("session-fixed", Site.PASSWORD).is(204);

        assertThat(first).isNotEqualTo(planted);
        assertThat(browser.header("Cookie")).isNotEqualTo(first);
        site.client().with("Cookie", planted).get("/api/session").is(401);
        site.client().with("Cookie", first).get("/api/session").is(401);
        browser.get("/api/session").is(200);
    }

    @Test
    void aSessionEndsWhenItWasNotUsedAndAtTheLatestAfterAWeek() {
        site.account("session-idle", "STAFF", "");
        Client idle = SecondGateway.client().browser("session-idle", Site.PASSWORD);
        Client busy = SecondGateway.client().browser("session-idle", Site.PASSWORD);
        Duration almostIdle = Duration.ofHours(11);

        SecondGateway.CLOCK.advance(almostIdle);
        idle.get("/api/session").is(200);
        for (Duration used = almostIdle;
                used.compareTo(Duration.ofDays(7).minus(almostIdle)) < 0;
                used = used.plus(almostIdle)) {
            busy.get("/api/session").is(200);
            SecondGateway.CLOCK.advance(almostIdle);
        }

        idle.get("/api/session").is(401);
        busy.get("/api/session").is(200);
        SecondGateway.CLOCK.advance(almostIdle);
        busy.get("/api/session").is(401);
    }

    @Test
    void aProgramsTokenEndsAfterAnHourAndWithItsAccount() {
        site.account("session-token", "STAFF", "");

        Answer token = SecondGateway.client().token("session-token", Site.PASSWORD).is(200);
        String bearer = "Bearer " + token.text("access_token");
        Client program = SecondGateway.client().with("Authorization", bearer);
        Client elsewhere = site.client().with("Authorization", bearer);

        assertThat(token.text("token_type")).isEqualTo("Bearer");
        assertThat(token.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(elsewhere.get("/api/session").is(200).json().has("csrfToken")).isFalse();
        SecondGateway.CLOCK.advance(Duration.ofMinutes(61));
        program.get("/api/session").is(401);
        elsewhere.get("/api/session").is(200);
        site.admin().delete("/api/users/session-token").is(204);
        elsewhere.get("/api/session").is(401);
        site.account("session-token", "ADMIN", "");
        elsewhere.get("/api/session").is(401);
    }

    @Test
    void anUnknownNameAndAWrongPasswordAreToldApartByNothing() {
        site.account("session-known", "STAFF", "");

        Answer wrong = site.client().signIn("session-known", "wrong password").is(401);
        Answer unknown = site.client().signIn("session-unknown", "wrong password").is(401);

        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(wrong.code()).isEqualTo("SIGN_IN_FAILED");
        assertThat(unknown.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    }

    @Test
    void attemptsOnOneAccountAreSlowedDownByAllGatewaysTogether() {
        site.account("session-guessed", "STAFF", "");
        // Counts are by day.
        long left = 86_400 - LocalTime.now(ZoneOffset.UTC).toSecondOfDay();
        SecondGateway.CLOCK.advance(Duration.ofSeconds(Math.min(600, left / 2)));

        for (int i = 0; i < 10; i++) {
            SecondGateway.client().signIn("session-guessed", "wrong password").is(401);
        }
        Answer here = site.client().signIn("session-guessed", Site.PASSWORD).is(429);
        Answer program = site.client().token("SESSION-guessed", Site.PASSWORD).is(429);
        SecondGateway.CLOCK.advance(Duration.ofSeconds(2));

        assertThat(Integer.parseInt(here.header("Retry-After"))).isPositive();
        assertThat(program.code()).isEqualTo("TOO_MANY_REQUESTS");
        SecondGateway.client().signIn("session-guessed", Site.PASSWORD).is(204);
        site.client().signIn("session-guessed", Site.PASSWORD).is(204);
    }

    @Test
    void aBrowserWritesWithThePagesTokenOnly() {
        site.account("session-csrf", "ADMIN", "");
        Client browser = site.client().browser("session-csrf", Site.PASSWORD);
        Client other = site.client().browser("session-csrf", Site.PASSWORD);
        String own = browser.header("X-CSRF-Token");
        String user = "{\"username\": \"session-%s\", \"role\": \"STAFF\"}";

        browser.post("/api/users", user.formatted("a")).is(201);
        assertThat(browser.get("/api/session").text("csrfToken")).isNotEqualTo(own);
        browser.with("X-CSRF-Token", other.header("X-CSRF-Token"))
                .post("/api/users", user.formatted("b"))
                .is(403, "CSRF_TOKEN_NOT_VALID");
        browser.with("X-CSRF-Token", null)
                .post("/api/users", user.formatted("b"))
                .is(403, "CSRF_TOKEN_NOT_VALID");
        browser.post("/api/cohorts", Site.newCohort("session-c")).is(403, "CSRF_TOKEN_NOT_VALID");
        browser.delete("/api/session").is(403, "CSRF_TOKEN_NOT_VALID");

        site.admin().get("/api/users/session-b").is(404);
        site.admin().get("/api/cohorts/session-c").is(404);
        site.admin().post("/api/users", user.formatted("c")).is(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x"
            })
    void whatAForeignFormCanSendIsRefused(String type) {
        Client admin = site.admin();
        String credentials = "{\"username\": \"admin\", \"password\": \"%s\"}";

        site.client()
                .send("POST", "/api/session", type, credentials.formatted(Site.PASSWORD))
                .is(415, "UNSUPPORTED_MEDIA_TYPE");
        admin.send("POST", "/api/users", type, "{\"username\": \"form\", \"role\": \"STAFF\"}")
                .is(415, "UNSUPPORTED_MEDIA_TYPE");
        admin.send("POST", "/api/cohorts", type, Site.newCohort("form"))
                .is(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void nothingIsChangedByReading() {
        site.contract.operations().stream()
                .filter(operation -> !operation.method().equals("GET"))
                .map(operation -> operation.path().getPatternString())
                .distinct()
                .filter(path -> site.contract.find("GET", path) == null)
                .forEach(
                        path -> {
                            Answer answer = site.admin().get(path.replaceAll("\\{\\w+}", "x"));
                            answer.is(405, "METHOD_NOT_ALLOWED");
                            assertThat(answer.header("Allow")).isNotEmpty();
                        });
    }
}
