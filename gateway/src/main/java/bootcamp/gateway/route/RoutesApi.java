package bootcamp.gateway.route;

import bootcamp.platform.security.Caller;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Hands what a service answers on to it; the gateway answers the rest itself. */
final class RoutesApi implements WebFilter, Ordered {

    private final Operations operations;
    private final Services services;

    RoutesApi(Operations operations, Services services) {
        this.operations = operations;
        this.services = services;
    }

    @Override
    public int getOrder() {
        // After the gate (-100), the page's token (-90) and the limits (-50).
        return -40;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Operation operation = operations.find(exchange);
        return operation == null || operation.service() == null
                ? chain.filter(exchange)
                : operation.unseen()
                        ? services.passUnseen(exchange, operation.service())
                        : services.pass(exchange, asking(exchange, operation), operation.service());
    }

    /** What anybody may ask for is the same for all, so it is asked for by nobody. */
    private static Caller asking(ServerWebExchange exchange, Operation operation) {
        return operation.isForAnybody(exchange) ? Caller.NOBODY : Caller.of(exchange);
    }
}
