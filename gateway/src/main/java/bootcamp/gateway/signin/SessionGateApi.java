package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Ticket.Purpose;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Finds who makes a request, by the cookie of a browser or the bearer token of a program. Account
 * and rights are read anew each time: what an admin takes away is gone with the next request.
 */
final class SessionGateApi implements ServerSecurityContextRepository {

    private static final String BEARER = "bearer ";

    private final TicketStore tickets;
    private final AccountStore accounts;
    private final ErasedStudents erased;
    private final SessionCookie cookie;

    SessionGateApi(
            TicketStore tickets,
            AccountStore accounts,
            ErasedStudents erased,
            SessionCookie cookie) {
        this.tickets = tickets;
        this.accounts = accounts;
        this.erased = erased;
        this.cookie = cookie;
    }

    @Override
    public Mono<SecurityContext> load(ServerWebExchange exchange) {
        String authorization =
                exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        // A header that says who asks is not overruled by a cookie.
        return authorization == null
                ? signedIn(exchange, cookie.secret(exchange), Purpose.SESSION)
                : signedIn(exchange, bearer(authorization), Purpose.BEARER);
    }

    private Mono<SecurityContext> signedIn(
            ServerWebExchange exchange, @Nullable String secret, Purpose purpose) {
        if (secret == null) {
            return Mono.empty();
        }
        return tickets.find(secret)
                .filter(ticket -> ticket.purpose() == purpose)
                .flatMap(
                        ticket ->
                                accounts.find(ticket.username())
                                        .filter(ticket::fits)
                                        .filter(account -> !erased.isOf(account))
                                        .map(account -> new SignedIn(ticket, account.caller())))
                .flatMap(found -> tickets.touch(found.ticket()).thenReturn(found))
                .map(
                        found -> {
                            found.putOn(exchange);
                            return context(found);
                        });
    }

    private static @Nullable String bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private static SecurityContext context(SignedIn found) {
        List<SimpleGrantedAuthority> roles =
                found.caller().roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                        .toList();
        return new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated(
                        found.caller().username(), null, roles));
    }

    /** Sessions are made by signing in, never on the way. */
    @Override
    public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
        return Mono.empty();
    }
}
