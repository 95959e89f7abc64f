package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On the way of signing in by an issuer: what the browser holds when the issuer has sent it home.
 *
 * @param cookie of the attempt
 * @param query with code and state
 */
record Way(String cookie, Map<String, String> query) {

    static final String BEGIN = "/api/sign-in/openid-connect";
    static final String CODE = "/api/sign-in/openid-connect/code";

    private static final Pattern COOKIE = Pattern.compile("sign-in=([^;]+);.*");

    static Way begun(Client browser) {
        return visited(browser.post(BEGIN, "{}").is(200));
    }

    static Way visited(Answer begun) {
        Matcher cookie = COOKIE.matcher(begun.header("Set-Cookie"));
        assertThat(cookie.matches()).as(begun.header("Set-Cookie")).isTrue();
        return new Way(cookie.group(1), Issuer.visit(begun.text("url")));
    }

    Answer comeBack(Client browser) {
        return browser.post(CODE, handedIn(), "Cookie", "sign-in=" + cookie);
    }

    String handedIn() {
        return body(query.get("code"), query.get("state"));
    }

    static String body(@Nullable String code, @Nullable String state) {
        return "{\"code\": \"%s\", \"state\": \"%s\"}".formatted(code, state);
    }
}
