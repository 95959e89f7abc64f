package bootcamp.enrollment;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** The service as its callers see it. */
class EnrollmentServiceTest {

    private static @Nullable RunningService running;
    private static final AtomicInteger COHORTS = new AtomicInteger();

    private final String cohort = "ai-lab-" + COHORTS.incrementAndGet();
    private final RunningService service = service();
    private final Calls staff = service.as(STAFF);
    private final Calls admin = service.as(ADMIN);

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** One for all tests of a class. */
    private RunningService service() {
        RunningService here = running == null ? start() : running;
        running = here;
        return here;
    }

    /** On other servers in a subclass. */
    RunningService start() {
        return RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    }

    private static String plan(String id, int capacity) {
        return """
        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
         "startDate": "2024-01-02", "endDate": "2024-07-31", "timeZone": "Asia/Seoul",
         "capacity": %d, "holidays": ["2024-02-09"]}
        """
                .formatted(id, capacity);
    }

    private void open(int capacity) {
        assertThat(staff.post("/api/cohorts", plan(cohort, capacity)).status()).isEqualTo(201);
    }

    private static String student(String name) {
        return """
        {"name": "%s", "email": "%s@example.org", "externalId": "%s", "enrolledOn": "2024-01-02"}
        """
                .formatted(name, name.toLowerCase(java.util.Locale.ROOT), name);
    }

    private String enrollments() {
        return "/api/cohorts/" + cohort + "/enrollments";
    }

    private Answer enroll(String name) {
        return staff.post(enrollments(), student(name + cohort));
    }

    private String enrolled(String name) {
        Answer answer = enroll(name);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return "/api/enrollments/" + answer.text("enrollmentId");
    }

    private static Caller studentOf(String studentId) {
        return new Caller("maple-river", Set.of(Role.STUDENT), studentId, null, Set.of());
    }

    // ---- cohorts

    @Test
    void aCohortIsOpenedReadEditedAndClosed() {
        Answer opened = staff.post("/api/cohorts", plan(cohort, 30));

        assertThat(opened.status()).as(opened.response().body()).isEqualTo(201);
        assertThat(opened.header("Location")).isEqualTo("/api/cohorts/" + cohort);
        String path = "/api/cohorts/" + cohort;
        Answer read = staff.get(path);
        assertThat(read.json().path("seats").path("taken").asInt()).isZero();
        assertThat(read.json().path("trainingWeekdays").size()).isEqualTo(5);
        assertThat(staff.get(path, "If-None-Match", read.header("ETag")).status()).isEqualTo(304);
        Answer edited =
                staff.patch(
                        path,
                        "{\"capacity\": 31, \"holidays\": null}",
                        "If-Match",
                        read.header("ETag"));
        assertThat(edited.json().path("capacity").asInt()).isEqualTo(31);
        assertThat(edited.json().path("holidays").size()).isZero();
        assertThat(staff.patch(path, "{\"capacity\": 9}", "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(staff.patch(path, "{\"status\": \"CLOSED\"}").status()).isEqualTo(403);
        assertThat(admin.patch(path, "{\"status\": \"CLOSED\"}").text("status"))
                .isEqualTo("CLOSED");
        assertThat(enroll("late").text("code")).isEqualTo("COHORT_CLOSED");
        for (String bad :
                List.of(
                        "{\"status\": \"OPEN\"}",
                        "{\"status\": \"OPEN\", \"reason\": \" \"}",
                        "{\"status\": \"OPEN\", \"reason\": \"\\u0007\"}",
                        "{\"status\": \"OPEN\", \"reason\": \"%s\"}".formatted("r".repeat(501)),
                        "{\"reason\": \"why\"}")) {
            JsonNode errors = admin.patch(path, bad).is(422, "INVALID_INPUT").json().path("errors");
            assertThat(errors.size()).as(bad).isOne();
            assertThat(errors.at("/0/field").asString()).isEqualTo("reason");
        }
        assertThat(staff.get(path).text("status")).isEqualTo("CLOSED");
        String reopening = "{\"status\": \"OPEN\", \"reason\": \" A day was forgotten \"}";
        staff.patch(path, reopening).is(403);
        String other = reopening.replace("forgotten", "noted twice");
        admin.patch(path, other, "If-Match", "\"1\"").is(412, "STALE_VERSION");
        Answer reopened = admin.patch(path, reopening).is(200);
        assertThat(reopened.text("status")).isEqualTo("OPEN");
        admin.patch(path, other).is(200);
        JsonNode again = staff.get(path).is(200).json().path("reopenings");
        assertThat(again).isEqualTo(reopened.json().path("reopenings"));
        assertThat(again.size()).isOne();
        assertThat(again.at("/0/reason").asString()).isEqualTo("A day was forgotten");
        assertThat(again.at("/0/by").asString()).isEqualTo("admin");
        assertThat(again.at("/0/at").isString()).isTrue();
        // Words for which nothing was opened are kept nowhere.
        assertThat(
                        Flux.from(
                                        service.bean(0, "people", MongoDatabase.class)
                                                .getCollection("cohortRemarks")
                                                .find(Filters.regex("_id", "^" + cohort + "/")))
                                .map(each -> each.getString("text"))
                                .collectList()
                                .block())
                .containsExactly("A day was forgotten");
    }

    @Test
    void whatBecameOfSomebodyIsAskedAnewAfterAnotherClosing() {
        open(3);
        String path = "/api/cohorts/" + cohort;
        String enrollment = enrolled("Hana");
        String employed = "{\"months\": 3, \"outcome\": \"EMPLOYED\"}";
        admin.post(path + "/closing", "{\"on\": \"2024-07-31\"}").is(200);
        staff.put(enrollment + "/later-outcome", employed).is(200);
        assertThat(laterKnown(path)).isOne();

        admin.patch(path, "{\"status\": \"OPEN\", \"reason\": \"A day was forgotten\"}").is(200);
        admin.patch(path, "{\"status\": \"CLOSED\"}").is(200);

        assertThat(laterKnown(path)).isZero();
        staff.put(enrollment + "/later-outcome", employed).is(409, "OUTCOME_TOO_EARLY");
        try {
            service.stopClock(Instant.now().plus(Duration.ofDays(95)));
            JsonNode noted = staff.put(enrollment + "/later-outcome", employed).is(200).json();
            assertThat(noted.path("outcomes").size()).isOne();
        } finally {
            service.stopClock(null);
        }
        assertThat(laterKnown(path)).isOne();
    }

    private int laterKnown(String path) {
        JsonNode told = staff.get(path + "/later-outcomes").is(200).json();
        assertThat(told.at("/students/0/outcomes").size())
                .isEqualTo(told.at("/figures/0/known").asInt());
        assertThat(told.at("/students").size()).isOne();
        return told.at("/figures/0/known").asInt();
    }

    @Test
    void aCohortIsClosedOnADayByAnAdminAndOnceOnly() {
        open(3);
        String closing = "/api/cohorts/" + cohort + "/closing";
        String on = "{\"on\": \"2024-07-31\"}";

        assertThat(staff.post(closing, on).status()).isEqualTo(403);
        Answer closed = admin.post(closing, on);
        assertThat(closed.status()).as(closed.response().body()).isEqualTo(200);
        assertThat(closed.text("status")).isEqualTo("CLOSED");
        assertThat(closed.text("closedOn")).isEqualTo("2024-07-31");
        assertThat(admin.post(closing, on).header("ETag")).isEqualTo(closed.header("ETag"));
        assertThat(admin.post("/api/cohorts/none/closing", on).text("code"))
                .isEqualTo("COHORT_NOT_FOUND");
        assertThat(admin.post(closing, "{}").status()).isEqualTo(400);
        admin.patch("/api/cohorts/" + cohort, "{\"status\": \"OPEN\", \"reason\": \"why\"}");
        Answer longAgo = admin.post(closing, "{\"on\": \"0001-01-01\"}");
        assertThat(longAgo.status()).isEqualTo(422);
        assertThat(longAgo.text("code")).isEqualTo("OUTSIDE_COHORT_DATES");
    }

    @Test
    void aCohortThatCanNotBeIsRefusedInTheReadersLanguage() {
        open(3);

        Answer again = staff.post("/api/cohorts", plan(cohort, 3), "Accept-Language", "ko");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("code")).isEqualTo("COHORT_EXISTS");
        assertThat(again.text("title")).isEqualTo("이미 쓰는 식별자입니다");
        Answer none = staff.post("/api/cohorts", plan(cohort + "-b", 0));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.text("code")).isEqualTo("CAPACITY_OUT_OF_RANGE");
        Answer slug = staff.post("/api/cohorts", plan("AI Lab", 3));
        assertThat(slug.json().path("errors").path(0).path("field").asString())
                .isEqualTo("cohortId");
        assertThat(staff.post("/api/cohorts", "{\"name\": 3}").status()).isEqualTo(400);
        assertThat(staff.patch("/api/cohorts/" + cohort, "{\"colour\": \"red\"}").status())
                .isEqualTo(400);
    }

    @Test
    void cohortsAreListedPageByPageAndAsATable() {
        open(3);
        staff.post("/api/cohorts", plan(cohort + "-b", 3));

        Answer first = staff.get("/api/cohorts?limit=1");
        assertThat(first.json().path("items").size()).isEqualTo(1);
        Answer next = staff.get("/api/cohorts?limit=1&cursor=" + first.text("next"));
        assertThat(next.json().path("items").path(0).path("cohortId").asString())
                .isGreaterThan(first.json().path("items").path(0).path("cohortId").asString());
        Answer table = staff.get("/api/cohorts", "Accept", "text/csv");
        assertThat(table.response().body())
                .startsWith("cohortId,programme")
                .contains(cohort + "-b");
        var ofOne = new Caller("kim", Set.of(Role.STAFF), null, null, Set.of(cohort));
        assertThat(service.as(ofOne).get("/api/cohorts").json().path("items").size()).isEqualTo(1);
        assertThat(service.as(ofOne).get("/api/cohorts/" + cohort + "-b").status()).isEqualTo(404);
    }

    // ---- life of an enrollment

    @Test
    void aStudentIsEnrolledLeavesAndComesBack() {
        open(3);
        String hana = enrolled("hana");

        Answer away =
                staff.post(
                        hana + "/leave", "{\"from\": \"2024-02-01\", \"until\": \"2024-02-09\"}");
        assertThat(away.status()).as(away.response().body()).isEqualTo(200);
        assertThat(away.json().path("leaves").size()).isEqualTo(1);
        Answer gone =
                staff.post(
                        hana + "/withdrawal",
                        "{\"on\": \"2024-03-04\", \"reason\": \"EMPLOYMENT\", \"note\": \"found"
                                + " work\"}");
        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.text("status")).isEqualTo("WITHDRAWN");
        assertThat(staff.get("/api/cohorts/" + cohort).json().path("seats").path("taken").asInt())
                .isZero();
        Answer twice =
                staff.post(hana + "/withdrawal", "{\"on\": \"2024-03-05\", \"reason\": \"TIME\"}");
        assertThat(twice.text("code")).isEqualTo("ALREADY_WITHDRAWN");
        Answer back = staff.delete(hana + "/withdrawal");
        assertThat(back.status()).as(back.response().body()).isEqualTo(200);
        assertThat(back.text("status")).isEqualTo("ENROLLED");
        assertThat(staff.delete(hana + "/withdrawal").text("code")).isEqualTo("NOT_WITHDRAWN");

        Answer read = staff.get(hana);
        assertThat(
                        StreamSupport.stream(read.json().path("history").spliterator(), false)
                                .map(entry -> entry.path("what").asString()))
                .containsExactly(
                        "EnrollmentBegan",
                        "StudentEnrolled",
                        "LeaveTaken",
                        "StudentWithdrew",
                        "WithdrawalReverted");
        assertThat(read.json().path("history").path(3).path("note").asString())
                .isEqualTo("found work");
        assertThat(staff.get(hana, "If-None-Match", read.header("ETag")).status()).isEqualTo(304);
    }

    @Test
    void aWithdrawalOutsideTheCohortIsRefused() {
        open(3);
        String hana = enrolled("hana");

        Answer late =
                staff.post(hana + "/withdrawal", "{\"on\": \"2024-08-01\", \"reason\": \"TIME\"}");

        assertThat(late.status()).isEqualTo(422);
        assertThat(late.text("code")).isEqualTo("OUTSIDE_COHORT_DATES");
        assertThat(staff.post(hana + "/withdrawal", "{\"on\": \"2024-03-01\"}").status())
                .isEqualTo(400);
    }

    @Test
    void aWithdrawalAheadFreesNoSeat() {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Seoul"));
        String now =
                plan(cohort, 1)
                        .replace("2024-01-02", today.minusDays(30).toString())
                        .replace("2024-07-31", today.plusDays(90).toString())
                        .replace("2024-02-09", today.toString());
        assertThat(staff.post("/api/cohorts", now).status()).isEqualTo(201);
        Answer hana =
                staff.post(
                        enrollments(),
                        student("hana" + cohort)
                                .replace("2024-01-02", today.minusDays(30).toString()));
        String path = "/api/enrollments/" + hana.text("enrollmentId");

        Answer ahead =
                staff.post(
                        path + "/withdrawal",
                        "{\"on\": \"%s\", \"reason\": \"TIME\"}".formatted(today.plusDays(30)),
                        "Accept-Language",
                        "ko");

        assertThat(ahead.status()).isEqualTo(422);
        assertThat(ahead.text("code")).isEqualTo("DAY_AHEAD");
        assertThat(ahead.text("title")).isEqualTo("아직 오지 않은 날입니다");
        assertThat(staff.get(path).text("status")).isEqualTo("ENROLLED");
        assertThat(enroll("duri").text("status")).isEqualTo("WAITING");
    }

    @Test
    void whoComesToAFullCohortWaitsUntilStaffLetThemIn() {
        open(1);
        String hana = enrolled("hana");

        Answer waiting = enroll("duri");
        assertThat(waiting.text("status")).isEqualTo("WAITING");
        String duri = "/api/enrollments/" + waiting.text("enrollmentId");
        Answer full =
                staff.post(
                        enrollments(),
                        student("sena" + cohort).replace("}", ", \"status\": \"ENROLLED\"}"));
        assertThat(full.status()).isEqualTo(409);
        assertThat(full.text("code")).isEqualTo("COHORT_FULL");
        String letIn = "{\"to\": \"ENROLLED\", \"on\": \"2024-02-01\", \"score\": 87.5}";
        assertThat(staff.post(duri + "/status", letIn).text("code")).isEqualTo("COHORT_FULL");
        staff.post(hana + "/withdrawal", "{\"on\": \"2024-02-01\", \"reason\": \"HEALTH\"}");
        assertThat(staff.get(duri).text("status")).isEqualTo("WAITING");
        Answer in = staff.post(duri + "/status", letIn);
        assertThat(in.text("status")).as(in.response().body()).isEqualTo("ENROLLED");
        assertThat(staff.delete(hana + "/withdrawal").text("code")).isEqualTo("COHORT_FULL");
        assertThat(staff.get(duri).json().path("screening").path("score").asDouble())
                .isEqualTo(87.5);
    }

    @Test
    void aStudentMovesToAnotherCohortOnce() {
        open(2);
        String hana = enrolled("hana");
        String there = cohort + "-b";
        staff.post("/api/cohorts", plan(there, 1));

        String body = "{\"toCohortId\": \"%s\", \"on\": \"2024-03-04\"}".formatted(there);
        Answer moved = staff.post(hana + "/transfer", body);

        assertThat(moved.status()).as(moved.response().body()).isEqualTo(200);
        assertThat(moved.text("status")).isEqualTo("WITHDRAWN");
        assertThat(moved.json().path("withdrawal").path("reason").asString()).isEqualTo("TRANSFER");
        String to = moved.json().path("transferredTo").path("enrollmentId").asString();
        assertThat(staff.get("/api/enrollments/" + to).text("status")).isEqualTo("ENROLLED");
        assertThat(staff.post(hana + "/transfer", body).status()).isEqualTo(200);
        assertThat(staff.delete(hana + "/withdrawal").text("code"))
                .isEqualTo("ALREADY_TRANSFERRED");
        assertThat(staff.get("/api/cohorts/" + there).json().path("seats").path("taken").asInt())
                .isEqualTo(1);
        String duri = enrolled("duri");
        assertThat(staff.post(duri + "/transfer", body).text("code")).isEqualTo("COHORT_FULL");
        assertThat(staff.get(duri).text("status")).isEqualTo("ENROLLED");
        assertThat(mine(hana)).containsExactlyInAnyOrder(cohort, there);
        assertThat(mine(duri)).containsExactly(cohort);
    }

    /** The cohorts that this student finds on the own page. */
    private List<String> mine(String enrollment) {
        Calls herself = service.as(studentOf(staff.get(enrollment).text("studentId")));
        return herself.get("/api/me")
                .json()
                .path("enrollments")
                .valueStream()
                .map(one -> one.path("cohortId").asString())
                .toList();
    }

    @Test
    void aStudentMovesToACohortThatHadBeenAppliedForAndBackByTheSameDay() {
        open(1);
        String hana = enrolled("hana");
        String there = cohort + "-b";
        staff.post("/api/cohorts", plan(there, 1));
        Answer applied =
                staff.post(
                        "/api/cohorts/" + there + "/enrollments",
                        student("hana" + cohort).replace("}", ", \"status\": \"APPLIED\"}"));
        assertThat(applied.status()).as(applied.response().body()).isEqualTo(201);
        String to = "/api/enrollments/" + applied.text("enrollmentId");

        String body = "{\"toCohortId\": \"%s\", \"on\": \"2024-03-04\"}";
        Answer moved = staff.post(hana + "/transfer", body.formatted(there));

        assertThat(moved.status()).as(moved.response().body()).isEqualTo(200);
        assertThat(staff.get(to).text("status")).isEqualTo("ENROLLED");
        assertThat(staff.get(to).text("enrolledOn")).isEqualTo("2024-03-04");
        assertThat(seatsTaken(there)).isEqualTo(1);
        assertThat(seatsTaken(cohort)).isZero();
        Answer late =
                staff.post(to + "/transfer", body.formatted(cohort).replace("03-04", "03-05"));
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.text("code")).isEqualTo("BACK_ON_ANOTHER_DAY");
        Answer back = staff.post(to + "/transfer", body.formatted(cohort));
        assertThat(back.status()).as(back.response().body()).isEqualTo(200);
        Answer asBefore = staff.get(hana);
        assertThat(asBefore.text("status")).isEqualTo("ENROLLED");
        assertThat(asBefore.text("enrolledOn")).isEqualTo("2024-01-02");
        assertThat(asBefore.json().path("withdrawal").isObject()).isFalse();
        assertThat(asBefore.json().path("transferredTo").isObject()).isFalse();
        assertThat(seatsTaken(there)).isZero();
        assertThat(seatsTaken(cohort)).isEqualTo(1);
    }

    private int seatsTaken(String cohortId) {
        return staff.get("/api/cohorts/" + cohortId).json().path("seats").path("taken").asInt();
    }

    @Test
    void peopleAreCorrectedAndFoundAgain() {
        open(3);
        String hana = enrolled("hana");
        enrolled("duri");

        Answer edited =
                staff.patch(
                        hana,
                        "{\"name\": \"김하나\", \"phone\": \"010-1234-5678\", \"enrolledOn\":"
                                + " \"2024-01-03\"}");
        assertThat(edited.status()).as(edited.response().body()).isEqualTo(200);
        assertThat(edited.text("enrolledOn")).isEqualTo("2024-01-03");
        assertThat(staff.get(enrollments() + "?q=%ED%95%98%EB%82%98").json().path("items").size())
                .isEqualTo(1);
        assertThat(staff.get(enrollments() + "?status=WAITING").json().path("items").size())
                .isZero();
        Answer first = staff.get(enrollments() + "?limit=1");
        assertThat(first.json().path("items").path(0).path("name").asString()).isEqualTo("김하나");
        Answer next = staff.get(enrollments() + "?limit=1&cursor=" + first.text("next"));
        assertThat(next.json().path("items").path(0).path("externalId").asString())
                .isEqualTo("duri" + cohort);
        assertThat(staff.get(enrollments(), "Accept", "text/csv").response().body())
                .contains("김하나,hana" + cohort + "@example.org");
        assertThat(
                        staff.patch(hana, "{\"email\": \"duri%s@example.org\"}".formatted(cohort))
                                .text("code"))
                .isEqualTo("IDENTITY_TAKEN");
        Answer again = enroll("hana");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("code")).isEqualTo("ALREADY_ENROLLED");
    }

    // ---- rights

    @Test
    void aStudentSeesTheOwnEnrollmentWithoutWhatStaffWrote() {
        open(3);
        String hana = enrolled("hana");
        String duri = enrolled("duri");
        staff.post(
                hana + "/withdrawal",
                "{\"on\": \"2024-03-04\", \"reason\": \"EMPLOYMENT\", \"note\": \"found work\"}");
        String studentId = staff.get(hana).text("studentId");
        Calls herself = service.as(studentOf(studentId));

        assertThat(herself.get(hana).response().body())
                .contains("StudentWithdrew")
                .doesNotContain("found work", "staff");
        assertThat(herself.get(duri).status()).isEqualTo(404);
        assertThat(herself.get(enrollments()).status()).isEqualTo(403);
        assertThat(herself.post(hana + "/leave", "{\"from\": \"2024-02-01\"}").status())
                .isEqualTo(403);
        assertThat(herself.get("/api/cohorts").status()).isEqualTo(403);
        Answer me = herself.get("/api/me");
        assertThat(me.text("email")).isEqualTo("hana" + cohort + "@example.org");
        assertThat(me.json().path("enrollments").path(0).path("cohortId").asString())
                .isEqualTo(cohort);
        assertThat(staff.get("/api/me").status()).isEqualTo(403);
        var elsewhere = new Caller("lee", Set.of(Role.STAFF), null, null, Set.of("elsewhere"));
        assertThat(service.as(elsewhere).get(hana).status()).isEqualTo(404);
        assertThat(service.as(elsewhere).get(enrollments()).status()).isEqualTo(404);
        assertThat(staff.delete("/api/students/" + studentId + "/personal-data").status())
                .isEqualTo(403);
    }

    // ---- sent again

    @Test
    void theSameRequestSentAgainHasOneEffectAndOneAnswer() {
        open(3);
        String body = student("hana" + cohort);

        Answer first = staff.post(enrollments(), body, "Idempotency-Key", "k-" + cohort);
        Answer again = staff.post(enrollments(), body, "Idempotency-Key", "k-" + cohort);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        Answer other =
                staff.post(
                        enrollments(), student("duri" + cohort), "Idempotency-Key", "k-" + cohort);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        String nameless = "{\"name\": \"Han\", \"enrolledOn\": \"2024-01-02\"}";
        Answer one = staff.post(enrollments(), nameless, "Idempotency-Key", "n-" + cohort);
        Answer same = staff.post(enrollments(), nameless, "Idempotency-Key", "n-" + cohort);
        assertThat(same.text("studentId")).isEqualTo(one.text("studentId")).isNotBlank();
        assertThat(staff.get(enrollments()).json().path("items").size()).isEqualTo(2);
    }

    // ---- the last seat

    @Test
    void theLastSeatIsGivenOnceAmongTwoHundredInTwoProcesses() throws Exception {
        open(1);
        int other = service.startAnother();
        List<Future<Answer>> answers = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(1);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                Calls calls = service.as(STAFF, i % 2 == 0 ? 0 : other);
                String body =
                        student("racer" + i + cohort).replace("}", ", \"status\": \"ENROLLED\"}");
                answers.add(
                        callers.submit(
                                () -> {
                                    ready.await();
                                    return untilDecided(calls, body);
                                }));
            }
            ready.countDown();
        }

        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> answer : answers) {
            statuses.add(statusOf(answer));
        }
        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(199);
        assertThat(staff.get("/api/cohorts/" + cohort).json().path("seats").path("taken").asInt())
                .isEqualTo(1);
        assertThat(staff.get(enrollments()).json().path("items").size()).isEqualTo(1);
    }

    /** A 503 says that nothing was decided; a client tries again. */
    private Answer untilDecided(Calls calls, String body) {
        Answer answer = calls.post(enrollments(), body);
        for (int i = 0; i < 50 && answer.status() == 503; i++) {
            answer = calls.post(enrollments(), body);
        }
        return answer;
    }

    private static int statusOf(Future<Answer> answer) throws InterruptedException {
        try {
            return answer.get().status();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
