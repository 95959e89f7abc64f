package bootcamp.launcher;

import static bootcamp.platform.service.RunningService.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.gateway.dashboard.CompetitionHistories;
import bootcamp.gateway.dashboard.DashboardsReading;
import bootcamp.gateway.feed.DashboardFeed;
import bootcamp.platform.deadletter.EventFeed;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.review.box.SummaryExamples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The topics are enough: gateways that start when every service is gone show the same bytes as one
 * that was there all the time, and as each other.
 */
class TopicsAloneTest {

    private static final long SECONDS_MAX = 60;
    private static final long COMPETITIONS = 5;

    /** One gateway's fold of the real topics. */
    private record Gateway(DashboardsReading shown, EventFeed feed) {

        static Gateway following(String bootstrapServers) {
            DashboardsReading shown = new DashboardsReading();
            EventFeed feed =
                    new EventFeed(
                            "gateway",
                            DashboardFeed.SERVICES,
                            new KafkaClients(bootstrapServers),
                            DashboardFeed.CODEC,
                            shown.reader(),
                            InstantSource.system());
            feed.start();
            return new Gateway(shown, feed);
        }

        void awaitCaughtUp() throws Exception {
            feed.caughtUp().get(SECONDS_MAX, TimeUnit.SECONDS);
        }

        void awaitEvents(long count) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
            while (shown.events() < count && System.nanoTime() < deadline) {
                LockSupport.parkNanos(10_000_000);
            }
        }

        /** Its bytes by cohort; nothing is read any more. */
        Map<String, String> end() {
            feed.close();
            assertThat(feed.deadLetters().list()).isEmpty();
            try (shown) {
                return shown.result();
            }
        }
    }

    @Test
    void gatewaysStartedWithoutAnyServiceShowWhatOneShowsThatWasThere() throws Exception {
        try (RunningService service =
                        RunningService.start(
                                EnrollmentApplication.NAME, EnrollmentApplication::builder);
                EmbeddedDatabase database = EmbeddedDatabase.inMemory()) {
            Gateway present = Gateway.following(service.bootstrapServers());
            present.awaitCaughtUp();
            live(service);
            try (RunningService curriculum =
                    RunningService.on(
                            CurriculumApplication.NAME,
                            CurriculumApplication::builder,
                            service.bootstrapServers(),
                            database.uri())) {
                teach(curriculum.as(ADMIN));
                assertThat(
                                curriculum
                                        .bean(OutboxRelay.class)
                                        .drained(Duration.ofSeconds(SECONDS_MAX)))
                        .isTrue();
            }
            assertThat(service.bean(OutboxRelay.class).drained(Duration.ofSeconds(SECONDS_MAX)))
                    .isTrue();
            compete(service);
            review(service.bootstrapServers());
            service.stopProcesses();

            Gateway fresh = Gateway.following(service.bootstrapServers());
            Gateway beside = Gateway.following(service.bootstrapServers());
            fresh.awaitCaughtUp();
            beside.awaitCaughtUp();
            present.awaitEvents(fresh.shown().events());

            Map<String, String> bytes = present.end();
            assertThat(bytes).containsOnlyKeys("ai-lab-3", "ai-lab-4", "overview");
            assertThat(bytes.get("ai-lab-3"))
                    .contains(
                            "\"absent\":1",
                            "\"policyVersion\":2",
                            "\"withdrawn\":1",
                            "\"title\":\"Agents\"",
                            "\"status\":\"PUBLISHED\"",
                            "\"tookPart\":",
                            "\"targetId\":\"target-1\"")
                    .containsPattern("\"submissions\":[1-9]")
                    .doesNotContain("\"title\":\"Moved\"");
            assertThat(bytes.get("ai-lab-4"))
                    .contains("\"title\":\"Agents\"", "\"title\":\"Moved\"");
            assertThat(fresh.end()).isEqualTo(bytes);
            assertThat(beside.end()).isEqualTo(bytes);
        }
    }

    /** What the review service decides of one target of the first cohort. */
    private static void review(String bootstrapServers) throws Exception {
        try (var producer = new KafkaClients(bootstrapServers).producer("review")) {
            for (var record : SummaryExamples.of(1, "ai-lab-3")) {
                producer.send(record).get(SECONDS_MAX, TimeUnit.SECONDS);
            }
        }
    }

    /** Two cohorts; of six students one leaves, one comes back, one moves, one waits. */
    private static void live(RunningService service) {
        var admin = service.as(ADMIN);
        for (String cohort : List.of("ai-lab-3", "ai-lab-4")) {
            answered(
                    201,
                    admin.post(
                            "/api/cohorts",
                            """
                            {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab",
                             "startDate": "2024-01-02", "endDate": "2024-07-31",
                             "timeZone": "Asia/Seoul", "capacity": 5, "holidays": []}
                            """
                                    .formatted(cohort)));
        }
        List<String> students =
                List.of("a", "b", "c", "d", "e", "f").stream()
                        .map(
                                name ->
                                        answered(
                                                201,
                                                admin.post(
                                                        "/api/cohorts/ai-lab-3/enrollments",
                                                        """
                                                        {"name": "%s", "externalId": "%s", "enrolledOn": "2024-01-02"}
                                                        """
                                                                .formatted(name, name))))
                        .map(answer -> "/api/enrollments/" + answer.text("enrollmentId"))
                        .toList();
        String leaving = "{\"on\": \"2024-03-04\", \"reason\": \"EMPLOYMENT\"}";
        answered(200, admin.post(students.get(0) + "/withdrawal", leaving));
        answered(200, admin.post(students.get(1) + "/withdrawal", leaving));
        answered(
                200,
                admin.post(
                        students.get(2) + "/leave",
                        "{\"from\": \"2024-02-01\", \"until\": \"2024-02-09\"}"));
        answered(200, admin.delete(students.get(1) + "/withdrawal"));
        answered(
                200,
                admin.post(
                        students.get(3) + "/transfer",
                        "{\"toCohortId\": \"ai-lab-4\", \"on\": \"2024-04-01\"}"));
    }

    /**
     * Two lectures: one is published for both cohorts, one moves from the first to the other; and a
     * sheet.
     */
    private static void teach(Calls admin) {
        String lecture =
                """
                {"cohortIds": [%s], "title": "%s", "speaker": "Kim", "capacity": 2,
                 "startsAt": "2150-05-02T19:00:00+09:00", "endsAt": "2150-05-02T21:00:00+09:00"}
                """;
        String both = "\"ai-lab-3\", \"ai-lab-4\"";
        String path = "/api/lectures";
        String shared =
                answered(201, admin.post(path, lecture.formatted(both, "Agents")))
                        .text("lectureId");
        String moving =
                answered(201, admin.post(path, lecture.formatted("\"ai-lab-3\"", "Moved")))
                        .text("lectureId");
        answered(200, admin.post(path + "/" + shared + "/publication", ""));
        answered(200, admin.patch(path + "/" + moving, "{\"cohortIds\": [\"ai-lab-4\"]}"));
        attend(admin);
    }

    /** What the topic of competitions may hold; of some seed, so that there is one with a team. */
    private static void compete(RunningService service) {
        List<String> students =
                service.as(ADMIN)
                        .get("/api/cohorts/ai-lab-3/enrollments")
                        .json()
                        .path("items")
                        .valueStream()
                        .map(each -> each.path("studentId").asString())
                        .toList();
        try (var producer = new KafkaClients(service.bootstrapServers()).producer("competitions")) {
            CompetitionHistories.of(List.of("ai-lab-3", "ai-lab-4"), students, COMPETITIONS)
                    .forEach(producer::send);
        }
    }

    /** A policy of its own, and a day on which all are absent. */
    private static void attend(Calls admin) {
        String cohort = "/api/cohorts/ai-lab-3";
        String day = cohort + "/attendance/2024-01-03";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        Answer blank = admin.get(day);
        // The service may still be reading who is in the cohort.
        while (blank.status() != 200 || blank.json().path("entries").isEmpty()) {
            assertThat(System.nanoTime()).as(blank.response().body()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            blank = admin.get(day);
        }
        String entries =
                blank.json()
                        .path("entries")
                        .valueStream()
                        .map(entry -> entry.path("studentId").asString())
                        .map("{\"studentId\": \"%s\", \"status\": \"ABSENT\"}"::formatted)
                        .collect(Collectors.joining(", "));
        answered(200, admin.put(day, "{\"entries\": [" + entries + "]}"));
        String policy = cohort + "/attendance-policy";
        answered(
                200,
                admin.put(
                        policy,
                        "{\"from\": \"2024-01-02\", \"preset\": \"SIMPLE\"}",
                        "If-Match",
                        admin.get(policy).header("ETag")));
    }

    private static Answer answered(int status, Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer;
    }
}
