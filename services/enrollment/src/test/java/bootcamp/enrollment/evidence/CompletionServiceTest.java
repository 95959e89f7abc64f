package bootcamp.enrollment.evidence;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
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
