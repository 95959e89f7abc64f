package bootcamp.launcher.http;

import static bootcamp.launcher.http.Way.BEGIN;
import static bootcamp.launcher.http.Way.CODE;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Chromium;
import bootcamp.launcher.http.Issuer.Seal;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.LoadState;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** Signing in by an issuer of OpenID Connect: for whom, and what does not get in. */
class OpenIdConnectTest {

    private static final String BAD = "ISSUER_ANSWER_NOT_VALID";

    private static final Issuer ISSUER = new Issuer();
    private static final MovableClock CLOCK = new MovableClock();
    private static final ReactiveWebServerApplicationContext GATEWAY =
            Site.get()
                    .startGateway(
                            CLOCK,
                            Site.get().database(),
                            "--bootcamp.services.enrollment.url=" + Site.url(Site.get().enrollment),
                            "--bootcamp.oidc.issuer=" + ISSUER.url(),
                            "--bootcamp.oidc.client-id=" + Issuer.CLIENT,
                            "--bootcamp.oidc.client-secret=" + Issuer.SECRET,
                            "--bootcamp.oidc.name=School");

    private final Site site = Site.get();

    @AfterEach
    void now() {
        CLOCK.reset();
    }

    @Test
    void somebodyWhomTheIssuerKnowsGetsASessionLikeAnyOther() {
        site.account("oidc-kim", "ADMIN", "");
        ISSUER.isSeenBy("oidc-kim");
        Client browser = browser();
        Answer begun = browser.post(BEGIN, "{}").is(200);

        Answer in = Way.visited(begun).comeBack(browser).is(204);
        Answer who = browser.get("/api/session").is(200);

        assertThat(browser.get("/api/sign-in").is(200).text("openIdConnect")).isEqualTo("School");
        assertThat(who.text("username")).isEqualTo("oidc-kim");
        assertThat(in.headers().allValues("Set-Cookie"))
                .anyMatch(
                        cookie -> cookie.matches("(?i)session=\\w{70};.*httponly; samesite=strict"))
                .anyMatch(cookie -> cookie.startsWith("sign-in=;"));
        assertThat(begun.header("Set-Cookie"))
                .containsIgnoringCase("; max-age=600;")
                .containsIgnoringCase("; httponly; samesite=strict");
        String user = "{\"username\": \"oidc-made\", \"role\": \"STAFF\"}";
        browser.post("/api/users", user).is(403, "CSRF_TOKEN_NOT_VALID");
        browser.with("X-CSRF-Token", who.text("csrfToken")).post("/api/users", user).is(201);
        site.admin().delete("/api/users/oidc-kim").is(204);
        browser.get("/api/session").is(401);
    }

    @Test
    void theIssuerIsAskedForACodeThatOnlyThisGatewayCanUseAndSendsItToThePage() {
        ISSUER.isSeenBy("oidc-nobody");

        Answer begun = browser().post(BEGIN, "{\"redirect_uri\": \"https://evil.example\"}");
        URI there = URI.create(browser().post(BEGIN, "{}").is(200).text("url"));
        Map<String, String> asked = Issuer.query(there);

        assertThat(begun.status()).isIn(200, 400);
        assertThat(begun.body()).doesNotContain("evil");
        assertThat(there.toString()).startsWith(ISSUER.url() + "/authorize?");
        assertThat(asked)
                .containsEntry("redirect_uri", Site.url(GATEWAY) + "/sign-in")
                .containsEntry("response_type", "code")
                .containsEntry("client_id", Issuer.CLIENT)
                .containsEntry("scope", "openid profile")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(there.toString()).doesNotContain(Issuer.SECRET);
    }

    @Test
    void signingInAnewEndsTheSessionBefore() {
        site.account("oidc-again", "STAFF", "");
        ISSUER.isSeenBy("oidc-again");
        Client browser = browser().browser("oidc-again", Site.PASSWORD);
        String before = String.valueOf(browser.header("Cookie"));

        Way way = Way.visited(browser.post(BEGIN, "{}").is(200));
        browser.post(CODE, way.handedIn(), "Cookie", before + "; sign-in=" + way.cookie()).is(204);

        browser.get("/api/session").is(200);
        browser().with("Cookie", before).get("/api/session").is(401);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whoHasNoAccountUnderExactlyThatNameIsRefusedAndGetsNone(String name) {
        if (site.admin().get("/api/users/oidc-lee").status() == 404) {
            site.account("oidc-lee", "STAFF", "");
        }
        ISSUER.isSeenBy(name);
        Client browser = browser();
        Way way = Way.begun(browser);

        Answer refused =
                browser.post(
                                CODE,
                                way.handedIn(),
                                "Cookie",
                                "sign-in=" + way.cookie(),
                                "Accept-Language",
                                "ko")
                        .is(403, "NO_ACCOUNT");

        assertThat(refused.text("title")).isEqualTo("이곳에 계정이 없습니다");
        assertThat(refused.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("session="));
        site.admin().get("/api/users/oidc-stranger").is(404);
    }

    static Stream<String> strangers() {
        return Stream.of("oidc-stranger", "OIDC-Lee", " oidc-lee", "ｏidc-lee", "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aTokenThatIsNotThisAnswerOfThisIssuerOpensNothing(
            String what, UnaryOperator<JWTClaimsSet.Builder> otherwise, Seal seal) {
        if (site.admin().get("/api/users/oidc-victim").status() == 404) {
            site.account("oidc-victim", "ADMIN", "");
        }
        ISSUER.isSeenBy("oidc-victim");
        ISSUER.lies(otherwise, seal);
        Client browser = browser();

        Answer refused = Way.begun(browser).comeBack(browser).is(401, BAD);

        assertThat(refused.headers().allValues("Set-Cookie"))
                .as(what)
                .noneMatch(cookie -> cookie.startsWith("session="));
        ISSUER.lies(UnaryOperator.identity(), Seal.RIGHT);
        Way.begun(browser).comeBack(browser).is(204);
    }

    static Stream<Arguments> lies() {
        Date past = Date.from(Instant.now().minus(Duration.ofHours(1)));
        UnaryOperator<JWTClaimsSet.Builder> nothing = UnaryOperator.identity();
        return Stream.of(
                lie("another nonce", token -> token.claim("nonce", "0".repeat(64))),
                lie("no nonce", token -> token.claim("nonce", null)),
                lie("another issuer", token -> token.issuer("https://issuer.example")),
                lie("another audience", token -> token.audience("another client")),
                lie("no audience", token -> token.audience((String) null)),
                lie("too late", token -> token.expirationTime(past)),
                lie("without an end", token -> token.expirationTime(null)),
                Arguments.of("algorithm none", nothing, Seal.NONE),
                Arguments.of("signed by somebody else", nothing, Seal.FOREIGN_KEY),
                Arguments.of("signed with the client's secret", nothing, Seal.SHARED_SECRET));
    }

    private static Arguments lie(String what, UnaryOperator<JWTClaimsSet.Builder> otherwise) {
        return Arguments.of(what, otherwise, Seal.RIGHT);
    }

    @Test
    void anAnswerThatBelongsToAnotherBrowserOrIsTooLateOpensNothing() {
        site.account("oidc-state", "STAFF", "");
        ISSUER.isSeenBy("oidc-state");
        Client browser = browser();
        Way own = Way.begun(browser);
        Way others = Way.begun(browser());
        String code = own.query().get("code");

        browser.post(CODE, own.handedIn()).is(401, BAD);
        new Way(others.cookie(), own.query()).comeBack(browser).is(401, BAD);
        new Way(own.cookie(), others.query()).comeBack(browser).is(401, BAD);
        new Way("9".repeat(10) + "ab".repeat(32), own.query()).comeBack(browser).is(401, BAD);
        String cookie = "sign-in=" + own.cookie();
        browser.post(CODE, Way.body(code, "0".repeat(64)), "Cookie", cookie).is(401, BAD);
        CLOCK.advance(Duration.ofMinutes(11));
        own.comeBack(browser).is(401, BAD);
        CLOCK.reset();
        own.comeBack(browser).is(204);
    }

    @Test
    void anAnswerThatSaysItIsAnotherIssuersOpensNothing() {
        site.account("oidc-mixed", "STAFF", "");
        ISSUER.isSeenBy("oidc-mixed");
        Client browser = browser();
        Way way = Way.begun(browser);

        String named = way.handedIn().replace("}", ", \"iss\": \"https://issuer.example\"}");

        browser.post(CODE, named, "Cookie", "sign-in=" + way.cookie()).is(401, BAD);
    }

    @Test
    void anAnswerIsGoodOnceAndACodeToo() {
        site.account("oidc-once", "STAFF", "");
        ISSUER.isSeenBy("oidc-once");
        Client browser = browser();
        Way way = Way.begun(browser);
        way.comeBack(browser).is(204);

        Answer replayed = way.comeBack(browser());
        Way next = Way.begun(browser);
        String stolen = Way.body(way.query().get("code"), next.query().get("state"));
        Answer elsewhere = browser().post(CODE, stolen, "Cookie", "sign-in=" + next.cookie());

        replayed.is(401, BAD);
        elsewhere.is(401, BAD);
    }

    @Test
    void nothingOfTheIssuersReachesTheBrowser() {
        site.account("oidc-tokens", "STAFF", "");
        ISSUER.isSeenBy("oidc-tokens");
        Client browser = browser();

        Answer begun = browser.post(BEGIN, "{}").is(200);
        Answer in = Way.visited(begun).comeBack(browser).is(204);

        assertThat(begun.body() + begun.headers() + in.body() + in.headers())
                .doesNotContain("eyJ", "id_token", "access_token", Issuer.SECRET);
        assertThat(in.headers().map()).doesNotContainKey("location");
    }

    @Test
    void whatAForeignFormCanSendBeginsNothing() {
        Client browser = browser();

        browser.send("POST", BEGIN, "text/plain", "{}").is(415, "UNSUPPORTED_MEDIA_TYPE");
        browser.send("POST", CODE, "text/plain", "{}").is(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void anIssuerInTroubleIsSaidAndPassesWhilePasswordsGoOn() {
        site.account("oidc-trouble", "STAFF", "");
        ISSUER.isSeenBy("oidc-trouble");
        Client browser = browser();
        Way way = Way.begun(browser);
        ISSUER.isInTrouble(502);

        Answer refused = way.comeBack(browser).is(503, "ISSUER_NOT_AVAILABLE");

        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        browser.signIn("oidc-trouble", Site.PASSWORD).is(204);
        ISSUER.isSeenBy("oidc-trouble");
        Way.begun(browser).comeBack(browser).is(204);
    }

    @Test
    void aGatewayWhoseIssuerIsAwayGoesOnAndSlowsDownWhoTries() {
        ReactiveWebServerApplicationContext lonely =
                site.startGateway(
                        Clock.systemUTC(),
                        site.database(),
                        "--bootcamp.oidc.issuer=http://127.0.0.1:1",
                        "--bootcamp.oidc.client-id=x",
                        "--bootcamp.oidc.client-secret=x",
                        "--bootcamp.sign-in.address-burst=3",
                        "--bootcamp.sign-in.address-per-minute=1");
        try {
            Client browser = site.client(lonely);
            String guess = Way.body("x", "y");

            browser.post(BEGIN, "{}").is(503, "ISSUER_NOT_AVAILABLE");
            for (int i = 0; i < 3; i++) {
                browser.post(CODE, guess).is(401, BAD);
            }

            browser.post(CODE, guess).is(429, "TOO_MANY_REQUESTS");
        } finally {
            lonely.close();
        }
    }

    /**
     * The issuer is another site than the page: what is for this site alone must still be there.
     */
    @Test
    void thePageGoesToTheIssuerAndComesBackSignedInToWhereTheReaderWanted() {
        site.account("oidc-page", "ADMIN", "");
        ISSUER.isSeenBy("oidc-page");
        String page = "http://localhost:" + Site.port(GATEWAY);
        try (BrowserContext context = Chromium.installed().newContext()) {
            Page tab = context.newPage();
            List<String> errors = new ArrayList<>();
            tab.onConsoleMessage(
                    message -> {
                        if (message.type().equals("error")) {
                            errors.add(message.text());
                        }
                    });
            tab.navigate(page + "/settings");
            tab.locator("button:has-text('School')").click();
            tab.waitForURL(page + "/settings");
            tab.locator("main h1:visible").first().waitFor();

            assertThat(context.cookies())
                    .filteredOn(cookie -> cookie.name.equals("session"))
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie.httpOnly).isTrue());
            assertThat(String.valueOf(tab.evaluate("JSON.stringify(localStorage)")))
                    .isEqualTo("{}");
            // What the page still asks for would be refused while it is left.
            tab.waitForLoadState(LoadState.NETWORKIDLE);
            context.clearCookies();
            // The page may have noticed by itself by now, and then a dialog lies over the link.
            tab.locator("nav a[href='/']").first().dispatchEvent("click");
            tab.locator("dialog button:has-text('School')").click();
            tab.waitForURL(page + "/");
            tab.locator("main h1:visible").first().waitFor();
            // The address is this one already while the dialog is over the page.
            PlaywrightAssertions.assertThat(tab.locator("dialog")).hasCount(0);
            assertThat(errors).allMatch(error -> error.contains("401"));
            ISSUER.isSeenBy("oidc-nobody-here");
            tab.navigate(page + "/sign-in?to=https://evil.example");
            tab.locator("button:has-text('School')").click();

            String refused = tab.locator("[role=alert]").innerText();
            assertThat(refused).contains("no account here has your name");
            assertThat(tab.url()).isEqualTo(page + "/sign-in");
        }
    }

    @Test
    void withoutAnIssuerNothingIsOfferedAndNothingIsThere() {
        Client browser = site.client();

        assertThat(browser.get("/api/sign-in").is(200).body()).isEqualTo("{}");
        browser.post(BEGIN, "{}").is(404);
        browser.post(CODE, Way.body("x", "y")).is(404);
    }

    private Client browser() {
        return site.client(GATEWAY);
    }
}
