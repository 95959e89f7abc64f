package bootcamp.enrollment;

import bootcamp.enrollment.person.ErasureKeeper;
import bootcamp.enrollment.roster.SeatKeeper;
import bootcamp.enrollment.roster.Unenrolled;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.task.Background;
import java.time.Duration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What a process does without being asked: first it finishes what a predecessor left behind, then
 * it looks after open claims and old keys, and at the start and every day it compares the topic
 * with the documents. Part of readiness: ready is who has finished the first.
 */
final class Upkeep implements InitializingBean, ReactiveHealthIndicator {

    private static final Duration SEATS = Duration.ofSeconds(5);
    private static final Duration REPUBLISHING = Duration.ofHours(24);
    private static final Duration KEYS = Duration.ofHours(1);
    private static final Retry UNTIL_IT_WORKS =
            Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5));

    private final OutboxRelay relay;
    private final SeatKeeper seats;
    private final OwnTopicFeed ownTopic;
    private final ErasureKeeper erasures;
    private final Unenrolled unenrolled;
    private final KeyStore keys;
    private final Background background;
    private volatile boolean caughtUp;

    Upkeep(
            OutboxRelay relay,
            SeatKeeper seats,
            OwnTopicFeed ownTopic,
            ErasureKeeper erasures,
            Unenrolled unenrolled,
            KeyStore keys,
            Background background) {
        this.relay = relay;
        this.seats = seats;
        this.ownTopic = ownTopic;
        this.erasures = erasures;
        this.unenrolled = unenrolled;
        this.keys = keys;
        this.background = background;
    }

    @Override
    public void afterPropertiesSet() {
        background.start("what a predecessor left behind", catchUp().retryWhen(UNTIL_IT_WORKS));
        background.every(
                REPUBLISHING,
                "comparing the topic with the documents",
                () -> republish().retryWhen(UNTIL_IT_WORKS));
        background.every(SEATS, "looking after seats", seats::lookAfter);
        background.every(KEYS, "forgetting old keys", keys::sweep);
        ownTopic.start();
    }

    /**
     * Finishes what another process left behind: facts that are not published, enrollments that no
     * ledger knows of, claims, erasures, people who were not enrolled in the end. Safe beside
     * processes that are at work.
     */
    Mono<Void> catchUp() {
        return Mono.defer(relay::wakeUnpublished)
                .then(Mono.defer(seats::catchUp))
                .then(Mono.defer(erasures::catchUp))
                .then(Mono.defer(unenrolled::catchUp))
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
