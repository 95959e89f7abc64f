package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.RateLimits;
import bootcamp.platform.security.Role;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/**
 * Name and password against a ticket. Slowed down for each account in the database and for each
 * address here; an unknown name and a wrong password take the same time and get the same answer.
 */
final class SignIn {

    private static final int PASSWORD_LENGTH_MAX = 1000;
    private static final int ADDRESSES_MAX = 10_000;

    /** Failed attempts from one address: 100 at once, then 20 a minute. */
    private static final int ADDRESS_BURST = 100;

    private static final int ADDRESS_PER_MINUTE = 20;

    private final AccountStore accounts;
    private final TicketStore tickets;
    private final AttemptStore attempts;
    private final Passwords passwords;
    private final InstantSource clock;
    private final Map<String, Bucket> addresses =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > ADDRESSES_MAX;
                }
            };

    SignIn(
            AccountStore accounts,
            TicketStore tickets,
            AttemptStore attempts,
            Passwords passwords,
            InstantSource clock) {
        this.accounts = accounts;
        this.tickets = tickets;
        this.attempts = attempts;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * A ticket for who knows the password.
     *
     * @param from address of the client
     * @return fails with 401 {@code SIGN_IN_FAILED}, or with 429 after too many attempts
     */
    Mono<TicketStore.Issued> signIn(
            String typed, String password, String from, Purpose purpose, Duration life) {
        String username = Usernames.normalised(typed);
        Bucket address = bucket(from);
        ConsumptionProbe probe = address.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            return Mono.error(
                    RateLimits.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill())));
        }
        return attempts.count(username)
                .then(verified(username, password))
                .flatMap(account -> attempts.clear(username).thenReturn(account))
                .doOnNext(_ -> address.addTokens(1))
                .flatMap(
                        account ->
                                accounts.signedIn(username, clock.instant())
                                        .then(tickets.issue(purpose, account, life)));
    }

    private Mono<Account> verified(String username, String password) {
        String bounded = password.length() <= PASSWORD_LENGTH_MAX ? password : "";
        return accounts.find(username)
                .defaultIfEmpty(Account.named("", Role.STUDENT))
                .filterWhen(account -> passwords.matches(bounded, account.password()))
                .switchIfEmpty(
                        Mono.error(ProblemException.of(HttpStatus.UNAUTHORIZED, "SIGN_IN_FAILED")));
    }

    private Bucket bucket(String from) {
        synchronized (addresses) {
            return addresses.computeIfAbsent(
                    from,
                    _ ->
                            Bucket.builder()
                                    .addLimit(
                                            limit ->
                                                    limit.capacity(ADDRESS_BURST)
                                                            .refillGreedy(
                                                                    ADDRESS_PER_MINUTE,
                                                                    Duration.ofMinutes(1)))
                                    .build());
        }
    }
}
