package bootcamp.competition.team;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.SharedService;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** What callers of the service do in a competition, in short. Each test has a cohort of its own. */
abstract class ContestCalls {

    static final RunningService SERVICE = SharedService.SERVICE;
    static final SchoolTopic SCHOOL = SharedService.SCHOOL;
    static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    static final String LABELS =
            "id,label,usage\n1,cat,Public\n2,dog,Public\n3,cat,Private\n4,dog,Private\n";

    /** Right on half of the public rows and all of the private ones. */
    static final String HALF = "id,label\n1,cat\n2,cat\n3,cat\n4,dog\n";

    /** Right on all public rows and none of the private ones. */
    static final String FITTED = "id,label\n1,cat\n2,dog\n3,dog\n4,cat\n";

    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
    private static final Duration LOOKING = Duration.ofMillis(25);

    final String cohort = "c" + UUID.randomUUID().toString().substring(0, 8);
    final Calls staff = SERVICE.as(STAFF);

    @BeforeEach
    void cohortIsThere() {
        SCHOOL.cohort(cohort);
    }

    @AfterEach
    void clockGoes() {
        SERVICE.stopClock(null);
    }

    static LocalDateTime thisHour() {
        return LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.HOURS);
    }

    /**
     * Since yesterday, and for five days more.
     *
     * @param more fields, each after a comma
     */
    String drafted(String more) {
        LocalDateTime now = thisHour();
        return staff.post(
                        "/api/competitions",
                        """
                        {"cohortIds": ["%s"], "title": "Cats", "metric": "accuracy",
                         "startsAt": "%s", "endsAt": "%s"%s}
                        """
                                .formatted(cohort, now.minusDays(1), now.plusDays(5), more))
                .is(201)
                .header("Location");
    }

    String published(String more) {
        return published(drafted(more), LABELS);
    }

    String published(String path, String labels) {
        staff.put(path + "/solution", labels.getBytes(StandardCharsets.UTF_8), "text/csv").is(200);
        staff.post(path + "/publication", "").is(200);
        return path;
    }

    static String idOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Calls student(String name) {
        return student(name, 0);
    }

    Calls student(String name, int process) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(
                new Caller("maple-" + name, Set.of(Role.STUDENT), name + cohort, null, Set.of()),
                process);
    }

    static Answer submit(Calls who, String path, String file) {
        return who.upload(path + "/submissions", file);
    }

    static JsonNode settled(Calls who, String path, String file) {
        return settled(who, path, submit(who, path, file));
    }

    static JsonNode settled(Calls who, String path, Answer receipt) {
        String one = path + "/submissions/" + receipt.is(202).text("submissionId");
        await().atMost(SETTLED_MAX)
                .pollInterval(LOOKING)
                .until(() -> !who.get(one).is(200).text("state").equals("QUEUED"));
        return who.get(one).json();
    }

    static JsonNode rows(Calls who, String path, String board) {
        return who.get(path + "/leaderboard?board=" + board).is(200).json().path("rows");
    }

    /** Names and scores, the best first. */
    static List<String> board(Calls who, String path, String board) {
        return rows(who, path, board).values().stream()
                .map(row -> row.path("team").asString() + " " + row.path("score").asDouble())
                .toList();
    }
}
