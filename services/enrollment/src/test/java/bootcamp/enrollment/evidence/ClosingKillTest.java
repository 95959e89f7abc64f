package bootcamp.enrollment.evidence;

import static bootcamp.platform.service.RunningService.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.roster.SeatKeeper;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Apart;
import bootcamp.platform.service.RunningService.Calls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Evidence arrives while a cohort is closed, by two processes at once or by one that is killed in
 * the midst of it: each student has one verdict of the closing, and it says what it saw.
 */
class ClosingKillTest {

    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    private static final Producer<String, byte[]> CURRICULUM =
            new KafkaClients(SERVICE.bootstrapServers()).producer("curriculum");
    private static final LocalDate DAY = LocalDate.parse("2024-01-08");
    private static final double THRESHOLD = 0.9;
    private static final String POLICY =
            "{\"requirements\": [{\"kind\": \"ATTENDANCE_RATE\", \"threshold\": %s}]}"
                    .formatted(THRESHOLD);
    private static final String CLOSING = "{\"on\": \"2024-01-19\"}";
    private static final int STUDENTS = 80;

    /** Of a closing that another process leaves alone. */
    private static final Duration HELD = Duration.ofMinutes(2);

    private final Calls admin = SERVICE.as(ADMIN);

    @AfterAll
    static void stop() {
        CURRICULUM.close();
        SERVICE.close();
    }

    @Test
    void whoIsCutDownWhileClosingLeavesVerdictsThatSayWhatTheySaw() throws Exception {
        Map<String, String> students = cohort("c-killed", STUDENTS);
        sheet("c-killed", students, 1, "PRESENT");
        awaitPassing("c-killed", STUDENTS);
        Set<String> frozen;
        try (Apart apart = SERVICE.apart(EnrollmentApplication.class, freePort());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            apart.start();
            threads.execute(() -> close(apart.as(ADMIN), "c-killed"));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> said("c-killed") >= STUDENTS / 20);
            apart.kill();
            frozen = frozen(students.keySet());
        }
        assertThat(frozen.size()).isLessThan(STUDENTS);
        assertThat(admin.get("/api/cohorts/c-killed").is(200).text("status")).isEqualTo("CLOSED");

        sheet("c-killed", students, 2, "ABSENT");
        awaitPassing("c-killed", 0);
        try {
            SERVICE.stopClock(Instant.now().plus(HELD));
            // As whoever starts next: what was cut down before it told anybody is looked for.
            SERVICE.bean(SeatKeeper.class).catchUp().block();
            await().atMost(Duration.ofSeconds(30)).until(() -> said("c-killed") == STUDENTS);
        } finally {
            SERVICE.stopClock(null);
        }

        Map<String, JsonNode> verdicts = consistent("c-killed", students);
        verdicts.forEach(
                (enrollmentId, verdict) ->
                        assertThat(verdict.path("completed").asBoolean())
                                .isEqualTo(frozen.contains(enrollmentId)));
    }

    @Test
    void twoProcessesThatCloseWhileEvidenceArrivesSayTheSameOnce() throws Exception {
        Map<String, String> students = cohort("c-raced", STUDENTS / 3);
        sheet("c-raced", students, 1, "PRESENT");
        awaitPassing("c-raced", students.size());
        int other = SERVICE.startAnother();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> closings = new ArrayList<>();
            for (Calls each : List.of(admin, SERVICE.as(ADMIN, other), admin)) {
                closings.add(threads.submit(() -> each.post(path("c-raced"), CLOSING)));
            }
            for (int version = 2; version < 40; version++) {
                sheet("c-raced", students, version, version % 2 == 0 ? "ABSENT" : "PRESENT");
            }
            JsonNode given = closings.getFirst().get().is(200).json().path("verdicts");
            for (Future<Answer> each : closings) {
                assertThat(each.get().is(200).json().path("verdicts")).isEqualTo(given);
            }
            assertThat(given.size()).isEqualTo(students.size());
        }
        SERVICE.stop(other);

        consistent("c-raced", students);
    }

    // ---- what must hold

    /** One verdict each, of what it rests on, and the enrollment says it. */
    private Map<String, JsonNode> consistent(String cohortId, Map<String, String> students) {
        Map<String, JsonNode> verdicts = new HashMap<>();
        Set<String> closings = new HashSet<>();
        for (JsonNode each :
                admin.get("/api/cohorts/" + cohortId + "/verdicts").is(200).json().path("items")) {
            String enrollmentId = each.path("enrollmentId").asString();
            assertThat(each.path("verdicts").size()).as(enrollmentId).isEqualTo(1);
            JsonNode verdict = each.at("/verdicts/0");
            JsonNode attendance = verdict.at("/evidence/attendance");
            int held = attendance.path("held").asInt();
            double rate = (held - attendance.path("penalty").asInt()) / (double) held;
            assertThat(held).isEqualTo(1);
            assertThat(verdict.at("/requirements/0/value").asDouble()).isEqualTo(rate);
            assertThat(verdict.path("completed").asBoolean()).isEqualTo(rate >= THRESHOLD);
            closings.add(verdict.path("closing").asString());
            verdicts.put(enrollmentId, verdict);
        }
        assertThat(verdicts.keySet()).isEqualTo(students.keySet());
        assertThat(closings).hasSize(1);
        for (JsonNode each : enrollments(cohortId)) {
            String enrollmentId = each.path("enrollmentId").asString();
            assertThat(each.path("status").asString())
                    .isEqualTo(
                            verdicts.get(enrollmentId).path("completed").asBoolean()
                                    ? "COMPLETED"
                                    : "NOT_COMPLETED");
        }
        return verdicts;
    }

    private JsonNode enrollments(String cohortId) {
        return admin.get("/api/cohorts/" + cohortId + "/enrollments?limit=200")
                .is(200)
                .json()
                .path("items");
    }

    /** How many enrollments say a verdict. */
    private int said(String cohortId) {
        int said = 0;
        for (JsonNode each : enrollments(cohortId)) {
            said += each.path("status").asString().endsWith("COMPLETED") ? 1 : 0;
        }
        return said;
    }

    private static Set<String> frozen(Set<String> enrollmentIds) {
        Set<String> frozen = new HashSet<>();
        SERVICE.bean(VerdictStore.class)
                .of(enrollmentIds)
                .map(VerdictStore.OfEnrollment::enrollmentId)
                .toIterable()
                .forEach(frozen::add);
        return frozen;
    }

    // ---- the ground

    /** Student by enrollment. */
    private Map<String, String> cohort(String cohortId, int size) throws Exception {
        admin.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
                         "startDate": "2024-01-08", "endDate": "2024-01-19",
                         "timeZone": "Asia/Seoul", "capacity": %d, "holidays": []}
                        """
                                .formatted(cohortId, size))
                .is(201);
        admin.put("/api/cohorts/" + cohortId + "/completion-policy", POLICY).is(200);
        Map<String, String> students = new HashMap<>();
        for (int i = 0; i < size; i++) {
            Answer enrolled =
                    admin.post(
                                    "/api/cohorts/" + cohortId + "/enrollments",
                                    "{\"name\": \"s%d\", \"enrolledOn\": \"%s\"}".formatted(i, DAY))
                            .is(201);
            students.put(enrolled.text("enrollmentId"), enrolled.text("studentId"));
        }
        return students;
    }

    private static void sheet(
            String cohortId, Map<String, String> students, long version, String mark)
            throws Exception {
        Map<String, List<String>> marks = new HashMap<>();
        students.values().forEach(each -> marks.put(each, List.of(mark)));
        CURRICULUM
                .send(
                        EventCodec.ofAll()
                                .encode(
                                        Topics.events("curriculum"),
                                        3,
                                        EvidenceStates.event(
                                                "Sheet",
                                                cohortId + "-" + DAY,
                                                version,
                                                EvidenceStates.sheet(cohortId, DAY, true, marks))))
                .get(30, TimeUnit.SECONDS);
    }

    private void awaitPassing(String cohortId, int students) {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                admin.post(
                                                        "/api/cohorts/"
                                                                + cohortId
                                                                + "/completion-preview",
                                                        POLICY)
                                                .is(200)
                                                .json()
                                                .path("passing")
                                                .asInt()
                                        == students);
    }

    private static String path(String cohortId) {
        return "/api/cohorts/" + cohortId + "/closing";
    }

    /** Who is cut down answers nothing. */
    private static void close(Calls calls, String cohortId) {
        try {
            calls.post(path(cohortId), CLOSING);
        } catch (UncheckedIOException cut) {
            assertThat(cut).hasCauseInstanceOf(IOException.class);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
