package bootcamp.platform.http;

import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import bootcamp.platform.security.ServiceIdentityConfiguration;
import bootcamp.platform.source.IdSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
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
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A small service on a real port, with everything that stands before one, and its client. */
public final class Door implements AutoCloseable {

    static final IdentityKeys KEYS = IdentityKeys.generate();
    static final AtomicReference<Instant> NOW =
            new AtomicReference<>(Instant.parse("2024-03-04T00:00:00Z"));
    static final Caller ADMIN = new Caller("admin", Set.of(Role.ADMIN), null, null, Set.of());

    private final ReactiveWebServerApplicationContext context;
    final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    final IdentitySigner signer = new IdentitySigner(KEYS.privateKey(), NOW::get);

    Door(String... properties) {
        context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(Parts.class)
                                .registerShutdownHook(false)
                                .properties(
                                        "spring.config.name=door",
                                        "spring.main.banner-mode=off",
                                        "spring.main.web-application-type=reactive",
                                        "server.address=127.0.0.1",
                                        "server.port=0",
                                        "bootcamp.http.body-bytes-max=2048",
                                        "bootcamp.http.upload-bytes-max=4096",
                                        "bootcamp.identity.audience=door",
                                        "bootcamp.identity.public-key=" + KEYS.publicKey())
                                .properties(properties)
                                .run();
    }

    URI uri(String path) {
        var server = context.getWebServer();
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + server.getPort() + path);
    }

    /** A request signed for the admin. */
    HttpRequest.Builder signed(String method, String path) {
        URI uri = uri(path);
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .header(
                        IdentitySigner.HEADER,
                        signer.sign(ADMIN, "door", method, uri.getRawPath()));
    }

    HttpResponse<String> post(String path, String json, String... headers) {
        HttpRequest.Builder request =
                signed("POST", path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = signed("GET", path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return StrictJson.mapper().readTree(response.body());
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }

    enum Colour {
        RED,
        BLUE
    }

    record Part(String name, int count) {}

    record Thing(
            @Nullable String id,
            String name,
            @Nullable Integer size,
            @Nullable LocalDate on,
            @Nullable Instant at,
            @Nullable Boolean open,
            @Nullable Colour colour,
            @Nullable List<Part> parts) {}

    record Full(String name) implements Refusal {

        @Override
        public String code() {
            return "STALE_VERSION";
        }

        @Override
        public Kind kind() {
            return Kind.valueOf(name);
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of();
        }
    }

    @RestController
    static final class ThingApi {

        @PostMapping("/api/things")
        Thing echo(@RequestBody Thing thing) {
            InvalidInput.checking()
                    .text("name", thing.name(), 10)
                    .range("size", thing.size() == null ? 1 : thing.size(), 1, 99)
                    .orThrow();
            return thing;
        }

        @PostMapping("/api/uploads")
        Mono<Integer> upload(@RequestBody byte[] bytes) {
            return Mono.just(bytes.length);
        }

        @GetMapping("/api/me")
        String me(Caller caller) {
            return caller.username();
        }

        @GetMapping("/api/refusals/{kind}")
        Mono<String> refusal(@PathVariable String kind) {
            return Mono.error(new RefusedException(new Full(kind)));
        }

        @GetMapping("/api/days")
        String day(@RequestParam LocalDate on) {
            return on.toString();
        }

        @GetMapping("/api/bug")
        String bug() {
            throw new IllegalStateException("the phone is 010-1234-5678");
        }

        @GetMapping("/api/locked")
        String locked() {
            throw ProblemException.of(HttpStatus.FORBIDDEN, "FORBIDDEN");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({HttpConfiguration.class, ServiceIdentityConfiguration.class})
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
            return Texts.of();
        }

        @Bean
        IdSource ids() {
            return IdSource.random();
        }

        @Bean
        InstantSource clock() {
            return NOW::get;
        }

        @Bean
        ThingApi thingApi() {
            return new ThingApi();
        }
    }
}
