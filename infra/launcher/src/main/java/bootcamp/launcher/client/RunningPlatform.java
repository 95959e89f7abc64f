package bootcamp.launcher.client;

import bootcamp.platform.source.IdSource;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A platform that runs somewhere, spoken to over its public API; each method blocks for the answer.
 *
 * <p>An answer that is no success becomes a {@link ProblemAnswer}. Where the platform says when to
 * come back, it is asked again then, a bounded number of times; a write carries a key, so that it
 * is done once.
 */
public final class RunningPlatform {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int PAGES_MAX = 10_000;
    private static final int ATTEMPTS_MAX = 6;
    private static final long PAUSE_SECONDS_MAX = 10;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final IdSource KEYS = IdSource.random();

    private final HttpClient http;
    private final URI url;

    /** By which a token is got again when it has expired; empty: not at all. */
    private final String basic;

    private volatile String authorization;

    private RunningPlatform(HttpClient http, URI url, String basic, String authorization) {
        this.http = http;
        this.url = url;
        this.basic = basic;
        this.authorization = authorization;
    }

    /** As nobody in particular yet. */
    public static RunningPlatform at(URI url) {
        return new RunningPlatform(
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build(), url, "", "");
    }

    /** Spoken to by nobody, as reviews are sent. */
    public RunningPlatform asNobody() {
        return new RunningPlatform(http, url, "", "");
    }

    public RunningPlatform with(String token) {
        return new RunningPlatform(http, url, "", "Bearer " + token);
    }

    /** With a token got for the name and password, and another when that has expired. */
    public RunningPlatform signedIn(String username, String password) {
        String both = username + ":" + password;
        String credentials =
                "Basic "
                        + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        return new RunningPlatform(http, url, credentials, token(credentials));
    }

    private String token(String credentials) {
        RunningPlatform asBasic = new RunningPlatform(http, url, "", credentials);
        return "Bearer " + asBasic.post("/api/tokens").path("access_token").asString("");
    }

    /** One segment of a path, whatever is in it. */
    public static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(String path) {
        return send(request(path).GET());
    }

    public JsonNode post(String path) {
        return send(writing(path).POST(BodyPublishers.noBody()));
    }

    public JsonNode post(String path, String contentType, BodyPublisher body) {
        return send(writing(path).header("Content-Type", contentType).POST(body));
    }

    /**
     * @param key of this write, the same when it is repeated
     * @param body becomes JSON
     */
    public JsonNode post(String path, String key, Object body) {
        return send(
                request(path)
                        .header("Idempotency-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /**
     * What takes no key, since sent again it does nothing more.
     *
     * @param body becomes JSON
     */
    public JsonNode post(String path, Object body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /**
     * @param body becomes a JSON merge patch
     */
    public JsonNode patch(String path, Object body) {
        return send(
                request(path)
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /**
     * @param body becomes JSON
     */
    public JsonNode put(String path, Object body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /**
     * How its parts are, well or not, by name; a part of parts is named {@code
     * services/enrollment}. Empty where nothing answers there, or something else than Bootcamp.
     */
    public Optional<Map<String, String>> health() {
        try {
            HttpResponse<String> answer = answer(request("/healthz").GET().build());
            JsonNode health = JSON.readTree(answer.body());
            Map<String, String> parts = new TreeMap<>();
            collect("", health, parts);
            return health.path("status").isString() ? Optional.of(parts) : Optional.empty();
        } catch (IOException | JacksonException nothing) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void collect(String prefix, JsonNode health, Map<String, String> into) {
        for (Map.Entry<String, JsonNode> part : health.path("components").properties()) {
            String name = prefix + part.getKey();
            if (part.getValue().path("components").isObject()) {
                collect(name + "/", part.getValue(), into);
            } else {
                into.put(name, part.getValue().path("status").asString("UNKNOWN"));
            }
        }
    }

    /** Empty where there is no such thing. */
    public Optional<JsonNode> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (ProblemAnswer answer) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            throw answer;
        }
    }

    public JsonNode put(String path) {
        return send(writing(path).PUT(BodyPublishers.noBody()));
    }

    public JsonNode put(String path, String contentType, BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).PUT(body));
    }

    public JsonNode delete(String path) {
        return send(writing(path).DELETE());
    }

    /** All items of a list, page after page. */
    public List<JsonNode> list(String path) {
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
        return request(path).header("Idempotency-Key", KEYS.next());
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
            HttpResponse<String> answer = answer(request.build());
            for (int i = 1; i < ATTEMPTS_MAX && comesBack(answer); i++) {
                Thread.sleep(Duration.ofSeconds(pauseSeconds(answer)));
                answer = answer(request.build());
            }
            if (answer.statusCode() == 401 && !basic.isEmpty()) {
                authorization = token(basic);
                answer = answer(request.setHeader("Authorization", authorization).build());
            }
            JsonNode body = parsed(answer.body());
            if (answer.statusCode() >= 200 && answer.statusCode() < 300) {
                return body;
            }
            throw ProblemAnswer.of(answer.statusCode(), body);
        } catch (IOException e) {
            throw new CommandFailure(
                    "No Bootcamp answers at %s; start it with ./bootcamp up, or name another with --url."
                            .formatted(url));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }

    private HttpResponse<String> answer(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private static boolean comesBack(HttpResponse<?> answer) {
        return (answer.statusCode() == 429 || answer.statusCode() == 503)
                && answer.headers().firstValue("Retry-After").isPresent()
                && pauseSeconds(answer) <= PAUSE_SECONDS_MAX;
    }

    /** More than the longest pause where it is no number of seconds. */
    private static long pauseSeconds(HttpResponse<?> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("[0-9]{1,6}") ? Long.parseLong(seconds) : Long.MAX_VALUE;
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
}
