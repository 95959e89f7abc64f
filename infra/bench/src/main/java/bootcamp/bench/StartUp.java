package bootcamp.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * P15: {@code ./bootcamp up} on an empty directory, built already, to the first overview of an
 * admin; and what the platform takes of memory then.
 */
final class StartUp implements Benchmark {

    private static final String SET_UP = "Set up: ";
    private static final String PASSWORD = "correct horse battery staple";
    private static final double MEBIBYTE = 1024;

    private final Path home;

    /**
     * @param home where the script is
     */
    StartUp(Path home) {
        this.home = home;
    }

    @Override
    public String id() {
        return "P15";
    }

    @Override
    public String title() {
        return "up on an empty directory to the first overview";
    }

    @Override
    public String limitTitle() {
        return "the same without the AOT cache";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.time("time", "s", 0.60).with(15), Figure.bounded("resident", "MiB", 1144));
    }

    @Override
    public int warmUpPairs() {
        return 1;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("AOT cache there", String.valueOf(Files.exists(cache())));
    }

    private Path cache() {
        return home.resolve("infra/launcher/target/aot/bootcamp.aot");
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        if (!Files.exists(cache())) {
            ProcessBuilder command = new ProcessBuilder(home.resolve("bootcamp").toString(), "aot");
            command.environment().put("BOOTCAMP_BUILD", "never");
            command.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            command.redirectError(ProcessBuilder.Redirect.DISCARD);
            if (command.start().waitFor() != 0) {
                throw new IOException("./bootcamp aot failed");
            }
        }
    }

    @Override
    public Map<String, Double> limit() throws IOException, InterruptedException {
        return start("off");
    }

    @Override
    public Map<String, Double> ours() throws IOException, InterruptedException {
        return start("use");
    }

    private Map<String, Double> start(String aot) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("bootcamp-start");
        ProcessBuilder command =
                new ProcessBuilder(
                        home.resolve("bootcamp").toString(),
                        "up",
                        "--port",
                        "0",
                        "--data",
                        data.toString());
        command.environment().put("BOOTCAMP_BUILD", "never");
        command.environment().put("BOOTCAMP_AOT", aot);
        command.redirectError(ProcessBuilder.Redirect.DISCARD);
        long start = System.nanoTime();
        Process process = command.start();
        try {
            showOverview(setUpLink(process));
            double seconds = Rate.secondsSince(start);
            return Map.of("time", seconds, "resident", residentMebibytes(process.pid()));
        } finally {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            delete(data);
        }
    }

    private static URI setUpLink(Process process) throws IOException {
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(SET_UP)) {
                return URI.create(line.substring(SET_UP.length()));
            }
        }
        throw new IOException("the platform ended before it was ready");
    }

    private static void showOverview(URI link) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    """
                    {"token": "%s", "username": "bench", "password": "%s"}
                    """
                            .formatted(link.getFragment(), PASSWORD);
            ask(
                    client,
                    HttpRequest.newBuilder(link.resolve("/api/setup"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body)));
            String basic =
                    Base64.getEncoder()
                            .encodeToString(("bench:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            String token =
                    ask(
                            client,
                            HttpRequest.newBuilder(link.resolve("/api/tokens"))
                                    .header("Authorization", "Basic " + basic)
                                    .POST(BodyPublishers.noBody()));
            ask(
                    client,
                    HttpRequest.newBuilder(link.resolve("/api/dashboards"))
                            .header(
                                    "Authorization",
                                    "Bearer "
                                            + JsonMapper.builder()
                                                    .build()
                                                    .readTree(token)
                                                    .path("access_token")
                                                    .asString()));
        }
    }

    private static String ask(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    answer.request().uri().getPath() + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private static double residentMebibytes(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
                            .findFirst()
                            .orElse(Double.NaN)
                    / MEBIBYTE;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {}
}
