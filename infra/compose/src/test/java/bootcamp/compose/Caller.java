package bootcamp.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at one gateway, who sees bytes as they come. */
final class Caller implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI url;
    private final String authorization;

    private Caller(URI url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    static Caller at(int port) {
        return new Caller(URI.create("http://127.0.0.1:" + port), "");
    }

    Caller signedIn(String username, String password) throws IOException, InterruptedException {
        String both = username + ":" + password;
        String basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                new Caller(url, "Basic " + basic)
                        .send(
                                request("/api/tokens").POST(BodyPublishers.noBody()),
                                "Basic " + basic);
        return new Caller(
                url, "Bearer " + JSON.readTree(answer.body()).path("access_token").asString());
    }

    int status(String path) throws IOException, InterruptedException {
        return get(path).statusCode();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET(), authorization);
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)),
                authorization);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String as)
            throws IOException, InterruptedException {
        return http.send(
                (as.isEmpty() ? request : request.header("Authorization", as)).build(),
                BodyHandlers.ofString());
    }

    /** What a stream sends, as it comes. */
    static final class Events implements AutoCloseable {

        private final BlockingQueue<JsonNode> dashboards = new LinkedBlockingQueue<>();
        private final Stream<String> lines;

        private Events(Stream<String> lines) {
            this.lines = lines;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                lines.filter(line -> line.startsWith("data:"))
                        .map(line -> line.substring("data:".length()).strip())
                        .filter(data -> data.startsWith("{") && data.contains("\"counts\""))
                        .forEach(data -> dashboards.add(JSON.readTree(data)));
            } catch (UncheckedIOException closed) {
                // Whoever waits for the next one sees that none comes.
            }
        }

        /** The next dashboard; fails where none comes. */
        JsonNode next() throws InterruptedException {
            JsonNode next = dashboards.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no dashboard came");
            }
            return next;
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    Events events(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Authorization", authorization)
                        .header("Accept", "text/event-stream")
                        .build();
        return new Events(http.send(request, BodyHandlers.ofLines()).body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
