package bootcamp.gateway.route;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Unseen;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses what is to be asked for by nobody where the request says who asks, before anything looks
 * whose session it is: a page that sends it so by mistake learns of it at the first try.
 */
final class UnseenApi implements WebFilter, Ordered {

    private static final List<String> IDENTITY =
            List.of(HttpHeaders.COOKIE, HttpHeaders.AUTHORIZATION);

    private final Unseen unseen;

    UnseenApi(Unseen unseen) {
        this.unseen = unseen;
    }

    @Override
    public int getOrder() {
        // After the guard and the trace, before the gate (-100).
        return Ordered.HIGHEST_PRECEDENCE + 30;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return unseen.isOf(exchange.getRequest()) && saysWho(exchange)
                ? Mono.error(ProblemException.of(HttpStatus.BAD_REQUEST, "IDENTITY_SENT"))
                : chain.filter(exchange);
    }

    private static boolean saysWho(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        return IDENTITY.stream().anyMatch(headers::containsHeader);
    }
}
