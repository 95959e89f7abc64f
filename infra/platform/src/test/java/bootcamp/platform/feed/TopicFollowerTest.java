package bootcamp.platform.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.platform.event.KafkaClients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The follower against a real broker. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicFollowerTest {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2024-01-02T03:04:05Z"));
    private static final long SECONDS_MAX = 30;
    private static final int PARTITIONS = 4;

    @TempDir static Path directory;
    private EmbeddedBroker broker;
    private KafkaClients clients;

    @BeforeAll
    void startBroker() {
        clients = new KafkaClients(startServer());
    }

    @AfterAll
    void stopBroker() {
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

    /** Keeps what it was given, in order; fails as often as it is told to first. */
    private static final class Kept implements TopicFollower.Sink {

        final ConcurrentLinkedQueue<String> values = new ConcurrentLinkedQueue<>();
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            values.add(new String(record.value(), UTF_8));
        }
    }

    @Test
    void emptyTopicIsCaughtUpAtOnce() throws Exception {
        create("empty");

        try (TopicFollower follower = follow("empty", new Kept())) {
            follower.caughtUp().get(SECONDS_MAX, TimeUnit.SECONDS);

            assertThat(follower.lag()).isZero();
            assertThat(follower.heardAt()).contains(CLOCK.instant());
        }
    }

    @Test
    void missingTopicIsWaitedForAndReadFromItsStart() throws Exception {
        Kept kept = new Kept();
        try (TopicFollower follower = follow("later", kept)) {
            assertThat(reaches(follower, Duration.ofSeconds(1))).isFalse();

            create("later");
            send("later", 10);

            follower.caughtUp().get(SECONDS_MAX, TimeUnit.SECONDS);
            await(() -> kept.values.size() == 10);
        }
    }

    @Test
    void everythingBeforeTheStartIsThereWhenItHasCaughtUp() throws Exception {
        create("past");
        send("past", 2_000);
        Kept kept = new Kept();

        try (TopicFollower follower = follow("past", kept)) {
            follower.caughtUp().get(SECONDS_MAX, TimeUnit.SECONDS);

            assertThat(Set.copyOf(kept.values)).hasSize(2_000);
        }
    }

    @Test
    void whatComesLaterIsReadToo() throws Exception {
        create("live");
        Kept kept = new Kept();
        try (TopicFollower follower = follow("live", kept)) {
            follower.caughtUp().get(SECONDS_MAX, TimeUnit.SECONDS);

            send("live", 5);

            await(() -> kept.values.size() == 5);
        }
    }

    @Test
    void recordWhoseSinkFailsComesAgainAndNoneIsSkipped() throws Exception {
        create("trouble");
        send("trouble", 100);
        Kept kept = new Kept();
        kept.failures.set(3);

        try (TopicFollower follower = follow("trouble", kept)) {
            follower.caughtUp().get(SECONDS_MAX, TimeUnit.SECONDS);

            assertThat(kept.values).hasSize(100).doesNotHaveDuplicates();
        }
    }

    private TopicFollower follow(String topic, TopicFollower.Sink sink) {
        TopicFollower follower =
                new TopicFollower(topic, clients, TopicSet.named(List.of(topic)), CLOCK, sink);
        follower.start();
        return follower;
    }

    private static boolean reaches(TopicFollower follower, Duration within)
            throws InterruptedException, ExecutionException {
        try {
            follower.caughtUp().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void create(String topic) throws Exception {
        try (Admin admin = clients.admin("test")) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
            await(() -> everyLeaderAnswers(admin, topic));
        }
    }

    /**
     * A leader that is only known by name may not have opened its log yet; records sent to it then
     * are refused out of their order and time out.
     */
    private static boolean everyLeaderAnswers(Admin admin, String topic) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            return admin.listOffsets(ends).all().get().size() == PARTITIONS;
        } catch (InterruptedException | ExecutionException e) {
            return false;
        }
    }

    /** Sends v0, v1 … and returns when the broker has every one of them. */
    private void send(String topic, int count) throws Exception {
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String value = "v" + i;
                sent.add(producer.send(new ProducerRecord<>(topic, value, value.getBytes(UTF_8))));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get(SECONDS_MAX, TimeUnit.SECONDS);
            }
        }
    }

    private static void await(java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 50 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
