package bootcamp.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A platform that runs somewhere, spoken to over its public API; each method blocks for the answer.
 *
 * <p>An answer that is no success becomes a {@link CommandFailure} with the problem's own words.
 */
final class RunningPlatform {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int PAGES_MAX = 10_000;
    private static final int KEY_BYTES = 16;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SecureRandom KEYS = new SecureRandom();

    private final HttpClient http;
    private final URI url;
    private final String authorization;

    private RunningPlatform(HttpClient http, URI url, String authorization) {
        this.http = http;
        this.url = url;
        this.authorization = authorization;
    }

    /** As nobody in particular yet. */
    static RunningPlatform at(URI url) {
        return new RunningPlatform(
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build(), url, "");
    }

    RunningPlatform with(String token) {
        return new RunningPlatform(http, url, "Bearer " + token);
    }

    /** With a token got for the name and password. */
    RunningPlatform signedIn(String username, String password) {
        String both = username + ":" + password;
        String basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        RunningPlatform asBasic = new RunningPlatform(http, url, "Basic " + basic);
        return with(asBasic.post("/api/tokens").path("access_token").asString(""));
    }

    /** One segment of a path, whatever is in it. */
    static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path) {
        return send(writing(path).POST(BodyPublishers.noBody()));
    }

    JsonNode post(String path, String contentType, BodyPublisher body) {
        return send(writing(path).header("Content-Type", contentType).POST(body));
    }

    JsonNode delete(String path) {
        return send(writing(path).DELETE());
    }

    /** All items of a list, page after page. */
    List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i < PAGES_MAX; i++) {
            JsonNode page = get(cursor.isEmpty() ? path : path + "?cursor=" + segment(cursor));
            page.path("items").forEach(items::add);
            cursor = page.path("next").asString("");
            if (cursor.isEmpty()) {
                return items;
            }
        }
        throw new CommandFailure("The list at %s does not end.".formatted(url.resolve(path)));
    }

    private HttpRequest.Builder writing(String path) {
        byte[] key = new byte[KEY_BYTES];
        KEYS.nextBytes(key);
        return request(path).header("Idempotency-Key", HexFormat.of().formatHex(key));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(ANSWER_MAX)
                        .header("Accept", "application/json, application/problem+json")
                        .header("Accept-Language", Locale.getDefault().toLanguageTag());
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            JsonNode body = parsed(answer.body());
            if (answer.statusCode() >= 200 && answer.statusCode() < 300) {
                return body;
            }
            throw refused(answer.statusCode(), body);
        } catch (IOException e) {
            throw new CommandFailure(
                    "No Bootcamp answers at %s; start it with ./bootcamp up, or name another with --url."
                            .formatted(url));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }

    private JsonNode parsed(String body) {
        if (body.isBlank()) {
            return JSON.nullNode();
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new CommandFailure("What answers at %s is no Bootcamp.".formatted(url));
        }
    }

    private static CommandFailure refused(int status, JsonNode problem) {
        StringBuilder text = new StringBuilder();
        text.append(problem.path("detail").asString(problem.path("title").asString("Refused.")));
        text.append(" (%s)".formatted(problem.path("code").asString(String.valueOf(status))));
        for (JsonNode error : problem.path("errors")) {
            text.append(System.lineSeparator())
                    .append(error.path("field").asString(""))
                    .append(": ")
                    .append(error.path("reason").asString(""));
        }
        return new CommandFailure(text.toString());
    }
}
