package bootcamp.platform.upkeep;

import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.feed.TopicFollower;
import bootcamp.platform.feed.TopicSet;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What the service's own topic holds of each aggregate, read from the start by every process for
 * itself: what is compared with the documents after an unclean stop.
 */
public final class OwnTopicFeed implements TopicFollower.Sink, AutoCloseable {

    private final TopicFollower follower;

    /** Version of the topic's newest record, by key. */
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    private final LongAdder records = new LongAdder();

    /**
     * What the topic holds at one moment; less than what was ever sent, where a topic was lost.
     *
     * @param records read
     * @param versions of the newest record, by topic key
     */
    public record Holds(long records, Map<String, Long> versions) {}

    /** Reads it anew, from the first record to the end that it has now. */
    public static Mono<Holds> read(String service, KafkaClients clients, InstantSource clock) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new OwnTopicFeed(service, clients, clock)),
                OwnTopicFeed::whenRead,
                feed ->
                        Mono.<Void>fromRunnable(feed::close)
                                .subscribeOn(Schedulers.boundedElastic()));
    }

    private Mono<Holds> whenRead() {
        start();
        return published().map(all -> new Holds(records.sum(), all));
    }

    public OwnTopicFeed(String service, KafkaClients clients, InstantSource clock) {
        this.follower =
                new TopicFollower(
                        service + "-own",
                        clients,
                        TopicSet.named(List.of(Topics.events(service))),
                        clock,
                        this);
    }

    void start() {
        follower.start();
    }

    /** Version by key; waits until the topic was read once. */
    Mono<Map<String, Long>> published() {
        return Mono.fromFuture(follower::caughtUp).then(Mono.fromSupplier(this::versions));
    }

    /** As far as the topic was read. */
    public Map<String, Long> versions() {
        return Map.copyOf(versions);
    }

    /** The last record of a key counts, not the highest version: compaction keeps the last. */
    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        records.increment();
        OptionalLong version = EventCodec.versionOf(record.headers());
        byte[] key = record.key();
        if (key != null && version.isPresent()) {
            versions.put(new String(key, StandardCharsets.UTF_8), version.getAsLong());
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
