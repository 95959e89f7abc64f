package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back, with the request that it answers. */
record Answer(String request, int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Fails, naming the request and what came instead. */
    Answer is(int expected) {
        assertThat(status).as("%s → %s", request, body).isEqualTo(expected);
        return this;
    }

    Answer is(int expected, String code) {
        is(expected);
        assertThat(code()).as(request).isEqualTo(code);
        return this;
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    String text(String field) {
        return json().path(field).asString();
    }

    String code() {
        return body.startsWith("{") ? json().path("code").asString("") : "";
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
