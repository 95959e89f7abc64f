package bootcamp.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public API of an installation, as one account uses it. Each method blocks for the answer; a
 * connection that fails or is cut is an {@link IOException}.
 */
final class Api implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int PAGE_MAX = 200;
    private static final int PATIENCE = 200;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final HttpClient http;
    private final URI url;
    private final String authorization;

    private Api(HttpClient http, URI url, String authorization) {
        this.http = http;
        this.url = url;
        this.authorization = authorization;
    }

    /** As nobody in particular yet. */
    static Api at(URI url) {
        HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        return new Api(http, url, "");
    }

    /**
     * One request.
     *
     * @param body null: none
     * @param key of the request, to be sent again with; null: none
     */
    record Request(
            String method, String path, String type, @Nullable String body, @Nullable String key) {

        static Request get(String path) {
            return new Request("GET", path, "application/json", null, null);
        }

        static Request post(String path, String json, @Nullable String key) {
            return new Request("POST", path, "application/json", json, key);
        }

        static Request csv(String path, String csv, @Nullable String key) {
            return new Request("POST", path, "text/csv", csv, key);
        }

        static Request delete(String path) {
            return new Request("DELETE", path, "application/json", null, null);
        }

        Request withBody(String other) {
            return new Request(method, path, type, other, key);
        }
    }

    record Answer(int status, String text) {

        boolean isOk() {
            return status >= 200 && status < 300;
        }

        boolean isRefused() {
            return status >= 400 && status < 500 && status != 429 && status != 408;
        }

        JsonNode body() {
            try {
                return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
            } catch (JacksonException e) {
                return JSON.missingNode();
            }
        }

        String code() {
            return body().path("code").asString("");
        }

        @Override
        public String toString() {
            return status + " " + (text.length() > 300 ? text.substring(0, 300) : text);
        }
    }

    Answer send(Request request) throws IOException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(url.resolve(request.path()))
                        .timeout(ANSWER_MAX)
                        .header("Accept", "application/json, application/problem+json")
                        .method(
                                request.method(),
                                request.body() == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(request.body()));
        if (request.body() != null) {
            builder.header("Content-Type", request.type());
        }
        if (request.key() != null) {
            builder.header("Idempotency-Key", request.key());
        }
        if (!authorization.isEmpty()) {
            builder.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> answer = http.send(builder.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Until there is an answer that is neither "busy" nor an error of the server. */
    Answer sendUntilAnswered(Request request) {
        String last = "";
        for (int i = 0; i < PATIENCE; i++) {
            try {
                Answer answer = send(request);
                if (answer.isOk() || answer.isRefused()) {
                    return answer;
                }
                last = answer.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            Pause.of(PAUSE);
        }
        throw new IllegalStateException(
                "No answer to %s %s: %s".formatted(request.method(), request.path(), last));
    }

    /** What a GET of it says, with patience. */
    JsonNode get(String path) {
        Answer answer = sendUntilAnswered(Request.get(path));
        if (!answer.isOk()) {
            throw new IllegalStateException("GET %s: %s".formatted(path, answer));
        }
        return answer.body();
    }

    /** All items of a list, page after page. */
    List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(path + "?limit=" + PAGE_MAX + cursor);
            page.path("items").forEach(items::add);
            String next = page.path("next").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return items;
    }

    /** The first admin is made here. */
    void setUp(String token, String username, String password) {
        String body =
                JSON.createObjectNode()
                        .put("token", token)
                        .put("username", username)
                        .put("password", password)
                        .toString();
        Answer answer = sendUntilAnswered(Request.post("/api/setup", body, null));
        if (!answer.isOk()) {
            throw new IllegalStateException("No admin: " + answer);
        }
    }

    /** With a token got for the name and password. */
    Api signedIn(String username, String password) {
        String both = username + ":" + password;
        String basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        Answer answer =
                new Api(http, url, "Basic " + basic)
                        .sendUntilAnswered(
                                new Request("POST", "/api/tokens", "application/json", null, null));
        String token = answer.body().path("access_token").asString("");
        if (token.isEmpty()) {
            throw new IllegalStateException("No token: " + answer);
        }
        return new Api(http, url, "Bearer " + token);
    }

    /** The same account at another address. */
    Api at(int port) {
        return new Api(http, URI.create("http://127.0.0.1:" + port), authorization);
    }

    /** What other clients send in the name of this account. */
    String authorization() {
        return authorization;
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
