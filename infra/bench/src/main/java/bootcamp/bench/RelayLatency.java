package bootcamp.bench;

import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.event.Topics;
import bootcamp.platform.outbox.OutboxRelay;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * P2: from a command's intended start to its record being readable, at 100 commands a second.
 *
 * <p>Open loop: the starts are a schedule that was fixed before, and what is late is sent late and
 * counted from when it should have been sent.
 */
final class RelayLatency implements Benchmark {

    private static final String SERVICE = "enrollment";
    private static final int PER_SECOND = 100;

    /** What never arrived is counted at this. */
    private static final long TIMEOUT_MICROS = TimeUnit.SECONDS.toMicros(10);

    private final Surroundings around;
    private final int commands;
    private final Producer<String, byte[]> producer;
    private final Producer<String, byte[]> bareProducer;
    private final OutboxRelay relay;
    private final AggregateStore<Tally, Tally.Add, Tally.Added> store;
    private final BareWrites bare;
    private int round;

    RelayLatency(Surroundings around, Duration window) {
        this.around = around;
        this.commands = (int) (PER_SECOND * window.toSeconds());
        this.producer = around.kafka().producer("bench-p2");
        this.bareProducer = around.kafka().producer("bench-p2-bare");
        this.relay = new OutboxRelay(SERVICE, Surroundings.PARTITIONS, producer, Clock.systemUTC());
        this.store =
                new AggregateStore<>(
                        Tally.TYPE,
                        around.database("bench_p2"),
                        "tallies",
                        JsonMapper.builder().build(),
                        Clock.systemUTC(),
                        relay);
        this.bare = new BareWrites(around.database("bench_p2"), commands);
    }

    @Override
    public String id() {
        return "P2";
    }

    @Override
    public String title() {
        return "relay: command's intended start → durable → record readable, 100 commands/s";
    }

    @Override
    public String limitTitle() {
        return "a bare guarded update acknowledged, then one bare Kafka hop";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.time("p50", "ms", 1.5),
                Figure.time("p99", "ms", 3).with(50),
                Figure.bounded("not arrived within 10 s", "records", 0));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("commands", String.valueOf(commands), "linger", "5 ms on both sides");
    }

    @Override
    public void prepare() {}

    @Override
    public Map<String, Double> limit() {
        byte[] value = new byte[700];
        return run(
                n ->
                        bare.write(n)
                                .doOnNext(
                                        _ ->
                                                bareProducer.send(
                                                        new ProducerRecord<>(
                                                                Topics.events(SERVICE),
                                                                n % Surroundings.PARTITIONS,
                                                                key(n),
                                                                value)))
                                .then());
    }

    @Override
    public Map<String, Double> ours() {
        return run(n -> store.transact(id(n), new Tally.Add(1)).then());
    }

    private String id(int n) {
        return "r%d-%06d".formatted(round, n);
    }

    private String key(int n) {
        return "Tally/" + id(n);
    }

    private interface Command {
        Mono<Void> of(int n);
    }

    private Map<String, Double> run(Command command) {
        round++;
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        long[] intended = new long[commands];
        try (Consumer<byte[], byte[]> consumer = atTheEnd()) {
            Thread reader = Thread.ofPlatform().start(() -> read(consumer, arrived));
            long first = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
            for (int n = 0; n < commands; n++) {
                intended[n] = first + n * (TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
                LockSupport.parkNanos(intended[n] - System.nanoTime());
                command.of(n).subscribe();
            }
            awaitAll(arrived);
            reader.interrupt();
            joined(reader);
        }
        return figures(arrived, intended);
    }

    private Map<String, Double> figures(Map<String, Long> arrived, long[] intended) {
        Histogram micros = new Histogram(3);
        int lost = 0;
        for (int n = 0; n < commands; n++) {
            Long at = arrived.get(key(n));
            lost += at == null ? 1 : 0;
            micros.recordValue(at == null ? TIMEOUT_MICROS : (at - intended[n]) / 1000);
        }
        return Map.of(
                "p50", micros.getValueAtPercentile(50) / 1000.0,
                "p99", micros.getValueAtPercentile(99) / 1000.0,
                "not arrived within 10 s", (double) lost);
    }

    private Consumer<byte[], byte[]> atTheEnd() {
        Consumer<byte[], byte[]> consumer = around.kafka().consumer("bench-p2");
        List<TopicPartition> all =
                java.util.stream.IntStream.range(0, Surroundings.PARTITIONS)
                        .mapToObj(i -> new TopicPartition(Topics.events(SERVICE), i))
                        .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        return consumer;
    }

    private static void read(Consumer<byte[], byte[]> consumer, Map<String, Long> arrived) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    arrived.putIfAbsent(
                            new String(record.key(), java.nio.charset.StandardCharsets.UTF_8),
                            System.nanoTime());
                }
            } catch (org.apache.kafka.common.errors.InterruptException end) {
                return;
            }
        }
    }

    private void awaitAll(Map<String, Long> arrived) {
        long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(TIMEOUT_MICROS);
        while (arrived.size() < commands && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        relay.close();
        producer.close(Duration.ofSeconds(2));
        bareProducer.close(Duration.ofSeconds(2));
        Mono.from(around.database("bench_p2").drop()).block();
    }
}
