package bootcamp.gateway.signin;

import bootcamp.platform.security.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Makes the accounts that configuration names where they are not there, and keeps the gateway
 * unready until they are.
 */
final class Seeds implements HealthIndicator {

    private final Accounts accounts;
    private final List<SignInProperties.Seed> wanted;
    private final AtomicBoolean done = new AtomicBoolean();

    Seeds(Accounts accounts, List<SignInProperties.Seed> wanted) {
        this.accounts = accounts;
        this.wanted = wanted;
    }

    /** Goes on until the database is there. */
    Mono<Void> sow() {
        return Flux.fromIterable(wanted)
                .concatMap(this::sow)
                .then()
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                                .maxBackoff(Duration.ofSeconds(5)))
                .doOnSuccess(_ -> done.set(true));
    }

    private Mono<Account> sow(SignInProperties.Seed seed) {
        String username = Usernames.normalised(seed.username());
        Account account =
                Account.named(username, seed.role())
                        .withRights(
                                seed.role(),
                                seed.role() == Role.STUDENT ? seed.studentId() : null,
                                null,
                                Set.of())
                        .asNew("seed");
        return accounts.create(account, seed.password());
    }

    @Override
    public Health health() {
        return done.get() ? Health.up().build() : Health.down().build();
    }
}
