package bootcamp.platform.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.platform.deadletter.DeadLetter.State;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.feed.EventReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Poison among healthy records, against a real broker: each test has a service of its own. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventFeedTest {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2024-01-02T03:04:05Z"));
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger SERVICES = new AtomicInteger();
    private static final long SECONDS_MAX = 15;

    @TempDir static Path directory;
    private EmbeddedBroker broker;
    private KafkaClients clients;
    private Producer<String, byte[]> producer;

    private String service;

    @BeforeAll
    void startBroker() {
        clients = new KafkaClients(startServer());
        producer = clients.producer("test");
    }

    @AfterAll
    void stopBroker() {
        producer.close();
        stopServer();
    }

    /** Of another kind in a subclass; gives its address. */
    String startServer() {
        broker = EmbeddedBroker.start(directory);
        return broker.bootstrapServers();
    }

    void stopServer() {
        broker.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        service = "s" + SERVICES.incrementAndGet();
        try (Admin admin = clients.admin("test")) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("bootcamp." + service, 1, (short) 1),
                                    new NewTopic(
                                            "bootcamp." + service + ".dead.reader", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Holds the newest version by key; throws for the ids it is told to. */
    private static final class Versions implements EventReader {

        final Map<String, Long> held = new ConcurrentHashMap<>();
        final Set<String> stumblesOver = ConcurrentHashMap.newKeySet();

        @Override
        public void on(Event event) {
            if (stumblesOver.contains(event.id())) {
                throw new IllegalStateException("a bug in the fold");
            }
            held.merge(event.key(), event.version(), Math::max);
        }
    }

    @Test
    void poisonIsParkedByItselfAndItsNeighboursAreFolded() throws Exception {
        sendPoison("first");
        send("a", 1);
        sendPoison("middle");
        send("b", 1);
        sendPoison("last");
        Versions versions = new Versions();

        try (EventFeed feed = follow(versions)) {
            await(() -> feed.deadLetters().list().size() == 3);

            assertThat(versions.held).containsOnlyKeys("Thing/a", "Thing/b");
            assertThat(feed.deadLetters().list())
                    .allSatisfy(
                            letter -> {
                                assertThat(letter.isOpen()).isTrue();
                                assertThat(letter.reader()).isEqualTo("reader");
                                assertThat(letter.code()).isNotBlank();
                            });
        }
    }

    @Test
    void restartMeetsTheSamePoisonAndParksItOnce() throws Exception {
        sendPoison("p");
        try (EventFeed feed = follow(new Versions())) {
            await(() -> feed.deadLetters().list().size() == 1);
        }

        try (EventFeed again = follow(new Versions())) {
            again.caughtUp().get(SECONDS_MAX, TimeUnit.SECONDS);
            send("after", 1);
            await(() -> again.lag() == 0);

            assertThat(again.deadLetters().list())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.turns()).isEqualTo(1));
        }
    }

    @Test
    void retryThatSucceedsFoldsTheRecordAndClosesTheLetter() throws Exception {
        Versions versions = new Versions();
        versions.stumblesOver.add("a");
        send("a", 1);
        try (EventFeed feed = follow(versions)) {
            DeadLetter letter = onlyLetter(feed);
            versions.stumblesOver.clear();

            feed.deadLetters().retry(letter);

            await(() -> stateOf(feed, letter) == State.RETRIED);
            assertThat(versions.held).containsEntry("Thing/a", 1L);
        }
    }

    @Test
    void retryThatFailsLeavesTheLetterOpenAndCountsTheAttempt() throws Exception {
        Versions versions = new Versions();
        versions.stumblesOver.add("a");
        send("a", 1);
        try (EventFeed feed = follow(versions)) {
            DeadLetter letter = onlyLetter(feed);

            feed.deadLetters().retry(letter);

            await(() -> feed.deadLetters().find(letter.id()).orElseThrow().attempt() == 2);
            assertThat(stateOf(feed, letter)).isEqualTo(State.OPEN);
        }
    }

    @Test
    void newerVersionOvertakesTheLetter() throws Exception {
        Versions versions = new Versions();
        versions.stumblesOver.add("a");
        send("a", 1);
        try (EventFeed feed = follow(versions)) {
            DeadLetter letter = onlyLetter(feed);
            versions.stumblesOver.clear();

            send("a", 2);

            await(() -> stateOf(feed, letter) == State.OVERTAKEN);
            assertThat(versions.held).containsEntry("Thing/a", 2L);
        }
    }

    @Test
    void cohortOfAnOpenLetterIsIncompleteUntilItIsDropped() throws Exception {
        Versions versions = new Versions();
        versions.stumblesOver.add("a");
        send("a", 1);
        try (EventFeed feed = follow(versions)) {
            DeadLetter letter = onlyLetter(feed);
            assertThat(feed.deadLetters().isIncomplete("c")).isTrue();
            assertThat(feed.deadLetters().isIncomplete("other")).isFalse();

            feed.deadLetters().drop(letter);

            await(() -> !feed.deadLetters().isIncomplete("c"));
            assertThat(feed.deadLetters().turns("c")).isEqualTo(2);
        }
    }

    @Test
    void letterWhoseRecordIsReadWithoutTroubleAfterARestartIsClosed() throws Exception {
        Versions stumbling = new Versions();
        stumbling.stumblesOver.add("a");
        send("a", 1);
        try (EventFeed feed = follow(stumbling)) {
            onlyLetter(feed);
        }

        Versions mended = new Versions();
        try (EventFeed feed = follow(mended)) {
            DeadLetter letter = onlyLetter(feed);
            await(() -> stateOf(feed, letter) == State.RETRIED);

            assertThat(mended.held).containsEntry("Thing/a", 1L);
        }
    }

    private EventFeed follow(Versions versions) {
        EventFeed feed =
                new EventFeed(
                        "reader",
                        List.of(service),
                        clients,
                        EventCodec.reading(Map.of("Thing", 1)),
                        versions,
                        CLOCK);
        feed.start();
        return feed;
    }

    private static DeadLetter onlyLetter(EventFeed feed) throws InterruptedException {
        await(() -> feed.deadLetters().list().size() == 1);
        return feed.deadLetters().list().getFirst();
    }

    private static State stateOf(EventFeed feed, DeadLetter letter) {
        return feed.deadLetters().find(letter.id()).orElseThrow().state();
    }

    private void send(String id, long version) throws Exception {
        Event event =
                new Event(
                        "Thing",
                        id,
                        version,
                        1,
                        service,
                        CLOCK.instant(),
                        List.of(JSON.readTree("{\"type\":\"Changed\"}")),
                        JSON.readTree("{\"cohortId\":\"c\"}"),
                        null);
        producer.send(EventCodec.ofAll().encode("bootcamp." + service, 0, event))
                .get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private void sendPoison(String key) throws Exception {
        producer.send(
                        new ProducerRecord<>(
                                "bootcamp." + service, 0, key, "{not json".getBytes(UTF_8)))
                .get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 50 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
