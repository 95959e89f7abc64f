package bootcamp.bench;

import bootcamp.enrollment.EnrollmentApplication;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
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

    private final Surroundings around;
    private @Nullable RealService service;
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
                new RealService(
                        around, EnrollmentApplication.NAME, EnrollmentApplication.builder());
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
        RealService enrollment = Objects.requireNonNull(service);
        String cohortId = "bench-" + round++;
        enrollment.send(RealService.ADMIN, "POST", "/api/cohorts", cohort(cohortId, ROWS));
        String roster = roster(cohortId, ROWS);
        long start = System.nanoTime();
        importAll(enrollment, cohortId, roster, ROWS);
        return Map.of("", ROWS / Rate.secondsSince(start));
    }

    /** A cohort of as many students as it has seats. */
    static void enrollAll(RealService enrollment, String cohortId, int students)
            throws IOException, InterruptedException {
        enrollment.send(RealService.ADMIN, "POST", "/api/cohorts", cohort(cohortId, students));
        importAll(enrollment, cohortId, roster(cohortId, students), students);
    }

    private static void importAll(RealService enrollment, String cohortId, String roster, int rows)
            throws IOException, InterruptedException {
        JsonNode begun =
                enrollment.send(
                        RealService.ADMIN,
                        "POST",
                        "/api/cohorts/" + cohortId + "/imports?kind=roster",
                        "text/csv",
                        roster);
        String path = "/api/imports/" + begun.path("importId").asString();
        JsonNode now = enrollment.get(path);
        while (now.path("state").asString().equals("RUNNING")) {
            TimeUnit.MILLISECONDS.sleep(20);
            now = enrollment.get(path);
        }
        if (now.path("applied").asInt() != rows) {
            throw new IllegalStateException("the import came to " + now);
        }
    }

    private static String cohort(String cohortId, int seats) {
        return """
        {"cohortId": "%s", "programme": "Bench", "name": "%s", "startDate": "2024-01-02",
         "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": %d}
        """
                .formatted(cohortId, cohortId, seats);
    }

    private static String roster(String cohortId, int rows) {
        StringBuilder csv = new StringBuilder("externalId,name,email,enrolledOn\n");
        for (int i = 0; i < rows; i++) {
            csv.append(
                    "%s-%05d,Student %d,s%d@%s.example,2024-01-02\n"
                            .formatted(cohortId, i, i, i, cohortId));
        }
        return csv.toString();
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }
}
