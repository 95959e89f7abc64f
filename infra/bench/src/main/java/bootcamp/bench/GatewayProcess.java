package bootcamp.bench;

import bootcamp.embedded.FreePorts;
import bootcamp.platform.security.IdentityKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A real gateway as a process of its own, with one account that may see everything. */
final class GatewayProcess implements AutoCloseable {

    private static final String USERNAME = "bench";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    GatewayProcess(Surroundings around) throws IOException, InterruptedException {
        this.port = FreePorts.next();
        Map<String, String> settings =
                Map.ofEntries(
                        Map.entry("server.port", String.valueOf(port)),
                        Map.entry("bootcamp.kafka.bootstrap-servers", around.bootstrapServers()),
                        Map.entry("bootcamp.mongodb.uri", around.mongoUri()),
                        Map.entry("bootcamp.hashing.secret", "a secret that only a bench knows"),
                        Map.entry(
                                "bootcamp.identity.private-key",
                                IdentityKeys.generate().privateKey()),
                        Map.entry("bootcamp.dashboards.heartbeat", "5m"),
                        Map.entry("bootcamp.dashboards.viewers-max-account", "20000"),
                        Map.entry("bootcamp.sign-in.address-streams", "20000"),
                        Map.entry("bootcamp.rate-limit.per-second", "1000000"),
                        Map.entry("bootcamp.rate-limit.burst", "1000000"),
                        Map.entry("bootcamp.accounts[0].username", USERNAME),
                        Map.entry("bootcamp.accounts[0].role", "ADMIN"),
                        Map.entry("bootcamp.accounts[0].password", PASSWORD));
        this.process =
                java(
                        around.directory().resolve("gateway.log"),
                        "bootcamp.gateway.GatewayApplication",
                        settings.entrySet().stream()
                                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                                .toArray(String[]::new));
        awaitReady();
    }

    /** A JVM with this one's class path and the collector and flags of {@code up}. */
    static Process java(Path log, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main));
        command.addAll(Stream.of(arguments).toList());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits until something listens there. */
    static void awaitPort(int port) throws IOException {
        IOException last = new IOException("nothing listens on " + port);
        for (int i = 0; i < 300; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                last = notYet;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        throw last;
    }

    private void awaitReady() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/readyz")).timeout(Duration.ofSeconds(5)).build();
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("the gateway did not become ready");
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** A bearer token of the account. */
    String token() throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder()
                        .encodeToString(
                                (USERNAME + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(uri("/api/tokens"))
                        .header("Authorization", "Basic " + basic)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("no token: " + response.statusCode());
        }
        return JsonMapper.builder()
                .build()
                .readTree(response.body())
                .path("access_token")
                .asString();
    }

    HttpResponse<byte[]> get(String path, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path)).headers(headers).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        client.close();
    }
}
