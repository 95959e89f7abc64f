package bootcamp.platform.upkeep;

import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.task.Background;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What a process of a service does without being asked: first it finishes what a predecessor left
 * behind, then it does its chores and forgets old keys, and at the start and every day it compares
 * the topic with the documents. Part of readiness: ready is who has finished the first.
 */
public final class Upkeep implements InitializingBean, ReactiveHealthIndicator {

    private static final Duration REPUBLISHING = Duration.ofHours(24);
    private static final Duration KEYS = Duration.ofHours(1);
    private static final Retry UNTIL_IT_WORKS =
            Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5));

    private final OutboxRelay relay;
    private final OwnTopicFeed ownTopic;
    private final KeyStore keys;
    private final Background background;
    private final Mono<Void> leftBehind;
    private final List<Chore> chores;
    private volatile boolean caughtUp;

    /**
     * What is done now and again, never two at a time.
     *
     * @param name in the log, should it fail
     */
    public record Chore(Duration every, String name, Supplier<Mono<?>> work) {}

    /**
     * @param leftBehind finishes what a process that ended has left besides facts that are not
     *     published; safe beside processes that are at work
     */
    public Upkeep(
            OutboxRelay relay,
            OwnTopicFeed ownTopic,
            KeyStore keys,
            Background background,
            Mono<Void> leftBehind,
            Chore... chores) {
        this.relay = relay;
        this.ownTopic = ownTopic;
        this.keys = keys;
        this.background = background;
        this.leftBehind = leftBehind;
        this.chores = List.of(chores);
    }

    @Override
    public void afterPropertiesSet() {
        background.start("what a predecessor left behind", catchUp().retryWhen(UNTIL_IT_WORKS));
        background.every(
                REPUBLISHING,
                "comparing the topic with the documents",
                () -> republish().retryWhen(UNTIL_IT_WORKS));
        chores.forEach(chore -> background.every(chore.every(), chore.name(), chore.work()));
        background.every(KEYS, "forgetting old keys", keys::sweep);
        ownTopic.start();
    }

    /** Finishes what another process left behind. Safe beside processes that are at work. */
    public Mono<Void> catchUp() {
        return Mono.defer(relay::wakeUnpublished)
                .then(leftBehind)
                .doOnSuccess(_ -> caughtUp = true);
    }

    private Mono<Long> republish() {
        return ownTopic.published().flatMap(relay::republishNewerThan);
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> caughtUp ? Health.up().build() : Health.down().build());
    }
}
