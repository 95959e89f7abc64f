package bootcamp.platform.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.aggregate.Counter.Command;
import bootcamp.platform.aggregate.Counter.Fact;
import bootcamp.platform.outbox.OutboxRelay;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The store against a server that speaks MongoDB's protocol, with the relay behind it. */
@org.jspecify.annotations.NullUnmarked
class AggregateStoreTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final JsonMapper json = JsonMapper.builder().build();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2024-01-02T03:04:05Z"));
    private final InstantSource clock = now::get;

    private MongoServer server;
    private String connection;
    private MongoClient client;
    private MongoDatabase database;
    private MockProducer<String, byte[]> kafka;
    private OutboxRelay relay;
    private AggregateStore<Counter, Command, Fact> store;

    @BeforeEach
    void start() {
        connection = startDatabase();
        client = MongoClients.create(connection);
        database = client.getDatabase("test" + DATABASES.incrementAndGet());
        kafka = producer(true);
        relay = new OutboxRelay("test", 12, kafka, clock);
        store = storeWith(relay);
    }

    private static MockProducer<String, byte[]> producer(boolean acknowledges) {
        return new MockProducer<>(
                acknowledges, null, new StringSerializer(), new ByteArraySerializer());
    }

    private AggregateStore<Counter, Command, Fact> storeWith(OutboxRelay itsRelay) {
        return new AggregateStore<>(Counter.TYPE, database, "counters", json, clock, itsRelay);
    }

    @AfterEach
    void stop() {
        relay.close();
        client.close();
        stopDatabase();
    }

    /** Of another kind in a subclass; gives its connection string. */
    String startDatabase() {
        server = new MongoServer(H2Backend.inMemory());
        return server.bindAndGetConnectionString();
    }

    void stopDatabase() {
        server.shutdownNow();
    }

    @Test
    void acceptedCommandIsStoredWithItsVersion() {
        var outcome = store.transact("a", new Command.Add(3, "x")).block();

        assertThat(outcome.after()).isEqualTo(new Versioned<>("a", 1, counter("a", 3)));
        assertThat(store.find("a").block()).isEqualTo(outcome.after());
    }

    @Test
    void refusedCommandWritesNothing() {
        assertThatThrownBy(() -> store.transact("a", new Command.Add(2000, "x")).block())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Counter.Refused.LIMIT_REACHED));

        assertThat(store.find("a").block()).isNull();
    }

    @Test
    void commandThatAsksForNothingNewWritesNothing() {
        store.transact("a", new Command.Name("n")).block();

        var second = store.transact("a", new Command.Name("n")).block();

        assertThat(second.changed()).isFalse();
        assertThat(second.after().version()).isEqualTo(1);
    }

    @Test
    void sameKeyAndBodyGetsTheFirstAnswerAndNoSecondEffect() {
        Terms terms = new Terms(null, new CommandKey("k", "b"));
        store.transact("a", new Command.Add(1, "x"), terms, this::total, Integer.class).block();
        store.transact("a", new Command.Add(5, "x")).block();

        Integer again =
                store.transact("a", new Command.Add(1, "x"), terms, this::total, Integer.class)
                        .block();

        assertThat(again).isEqualTo(1);
        assertThat(store.find("a").block().state().total()).isEqualTo(6);
    }

    @Test
    void sameKeyWithAnotherBodyIsRefused() {
        store.transact(
                        "a",
                        new Command.Add(1, "x"),
                        new Terms(null, new CommandKey("k", "b")),
                        this::total,
                        Integer.class)
                .block();

        assertRefused(
                store.transact(
                        "a",
                        new Command.Add(1, "x"),
                        new Terms(null, new CommandKey("k", "other")),
                        this::total,
                        Integer.class),
                StoreRefusal.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void answersAreForgottenAfterADayAndNotBefore() {
        for (int i = 0; i < 32; i++) {
            keyed("k" + i).block();
        }
        assertRefused(keyed("one more"), StoreRefusal.TOO_MANY_ANSWERS);

        now.updateAndGet(time -> time.plus(Duration.ofHours(25)));

        assertThat(keyed("one more").block()).isEqualTo(33);
    }

    private Mono<Integer> keyed(String key) {
        Terms terms = new Terms(null, new CommandKey(key, "b"));
        return store.transact("a", new Command.Add(1, "x"), terms, this::total, Integer.class);
    }

    @Test
    void answersThatTwoProcessesKeepAtTheSameVersionAreBothKept() {
        store.transact("a", new Command.Name("n")).block();

        inTwoProcesses(
                new Command.Name("n"), keyOf("one"), new Command.Name("n"), keyOf("two"), null);
        store.transact("a", new Command.Add(5, "x")).block();

        assertThat(answer(new Command.Name("n"), keyOf("one"))).isZero();
        assertThat(answer(new Command.Name("n"), keyOf("two"))).isZero();
    }

    @Test
    void anAnswerKeptWhileAnotherProcessChangesTheStateIsKept() {
        store.transact("a", new Command.Name("n")).block();

        inTwoProcesses(
                new Command.Add(5, "x"), keyOf("one"), new Command.Name("n"), keyOf("two"), null);

        assertThat(answer(new Command.Name("n"), keyOf("two"))).isZero();
        assertThat(answer(new Command.Add(5, "x"), keyOf("one"))).isEqualTo(5);
        assertThat(store.find("a").block().state().total()).isEqualTo(5);
    }

    @Test
    void theSameKeyInTwoProcessesHasOneEffect() {
        store.transact("a", new Command.Name("n")).block();

        inTwoProcesses(
                new Command.Add(5, "x"), keyOf("k"), new Command.Add(5, "x"), keyOf("k"), null);

        assertThat(store.find("a").block().state().total()).isEqualTo(5);
    }

    @Test
    void twoProcessesKeepNoMoreAnswersThanThereIsRoomFor() {
        for (int i = 0; i < 31; i++) {
            keyed("k" + i).block();
        }

        inTwoProcesses(
                new Command.Name("x"),
                keyOf("one"),
                new Command.Name("x"),
                keyOf("two"),
                StoreRefusal.TOO_MANY_ANSWERS);

        Document stored =
                Mono.from(database.getCollection("counters").find(new Document("_id", "a")))
                        .block();
        assertThat(stored.getList("answers", Document.class)).hasSize(32);
    }

    /**
     * Carries out one command, and the other in another process after the first was decided and
     * before it is written.
     *
     * @param refusal of the first; null: it is accepted
     */
    private void inTwoProcesses(
            Command command, Terms terms, Command between, Terms itsTerms, Refusal refusal) {
        try (MongoClient otherClient = MongoClients.create(connection);
                OutboxRelay otherRelay = new OutboxRelay("test", 12, producer(true), clock)) {
            var other =
                    new AggregateStore<>(
                            Counter.TYPE,
                            otherClient.getDatabase(database.getName()),
                            "counters",
                            json,
                            clock,
                            otherRelay);
            var overtaken = new AtomicInteger();
            Mono<Integer> first =
                    store.transact(
                            "a",
                            command,
                            terms,
                            after -> {
                                // An answer is made after the state was read, and before a write.
                                if (overtaken.getAndIncrement() == 0) {
                                    other.transact(
                                                    "a",
                                                    between,
                                                    itsTerms,
                                                    this::total,
                                                    Integer.class)
                                            .block();
                                }
                                return total(after);
                            },
                            Integer.class);
            if (refusal == null) {
                first.block();
            } else {
                assertRefused(first, refusal);
            }
            assertThat(overtaken.get()).isPositive();
        }
    }

    private static Terms keyOf(String key) {
        return new Terms(null, new CommandKey(key, "b"));
    }

    private Integer answer(Command command, Terms terms) {
        return store.transact("a", command, terms, this::total, Integer.class).block();
    }

    @Test
    void commandOnAVersionThatIsGoneIsRefused() {
        store.transact("a", new Command.Add(1, "x")).block();
        store.transact("a", new Command.Add(1, "x"), new Terms(1L, null)).block();

        assertRefused(
                store.transact("a", new Command.Add(1, "x"), new Terms(1L, null)),
                StoreRefusal.STALE_VERSION);
    }

    @Test
    void rushOnOneAggregateLosesNothingAndCostsFewWrites() {
        Flux.range(0, 500)
                .flatMap(i -> store.transact("a", new Command.Add(1, "x" + i)), 500)
                .blockLast();

        var after = store.find("a").block();
        assertThat(after.state().total()).isEqualTo(500);
        assertThat(after.version()).isLessThan(100);
    }

    @Test
    void twoProcessesOnOneAggregateLoseNothingAndPassNoLimit() {
        try (OutboxRelay otherRelay = new OutboxRelay("test", 12, producer(true), clock)) {
            var other = storeWith(otherRelay);
            var refused = new java.util.concurrent.atomic.AtomicInteger();

            Flux.range(0, 1200)
                    .flatMap(
                            i ->
                                    (i % 2 == 0 ? store : other)
                                            .transact("a", new Command.Add(1, "x"))
                                            .onErrorResume(
                                                    RefusedException.class,
                                                    e -> {
                                                        refused.incrementAndGet();
                                                        return Mono.empty();
                                                    }),
                            400)
                    .blockLast();

            assertThat(store.find("a").block().state().total()).isEqualTo(Counter.LIMIT);
            assertThat(refused).hasValue(200);
        }
    }

    @Test
    void callerThatLeavesCancelsNothing() {
        var leaving = store.transact("a", new Command.Add(1, "x")).subscribe();
        leaving.dispose();

        var after = store.transact("a", new Command.Add(1, "x")).block();

        assertThat(after.after().state().total()).isEqualTo(2);
    }

    @Test
    void manyAtOnceAreEachDecidedByThemselves() {
        store.transact("full", new Command.Add(Counter.LIMIT, "x")).block();
        store.transact("named", new Command.Name("n")).block();
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("new", new Command.Add(1, "x"));
        commands.put("full", new Command.Add(1, "x"));
        commands.put("named", new Command.Name("n"));

        var settled = store.transactAll(commands).collectMap(AggregateStore.Settled::id).block();

        assertThat(settled.get("new").outcome().after().version()).isEqualTo(1);
        assertThat(settled.get("full").refusal()).isEqualTo(Counter.Refused.LIMIT_REACHED);
        assertThat(settled.get("named").outcome().changed()).isFalse();
    }

    @Test
    void manyAtOnceByTwoProcessesLoseNothing() {
        try (OutboxRelay otherRelay = new OutboxRelay("test", 12, producer(true), clock)) {
            var other = storeWith(otherRelay);
            Map<String, Command> commands = new LinkedHashMap<>();
            for (int i = 0; i < 50; i++) {
                commands.put("c" + i, new Command.Name("n"));
            }

            Flux.merge(store.transactAll(commands), other.transactAll(commands)).blockLast();

            var all = store.findAll(commands.keySet()).collectList().block();
            assertThat(all).hasSize(50).allMatch(each -> each.version() == 1);
        }
    }

    @Test
    void pagesGoThroughAllIdsInOrder() {
        Flux.range(0, 25)
                .concatMap(i -> store.transact("c%02d".formatted(i), new Command.Add(1, "x")))
                .blockLast();

        var first = store.page(null, 10).map(Versioned::id).collectList().block();
        var second = store.page(first.getLast(), 10).map(Versioned::id).collectList().block();

        assertThat(first).hasSize(10).startsWith("c00").endsWith("c09");
        assertThat(second).hasSize(10).startsWith("c10").endsWith("c19");
    }

    @Test
    void relayPublishesNewestStateWithAllFactsAndEmptiesTheOutbox() {
        store.transact("a", new Command.Add(1, "x")).block();
        store.transact("a", new Command.Add(2, "y")).block();

        assertThat(relay.drained(Duration.ofSeconds(10))).isTrue();

        JsonNode newest = json.readTree(kafka.history().getLast().value());
        assertThat(newest.at("/state/total").intValue()).isEqualTo(3);
        assertThat(amountsPublished()).contains(1, 2);
        assertThat(outboxOf("a")).isEmpty();
    }

    private Set<Integer> amountsPublished() {
        Set<Integer> amounts = new HashSet<>();
        for (ProducerRecord<String, byte[]> record : kafka.history()) {
            json.readTree(record.value())
                    .path("changes")
                    .forEach(change -> amounts.add(change.path("amount").intValue()));
        }
        return amounts;
    }

    @Test
    void hotAggregateCostsFewRecords() {
        for (int i = 0; i < 50; i++) {
            store.transact("a", new Command.Add(1, "x")).block();
        }
        assertThat(relay.drained(Duration.ofSeconds(10))).isTrue();

        assertThat(kafka.history().size()).isLessThan(25);
        assertThat(json.readTree(kafka.history().getLast().value()).at("/state/total").intValue())
                .isEqualTo(50);
    }

    @Test
    void factsThatAPredecessorLeftAreFoundAtTheStart() {
        relay.close();
        store.transact("a", new Command.Add(1, "x")).block();
        assertThat(outboxOf("a")).hasSize(1);
        try (OutboxRelay next = new OutboxRelay("test", 12, kafka, clock)) {
            storeWith(next);

            assertThat(next.wakeUnpublished().block()).isEqualTo(1);
            assertThat(next.drained(Duration.ofSeconds(10))).isTrue();
        }

        assertThat(kafka.history()).hasSize(1);
        assertThat(outboxOf("a")).isEmpty();
    }

    @Test
    void documentsNewerThanTheTopicArePublishedAgain() {
        store.transact("old", new Command.Add(1, "x")).block();
        store.transact("lost", new Command.Add(1, "x")).block();
        assertThat(relay.drained(Duration.ofSeconds(10))).isTrue();
        kafka.clear();

        relay.republishNewerThan(Map.of("Counter/old", 1L)).block();

        assertThat(kafka.history()).extracting(ProducerRecord::key).containsExactly("Counter/lost");
    }

    @Test
    void troubleWithKafkaLosesNothing() {
        kafka.sendException = new org.apache.kafka.common.errors.TimeoutException("away");
        store.transact("a", new Command.Add(1, "x")).block();
        assertThat(relay.drained(Duration.ofMillis(300))).isFalse();
        assertThat(outboxOf("a")).hasSize(1);

        kafka.sendException = null;

        assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();
        assertThat(kafka.history()).hasSize(1);
        assertThat(outboxOf("a")).isEmpty();
    }

    @Test
    void outboxIsBoundedAndTheCommandRefusedThen() {
        kafka.sendException = new org.apache.kafka.common.errors.TimeoutException("away");
        for (int i = 0; i < AggregateStore.OUTBOX_FACTS_MAX; i++) {
            store.transact("a", new Command.Add(1, "x")).block();
        }

        assertRefused(store.transact("a", new Command.Add(1, "x")), StoreRefusal.OUTBOX_FULL);
    }

    @Test
    void aggregateThatOutgrowsItsRecordIsRefused() {
        assertRefused(
                store.transact("a", new Command.Name("n".repeat(300_000))),
                StoreRefusal.AGGREGATE_TOO_LARGE);

        assertThat(store.find("a").block()).isNull();
    }

    private List<Document> outboxOf(String id) {
        MongoCollection<Document> documents = database.getCollection("counters");
        Document stored = Mono.from(documents.find(new Document("_id", id))).block();
        return stored.getList("outbox", Document.class);
    }

    private Integer total(Versioned<Counter> counter) {
        return counter.state().total();
    }

    private static Counter counter(String id, int total) {
        return new Counter(id, total, List.of());
    }

    private static void assertRefused(Mono<?> command, Refusal refusal) {
        assertThatThrownBy(command::block)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }
}
