package bootcamp.curriculum.week;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instructors and modules as the service's callers see them. */
class CurriculumServiceTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();

    private final String cohort = "modules-" + COHORTS.incrementAndGet();
    private final String modules = "/api/cohorts/" + cohort + "/modules";
    private final Calls staff = SERVICE.as(STAFF);

    private static String module(String name, String from, String until) {
        return "{\"name\": \"%s\", \"from\": \"%s\", \"until\": \"%s\"}"
                .formatted(name, from, until);
    }

    private static Answer created(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer;
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    private static void wrong(Answer answer, int status, String field) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    // ---- instructors

    @Test
    void instructorIsAddedEditedAndListed() {
        Answer added =
                created(
                        staff.post(
                                "/api/instructors",
                                "{\"name\": \" <b>Maren</b> 🦄 \", \"affiliation\": \"EXTERNAL\"}",
                                "Idempotency-Key",
                                cohort));
        String path = added.header("Location");

        assertThat(staff.get(path).text("name")).isEqualTo("<b>Maren</b> 🦄");
        assertThat(staff.get(path, "If-None-Match", added.header("ETag")).status()).isEqualTo(304);
        Answer edited = staff.patch(path, "{\"affiliation\": \"IN_HOUSE\"}", "If-Match", "\"1\"");
        assertThat(edited.text("affiliation")).isEqualTo("IN_HOUSE");
        assertThat(edited.text("name")).isEqualTo("<b>Maren</b> 🦄");
        problem(staff.patch(path, "{\"name\": \"x\"}", "If-Match", "\"1\""), 412, "STALE_VERSION");
        assertThat(staff.get("/api/instructors?limit=200").response().body())
                .contains(edited.text("instructorId"));
        assertThat(staff.get("/api/instructors", "Accept", "text/csv").response().body())
                .startsWith("instructorId,name,affiliation")
                .contains(edited.text("instructorId"));
    }

    @Test
    void instructorAddedAgainIsOneInstructor() {
        String body = "{\"name\": \"Kim\", \"affiliation\": \"EXTERNAL\"}";

        Answer first = created(staff.post("/api/instructors", body, "Idempotency-Key", cohort));
        Answer again = created(staff.post("/api/instructors", body, "Idempotency-Key", cohort));

        assertThat(again.text("instructorId")).isEqualTo(first.text("instructorId"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"affiliation\": \"EXTERNAL\"} | 400 | name",
                "{\"name\": 7, \"affiliation\": \"EXTERNAL\"} | 400 | name",
                "{\"name\": \"Kim\"} | 400 | affiliation",
                "{\"name\": \"Kim\", \"affiliation\": \"HALF\"} | 400 | affiliation",
                "{\"name\": \" \", \"affiliation\": \"EXTERNAL\"} | 422 | name",
                "{\"name\": \"\\u0000\", \"affiliation\": \"EXTERNAL\"} | 422 | name",
                "{\"name\": \"LONG\", \"affiliation\": \"EXTERNAL\"} | 422 | name",
            })
    void badInstructorIsRefusedByTheNameOfItsField(String body, int status, String field) {
        wrong(staff.post("/api/instructors", body.replace("LONG", "x".repeat(201))), status, field);
    }

    @Test
    void onlyStaffKnowInstructors() {
        Calls student = student("hana");
        String path =
                created(
                                staff.post(
                                        "/api/instructors",
                                        "{\"name\": \"Kim\", \"affiliation\": \"EXTERNAL\"}"))
                        .header("Location");

        problem(student.get(path), 403, "FORBIDDEN");
        problem(student.get("/api/instructors"), 403, "FORBIDDEN");
        problem(student.patch(path, "{}"), 403, "FORBIDDEN");
        problem(staff.get("/api/instructors/none"), 404, "INSTRUCTOR_NOT_FOUND");
        problem(staff.patch("/api/instructors/none", "{}"), 404, "INSTRUCTOR_NOT_FOUND");
    }

    // ---- modules

    private Calls student(String name) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(
                new Caller("maple-" + name, Set.of(Role.STUDENT), name + cohort, null, Set.of()));
    }

    @Test
    void moduleIsPlannedEditedAndListedInTheOrderOfItsDays() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        Answer later = created(staff.post(modules, module("딥러닝", "2024-04-01", "2024-04-30")));
        Answer first = created(staff.post(modules, module("통계", "2024-03-04", "2024-03-29")));
        String path = first.header("Location");

        assertThat(staff.get(path).text("cohortId")).isEqualTo(cohort);
        assertThat(staff.get(path, "If-None-Match", first.header("ETag")).status()).isEqualTo(304);
        Answer page = staff.get(modules + "?limit=1");
        assertThat(page.json().at("/items/0/moduleId").asString())
                .isEqualTo(first.text("moduleId"));
        Answer rest = staff.get(modules + "?limit=1&cursor=" + page.text("next"));
        assertThat(rest.json().at("/items/0/moduleId").asString())
                .isEqualTo(later.text("moduleId"));
        assertThat(rest.json().path("next").isNull()).isTrue();
        Answer edited = staff.patch(path, "{\"until\": \"2024-04-05\"}", "If-Match", "\"1\"");
        assertThat(edited.text("until")).isEqualTo("2024-04-05");
        assertThat(edited.text("name")).isEqualTo("통계");
        problem(staff.patch(path, "{\"name\": \"x\"}", "If-Match", "\"1\""), 412, "STALE_VERSION");
        assertThat(staff.get(modules, "Accept", "text/csv").response().body())
                .startsWith("moduleId,cohortId,name,from,until")
                .contains("통계");
    }

    @Test
    void modulePlannedAgainIsOneModule() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String body = module("통계", "2024-03-04", "2024-03-29");

        Answer first = created(staff.post(modules, body, "Idempotency-Key", cohort));
        Answer again = created(staff.post(modules, body, "Idempotency-Key", cohort));

        assertThat(again.text("moduleId")).isEqualTo(first.text("moduleId"));
        assertThat(staff.get(modules).json().path("items").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"from\": \"2024-03-04\", \"until\": \"2024-03-29\"} | 400 | name",
                "{\"name\": \"ML\", \"until\": \"2024-03-29\"} | 400 | from",
                "{\"name\": \"ML\", \"from\": \"2024-03-04\"} | 400 | until",
                "{\"name\": \"ML\", \"from\": \"2024-02-30\", \"until\": \"2024-03-29\"} | 400 | from",
                "{\"name\": \" \", \"from\": \"2024-03-04\", \"until\": \"2024-03-29\"} | 422 | name",
                "{\"name\": \"ML\", \"from\": \"2024-01-01\", \"until\": \"2024-03-29\"} | 422 | from",
                "{\"name\": \"ML\", \"from\": \"2024-03-04\", \"until\": \"2025-01-01\"} | 422 | until",
                "{\"name\": \"ML\", \"from\": \"2024-03-04\", \"until\": \"2024-03-03\"} | 422 | until",
            })
    void badModuleIsRefusedByTheNameOfItsFieldAndNothingIsDone(
            String body, int status, String field) {
        SCHOOL.cohort(cohort, "Asia/Seoul");

        wrong(staff.post(modules, body), status, field);

        assertThat(staff.get(modules).json().path("items").size()).isZero();
    }

    @Test
    void editIsHeldToTheSameRulesAsAPlan() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String path =
                created(staff.post(modules, module("통계", "2024-03-04", "2024-03-29")))
                        .header("Location");

        wrong(staff.patch(path, "{\"from\": \"2024-03-30\"}"), 422, "until");
        wrong(staff.patch(path, "{\"name\": null}"), 422, "name");
        wrong(staff.patch(path, "{\"from\": \"soon\"}"), 400, "from");
    }

    @Test
    void studentsSeeModulesOfTheirsAndOthersNothing() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String path =
                created(staff.post(modules, module("통계", "2024-03-04", "2024-03-29")))
                        .header("Location");
        Calls hana = student("hana");
        SCHOOL.enrollment("duri" + cohort, cohort + "-x", 1, "ENROLLED");
        Calls duri =
                SERVICE.as(
                        new Caller("duri", Set.of(Role.STUDENT), "duri" + cohort, null, Set.of()));
        Calls elsewhere =
                SERVICE.as(new Caller("lee", Set.of(Role.STAFF), null, null, Set.of("other")));

        assertThat(hana.get(path).text("name")).isEqualTo("통계");
        assertThat(hana.get(modules).json().path("items").size()).isEqualTo(1);
        problem(hana.post(modules, module("x", "2024-03-04", "2024-03-29")), 403, "FORBIDDEN");
        problem(hana.patch(path, "{}"), 403, "FORBIDDEN");
        problem(duri.get(path), 404, "MODULE_NOT_FOUND");
        problem(duri.get(modules), 404, "NOT_FOUND");
        problem(elsewhere.get(path), 404, "MODULE_NOT_FOUND");
        problem(elsewhere.patch(path, "{}"), 404, "MODULE_NOT_FOUND");
        problem(elsewhere.get(modules), 404, "NOT_FOUND");
        problem(elsewhere.post(modules, module("x", "2024-03-04", "2024-03-29")), 404, "NOT_FOUND");
        problem(staff.get("/api/modules/none"), 404, "MODULE_NOT_FOUND");
    }
}
