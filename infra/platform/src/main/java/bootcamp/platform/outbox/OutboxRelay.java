package bootcamp.platform.outbox;

import bootcamp.platform.event.Event;
import bootcamp.platform.outbox.Outbox.IdAndVersion;
import bootcamp.platform.telemetry.Hops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Publishes what the documents of one service have not yet said, and forgets it once Kafka has it.
 *
 * <p>A drain reads the document, sends one record with the newest state and all waiting facts,
 * waits for the acknowledgement and pulls exactly those facts. The pull returns the document: if it
 * was written meanwhile, it is sent again. So whoever sends last sends the newest, which matters
 * because Kafka compacts by offset and not by version; what a frozen relay sends late is followed
 * by what its own pull finds. A relay that dies between sending and pulling leaves facts that the
 * next one publishes again; readers ignore versions they have.
 *
 * <p>It is woken by writes, not by a timer. Each aggregate is drained by one drain at a time in
 * this process, and at most once every {@link #PAUSE} while it is hot. Trouble with Kafka is
 * retried for ever with a growing pause: nothing is lost, facts wait in their documents.
 */
public final class OutboxRelay implements MeterBinder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    /** Between two drains of one aggregate that is written all the time. */
    static final Duration PAUSE = Duration.ofMillis(200);

    /** Aggregates drained at the same time. */
    static final int CONCURRENCY = 64;

    private static final Duration BACK_OFF_MIN = Duration.ofMillis(200);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);

    private final String service;
    private final int partitions;
    private final Producer<String, byte[]> producer;
    private final InstantSource clock;
    private final Map<String, Outbox> outboxes = new ConcurrentHashMap<>();

    /** Aggregates to drain, by topic key; the value says what to do when the drain ends. */
    private final ConcurrentHashMap<Key, Due> due = new ConcurrentHashMap<>();

    /** Aggregates whose next drain sends their state even where nothing waits; told when it has. */
    private final ConcurrentHashMap<Key, Sinks.Empty<Void>> anew = new ConcurrentHashMap<>();

    private final Sinks.Many<Key> queue = Sinks.many().unicast().onBackpressureBuffer();
    private final Disposable drains;
    private volatile boolean closed;

    private record Key(String aggregate, String id) {}

    /**
     * @param since when the oldest write that is not yet published was made known here
     * @param again whether it was written once more while being drained
     */
    private record Due(Instant since, boolean again) {}

    /**
     * @param partitions of the service's topic
     * @param producer idempotent, with acknowledgement by all; this relay does not close it
     */
    public OutboxRelay(
            String service,
            int partitions,
            Producer<String, byte[]> producer,
            InstantSource clock) {
        this.service = service;
        this.partitions = partitions;
        this.producer = producer;
        this.clock = clock;
        this.drains =
                queue.asFlux()
                        .flatMap(this::drain, CONCURRENCY)
                        .subscribe(
                                ignored -> {},
                                error ->
                                        LOG.atError()
                                                .addKeyValue("service", service)
                                                .setCause(error)
                                                .log("The relay has stopped"));
    }

    /** Makes the documents of one more aggregate type known; before any of their writes. */
    public void serve(Outbox outbox) {
        if (outboxes.putIfAbsent(outbox.aggregate(), outbox) != null) {
            throw new IllegalStateException("Two outboxes of " + outbox.aggregate());
        }
    }

    /** Says that a document was written; returns at once. */
    public void wake(Outbox outbox, String id) {
        wake(new Key(outbox.aggregate(), id));
    }

    private void wake(Key key) {
        due.compute(
                key,
                (ignored, present) -> {
                    if (present == null) {
                        enqueue(key);
                        return new Due(clock.instant(), false);
                    }
                    return new Due(present.since(), true);
                });
    }

    private void enqueue(Key key) {
        // Writers of many threads meet here: the sink wants one at a time, so they take turns.
        queue.emitNext(key, (signal, result) -> result == Sinks.EmitResult.FAIL_NON_SERIALIZED);
    }

    /** What a predecessor left behind: one scan of every outbox. */
    public Mono<Long> wakeUnpublished() {
        return Flux.fromIterable(outboxes.values())
                .concatMap(
                        outbox ->
                                Flux.from(outbox.withUnpublished())
                                        .doOnNext(id -> wake(outbox, id)))
                .count();
    }

    /**
     * Publishes the present state of every document that is newer than what the topic holds of it:
     * after an unclean stop an acknowledged record may not have reached the broker's disk, and a
     * frozen relay may have sent an old state last.
     *
     * <p>By the drains, like everything else: a state that was read here and sent beside them could
     * come last though it is not the newest.
     *
     * @param published highest version in the topic's <em>newest</em> record, by topic key
     * @return how many were published again
     */
    public Mono<Long> republishNewerThan(Map<String, Long> published) {
        return Flux.fromIterable(outboxes.values())
                .concatMap(
                        outbox ->
                                Flux.from(outbox.versions())
                                        .filter(
                                                each ->
                                                        each.version()
                                                                > published.getOrDefault(
                                                                        Event.keyOf(
                                                                                outbox.aggregate(),
                                                                                each.id()),
                                                                        0L))
                                        .concatMap(each -> republish(outbox, each)))
                .count();
    }

    private Mono<IdAndVersion> republish(Outbox outbox, IdAndVersion each) {
        return Mono.defer(
                () -> {
                    Key key = new Key(outbox.aggregate(), each.id());
                    Mono<Void> sent = anew.computeIfAbsent(key, _ -> Sinks.empty()).asMono();
                    wake(key);
                    return sent.thenReturn(each);
                });
    }

    private Mono<Void> drain(Key key) {
        Outbox outbox = outboxes.get(key.aggregate());
        if (outbox == null || closed) {
            return Mono.empty();
        }
        Sinks.Empty<Void> told = anew.remove(key);
        return (told == null ? publish(outbox, key.id()) : resend(outbox, key.id()))
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, BACK_OFF_MIN)
                                .maxBackoff(BACK_OFF_MAX)
                                .filter(error -> !closed)
                                .doBeforeRetry(
                                        retry -> warn(key, retry.totalRetries(), retry.failure())))
                .onErrorComplete()
                .then(
                        Mono.fromRunnable(
                                () -> {
                                    if (told != null) {
                                        told.tryEmitEmpty();
                                    }
                                    finish(key);
                                }));
    }

    private static void warn(Key key, long retries, Throwable failure) {
        // One line at the first trouble and then ever fewer: Kafka may be down for hours.
        if (Long.bitCount(retries + 1) == 1) {
            LOG.atWarn()
                    .addKeyValue("aggregate", key.aggregate() + "/" + key.id())
                    .addKeyValue("attempt", retries + 1)
                    .addKeyValue("error", failure.getClass().getName())
                    .log("An aggregate could not be published and is tried again");
        }
    }

    /** Sends until what was sent last is the newest. */
    private Mono<Void> publish(Outbox outbox, String id) {
        return outbox.read(id)
                .filter(unpublished -> !unpublished.changes().isEmpty())
                .flatMap(unpublished -> sendAndPull(outbox, unpublished))
                .flatMap(newer -> Mono.delay(PAUSE).then(Mono.defer(() -> resend(outbox, id))));
    }

    /** The document was written after what was sent, whether or not its facts are still here. */
    private Mono<Void> resend(Outbox outbox, String id) {
        return outbox.read(id)
                .flatMap(unpublished -> sendAndPull(outbox, unpublished))
                .flatMap(newer -> Mono.delay(PAUSE).then(Mono.defer(() -> resend(outbox, id))));
    }

    /** Empty where what was sent is the newest; otherwise the newer version. */
    private Mono<Long> sendAndPull(Outbox outbox, Unpublished unpublished) {
        return send(outbox, unpublished)
                .then(outbox.pull(unpublished.id(), unpublished.version()))
                .filter(present -> present > unpublished.version());
    }

    private Mono<RecordMetadata> send(Outbox outbox, Unpublished unpublished) {
        ProducerRecord<String, byte[]> record =
                unpublished.record(outbox.aggregate(), service, partitions);
        // send() may block for want of metadata, so it has a thread of its own.
        return Mono.<RecordMetadata>create(
                        sink -> {
                            // Its callback tells all that the future would.
                            var _ =
                                    producer.send(
                                            record,
                                            (metadata, error) -> {
                                                if (error == null) {
                                                    Hops.published(
                                                            unpublished.trace(),
                                                            record.topic(),
                                                            metadata.partition(),
                                                            metadata.offset(),
                                                            unpublished.version());
                                                    sink.success(metadata);
                                                } else {
                                                    sink.error(error);
                                                }
                                            });
                        })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void finish(Key key) {
        due.compute(
                key,
                (ignored, present) -> {
                    if (present == null || !present.again() || closed) {
                        return null;
                    }
                    Mono.delay(PAUSE).subscribe(later -> enqueue(key));
                    return new Due(present.since(), false);
                });
    }

    /** Aggregates written in this process whose newest facts Kafka has not yet acknowledged. */
    public int backlog() {
        return due.size();
    }

    /** How long the oldest of {@link #backlog()} has waited; zero when there is none. */
    public Duration oldest() {
        @Nullable Instant oldest =
                due.values().stream().map(Due::since).min(Instant::compareTo).orElse(null);
        return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("bootcamp.relay.backlog", this, OutboxRelay::backlog)
                .description("aggregates with facts that Kafka has not yet acknowledged")
                .register(meters);
        TimeGauge.builder(
                        "bootcamp.relay.age",
                        this,
                        TimeUnit.MILLISECONDS,
                        relay -> relay.oldest().toMillis())
                .description("how long the oldest of them has waited")
                .register(meters);
    }

    /** Waits until nothing is due, at most this long. */
    public boolean drained(Duration atMost) {
        Boolean empty =
                Flux.interval(Duration.ZERO, Duration.ofMillis(20))
                        .map(tick -> due.isEmpty())
                        .filter(Boolean::booleanValue)
                        .next()
                        .timeout(atMost, Mono.just(false))
                        .block();
        return Boolean.TRUE.equals(empty);
    }

    /** Stops draining; what waits stays in its documents for the next process. */
    @Override
    public void close() {
        closed = true;
        queue.tryEmitComplete();
        drains.dispose();
    }
}
