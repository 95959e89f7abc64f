package bootcamp.gateway.signin;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.RateLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The streams that stay open, by the session that opened them: they end within a second when the
 * session does, wherever it was ended, and so also when the account's rights change.
 */
public final class OpenStreams {

    /** Of one session at the same time. */
    static final int STREAMS_MAX = 6;

    private static final int CHUNK = 500;

    private final TicketStore tickets;
    private final AccountStore accounts;
    private final Map<String, List<Sinks.Empty<Void>>> open = new ConcurrentHashMap<>();

    OpenStreams(TicketStore tickets, AccountStore accounts) {
        this.tickets = tickets;
        this.accounts = accounts;
    }

    /**
     * The stream for as long as its session lasts.
     *
     * @return completes when the session ends; fails with 401 where nobody is signed in, with 429
     *     for more than six streams of a session
     */
    public <T> Flux<T> whileSignedIn(ServerWebExchange exchange, Flux<T> stream) {
        return Flux.defer(
                () -> {
                    SignedIn signedIn = SignedIn.of(exchange);
                    if (signedIn == null) {
                        return Flux.error(ProblemException.unauthenticated());
                    }
                    String session = signedIn.ticket().id();
                    Sinks.Empty<Void> end = Sinks.empty();
                    return opened(session, end)
                            ? stream.takeUntilOther(end.asMono())
                                    .doFinally(_ -> closed(session, end))
                            : Flux.error(RateLimits.tooMany(Duration.ofSeconds(5)));
                });
    }

    /** How many are open in this process. */
    public int count() {
        return open.values().stream().mapToInt(List::size).sum();
    }

    /** Ends the streams of a session at once. */
    void end(String session) {
        List<Sinks.Empty<Void>> ends = open.get(session);
        if (ends != null) {
            List.copyOf(ends).forEach(Sinks.Empty::tryEmitEmpty);
        }
    }

    /** Looks after all sessions with open streams; to be done every second. */
    Mono<Void> check() {
        return Flux.fromIterable(Set.copyOf(open.keySet()))
                .buffer(CHUNK)
                .concatMap(this::check)
                .then();
    }

    private Mono<Void> check(Collection<String> sessions) {
        return tickets.findAll(sessions)
                .collectList()
                .flatMap(this::fitting)
                .doOnNext(
                        good ->
                                sessions.stream()
                                        .filter(session -> !good.contains(session))
                                        .forEach(this::end))
                .then();
    }

    private Mono<Set<String>> fitting(List<Ticket> found) {
        Set<String> usernames = found.stream().map(Ticket::username).collect(Collectors.toSet());
        return accounts.findAll(usernames)
                .collectMap(Account::username, Function.identity(), HashMap::new)
                .map(
                        known ->
                                found.stream()
                                        .filter(ticket -> fits(ticket, known))
                                        .map(Ticket::id)
                                        .collect(Collectors.toSet()));
    }

    private static boolean fits(Ticket ticket, Map<String, Account> known) {
        Account account = known.get(ticket.username());
        return account != null && ticket.fits(account);
    }

    private boolean opened(String session, Sinks.Empty<Void> end) {
        return open.compute(
                        session,
                        (_, ends) -> {
                            List<Sinks.Empty<Void>> more =
                                    ends == null ? new ArrayList<>() : new ArrayList<>(ends);
                            if (more.size() < STREAMS_MAX) {
                                more.add(end);
                            }
                            return List.copyOf(more);
                        })
                .contains(end);
    }

    private void closed(String session, Sinks.Empty<Void> end) {
        open.computeIfPresent(
                session,
                (_, ends) -> {
                    List<Sinks.Empty<Void>> rest =
                            ends.stream().filter(other -> other != end).toList();
                    return rest.isEmpty() ? null : rest;
                });
    }
}
