package bootcamp.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.event.TopicTable;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * A whole service on a real port, with a broker and a database in this JVM or with those that it is
 * given, and its callers.
 */
public final class RunningService implements AutoCloseable {

    public static final Caller ADMIN =
            new Caller("admin", Set.of(Role.ADMIN), null, null, Set.of());
    public static final Caller STAFF =
            new Caller("staff", Set.of(Role.STAFF), null, null, Set.of());

    /** Thousands of connections at once, on a machine that has other things to do. */
    private static final Duration CONNECT = Duration.ofSeconds(60);

    private static final Duration READY_MAX = Duration.ofMinutes(3);
    private static final Duration ASKING_AGAIN = Duration.ofMillis(100);
    private static final Duration NOT_YET_KNOWN_MAX = Duration.ofSeconds(20);
    private static final int FIRST = 0;
    private static final IdentityKeys KEYS = IdentityKeys.generate();

    private final Deque<AutoCloseable> stores = new ArrayDeque<>();
    private final String name;
    private final Supplier<SpringApplicationBuilder> program;
    private final String bootstrapServers;
    private final String mongodbUri;
    private final List<String> more;
    private final List<ReactiveWebServerApplicationContext> processes = new ArrayList<>();
    private int another = FIRST;
    private final AtomicReference<@Nullable Instant> stoppedAt = new AtomicReference<>();
    private final InstantSource clock =
            () -> Objects.requireNonNullElseGet(stoppedAt.get(), Instant::now);
    private final IdentitySigner signer = new IdentitySigner(KEYS.privateKey(), clock);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    /**
     * With everything it needs, in a directory of its own.
     *
     * @param name of its configuration and as the gateway means it
     * @param program its main class's builder
     * @param more settings
     */
    public static RunningService start(
            String name, Supplier<SpringApplicationBuilder> program, String... more) {
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(Files.createTempDirectory(name));
            EmbeddedDatabase database = EmbeddedDatabase.inMemory();
            RunningService service =
                    on(name, program, broker.bootstrapServers(), database.uri(), more);
            service.stores.push(broker);
            service.stores.push(database);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On servers that somebody else started and ends. */
    public static RunningService on(
            String name,
            Supplier<SpringApplicationBuilder> program,
            String bootstrapServers,
            String mongodbUri,
            String... more) {
        TopicTable.fromClassPath().createMissing(bootstrapServers);
        RunningService service =
                new RunningService(name, program, bootstrapServers, mongodbUri, List.of(more));
        service.startAnother();
        return service;
    }

    private RunningService(
            String name,
            Supplier<SpringApplicationBuilder> program,
            String bootstrapServers,
            String mongodbUri,
            List<String> more) {
        this.name = name;
        this.program = program;
        this.bootstrapServers = bootstrapServers;
        this.mongodbUri = mongodbUri;
        this.more = more;
    }

    /** One more process of the service, on the same broker and database; gives its number. */
    public int startAnother() {
        List<String> settings = settings(0);
        processes.add(
                (ReactiveWebServerApplicationContext)
                        program.get()
                                .initializers(
                                        context ->
                                                context.getBeanFactory()
                                                        .addBeanPostProcessor(stoppable()))
                                .registerShutdownHook(false)
                                .logStartupInfo(false)
                                .run(settings.toArray(String[]::new)));
        return processes.size() - 1;
    }

    /** The number of a second process, which is the same one for all who ask. */
    public synchronized int another() {
        if (another == FIRST) {
            another = startAnother();
        }
        return another;
    }

    /**
     * Stops the clock of callers and of processes in this JVM.
     *
     * @param at null: it goes again, and is right
     */
    public void stopClock(@Nullable Instant at) {
        stoppedAt.set(at);
    }

    private BeanPostProcessor stoppable() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Clock ? clock.withZone(ZoneOffset.UTC) : bean;
            }
        };
    }

    private List<String> settings(int port) {
        List<String> settings = new ArrayList<>(more);
        settings.addAll(
                List.of(
                        "--spring.config.name=" + name,
                        "--server.port=" + port,
                        "--bootcamp.kafka.bootstrap-servers=" + bootstrapServers,
                        "--bootcamp.mongodb.uri=" + mongodbUri,
                        "--bootcamp.hashing.secret=a secret of the tests",
                        "--bootcamp.files.secret=another secret of the tests",
                        "--bootcamp.identity.public-key=" + KEYS.publicKey()));
        return settings;
    }

    /**
     * One more process of the service, in a JVM of its own, on the same broker and database: one
     * that can be killed.
     *
     * @param main the service's
     * @param port of all its lives
     * @param more settings of this one alone
     */
    public Apart apart(Class<?> main, int port, String... more) {
        return new Apart(main, port, List.of(more));
    }

    /** A process in a JVM of its own, which may be killed and started again. */
    public final class Apart implements AutoCloseable {

        private final Class<?> main;
        private final int port;
        private final List<String> more;
        private @Nullable Process process;

        private Apart(Class<?> main, int port, List<String> more) {
            this.main = main;
            this.port = port;
            this.more = more;
        }

        /** Returns when it is ready. */
        public void start() {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of(
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            "--enable-native-access=ALL-UNNAMED"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            command.addAll(settings(port));
            command.addAll(more);
            try {
                process =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                                .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            long until = System.nanoTime() + READY_MAX.toNanos();
            try {
                while (!isReady()) {
                    assertThat(process.isAlive() && System.nanoTime() < until).isTrue();
                    Thread.sleep(ASKING_AGAIN);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private boolean isReady() throws InterruptedException {
            try {
                URI uri = URI.create("http://127.0.0.1:" + port + "/readyz");
                return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException notYet) {
                return false;
            }
        }

        /** As by {@code kill -9}; returns when it is gone. */
        public void kill() {
            if (process != null) {
                process.destroyForcibly().onExit().join();
            }
        }

        /** Requests of one caller, to whichever of its lives is there. */
        public Calls as(Caller caller) {
            return new Calls(caller, () -> port);
        }

        @Override
        public void close() {
            kill();
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public String mongodbUri() {
        return mongodbUri;
    }

    public <T> T bean(Class<T> type) {
        return bean(0, type);
    }

    public <T> T bean(int process, Class<T> type) {
        return processes.get(process).getBean(type);
    }

    public <T> T bean(int process, String name, Class<T> type) {
        return processes.get(process).getBean(name, type);
    }

    /** Ends one process; the others go on. */
    public void stop(int process) {
        processes.get(process).close();
    }

    /** An answer with the body as JSON, or as it is. */
    public record Answer(int status, HttpResponse<String> response) {

        /** Itself, if it has that status; with its body where it has not. */
        public Answer is(int expected) {
            assertThat(status).as(response.body()).isEqualTo(expected);
            return this;
        }

        /** A problem of that status and code. */
        public Answer is(int expected, String code) {
            is(expected);
            assertThat(text("code")).isEqualTo(code);
            return this;
        }

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
        return new Calls(caller, () -> port(process));
    }

    /** What a caller sends. */
    public final class Calls {

        private final Caller caller;
        private final IntSupplier port;

        private Calls(Caller caller, IntSupplier port) {
            this.caller = caller;
            this.port = port;
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

        public Answer put(String path, @Nullable String json, String... headers) {
            return send("PUT", path, json, headers);
        }

        /** A table as a file. */
        public Answer upload(String path, String csv) {
            return send("POST", path, csv, "Content-Type", "text/csv; charset=UTF-8");
        }

        /** As it comes. */
        public Answer upload(String path, HttpRequest.BodyPublisher file, String... headers) {
            return exchange("POST", path, file, headers);
        }

        /** A file as it is. */
        public Answer put(String path, byte[] file, String contentType) {
            return exchange(
                    "PUT", path, BodyPublishers.ofByteArray(file), "Content-Type", contentType);
        }

        private Answer send(String method, String path, @Nullable String body, String... headers) {
            List<String> all = new ArrayList<>();
            if (body != null) {
                all.addAll(List.of("Content-Type", "application/json"));
            }
            all.addAll(List.of(headers));
            return exchange(
                    method,
                    path,
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                    all.toArray(String[]::new));
        }

        private Answer exchange(
                String method, String path, HttpRequest.BodyPublisher body, String... headers) {
            URI uri = URI.create("http://127.0.0.1:" + port.getAsInt() + path);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofSeconds(30))
                            .header(
                                    IdentitySigner.HEADER,
                                    signer.sign(caller, name, method, uri.getRawPath()))
                            .method(method, body);
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
            try {
                var response = client.send(request.build(), BodyHandlers.ofString());
                long until = System.nanoTime() + NOT_YET_KNOWN_MAX.toNanos();
                // As every client does: what is asked about may have been said a moment ago.
                while (response.body().contains("\"NOT_YET_KNOWN\"") && System.nanoTime() < until) {
                    response = client.send(request.build(), BodyHandlers.ofString());
                }
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

    /** Ends every process of the service; broker and database go on. */
    public void stopProcesses() {
        processes.forEach(ReactiveWebServerApplicationContext::close);
        processes.clear();
    }

    @Override
    public void close() {
        client.close();
        stopProcesses();
        for (AutoCloseable store : stores) {
            try {
                store.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
