package bootcamp.platform.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.deadletter.DeadLetter;
import bootcamp.platform.deadletter.DeadLetter.State;
import bootcamp.platform.deadletter.DeadLetterOffice;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.stream.ReadingProcess.Hooks;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.json.JsonMapper;

/** Whole contexts with Spring Cloud Stream against a real broker and database. */
@NullUnmarked
class StreamFeedTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger SERVICES = new AtomicInteger();
    private static final long SECONDS_MAX = 30;
    private static final int PARTITIONS = 4;

    @TempDir static Path directory;
    private static EmbeddedBroker broker;
    private static EmbeddedDatabase database;
    private static KafkaClients clients;
    private static Producer<String, byte[]> producer;
    private static Admin admin;

    private final Hooks hooks = new Hooks();
    private String service;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory);
        database = EmbeddedDatabase.inMemory();
        clients = new KafkaClients(broker.bootstrapServers());
        producer = clients.producer("test");
        admin = clients.admin("test");
    }

    @AfterAll
    static void stop() {
        admin.close();
        producer.close();
        database.close();
        broker.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        service = "s" + SERVICES.incrementAndGet();
        Map<String, String> large = Map.of("max.message.bytes", "4194304");
        admin.createTopics(
                        List.of(
                                new NewTopic(topic(), PARTITIONS, (short) 1).configs(large),
                                new NewTopic(topic() + ".dead." + group(), PARTITIONS, (short) 1)
                                        .configs(large)))
                .all()
                .get();
    }

    // --- what is applied ---

    @Test
    void eventsAreProjectedNewestOfEachAndTheFeedHasCaughtUp() throws Exception {
        send("a", 1, "old");
        send("b", 1, "b");
        send("a", 3, "new");
        send("a", 2, "late");

        try (ReadingProcess process = process()) {
            await(() -> process.feed().isCaughtUp());

            assertThat(word(process, "a")).isEqualTo("new");
            assertThat(word(process, "b")).isEqualTo("b");
            assertThat(process.feed().readiness().health().getStatus()).isEqualTo(Status.UP);
            assertThat(process.feed().isBehind().block()).isFalse();
        }
    }

    @Test
    void whatIsWrittenWhileItIsAskedDoesNotMakeItBehind() throws Exception {
        var asking = new AtomicBoolean(true);
        try (ReadingProcess process = process()) {
            await(() -> process.feed().isCaughtUp());
            FutureTask<Void> writing =
                    new FutureTask<>(
                            () -> {
                                for (int i = 1; asking.get(); i++) {
                                    send("steady-" + i % 10, i, "x");
                                }
                                return null;
                            });
            Thread.startVirtualThread(writing);
            await(() -> hooks.applied.get() > 0);

            List<Boolean> answers =
                    IntStream.range(0, 20)
                            .mapToObj(_ -> process.feed().isBehind().block())
                            .toList();
            asking.set(false);

            assertThat(answers).containsOnly(false);
            writing.get();
        }
    }

    @Test
    void emptyTopicIsCaughtUpAtOnce() throws Exception {
        try (ReadingProcess process = process()) {
            await(() -> process.feed().isCaughtUp());

            assertThat(hooks.tries).hasValue(0);
        }
    }

    @Test
    void nextProcessGoesOnWhereTheLastOneStopped() throws Exception {
        send("a", 1, "a");
        try (ReadingProcess process = process()) {
            await(() -> word(process, "a") != null);
        }
        int applied = hooks.applied.get();
        send("b", 1, "b");

        try (ReadingProcess process = process()) {
            await(() -> word(process, "b") != null);

            assertThat(hooks.applied).hasValue(applied + 1);
        }
    }

    // --- trouble that may pass ---

    @Test
    void failingBatchCommitsNothingAndComesAgainUntilItSucceeds() throws Exception {
        hooks.failures.set(Integer.MAX_VALUE);
        send("a", 1, "a");
        send("b", 1, "b");
        try (ReadingProcess process = process()) {
            await(() -> hooks.tries.get() >= 3);

            assertThat(committed()).isEmpty();
            assertThat(process.feed().isBehind().block()).isTrue();
            assertThat(process.feed().readiness().health().getStatus())
                    .isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(process.feed().deadLetters().list()).isEmpty();
            await(() -> lagMetric(process) == 2);

            hooks.failures.set(0);

            await(() -> word(process, "a") != null && word(process, "b") != null);
            await(() -> lagMetric(process) == 0);
            assertThat(committed().values().stream().mapToLong(OffsetAndMetadata::offset).sum())
                    .isEqualTo(2);
        }
    }

    @Test
    void processThatIsStoppedAmidFailuresLeavesItsBatchToTheNext() throws Exception {
        hooks.failures.set(Integer.MAX_VALUE);
        send("a", 1, "a");
        try (ReadingProcess _ = process()) {
            await(() -> hooks.tries.get() >= 2);
        }
        assertThat(committed()).isEmpty();
        hooks.failures.set(0);

        try (ReadingProcess process = process()) {
            await(() -> word(process, "a") != null);
        }
    }

    // --- what can not be processed ---

    @Test
    void poisonFirstMiddleAndLastIsParkedWithItsReasonAndItsNeighboursAreApplied()
            throws Exception {
        hooks.stumblesOver.add("bug");
        sendRaw("first", "{not json".getBytes(UTF_8));
        send("a", 1, "a");
        send("bug", 1, "bug");
        sendTombstone("middle");
        sendForeign("foreign");
        sendRaw(null, "no key".getBytes(UTF_8));
        send("b", 1, "b");
        sendRaw("last", new byte[2_000_000]);

        try (ReadingProcess process = process()) {
            await(() -> process.feed().deadLetters().list().size() == 6);
            await(() -> process.feed().isCaughtUp());

            assertThat(word(process, "a")).isEqualTo("a");
            assertThat(word(process, "b")).isEqualTo("b");
            assertThat(word(process, "bug")).isNull();
            assertThat(process.feed().deadLetters().list())
                    .extracting(DeadLetter::code)
                    .containsExactlyInAnyOrder(
                            "BAD_HEADER",
                            "java.lang.ClassCastException",
                            "NO_VALUE",
                            "FOREIGN_SOURCE",
                            "NO_KEY",
                            "TOO_LARGE");
            assertThat(process.feed().deadLetters().list())
                    .filteredOn(letter -> letter.code().equals("TOO_LARGE"))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.value()).hasSize(2_000_000));
        }
        assertThat(hooks.tries).hasValueLessThan(8);
    }

    @Test
    void recordThatItsOwnTopicDoesNotTakeIsParkedWithoutItsValue() throws Exception {
        String small = topic() + ".dead." + group();
        admin.deleteTopics(List.of(small)).all().get();
        await(() -> !names().contains(small));
        admin.createTopics(
                        List.of(
                                new NewTopic(small, PARTITIONS, (short) 1)
                                        .configs(Map.of("max.message.bytes", "10000"))))
                .all()
                .get();
        sendRaw("large", new byte[2_000_000]);
        send("a", 1, "a");

        try (ReadingProcess process = process()) {
            await(() -> process.feed().deadLetters().list().size() == 1);

            assertThat(process.feed().deadLetters().list().getFirst().value()).isNull();
            await(() -> word(process, "a") != null);
            await(() -> process.feed().isCaughtUp());
        }
    }

    @Test
    void retryAppliesToThisReaderAndClosesTheLetter() throws Exception {
        hooks.stumblesOver.add("a");
        send("a", 1, "a");
        try (ReadingProcess process = process()) {
            DeadLetter letter = onlyLetter(process);
            process.feed().deadLetters().retry(letter);
            await(() -> attempts(process, letter) == 2);
            assertThat(state(process, letter)).isEqualTo(State.OPEN);
            hooks.stumblesOver.clear();

            process.feed().deadLetters().retry(letter);

            await(() -> state(process, letter) == State.RETRIED);
            assertThat(word(process, "a")).isEqualTo("a");
        }
    }

    @Test
    void retryThatWasAskedForWhileNoProcessRanIsDoneOnceByTheNext() throws Exception {
        hooks.stumblesOver.add("a");
        send("a", 1, "a");
        DeadLetter letter;
        try (ReadingProcess process = process()) {
            letter = onlyLetter(process);
        }
        hooks.stumblesOver.clear();
        askToRetry(letter);

        try (ReadingProcess process = process()) {
            await(() -> state(process, letter) == State.RETRIED);
            assertThat(word(process, "a")).isEqualTo("a");
        }
        int applied = hooks.applied.get();
        try (ReadingProcess process = process()) {
            await(() -> process.feed().deadLetters().find(letter.id()).isPresent());
            await(() -> process.feed().isCaughtUp());
            send("b", 1, "b");
            await(() -> word(process, "b") != null);
        }
        assertThat(hooks.applied).hasValue(applied + 1);
    }

    @Test
    void newerVersionOvertakesALetterAndDroppingClosesOne() throws Exception {
        hooks.stumblesOver.addAll(List.of("a", "b"));
        send("a", 1, "a");
        send("b", 1, "b");
        try (ReadingProcess process = process()) {
            await(() -> process.feed().deadLetters().list().size() == 2);
            hooks.stumblesOver.clear();
            DeadLetter b = letterOf(process, "Thing/b");

            send("a", 2, "newer");
            process.feed().deadLetters().drop(b);

            await(() -> state(process, letterOf(process, "Thing/a")) == State.OVERTAKEN);
            await(() -> state(process, b) == State.DROPPED);
            assertThat(word(process, "b")).isNull();
        }
    }

    // --- several processes ---

    @Test
    void processesShareThePartitionsAndTakeOverFromOneThatStops() throws Exception {
        Hooks others = new Hooks();
        try (ReadingProcess one = process()) {
            await(() -> one.feed().isCaughtUp());
            await(() -> members() == 1);
            try (ReadingProcess _ = process(others)) {
                await(() -> members() == 2 && allPartitionsAreShared());
                for (int i = 0; i < 200; i++) {
                    send("shared-" + i, 1, "x");
                }
                await(() -> hooks.applied.get() + others.applied.get() >= 200);
                assertThat(hooks.applied).hasPositiveValue();
                assertThat(others.applied).hasPositiveValue();
                hooks.takeOvers.set(0);
            }
            for (int i = 0; i < 50; i++) {
                send("alone-" + i, 1, "x");
            }

            await(() -> !one.feed().isBehind().blockOptional().orElse(true));
            assertThat(word(one, "alone-49")).isEqualTo("x");
            assertThat(hooks.takeOvers).hasPositiveValue();
        }
    }

    @Test
    void theNewerGroupProtocolWorksAsWell() throws Exception {
        send("a", 1, "a");

        try (ReadingProcess process = process("--bootcamp.kafka.group-protocol=consumer")) {
            await(() -> process.feed().isCaughtUp());

            assertThat(word(process, "a")).isEqualTo("a");
        }
    }

    // --- helpers ---

    private ReadingProcess process(String... more) {
        return new ReadingProcess(service, broker.bootstrapServers(), database.uri(), hooks, more);
    }

    private ReadingProcess process(Hooks its) {
        return new ReadingProcess(service, broker.bootstrapServers(), database.uri(), its);
    }

    private String topic() {
        return "bootcamp." + service;
    }

    private String group() {
        return ReadingProcess.readerOf(service);
    }

    private static String word(ReadingProcess process, String id) {
        Projected found = process.things().find(id).block();
        return found == null ? null : (String) found.fields().get("word");
    }

    private static double lagMetric(ReadingProcess process) {
        return process.context
                .getBean(MeterRegistry.class)
                .get("bootcamp.feed.lag")
                .tag("feed", process.feed().reader())
                .gauge()
                .value();
    }

    private static DeadLetter onlyLetter(ReadingProcess process) throws Exception {
        await(() -> process.feed().deadLetters().list().size() == 1);
        return process.feed().deadLetters().list().getFirst();
    }

    private static DeadLetter letterOf(ReadingProcess process, String key) {
        return process.feed().deadLetters().list().stream()
                .filter(letter -> new String(letter.key(), UTF_8).equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static State state(ReadingProcess process, DeadLetter letter) {
        return process.feed()
                .deadLetters()
                .find(letter.id())
                .map(DeadLetter::state)
                .orElse(State.OPEN);
    }

    private static int attempts(ReadingProcess process, DeadLetter letter) {
        return process.feed().deadLetters().find(letter.id()).orElseThrow().attempt();
    }

    /** As an admin asks at a gateway, which is another reader. */
    private static void askToRetry(DeadLetter letter) throws Exception {
        try (DeadLetterOffice office = new DeadLetterOffice(clients, InstantSource.system())) {
            office.start();
            await(() -> office.letters().find(letter.id()).isPresent());
            office.letters().retry(letter);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
        return admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata().get();
    }

    private int members() {
        try {
            return admin.describeConsumerGroups(List.of(group()))
                    .all()
                    .get()
                    .get(group())
                    .members()
                    .size();
        } catch (Exception e) {
            return -1;
        }
    }

    private boolean allPartitionsAreShared() {
        try {
            List<Integer> each = new ArrayList<>();
            admin.describeConsumerGroups(List.of(group()))
                    .all()
                    .get()
                    .get(group())
                    .members()
                    .forEach(member -> each.add(member.assignment().topicPartitions().size()));
            return each.equals(List.of(PARTITIONS / 2, PARTITIONS / 2));
        } catch (Exception e) {
            return false;
        }
    }

    private static Set<String> names() {
        try {
            return admin.listTopics().names().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(String id, long version, String word) throws Exception {
        send(service, id, version, word);
    }

    private void send(String source, String id, long version, String word) throws Exception {
        Event event =
                new Event(
                        "Thing",
                        id,
                        version,
                        1,
                        source,
                        Instant.parse("2024-01-02T03:04:05Z"),
                        List.of(),
                        JSON.createObjectNode().put("word", word),
                        null);
        int partition = Math.floorMod(id.hashCode(), PARTITIONS);
        ProducerRecord<String, byte[]> made =
                EventCodec.ofAll().encode("bootcamp." + source, partition, event);
        sendRecord(
                new ProducerRecord<>(topic(), partition, made.key(), made.value(), made.headers()));
    }

    /** Well formed, but by a service to which the topic does not belong. */
    private void sendForeign(String id) throws Exception {
        send("other", id, 1, "foreign");
    }

    private void sendRaw(String key, byte[] value) throws Exception {
        sendRecord(new ProducerRecord<>(topic(), 0, key, value));
    }

    private void sendTombstone(String key) throws Exception {
        sendRecord(new ProducerRecord<>(topic(), 0, null, key, null, new RecordHeaders()));
    }

    private static void sendRecord(ProducerRecord<String, byte[]> record) throws Exception {
        producer.send(record).get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        boolean holds = condition.getAsBoolean();
        for (int i = 0; i < SECONDS_MAX * 50 && !holds; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
            holds = condition.getAsBoolean();
        }
        assertThat(holds).isTrue();
    }
}
