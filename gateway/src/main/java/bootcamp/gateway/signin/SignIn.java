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
 * Name and password, or an issuer's word, against a ticket. Slowed down for each account in the
 * database and for each address here; an unknown name and a wrong password take the same time and
 * get the same answer.
 */
final class SignIn {

    private static final int PASSWORD_LENGTH_MAX = 1000;
    private static final int ADDRESSES_MAX = 10_000;

    private final AccountStore accounts;
    private final TicketStore tickets;
    private final AttemptStore attempts;
    private final Passwords passwords;
    private final ErasedStudents erased;
    private final InstantSource clock;
    private final SignInProperties.Times times;
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
            ErasedStudents erased,
            InstantSource clock,
            SignInProperties.Times times) {
        this.accounts = accounts;
        this.tickets = tickets;
        this.attempts = attempts;
        this.passwords = passwords;
        this.erased = erased;
        this.clock = clock;
        this.times = times;
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
        Mono<Account> proven =
                attempts.count(username)
                        .then(verified(username, password))
                        .flatMap(account -> attempts.clear(username).thenReturn(account));
        return admitted(proven, from, purpose, life);
    }

    /**
     * A session for whom an issuer vouches. Names are compared letter by letter: two that look
     * alike may be two people there. An account without a password is as good as one with.
     *
     * @param named who it is, once the issuer was asked; empty: nobody known
     * @return fails with 403 {@code NO_ACCOUNT}, or with 429 after too many attempts
     */
    Mono<TicketStore.Issued> byIssuer(Mono<String> named, String from) {
        Mono<Account> proven =
                named.flatMap(accounts::find)
                        .filter(account -> !erased.isOf(account))
                        .switchIfEmpty(
                                Mono.error(
                                        ProblemException.of(HttpStatus.FORBIDDEN, "NO_ACCOUNT")));
        return admitted(proven, from, Purpose.SESSION, times.session());
    }

    private Mono<TicketStore.Issued> admitted(
            Mono<Account> proven, String from, Purpose purpose, Duration life) {
        Bucket address = bucket(from);
        ConsumptionProbe probe = address.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            return Mono.error(
                    RateLimits.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill())));
        }
        return proven.doOnNext(_ -> address.addTokens(1))
                .flatMap(
                        account ->
                                accounts.signedIn(account.username(), clock.instant())
                                        .then(tickets.issue(purpose, account, life)));
    }

    private Mono<Account> verified(String username, String password) {
        String bounded = password.length() <= PASSWORD_LENGTH_MAX ? password : "";
        return accounts.find(username)
                .defaultIfEmpty(Account.named("", Role.STUDENT))
                .filterWhen(account -> passwords.matches(bounded, account.password()))
                .filter(account -> !erased.isOf(account))
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
                                                    limit.capacity(times.addressBurst())
                                                            .refillGreedy(
                                                                    times.addressPerMinute(),
                                                                    Duration.ofMinutes(1)))
                                    .build());
        }
    }
}
