package bootcamp.curriculum.lecture;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What callers of the service say about special lectures, in short. */
abstract class LectureCalls {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final long SECONDS_MAX = 30;

    final String cohort = "ai-lab-" + COHORTS.incrementAndGet();
    final Calls staff;
    private final RunningService service;
    private final SchoolTopic school;

    /** Both are the test's own, and closed by it. */
    LectureCalls(RunningService service, SchoolTopic school) {
        this.service = service;
        this.school = school;
        this.staff = service.as(STAFF);
    }

    static LocalDateTime ahead(int hours) {
        return LocalDateTime.now(ZoneId.of("Asia/Seoul"))
                .truncatedTo(ChronoUnit.MINUTES)
                .plusHours(hours);
    }

    String lecture(int capacity) {
        return """
        {"cohortIds": ["%s"], "title": "한 주의 NLP", "speaker": "Maren Thornby",
         "abstract": "What the papers leave out.", "place": "Room 4",
         "startsAt": "%s", "endsAt": "%s", "capacity": %d}
        """
                .formatted(cohort, ahead(240), ahead(242), capacity);
    }

    String drafted(int capacity) {
        school.cohort(cohort);
        Answer answer = staff.post("/api/lectures", lecture(capacity));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return "/api/lectures/" + answer.text("lectureId");
    }

    String published(int capacity) {
        String path = drafted(capacity);
        Answer answer = staff.post(path + "/publication", "");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return path;
    }

    static Caller student(String studentId) {
        return new Caller("maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of());
    }

    Calls enrolled(String name) {
        school.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return service.as(student(name + cohort));
    }

    static Answer registers(Calls student, String lecture) {
        return student.put(lecture + "/registrations/me", null);
    }

    static void state(Answer answer, String state) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.text("state")).isEqualTo(state);
    }

    static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
