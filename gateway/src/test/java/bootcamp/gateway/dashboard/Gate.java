package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.Facts.Fact;
import bootcamp.platform.deadletter.DeadLetter;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.HttpConfiguration;
import bootcamp.platform.http.StrictJson;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.CallerConfiguration;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.server.WebFilter;
import tools.jackson.databind.JsonNode;

/**
 * Dashboards behind a real HTTP server on a port of its own, and its client. Who asks is told by
 * the test, as sign-in would.
 */
final class Gate implements AutoCloseable {

    private static final String ROLE = "X-Test-Role";
    private static final String COHORTS = "X-Test-Cohorts";

    final AtomicReference<Instant> now;
    final List<DeadLetter> letters = new ArrayList<>();

    /** When the topics were last heard of; empty: just now. */
    final AtomicReference<Optional<Instant>> heardAt = new AtomicReference<>(Optional.empty());

    final Dashboards dashboards;
    private final ReactiveWebServerApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    Gate(Instant now, String... properties) {
        this(now, Map.of(), properties);
    }

    /**
     * @param beans more of them by name, such as another part of the interface
     */
    private Gate(Instant now, Map<String, Object> beans, String... properties) {
        this.now = new AtomicReference<>(now);
        InstantSource clock = this.now::get;
        context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(Parts.class)
                                .registerShutdownHook(false)
                                .initializers(
                                        ctx -> {
                                            ctx.getBeanFactory().registerSingleton("clock", clock);
                                            beans.forEach(ctx.getBeanFactory()::registerSingleton);
                                        })
                                .properties(
                                        "spring.config.name=gate",
                                        "spring.main.banner-mode=off",
                                        "spring.main.web-application-type=reactive",
                                        "server.address=127.0.0.1",
                                        "server.port=0",
                                        "bootcamp.dashboards.render-pause=5ms",
                                        "bootcamp.dashboards.known-within=200ms")
                                .properties(properties)
                                .run();
        dashboards = context.getBean(Dashboards.class);
    }

    /** Opens at once. */
    static Gate open(Instant now, String... properties) {
        Gate gate = new Gate(now, properties);
        gate.open(false);
        return gate;
    }

    static Gate open(Instant now, Map<String, Object> beans) {
        Gate gate = new Gate(now, beans);
        gate.open(false);
        return gate;
    }

    void open(boolean behind) {
        dashboards.open(() -> letters, () -> behind, heardAt::get);
    }

    void tell(Fact... facts) {
        for (Fact fact : facts) {
            fact.tell(dashboards);
        }
        dashboards.afterBatch();
    }

    // --- client

    URI uri(String path) {
        int port = Objects.requireNonNull(context.getWebServer()).getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        return send(
                request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()),
                BodyHandlers.ofString());
    }

    HttpResponse<byte[]> getBytes(String path, String... headers) {
        return send(request(path, headers), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> getAs(Role role, String cohortIds, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header(ROLE, role.name());
        if (!cohortIds.isEmpty()) {
            request.header(COHORTS, cohortIds);
        }
        return send(request, BodyHandlers.ofString());
    }

    Stream<String> getLines(String path, String... headers) {
        return send(request(path, headers), BodyHandlers.ofLines()).body();
    }

    Events events(String path, String... headers) {
        return new Events(send(request(path, headers), BodyHandlers.ofInputStream()));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).header(ROLE, Role.ADMIN.name());
        return headers.length == 0 ? request : request.headers(headers);
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return StrictJson.mapper().readTree(response.body());
    }

    /** The context alone: what a viewer sees of a gateway that ends. */
    void stop() {
        context.close();
    }

    @Override
    public void close() {
        client.shutdownNow();
        context.close();
    }

    /** One server-sent event; fields by name. */
    record Sent(Map<String, String> fields) {

        @Nullable String event() {
            return fields.get("event");
        }

        JsonNode data() {
            return StrictJson.mapper().readTree(fields.getOrDefault("data", "null"));
        }
    }

    /** A stream that a thread reads as fast as it comes. */
    static final class Events implements AutoCloseable {

        private static final Sent END = new Sent(Map.of("end", ""));

        final HttpResponse<InputStream> response;
        private final BlockingQueue<Sent> received = new LinkedBlockingQueue<>();

        Events(HttpResponse<InputStream> response) {
            this.response = response;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            Map<String, String> fields = new HashMap<>();
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.isEmpty()) {
                        received.add(new Sent(Map.copyOf(fields)));
                        fields.clear();
                    } else {
                        int colon = line.indexOf(": ");
                        fields.put(line.substring(0, colon), line.substring(colon + 2));
                    }
                }
                received.add(END);
            } catch (IOException e) {
                received.add(END);
            }
        }

        Sent next() {
            try {
                Sent sent = received.poll(10, TimeUnit.SECONDS);
                if (sent == null) {
                    throw new AssertionError("no event within 10 s");
                }
                return sent;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** The next dashboard; heartbeats are passed over. */
        JsonNode dashboard() {
            while (true) {
                Sent sent = next();
                if ("dashboard".equals(sent.event())) {
                    return sent.data();
                }
                if (sent == END) {
                    throw new AssertionError("the stream ended");
                }
            }
        }

        boolean isQuietFor(Duration time) throws InterruptedException {
            return received.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
        }

        static boolean isEnd(Sent sent) {
            return sent == END;
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({HttpConfiguration.class, CallerConfiguration.class, DashboardBeans.class})
    @ImportAutoConfiguration({
        HttpHandlerAutoConfiguration.class,
        WebFluxAutoConfiguration.class,
        ErrorWebFluxAutoConfiguration.class,
        NettyReactiveWebServerAutoConfiguration.class,
        CodecsAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    static class Parts {

        @Bean
        Texts texts() {
            return Texts.of("gateway");
        }

        @Bean
        IdSource ids() {
            return IdSource.random();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Cursors cursors() {
            return new Cursors(KeyedHash.of("a key for tests that is long enough"));
        }

        @Bean
        WebFilter whoAsks() {
            return (exchange, chain) -> {
                var headers = exchange.getRequest().getHeaders();
                String role = headers.getFirst(ROLE);
                if (role != null) {
                    String cohorts = headers.getFirst(COHORTS);
                    Set<String> cohortIds =
                            cohorts == null
                                    ? Set.of()
                                    : Stream.of(cohorts.split(",", -1)).collect(Collectors.toSet());
                    exchange.getAttributes()
                            .put(
                                    Caller.ATTRIBUTE,
                                    new Caller(
                                            role.toLowerCase(java.util.Locale.ROOT),
                                            Set.of(Role.valueOf(role)),
                                            null,
                                            null,
                                            cohortIds));
                }
                return chain.filter(exchange);
            };
        }
    }
}
