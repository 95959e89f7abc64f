package bootcamp.gateway.page;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Puts the headers that bind a browser on every answer: pages, files, data and errors alike.
 *
 * <p>Scripts, styles and connections come from here alone, and nothing stands inline; what becomes
 * markup goes through lit-html, which escapes what it is given (trusted types). Pictures may be
 * made in the page, for the export of charts. Nobody frames the pages.
 */
public final class SecurityHeadersApi implements WebFilter, Ordered {

    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
                    + "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
                    + "form-action 'self'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types lit-html";

    /** Two years, as browsers' preload lists ask. */
    private static final String ALWAYS_HTTPS = "max-age=63072000; includeSubDomains";

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse()
                .beforeCommit(
                        () -> {
                            put(exchange.getRequest(), exchange.getResponse().getHeaders());
                            return Mono.empty();
                        });
        return chain.filter(exchange);
    }

    private static void put(ServerHttpRequest request, HttpHeaders headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set(
                "Permissions-Policy",
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if ("https".equals(request.getURI().getScheme())) {
            headers.set("Strict-Transport-Security", ALWAYS_HTTPS);
        }
    }
}
