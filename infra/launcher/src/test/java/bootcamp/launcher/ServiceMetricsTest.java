package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.platform.event.TopicTable;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import bootcamp.rules.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A service with a management port, as Compose runs it: who may ask there, and for what. */
class ServiceMetricsTest {

    private static final Caller ADMIN =
            new Caller("admin", Set.of(Role.ADMIN), null, null, Set.of());
    private static final IdentityKeys KEYS = IdentityKeys.generate();

    private static final String REQUESTS = "http_server_requests_seconds_bucket";
    private static final int READINGS_MAX = 50;

    private static final String COHORT =
            """
            {"programme": "AI Lab", "name": "AI Lab 3", "startDate": "2024-01-02",
             "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": 20}
            """;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void documentedMetricsAreOpenAtTheManagementPortAndNowhereElse(@TempDir Path directory)
            throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                ConfigurableApplicationContext service = start(broker, database)) {
            assertThat(opened(port(service, "server")).statusCode()).isEqualTo(201);

            HttpResponse<String> inside = observed(port(service, "management"));
            HttpResponse<String> health = get(port(service, "server"), "/livez");
            HttpResponse<String> outside = get(port(service, "server"), "/actuator/prometheus");

            assertThat(inside.statusCode()).isEqualTo(200);
            assertThat(Metrics.in(inside.body())).isEqualTo(Metrics.documented("service"));
            assertThat(inside.body())
                    .containsPattern(
                            "bootcamp_commands_total\\{.*aggregate=\"Cohort\".*ACCEPTED.*} 1")
                    .contains(REQUESTS);
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(outside.statusCode()).isEqualTo(401);
        }
    }

    private static ConfigurableApplicationContext start(
            EmbeddedBroker broker, EmbeddedDatabase database) {
        TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
        return EnrollmentApplication.builder()
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .run(
                        "--spring.config.name=enrollment",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--management.server.address=127.0.0.1",
                        "--bootcamp.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--bootcamp.mongodb.uri=" + database.uri(),
                        "--bootcamp.hashing.secret=a secret of the tests",
                        "--bootcamp.files.secret=another secret of the tests",
                        "--bootcamp.identity.public-key=" + KEYS.publicKey());
    }

    private static int port(ConfigurableApplicationContext service, String of) {
        return service.getEnvironment().getRequiredProperty("local." + of + ".port", Integer.class);
    }

    private HttpResponse<String> opened(int port) throws Exception {
        IdentitySigner signer = new IdentitySigner(KEYS.privateKey(), InstantSource.system());
        return client.send(
                HttpRequest.newBuilder(uri(port, "/api/cohorts"))
                        .header("Content-Type", "application/json")
                        .header(
                                IdentitySigner.HEADER,
                                signer.sign(
                                        ADMIN, EnrollmentApplication.NAME, "POST", "/api/cohorts"))
                        .POST(BodyPublishers.ofString(COHORT))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofString());
    }

    /** A request is counted after it was answered. */
    private HttpResponse<String> observed(int port) throws Exception {
        HttpResponse<String> answer = get(port, "/actuator/prometheus");
        for (int i = 0; i < READINGS_MAX && !answer.body().contains(REQUESTS); i++) {
            Thread.sleep(100);
            answer = get(port, "/actuator/prometheus");
        }
        return answer;
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
