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
 *
 * <p>They are bounded for a browser's session, and for an address whoever is signed in there: else
 * whoever has many accounts, or signs in again and again, takes the room of all.
 */
final class OpenStreams {

    /** Of one session at the same time. */
    static final int STREAMS_MAX = 6;

    private static final int CHUNK = 500;

    private final TicketStore tickets;
    private final AccountStore accounts;
    private final ErasedStudents erased;
    private final int addressMax;
    private final Map<String, List<Sinks.Empty<Void>>> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /**
     * @param addressMax of one address at the same time
     */
    OpenStreams(TicketStore tickets, AccountStore accounts, ErasedStudents erased, int addressMax) {
        this.tickets = tickets;
        this.accounts = accounts;
        this.erased = erased;
        this.addressMax = addressMax;
    }

    /** One stream, from its begin to its end. */
    final class Stay {

        private final String session;
        private final String address;
        private final Sinks.Empty<Void> end = Sinks.empty();

        private Stay(String session, String address) {
            this.session = session;
            this.address = address;
        }

        /** Completes when the session has ended. */
        Mono<Void> end() {
            return end.asMono();
        }

        void leave() {
            closed(session, end);
            left(address);
        }
    }

    /**
     * Another stream of a session.
     *
     * @param address from which it is asked for
     * @throws ProblemException 429 for more than six of a browser's session, and for more of one
     *     address than are allowed
     */
    Stay enter(SignedIn signedIn, String address) {
        if (byAddress.merge(address, 1, Integer::sum) > addressMax) {
            left(address);
            throw tooMany("TOO_MANY_STREAMS_OF_ADDRESS", addressMax);
        }
        Stay stay = new Stay(signedIn.ticket().id(), address);
        int max = signedIn.byCookie() ? STREAMS_MAX : Integer.MAX_VALUE;
        if (!opened(stay.session, stay.end, max)) {
            left(address);
            throw tooMany("TOO_MANY_STREAMS", STREAMS_MAX);
        }
        return stay;
    }

    private static ProblemException tooMany(String code, int max) {
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                code,
                Map.of("max", max),
                List.of(),
                Duration.ofSeconds(5));
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

    private void left(String address) {
        byAddress.computeIfPresent(
                address, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
}
