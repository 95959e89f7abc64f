package bootcamp.competition.team;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.AtOnce;
import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.SchoolTopic;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All of a competition scored anew: nothing is seen of it before it is published, and all at once
 * then, by two processes of the service.
 */
class RescoringServiceTest {

    private static final RunningService SERVICE =
            RunningService.start(CompetitionApplication.NAME, CompetitionApplication::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final String LABELS =
            "id,label,usage\n1,cat,Public\n2,cat,Public\n3,cat,Private\n4,dog,Private\n";

    /** Both public labels are others; no usage: each row stays where it is. */
    private static final String CORRECTED = "id,label\n4,dog\n3,cat\n2,dog\n1,dog\n";

    private static final String CATS = "id,label\n1,cat\n2,cat\n3,cat\n4,dog\n";
    private static final String DOGS = "id,label\n1,dog\n2,dog\n3,dog\n4,dog\n";

    private final String cohort = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Calls staff = SERVICE.as(STAFF);

    @BeforeEach
    void cohortIsThere() {
        SCHOOL.cohort(cohort);
    }

    @BeforeAll
    static void anotherProcess() {
        SERVICE.startAnother();
    }

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    private String published(String more) {
        String path = drafted(more);
        staff.put(path + "/solution", LABELS.getBytes(), "text/csv").is(200);
        staff.post(path + "/publication", "").is(200);
        return path;
    }

    private String drafted(String more) {
        LocalDateTime now = LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.HOURS);
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

    @Test
    void aDraftHasNothingToScoreAnew() {
        String path = drafted("");
        staff.upload(path + "/rescoring", CORRECTED).is(409, "COMPETITION_NOT_PUBLISHED");
        staff.post(path + "/rescoring", "{\"metric\": \"f1-macro\"}")
                .is(409, "COMPETITION_NOT_PUBLISHED");
        assertThat(staff.get(path).json().path("rescoring").asBoolean()).isFalse();
    }

    private Calls student(String name) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(
                new Caller("maple-" + name, Set.of(Role.STUDENT), name + cohort, null, Set.of()));
    }

    private static JsonNode settled(Calls who, String path, String file) {
        Answer receipt = who.upload(path + "/submissions", file);
        String one = path + "/submissions/" + receipt.is(202).text("submissionId");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !who.get(one).is(200).text("state").equals("QUEUED"));
        return who.get(one).json();
    }

    private static List<String> board(Calls who, String path, String board) {
        return who
                .get(path + "/leaderboard?board=" + board)
                .is(200)
                .json()
                .path("rows")
                .values()
                .stream()
                .map(row -> row.path("team").asString() + " " + row.path("score").asDouble())
                .toList();
    }

    private JsonNode ready(String path) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> staff.get(path + "/rescoring").is(200).text("state").equals("READY"));
        return staff.get(path + "/rescoring").json();
    }

    private static String publication(JsonNode rescoring) {
        return "{\"generation\": %d, \"reason\": \" Two labels were wrong. \"}"
                .formatted(rescoring.path("generation").asInt());
    }

    private Calls member(String name, String path) {
        Calls student = student(name);
        student.post(path + "/teams", "{\"name\": \"%s\"}".formatted(name)).is(201);
        return student;
    }

    @Test
    void nothingIsSeenOfCorrectedLabelsUntilAllOfThemIs() throws Exception {
        String path = published(", \"finalPicks\": 1");
        Calls hana = member("hana", path);
        Calls duri = member("duri", path);
        JsonNode cats = settled(hana, path, CATS);
        settled(duri, path, DOGS);
        String one = path + "/submissions/" + cats.path("submissionId").asString();
        List<String> before = board(hana, path, "public");
        assertThat(before).containsExactly("hana 1.0", "duri 0.0");

        hana.upload(path + "/rescoring", CORRECTED).is(403);
        hana.get(path + "/rescoring").is(403);
        staff.get(path + "/rescoring").is(404, "RESCORING_NOT_FOUND");
        Answer proposed = staff.upload(path + "/rescoring", CORRECTED).is(202);
        assertThat(proposed.header("Location")).isEqualTo(path + "/rescoring");
        assertThat(staff.get(path).json().path("rescoring").asBoolean()).isTrue();
        assertThat(hana.get(path).json().path("rescoring").isNull()).isTrue();
        JsonNode rescoring = ready(path);
        assertThat(rescoring.path("submissions").asInt()).isEqualTo(2);
        assertThat(rescoring.path("scored").asInt()).isEqualTo(2);
        assertThat(rescoring.path("labelsVersion").asInt()).isEqualTo(2);
        assertThat(rescoring.path("metricVersion").asInt()).isEqualTo(1);
        assertThat(rescoring.path("changedPublic").asInt()).isEqualTo(2);
        assertThat(rescoring.path("changedPrivate").asInt()).isZero();
        assertThat(rescoring.at("/teams/0/team").asString()).isEqualTo("duri");
        assertThat(rescoring.at("/teams/0/publicBefore/rank").asInt()).isEqualTo(2);
        assertThat(rescoring.at("/teams/0/publicAfter/rank").asInt()).isEqualTo(1);
        assertThat(rescoring.at("/teams/0/publicAfter/score").asDouble()).isEqualTo(1.0);
        assertThat(rescoring.toString()).doesNotContain("cat").doesNotContain("dog");
        assertThat(staff.get(path + "/rescoring", "Accept", "text/csv").is(200).response().body())
                .contains(",duri,2,1,0.0,1.0,2,2,0.5,0.5");
        assertThat(board(hana, path, "public")).isEqualTo(before);
        assertThat(hana.get(one).json()).isEqualTo(cats);
        staff.upload(path + "/rescoring", LABELS).is(409, "RESCORING_OPEN");
        staff.upload(path + "/rescoring", CORRECTED).is(202);

        // What comes meanwhile is scored by both.
        Calls sena = member("sena", path);
        settled(sena, path, CATS.replace("1,cat", "1,dog"));
        assertThat(board(sena, path, "public")).containsExactly("hana 1.0", "sena 0.5", "duri 0.0");
        staff.post(path + "/rescoring/publication", "{\"generation\": 2, \"reason\": \" \"}")
                .is(422, "INVALID_INPUT");
        staff.post(path + "/rescoring/publication", "{\"generation\": 9, \"reason\": \"x\"}")
                .is(404, "RESCORING_NOT_FOUND");

        List<Answer> answers =
                AtOnce.ask(
                        4,
                        i ->
                                SERVICE.as(STAFF, i % 2)
                                        .post(
                                                path + "/rescoring/publication",
                                                publication(rescoring)));

        assertThat(answers).allSatisfy(each -> assertThat(each.status()).isEqualTo(200));
        assertThat(board(hana, path, "public")).containsExactly("duri 1.0", "sena 0.5", "hana 0.0");
        assertThat(board(staff, path, "private"))
                .containsExactly("hana 1.0", "sena 1.0", "duri 0.5");
        JsonNode after = hana.get(one).is(200).json();
        assertThat(after.path("publicScore").asDouble()).isZero();
        assertThat(after.path("labelsVersion").asInt()).isEqualTo(2);
        assertThat(after.has("scoredBefore")).isFalse();
        JsonNode old = staff.get(one).json().at("/scoredBefore/0");
        assertThat(old.path("publicScore").asDouble()).isEqualTo(1.0);
        assertThat(old.path("labelsVersion").asInt()).isEqualTo(1);
        assertThat(hana.get(path + "/leaderboard/history").json().at("/days/0/teamIds").size())
                .isEqualTo(3);
        assertThat(hana.get(path).json().at("/rescorings").values())
                .singleElement()
                .satisfies(
                        each ->
                                assertThat(each.path("reason").asString())
                                        .isEqualTo("Two labels were wrong."));
        staff.get(path + "/rescoring").is(404, "RESCORING_NOT_FOUND");

        // And goes on by what is shown now.
        settled(hana, path, DOGS);
        assertThat(board(hana, path, "public")).containsExactly("duri 1.0", "hana 1.0", "sena 0.5");
    }

    @Test
    void whatDoesNotCorrectTheLabelsIsRefusedWithItsRow() {
        String path = published("");

        Answer unknown =
                staff.upload(path + "/rescoring", CORRECTED.replace("2,dog", "5,dog"))
                        .is(422, "SOLUTION_ROW_UNUSABLE");
        assertThat(unknown.text("detail")).startsWith("Line 4:");
        staff.upload(path + "/rescoring", CORRECTED.replace("2,dog\n", ""))
                .is(422, "SOLUTION_UNUSABLE");
        Answer moved =
                staff.upload(path + "/rescoring", LABELS.replace("3,cat,Private", "3,cat,Public"))
                        .is(422, "SOLUTION_ROW_UNUSABLE");
        assertThat(moved.text("detail")).startsWith("Line 4:");
        staff.upload(path + "/rescoring", LABELS).is(422, "RESCORING_CHANGES_NOTHING");
        staff.post(path + "/rescoring", "{\"metric\": \"rmse\"}")
                .is(422, "RESCORING_OF_ANOTHER_KIND");
        staff.post(path + "/rescoring", "{\"metric\": \"x\"}").is(422, "INVALID_INPUT");
        staff.get(path + "/rescoring").is(404);
        staff.delete(path + "/rescoring").is(204);
    }

    @Test
    void otherMetricIsDiscardedAndThenTakenAfterTheEnd() {
        String path = published("");
        Calls hana = member("hana", path);
        settled(hana, path, DOGS);
        staff.post(path + "/closing", "").is(200);

        staff.post(path + "/rescoring", "{\"metric\": \"f1-macro\"}").is(202);
        assertThat(ready(path).path("changedScores").asInt()).isEqualTo(1);
        staff.delete(path + "/rescoring").is(204);
        staff.get(path + "/rescoring").is(404);
        assertThat(board(hana, path, "private")).containsExactly("hana 0.5");
        staff.post(path + "/rescoring", "{\"metric\": \"f1-macro\"}").is(202);
        JsonNode again = ready(path);

        assertThat(again.path("generation").asInt()).isEqualTo(3);
        assertThat(again.path("metricVersion").asInt()).isEqualTo(2);
        staff.post(path + "/rescoring/publication", publication(again)).is(200);
        assertThat(hana.get(path).json().path("metric").asString()).isEqualTo("f1-macro");
        assertThat(board(hana, path, "private").getFirst()).startsWith("hana 0.33");
    }

    /** Its process lets go of it, as one that was killed does; the file comes back meanwhile. */
    @Test
    void whatWasBegunIsGoneOnWithWhereItWasCut() {
        String path = published("");
        Calls first = member("hana", path);
        Calls second = member("duri", path);
        JsonNode done = settled(first, path, CATS);
        JsonNode cut = settled(second, path, DOGS);
        SubmissionStore store =
                new SubmissionStore(
                        SERVICE.bean(MongoDatabase.class), SERVICE.bean(JsonMapper.class));
        FileStore files = SERVICE.bean(0, "submissionFiles", FileStore.class);
        List<JsonNode> byTeam =
                List.of(done, cut).stream()
                        .sorted(Comparator.comparing(each -> each.path("teamId").asString()))
                        .toList();
        Submission before = found(store, byTeam.getFirst());
        Submission stuck = found(store, byTeam.getLast());
        List<ByteBuffer> lost =
                Objects.requireNonNull(files.read(stuck.fileId()).collectList().block());
        files.remove(stuck.fileId()).block();

        staff.upload(path + "/rescoring", CORRECTED).is(202);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> found(store, byTeam.getFirst()).in(2) != null);
        assertThat(staff.get(path + "/rescoring").text("state")).isEqualTo("SCORING");
        staff.post(path + "/rescoring/publication", "{\"generation\": 2, \"reason\": \"x\"}")
                .is(409, "RESCORING_NOT_READY");
        // Whoever goes on has no use for the file of what is scored.
        files.remove(before.fileId()).block();
        files.write(stuck.fileId(), Flux.fromIterable(lost)).block();

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            SERVICE.bean(1, RescoringDesk.class).tick().block();
                            return staff.get(path + "/rescoring").text("state").equals("READY");
                        });
        assertThat(ready(path).path("scored").asInt()).isEqualTo(2);
        assertThat(
                        Objects.requireNonNull(
                                        SERVICE.bean(CompetitionDesk.class)
                                                .find(path.substring(path.lastIndexOf('/') + 1))
                                                .block())
                                .state()
                                .numbers()
                                .proposed())
                .isEqualTo(2);
    }

    private static Submission found(SubmissionStore store, JsonNode settled) {
        return Objects.requireNonNull(store.find(settled.path("submissionId").asString()).block());
    }
}
