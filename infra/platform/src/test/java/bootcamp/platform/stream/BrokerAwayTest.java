package bootcamp.platform.stream;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.embedded.FreePorts;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.stream.ReadingProcess.Hooks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A service whose broker is not there yet, or is gone for a while. */
@Timeout(120)
class BrokerAwayTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SERVICE = "away";
    private static final long SECONDS_MAX = 60;

    @TempDir Path directory;

    @Test
    void contextStartsServesHealthAndStopsWithoutABroker() throws Exception {
        int nobodyThere = FreePorts.next();
        try (EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                ReadingProcess process = process(nobodyThere, database)) {
            assertThat(statusOf(process, "liveness")).isEqualTo(200);
            assertThat(process.feed().isCaughtUp()).isFalse();
            assertThat(process.feed().isBehind().blockOptional()).contains(true);
        }
    }

    @Test
    void bindsWhenTheBrokerComesAndReadsOnWhenItComesBack() throws Exception {
        int port = FreePorts.next();
        try (EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                ReadingProcess process = process(port, database)) {
            try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
                createTopics(broker);
                send(broker, "before", 1);
                await(() -> isKnown(process, "before"));
            }

            try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
                send(broker, "after", 1);
                await(() -> isKnown(process, "after"));
                await(() -> process.feed().isCaughtUp());
            }
        }
    }

    private static ReadingProcess process(int port, EmbeddedDatabase database) {
        return new ReadingProcess(
                SERVICE,
                "127.0.0.1:" + port,
                database.uri(),
                new Hooks(),
                "--spring.main.web-application-type=reactive",
                "--server.port=0",
                "--management.endpoint.health.probes.enabled=true",
                "--management.health.binders.enabled=false");
    }

    private static int statusOf(ReadingProcess process, String probe) throws Exception {
        int port =
                Objects.requireNonNull(
                                ((WebServerApplicationContext) process.context).getWebServer())
                        .getPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:%d/actuator/health/%s".formatted(port, probe));
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static boolean isKnown(ReadingProcess process, String id) {
        return process.things().find(id).blockOptional().isPresent();
    }

    private static void createTopics(EmbeddedBroker broker) throws Exception {
        String topic = "bootcamp." + SERVICE;
        try (Admin admin = new KafkaClients(broker.bootstrapServers()).admin("test")) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(topic, 2, (short) 1),
                                    new NewTopic(
                                            topic + ".dead." + ReadingProcess.readerOf(SERVICE),
                                            2,
                                            (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(EmbeddedBroker broker, String id, long version) throws Exception {
        Event event =
                new Event(
                        "Thing",
                        id,
                        version,
                        1,
                        SERVICE,
                        Instant.EPOCH,
                        List.of(),
                        JSON.valueToTree(Map.of("word", "x")),
                        null);
        try (Producer<String, byte[]> producer =
                new KafkaClients(broker.bootstrapServers()).producer("test")) {
            producer.send(EventCodec.ofAll().encode("bootcamp." + SERVICE, 1, event))
                    .get(SECONDS_MAX, TimeUnit.SECONDS);
        }
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
