package bootcamp.gateway.signin;

import bootcamp.gateway.route.Operations;
import bootcamp.platform.http.ProblemException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a browser's write without the page's token. What anybody may call, such as signing in,
 * needs none: there a cookie gives no right.
 */
final class CsrfApi implements WebFilter, Ordered {

    static final String HEADER = "X-CSRF-Token";

    private static final Set<HttpMethod> READS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Csrf csrf;
    private final Operations operations;

    CsrfApi(Csrf csrf, Operations operations) {
        this.csrf = csrf;
        this.operations = operations;
    }

    @Override
    public int getOrder() {
        // After the gate, which is at -100.
        return -90;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        SignedIn signedIn = SignedIn.of(exchange);
        if (signedIn == null || !isNeeded(signedIn, exchange)) {
            return chain.filter(exchange);
        }
        String token = exchange.getRequest().getHeaders().getFirst(HEADER);
        return csrf.isValid(signedIn.ticket(), token)
                ? chain.filter(exchange)
                : Mono.error(ProblemException.of(HttpStatus.FORBIDDEN, "CSRF_TOKEN_NOT_VALID"));
    }

    private boolean isNeeded(SignedIn signedIn, ServerWebExchange exchange) {
        return signedIn.byCookie()
                && !READS.contains(exchange.getRequest().getMethod())
                && !operations.isForAnybody(exchange);
    }
}
