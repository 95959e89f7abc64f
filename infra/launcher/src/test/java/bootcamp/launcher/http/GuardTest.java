package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before everything: headers, hosts, bodies, spellings of paths. */
class GuardTest {

    private final Site site = Site.get();

    @Test
    void everyKindOfAnswerBindsTheBrowser() {
        Client admin = site.admin();
        List<Answer> answers =
                List.of(
                        admin.get("/"),
                        admin.get("/setup"),
                        admin.get("/no/such/page"),
                        admin.get("/api/openapi.json"),
                        admin.get("/api/users"),
                        admin.get("/api/cohorts"),
                        admin.get("/api/dashboards"),
                        admin.get("/api/users/no-such-user"),
                        admin.get("/api/no-such-thing"),
                        admin.delete("/api/users"),
                        admin.post("/api/users", "{"),
                        admin.post("/api/cohorts", "{"),
                        admin.get("/actuator/health"),
                        site.client().get("/api/users"),
                        admin.get("/api/lectures"),
                        site.client().get("/api/lectures/none/public"),
                        site.client().get("/api/cohorts", "Origin", "https://evil.example"));

        assertThat(answers)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.header("X-Content-Type-Options"))
                                    .isEqualTo("nosniff");
                            assertThat(answer.header("Content-Security-Policy"))
                                    .contains(
                                            "default-src 'none'",
                                            "object-src 'none'",
                                            "base-uri 'none'",
                                            "frame-ancestors 'none'")
                                    .doesNotContain("unsafe");
                            assertThat(answer.headers().allValues("Content-Security-Policy"))
                                    .hasSize(1);
                            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
                            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
                            assertThat(answer.header("Strict-Transport-Security")).isEmpty();
                            assertThat(answer.headers().map().keySet())
                                    .noneMatch(name -> name.startsWith("access-control-"))
                                    .doesNotContain("server", "x-powered-by");
                        });
        assertThat(answers.get(4).header("Cache-Control")).isEqualTo("no-store");
        assertThat(answers.get(5).header("Cache-Control")).isEqualTo("no-store");
        assertThat(answers.get(6).header("Cache-Control")).contains("no-store");
    }

    @Test
    void anotherOriginIsGivenNothing() {
        Answer preflight =
                site.client()
                        .send(
                                "OPTIONS",
                                "/api/users",
                                null,
                                null,
                                "Origin",
                                "https://evil.example",
                                "Access-Control-Request-Method",
                                "POST");

        assertThat(preflight.status()).isIn(401, 403, 405);
        assertThat(preflight.headers().map().keySet())
                .noneMatch(name -> name.startsWith("access-control-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil:80", "[", ""})
    void onLoopbackAnotherHostIsNotAnswered(String host) throws IOException {
        assertThat(raw("GET /api/openapi.json HTTP/1.1\r\nHost: " + host + "\r\n"))
                .matches("HTTP/1.1 4(21|00) .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST:8080", "[::1]:80"})
    void onLoopbackItsOwnHostsAreAnswered(String host) throws IOException {
        assertThat(raw("GET /api/openapi.json HTTP/1.1\r\nHost: " + host + "\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aPackedOrEndlessBodyIsRefusedBeforeItIsRead() throws IOException {
        Client admin = site.admin();

        admin.post("/api/users", "{}", "Content-Encoding", "gzip")
                .is(415, "UNSUPPORTED_MEDIA_TYPE");
        admin.send(
                        "POST",
                        "/api/cohorts/x/imports?kind=roster",
                        "text/csv",
                        "x",
                        "Content-Encoding",
                        "gzip")
                .is(415, "UNSUPPORTED_MEDIA_TYPE");
        site.client()
                .post("/api/session", "{\"username\": \"" + "x".repeat(2 << 20) + "\"}")
                .is(413, "BODY_TOO_LARGE");
        admin.post("/api/cohorts", "{\"name\": \"" + "x".repeat(2 << 20) + "\"}")
                .is(413, "BODY_TOO_LARGE");
        assertThat(
                        raw(
                                "POST /api/session HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Type: application/json\r\n"
                                        + "Content-Length: 99999999999\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%61pi/users",
                "/ap%69/users",
                "/api/../api/users",
                "//api/users",
                "/api//users",
                "/api/users;x=1",
                "/api;x/users",
                "/api/%2e%2e/api/users",
                "/api%2fusers",
                "/API/users",
                "/%61ctuator/prometheus",
                "/actuator;x/prometheus",
                "/actuator/prometheus"
            })
    void noSpellingOfAPathGetsPastTheRights(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");

        assertThat(answer).matches("HTTP/1.1 4\\d\\d .*");
    }

    @Test
    void whereATextIsExpectedNothingElsePasses() {
        Client admin = site.admin();
        site.cohort("guard-text");
        String operator = "{\"$gt\": \"\"}";
        List<String> credentials =
                List.of(
                        "{\"username\": %s, \"password\": \"x\"}".formatted(operator),
                        "{\"username\": \"admin\", \"password\": %s}".formatted(operator),
                        "{\"username\": \"admin\"}",
                        "{\"username\": null, \"password\": null}",
                        "{\"username\": 1, \"password\": true}",
                        "[]",
                        "\"admin\"",
                        "null",
                        "");

        credentials.forEach(
                body -> site.client().post("/api/session", body).is(400, "MALFORMED_BODY"));
        site.client()
                .post(
                        "/api/invitations/acceptance",
                        "{\"token\": %s, \"password\": \"x\"}".formatted(operator))
                .is(400, "MALFORMED_BODY");
        for (String field : List.of("username", "role", "studentId", "password", "cohortIds")) {
            Answer answer =
                    admin.post("/api/users", "{\"%s\": %s}".formatted(field, operator)).is(400);
            assertThat(answer.json().path("errors").path(0).path("field").asString())
                    .isEqualTo(field);
        }
        for (String field : List.of("role", "studentId", "cohortIds", "instructorId")) {
            admin.patch("/api/users/admin", "{\"%s\": %s}".formatted(field, operator))
                    .is(400, "MALFORMED_BODY");
        }
        for (String field : List.of("name", "email", "externalId", "status", "enrolledOn")) {
            admin.post(
                            "/api/cohorts/guard-text/enrollments",
                            "{\"%s\": %s}".formatted(field, operator))
                    .is(400, "MALFORMED_BODY");
        }
        admin.post("/api/cohorts", Site.newCohort("x").replace("\"AI Lab\"", operator))
                .is(400, "MALFORMED_BODY");
        for (String field : List.of("title", "speaker", "startsAt", "cohortIds", "capacity")) {
            admin.post("/api/lectures", "{\"%s\": %s}".formatted(field, operator))
                    .is(400, "MALFORMED_BODY");
        }
        admin.post("/api/users", "{\"username\": \"a\", \"role\": \"STAFF\", \"epoch\": 7}")
                .is(400);
        admin.post("/api/users", "{\"username\": \"a\", \"role\": \"STAFF\", \"version\": 7}")
                .is(400);
    }

    /** The first line of the answer to a request that no ordinary client would send. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", Site.port(site.gateway))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            String first =
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            return first == null ? "" : first;
        }
    }
}
