package bootcamp.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemsTest {

    private final Door door = new Door();

    @AfterAll
    void close() {
        door.close();
    }

    @BeforeAll
    void whatIsRightIsTaken() {
        HttpResponse<String> answer =
                door.post(
                        "/api/things",
                        """
                        {"name": "기수", "size": 3, "on": "2024-02-29", "at": "2024-03-04T09:00:00+09:00",
                         "colour": "RED", "parts": [{"name": "a", "count": 1}], "open": null}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        """
                        {"id":null,"name":"기수","size":3,"on":"2024-02-29","at":"2024-03-04T00:00:00Z",\
                        "open":null,"colour":"RED","parts":[{"name":"a","count":1}]}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nam\": \"x\"} | name | is required",
                "{\"name\": \"x\", \"secret\": true}                | secret         | there is no such field",
                "{}                                                 | name           | is required",
                "{\"name\": null}                                   | name           | is required",
                "{\"name\": 5}                                      | name           | must be a text",
                "{\"name\": true}                                   | name           | must be a text",
                "{\"name\": {\"$gt\": \"\"}}                        | name           | must be a text",
                "{\"name\": [\"x\"]}                                | name           | must be a text",
                "{\"name\": \"x\", \"size\": \"3\"}                 | size           | must be a whole number",
                "{\"name\": \"x\", \"size\": 3.5}                   | size           | must be a whole number",
                "{\"name\": \"x\", \"size\": \"\"}                  | size           | must be a whole number",
                "{\"name\": \"x\", \"size\": 99999999999}         | size           | is too large or too small a number",
                "{\"name\": \"x\", \"size\": -99999999999}        | size           | is too large or too small a number",
                "{\"name\": \"x\", \"open\": \"yes\"}               | open           | must be true or false",
                "{\"name\": \"x\", \"open\": 1}                     | open           | must be true or false",
                "{\"name\": \"x\", \"on\": \"2023-02-29\"}          | on             | must be a date such as 2024-01-02",
                "{\"name\": \"x\", \"on\": 19000}                   | on             | must be a date such as 2024-01-02",
                "{\"name\": \"x\", \"on\": [2024,1,2]}              | on             | must be a date such as 2024-01-02",
                "{\"name\": \"x\", \"on\": \"\"}                    | on             | must be a date such as 2024-01-02",
                "{\"name\": \"x\", \"at\": \"tomorrow\"}            | at             | must be a time such as 2024-01-02T09:00:00+09:00",
                "{\"name\": \"x\", \"at\": 1700000000}              | at             | must be a time such as 2024-01-02T09:00:00+09:00",
                "{\"name\": \"x\", \"colour\": \"GREEN\"}           | colour         | 'must be one of RED, BLUE'",
                "{\"name\": \"x\", \"colour\": 0}                   | colour         | 'must be one of RED, BLUE'",
                "{\"name\": \"x\", \"colour\": \"\"}                | colour         | 'must be one of RED, BLUE'",
                "{\"name\": \"x\", \"parts\": 7}                    | parts          | must be a list",
                "{\"name\": \"x\", \"parts\": [{\"name\": \"a\", \"count\": 1}, {\"name\": \"b\"}]} | parts[1].count | is required",
                "{\"name\": \"x\", \"parts\": [{\"name\": \"a\", \"count\": \"1\"}]} | parts[0].count | must be a whole number",
            })
    void aBadBodyNamesTheFieldAndTheReason(String body, String field, String reason) {
        HttpResponse<String> answer = door.post("/api/things", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode problem = Door.json(answer);
        assertThat(problem.path("code").asString()).isEqualTo("MALFORMED_BODY");
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo(field);
        assertThat(problem.at("/errors/0/reason").asString()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"x\"                       ",
                "{\"name\": \"x\", \"name\": \"y\"}     ",
                "{\"name\": \"x\"} {\"name\": \"y\"}    ",
                "nothing                                ",
                "\"text\"                               ",
                "[]                                     ",
                "7                                      ",
                "null                                   ",
                "''                                     "
            })
    void whatIsNoObjectOfJsonIsAMalformedBody(String body) {
        HttpResponse<String> answer = door.post("/api/things", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Door.json(answer).path("code").asString()).isEqualTo("MALFORMED_BODY");
        assertThat(Door.json(answer).path("errors").size()).isEqualTo(1);
    }

    @Test
    void everyWrongFieldIsNamedAtOnceAndIn422() {
        HttpResponse<String> answer =
                door.post("/api/things", "{\"name\": \"far too long a name\", \"size\": 100}");

        assertThat(answer.statusCode()).isEqualTo(422);
        JsonNode problem = Door.json(answer);
        assertThat(problem.path("type").asString()).isEqualTo("urn:bootcamp:problem:INVALID_INPUT");
        assertThat(problem.path("instance").asString()).isEqualTo("/api/things");
        assertThat(problem.path("status").asInt()).isEqualTo(422);
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("name");
        assertThat(problem.at("/errors/1/field").asString()).isEqualTo("size");
        assertThat(problem.at("/errors/1/reason").asString()).isEqualTo("must be from 1 to 99");
    }

    @Test
    void aProblemSpeaksTheReadersLanguage() {
        HttpResponse<String> korean =
                door.post("/api/things", "{}", "Accept-Language", "ko-KR,ko;q=0.9,en;q=0.5");
        HttpResponse<String> english = door.post("/api/things", "{}");

        assertThat(korean.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(korean.headers().firstValue("Content-Language")).contains("ko");
        assertThat(Door.json(korean).path("title").asString()).isEqualTo("본문을 읽을 수 없습니다");
        assertThat(Door.json(korean).at("/errors/0/reason").asString()).isEqualTo("필수 항목입니다");
        assertThat(Door.json(english).path("title").asString())
                .isEqualTo("The body cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404",
        "CONFLICT, 409",
        "NOT_ALLOWED, 422",
        "FORBIDDEN, 403",
        "STALE, 412",
        "NOT_NOW, 503"
    })
    void aRefusalsKindDecidesTheStatus(String kind, int status) {
        HttpResponse<String> answer = door.get("/api/refusals/" + kind);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
        assertThat(Door.json(answer).path("code").asString()).isEqualTo("STALE_VERSION");
    }

    @Test
    void aBugTellsItsIncidentAndNothingElse() {
        HttpResponse<String> answer = door.get("/api/bug");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("phone", "Exception", "java", "010");
        JsonNode problem = Door.json(answer);
        assertThat(problem.path("code").asString()).isEqualTo("INTERNAL_ERROR");
        String incident = problem.path("instance").asString();
        assertThat(incident).matches("urn:bootcamp:incident:[0-9a-f]{32}");
        assertThat(problem.path("detail").asString())
                .contains(incident.substring(Problem.INCIDENT_PREFIX.length()));
    }

    @Test
    void wrongAddressesMethodsTypesAndParametersAreProblemsToo() {
        assertProblem(door.get("/api/nowhere"), 404, "NOT_FOUND");
        assertProblem(door.get("/api/things"), 405, "METHOD_NOT_ALLOWED");
        assertThat(door.get("/api/things").headers().firstValue("Allow")).contains("POST");
        assertProblem(
                door.post("/api/things", "{\"name\": \"x\"}", "Accept", "image/png"),
                406,
                "NOT_ACCEPTABLE");
        assertProblem(
                door.send(
                        door.signed("POST", "/api/things")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{\"name\": \"x\"}"))),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(door.get("/api/days"), 400, "MALFORMED_REQUEST");
        HttpResponse<String> day = door.get("/api/days?on=2024-02-30");
        assertProblem(day, 400, "MALFORMED_REQUEST");
        assertThat(Door.json(day).at("/errors/0/field").asString()).isEqualTo("on");
        assertProblem(door.get("/api/locked"), 403, "FORBIDDEN");
    }

    @Test
    void bodiesThatAreTooLongAreRefusedBeforeAndWhileTheyAreRead() {
        String large = "{\"name\": \"" + "x".repeat(3000) + "\"}";
        assertProblem(door.post("/api/things", large), 413, "BODY_TOO_LARGE");
        assertProblem(
                door.send(
                        door.signed("POST", "/api/things")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () ->
                                                        new java.io.ByteArrayInputStream(
                                                                large.getBytes(
                                                                        StandardCharsets.UTF_8))))),
                413,
                "BODY_TOO_LARGE");
        assertThat(upload(3000).statusCode()).isEqualTo(200);
        assertProblem(upload(5000), 413, "BODY_TOO_LARGE");
    }

    private HttpResponse<String> upload(int bytes) {
        return door.send(
                door.signed("POST", "/api/uploads")
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(new byte[bytes])));
    }

    @Test
    void aCompressedBodyIsRefused() {
        assertProblem(
                door.post("/api/things", "{}", "Content-Encoding", "gzip"),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void onLoopbackOnlyItsOwnNamesAreAnswered() throws IOException {
        assertThat(statusLine("127.0.0.1")).contains("401");
        assertThat(statusLine("localhost:80")).contains("401");
        assertThat(statusLine("[::1]:80")).contains("401");
        assertThat(statusLine("evil.example")).contains("421");
        assertThat(statusLine("127.0.0.1.evil.example")).contains("421");
    }

    private String statusLine(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.uri("/").getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET /api/me HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void everyAnswerTellsTheBrowserWhatItMustNotDo() {
        for (HttpResponse<String> answer :
                java.util.List.of(
                        door.get("/api/me"), door.get("/api/nowhere"), door.get("/api/bug"))) {
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(Door.json(answer).path("code").asString()).isEqualTo(code);
    }
}
