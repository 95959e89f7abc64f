package bootcamp.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.gateway.GatewayApplication;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.TopicTable;
import bootcamp.platform.security.IdentityKeys;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A whole gateway whose broker goes away. */
class BrokerAwayTest {

    private static final IdentityKeys KEYS = IdentityKeys.generate();
    private static final int SECONDS_MAX = 60;

    @Test
    void dashboardsGoOnAndSaySinceWhenTheyAreOld(@TempDir Path directory) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
            try (ConfigurableApplicationContext gateway = gateway(broker, database)) {
                Dashboards dashboards = gateway.getBean(Dashboards.class);
                openCohort(broker);
                await(() -> shown(dashboards) != null);
                assertThat(shown(dashboards)).extracting(Dashboard::staleSince).isNull();

                Instant before = Instant.now();
                broker.close();

                await(
                        () ->
                                Optional.ofNullable(shown(dashboards))
                                        .map(Dashboard::staleSince)
                                        .isPresent());
                Dashboard old = shown(dashboards);
                assertThat(old).isNotNull();
                assertThat(old.staleSince()).isBefore(before.plusSeconds(5));
                assertThat(old.name()).isEqualTo("AI Lab 9");
            }
        }
    }

    private static ConfigurableApplicationContext gateway(
            EmbeddedBroker broker, EmbeddedDatabase database) {
        return GatewayApplication.builder()
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .run(
                        "--server.port=0",
                        "--bootcamp.dashboards.stale-after=3s",
                        "--bootcamp.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--bootcamp.mongodb.uri=" + database.uri(),
                        "--bootcamp.hashing.secret=a secret of the tests",
                        "--bootcamp.identity.private-key=" + KEYS.privateKey(),
                        "--bootcamp.identity.public-key=" + KEYS.publicKey());
    }

    private static void openCohort(EmbeddedBroker broker) throws Exception {
        JsonMapper json = JsonMapper.shared();
        Event event =
                new Event(
                        "Cohort",
                        "c",
                        1,
                        1,
                        "enrollment",
                        Instant.parse("2024-01-02T03:04:05Z"),
                        List.of(json.createObjectNode().put("type", "CohortOpened")),
                        ((ObjectNode)
                                        json.readTree(
                                                "{\"trainingWeekdays\": [\"MONDAY\"], \"holidays\": []}"))
                                .put("programme", "AI Lab")
                                .put("name", "AI Lab 9")
                                .put("startDate", "2024-01-02")
                                .put("endDate", "2024-07-31")
                                .put("timeZone", "Asia/Seoul")
                                .put("capacity", 20)
                                .put("status", "OPEN"),
                        null);
        try (Producer<String, byte[]> producer =
                new KafkaClients(broker.bootstrapServers()).producer("test")) {
            producer.send(EventCodec.ofAll().encode("bootcamp.enrollment", 3, event))
                    .get(SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private static @Nullable Dashboard shown(Dashboards dashboards) {
        return dashboards.isOpen()
                ? dashboards
                        .find("c")
                        .map(board -> board.rendered())
                        .map(Rendered::dashboard)
                        .orElse(null)
                : null;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
