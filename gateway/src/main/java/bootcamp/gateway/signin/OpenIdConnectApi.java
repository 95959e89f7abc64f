package bootcamp.gateway.signin;

import bootcamp.platform.http.ProblemException;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Signing in by an issuer, as the page does it: it asks where to go, goes there, comes back to
 * itself with a code and hands that in. The gateway sends no browser anywhere, so it cannot be made
 * to send one to a wrong place; and all of its cookies can stay for this site alone.
 */
@RestController
final class OpenIdConnectApi {

    private static final String PAGE = "/sign-in";

    private final @Nullable OpenIdConnect issuer;
    private final String name;
    private final OpenIdAttemptStore attempts;
    private final SessionCookie cookie;
    private final Links links;
    private final SignIn signIn;
    private final SignInApi sessions;

    /**
     * @param issuer null: none is configured
     * @param cookie of an attempt
     */
    OpenIdConnectApi(
            @Nullable OpenIdConnect issuer,
            String name,
            OpenIdAttemptStore attempts,
            SessionCookie cookie,
            Links links,
            SignIn signIn,
            SignInApi sessions) {
        this.issuer = issuer;
        this.name = name;
        this.attempts = attempts;
        this.cookie = cookie;
        this.links = links;
        this.signIn = signIn;
        this.sessions = sessions;
    }

    /**
     * @param openIdConnect what the issuer is called; null: there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ways(@Nullable String openIdConnect) {}

    /** Nothing is asked; that it is JSON no foreign form can say. */
    record Beginning() {}

    record Place(URI url) {}

    /**
     * @param iss who answers, where the issuer says so
     */
    record Return(String code, String state, @Nullable String iss) {

        /** Neither code nor state. */
        @Override
        public String toString() {
            return "Return[]";
        }
    }

    @GetMapping("/api/sign-in")
    Mono<Ways> ways() {
        return Mono.just(new Ways(issuer == null ? null : name));
    }

    @PostMapping(value = "/api/sign-in/openid-connect", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Place> begin(@RequestBody Beginning nothing, ServerWebExchange exchange) {
        OpenIdConnect known = configured();
        OpenIdAttempt attempt = attempts.begin();
        return known.authorization(attempt, page(exchange))
                .doOnNext(_ -> cookie.give(exchange, attempt.secret()))
                .map(Place::new);
    }

    /** A session, or 403 {@code NO_ACCOUNT} for somebody whom only the issuer knows. */
    @PostMapping("/api/sign-in/openid-connect/code")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> comeBack(@RequestBody Return given, ServerWebExchange exchange) {
        OpenIdConnect known = configured();
        Mono<String> username =
                attempts.spend(cookie.secret(exchange), given.state())
                        .filter(_ -> known.isMe(given.iss()))
                        .switchIfEmpty(Mono.error(OpenIdConnect.notValid()))
                        .doOnNext(_ -> cookie.take(exchange))
                        .flatMap(attempt -> known.username(attempt, given.code(), page(exchange)));
        return sessions.begun(signIn.byIssuer(username, SignInApi.address(exchange)), exchange);
    }

    private OpenIdConnect configured() {
        if (issuer == null) {
            throw ProblemException.notFound();
        }
        return issuer;
    }

    private URI page(ServerWebExchange exchange) {
        return URI.create(links.origin(exchange) + PAGE);
    }
}
