package bootcamp.gateway.signin;

import bootcamp.platform.http.ProblemException;
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
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The streams that stay open, by the session that opened them: they end within a second when the
 * session does, wherever it was ended, and so also when the account's rights change.
 */
final class OpenStreams {

    /** Of one session at the same time. */
    static final int STREAMS_MAX = 6;

    private static final int CHUNK = 500;

    private final TicketStore tickets;
    private final AccountStore accounts;
    private final ErasedStudents erased;
    private final Map<String, List<Sinks.Empty<Void>>> open = new ConcurrentHashMap<>();

    OpenStreams(TicketStore tickets, AccountStore accounts, ErasedStudents erased) {
        this.tickets = tickets;
        this.accounts = accounts;
        this.erased = erased;
    }

    /** One stream, from its begin to its end. */
    final class Stay {

        private final String session;
        private final Sinks.Empty<Void> end = Sinks.empty();

        private Stay(String session) {
            this.session = session;
        }

        /** Completes when the session has ended. */
        Mono<Void> end() {
            return end.asMono();
        }

        void leave() {
            closed(session, end);
        }
    }

    /**
     * Another stream of a session.
     *
     * @throws ProblemException 429 for more than six of a browser's session
     */
    Stay enter(SignedIn signedIn) {
        Stay stay = new Stay(signedIn.ticket().id());
        int max = signedIn.byCookie() ? STREAMS_MAX : Integer.MAX_VALUE;
        if (!opened(stay.session, stay.end, max)) {
            throw new ProblemException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "TOO_MANY_STREAMS",
                    Map.of("max", STREAMS_MAX),
                    List.of(),
                    Duration.ofSeconds(5));
        }
        return stay;
    }

    /** How many are open in this process. */
    int count() {
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

    private boolean fits(Ticket ticket, Map<String, Account> known) {
        Account account = known.get(ticket.username());
        return account != null && ticket.fits(account) && !erased.isOf(account);
    }

    private boolean opened(String session, Sinks.Empty<Void> end, int max) {
        return open.compute(
                        session,
                        (_, ends) -> {
                            List<Sinks.Empty<Void>> more =
                                    ends == null ? new ArrayList<>() : new ArrayList<>(ends);
                            if (more.size() < max) {
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
