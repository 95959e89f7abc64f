package bootcamp.bench;

import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.outbox.OutboxRelay;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import tools.jackson.databind.json.JsonMapper;

/** P4: commands accepted and durable, with the relay publishing them meanwhile. */
final class CommandRate implements Benchmark {

    private static final int DOCUMENTS = 9_600;
    private static final int WRITERS = 64;

    private final Surroundings around;
    private final Duration window;
    private Producer<String, byte[]> producer;
    private OutboxRelay relay;
    private AggregateStore<Tally, Tally.Add, Tally.Added> store;
    private BareWrites bare;

    CommandRate(Surroundings around, Duration window) {
        this.around = around;
        this.window = window;
        this.producer = around.kafka().producer("bench-p4");
        this.relay =
                new OutboxRelay("enrollment", Surroundings.PARTITIONS, producer, Clock.systemUTC());
        MongoDatabase database = around.database("bench_p4");
        this.store =
                new AggregateStore<>(
                        Tally.TYPE,
                        database,
                        "tallies",
                        JsonMapper.builder().build(),
                        Clock.systemUTC(),
                        relay);
        this.bare = new BareWrites(database, DOCUMENTS);
    }

    @Override
    public String id() {
        return "P4";
    }

    @Override
    public String title() {
        return "commands accepted and durable, published meanwhile";
    }

    @Override
    public String limitTitle() {
        return "bare single-document guarded updates, same size, same driver";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.rate("", "1/s", 0.5));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "documents", String.valueOf(DOCUMENTS),
                "writers", String.valueOf(WRITERS),
                "window", window.toString(),
                "topic", "bootcamp.enrollment");
    }

    @Override
    public void prepare() {}

    @Override
    public Map<String, Double> limit() {
        // What the run of ours left in the outboxes is not the limit's to carry.
        relay.drained(Duration.ofMinutes(1));
        return Map.of("", bare.rate(WRITERS, window));
    }

    @Override
    public Map<String, Double> ours() {
        relay.drained(Duration.ofMinutes(1));
        return Map.of("", Rate.of(WRITERS, window, this::add));
    }

    private reactor.core.publisher.Mono<Void> add(int writer, int n) {
        String id = "tally-%06d".formatted(writer + WRITERS * (n % (DOCUMENTS / WRITERS)));
        return store.transact(id, new Tally.Add(1)).then();
    }

    @Override
    public void close() {
        relay.close();
        producer.close(Duration.ofSeconds(2));
        reactor.core.publisher.Mono.from(around.database("bench_p4").drop()).block();
    }
}
