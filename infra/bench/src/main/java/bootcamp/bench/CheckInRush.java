package bootcamp.bench;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** CHECK-IN: 80 students of each of 25 cohorts come within one second, with codes, over HTTP. */
final class CheckInRush implements Benchmark {

    private static final int COHORTS = 25;
    private static final int STUDENTS = 80;
    private static final int DAYS = 20;
    private static final Duration WINDOW = Duration.ofSeconds(3);

    private final Surroundings around;
    private final ZoneId zone = whereItIsNoon();
    private @Nullable RealService service;
    private @Nullable BareWrites bare;
    private @Nullable Producer<String, byte[]> producer;
    private int refused;
    private @Nullable CohortTopic school;

    CheckInRush(Surroundings around) {
        this.around = around;
    }

    /** So that no day ends meanwhile. In {@code Etc} signs are the other way round. */
    private static ZoneId whereItIsNoon() {
        int east = 12 - Instant.now().atZone(ZoneOffset.UTC).getHour();
        return ZoneId.of("Etc/GMT" + (east > 0 ? "-" : "+") + Math.abs(east));
    }

    @Override
    public String id() {
        return "CHECK-IN";
    }

    @Override
    public String title() {
        return "2,000 students of 25 cohorts check in within a second, over HTTP";
    }

    @Override
    public String limitTitle() {
        return "bare guarded updates of 25 documents, from as many writers";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.rate("accepted", "1/s", 0.5),
                Figure.bounded("p99 from the meant sending", "ms", 3_000));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "cohorts", String.valueOf(COHORTS),
                "students of each", String.valueOf(STUDENTS),
                "refused in all runs", String.valueOf(refused));
    }

    @Override
    public void prepare() {
        bare = new BareWrites(around.database("bench_checkin"), COHORTS);
        producer = around.kafka().producer("bench-fill");
        school = CohortTopic.running(producer, LocalDate.now(zone), DAYS, zone.getId());
        service =
                new RealService(
                        around, CurriculumApplication.NAME, CurriculumApplication.builder());
    }

    @Override
    public Map<String, Double> limit() {
        double rate = Objects.requireNonNull(bare).rate(COHORTS, WINDOW);
        return Map.of("accepted", rate, "p99 from the meant sending", 1000 * COHORTS / rate);
    }

    @Override
    public Map<String, Double> ours() throws IOException, InterruptedException {
        List<String> cohorts = Objects.requireNonNull(school).openMore(COHORTS, STUDENTS);
        takeStamps(cohorts);
        List<String> codes = new ArrayList<>();
        for (String cohortId : cohorts) {
            codes.add(
                    Objects.requireNonNull(service)
                            .get("/api/cohorts/%s/check-in/code".formatted(cohortId))
                            .path("code")
                            .asString());
        }
        Rush rush =
                Rush.of(
                        COHORTS * STUDENTS,
                        i -> stamp(cohorts.get(i % COHORTS), i / COHORTS, codes.get(i % COHORTS)));
        refused += rush.refused();
        TimeUnit.SECONDS.sleep(2);
        return Map.of("accepted", rush.rate(), "p99 from the meant sending", rush.p99Millis());
    }

    /** Once the service knows of all students. */
    private void takeStamps(List<String> cohorts) throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(zone);
        LocalTime starts = LocalTime.now(zone).truncatedTo(ChronoUnit.MINUTES).minusMinutes(2);
        String policy =
                """
                {"from": "%s", "preset": "KDT", "record": "STAMPS",
                 "stamps": {"startsAt": "%s", "endsAt": "%s"}}
                """
                        .formatted(today.minusDays(DAYS), starts, starts.plusHours(6));
        RealService curriculum = Objects.requireNonNull(service);
        for (String cohortId : cohorts) {
            String path = "/api/cohorts/" + cohortId;
            while (status(path + "/attendance/" + today) != 200
                    || curriculum.get(path + "/attendance/" + today).path("entries").size()
                            < STUDENTS) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            curriculum.send(
                    RealService.ADMIN,
                    "PUT",
                    path + "/attendance-policy",
                    "application/json",
                    policy,
                    "If-Match",
                    "\"0\"");
        }
    }

    private int status(String path) {
        return Objects.requireNonNull(service)
                .ask(RealService.ADMIN, "GET", path, null)
                .join()
                .statusCode();
    }

    private CompletableFuture<HttpResponse<String>> stamp(String cohortId, int i, String code) {
        Caller student =
                new Caller(
                        "maple-%s-%d".formatted(cohortId, i),
                        Set.of(Role.STUDENT),
                        CohortTopic.studentId(cohortId, i),
                        null,
                        Set.of());
        return Objects.requireNonNull(service)
                .ask(
                        student,
                        "POST",
                        "/api/cohorts/%s/attendance/%s/stamps"
                                .formatted(cohortId, LocalDate.now(zone)),
                        "{\"kind\": \"IN\", \"code\": \"%s\"}".formatted(code));
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
