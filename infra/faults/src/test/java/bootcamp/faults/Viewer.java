package bootcamp.faults;

import static bootcamp.faults.Invariant.I6;

import bootcamp.faults.Invariant.Violation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * An open page: follows a cohort's stream, comes back by itself when it is cut, and notes what it
 * sees.
 */
final class Viewer implements AutoCloseable {

    /** Of all viewers: each takes a connection, not a thread. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    private static final Duration COME_BACK = Duration.ofMillis(200);

    private final String cohortId;
    private final Supplier<URI> gateway;
    private final Supplier<String> authorization;
    private final List<Violation> violations = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long revision;
    private volatile int messages;
    private volatile int connections;
    private String lastId = "";

    /**
     * @param gateway asked at every connection: it may be another one each time
     */
    Viewer(String cohortId, Supplier<URI> gateway, Supplier<String> authorization) {
        this.cohortId = cohortId;
        this.gateway = gateway;
        this.authorization = authorization;
        this.thread = Thread.ofVirtual().name("viewer " + cohortId).start(this::follow);
    }

    /** The newest that it saw. */
    long revision() {
        return revision;
    }

    int messages() {
        return messages;
    }

    int connections() {
        return connections;
    }

    synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }

    private void follow() {
        while (!closed) {
            try {
                connect();
            } catch (IOException | RuntimeException cut) {
                // Cut: that is what streams are here for. It comes back.
                if (!closed) {
                    rest();
                }
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(COME_BACK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect() throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                gateway.get().resolve("/api/dashboards/" + cohortId + "/stream"))
                        .header("Accept", "text/event-stream")
                        .header("Authorization", authorization.get());
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<java.io.InputStream> answer;
        try {
            answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                throw new IOException("Status " + answer.statusCode());
            }
            connections++;
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    lastId = line.substring(3).strip();
                } else if (line.startsWith("data:") && line.contains("\"revision\"")) {
                    saw(line.substring(5));
                }
            }
        }
    }

    private synchronized void saw(String data) {
        long next = Api.JSON.readTree(data).path("revision").asLong();
        if (next < revision) {
            violations.add(I6.violated("a viewer of %s saw %d after %d", cohortId, next, revision));
        }
        revision = Math.max(revision, next);
        messages++;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
