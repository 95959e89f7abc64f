package bootcamp.gateway.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.web.server.ServerWebExchange;

/**
 * The cookie of a browser's session: {@code __Host-session} by https, {@code session} by http,
 * which is for loopback only; or of an attempt to have one. Scripts cannot read it and other sites
 * cannot make a browser send it.
 *
 * @param https whether people come by https
 * @param life after which a browser forgets it
 * @param plainName by http
 */
record SessionCookie(boolean https, Duration life, String plainName) {

    String name() {
        return https ? "__Host-" + plainName : plainName;
    }

    /** The secret that a request carries; null: none. */
    @Nullable String secret(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(name());
        return cookie == null ? null : cookie.getValue();
    }

    void give(ServerWebExchange exchange, String secret) {
        exchange.getResponse().addCookie(cookie(secret, life));
    }

    void take(ServerWebExchange exchange) {
        exchange.getResponse().addCookie(cookie("", Duration.ZERO));
    }

    private ResponseCookie cookie(String value, Duration maxAge) {
        return ResponseCookie.from(name(), value)
                .httpOnly(true)
                .secure(https)
                .sameSite("Strict")
                .path("/")
                .maxAge(maxAge)
                .build();
    }
}
