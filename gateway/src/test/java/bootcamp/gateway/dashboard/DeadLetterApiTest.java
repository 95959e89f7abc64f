package bootcamp.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.gateway.feed.DashboardFeed;
import bootcamp.platform.deadletter.DeadLetterOffice;
import bootcamp.platform.deadletter.DeadLetters;
import bootcamp.platform.deadletter.EventFeed;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.StrictJson;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Poison in a real topic, over HTTP: seen, tried again, given up, and by admins only. */
class DeadLetterApiTest {

    private static final Instant NOW = Instant.parse("2024-04-01T03:00:00Z");
    private static final String READER = "gateway";
    private static final String PATH = "/api/dead-letters";
    private static final long SECONDS_MAX = 20;

    @TempDir Path directory;
    private EmbeddedBroker broker;
    private EventFeed feed;
    private Gate gate;
    private EmbeddedDatabase database;
    private MongoClient mongo;

    @BeforeEach
    void parkTwo() throws Exception {
        broker = EmbeddedBroker.start(directory);
        KafkaClients clients = new KafkaClients(broker.bootstrapServers());
        String events = Topics.events("enrollment");
        try (Admin admin = clients.admin("test");
                Producer<String, byte[]> producer = clients.producer("test")) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(events, 1, (short) 1),
                                    new NewTopic(
                                            Topics.deadLetters("enrollment", READER),
                                            1,
                                            (short) 1)))
                    .all()
                    .get();
            for (String poison : List.of("first", "second")) {
                producer.send(
                                new ProducerRecord<>(
                                        events,
                                        "Cohort/" + poison,
                                        poison.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
        feed =
                new EventFeed(
                        READER,
                        List.of("enrollment"),
                        clients,
                        DashboardFeed.CODEC,
                        event -> {},
                        InstantSource.fixed(NOW));
        feed.start();
        await(() -> feed.deadLetters().list().size() == 2);
        database = EmbeddedDatabase.inMemory();
        mongo = MongoClients.create(database.uri());
        gate = gate(feed.deadLetters());
    }

    private Gate gate(DeadLetters letters) {
        KeyedHash hash = KeyedHash.of("a key for tests that is long enough");
        Cursors cursors = new Cursors(hash);
        KeyStore keys = new KeyStore(mongo.getDatabase("gateway"), InstantSource.fixed(NOW));
        Idempotency idempotency = new Idempotency(hash, keys, StrictJson.mapper());
        return Gate.open(
                NOW, Map.of("deadLetterApi", new DeadLetterApi(letters, cursors, idempotency)));
    }

    @AfterEach
    void close() {
        gate.close();
        mongo.close();
        database.close();
        feed.close();
        broker.close();
    }

    @Test
    void aPageOfLettersTellsAllButWhatTheyHold() {
        HttpResponse<String> first = gate.get(PATH + "?limit=1");
        JsonNode page = Gate.json(first);
        JsonNode letter = page.get("items").get(0);

        assertThat(letter.propertyNames())
                .containsExactly(
                        "id",
                        "reader",
                        "topic",
                        "partition",
                        "offset",
                        "error",
                        "reason",
                        "attempt",
                        "version",
                        "cohortId",
                        "openedAt",
                        "state",
                        "cohortIds");
        assertThat(letter.get("state").asString()).isEqualTo("OPEN");
    }

    @Test
    void whatCanStillNotBeReadStaysOpenWithOneMoreAttempt() {
        String id = anId();

        JsonNode answer = Gate.json(gate.send("POST", PATH + "/" + id + "/retry"));

        assertThat(answer.get("id").asString()).isEqualTo(id);
        assertThat(answer.get("state").asString()).isEqualTo("OPEN");
        assertThat(answer.get("attempt").asInt()).isEqualTo(2);
    }

    @Test
    void whatIsAskedForTwiceUnderOneKeyIsTriedOnceMore() {
        String path = PATH + "/" + anId() + "/retry";

        HttpResponse<String> first = gate.send("POST", path, "Idempotency-Key", "one");
        HttpResponse<String> again = gate.send("POST", path, "Idempotency-Key", "one");
        HttpResponse<String> other = gate.send("POST", path, "Idempotency-Key", "two");

        assertThat(Gate.json(first).get("attempt").asInt()).isEqualTo(2);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(Gate.json(other).get("attempt").asInt()).isEqualTo(3);
        assertThat(gate.send("POST", path + "?x", "Idempotency-Key", "one").statusCode())
                .isEqualTo(422);
        assertThat(gate.send("POST", path, "Idempotency-Key", "with blank").statusCode())
                .isEqualTo(400);
    }

    @Test
    void lettersAreATableTooWithoutPages() {
        HttpResponse<String> table = gate.get(PATH + "?limit=1", "Accept", "text/csv");
        List<String> lines = table.body().lines().toList();

        assertThat(table.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).startsWith("id,reader,topic,partition,offset,error,");
        assertThat(lines.get(1)).startsWith(anId() + ",gateway,").endsWith(",OPEN,");
        assertThat(lines.toString()).doesNotContain("poison");
    }

    @Test
    void aDroppedLetterIsClosedAndDroppingItAgainChangesNothing() {
        String id = anId();

        assertThat(gate.send("DELETE", PATH + "/" + id).statusCode()).isEqualTo(204);
        assertThat(gate.send("DELETE", PATH + "/" + id).statusCode()).isEqualTo(204);

        JsonNode letter = Gate.json(gate.get(PATH + "/" + id));
        assertThat(letter.get("state").asString()).isEqualTo("DROPPED");
        assertThat(Gate.json(gate.send("POST", PATH + "/" + id + "/retry")).get("state").asString())
                .isEqualTo("DROPPED");
    }

    @Test
    void whileKafkaIsAwayBothAreAnsweredSoAndNothingIsDone() throws Exception {
        int port = Integer.parseInt(broker.bootstrapServers().split(":", -1)[1]);
        KafkaClients impatient =
                new KafkaClients(
                        broker.bootstrapServers(),
                        Map.of(
                                "request.timeout.ms", "500",
                                "delivery.timeout.ms", "1000",
                                "max.block.ms", "1000"));
        try (DeadLetterOffice office = new DeadLetterOffice(impatient, InstantSource.fixed(NOW));
                Gate own = gate(office.letters())) {
            office.start();
            await(() -> office.letters().list().size() == 2);
            String letter = PATH + "/" + anId();
            broker.close();

            HttpResponse<String> retry =
                    own.send("POST", letter + "/retry", "Idempotency-Key", "refused");
            HttpResponse<String> drop = own.send("DELETE", letter);

            for (HttpResponse<String> refused : List.of(retry, drop)) {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(Gate.json(refused).get("code").asString()).isEqualTo("NOT_AVAILABLE");
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            }
            JsonNode untouched = Gate.json(own.get(letter));
            assertThat(untouched.get("state").asString()).isEqualTo("OPEN");
            assertThat(untouched.get("attempt").asInt()).isEqualTo(1);
            broker = EmbeddedBroker.start(directory, port);
            await(
                    () ->
                            own.send("POST", letter + "/retry", "Idempotency-Key", "refused")
                                            .statusCode()
                                    == 200);
            await(() -> office.letters().list().stream().anyMatch(one -> one.attempt() == 2));
            assertThat(own.send("DELETE", letter).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void staffMayNotSeeThemAndAnUnknownOneIsNotFound() {
        assertThat(gate.getAs(Role.STAFF, "", PATH).statusCode()).isEqualTo(403);
        assertThat(gate.getAs(Role.STAFF, "", PATH + "/" + anId()).statusCode()).isEqualTo(403);
        assertThat(gate.get(PATH + "/none").statusCode()).isEqualTo(404);
        assertThat(gate.send("POST", PATH + "/none/retry").statusCode()).isEqualTo(404);
    }

    private String anId() {
        return feed.deadLetters().list().getFirst().id();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
