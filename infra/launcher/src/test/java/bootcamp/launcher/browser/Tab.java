package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One window of a browser of its own, with what went wrong in it. */
final class Tab implements AutoCloseable {

    private static final int LOOKS_MAX = 20;
    private static final int LOOKING_MILLIS = 100;

    private static final String WATCH =
            """
            window.cspReports = [];
            addEventListener('securitypolicyviolation',
                event => cspReports.push(event.violatedDirective + ' ' + event.blockedURI));
            window.messages = 0;
            window.revision = 0;
            const listen = EventSource.prototype.addEventListener;
            EventSource.prototype.addEventListener = function (type, listener) {
              return listen.call(this, type, event => {
                if (type === 'dashboard') {
                  window.messages++;
                  window.revision = JSON.parse(event.data).revision;
                }
                listener(event);
              });
            };
            """;

    private static final int TABS_MAX = 80;

    /** Sessions by account: signing in is slow on purpose, and each account has few at once. */
    private static final Map<String, Cookie> SESSIONS = new HashMap<>();

    private static @Nullable String axe;

    final BrowserContext context;
    final Page page;
    final List<String> errors = new ArrayList<>();
    private final URI url;

    private Tab(BrowserContext context, URI url) {
        this.context = context;
        this.url = url;
        context.addInitScript(WATCH);
        page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        errors.add(message.text() + " " + message.location());
                    }
                });
        page.onPageError(errors::add);
    }

    /** How a page is looked at. */
    record Look(String language, String theme, int width) {

        static final Look USUAL = new Look("en", "light", 1280);

        int height() {
            return width < 600 ? 844 : 900;
        }

        @Override
        public String toString() {
            return language + " " + theme + " " + width;
        }
    }

    static Tab open(School school, @Nullable String role, Look look) {
        return open(school, school.url, role, look, new Browser.NewContextOptions());
    }

    /**
     * @param url where the browser goes, which may be a wire to the school
     * @param role of the account that is signed in; null: nobody is
     */
    static Tab open(
            School school,
            URI url,
            @Nullable String role,
            Look look,
            Browser.NewContextOptions options) {
        BrowserContext context = context(url, look, options);
        if (role != null) {
            context.addCookies(List.of(session(context, school.url, usernameOf(school, role))));
        }
        return new Tab(context, url);
    }

    /** At another platform than the school's, as one of its accounts. */
    static Tab open(URI url, String username, Look look) {
        BrowserContext context = context(url, look, new Browser.NewContextOptions());
        context.addCookies(List.of(session(context, url, username)));
        return new Tab(context, url);
    }

    private static BrowserContext context(URI url, Look look, Browser.NewContextOptions options) {
        BrowserContext context =
                Chromium.installed()
                        .newContext(
                                options.setViewportSize(look.width(), look.height())
                                        .setLocale(look.language().equals("ko") ? "ko-KR" : "en-GB")
                                        .setTimezoneId("Asia/Seoul"));
        context.setDefaultTimeout(20_000);
        List<Cookie> cookies = new ArrayList<>();
        cookies.add(new Cookie("lang", look.language()).setUrl(url.toString()));
        cookies.add(new Cookie("theme", look.theme()).setUrl(url.toString()));
        context.addCookies(cookies);
        return context;
    }

    static String usernameOf(School school, String role) {
        return Objects.requireNonNull(school.usernames.get(role));
    }

    private static Cookie session(BrowserContext context, URI url, String username) {
        return SESSIONS.computeIfAbsent(
                username + " at " + url, _ -> fresh(context, url, username));
    }

    /** A session that no other window has. */
    static Cookie fresh(BrowserContext context, School school, String role) {
        return fresh(context, school.url, usernameOf(school, role));
    }

    private static Cookie fresh(BrowserContext context, URI url, String username) {
        APIResponse answer =
                context.request()
                        .post(
                                url + "/api/session",
                                RequestOptions.create()
                                        .setData(
                                                Map.of(
                                                        "username",
                                                        username,
                                                        "password",
                                                        School.PASSWORD)));
        if (!answer.ok()) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return context.cookies().stream()
                .filter(cookie -> cookie.name.equals("session"))
                .findFirst()
                .orElseThrow();
    }

    Tab go(String path) {
        page.navigate(url + path);
        page.locator("main h1")
                .first()
                .waitFor(
                        new Locator.WaitForOptions()
                                .setState(
                                        com.microsoft.playwright.options.WaitForSelectorState
                                                .ATTACHED));
        return this;
    }

    /** Waits until nothing is loading and nothing is on its way. */
    Tab settled() {
        page.waitForFunction(
                "() => !document.querySelector('[aria-busy=true]') && document.querySelector('main h1')"
                        + " && document.querySelector('main').children.length > 1"
                        + " || document.querySelector('main .narrow')");
        return this;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** Those that contain this text. */
    Locator find(String selector, String text) {
        return page.locator(selector, new Page.LocatorOptions().setHasText(text));
    }

    /** By Tab alone. */
    void reach(String selector) {
        assertThat(find(selector).first()).isAttached();
        reach(selector, "document.activeElement.matches('" + selector + "')");
    }

    /** The control that says this, by Tab alone. */
    void reachText(String text) {
        assertThat(page.getByText(text).first()).isAttached();
        reach(
                text,
                "(document.activeElement.closest('label') ?? document.activeElement).textContent.trim() === '"
                        + text
                        + "'");
    }

    private void reach(String what, String isThere) {
        for (int i = 0; i < TABS_MAX; i++) {
            if (Boolean.TRUE.equals(page.evaluate(isThere))) {
                return;
            }
            press("Tab");
        }
        throw new AssertionError("Tab does not come to " + what);
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    void type(String text) {
        page.keyboard().type(text);
    }

    @SuppressWarnings("unchecked")
    List<String> cspReports() {
        return (List<String>) page.evaluate("cspReports");
    }

    int messages() {
        return ((Number) page.evaluate("messages")).intValue();
    }

    /** Of the newest dashboard that the page was told. */
    long revision() {
        return ((Number) page.evaluate("revision")).longValue();
    }

    /** In CSS pixels, once the page lies as it stays: what comes a moment later moves the rest. */
    int sidewaysScroll() {
        int scroll = sidewaysScrollNow();
        for (int looks = 1; scroll > 0 && looks < LOOKS_MAX; looks++) {
            page.waitForTimeout(LOOKING_MILLIS);
            scroll = sidewaysScrollNow();
        }
        return scroll;
    }

    private int sidewaysScrollNow() {
        return ((Number)
                        page.evaluate(
                                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
    }

    /** What axe finds, one line a rule and page. */
    @SuppressWarnings("unchecked")
    List<String> axeViolations() {
        CDPSession session = context.newCDPSession(page);
        JsonObject script = new JsonObject();
        // By the debugger, since the page's policy lets no other script in.
        script.addProperty("expression", axeSource());
        session.send("Runtime.evaluate", script);
        session.detach();
        return (List<String>)
                page.evaluate(
                        """
                        async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v =>
                          `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
                        """);
    }

    private static synchronized String axeSource() {
        if (axe == null) {
            try (InputStream source =
                    Objects.requireNonNull(Tab.class.getResourceAsStream("/axe.min.js"))) {
                axe = new String(source.readAllBytes(), StandardCharsets.UTF_8) + ";0";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return axe;
    }

    @Override
    public void close() {
        context.close();
    }
}
