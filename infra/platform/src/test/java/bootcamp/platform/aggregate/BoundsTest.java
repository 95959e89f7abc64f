package bootcamp.platform.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.aggregate.BoundsTest.Scroll.Command;
import bootcamp.platform.aggregate.BoundsTest.Scroll.Fact;
import bootcamp.platform.aggregate.Refusal.Kind;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.outbox.OutboxRelay;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bounds of a document, its record and its outbox: what would pass one is refused, and nothing
 * of it is written; what just stays within all of them gets out.
 */
@NullUnmarked
class BoundsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KIB = 1 << 10;

    /** A text that is kept for itself and one that is shown, and what was told along the way. */
    record Scroll(String id, String kept, String shown) {

        sealed interface Command {
            record Keep(String text) implements Command {}

            record Show(String text) implements Command {}

            /** Leaves no trace but facts. */
            record Tell(List<String> texts) implements Command {}
        }

        sealed interface Fact {
            record Kept(String text) implements Fact {}

            record Shown(String text) implements Fact {}

            record Told(String text) implements Fact {}
        }

        static final AggregateType<Scroll, Command, Fact> TYPE =
                new AggregateType<>(
                        "Scroll",
                        1,
                        Scroll.class,
                        Map.of(
                                "Kept", Fact.Kept.class,
                                "Shown", Fact.Shown.class,
                                "Told", Fact.Told.class),
                        id -> new Scroll(id, "", ""),
                        Scroll::decide,
                        Scroll::evolve,
                        state -> Map.of("id", state.id(), "shown", state.shown()),
                        fact -> fact instanceof Fact.Told ? fact : Map.of(),
                        Scroll::id);

        static Decision<Fact> decide(Scroll state, Command command) {
            return switch (command) {
                case Command.Keep(String text) -> Decision.yields(new Fact.Kept(text));
                case Command.Show(String text) -> Decision.yields(new Fact.Shown(text));
                case Command.Tell(List<String> texts) ->
                        Decision.yields(texts.stream().map(Fact.Told::new).toArray(Fact[]::new));
            };
        }

        static Scroll evolve(Scroll state, Fact fact) {
            return switch (fact) {
                case Fact.Kept(String text) -> new Scroll(state.id, state.kept + text, state.shown);
                case Fact.Shown(String text) -> new Scroll(state.id, state.kept, text);
                case Fact.Told _ -> state;
            };
        }
    }

    private MongoServer server;
    private MongoClient client;
    private MongoCollection<Document> documents;
    private MockProducer<String, byte[]> kafka;
    private OutboxRelay relay;
    private AggregateStore<Scroll, Command, Fact> store;

    @BeforeEach
    void start() {
        server = new MongoServer(H2Backend.inMemory());
        client = MongoClients.create(server.bindAndGetConnectionString());
        documents = client.getDatabase("bounds").getCollection("scrolls");
        kafka = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        relay = new OutboxRelay("test", 12, kafka, Instant::now);
        store =
                new AggregateStore<>(
                        Scroll.TYPE,
                        client.getDatabase("bounds"),
                        "scrolls",
                        JSON,
                        Instant::now,
                        relay);
    }

    @AfterEach
    void stop() {
        relay.close();
        client.close();
        server.shutdownNow();
    }

    @Test
    void aDocumentOfMoreThanTwoMebibytesIsRefusedAndStaysAsItWas() {
        store.transact("a", new Command.Keep(text(1_500 * KIB))).block();

        assertUntouched("a", new Command.Keep(text(600 * KIB)), StoreRefusal.AGGREGATE_TOO_LARGE);

        assertThat(AggregateStore.STATE_BYTES_MAX).isEqualTo(2_048 * KIB);
        store.transact("a", new Command.Keep(text(500 * KIB))).block();
        assertThat(store.find("a").block().state().kept()).hasSize(2_000 * KIB);
    }

    /** As long in the record as its bytes, whatever letters it has. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "가", "\"", "\u0001"})
    void aStateThatWouldOutgrowItsRecordIsRefusedAndOneThatJustFitsIsPublished(String letter) {
        int each = JSON.writeValueAsBytes(letter).length - 2;
        int fits = (AggregateStore.PUBLIC_STATE_BYTES_MAX - 100) / each;
        store.transact("a", new Command.Show("first")).block();

        assertUntouched(
                "a", new Command.Show(letter.repeat(fits + 100)), StoreRefusal.AGGREGATE_TOO_LARGE);

        store.transact("a", new Command.Show(letter.repeat(fits))).block();
        assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();
        assertThat(published(kafka.history().getLast()).at("/state/shown").asString())
                .hasSize(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "가", "\"", "\u0001"})
    void factsOfOneCommandAreBoundedAsTheRecordHasThem(String letter) {
        int each = JSON.writeValueAsBytes(letter).length - 2;
        int fits = (AggregateStore.FACTS_BYTES_MAX - 100) / each;
        store.transact("a", new Command.Show("first")).block();

        assertUntouched(
                "a",
                new Command.Tell(List.of(letter.repeat(fits + 100))),
                StoreRefusal.AGGREGATE_TOO_LARGE);

        assertThat(AggregateStore.FACTS_BYTES_MAX).isEqualTo(256 * KIB);
        store.transact("a", new Command.Tell(List.of(letter.repeat(fits)))).block();
        assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();
        assertThat(told()).hasSize(1).first().asString().hasSize(fits);
    }

    @Test
    void aCommandOfMoreFactsThanAnOutboxHoldsIsRefusedAndOneOfAsManyIsPublished() {
        assertThat(AggregateStore.OUTBOX_FACTS_MAX).isEqualTo(256);
        store.transact("a", new Command.Show("first")).block();
        assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();

        assertUntouched(
                "a",
                new Command.Tell(Collections.nCopies(257, "x")),
                StoreRefusal.AGGREGATE_TOO_LARGE);

        store.transact("a", new Command.Tell(Collections.nCopies(256, "x"))).block();
        assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();
        assertThat(told()).hasSize(256);
    }

    @Test
    void factsThatWaitForKafkaAreNeverMoreThanARecordTellsAndAreToldWhenItIsBack() {
        kafka.sendException = new TimeoutException("away");
        String half = text(AggregateStore.FACTS_BYTES_MAX / 2 - KIB);
        store.transact("a", new Command.Show(text(AggregateStore.PUBLIC_STATE_BYTES_MAX - 100)))
                .block();
        store.transact("a", new Command.Tell(List.of(half))).block();
        store.transact("a", new Command.Tell(List.of(half))).block();

        assertUntouched("a", new Command.Tell(List.of(half)), StoreRefusal.OUTBOX_FULL);

        kafka.sendException = null;
        assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();
        assertThat(told()).containsExactly(half, half);
        assertThat(kafka.history())
                .extracting(record -> record.value().length)
                .allMatch(bytes -> bytes <= EventCodec.RECORD_BYTES_MAX)
                .anyMatch(bytes -> bytes > EventCodec.RECORD_BYTES_MAX - 16 * KIB);
        store.transact("a", new Command.Tell(List.of(half))).block();
        assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();
        assertThat(told()).containsExactly(half, half, half);
    }

    @Test
    void oneThatIsTooMuchRefusesNoneOfThoseThatComeWithIt() {
        store.transact("large", new Command.Show("first")).block();
        store.transact("small", new Command.Show("first")).block();

        var settled =
                store.transactAll(
                                Map.of(
                                        "large",
                                        new Command.Keep(text(2_100 * KIB)),
                                        "small",
                                        new Command.Keep("second")))
                        .collectMap(AggregateStore.Settled::id)
                        .block();

        assertThat(settled.get("large").refusal()).isEqualTo(StoreRefusal.AGGREGATE_TOO_LARGE);
        assertThat(settled.get("small").refusal()).isNull();
        assertThat(store.find("large").block().state().kept()).isEmpty();
        assertThat(store.find("small").block().state().kept()).isEqualTo("second");
    }

    @Test
    void whatIsTooMuchForEverIsAnotherRefusalThanWhatIsTooMuchForNow() {
        assertThat(StoreRefusal.AGGREGATE_TOO_LARGE.kind()).isEqualTo(Kind.NOT_ALLOWED);
        assertThat(StoreRefusal.OUTBOX_FULL.kind()).isEqualTo(Kind.NOT_NOW);
    }

    /** Refused, with its key or without; and not a byte of the document is another. */
    private void assertUntouched(String id, Command command, Refusal refusal) {
        if (refusal != StoreRefusal.OUTBOX_FULL) {
            assertThat(relay.drained(Duration.ofSeconds(15))).isTrue();
        }
        Document before = stored(id);
        Terms terms = new Terms(null, new CommandKey("k", "b"));
        for (Mono<?> tried :
                List.of(
                        store.transact(id, command),
                        store.transact(id, command, terms, Versioned::version, Long.class))) {
            assertThatThrownBy(tried::block)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal()).isEqualTo(refusal));
        }
        assertThat(stored(id)).isEqualTo(before);
    }

    private Document stored(String id) {
        return Mono.from(documents.find(new Document("_id", id))).block();
    }

    /** Texts of all facts that left, each once: a record may tell them again. */
    private List<String> told() {
        ProducerRecord<String, byte[]> last = null;
        List<String> told = new ArrayList<>();
        for (ProducerRecord<String, byte[]> record : kafka.history()) {
            JsonNode event = published(record);
            if (last == null || !Arrays.equals(last.value(), record.value())) {
                event.path("changes")
                        .forEach(
                                change -> {
                                    if (change.path("type").asString().equals("Told")) {
                                        told.add(change.path("text").asString());
                                    }
                                });
            }
            last = record;
        }
        return told;
    }

    private static JsonNode published(ProducerRecord<String, byte[]> record) {
        return JSON.readTree(record.value());
    }

    private static String text(int bytes) {
        return "x".repeat(bytes);
    }
}
