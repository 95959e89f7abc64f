package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** Behind a front that ends TLS: what browsers are told, and whom the gateway believes. */
class HttpsTest {

    private static final int ATTEMPTS = 3;
    private static final ReactiveWebServerApplicationContext GATEWAY =
            Site.get()
                    .startGateway(
                            Clock.systemUTC(),
                            Site.get().database(),
                            "--bootcamp.services.enrollment.url=http://127.0.0.1:"
                                    + Site.port(Site.get().enrollment),
                            "--bootcamp.http.https=true",
                            "--bootcamp.http.trusted-proxies=127.0.0.0/8",
                            "--bootcamp.sign-in.address-burst=" + ATTEMPTS,
                            "--bootcamp.sign-in.address-per-minute=1");

    private final Site site = Site.get();

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    /** As the front sends it, for somebody at that address. */
    private Client by(String address) {
        return site.client(GATEWAY)
                .with("X-Forwarded-For", address)
                .with("X-Forwarded-Proto", "https");
    }

    @Test
    void theSessionsCookieIsOfThisHostAndOfHttpsAlone() {
        site.account("https-one", "STAFF", "");
        Client browser = by("203.0.113.10");

        Answer in = browser.signIn("https-one", Site.PASSWORD).is(204);
        String secret = in.header("Set-Cookie").split("[=;]", 3)[1];

        assertThat(in.header("Set-Cookie"))
                .startsWith("__Host-session=")
                .containsIgnoringCase("; path=/;")
                .containsIgnoringCase("; secure")
                .containsIgnoringCase("; httponly")
                .containsIgnoringCase("; samesite=strict")
                .doesNotContainIgnoringCase("domain");
        browser.get("/api/session").is(200);
        by("203.0.113.10").get("/api/session", "Cookie", "session=" + secret).is(401);
        Answer out =
                browser.delete(
                                "/api/session",
                                "X-CSRF-Token",
                                browser.get("/api/session").text("csrfToken"))
                        .is(204);
        assertThat(out.header("Set-Cookie"))
                .startsWith("__Host-session=;")
                .containsIgnoringCase("secure");
    }

    @Test
    void everyKindOfAnswerSaysThatOnlyHttpsWillDo() {
        Client nobody = by("203.0.113.20");
        List<Answer> answers =
                List.of(
                        nobody.get("/"),
                        nobody.get("/no/such/page"),
                        nobody.get("/api/openapi.json"),
                        nobody.get("/api/users"),
                        nobody.post("/api/session", "{"),
                        nobody.get("/actuator/health"));

        assertThat(answers)
                .allSatisfy(
                        answer ->
                                assertThat(answer.header("Strict-Transport-Security"))
                                        .as(answer.request())
                                        .matches("max-age=\\d{8,}.*"));
    }

    @Test
    void whoAsksIsWhomTheFrontNamesAndNotWhoTheyCallThemselves() {
        Client guesser = by("203.0.113.30");
        for (int i = 0; i < ATTEMPTS; i++) {
            guesser.token("https-nobody-" + i, "wrong password").is(401);
        }

        guesser.token("https-nobody", "wrong password").is(429, "TOO_MANY_REQUESTS");
        by("203.0.113.31").token("https-nobody", "wrong password").is(401);
        by("203.0.113.32, 203.0.113.30").token("https-nobody", "wrong password").is(429);
    }

    @Test
    void linksLeadToHttpsWhereATrustedFrontSaysSo() {
        site.account("https-link", "STAFF", "");
        String wish = "{\"purpose\": \"RESET\"}";
        Client admin =
                by("203.0.113.40").with("Authorization", site.admin().header("Authorization"));

        String through = admin.post("/api/users/https-link/links", wish).is(201).text("url");
        String invented =
                site.admin()
                        .post("/api/users/https-link/links", wish, "X-Forwarded-Proto", "https")
                        .is(201)
                        .text("url");

        assertThat(through).startsWith("https://127.0.0.1");
        assertThat(invented).startsWith("http://127.0.0.1");
    }
}
