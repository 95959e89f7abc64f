package bootcamp.enrollment.evidence;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.admission.Erasing;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortCommand.CloseCohort;
import bootcamp.enrollment.cohort.CohortCommand.ReopenCohort;
import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.evidence.CompletionDesk.Book;
import bootcamp.enrollment.evidence.CompletionDesk.Known;
import bootcamp.enrollment.evidence.VerdictStore.Frozen;
import bootcamp.enrollment.warning.RiskList;
import bootcamp.enrollment.warning.RiskList.AtRisk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Completion policies as staff and students meet them, over what other services say. */
class CompletionServiceTest {

    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    private static final Producer<String, byte[]> CURRICULUM =
            new KafkaClients(SERVICE.bootstrapServers()).producer("curriculum");
    private static final String COHORT = "/api/cohorts/" + EvidenceStates.COHORT;
    private static final String POLICY = COHORT + "/completion-policy";
    private static final String PREVIEW = COHORT + "/completion-preview";
    private static final int SECONDS_MAX = 30;

    private final Calls admin = SERVICE.as(ADMIN);
    private final Calls staff = SERVICE.as(STAFF);

    @AfterAll
    static void stop() {
        CURRICULUM.close();
        SERVICE.close();
    }

    private static Calls student(String studentId) {
        return SERVICE.as(
                new Caller("maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of()));
    }

    private void open(String path, String cohortId) {
        staff.post(
                        path,
                        """
                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
                         "startDate": "2024-01-08", "endDate": "2024-01-19",
                         "timeZone": "Asia/Seoul", "capacity": 9, "holidays": []}
                        """
                                .formatted(cohortId))
                .is(201);
    }

    private String enroll(String name) {
        return staff.post(
                        COHORT + "/enrollments",
                        """
                        {"name": "%s", "email": "%s@example.org", "enrolledOn": "2024-01-08"}
                        """
                                .formatted(name, name))
                .is(201)
                .text("studentId");
    }

    private static void sheet(LocalDate day, long version, Map<String, List<String>> marks)
            throws Exception {
        CURRICULUM
                .send(
                        EventCodec.ofAll()
                                .encode(
                                        Topics.events("curriculum"),
                                        3,
                                        EvidenceStates.event(
                                                "Sheet",
                                                "s-" + day,
                                                version,
                                                EvidenceStates.sheet(day, true, marks))))
                .get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static String rate(double threshold) {
        return "{\"requirements\": [{\"kind\": \"ATTENDANCE_RATE\", \"threshold\": %s}]}"
                .formatted(threshold);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void aPolicyIsTriedAdoptedAndSeenByStudentsAndCorrectionsCountEverywhere() throws Exception {
        open("/api/cohorts", EvidenceStates.COHORT);
        String hana = enroll("hana");
        String dul = enroll("dul");
        LocalDate day = LocalDate.parse("2024-01-08");
        sheet(day, 1, Map.of(hana, List.of("PRESENT"), dul, List.of("ABSENT")));
        await(() -> passing(staff.post(PREVIEW, rate(0.5))) == 1);

        Answer tried = staff.post(PREVIEW, rate(0.5)).is(200);
        JsonNode failing =
                tried.json()
                        .path("students")
                        .valueStream()
                        .filter(each -> each.path("studentId").asString().equals(dul))
                        .findFirst()
                        .orElseThrow();
        assertThat(failing.path("passes").asBoolean()).isFalse();
        JsonNode finding = failing.path("requirements").path(0);
        assertThat(finding.path("value").asDouble()).isZero();
        assertThat(finding.path("threshold").asDouble()).isEqualTo(0.5);
        assertThat(finding.path("left").asInt()).isEqualTo(4);
        assertThat(tried.json().path("flips").asInt()).isZero();
        assertThat(staff.get(POLICY).is(200).json().path("version").asInt()).isZero();

        staff.put(POLICY, rate(0.9)).is(403, "FORBIDDEN");
        admin.put(POLICY, rate(0.9)).is(200);
        admin.put(POLICY, rate(0.9)).is(200);
        JsonNode adopted = staff.get(POLICY).is(200).json();
        assertThat(adopted.path("version").asInt()).isEqualTo(1);
        assertThat(adopted.path("versions").size()).isEqualTo(1);

        JsonNode own = student(dul).get("/api/me/completion").is(200).json().path("items");
        assertThat(own.size()).isEqualTo(1);
        assertThat(own.path(0).path("passes").asBoolean()).isFalse();
        assertThat(own.path(0).path("policyVersion").asInt()).isEqualTo(1);
        assertThat(own.path(0).path("requirements").path(0).path("left").asInt()).isZero();
        assertThat(student(dul).get("/api/me/completion").is(200).response().body())
                .doesNotContain(hana);
        student(dul).get(POLICY).is(403, "FORBIDDEN");
        student(dul).post(PREVIEW, rate(0.5)).is(403, "FORBIDDEN");

        sheet(day, 2, Map.of(hana, List.of("PRESENT"), dul, List.of("EXCUSED")));
        await(() -> passing(staff.post(PREVIEW, rate(0.5))) == 2);
        assertThat(
                        student(dul)
                                .get("/api/me/completion")
                                .is(200)
                                .json()
                                .path("items")
                                .path(0)
                                .path("passes")
                                .asBoolean())
                .isTrue();
    }

    private static int passing(Answer preview) {
        return preview.is(200).json().path("passing").asInt();
    }

    @Test
    void whatSaysNothingOrCannotBeMetIsRefusedByTheFieldThatIsWrong() {
        open("/api/cohorts", "c-refused");
        String policy = "/api/cohorts/c-refused/completion-policy";
        assertThat(reasons(policy, "{\"requirements\": []}")).containsExactly("requirements");
        assertThat(reasons(policy, rate(0))).containsExactly("requirements[0].threshold");
        assertThat(reasons(policy, rate(1.2))).containsExactly("requirements[0].threshold");
        assertThat(reasons(policy, rate(0.8005))).containsExactly("requirements[0].threshold");
        assertThat(
                        reasons(
                                policy,
                                """
                                {"requirements": [
                                  {"kind": "REVIEW_WRITTEN"},
                                  {"kind": "COMPETITION_SUBMISSION", "competitions": ["none"]},
                                  {"anyOf": [{"kind": "TEAM_ACTIVITY_SHARE"}], "threshold": 1}]}
                                """))
                .containsExactly(
                        "requirements[0].kind",
                        "requirements[2]",
                        "requirements[2].anyOf[0].threshold");
        assertThat(
                        reasons(
                                policy,
                                """
                                {"requirements": [
                                  {"kind": "COMPETITION_SUBMISSION", "competitions": ["none"]}]}
                                """))
                .containsExactly("requirements[0].competitions[0]");
        admin.put("/api/cohorts/c-nowhere/completion-policy", rate(0.8))
                .is(404, "COHORT_NOT_FOUND");
        admin.post("/api/cohorts/c-refused/closing", "{\"on\": \"2024-01-19\"}").is(200);
        admin.put(policy, rate(0.8)).is(409, "COHORT_CLOSED");
    }

    // ---- closing

    private String enroll(String cohortId, String name) {
        return staff.post(
                        "/api/cohorts/" + cohortId + "/enrollments",
                        """
                        {"name": "%s", "email": "%s@example.org", "enrolledOn": "2024-01-08"}
                        """
                                .formatted(name, name))
                .is(201)
                .text("enrollmentId");
    }

    private static JsonNode of(Answer answer, String list, String enrollmentId) {
        return answer.is(200)
                .json()
                .path(list)
                .valueStream()
                .filter(each -> each.path("enrollmentId").asString().equals(enrollmentId))
                .findFirst()
                .orElseThrow();
    }

    private void adoptUnreachable(String cohortId) {
        // Nobody was ever marked, so only a rate that there was an occasion for can fail.
        admin.put("/api/cohorts/" + cohortId + "/completion-policy", rate(0.9)).is(200);
    }

    private String statusOf(String enrollmentId) {
        return staff.get("/api/enrollments/" + enrollmentId).is(200).text("status");
    }

    private static void sheetOf(String cohortId, long version, Map<String, List<String>> marks)
            throws Exception {
        sheetOf(cohortId, LocalDate.parse("2024-01-08"), version, marks);
    }

    private static void sheetOf(
            String cohortId, LocalDate day, long version, Map<String, List<String>> marks)
            throws Exception {
        CURRICULUM
                .send(
                        EventCodec.ofAll()
                                .encode(
                                        Topics.events("curriculum"),
                                        3,
                                        EvidenceStates.event(
                                                "Sheet",
                                                cohortId + "-" + day,
                                                version,
                                                EvidenceStates.sheet(cohortId, day, true, marks))))
                .get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Test
    void closingFreezesAVerdictForEverybodyAndReopeningSetsItAside() throws Exception {
        open("/api/cohorts", "c-closing");
        String cohort = "/api/cohorts/c-closing";
        adoptUnreachable("c-closing");
        String hana = enroll("c-closing", "hana-closing");
        String dul = enroll("c-closing", "dul-closing");
        String set = enroll("c-closing", "set-closing");
        String gone = enroll("c-closing", "gone-closing");
        staff.post(
                        "/api/enrollments/" + gone + "/withdrawal",
                        "{\"on\": \"2024-01-10\", \"reason\": \"HEALTH\"}")
                .is(200);
        Map<String, List<String>> marks =
                Map.of(
                        studentOf(hana), List.of("PRESENT"),
                        studentOf(dul), List.of("ABSENT"),
                        studentOf(set), List.of("ABSENT"));
        sheetOf("c-closing", 1, marks);
        await(() -> passing(staff.post(cohort + "/completion-preview", rate(0.9))) == 1);

        // An exception, by name, with a reason; the same again writes nothing.
        String exception = "/api/enrollments/" + set + "/exception";
        String granted =
                "{\"granted\": true, \"reason\": \"Ill for a month, did all of it later\"}";
        assertThat(staff.put(exception, granted).is(200).json().path("log").size()).isEqualTo(1);
        assertThat(staff.put(exception, granted).is(200).json().path("log").size()).isEqualTo(1);
        staff.put(exception, "{\"granted\": true, \"reason\": \" \"}").is(422, "INVALID_INPUT");
        student(studentOf(set)).put(exception, granted).is(403, "FORBIDDEN");
        Erasing.say(SERVICE, studentOf(gone));
        staff.put("/api/enrollments/" + gone + "/exception", granted).is(409, "ERASED");
        student(studentOf(set)).get(exception).is(403, "FORBIDDEN");
        assertThat(passing(staff.post(cohort + "/completion-preview", rate(0.9)))).isEqualTo(2);

        String closing = "{\"on\": \"2024-01-19\"}";
        Answer closed = admin.post(cohort + "/closing", closing).is(200);

        assertThat(closed.json().path("verdicts").size()).isEqualTo(3);
        assertThat(of(closed, "verdicts", hana).path("completed").asBoolean()).isTrue();
        assertThat(of(closed, "verdicts", hana).path("policyVersion").asInt()).isEqualTo(1);
        assertThat(of(closed, "verdicts", dul).path("completed").asBoolean()).isFalse();
        assertThat(of(closed, "verdicts", set).path("byException").asBoolean()).isTrue();
        assertThat(statusOf(hana)).isEqualTo("COMPLETED");
        assertThat(statusOf(dul)).isEqualTo("NOT_COMPLETED");
        assertThat(statusOf(set)).isEqualTo("COMPLETED");
        assertThat(statusOf(gone)).isEqualTo("WITHDRAWN");
        staff.put(exception, granted.replace("true", "false")).is(409, "COHORT_CLOSED");

        // A later correction changes nothing that was said.
        sheetOf("c-closing", 2, Map.of(studentOf(dul), List.of("PRESENT")));
        await(() -> passing(staff.post(cohort + "/completion-preview", rate(0.9))) == 3);
        JsonNode own = student(studentOf(dul)).get("/api/me/completion").is(200).json();
        assertThat(own.at("/items/0/passes").asBoolean()).isFalse();
        assertThat(own.at("/items/0/verdictOn").asString()).isEqualTo("2024-01-19");
        assertThat(admin.post(cohort + "/closing", closing).is(200).json().path("verdicts"))
                .isEqualTo(closed.json().path("verdicts"));

        admin.patch(cohort, "{\"status\": \"OPEN\", \"reason\": \"Sheets were late\"}").is(200);
        assertThat(statusOf(hana)).isEqualTo("ENROLLED");
        assertThat(statusOf(dul)).isEqualTo("ENROLLED");

        Answer again = admin.post(cohort + "/closing", closing).is(200);
        assertThat(of(again, "verdicts", dul).path("completed").asBoolean()).isTrue();
        JsonNode history = of(staff.get(cohort + "/verdicts"), "items", dul).path("verdicts");
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.path(0).path("completed").asBoolean()).isFalse();
        assertThat(history.path(0).at("/requirements/0/value").asDouble()).isZero();
        assertThat(history.path(1).path("completed").asBoolean()).isTrue();
        student(studentOf(dul)).get(cohort + "/verdicts").is(403, "FORBIDDEN");
    }

    // ---- certificates

    // ---- what became of those who completed

    private Answer noted(String enrollmentId, String months, String outcome) {
        return staff.put(
                "/api/enrollments/" + enrollmentId + "/later-outcome",
                "{\"months\": %s, \"outcome\": %s}".formatted(months, outcome));
    }

    @Test
    void whatBecameOfThoseWhoCompletedIsNotedLaterAndToldOfFiveAtLeast() {
        open("/api/cohorts", "c-later");
        String path = "/api/cohorts/c-later/later-outcomes";
        List<String> all =
                Stream.of("a", "b", "c", "d", "e", "f")
                        .map(each -> enroll("c-later", each + "-later"))
                        .toList();
        String hana = all.getFirst();
        noted(hana, "3", "\"EMPLOYED\"").is(409, "DID_NOT_COMPLETE");
        assertThat(staff.get(path).is(200).json().path("students").isEmpty()).isTrue();
        admin.post("/api/cohorts/c-later/closing", "{\"on\": \"2024-01-19\"}").is(200);

        try {
            SERVICE.stopClock(Instant.parse("2024-04-18T14:00:00Z"));
            Answer early = noted(hana, "3", "\"EMPLOYED\"").is(409, "OUTCOME_TOO_EARLY");
            assertThat(early.text("detail")).contains("2024");
            // In the cohort's zone the day has begun.
            SERVICE.stopClock(Instant.parse("2024-04-18T15:00:00Z"));
            noted(hana, "3", "\"SEARCHING\"").is(200);
            noted(hana, "6", "\"EMPLOYED\"").is(409, "OUTCOME_TOO_EARLY");
        } finally {
            SERVICE.stopClock(null);
        }
        assertThat(fieldOf(noted(hana, "4", "\"EMPLOYED\""))).isEqualTo("months");
        for (Answer missing :
                List.of(noted(hana, "null", "\"EMPLOYED\""), noted(hana, "3", "null"))) {
            assertThat(missing.is(400, "MALFORMED_BODY").json().at("/errors/0/field").asString())
                    .isIn("months", "outcome");
        }
        noted(hana, "3", "\"RICH\"").is(400);
        noted("none", "3", "\"EMPLOYED\"").is(404);
        student(studentOf(hana)).get(path).is(403);
        student(studentOf(hana))
                .put(
                        "/api/enrollments/" + hana + "/later-outcome",
                        "{\"months\": 3, \"outcome\": \"EMPLOYED\"}")
                .is(403);

        all.subList(1, 4).forEach(each -> noted(each, "3", "\"EMPLOYED\"").is(200));
        noted(all.get(4), "3", "\"UNKNOWN\"").is(200);
        JsonNode few = staff.get(path).is(200).json().at("/figures/0");
        assertThat(few.path("known").asInt()).isEqualTo(4);
        assertThat(few.path("hidden").asBoolean()).isTrue();
        assertThat(few.path("shares").isEmpty()).isTrue();
        noted(all.get(4), "3", "\"STUDYING\"").is(200);
        Answer last = noted(hana, "3", "\"EMPLOYED\"").is(200);
        assertThat(noted(hana, "3", "\"EMPLOYED\"").json()).isEqualTo(last.json());
        noted(hana, "6", "\"EMPLOYED\"").is(200);

        JsonNode told = staff.get(path).is(200).json();
        assertThat(told.at("/figures/0/from").asString()).isEqualTo("2024-04-19");
        assertThat(told.at("/figures/0/completed").asInt()).isEqualTo(6);
        assertThat(told.at("/figures/0/responseRate/value").asDouble()).isEqualTo(5 / 6d);
        assertThat(told.at("/figures/0/shares/0/count").asInt()).isEqualTo(4);
        assertThat(told.at("/figures/0/shares/0/share/value").asDouble()).isEqualTo(0.8);
        assertThat(told.at("/figures/1/known").asInt()).isOne();
        assertThat(told.path("students").size()).isEqualTo(6);
        assertThat(outcomesOf(told, hana).size()).isEqualTo(2);

        String studentId = studentOf(hana);
        admin.delete("/api/students/" + studentId + "/personal-data").is(204);
        noted(hana, "3", "\"STUDYING\"").is(409, "ERASED");
        assertThat(outcomesOf(staff.get(path).is(200).json(), hana).isEmpty()).isTrue();
        assertThat(people()).doesNotContain(studentId + "/" + hana);
        // Opened again nobody has completed.
        admin.patch(
                        "/api/cohorts/c-later",
                        "{\"status\": \"OPEN\", \"reason\": \"Somebody was forgotten\"}")
                .is(200);
        assertThat(staff.get(path).is(200).json().path("students").isEmpty()).isTrue();
    }

    private static String fieldOf(Answer refused) {
        JsonNode errors = refused.is(422, "INVALID_INPUT").json().path("errors");
        assertThat(errors.size()).isOne();
        return errors.at("/0/field").asString();
    }

    private static JsonNode outcomesOf(JsonNode told, String enrollmentId) {
        return told.path("students")
                .valueStream()
                .filter(each -> each.path("enrollmentId").asString().equals(enrollmentId))
                .findFirst()
                .orElseThrow()
                .path("outcomes");
    }

    private static String people() {
        MongoDatabase people = SERVICE.bean(0, "people", MongoDatabase.class);
        return Objects.requireNonNull(
                Flux.from(people.getCollection("laterOutcomes").find())
                        .map(Document::toJson)
                        .collect(Collectors.joining("\n"))
                        .block());
    }

    private static final String CERTIFICATES = "/api/me/certificates";

    private static JsonNode certificate(Calls student) {
        JsonNode items = student.get(CERTIFICATES).is(200).json().path("items");
        assertThat(items.size()).isEqualTo(1);
        return items.path(0);
    }

    private static JsonNode checked(String code) {
        return SERVICE.as(Caller.NOBODY)
                .post("/api/certificates/check", "{\"code\": \"%s\"}".formatted(code))
                .is(200)
                .json();
    }

    /** As staff see them: never a code. */
    private List<String> listed(String cohort) {
        return staff.get(cohort + "/certificates")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .map(
                        each ->
                                Stream.of(
                                                "enrollmentId",
                                                "completedOn",
                                                "policyVersion",
                                                "given",
                                                "nameShown")
                                        .map(name -> each.path(name).asString())
                                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void aCertificateIsOfOneClosingAndTellsTheNameOnlyWhileTheStudentWants() throws Exception {
        open("/api/cohorts", "c-paper");
        String cohort = "/api/cohorts/c-paper";
        adoptUnreachable("c-paper");
        String hana = enroll("c-paper", "hana-paper");
        String dul = enroll("c-paper", "dul-paper");
        Calls hers = student(studentOf(hana));
        Calls his = student(studentOf(dul));
        sheetOf(
                "c-paper",
                1,
                Map.of(studentOf(hana), List.of("PRESENT"), studentOf(dul), List.of("ABSENT")));
        await(() -> passing(staff.post(cohort + "/completion-preview", rate(0.9))) == 1);
        String consent = CERTIFICATES + "/" + hana;
        assertThat(hers.get(CERTIFICATES).is(200).json().path("items").size()).isZero();
        hers.put(consent, "{\"nameShown\": true}").is(404, "CERTIFICATE_NOT_FOUND");
        assertThat(listed(cohort)).isEmpty();

        admin.post(cohort + "/closing", "{\"on\": \"2024-01-19\"}").is(200);

        assertThat(his.get(CERTIFICATES).is(200).json().path("items").size()).isZero();
        assertThat(listed(cohort)).containsExactly(hana + " 2024-01-19 1 false false");
        JsonNode first = certificate(hers);
        assertThat(listed(cohort)).containsExactly(hana + " 2024-01-19 1 true false");
        hers.get(cohort + "/certificates").is(403, "FORBIDDEN");
        staff.get("/api/cohorts/nowhere/certificates").is(404, "COHORT_NOT_FOUND");
        assertThat(first.path("name").asString()).isEqualTo("hana-paper");
        assertThat(first.path("nameShown").asBoolean()).isFalse();
        assertThat(first.path("policyVersion").asInt()).isEqualTo(1);
        String code = first.path("code").asString();
        assertThat(certificate(hers)).isEqualTo(first);
        JsonNode valid = checked(code.toLowerCase(Locale.ROOT).replace("-", " "));
        assertThat(valid.path("state").asString()).isEqualTo("VALID");
        assertThat(valid.path("programme").asString()).isEqualTo("AI Lab");
        assertThat(valid.path("cohortName").asString()).isEqualTo("AI Lab 3기");
        assertThat(valid.path("completedOn").asString()).isEqualTo("2024-01-19");
        assertThat(valid.path("name").isNull()).isTrue();

        hers.put(consent, "{\"nameShown\": true}").is(200);
        assertThat(checked(code).path("name").asString()).isEqualTo("hana-paper");
        hers.put(consent, "{}").is(422, "INVALID_INPUT");
        his.put(consent, "{\"nameShown\": false}").is(404, "CERTIFICATE_NOT_FOUND");
        staff.put(consent, "{\"nameShown\": false}").is(403, "FORBIDDEN");
        staff.get(CERTIFICATES).is(403, "FORBIDDEN");
        assertThat(checked(code).path("name").asString()).isEqualTo("hana-paper");
        hers.put(consent, "{\"nameShown\": false}").is(200);
        assertThat(checked(code).path("name").isNull()).isTrue();
        hers.put(consent, "{\"nameShown\": true}").is(200);
        assertThat(listed(cohort)).containsExactly(hana + " 2024-01-19 1 true true");

        admin.patch(cohort, "{\"status\": \"OPEN\", \"reason\": \"Sheets were late\"}").is(200);
        assertThat(listed(cohort)).isEmpty();
        JsonNode withdrawn = checked(code);
        assertThat(withdrawn.path("state").asString()).isEqualTo("WITHDRAWN");
        assertThat(withdrawn.path("name").isNull()).isTrue();
        assertThat(withdrawn.path("completedOn").isNull()).isTrue();
        assertThat(hers.get(CERTIFICATES).is(200).json().path("items").size()).isZero();

        admin.put(cohort + "/completion-policy", rate(0.8)).is(200);
        admin.post(cohort + "/closing", "{\"on\": \"2024-01-18\"}").is(200);
        assertThat(listed(cohort)).containsExactly(hana + " 2024-01-18 2 false false");
        JsonNode amended = checked(code);
        assertThat(amended.path("state").asString()).isEqualTo("AMENDED");
        assertThat(amended.path("completedOn").asString()).isEqualTo("2024-01-18");
        assertThat(amended.path("policyVersion").asInt()).isEqualTo(2);
        JsonNode second = certificate(hers);
        assertThat(second.path("code").asString()).isNotEqualTo(code);
        assertThat(second.path("nameShown").asBoolean()).isFalse();
        assertThat(checked(second.path("code").asString()).path("state").asString())
                .isEqualTo("VALID");

        admin.delete("/api/students/" + studentOf(hana) + "/personal-data").is(204);
        assertThat(checked(code).path("state").asString()).isEqualTo("ERASED");
        assertThat(checked(code).path("cohortName").isNull()).isTrue();
        assertThat(listed(cohort)).isEmpty();
    }

    @Test
    void whoGuessesACodeIsToldNothing() {
        Calls anybody = SERVICE.as(Caller.NOBODY);
        String check = "/api/certificates/check";

        anybody.post(check, "{\"code\": \"0000-0000-0000-0000-0000\"}")
                .is(404, "CERTIFICATE_NOT_FOUND");
        for (String slip : List.of("0000-0000-0000-0000-0001", "", "x".repeat(5000))) {
            JsonNode refused =
                    anybody.post(check, "{\"code\": \"%s\"}".formatted(slip))
                            .is(422, "INVALID_INPUT")
                            .json();
            assertThat(refused.at("/errors/0/field").asString()).isEqualTo("code");
        }
    }

    /** As {@code POST …/closing} does it first, and no more. */
    private static void close(String cohortId, Stamp stamp) {
        transact(cohortId, new CloseCohort(LocalDate.parse("2024-01-19"), stamp));
    }

    @SuppressWarnings("unchecked")
    private static void transact(String cohortId, CohortCommand command) {
        AggregateStore<Cohort, CohortCommand, OfCohort> cohorts =
                SERVICE.bean(0, "cohorts", AggregateStore.class);
        cohorts.transact(cohortId, command).block();
    }

    private String studentOf(String enrollmentId) {
        return staff.get("/api/enrollments/" + enrollmentId).is(200).text("studentId");
    }

    @Test
    void whatIsDecidedWhileAClosingGoesOnIsNoPartOfIt() throws Exception {
        String hana = absent("c-during");
        CompletionPolicyStore policies = SERVICE.bean(CompletionPolicyStore.class);
        PolicyVersions read = Objects.requireNonNull(policies.of("c-during").block());
        Stamp stamp = new Stamp(Instant.now().truncatedTo(MILLIS), "maple");
        close("c-during", stamp);
        CompletionDesk desk = SERVICE.bean(CompletionDesk.class);
        Cohort closed = Objects.requireNonNull(desk.cohort("c-during").block());
        desk.basis(closed, stamp).block();

        // Both had looked before it was closed, and write now.
        assertThat(
                        policies.adopt(
                                        "c-during",
                                        read,
                                        CompletionPolicy.DEFAULT,
                                        stamp.at(),
                                        "maple")
                                .block())
                .isNull();
        SERVICE.bean(ExceptionStore.class)
                .add(
                        studentOf(hana),
                        hana,
                        new ExceptionStore.Entry(true, "late", "maple", stamp.at()))
                .block();
        SERVICE.bean(Verdicts.class).settle(closed).block();

        JsonNode verdict =
                staff.get("/api/cohorts/c-during/verdicts").json().at("/items/0/verdicts/0");
        assertThat(verdict.path("policyVersion").asInt()).isEqualTo(1);
        assertThat(verdict.path("completed").asBoolean()).isFalse();

        // Who wrote the exception died before seeing that it came too late: it counts never.
        String cohort = "/api/cohorts/c-during";
        String exception = "/api/enrollments/" + hana + "/exception";
        String closing = "{\"on\": \"2024-01-19\"}";
        String reopening = "{\"status\": \"OPEN\", \"reason\": \"Sheets were late\"}";
        assertThat(staff.get(exception).is(200).json().path("granted").asBoolean()).isTrue();
        admin.patch(cohort, reopening).is(200);
        assertThat(staff.get(exception).is(200).json().path("granted").asBoolean()).isFalse();
        admin.post(cohort + "/closing", closing).is(200);
        assertThat(statusOf(hana)).isEqualTo("NOT_COMPLETED");
        // One that was counted stays, and a policy is adopted as before.
        admin.patch(cohort, reopening).is(200);
        staff.put(exception, "{\"granted\": true, \"reason\": \"Ill for a month\"}").is(200);
        admin.put(cohort + "/completion-policy", rate(0.8)).is(200);
        Answer again = admin.post(cohort + "/closing", closing).is(200);
        assertThat(of(again, "verdicts", hana).path("byException").asBoolean()).isTrue();
        assertThat(of(again, "verdicts", hana).path("policyVersion").asInt()).isEqualTo(2);
        admin.patch(cohort, reopening).is(200);
        assertThat(staff.get(exception).is(200).json().path("granted").asBoolean()).isTrue();
    }

    @Test
    void aPolicyThatIsAdoptedWhileItIsClosedCountsOrIsRefused() throws Exception {
        for (int round = 0; round < 4; round++) {
            String cohort = "/api/cohorts/c-adopted" + round;
            open("/api/cohorts", "c-adopted" + round);
            String hana = enroll("c-adopted" + round, "hana-adopted" + round);
            int status =
                    AtOnce.ask(
                                    2,
                                    i ->
                                            i == 0
                                                    ? admin.put(
                                                            cohort + "/completion-policy",
                                                            rate(0.9))
                                                    : admin.post(
                                                            cohort + "/closing",
                                                            "{\"on\": \"2024-01-19\"}"))
                            .getFirst()
                            .status();

            assertThat(status).isIn(200, 409);
            int version = status == 200 ? 1 : 0;
            assertThat(
                            staff.get(cohort + "/completion-policy")
                                    .is(200)
                                    .json()
                                    .path("version")
                                    .asInt())
                    .isEqualTo(version);
            assertThat(
                            of(staff.get(cohort + "/verdicts"), "items", hana)
                                    .at("/verdicts/0/policyVersion")
                                    .asInt())
                    .isEqualTo(version);
        }
    }

    @Test
    void whoIsSlowWithAClosingOrAReopeningChangesNothingOnceItWasTakenBack() throws Exception {
        String hana = absent("c-slow");
        String cohort = "/api/cohorts/c-slow";
        String reopening = "{\"status\": \"OPEN\", \"reason\": \"Sheets were late\"}";
        CompletionDesk desk = SERVICE.bean(CompletionDesk.class);
        Verdicts verdicts = SERVICE.bean(Verdicts.class);
        close("c-slow", new Stamp(Instant.now().truncatedTo(MILLIS), "maple"));
        Cohort closed = Objects.requireNonNull(desk.cohort("c-slow").block());

        admin.patch(cohort, reopening).is(503, "COHORT_SETTLING");
        verdicts.settle(closed).block();
        assertThat(statusOf(hana)).isEqualTo("NOT_COMPLETED");
        transact(
                "c-slow",
                new ReopenCohort(null, new Stamp(Instant.now().truncatedTo(MILLIS), "maple")));
        Cohort reopened = Objects.requireNonNull(desk.cohort("c-slow").block());
        admin.post(cohort + "/closing", "{\"on\": \"2024-01-19\"}").is(503, "COHORT_SETTLING");
        verdicts.settle(reopened).block();
        String dul = enroll("c-slow", "dul-slow");

        // As whoever stood still since before it was opened again.
        verdicts.settle(closed).block();
        assertThat(statusOf(hana)).isEqualTo("ENROLLED");
        assertThat(statusOf(dul)).isEqualTo("ENROLLED");
        assertThat(of(staff.get(cohort + "/verdicts"), "items", hana).path("verdicts").size())
                .isOne();

        admin.post(cohort + "/closing", "{\"on\": \"2024-01-19\"}").is(200);
        verdicts.settle(reopened).block();
        verdicts.settle(closed).block();
        assertThat(statusOf(hana)).isEqualTo("NOT_COMPLETED");
        assertThat(statusOf(dul)).endsWith("COMPLETED");
    }

    @Test
    void theVerdictOfTheLastClosingCountsHoweverLateAnEarlierOneIsKept() {
        open("/api/cohorts", "c-late");
        String hana = enroll("c-late", "hana-late");
        Answer closed =
                admin.post("/api/cohorts/c-late/closing", "{\"on\": \"2024-01-19\"}").is(200);
        assertThat(of(closed, "verdicts", hana).path("completed").asBoolean()).isTrue();
        VerdictStore store = SERVICE.bean(VerdictStore.class);
        Frozen last = Objects.requireNonNull(store.of(List.of(hana)).blockFirst()).last();
        Instant before = last.closing().minusSeconds(60);

        store.freeze(
                        hana,
                        new Frozen(
                                before,
                                last.on(),
                                last.by(),
                                0,
                                false,
                                false,
                                List.of(),
                                last.evidence()))
                .block();
        store.begin("c-late", new VerdictStore.Basis(before, 7, Set.of())).block();

        assertThat(
                        of(
                                        admin.post(
                                                "/api/cohorts/c-late/closing",
                                                "{\"on\": \"2024-01-19\"}"),
                                        "verdicts",
                                        hana)
                                .path("completed")
                                .asBoolean())
                .isTrue();
        assertThat(
                        student(studentOf(hana))
                                .get("/api/me/completion")
                                .is(200)
                                .json()
                                .at("/items/0/passes")
                                .asBoolean())
                .isTrue();
        assertThat(Objects.requireNonNull(store.lastBasis("c-late").block()).policyVersion())
                .isZero();
    }

    /** Somebody who does not complete. */
    private String absent(String cohortId) throws Exception {
        open("/api/cohorts", cohortId);
        adoptUnreachable(cohortId);
        String hana = enroll(cohortId, "hana-" + cohortId);
        sheetOf(cohortId, 1, Map.of(studentOf(hana), List.of("ABSENT")));
        await(
                () ->
                        staff.post("/api/cohorts/" + cohortId + "/completion-preview", rate(0.9))
                                        .json()
                                        .path("failing")
                                        .asInt()
                                == 1);
        return hana;
    }

    @Test
    void anExceptionThatIsGrantedWhileItIsClosedCountsOrIsRefused() throws Exception {
        for (int round = 0; round < 4; round++) {
            String cohortId = "c-granted" + round;
            String hana = absent(cohortId);
            String exception = "/api/enrollments/" + hana + "/exception";
            String granted = "{\"granted\": true, \"reason\": \"Ill for a month\"}";
            String closing = "/api/cohorts/" + cohortId + "/closing";
            int status =
                    AtOnce.ask(
                                    2,
                                    i ->
                                            i == 0
                                                    ? staff.put(exception, granted)
                                                    : admin.post(
                                                            closing, "{\"on\": \"2024-01-19\"}"))
                            .getFirst()
                            .status();

            assertThat(status).isIn(200, 409);
            assertThat(statusOf(hana)).isEqualTo(status == 200 ? "COMPLETED" : "NOT_COMPLETED");
            assertThat(staff.get(exception).is(200).json().path("granted").asBoolean())
                    .isEqualTo(status == 200);
        }
    }

    /**
     * A process that dies after closing the cohort leaves the rest to whoever looks after seats.
     */
    @Test
    void whatACrashLeftOfAClosingIsFinishedAndSaysWhatWasFrozenBefore() throws Exception {
        open("/api/cohorts", "c-crash");
        adoptUnreachable("c-crash");
        String hana = enroll("c-crash", "hana-crash");
        String dul = enroll("c-crash", "dul-crash");
        sheetOf(
                "c-crash",
                1,
                Map.of(studentOf(hana), List.of("ABSENT"), studentOf(dul), List.of("ABSENT")));
        await(
                () ->
                        staff.post("/api/cohorts/c-crash/completion-preview", rate(0.9))
                                        .json()
                                        .path("failing")
                                        .asInt()
                                == 2);
        Stamp before = new Stamp(Instant.now().minusSeconds(120).truncatedTo(MILLIS), "maple");
        Book book =
                Objects.requireNonNull(SERVICE.bean(CompletionDesk.class).book("c-crash").block());
        Known frozen =
                book.students().stream()
                        .filter(each -> each.enrollmentId().equals(hana))
                        .findFirst()
                        .orElseThrow();
        SERVICE.bean(VerdictStore.class)
                .freeze(
                        hana,
                        new Frozen(
                                before.at(),
                                LocalDate.parse("2024-01-19"),
                                "maple",
                                1,
                                false,
                                false,
                                List.of(),
                                frozen.evidence()))
                .block();
        sheetOf(
                "c-crash",
                2,
                Map.of(studentOf(hana), List.of("PRESENT"), studentOf(dul), List.of("PRESENT")));
        await(() -> passing(staff.post("/api/cohorts/c-crash/completion-preview", rate(0.9))) == 2);

        close("c-crash", before);

        await(() -> statusOf(hana).endsWith("COMPLETED") && statusOf(dul).endsWith("COMPLETED"));
        assertThat(statusOf(hana)).isEqualTo("NOT_COMPLETED");
        assertThat(statusOf(dul)).isEqualTo("COMPLETED");
    }

    @Test
    void whoNeedsACallIsOnTheListUntilALaterDayIsAgreedOrTheStudentLeaves() throws Exception {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Seoul"));
        staff.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "c-calls", "programme": "AI Lab", "name": "AI Lab 4기",
                         "startDate": "%s", "endDate": "%s", "timeZone": "Asia/Seoul",
                         "capacity": 9, "holidays": []}
                        """
                                .formatted(today.minusDays(30), today.plusDays(60)))
                .is(201);
        String path = "/api/cohorts/c-calls/attention";
        String hana = studentOf(enrollFrom(today.minusDays(30), "hana-calls"));
        String dul = studentOf(enrollFrom(today.minusDays(30), "dul-calls"));
        String gone = enrollFrom(today.minusDays(30), "gone-calls");
        String left = studentOf(gone);
        List<LocalDate> days =
                today.minusDays(10)
                        .datesUntil(today)
                        .filter(day -> day.getDayOfWeek().getValue() <= 5)
                        .toList();
        for (LocalDate day : days.subList(days.size() - 3, days.size())) {
            sheetOf(
                    "c-calls",
                    day,
                    1,
                    Map.of(
                            hana, List.of("PRESENT"),
                            dul, List.of("ABSENT"),
                            left, List.of("ABSENT")));
        }
        await(() -> called(path).equals(Set.of(dul, left)));

        staff.post(
                        "/api/enrollments/" + gone + "/withdrawal",
                        "{\"on\": \"%s\", \"reason\": \"HEALTH\"}".formatted(today))
                .is(200);
        JsonNode list = staff.get(path).is(200).json();
        assertThat(list.at("/items/0/studentId").asString()).isEqualTo(dul);
        assertThat(list.path("items").size()).isEqualTo(1);
        assertThat(list.at("/items/0/reasons/0/code").asString()).isEqualTo("RISING_RISK");
        assertThat(list.at("/items/0/reasons/0/count").asInt()).isBetween(6, 60);
        assertThat(list.at("/items/0/reasons/1/code").asString()).isEqualTo("ABSENT_LATELY");
        assertThat(list.at("/items/0/reasons/1/count").asInt()).isEqualTo(3);
        assertThat(list.at("/items/0/lastContact").isNull()).isTrue();
        assertThat(list.path("asOf").asString()).isEqualTo("" + today);

        String log = "/api/students/" + dul + "/outreach";
        LocalDate on = LocalDate.now(ZoneOffset.UTC);
        staff.post(
                        log,
                        """
                        {"on": "%s", "channel": "PHONE", "outcome": "NOT_REACHED",
                         "handedTo": "jun"}"""
                                .formatted(on))
                .is(201);
        JsonNode tried = staff.get(path).is(200).json();
        assertThat(Instant.parse(tried.at("/items/0/lastContact/at").asString()))
                .isAfter(Instant.now().minusSeconds(600));
        assertThat(tried.at("/items/0/lastContact/outcome").asString()).isEqualTo("NOT_REACHED");
        assertThat(tried.at("/items/0/handedTo").asString()).isEqualTo("jun");

        staff.post(
                        log,
                        "{\"on\": \"%s\", \"channel\": \"NONE\", \"followUpOn\": \"%s\"}"
                                .formatted(on, today.plusDays(2)))
                .is(201);
        JsonNode snoozed = staff.get(path).is(200).json();
        assertThat(snoozed.path("items").size()).isZero();
        assertThat(snoozed.path("snoozed").asInt()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("unchecked")
    void whoIsLikeliestToLeaveIsScoredAtALookAndSaidOncePerDay() throws Exception {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Seoul"));
        staff.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "c-risk", "programme": "AI Lab", "name": "AI Lab 5기",
                         "startDate": "%s", "endDate": "%s", "timeZone": "Asia/Seoul",
                         "capacity": 9, "trainingWeekdays": ["MONDAY", "TUESDAY", "WEDNESDAY",
                         "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"], "holidays": []}
                        """
                                .formatted(today.minusDays(30), today.plusDays(60)))
                .is(201);
        List<String> ids =
                Stream.of("here", "away", "gone")
                        .map(
                                name ->
                                        staff.post(
                                                        "/api/cohorts/c-risk/enrollments",
                                                        "{\"name\": \"%s\", \"enrolledOn\": \"%s\"}"
                                                                .formatted(
                                                                        name, today.minusDays(30)))
                                                .is(201)
                                                .text("enrollmentId"))
                        .toList();
        String here = studentOf(ids.get(0));
        String away = studentOf(ids.get(1));
        staff.post(
                        "/api/enrollments/" + ids.get(2) + "/withdrawal",
                        "{\"on\": \"%s\", \"reason\": \"HEALTH\"}".formatted(today))
                .is(200);
        for (int days = 20; days > 0; days--) {
            sheetOf(
                    "c-risk",
                    today.minusDays(days),
                    1,
                    Map.of(
                            here,
                            List.of("PRESENT"),
                            away,
                            List.of(days < 6 ? "ABSENT" : "PRESENT")));
        }
        String path = "/api/cohorts/c-risk/risk";
        await(() -> fiveAbsencesAreSeen(path));

        JsonNode risk = staff.get(path).is(200).json();
        assertThat(risk.path("basis").asString()).isEqualTo("PRIOR");
        assertThat(risk.path("students").size()).isEqualTo(2);
        JsonNode first = risk.at("/students/0");
        assertThat(first.path("studentId").asString()).isEqualTo(away);
        assertThat(first.path("rising").asBoolean()).isTrue();
        assertThat(first.path("score").asDouble())
                .isBetween(2 * risk.at("/students/1/score").asDouble(), 60.0);
        assertThat(first.path("signals").size()).isEqualTo(3);
        AggregateStore<RiskList, ?, ?> lists = SERVICE.bean(0, "riskLists", AggregateStore.class);
        var said = lists.find("c-risk").block();
        staff.get(path).is(200);
        assertThat(said.state().on()).isEqualTo(today.minusDays(1));
        assertThat(said.state().students())
                .extracting(AtRisk::studentId)
                .containsExactly(away, here);
        assertThat(lists.find("c-risk").block().version()).isEqualTo(said.version());

        // Today counts once its sheet is closed: until then half of it would be a day of silence.
        sheetOf("c-risk", today, 1, Map.of(here, List.of("PRESENT"), away, List.of("ABSENT")));
        await(() -> staff.get(path).is(200).text("asOf").equals("" + today));
        assertThat(
                        staff.get(path)
                                .is(200)
                                .json()
                                .at("/students/0/signals")
                                .valueStream()
                                .map(each -> each.path("count").asInt()))
                .contains(6);
    }

    private boolean fiveAbsencesAreSeen(String path) {
        return staff.get(path)
                .is(200)
                .json()
                .at("/students/0/signals")
                .valueStream()
                .anyMatch(
                        each ->
                                each.path("code").asString().equals("ABSENT_LATELY")
                                        && each.path("count").asInt() == 5);
    }

    @Test
    void earlyWarningIsTrainedByAnAdminAndSaysHowRightItWasToStaff() {
        JsonNode trained = admin.post("/api/risk/training", "").is(200).json();

        assertThat(trained.path("basis").asString()).isEqualTo("PRIOR");
        assertThat(staff.get("/api/risk/evaluation").is(200).json()).isEqualTo(trained);
        staff.post("/api/risk/training", "").is(403, "FORBIDDEN");
        student("anybody").get("/api/risk/evaluation").is(403, "FORBIDDEN");
        student("anybody").get("/api/cohorts/c-risk/risk").is(403, "FORBIDDEN");
        admin.get("/api/cohorts/c-nowhere/risk").is(404, "COHORT_NOT_FOUND");
    }

    @Test
    void whoNeedsACallIsForStaffOfTheCohortAlone() {
        open("/api/cohorts", "c-calls-rights");
        String path = "/api/cohorts/c-calls-rights/attention";
        Calls elsewhere =
                SERVICE.as(new Caller("x", Set.of(Role.STAFF), null, null, Set.of("elsewhere")));

        assertThat(staff.get(path).is(200).json().path("items").size()).isZero();
        elsewhere.get(path).is(404, "NOT_FOUND");
        student("anybody").get(path).is(403, "FORBIDDEN");
        admin.get("/api/cohorts/c-nowhere/attention").is(404, "COHORT_NOT_FOUND");
    }

    private Set<String> called(String path) {
        return staff.get(path)
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .map(each -> each.path("studentId").asString())
                .collect(Collectors.toSet());
    }

    private String enrollFrom(LocalDate day, String name) {
        return staff.post(
                        "/api/cohorts/c-calls/enrollments",
                        "{\"name\": \"%s\", \"enrolledOn\": \"%s\"}".formatted(name, day))
                .is(201)
                .text("enrollmentId");
    }

    private List<String> reasons(String policy, String body) {
        return admin.put(policy, body)
                .is(422, "INVALID_INPUT")
                .json()
                .path("errors")
                .valueStream()
                .map(each -> each.path("field").asString())
                .toList();
    }
}
