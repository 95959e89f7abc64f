package bootcamp.curriculum.clinic;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.platform.http.Texts;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What callers of the service say about clinics, in short. */
abstract class ClinicCalls {

    static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final Texts TEXTS = Texts.of(CurriculumApplication.NAME);
    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final int SECONDS_MAX = 30;

    final String cohort = "ai-lab-c" + COHORTS.incrementAndGet();
    final String clinics = "/api/cohorts/" + cohort + "/clinics";
    final Calls staff;
    final RunningService service;
    final SchoolTopic school;

    ClinicCalls(RunningService service, SchoolTopic school) {
        this.service = service;
        this.school = school;
        this.staff = service.as(STAFF);
    }

    /** Runs now, for a good while. */
    void cohortIsThere() {
        LocalDate today = LocalDate.now(SEOUL);
        school.cohort(cohort, today.minusDays(30), today.plusDays(90));
    }

    static LocalDateTime ahead(int days, int hour) {
        return LocalDate.now(SEOUL).plusDays(days).atTime(hour, 0);
    }

    String instructor() {
        return staff.post(
                        "/api/instructors",
                        "{\"name\": \"Maren Thornby\", \"affiliation\": \"EXTERNAL\"}")
                .is(201)
                .text("instructorId");
    }

    /**
     * @param more fields with a comma before each; the last of a name counts
     */
    static String clinic(String instructorId, LocalDateTime starts, String more) {
        return """
        {"kind": "RESUME_FEEDBACK", "title": "이력서 피드백", "instructorId": "%s",
         "startsAt": "%s", "minutes": 30%s}
        """
                .formatted(instructorId, starts, more);
    }

    /** Ten days ahead from 14:00; where it is. */
    String opened(String more) {
        return staff.post(clinics, clinic(instructor(), ahead(10, 14), more))
                .is(201)
                .header("Location");
    }

    static Caller student(String studentId) {
        return new Caller("maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of());
    }

    String enroll(String name) {
        school.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return name + cohort;
    }

    Calls enrolled(String name) {
        return service.as(student(enroll(name)));
    }

    static Answer books(Calls student, String clinic, String slotId) {
        return student.put(clinic + "/bookings/me", "{\"slotId\": \"%s\"}".formatted(slotId));
    }

    static @Nullable String mySlot(Answer answer) {
        JsonNode slot = answer.is(200).json().at("/mine/slotId");
        return slot.isNull() ? null : slot.asString();
    }

    static void wrong(Answer answer, String field, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(422);
        assertThat(answer.json().path("errors").valueStream())
                .as(answer.response().body())
                .anySatisfy(
                        error -> {
                            assertThat(error.path("field").asString()).isEqualTo(field);
                            assertThat(error.path("reason").asString()).startsWith(reason(code));
                        });
    }

    /** Its text up to what is put in. */
    private static String reason(String code) {
        return TEXTS.get("reason." + code, Locale.ENGLISH, Map.of()).split("\\{")[0];
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
