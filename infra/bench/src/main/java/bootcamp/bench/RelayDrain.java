package bootcamp.bench;

import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Partitions;
import bootcamp.platform.event.Topics;
import bootcamp.platform.outbox.OutboxRelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** P1: outboxes that are full before, until Kafka has everything and they are empty. */
final class RelayDrain implements Benchmark {

    private static final String SERVICE = "enrollment";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CONCURRENCY = 64;
    private static final int CHUNK = 500;

    private final Surroundings around;
    private final int entries;
    private final Producer<String, byte[]> producer;
    private final BareWrites bare;
    private final List<ProducerRecord<String, byte[]>> records;
    private int round;

    RelayDrain(Surroundings around, int entries) {
        this.around = around;
        this.entries = entries;
        this.producer = around.kafka().producer("bench-p1");
        this.bare = new BareWrites(around.database("bench_p1"), entries);
        this.records = IntStream.range(0, entries).mapToObj(RelayDrain::record).toList();
    }

    private static ProducerRecord<String, byte[]> record(int i) {
        Tally state = Tally.TYPE.initial().apply("tally-%06d".formatted(i));
        Event event =
                new Event(
                        "Tally",
                        state.id(),
                        1,
                        1,
                        SERVICE,
                        Instant.EPOCH,
                        List.of(
                                JSON.createObjectNode()
                                        .put("type", "Added")
                                        .put("amount", 1)
                                        .put("text", state.lines().getFirst())),
                        JSON.valueToTree(state),
                        null);
        int partition = Partitions.of(state.id(), Surroundings.PARTITIONS);
        return EventCodec.ofAll().encode(Topics.events(SERVICE), partition, event);
    }

    @Override
    public String id() {
        return "P1";
    }

    @Override
    public String title() {
        return "relay: entries from full outboxes to Kafka, acknowledged and pulled";
    }

    @Override
    public String limitTitle() {
        return "the slower of bare guarded updates and a bare idempotent producer, acks=all";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.rate("", "1/s", 0.5));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "entries", String.valueOf(entries), "concurrency", String.valueOf(CONCURRENCY));
    }

    @Override
    public void prepare() {}

    @Override
    public Map<String, Double> limit() throws InterruptedException {
        return Map.of("", Math.min(bare.each(CONCURRENCY, entries), produced()));
    }

    private double produced() throws InterruptedException {
        CountDownLatch acknowledged = new CountDownLatch(entries);
        List<Exception> failures = new ArrayList<>();
        long start = System.nanoTime();
        for (ProducerRecord<String, byte[]> record : records) {
            producer.send(
                    record,
                    (_, failure) -> {
                        if (failure != null) {
                            failures.add(failure);
                        }
                        acknowledged.countDown();
                    });
        }
        if (!acknowledged.await(2, TimeUnit.MINUTES) || !failures.isEmpty()) {
            throw new IllegalStateException("the bare producer failed: " + failures);
        }
        return entries / Rate.secondsSince(start);
    }

    @Override
    public Map<String, Double> ours() {
        String collection = "tallies" + round++;
        fill(collection);
        OutboxRelay relay =
                new OutboxRelay(SERVICE, Surroundings.PARTITIONS, producer, Clock.systemUTC());
        try {
            store(collection, relay);
            long start = System.nanoTime();
            Long woken = relay.wakeUnpublished().block(Duration.ofMinutes(1));
            if (woken == null || woken != entries || !relay.drained(Duration.ofMinutes(5))) {
                throw new IllegalStateException("the relay drained only part of " + woken);
            }
            return Map.of("", entries / Rate.secondsSince(start));
        } finally {
            relay.close();
            Mono.from(around.database("bench_p1").getCollection(collection).drop()).block();
        }
    }

    /** By a relay whose Kafka never answers, so that everything stays in the outboxes. */
    private void fill(String collection) {
        try (var silent =
                        new MockProducer<>(
                                false, null, new StringSerializer(), new ByteArraySerializer());
                OutboxRelay relay =
                        new OutboxRelay(
                                SERVICE, Surroundings.PARTITIONS, silent, Clock.systemUTC())) {
            AggregateStore<Tally, Tally.Add, Tally.Added> store = store(collection, relay);
            Flux.range(0, entries)
                    .buffer(CHUNK)
                    .concatMap(ids -> store.transactAll(commands(ids)))
                    .blockLast(Duration.ofMinutes(2));
        }
    }

    private static Map<String, Tally.Add> commands(List<Integer> ids) {
        Map<String, Tally.Add> commands = new LinkedHashMap<>();
        ids.forEach(i -> commands.put("tally-%06d".formatted(i), new Tally.Add(1)));
        return commands;
    }

    private AggregateStore<Tally, Tally.Add, Tally.Added> store(
            String collection, OutboxRelay relay) {
        return new AggregateStore<>(
                Tally.TYPE,
                around.database("bench_p1"),
                collection,
                JSON,
                Clock.systemUTC(),
                relay);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        Mono.from(around.database("bench_p1").drop()).block();
    }
}
