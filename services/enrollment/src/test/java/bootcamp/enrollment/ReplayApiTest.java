package bootcamp.enrollment;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A topic that was lost comes back from the database. */
class ReplayApiTest {

    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    private static final String PATH = "/api/replays/enrollment";
    private static final int PARTITIONS = 12;

    private final Calls admin = SERVICE.as(ADMIN);

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void whatTheTopicHasLostIsPublishedAgainAndOnlyThat() throws Exception {
        admin.post(
                "/api/cohorts",
                """
                {"cohortId": "lost", "programme": "AI Lab", "name": "AI Lab 3기",
                 "startDate": "2024-01-02", "endDate": "2024-07-31", "timeZone": "Asia/Seoul",
                 "capacity": 30}
                """);
        admin.post(
                "/api/cohorts/lost/enrollments",
                """
                {"name": "Maren Thornby", "externalId": "1", "enrolledOn": "2024-01-02"}
                """);
        assertThat(SERVICE.bean(OutboxRelay.class).drained(Duration.ofSeconds(30))).isTrue();

        assertThat(replayed().json().path("changed").asLong()).isZero();
        loseTheTopic();
        Answer done = replayed();

        assertThat(done.text("state")).isEqualTo("DONE");
        assertThat(done.json().path("read").asLong()).isZero();
        assertThat(done.json().path("changed").asLong()).isEqualTo(2);
        Answer again = replayed();
        assertThat(again.json().path("read").asLong()).isEqualTo(2);
        assertThat(again.json().path("changed").asLong()).isZero();
    }

    @Test
    void onlyAnAdminMayAskForIt() {
        assertThat(SERVICE.as(STAFF).post(PATH, "").status()).isEqualTo(403);
        assertThat(SERVICE.as(STAFF).get(PATH).status()).isEqualTo(403);
    }

    private Answer replayed() throws InterruptedException {
        assertThat(admin.post(PATH, "").status()).isEqualTo(202);
        for (int i = 0; i < 300; i++) {
            Answer state = admin.get(PATH);
            if (!state.text("state").equals("RUNNING")) {
                return state;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("The replay did not come to its end");
    }

    private static void loseTheTopic() throws Exception {
        try (Admin kafka = new KafkaClients(SERVICE.bootstrapServers()).admin("loss")) {
            String topic = Topics.events("enrollment");
            Map<TopicPartition, OffsetSpec> all =
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(partition -> new TopicPartition(topic, partition))
                            .collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> ends =
                    kafka.listOffsets(all).all().get(30, TimeUnit.SECONDS).entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            end ->
                                                    RecordsToDelete.beforeOffset(
                                                            end.getValue().offset())));
            // Kafka deletes nothing of a topic that is only compacted.
            kafka.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(
                                                            "cleanup.policy", "compact,delete"),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            kafka.deleteRecords(ends).all().get(30, TimeUnit.SECONDS);
        }
    }
}
