package bootcamp.enrollment.roster;

import bootcamp.enrollment.cohort.Cohort;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.feed.TopicFollower;
import bootcamp.platform.feed.TopicSet;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Reads what this service itself has said. First all of it, to know what the topic holds of each
 * aggregate; then what any process of the service says, as a hint that a ledger may have to be
 * settled or a claim be looked after. A hint is not believed: what is done is read from the
 * documents.
 */
public final class SeatFeed implements TopicFollower.Sink, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SeatFeed.class);
    private static final String SERVICE = "enrollment";

    private final EventCodec codec = EventCodec.ofAll();
    private final SeatKeeper seats;
    private final TopicFollower follower;

    /** Version of the topic's newest record, by key. */
    private final Map<String, Long> published = new ConcurrentHashMap<>();

    public SeatFeed(KafkaClients clients, InstantSource clock, SeatKeeper seats) {
        this.seats = seats;
        this.follower =
                new TopicFollower(
                        "enrollment-own",
                        clients,
                        TopicSet.named(List.of(Topics.events(SERVICE))),
                        clock,
                        this);
    }

    public void start() {
        follower.start();
    }

    /** What the topic holds of each aggregate, version by key; waits until it was read once. */
    public Mono<Map<String, Long>> published() {
        return Mono.fromFuture(follower::caughtUp)
                .then(Mono.fromSupplier(() -> Map.copyOf(published)));
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        note(record);
        if (follower.isCaughtUp()) {
            hint(record);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        OptionalLong version = EventCodec.versionOf(record.headers());
        byte[] key = record.key();
        if (key != null && version.isPresent()) {
            published.put(new String(key, StandardCharsets.UTF_8), version.getAsLong());
        }
    }

    private void hint(ConsumerRecord<byte[], byte[]> record) {
        try {
            hint(codec.decode(record));
        } catch (Undecodable foreign) {
            // A hint more or less loses nothing: documents decide, and every start reads them all.
            log.atWarn()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("code", foreign.code())
                    .log("A record of the own topic cannot be read");
        }
    }

    private void hint(Event event) {
        if (event.aggregate().equals(Cohort.TYPE.name())) {
            seats.watch(event.id());
        } else if (event.aggregate().equals(Enrollment.TYPE.name())) {
            seats.hint(event.state().path("cohortId").asString(""), event.id(), event.version());
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
