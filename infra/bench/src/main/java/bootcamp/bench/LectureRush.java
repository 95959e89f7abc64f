package bootcamp.bench;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** RUSH: 2,000 students register for one lecture of 200 seats within a second, over HTTP. */
final class LectureRush implements Benchmark {

    private static final int STUDENTS = 2_000;
    private static final int SEATS = 200;
    private static final Duration WINDOW = Duration.ofSeconds(3);

    private final Surroundings around;
    private @Nullable RealService service;
    private @Nullable BareWrites bare;
    private int refused;
    private int round;

    LectureRush(Surroundings around) {
        this.around = around;
    }

    @Override
    public String id() {
        return "RUSH";
    }

    @Override
    public String title() {
        return "2,000 students register for one lecture within a second, over HTTP";
    }

    @Override
    public String limitTitle() {
        return "bare guarded updates of one document, one after another";
    }

    @Override
    public List<Figure> figures() {
        // They are taken together, so they are not to cost a write each.
        return List.of(
                Figure.rate("accepted", "1/s", 1),
                Figure.bounded("p99 from the meant sending", "ms", 3_000));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "students", String.valueOf(STUDENTS),
                "seats", String.valueOf(SEATS),
                "refused in all runs", String.valueOf(refused));
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        bare = new BareWrites(around.database("bench_rush"), 1);
        String cohortId = CohortTopic.cohortId(0);
        try (Producer<String, byte[]> producer = around.kafka().producer("bench-fill")) {
            CohortTopic topic = new CohortTopic(producer);
            topic.open(cohortId, STUDENTS);
            for (int i = 0; i < STUDENTS; i++) {
                topic.enroll(cohortId, i);
            }
            topic.flush();
        }
        // It is ready once it knows all that is in the topic now.
        service =
                new RealService(
                        around, CurriculumApplication.NAME, CurriculumApplication.builder());
    }

    @Override
    public Map<String, Double> limit() {
        double rate = Objects.requireNonNull(bare).rate(1, WINDOW);
        return Map.of("accepted", rate, "p99 from the meant sending", 1000 / rate);
    }

    @Override
    public Map<String, Double> ours() throws IOException, InterruptedException {
        RealService curriculum = Objects.requireNonNull(service);
        String path = "/api/lectures/" + lecture(curriculum);
        Rush rush =
                Rush.of(
                        STUDENTS,
                        i -> curriculum.ask(student(i), "PUT", path + "/registrations/me", null));
        refused += rush.refused();
        JsonNode after = curriculum.get(path);
        int taken = after.path("registered").asInt() + after.path("waiting").asInt();
        if (after.path("registered").asInt() != SEATS || taken < STUDENTS - rush.refused()) {
            throw new IllegalStateException("the rush came to " + after);
        }
        // What is still to be published is not the next run's to carry.
        TimeUnit.SECONDS.sleep(3);
        return Map.of("accepted", rush.rate(), "p99 from the meant sending", rush.p99Millis());
    }

    private String lecture(RealService curriculum) throws IOException {
        LocalDate day = LocalDate.now(ZoneId.of("Asia/Seoul")).plusDays(7);
        String body =
                """
                {"cohortIds": ["%s"], "title": "Rush %d", "speaker": "Ada Park",
                 "startsAt": "%sT19:00:00", "endsAt": "%sT21:00:00", "capacity": %d}
                """
                        .formatted(CohortTopic.cohortId(0), round++, day, day, SEATS);
        String lectureId =
                curriculum
                        .send(RealService.ADMIN, "POST", "/api/lectures", body)
                        .path("lectureId")
                        .asString();
        curriculum.send(
                RealService.ADMIN,
                "POST",
                "/api/lectures/%s/publication".formatted(lectureId),
                "{}");
        return lectureId;
    }

    private static Caller student(int i) {
        return new Caller(
                "maple-" + i,
                Set.of(Role.STUDENT),
                CohortTopic.studentId(CohortTopic.cohortId(0), i),
                null,
                Set.of());
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }
}
