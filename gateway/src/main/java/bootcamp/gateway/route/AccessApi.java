package bootcamp.gateway.route;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.ManagementPort;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Who may ask for what: under {@code /api} what the document says and nothing else; elsewhere pages
 * may be read by anybody, and of the actuator health alone. What comes in at the {@link
 * ManagementPort} may read all of the actuator; else an admin may.
 */
public final class AccessApi implements ReactiveAuthorizationManager<AuthorizationContext> {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/**");
    private static final PathPattern ACTUATOR =
            PathPatternParser.defaultInstance.parse("/actuator/**");
    private static final PathPattern HEALTH =
            PathPatternParser.defaultInstance.parse("/actuator/health/**");

    private final Operations operations;
    private final ManagementPort management;

    AccessApi(Operations operations, ManagementPort management) {
        this.operations = operations;
        this.management = management;
    }

    @Override
    public Mono<AuthorizationResult> authorize(
            Mono<Authentication> authentication, AuthorizationContext context) {
        ServerWebExchange exchange = context.getExchange();
        // Read as the handlers are found: what is written in another way is the same path.
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        if (API.matches(path)) {
            return api(authentication, exchange);
        }
        boolean open =
                ACTUATOR.matches(path)
                        ? HEALTH.matches(path) || management.isOf(exchange)
                        : READS.contains(exchange.getRequest().getMethod());
        return open ? granted(true) : roleIn(authentication, Set.of("ROLE_ADMIN"));
    }

    private Mono<AuthorizationResult> api(
            Mono<Authentication> authentication, ServerWebExchange exchange) {
        Operation operation = operations.find(exchange);
        if (operation != null && operation.isForAnybody(exchange)) {
            // Who is signed in is found out all the same: a new session ends the one before it.
            return authentication.then(granted(true));
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
