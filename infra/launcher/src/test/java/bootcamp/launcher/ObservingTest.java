package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.rules.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ./bootcamp up} tells those who run it: its log, its metrics, the way of a command.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ObservingTest {

    private static final String TRACE = "5ca1ab1e0123456789abcdef01234567";
    private static final String PASSWORD = "correct horse canary staple";
    private static final String NAME = "Canary Kim";
    private static final String EMAIL = "canary.kim@example.org";
    private static final String PHONE = "010-7777-1234";

    private static final String COHORT =
            """
            {"programme": "AI Lab", "name": "AI Lab 3", "startDate": "2024-01-02",
             "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": 20}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private Path log;
    private URI url;
    private String token;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Dbootcamp.trace=DEBUG",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Bootcamp.class.getName(),
                                "up",
                                "--data",
                                data.resolve("data").toString(),
                                "--port",
                                "0")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        log = data.resolve("data/logs/bootcamp.log");
        BufferedReader lines = process.inputReader();
        String setUp = null;
        while (setUp == null || url == null) {
            String line = lines.readLine();
            assertThat(line).as("a line of the platform").isNotNull();
            if (line.startsWith("Ready: ")) {
                url = URI.create(line.substring("Ready: ".length()).strip());
            }
            if (line.startsWith("Set up: ")) {
                setUp = line.substring(line.indexOf('#') + 1).strip();
            }
        }
        String admin =
                "{\"token\": \"%s\", \"username\": \"admin\", \"password\": \"%s\"}"
                        .formatted(setUp, PASSWORD);
        assertThat(send("POST", "/api/setup", admin).statusCode()).isEqualTo(204);
        HttpResponse<String> signedIn = send("POST", "/api/tokens", "", "Authorization", basic());
        token = JsonMapper.shared().readTree(signedIn.body()).path("access_token").asString();
    }

    @AfterAll
    void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void oneTraceIsFollowedFromTheRequestThroughTheTopicToTheFold() throws Exception {
        HttpResponse<String> opened =
                asAdmin(
                        "POST",
                        "/api/cohorts",
                        COHORT,
                        "traceparent",
                        "00-" + TRACE + "-0123456789abcdef-01");
        assertThat(opened.statusCode()).isEqualTo(201);
        String cohort = text(opened, "cohortId");
        awaitDashboard(cohort);

        List<JsonNode> hops =
                lines().stream().filter(l -> l.path("traceId").asString("").equals(TRACE)).toList();

        assertThat(hops).filteredOn(hop -> is(hop, "hop", "request")).hasSize(2);
        assertThat(hops)
                .filteredOn(hop -> is(hop, "hop", "request"))
                .allSatisfy(hop -> assertThat(hop.path("status").asInt()).isEqualTo(201));
        assertThat(hops)
                .filteredOn(hop -> is(hop, "hop", "relay"))
                .hasSize(1)
                .allMatch(hop -> is(hop, "topic", "bootcamp.enrollment"));
        assertThat(hops)
                .filteredOn(hop -> is(hop, "hop", "fold"))
                .hasSize(1)
                .allMatch(hop -> is(hop, "reader", "gateway"));
    }

    @Test
    void nothingThatPeopleTypedIsInTheLog() throws Exception {
        String cohort = text(asAdmin("POST", "/api/cohorts", COHORT), "cohortId");
        String person =
                """
                {"name": "%s", "email": "%s", "phone": "%s", "enrolledOn": "2024-01-02"}
                """
                        .formatted(NAME, EMAIL, PHONE);
        String enrollments = "/api/cohorts/" + cohort + "/enrollments";

        assertThat(text(asAdmin("POST", enrollments, person), "studentId")).isNotEmpty();
        assertThat(asAdmin("POST", enrollments, person).statusCode()).isEqualTo(409);
        assertThat(
                        asAdmin(
                                        "POST",
                                        enrollments,
                                        person.replace("\"name\"", "\"" + PHONE + "\""))
                                .statusCode())
                .isEqualTo(400);
        assertThat(asAdmin("POST", enrollments, "{\"name\": " + NAME).statusCode()).isEqualTo(400);
        String roster = "name,email\n\"" + NAME + ",\"" + EMAIL + "\"x,\n" + PHONE;
        asAdmin(
                "POST",
                "/api/cohorts/" + cohort + "/imports?kind=roster",
                roster,
                "Content-Type",
                "text/csv");
        asAdmin("GET", "/api/students/" + EMAIL, "");
        asAdmin("GET", "/api/dashboards/" + cohort + "?asOf=" + PHONE, "");
        send("POST", "/api/tokens", "", "Authorization", basic().substring(0, 20));
        send("GET", "/api/me", "", "Authorization", "Bearer " + PHONE);
        send("POST", "/api/session", "{\"username\": \"" + EMAIL + "\", \"password\": \"no\"}");

        assertThat(lines()).hasSizeGreaterThan(10);
        assertThat(Files.readString(log))
                .doesNotContainIgnoringCase("canary")
                .doesNotContain(PHONE, token, basic().substring("Basic ".length(), 20));
    }

    @Test
    void theDocumentedMetricsOfTheGatewayAreThoseItHas() throws Exception {
        assertThat(send("GET", "/actuator/prometheus", "").statusCode()).isEqualTo(401);

        HttpResponse<String> metrics = asAdmin("GET", "/actuator/prometheus", "");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(Metrics.in(metrics.body())).isEqualTo(Metrics.documented("gateway"));
    }

    private void awaitDashboard(String cohort) throws Exception {
        for (int tries = 0; tries < 30; tries++) {
            if (asAdmin("GET", "/api/dashboards/" + cohort, "").statusCode() == 200) {
                return;
            }
        }
        throw new AssertionError("the cohort is not shown");
    }

    private List<JsonNode> lines() throws IOException {
        return Files.readAllLines(log).stream().map(JsonMapper.shared()::readTree).toList();
    }

    private static boolean is(JsonNode line, String field, String value) {
        return line.path(field).asString("").equals(value);
    }

    private static String text(HttpResponse<String> answer, String field) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JsonMapper.shared().readTree(answer.body()).path(field).asString();
    }

    private static String basic() {
        byte[] both = ("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private HttpResponse<String> asAdmin(String method, String path, String body, String... headers)
            throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return send(method, path, body, all);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .method(method, BodyPublishers.ofString(body));
        if (!Set.of(headers).contains("Content-Type") && !body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
