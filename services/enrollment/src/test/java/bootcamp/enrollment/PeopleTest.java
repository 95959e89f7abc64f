package bootcamp.enrollment;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Who a student is, as callers correct it: nothing half done, nothing overwritten, nobody left. */
@org.jspecify.annotations.NullUnmarked
class PeopleTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static RunningService service;

    private final String cohort = "people-" + COHORTS.incrementAndGet();
    private final Calls staff = service.as(STAFF);

    @BeforeAll
    static void start() {
        service = RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private void open(String cohortId, int capacity) {
        Answer opened =
                staff.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
                         "startDate": "2024-01-02", "endDate": "2024-07-31",
                         "timeZone": "Asia/Seoul", "capacity": %d, "holidays": []}
                        """
                                .formatted(cohortId, capacity));
        assertThat(opened.status()).as(opened.response().body()).isEqualTo(201);
    }

    private static String enrollments(String cohortId) {
        return "/api/cohorts/" + cohortId + "/enrollments";
    }

    private String body(String name, String email, String more) {
        return """
        {"name": "%s", "email": "%s-%s@example.org", "enrolledOn": "2024-01-02"%s}
        """
                .formatted(name, email, cohort, more);
    }

    private Answer enroll(String name, String email, String more, String... headers) {
        return staff.post(enrollments(cohort), body(name, email, more), headers);
    }

    private String enrolled(String name, String email) {
        Answer answer = enroll(name, email, "");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return "/api/enrollments/" + answer.text("enrollmentId");
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    }

    private static Set<Document> people() {
        MongoDatabase people = service.bean(0, "people", MongoDatabase.class);
        return new HashSet<>(
                Objects.requireNonNull(
                        Flux.fromIterable(List.of("persons", "claims"))
                                .concatMap(name -> people.getCollection(name).find())
                                .collectList()
                                .block()));
    }

    // ---- enrolling

    @Test
    void whoIsEnrolledAlreadyIsNotRenamed() {
        open(cohort, 9);
        enrolled("Ann", "ann");
        Set<Document> before = people();

        Answer again = enroll("Bora", "ann", ", \"phone\": \"010-1\"");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("code")).isEqualTo("ALREADY_ENROLLED");
        assertThat(people()).isEqualTo(before);
    }

    @Test
    void whoIsKnownUnderAnotherNameIsRefusedElsewhereToo() {
        open(cohort, 9);
        open(cohort + "-b", 9);
        String ann = enrolled("Ann", "ann");
        Set<Document> before = people();

        Answer other = staff.post(enrollments(cohort + "-b"), body("Bora", "ann", ""));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("code")).isEqualTo("OTHER_NAME");
        assertThat(people()).isEqualTo(before);
        Answer same =
                staff.post(
                        enrollments(cohort + "-b"),
                        body("Ann", "ann", ", \"phone\": \"010-1\", \"externalId\": \"x" + cohort)
                                .replace("\"x" + cohort, "\"x" + cohort + "\""));
        assertThat(same.status()).as(same.response().body()).isEqualTo(201);
        assertThat(staff.get(ann).text("phone")).isEqualTo("010-1");
        Answer phone =
                staff.post(enrollments(cohort), body("Ann", "ann", ", \"phone\": \"010-2\""));
        assertThat(phone.text("code")).isEqualTo("ALREADY_ENROLLED");
        assertThat(staff.get(ann).text("phone")).isEqualTo("010-1");
    }

    @Test
    void aRequestThatComesAgainOverwritesNoCorrection() {
        open(cohort, 9);
        String key = "again-" + cohort;
        Answer first = enroll("Anne", "typo", "", "Idempotency-Key", key);
        String path = "/api/enrollments/" + first.text("enrollmentId");
        ok(
                staff.patch(
                        path,
                        "{\"name\": \"Ann\", \"email\": \"ann-%s@example.org\"}"
                                .formatted(cohort)));
        Set<Document> before = people();

        Answer again = enroll("Anne", "typo", "", "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(people()).isEqualTo(before);
        assertThat(staff.get(path).text("name")).isEqualTo("Ann");
    }

    @Test
    void aRequestThatComesAgainFindsWhomItEnrolledThoughTheAddressIsNobodysNow() {
        open(cohort, 9);
        open(cohort + "-b", 9);
        String known = enrolled("Ann", "typo");
        String body = body("Ann", "typo", "");
        String key = "corrected-" + cohort;
        Answer first = staff.post(enrollments(cohort + "-b"), body, "Idempotency-Key", key);
        assertThat(first.status()).as(first.response().body()).isEqualTo(201);
        ok(staff.patch(known, "{\"email\": \"ann-%s@example.org\"}".formatted(cohort)));
        Set<Document> before = people();

        Answer again = staff.post(enrollments(cohort + "-b"), body, "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(people()).isEqualTo(before);
    }

    @Test
    void nobodyIsLeftOfWhoWasRefused() {
        open(cohort, 1);
        enrolled("Ann", "ann");
        Set<Document> before = people();

        Answer full = enroll("Bora", "bora", ", \"status\": \"ENROLLED\"");
        Answer late =
                staff.post(
                        enrollments(cohort),
                        body("Choi", "choi", "").replace("2024-01-02", "2024-08-01"));
        Answer nameless =
                staff.post(
                        enrollments(cohort),
                        "{\"name\": \"Dan\", \"enrolledOn\": \"2024-01-02\", \"status\":"
                                + " \"ENROLLED\"}");

        assertThat(full.text("code")).isEqualTo("COHORT_FULL");
        assertThat(late.status()).isEqualTo(422);
        assertThat(nameless.text("code")).isEqualTo("COHORT_FULL");
        assertThat(people()).isEqualTo(before);
    }

    // ---- correcting

    @Test
    void anEditThatIsRefusedInPartChangesNothing() {
        open(cohort, 9);
        String ann = enrolled("Ann", "ann");
        String bora = enrolled("Bora", "bora");
        Set<Document> before = people();

        Answer late = staff.patch(ann, "{\"name\": \"X\", \"enrolledOn\": \"2999-01-01\"}");
        Answer taken =
                staff.patch(
                        bora,
                        "{\"email\": \"ann-%s@example.org\", \"enrolledOn\": \"2024-01-09\"}"
                                .formatted(cohort));

        assertThat(late.status()).isEqualTo(422);
        assertThat(taken.text("code")).isEqualTo("IDENTITY_TAKEN");
        assertThat(staff.get(ann).text("name")).isEqualTo("Ann");
        assertThat(staff.get(bora).text("enrolledOn")).isEqualTo("2024-01-02");
        assertThat(without(people(), "claims")).isEqualTo(without(before, "claims"));
    }

    /** The order in which a person names claims says nothing. */
    private static Set<Document> without(Set<Document> documents, String field) {
        Set<Document> rest = new HashSet<>();
        for (Document each : documents) {
            Document copy = new Document(each);
            copy.remove(field);
            copy.remove("version");
            copy.remove("mark");
            rest.add(copy);
        }
        return rest;
    }

    @Test
    void ofTwoEditsOnTheSameTagTheSecondIsRefused() {
        open(cohort, 9);
        String ann = enrolled("Ann", "ann");
        String tag = staff.get(ann).header("ETag");

        Answer first = staff.patch(ann, "{\"name\": \"Anne\"}", "If-Match", tag);
        Answer second = staff.patch(ann, "{\"phone\": \"010-2\"}", "If-Match", tag);

        ok(first);
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.text("code")).isEqualTo("STALE_VERSION");
        assertThat(staff.get(ann).json().path("phone").isNull()).isTrue();
        ok(
                staff.patch(
                        ann,
                        "{\"phone\": \"010-2\", \"enrolledOn\": \"2024-01-03\"}",
                        "If-Match",
                        first.header("ETag")));
        Answer day =
                staff.patch(
                        ann, "{\"enrolledOn\": \"2024-01-04\"}", "If-Match", first.header("ETag"));
        assertThat(day.status()).isEqualTo(412);
        assertThat(staff.patch(ann, "{\"name\": \"A\"}", "If-Match", "\"1.x\"").status())
                .isEqualTo(412);
    }

    @Test
    void twoSwapTheirAddressesOnceOneIsTakenAway() {
        open(cohort, 9);
        String ann = enrolled("Ann", "bora");
        String bora = enrolled("Bora", "ann");

        ok(staff.patch(ann, "{\"email\": null}"));
        ok(staff.patch(bora, "{\"email\": \"bora-%s@example.org\"}".formatted(cohort)));
        ok(staff.patch(ann, "{\"email\": \"ann-%s@example.org\"}".formatted(cohort)));

        assertThat(enroll("Ann", "ann", "").text("code")).isEqualTo("ALREADY_ENROLLED");
        assertThat(staff.get(ann).text("email")).isEqualTo("ann-" + cohort + "@example.org");
        assertThat(staff.get(bora).text("email")).isEqualTo("bora-" + cohort + "@example.org");
    }

    @Test
    void whoseAddressWasTakenBackIsSomebodyNew() {
        open(cohort, 9);
        String ann = enrolled("Ann", "bora");
        ok(staff.patch(ann, "{\"email\": \"ann-%s@example.org\"}".formatted(cohort)));

        String bora = enrolled("Bora", "bora");

        assertThat(bora).isNotEqualTo(ann);
        assertThat(staff.get(ann).text("name")).isEqualTo("Ann");
    }

    @Test
    void anErasedAddressStaysClaimed() {
        open(cohort, 9);
        String ann = enrolled("Ann", "ann");
        String student = staff.get(ann).text("studentId");
        assertThat(service.as(ADMIN).delete("/api/students/" + student + "/personal-data").status())
                .isEqualTo(204);

        assertThat(enroll("Ann", "ann", "").text("code")).isEqualTo("ERASED");
    }
}
