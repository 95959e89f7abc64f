package bootcamp.bench;

import bootcamp.curriculum.CurriculumApplication;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * SHEET: the attendance of 100 students on 150 days, a request for each day, saved and on the
 * dashboard of a gateway that is a process of its own.
 */
final class SheetRate implements Benchmark {

    private static final int STUDENTS = 100;
    private static final int DAYS = 150;
    private static final int AT_ONCE = 8;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Surroundings around;
    private final List<LocalDate> days =
            CohortTopic.START.datesUntil(CohortTopic.START.plusDays(DAYS)).toList();
    private @Nullable RealService service;
    private @Nullable GatewayProcess gateway;
    private @Nullable Producer<String, byte[]> producer;
    private String authorization = "";
    private int round;

    SheetRate(Surroundings around) {
        this.around = around;
    }

    @Override
    public String id() {
        return "SHEET";
    }

    @Override
    public String title() {
        return "attendance of 100 students on 150 days, saved and on the dashboard";
    }

    @Override
    public String limitTitle() {
        return "bare durable inserts of 150 documents with as many marks, as many at once";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.time("", "ms", 4).with(5_000));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("requests at once", String.valueOf(AT_ONCE));
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        producer = around.kafka().producer("bench-fill");
        service =
                new RealService(
                        around, CurriculumApplication.NAME, CurriculumApplication.builder());
        gateway = new GatewayProcess(around);
        authorization = "Bearer " + gateway.token();
    }

    @Override
    public Map<String, Double> limit() {
        var sheets = around.database("bench_sheet").getCollection("bare" + round++);
        List<Document> all = days.stream().map(SheetRate::document).toList();
        long start = System.nanoTime();
        Flux.fromIterable(all).flatMap(sheets::insertOne, AT_ONCE).blockLast(Duration.ofMinutes(2));
        double millis = Rate.secondsSince(start) * 1000;
        Mono.from(sheets.drop()).block();
        return Map.of("", millis);
    }

    private static Document document(LocalDate day) {
        Document marks = new Document();
        for (int i = 0; i < STUDENTS; i++) {
            marks.append("student-bench-00000-%06d".formatted(i), "PRESENT");
        }
        return new Document("_id", day.toString()).append("marks", marks);
    }

    @Override
    public Map<String, Double> ours() throws IOException, InterruptedException {
        String cohortId = CohortTopic.cohortId(round++);
        school(cohortId);
        long start = System.nanoTime();
        Flux.fromIterable(days)
                .flatMap(day -> Mono.fromFuture(() -> mark(cohortId, day)), AT_ONCE)
                .doOnNext(SheetRate::isDone)
                .blockLast(Duration.ofMinutes(2));
        while (onTheDashboard(cohortId) < STUDENTS * DAYS) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return Map.of("", Rate.secondsSince(start) * 1000);
    }

    /** Known to the service, with a policy, and on the dashboard. */
    private void school(String cohortId) throws IOException, InterruptedException {
        CohortTopic topic = new CohortTopic(Objects.requireNonNull(producer));
        topic.open(cohortId, STUDENTS);
        List<String> students = new ArrayList<>();
        for (int i = 0; i < STUDENTS; i++) {
            topic.enroll(cohortId, i);
            students.add(CohortTopic.studentId(cohortId, i));
        }
        topic.flush();
        String path = "/api/cohorts/" + cohortId + "/attendance-policy";
        while (Objects.requireNonNull(service)
                        .ask(RealService.ADMIN, "GET", path, null)
                        .join()
                        .statusCode()
                != 200) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        // The last of them is known: nothing on the sheet is refused.
        String last = "/api/cohorts/%s/attendance/%s".formatted(cohortId, days.getFirst());
        while (Objects.requireNonNull(service).get(last).path("entries").size() < students.size()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private CompletableFuture<HttpResponse<String>> mark(String cohortId, LocalDate day) {
        String entries =
                IntStream.range(0, STUDENTS)
                        .mapToObj(
                                i ->
                                        "{\"studentId\": \"%s\", \"status\": \"%s\"}"
                                                .formatted(
                                                        CohortTopic.studentId(cohortId, i),
                                                        i % 20 == 0 ? "ABSENT" : "PRESENT"))
                        .collect(Collectors.joining(",", "{\"entries\": [", "]}"));
        return Objects.requireNonNull(service)
                .ask(
                        RealService.ADMIN,
                        "PUT",
                        "/api/cohorts/%s/attendance/%s".formatted(cohortId, day),
                        entries);
    }

    private static void isDone(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("a sheet was answered " + answer.body());
        }
    }

    /** Student-days that are held there. */
    private int onTheDashboard(String cohortId) throws IOException, InterruptedException {
        JsonNode dashboard =
                JSON.readTree(
                        Objects.requireNonNull(gateway)
                                .get("/api/dashboards/" + cohortId, "Authorization", authorization)
                                .body());
        return dashboard.at("/attendance/n").asInt();
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (service != null) {
            service.close();
        }
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
