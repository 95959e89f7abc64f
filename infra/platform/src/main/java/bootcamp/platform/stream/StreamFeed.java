package bootcamp.platform.stream;

import bootcamp.platform.deadletter.DeadLetters;
import bootcamp.platform.deadletter.LetterBox;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.stream.GroupLag.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.messaging.Message;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Feeds a {@link BatchReader} with the events of one service, as a group whose processes share the
 * partitions; {@link #accept} is the function that Spring Cloud Stream calls with each poll.
 *
 * <p>When it returns, every record of the poll was either applied or parked, and only then its
 * offsets are committed. When it throws, the same poll comes again, for ever and with growing
 * pauses; nothing is committed meanwhile. A process that dies in between leaves the poll to whoever
 * takes its partitions. So each record takes effect at least once, and none is skipped.
 */
public final class StreamFeed<T> implements AutoCloseable {

    private static final Duration LOOK_OFTEN = Duration.ofMillis(250);
    private static final Duration LOOK_SELDOM = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Duration APPLY_MAX = Duration.ofSeconds(60);
    private static final Retry UNTIL_IT_WORKS =
            Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5));

    private final String reader;
    private final String topic;
    private final EventCodec codec;
    private final BatchReader<T> events;
    private final LetterBox letterBox;
    private final GroupLag groupLag;
    private final Disposable.Swap takingOver = Disposables.swap();
    private final Disposable.Swap looking = Disposables.swap();

    private volatile long lag = -1;
    private volatile boolean caughtUp;

    /** Ends at the first look; reached is who has caught up. Null before it. */
    private volatile @Nullable Map<TopicPartition, Long> targets;

    /** As {@link StreamFeeds#of} is asked for it. */
    StreamFeed(
            String reader,
            String service,
            KafkaClients clients,
            Admin admin,
            EventCodec codec,
            BatchReader<T> events,
            InstantSource clock,
            MeterRegistry meters) {
        this.reader = reader;
        this.topic = Topics.events(service);
        this.codec = codec;
        this.events = events;
        this.letterBox = new LetterBox(reader, service, clients, clock, this::process);
        this.groupLag = new GroupLag(admin, reader, topic);
        Gauge.builder("bootcamp.feed.lag", this, StreamFeed::knownLag)
                .description("records between what the feed has applied and the end of its topic")
                .tag("feed", reader)
                .register(meters);
        Gauge.builder("bootcamp.deadletters.open", letterBox.letters(), DeadLetters::openCount)
                .description("records that could not be read and wait for somebody to look")
                .tag("feed", reader)
                .register(meters);
    }

    /** Begins to watch lag and dead letters; the function is bound by Spring Cloud Stream. */
    public void start() {
        letterBox.start();
        looking.update(
                Flux.defer(this::lookedAt)
                        .repeatWhen(
                                ends ->
                                        ends.concatMap(
                                                _ ->
                                                        Mono.delay(
                                                                caughtUp
                                                                        ? LOOK_SELDOM
                                                                        : LOOK_OFTEN)))
                        .subscribe());
    }

    public String reader() {
        return reader;
    }

    public DeadLetters deadLetters() {
        return letterBox.letters();
    }

    // --- reading ---

    /** One poll: applied or parked to the last record, or thrown back whole. */
    public void accept(Message<List<byte[]>> poll) {
        List<ConsumerRecord<byte[], byte[]>> records = RawRecords.of(poll);
        List<ConsumerRecord<byte[], byte[]>> good = new ArrayList<>(records.size());
        List<Poison> poison = new ArrayList<>();
        List<T> batch = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                batch.addAll(events.read(codec.decode(record)));
                good.add(record);
            } catch (RuntimeException error) {
                poison.add(new Poison(record, error));
            }
        }
        apply(batch);
        poison.forEach(each -> letterBox.park(each.record(), each.error()));
        letterBox.processed(good);
    }

    private record Poison(ConsumerRecord<byte[], byte[]> record, RuntimeException error) {}

    /** One record that was parked before. */
    private void process(ConsumerRecord<byte[], byte[]> record) {
        apply(events.read(codec.decode(record)));
    }

    private void apply(List<T> batch) {
        if (!batch.isEmpty()) {
            events.apply(batch).block(APPLY_MAX);
        }
    }

    /** Partitions of another process are this one's now. */
    void tookOver() {
        takingOver.update(events.takeOver().retryWhen(UNTIL_IT_WORKS).subscribe());
    }

    // --- how far it is ---

    /**
     * Whether the group has not applied within 0.5 s all that was in the topic at the moment of
     * subscription. What is written later does not count: under load there is always something.
     * Asked of the broker; as long as that does not answer, nothing is known, and that counts as
     * behind.
     */
    public Mono<Boolean> isBehind() {
        return look().flatMap(standing -> isStillBefore(standing.ends(), standing).timeout(SOON))
                .onErrorReturn(true);
    }

    private Mono<Boolean> isStillBefore(
            Map<TopicPartition, Long> goal, GroupLag.Standing standing) {
        return standing.behind(goal) == 0
                ? Mono.just(false)
                : Mono.delay(LOOK_AGAIN).then(look()).flatMap(later -> isStillBefore(goal, later));
    }

    /** Whether all that was in the topic when this process began has been applied. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /**
     * Part of the readiness of a service that cannot answer without what this feed brings: up from
     * the moment when it has caught up once. After that lag makes it old, not wrong.
     */
    public HealthIndicator readiness() {
        return () -> (caughtUp ? Health.up() : Health.outOfService()).build();
    }

    private double knownLag() {
        return lag < 0 ? Double.NaN : lag;
    }

    private Mono<Standing> look() {
        return groupLag.look().timeout(ANSWER_MAX);
    }

    /** Trouble with the broker is no news: what was known stays, and it is asked again. */
    private Mono<Standing> lookedAt() {
        return look().doOnNext(this::note).onErrorComplete();
    }

    private void note(Standing standing) {
        lag = standing.lag();
        Map<TopicPartition, Long> goal = targets;
        if (goal == null) {
            goal = standing.ends();
            targets = goal;
        }
        if (!caughtUp && standing.behind(goal) == 0) {
            caughtUp = true;
        }
    }

    @Override
    public void close() {
        looking.dispose();
        takingOver.dispose();
        letterBox.close();
    }
}
