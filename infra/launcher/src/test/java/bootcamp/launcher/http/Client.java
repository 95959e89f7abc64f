package bootcamp.launcher.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A browser, with its cookie and the page's token, or a program, with its bearer token. Every
 * answer it gets is held against the OpenAPI document.
 */
final class Client {

    static final String JSON = "application/json";

    /** Each time a service waits for three seconds itself before it says so. */
    private static final int AGAIN_MAX = 10;

    private static final Pattern COOKIE = Pattern.compile("((?:__Host-)?session)=([^;]*);.*");
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    private final URI base;
    private final Contract contract;
    private final Map<String, String> headers = new HashMap<>();

    Client(URI base, Contract contract) {
        this.base = base;
        this.contract = contract;
    }

    /** Of nobody yet, at the same place. */
    Client another() {
        return new Client(base, contract);
    }

    /** Signs in as a program. */
    Client bearer(String username, String password) {
        headers.put("Authorization", "Bearer " + token(username, password).text("access_token"));
        return this;
    }

    Answer token(String username, String password) {
        return send("POST", "/api/tokens", null, null, "Authorization", basic(username, password));
    }

    static String basic(String username, String password) {
        String both = username + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** Signs in as a browser, which then has the page's token too. */
    Client browser(String username, String password) {
        signIn(username, password).is(204);
        headers.put("X-CSRF-Token", get("/api/session").is(200).text("csrfToken"));
        return this;
    }

    Answer signIn(String username, String password, String... more) {
        return post(
                "/api/session",
                """
                {"username": "%s", "password": "%s"}"""
                        .formatted(username, password),
                more);
    }

    /** With a header from now on; null takes it away. */
    Client with(String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    @Nullable String header(String name) {
        return headers.get(name);
    }

    Answer get(String path, String... more) {
        return send("GET", path, null, null, more);
    }

    Answer post(String path, String json, String... more) {
        return send("POST", path, JSON, json, more);
    }

    Answer patch(String path, String json, String... more) {
        return send("PATCH", path, JSON, json, more);
    }

    Answer delete(String path, String... more) {
        return send("DELETE", path, null, null, more);
    }

    /** What is not known yet is asked again, as the answer wants it; the service has waited. */
    Answer send(
            String method,
            String path,
            @Nullable String contentType,
            @Nullable String body,
            String... more) {
        Answer answer = sent(method, path, contentType, body, more);
        for (int i = 0; i < AGAIN_MAX && answer.body().contains("\"NOT_YET_KNOWN\""); i++) {
            answer = sent(method, path, contentType, body, more);
        }
        return answer;
    }

    private Answer sent(
            String method,
            String path,
            @Nullable String contentType,
            @Nullable String body,
            String... more) {
        HttpResponse<String> response =
                exchange(request(method, path, contentType, body, more), BodyHandlers.ofString());
        response.headers().allValues("Set-Cookie").forEach(this::keep);
        Answer answer =
                new Answer(
                        method + " " + path,
                        response.statusCode(),
                        response.headers(),
                        response.body());
        contract.check(method, path, answer);
        HiddenLabels.areNotIn(answer.request(), answer.body());
        return answer;
    }

    /** A stream of events, read line by line while it lasts. */
    HttpResponse<InputStream> open(String path, String... more) {
        return exchange(request("GET", path, null, null, more), BodyHandlers.ofInputStream());
    }

    /** The status of a stream that stays open. */
    int opened(String path) {
        HttpResponse<InputStream> stream = open(path);
        contract.checkStream(path, stream);
        return stream.statusCode();
    }

    private HttpRequest request(
            String method,
            String path,
            @Nullable String contentType,
            @Nullable String body,
            String... more) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        Map<String, String> all = new HashMap<>(headers);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        if (contentType != null) {
            all.putIfAbsent("Content-Type", contentType);
        }
        all.forEach(request::setHeader);
        return request.build();
    }

    private static <T> HttpResponse<T> exchange(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String cookie) {
        Matcher session = COOKIE.matcher(cookie);
        if (session.matches()) {
            with(
                    "Cookie",
                    session.group(2).isEmpty() ? null : session.group(1) + "=" + session.group(2));
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(headers.keySet().toArray());
    }
}
