package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Signing in and out: sessions of browsers, tokens of programs. */
@RestController
final class SignInApi {

    private final SignIn signIn;
    private final TicketStore tickets;
    private final OpenStreams streams;
    private final SessionCookie cookie;
    private final Csrf csrf;
    private final SignInProperties.Times times;

    SignInApi(
            SignIn signIn,
            TicketStore tickets,
            OpenStreams streams,
            SessionCookie cookie,
            Csrf csrf,
            SignInProperties.Times times) {
        this.signIn = signIn;
        this.tickets = tickets;
        this.streams = streams;
        this.cookie = cookie;
        this.csrf = csrf;
        this.times = times;
    }

    record Credentials(String username, String password) {

        /** Never the password. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Session(
            String username,
            List<Role> roles,
            @Nullable String studentId,
            @Nullable String instructorId,
            List<String> cohortIds,
            @Nullable String csrfToken) {}

    record Token(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn) {

        /** Never the token. */
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /** A new session in a new cookie; the one the browser had before ends. */
    @PostMapping("/api/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> signIn(@RequestBody Credentials given, ServerWebExchange exchange) {
        return begun(
                signIn.signIn(
                        given.username(),
                        given.password(),
                        address(exchange),
                        Purpose.SESSION,
                        times.session()),
                exchange);
    }

    /** Hands out a session, and ends the one before. */
    Mono<Void> begun(Mono<TicketStore.Issued> session, ServerWebExchange exchange) {
        return session.doOnNext(issued -> cookie.give(exchange, issued.secret()))
                .then(Mono.defer(() -> ended(exchange)));
    }

    @GetMapping("/api/session")
    Mono<Session> session(ServerWebExchange exchange) {
        return Mono.fromSupplier(
                () -> {
                    SignedIn signedIn = signedIn(exchange);
                    Caller caller = signedIn.caller();
                    return new Session(
                            caller.username(),
                            caller.roles().stream().sorted().toList(),
                            caller.studentId(),
                            caller.instructorId(),
                            caller.cohortIds().stream().sorted().toList(),
                            signedIn.byCookie() ? csrf.token(signedIn.ticket()) : null);
                });
    }

    @DeleteMapping("/api/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> signOut(ServerWebExchange exchange) {
        cookie.take(exchange);
        return ended(exchange);
    }

    @PostMapping("/api/tokens")
    Mono<Token> token(ServerWebExchange exchange) {
        String[] given = basic(exchange.getRequest().getHeaders());
        return signIn.signIn(given[0], given[1], address(exchange), Purpose.BEARER, times.bearer())
                .doOnError(_ -> askForBasic(exchange))
                .map(issued -> new Token(issued.secret(), "Bearer", times.bearer().toSeconds()));
    }

    private Mono<Void> ended(ServerWebExchange exchange) {
        SignedIn before = SignedIn.of(exchange);
        if (before == null) {
            return Mono.empty();
        }
        String id = before.ticket().id();
        return tickets.end(id).doOnSuccess(_ -> streams.end(id));
    }

    private static SignedIn signedIn(ServerWebExchange exchange) {
        SignedIn signedIn = SignedIn.of(exchange);
        if (signedIn == null) {
            throw ProblemException.unauthenticated();
        }
        return signedIn;
    }

    private static void askForBasic(ServerWebExchange exchange) {
        exchange.getResponse()
                .getHeaders()
                .set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"bootcamp\", charset=\"UTF-8\"");
    }

    /** Name and password of HTTP Basic (RFC 7617). */
    private static String[] basic(HttpHeaders headers) {
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null
                || !authorization.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
            throw ProblemException.unauthenticated();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring("Basic ".length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            if (parts.length == 2) {
                return parts;
            }
        } catch (IllegalArgumentException malformed) {
            // Answered below, as a text without a colon is.
        }
        throw ProblemException.unauthenticated();
    }

    static String address(ServerWebExchange exchange) {
        InetSocketAddress from = exchange.getRequest().getRemoteAddress();
        return from == null || from.getAddress() == null ? "" : from.getAddress().getHostAddress();
    }
}
