package bootcamp.gateway.route;

import bootcamp.platform.http.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Who may ask for what: under {@code /api} what the document says and nothing else; elsewhere pages
 * may be read by anybody, and of the actuator health alone.
 */
public final class AccessApi implements ReactiveAuthorizationManager<AuthorizationContext> {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Operations operations;

    AccessApi(Operations operations) {
        this.operations = operations;
    }

    @Override
    public Mono<AuthorizationResult> authorize(
            Mono<Authentication> authentication, AuthorizationContext context) {
        ServerWebExchange exchange = context.getExchange();
        String path = exchange.getRequest().getPath().value();
        if (path.equals("/api") || path.startsWith("/api/")) {
            return api(authentication, exchange);
        }
        boolean open =
                path.startsWith("/actuator")
                        ? path.equals("/actuator/health") || path.startsWith("/actuator/health/")
                        : READS.contains(exchange.getRequest().getMethod());
        return open ? granted(true) : roleIn(authentication, Set.of("ROLE_ADMIN"));
    }

    private Mono<AuthorizationResult> api(
            Mono<Authentication> authentication, ServerWebExchange exchange) {
        Operation operation = operations.find(exchange);
        if (operation != null && operation.forAnybody()) {
            return granted(true);
        }
        return authentication
                .filter(Authentication::isAuthenticated)
                .map(who -> decided(who, operation, exchange))
                .defaultIfEmpty(new AuthorizationDecision(false));
    }

    private AuthorizationResult decided(
            Authentication who, @Nullable Operation operation, ServerWebExchange exchange) {
        if (operation != null) {
            return new AuthorizationDecision(
                    operation.roles().stream().anyMatch(role -> has(who, "ROLE_" + role)));
        }
        Set<HttpMethod> methods = operations.methods(exchange);
        if (methods.isEmpty()) {
            throw ProblemException.notFound();
        }
        throw new MethodNotAllowedException(exchange.getRequest().getMethod(), methods);
    }

    private static Mono<AuthorizationResult> roleIn(
            Mono<Authentication> authentication, Set<String> roles) {
        return authentication
                .<AuthorizationResult>map(
                        who ->
                                new AuthorizationDecision(
                                        roles.stream().anyMatch(role -> has(who, role))))
                .defaultIfEmpty(new AuthorizationDecision(false));
    }

    private static boolean has(Authentication who, String role) {
        return who.getAuthorities().stream().anyMatch(one -> role.equals(one.getAuthority()));
    }

    private static Mono<AuthorizationResult> granted(boolean yes) {
        return Mono.just(new AuthorizationDecision(yes));
    }
}
