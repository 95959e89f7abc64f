package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.DashboardFeed;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.feed.TopicFollower;
import bootcamp.platform.feed.TopicSet;
import bootcamp.platform.http.Replay;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One replay of the dashboards: reads the topics once more, from their start, beside the feed, and
 * has the result shown when it has caught up. What cannot be read is left out as it was the first
 * time; its dead letter stands.
 */
final class ReplayFeed implements TopicFollower.Sink {

    private static final Logger log = LoggerFactory.getLogger(ReplayFeed.class);

    private final Dashboards dashboards;
    private final Refolding next = new Refolding();
    private final DashboardFeed feed = new DashboardFeed(next);
    private final TopicFollower follower;

    /** Follower's thread only, and read by whoever waited for it to catch up. */
    private long read;

    private ReplayFeed(Dashboards dashboards, KafkaClients clients, InstantSource clock) {
        this.dashboards = dashboards;
        this.follower =
                new TopicFollower(
                        "dashboards-replay",
                        clients,
                        TopicSet.named(
                                DashboardFeed.SERVICES.stream().map(Topics::events).toList()),
                        clock,
                        this);
    }

    /**
     * A replay, begun when subscribed to.
     *
     * @return an error of 409 {@code TOPIC_BEHIND} where the topics hold less than is shown; then
     *     nothing changes
     */
    static Mono<Replay.Counted> of(
            Dashboards dashboards, KafkaClients clients, InstantSource clock) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new ReplayFeed(dashboards, clients, clock)),
                ReplayFeed::whenDone,
                each ->
                        Mono.<Void>fromRunnable(each::end)
                                .subscribeOn(Schedulers.boundedElastic()));
    }

    private Mono<Replay.Counted> whenDone() {
        // Before the first record is read: what arrives from now on is folded into both.
        dashboards.alsoInto(next);
        follower.start();
        return Mono.fromFuture(follower.caughtUp())
                .then(Mono.fromSupplier(() -> new Replay.Counted(read, dashboards.become(next))));
    }

    private void end() {
        dashboards.alsoInto(null);
        follower.close();
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        read++;
        if (!isFolded(record)) {
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("A record cannot be read in a replay either and is left out");
        }
    }

    private boolean isFolded(ConsumerRecord<byte[], byte[]> record) {
        try {
            feed.on(DashboardFeed.CODEC.decode(record));
            return true;
        } catch (RuntimeException parkedByTheFeed) {
            return false;
        }
    }
}
