package bootcamp.enrollment;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.embedded.TopicTable;
import bootcamp.platform.http.StrictJson;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import tools.jackson.databind.JsonNode;

/** The whole service on a real port, with a broker and a database in this JVM, and its callers. */
public final class RunningService implements AutoCloseable {

    public static final Caller ADMIN =
            new Caller("admin", Set.of(Role.ADMIN), null, null, Set.of());
    public static final Caller STAFF =
            new Caller("staff", Set.of(Role.STAFF), null, null, Set.of());

    private static final IdentityKeys KEYS = IdentityKeys.generate();

    private final EmbeddedBroker broker;
    public final EmbeddedDatabase database;
    private final List<ReactiveWebServerApplicationContext> processes = new ArrayList<>();
    private final IdentitySigner signer =
            new IdentitySigner(KEYS.privateKey(), InstantSource.system());
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /** With everything it needs, in a directory of its own. */
    public static RunningService start() {
        try {
            return new RunningService(Files.createTempDirectory("enrollment"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunningService(Path directory) {
        broker = EmbeddedBroker.start(directory);
        TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
        database = EmbeddedDatabase.inMemory();
        startAnother();
    }

    /** One more process of the service, on the same broker and database; gives its number. */
    public int startAnother() {
        processes.add(
                (ReactiveWebServerApplicationContext)
                        EnrollmentApplication.builder()
                                .registerShutdownHook(false)
                                .logStartupInfo(false)
                                .run(
                                        "--spring.config.name=enrollment",
                                        "--server.port=0",
                                        "--bootcamp.kafka.bootstrap-servers="
                                                + broker.bootstrapServers(),
                                        "--bootcamp.mongodb.uri=" + database.uri(),
                                        "--bootcamp.hashing.secret=a secret of the tests",
                                        "--bootcamp.identity.public-key=" + KEYS.publicKey()));
        return processes.size() - 1;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public <T> T bean(Class<T> type) {
        return processes.getFirst().getBean(type);
    }

    /** An answer with the body as JSON, or as it is. */
    public record Answer(int status, HttpResponse<String> response) {

        public JsonNode json() {
            return StrictJson.mapper().readTree(response.body());
        }

        public String text(String field) {
            return json().path(field).asString();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Requests of one caller to one process. */
    public Calls as(Caller caller) {
        return as(caller, 0);
    }

    public Calls as(Caller caller, int process) {
        return new Calls(caller, process);
    }

    /** What a caller sends. */
    public final class Calls {

        private final Caller caller;
        private final int process;

        private Calls(Caller caller, int process) {
            this.caller = caller;
            this.process = process;
        }

        public Answer get(String path, String... headers) {
            return send("GET", path, null, headers);
        }

        public Answer post(String path, String json, String... headers) {
            return send("POST", path, json, headers);
        }

        public Answer patch(String path, String json, String... headers) {
            return send("PATCH", path, json, headers);
        }

        public Answer delete(String path, String... headers) {
            return send("DELETE", path, null, headers);
        }

        private Answer send(String method, String path, @Nullable String json, String... headers) {
            URI uri = URI.create("http://127.0.0.1:" + port(process) + path);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofSeconds(30))
                            .header(
                                    IdentitySigner.HEADER,
                                    signer.sign(
                                            caller,
                                            EnrollmentApplication.NAME,
                                            method,
                                            uri.getRawPath()))
                            .method(
                                    method,
                                    json == null
                                            ? BodyPublishers.noBody()
                                            : BodyPublishers.ofString(json));
            if (json != null) {
                request.header("Content-Type", "application/json");
            }
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                var response = client.send(request.build(), BodyHandlers.ofString());
                return new Answer(response.statusCode(), response);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    public int port(int process) {
        return Objects.requireNonNull(processes.get(process).getWebServer()).getPort();
    }

    @Override
    public void close() {
        client.close();
        processes.forEach(ReactiveWebServerApplicationContext::close);
        database.close();
        broker.close();
    }
}
