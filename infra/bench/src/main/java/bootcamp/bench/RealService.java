package bootcamp.bench;

import bootcamp.platform.http.StrictJson;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service as it is, in this JVM, reached over HTTP with what the gateway would sign. */
final class RealService implements AutoCloseable {

    static final Caller ADMIN = new Caller("bench", Set.of(Role.ADMIN), null, null, Set.of());

    private static final String JSON = "application/json";
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

    private final String name;
    private final IdentityKeys keys = IdentityKeys.generate();
    private final IdentitySigner signer =
            new IdentitySigner(keys.privateKey(), InstantSource.system());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ReactiveWebServerApplicationContext context;

    /**
     * @param name of its configuration and as the gateway means it
     */
    RealService(Surroundings around, String name, SpringApplicationBuilder program) {
        this.name = name;
        this.context =
                (ReactiveWebServerApplicationContext)
                        program.registerShutdownHook(false)
                                .logStartupInfo(false)
                                .run(
                                        "--spring.config.name=" + name,
                                        "--server.port=0",
                                        "--bootcamp.kafka.bootstrap-servers="
                                                + around.bootstrapServers(),
                                        "--bootcamp.mongodb.uri=" + around.mongoUri(),
                                        "--bootcamp.hashing.secret=a secret that a bench knows",
                                        "--bootcamp.files.secret=another that a bench knows",
                                        "--bootcamp.files.directory="
                                                + around.directory().resolve("files"),
                                        "--bootcamp.identity.public-key=" + keys.publicKey());
    }

    int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    /** Who asks for what, as a header's line; for a minute. */
    String identity(Caller caller, String method, String path) {
        return IdentitySigner.HEADER + ": " + signer.sign(caller, name, method, path);
    }

    /**
     * Asks, and does not wait.
     *
     * @param headers names and values, in turn
     */
    CompletableFuture<HttpResponse<String>> ask(
            Caller caller,
            String method,
            String path,
            String type,
            @Nullable String body,
            String... headers) {
        URI uri = URI.create("http://127.0.0.1:" + port() + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(ANSWER_WITHIN)
                        .header(
                                IdentitySigner.HEADER,
                                signer.sign(caller, name, method, uri.getRawPath()))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", type);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> ask(
            Caller caller, String method, String path, @Nullable String json) {
        return ask(caller, method, path, JSON, json);
    }

    /**
     * Asks and waits.
     *
     * @throws IOException for any other answer than a 2xx
     */
    JsonNode send(
            Caller caller,
            String method,
            String path,
            String type,
            @Nullable String body,
            String... headers)
            throws IOException {
        HttpResponse<String> answer = ask(caller, method, path, type, body, headers).join();
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.body());
        }
        return StrictJson.mapper().readTree(answer.body());
    }

    JsonNode send(Caller caller, String method, String path, @Nullable String json)
            throws IOException {
        return send(caller, method, path, JSON, json);
    }

    JsonNode get(String path) throws IOException {
        return send(ADMIN, "GET", path, null);
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
