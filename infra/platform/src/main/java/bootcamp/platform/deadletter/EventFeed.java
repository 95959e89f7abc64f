package bootcamp.platform.deadletter;

import bootcamp.platform.deadletter.DeadLetter.State;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.feed.EventReader;
import bootcamp.platform.feed.TopicFollower;
import bootcamp.platform.feed.TopicSet;
import bootcamp.platform.telemetry.Hops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a reader that keeps everything in memory: all events of the named services from the start,
 * each decoded by itself, and what cannot be read or folded parked by itself while its neighbours
 * go on.
 *
 * <p>The dead letters' own topics are read beside the events, so after a restart the same poison is
 * met again before or after its letter is. Therefore nothing is parked until both have been read up
 * to where they ended at the start: only then is it known which poison is new. A crash in between
 * loses nothing, because the next start reads all of it again.
 */
public final class EventFeed implements MeterBinder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final String reader;
    private final EventCodec codec;
    private final EventReader events;
    private final DeadLetters deadLetters;
    private final Producer<byte[], byte[]> producer;
    private final TopicFollower follower;

    /** Poison by letter id that is not yet known to be parked. Follower's thread only. */
    private final Map<String, Poison> poison = new HashMap<>();

    /** Letters whose record was met in this run and failed. Follower's thread only. */
    private final Set<String> failed = new HashSet<>();

    /** Null: nobody measures. */
    private volatile @Nullable Timer foldTime;

    private boolean settled;
    private @Nullable CompletableFuture<Void> settling;

    private record Poison(ConsumerRecord<byte[], byte[]> record, Throwable error) {}

    /**
     * @param reader its name, the same for all its instances
     * @param services whose events it reads
     */
    public EventFeed(
            String reader,
            List<String> services,
            KafkaClients clients,
            EventCodec codec,
            EventReader events,
            InstantSource clock) {
        this.reader = reader;
        this.codec = codec;
        this.events = events;
        this.producer = clients.rawProducer(reader + "-dead-letters");
        this.deadLetters = new DeadLetters(producer, clock);
        List<String> topics =
                services.stream()
                        .flatMap(
                                service ->
                                        Stream.of(
                                                Topics.events(service),
                                                Topics.deadLetters(service, reader)))
                        .toList();
        this.follower =
                new TopicFollower(reader, clients, TopicSet.named(topics), clock, new Records());
    }

    public void start() {
        // The last batch before the end is not followed by another: settling has to be asked for.
        settling = follower.caughtUp().thenRun(() -> follower.execute(this::settle));
        follower.start();
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** Completes when everything that was in the topics at the start has been folded. */
    public CompletableFuture<Void> caughtUp() {
        return follower.caughtUp();
    }

    public boolean isCaughtUp() {
        return follower.isCaughtUp();
    }

    /** In records. */
    public long lag() {
        return follower.lag();
    }

    /** When the broker was last heard of all partitions; empty before the first time. */
    public Optional<Instant> heardAt() {
        return follower.heardAt();
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("bootcamp.feed.lag", this, EventFeed::lag)
                .description("records between what the feed has applied and the end of its topic")
                .tag("feed", reader)
                .register(meters);
        Gauge.builder("bootcamp.deadletters.open", deadLetters, DeadLetters::openCount)
                .description("records that could not be read and wait for somebody to look")
                .tag("feed", reader)
                .register(meters);
        foldTime =
                Timer.builder("bootcamp.feed.fold")
                        .description("decoding and folding one record")
                        .tag("feed", reader)
                        .register(meters);
    }

    @Override
    public void close() {
        if (settling != null) {
            settling.cancel(false);
        }
        follower.close();
        producer.close(Duration.ofSeconds(1));
    }

    /** What the follower hands over. */
    private final class Records implements TopicFollower.Sink {

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            if (Topics.serviceOf(record.topic()).isEmpty()) {
                deadLetters.on(record).ifPresent(EventFeed.this::tryAgain);
            } else {
                fold(record);
            }
        }

        @Override
        public void afterBatch() {
            if (follower.isCaughtUp()) {
                settle();
            }
            events.afterBatch();
        }
    }

    private void fold(ConsumerRecord<byte[], byte[]> record) {
        long began = System.nanoTime();
        Event folded = null;
        try {
            Event event = codec.decode(record);
            events.on(event);
            Hops.folded(
                    event.traceparent(),
                    reader,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    event.version());
            folded = event;
            Timer timer = foldTime;
            if (timer != null) {
                timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            }
        } catch (RuntimeException error) {
            String id = DeadLetterTopic.idOf(reader, record);
            poison.put(id, new Poison(record, error));
            failed.add(id);
            LOG.atWarn()
                    .addKeyValue("reader", reader)
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", error.getClass().getName())
                    .log("A record could not be processed and is parked");
            if (follower.isCaughtUp()) {
                settle();
            }
        }
        if (folded != null) {
            // Outside: where Kafka does not take what is said of a letter, the record comes again
            // and is no poison.
            overtake(record, folded);
        }
    }

    /** Parks new poison; once, closes letters whose record is read without trouble by now. */
    private void settle() {
        poison.forEach(
                (id, each) -> {
                    if (deadLetters.find(id).isEmpty()) {
                        deadLetters.park(reader, each.record(), each.error());
                    }
                });
        poison.clear();
        if (!settled) {
            settled = true;
            for (DeadLetter open : deadLetters.open()) {
                if (open.reader().equals(reader) && !failed.contains(open.id())) {
                    deadLetters.close(open, State.RETRIED);
                }
            }
        }
    }

    /** A newer version of the same aggregate has been folded: the letter lacks nothing any more. */
    private void overtake(ConsumerRecord<byte[], byte[]> record, Event event) {
        for (DeadLetter open : deadLetters.open()) {
            if (open.isOvertakenBy(record.key(), event.version())) {
                deadLetters.close(open, State.OVERTAKEN);
            }
        }
    }

    private void tryAgain(DeadLetter letter) {
        deadLetters.close(letter, outcome(letter));
    }

    private State outcome(DeadLetter letter) {
        try {
            events.on(codec.decode(letter.record()));
            return State.RETRIED;
        } catch (RuntimeException error) {
            return State.OPEN;
        }
    }
}
