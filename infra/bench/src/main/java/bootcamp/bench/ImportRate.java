package bootcamp.bench;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.platform.http.StrictJson;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * P14: a roster of 10,000 rows through the API of the real service, each row once and durable: from
 * the first byte sent to the import being DONE.
 */
final class ImportRate implements Benchmark {

    private static final int ROWS = 10_000;
    private static final int CHUNK = 500;
    private static final Caller ADMIN =
            new Caller("bench", Set.of(Role.ADMIN), null, null, Set.of());

    private final Surroundings around;
    private final IdentityKeys keys = IdentityKeys.generate();
    private final IdentitySigner signer =
            new IdentitySigner(keys.privateKey(), InstantSource.system());
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ReactiveWebServerApplicationContext service;
    private int round;

    ImportRate(Surroundings around) {
        this.around = around;
    }

    @Override
    public String id() {
        return "P14";
    }

    @Override
    public String title() {
        return "roster import through the API, 10,000 rows, durable, each row once";
    }

    @Override
    public String limitTitle() {
        return "bare bulk insert of as many documents of an enrollment's size, in pieces of 500";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.rate("", "rows/s", 0.3));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("rows", String.valueOf(ROWS));
    }

    @Override
    public int warmUpPairs() {
        return 1;
    }

    @Override
    public void prepare() {
        service =
                (ReactiveWebServerApplicationContext)
                        EnrollmentApplication.builder()
                                .registerShutdownHook(false)
                                .logStartupInfo(false)
                                .run(
                                        "--spring.config.name=" + EnrollmentApplication.NAME,
                                        "--server.port=0",
                                        "--bootcamp.kafka.bootstrap-servers="
                                                + around.bootstrapServers(),
                                        "--bootcamp.mongodb.uri=" + around.mongoUri(),
                                        "--bootcamp.hashing.secret=a secret that a bench knows",
                                        "--bootcamp.identity.public-key=" + keys.publicKey());
    }

    @Override
    public Map<String, Double> limit() {
        MongoCollection<Document> bare =
                around.database("bench_p14").getCollection("bare" + round++);
        List<Document> documents = IntStream.range(0, ROWS).mapToObj(ImportRate::document).toList();
        long start = System.nanoTime();
        Flux.fromIterable(documents)
                .buffer(CHUNK)
                .concatMap(piece -> bare.insertMany(piece, new InsertManyOptions().ordered(false)))
                .blockLast(Duration.ofMinutes(2));
        double rate = ROWS / Rate.secondsSince(start);
        Mono.from(bare.drop()).block();
        return Map.of("", rate);
    }

    private static Document document(int i) {
        return new Document("_id", "enrollment-%06d".formatted(i))
                .append("version", 1L)
                .append("state", new Document("text", "x".repeat(700)));
    }

    @Override
    public Map<String, Double> ours() throws IOException, InterruptedException {
        String cohortId = "bench-" + round++;
        send("POST", "/api/cohorts", "application/json", cohort(cohortId));
        String roster = roster(cohortId);
        long start = System.nanoTime();
        JsonNode begun =
                send(
                        "POST",
                        "/api/cohorts/" + cohortId + "/imports?kind=roster",
                        "text/csv",
                        roster);
        String path = "/api/imports/" + begun.path("importId").asString();
        JsonNode now = send("GET", path, "", null);
        while (now.path("state").asString().equals("RUNNING")) {
            TimeUnit.MILLISECONDS.sleep(20);
            now = send("GET", path, "", null);
        }
        if (now.path("applied").asInt() != ROWS) {
            throw new IllegalStateException("the import came to " + now);
        }
        return Map.of("", ROWS / Rate.secondsSince(start));
    }

    private static String cohort(String cohortId) {
        return """
        {"cohortId": "%s", "programme": "Bench", "name": "%s", "startDate": "2024-01-02",
         "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": %d}
        """
                .formatted(cohortId, cohortId, ROWS);
    }

    private static String roster(String cohortId) {
        StringBuilder csv = new StringBuilder("externalId,name,email,enrolledOn\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(
                    "%s-%05d,Student %d,s%d@%s.example,2024-01-02\n"
                            .formatted(cohortId, i, i, i, cohortId));
        }
        return csv.toString();
    }

    private JsonNode send(String method, String path, String type, @Nullable String body)
            throws IOException, InterruptedException {
        int port = Objects.requireNonNull(Objects.requireNonNull(service).getWebServer()).getPort();
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .header(
                                IdentitySigner.HEADER,
                                signer.sign(
                                        ADMIN,
                                        EnrollmentApplication.NAME,
                                        method,
                                        uri.getRawPath()))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " answered " + answer.body());
        }
        return StrictJson.mapper().readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
        if (service != null) {
            service.close();
        }
    }
}
