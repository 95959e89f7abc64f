package bootcamp.competition.team;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All of a competition scored anew: nothing is seen of it before it is published, and all at once
 * then, by two processes of the service.
 */
class RescoringServiceTest extends ContestCalls {

    private static final String LABELS =
            "id,label,usage\n1,cat,Public\n2,cat,Public\n3,cat,Private\n4,dog,Private\n";

    /** Both public labels are others; no usage: each row stays where it is. */
    private static final String CORRECTED = "id,label\n4,dog\n3,cat\n2,dog\n1,dog\n";

    private static final String CATS = "id,label\n1,cat\n2,cat\n3,cat\n4,dog\n";
    private static final String DOGS = "id,label\n1,dog\n2,dog\n3,dog\n4,dog\n";

    private static final Duration DONE_MAX = Duration.ofSeconds(30);
    private static final Duration LOOKING = Duration.ofMillis(50);

    private final int other = SERVICE.another();
    private final SubmissionStore store =
            new SubmissionStore(SERVICE.bean(MongoDatabase.class), SERVICE.bean(JsonMapper.class));

    @Override
    String published(String more) {
        return published(drafted(more), LABELS);
    }

    @Test
    void aDraftHasNothingToScoreAnew() {
        String path = drafted("");
        staff.upload(path + "/rescoring", CORRECTED).is(409, "COMPETITION_NOT_PUBLISHED");
        staff.post(path + "/rescoring", "{\"metric\": \"f1-macro\"}")
                .is(409, "COMPETITION_NOT_PUBLISHED");
        assertThat(staff.get(path).json().path("rescoring").asBoolean()).isFalse();
    }

    private JsonNode ready(String path) {
        await().atMost(DONE_MAX)
                .pollInterval(LOOKING)
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

        // Whoever is erased has named no team, on boards that are not shown any more neither.
        BoardStore boards = SERVICE.bean(BoardStore.class);
        SCHOOL.erasure("hana" + cohort);
        for (int generation = 1; generation <= 2; generation++) {
            for (BoardStore.Board board : BoardStore.Board.values()) {
                Mono<List<String>> names =
                        boards.rows(idOf(path), generation, board)
                                .map(rows -> rows.stream().map(BoardStore.Row::team).toList());
                await().atMost(DONE_MAX)
                        .pollInterval(LOOKING)
                        .untilAsserted(
                                () ->
                                        assertThat(names.block())
                                                .hasSize(3)
                                                .contains("duri", "sena")
                                                .doesNotContain("hana"));
            }
        }
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
        FileStore files = SERVICE.bean(0, "submissionFiles", FileStore.class);
        List<JsonNode> byTeam =
                List.of(done, cut).stream()
                        .sorted(Comparator.comparing(each -> each.path("teamId").asString()))
                        .toList();
        Submission before = found(byTeam.getFirst());
        Submission stuck = found(byTeam.getLast());
        List<ByteBuffer> lost =
                Objects.requireNonNull(files.read(stuck.fileId()).collectList().block());
        files.remove(stuck.fileId()).block();
        Competition looked = competition(path);

        staff.upload(path + "/rescoring", CORRECTED).is(202);
        assertThatThrownBy(() -> published(looked))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused ->
                                assertThat(refused.refusal())
                                        .isEqualTo(CompetitionRefusal.Now.RESCORING_NOT_FOUND));
        await().atMost(Duration.ofSeconds(20)).until(() -> found(byTeam.getFirst()).in(2) != null);
        assertThat(staff.get(path + "/rescoring").text("state")).isEqualTo("SCORING");
        staff.post(path + "/rescoring/publication", "{\"generation\": 2, \"reason\": \"x\"}")
                .is(409, "RESCORING_NOT_READY");
        // It is taken up again by itself, by any process, and staff are told that it comes no
        // further.
        await().atMost(DONE_MAX).pollInterval(LOOKING).until(() -> alarmed(0) && alarmed(other));
        // Whoever goes on has no use for the file of what is scored.
        files.remove(before.fileId()).block();
        files.write(stuck.fileId(), Flux.fromIterable(lost)).block();

        assertThat(ready(path).path("scored").asInt()).isEqualTo(2);
        assertThat(competition(path).numbers().proposed()).isEqualTo(2);
        await().atMost(DONE_MAX).pollInterval(LOOKING).until(() -> !alarmed(0));
    }

    private static boolean alarmed(int process) {
        MeterRegistry meters = SERVICE.bean(process, MeterRegistry.class);
        return meters.get("bootcamp.rescoring.stuck").gauge().value() > 0;
    }

    /** As one who looked at the competition before anything was proposed. */
    private static void published(Competition looked) {
        SERVICE.bean(RescoringDesk.class)
                .publish(looked, 2, "x", new Stamp(Instant.now(), "staff"))
                .block();
    }

    private static Competition competition(String path) {
        return Objects.requireNonNull(SERVICE.bean(CompetitionDesk.class).find(idOf(path)).block())
                .state();
    }

    /** Nobody has scored by them yet, so that no process has them in memory. */
    @Test
    void labelsThatCannotBeReadHoldUpNobodyAndAreToldOf() {
        String path = published("");
        Calls hana = member("hana", path);
        staff.upload(path + "/rescoring", CORRECTED).is(202);
        ready(path);
        FileStore files = SERVICE.bean(0, "competitionFiles", FileStore.class);
        files.remove(
                        Objects.requireNonNull(competition(path).generations().proposal())
                                .basis()
                                .labels()
                                .fileId())
                .block();

        assertThat(settled(hana, path, CATS).path("publicScore").asDouble()).isEqualTo(1.0);

        assertThat(board(hana, path, "public")).containsExactly("hana 1.0");
        JsonNode failed = staff.get(path + "/rescoring").is(200).json();
        assertThat(failed.path("state").asString()).isEqualTo("FAILED");
        assertThat(failed.at("/failure/code").asString()).isEqualTo("LABELS_UNREADABLE");
        assertThat(failed.at("/failure/reason").asString()).startsWith("The labels could not");
        await().atMost(DONE_MAX).pollInterval(LOOKING).until(() -> alarmed(other));
        staff.post(path + "/rescoring/publication", publication(failed))
                .is(409, "RESCORING_FAILED");
        staff.upload(path + "/rescoring", CORRECTED).is(409, "RESCORING_OPEN");
        settled(hana, path, DOGS);
        staff.delete(path + "/rescoring").is(204);
        staff.upload(path + "/rescoring", CORRECTED).is(202);
        JsonNode again = ready(path);
        assertThat(again.path("generation").asInt()).isEqualTo(3);
        assertThat(again.path("scored").asInt()).isEqualTo(2);
        assertThat(again.path("failure").isNull()).isTrue();
    }

    @Test
    void teamsMergeWhileScoresAreProposed() {
        String path =
                published(
                        ", \"mergeUntil\": \"%s\", \"maxTeamSize\": 2"
                                .formatted(thisHour().plusDays(1)));
        Calls hana = member("hana", path);
        Calls duri = member("duri", path);
        String stays = settled(hana, path, CATS).path("teamId").asString();
        settled(duri, path, DOGS);
        staff.upload(path + "/rescoring", CORRECTED).is(202);
        JsonNode rescoring = ready(path);

        String mergeId =
                duri.post(path + "/merges", "{\"teamId\": \"%s\"}".formatted(stays))
                        .is(201)
                        .text("mergeId");
        hana.post(path + "/merges/" + mergeId + "/acceptance", "").is(200);

        assertThat(board(hana, path, "public")).containsExactly("hana 1.0");
        assertThat(staff.get(path + "/rescoring").json().path("teams").size()).isEqualTo(1);
        staff.post(path + "/rescoring/publication", publication(rescoring)).is(200);
        assertThat(board(hana, path, "public")).containsExactly("hana 1.0");
        assertThat(rows(hana, path, "public").at("/0/submissions").asInt()).isEqualTo(2);
        settled(duri, path, CATS);
        assertThat(board(duri, path, "public")).containsExactly("hana 1.0");
    }

    @Test
    void whatIsDiscardedIsSweptOnceNothingIsScoredByItAnyMore() {
        String path = published("");
        Calls hana = member("hana", path);
        JsonNode sent = settled(hana, path, CATS);
        staff.upload(path + "/rescoring", CORRECTED).is(202);
        ready(path);
        String labels =
                Objects.requireNonNull(competition(path).generations().proposal())
                        .basis()
                        .labels()
                        .fileId();
        BoardStore boards = SERVICE.bean(BoardStore.class);

        staff.delete(path + "/rescoring").is(204);

        assertThat(filesOf(path)).doesNotContain(labels).hasSize(1);
        SERVICE.stopClock(Instant.now().plus(RescoringStore.SWEPT_AFTER).plusSeconds(1));
        await().atMost(DONE_MAX)
                .pollInterval(LOOKING)
                .untilAsserted(
                        () -> {
                            assertThat(found(sent).scores()).containsOnlyKeys(1);
                            assertThat(boards.rows(idOf(path), 2, BoardStore.Board.PUBLIC).block())
                                    .isEmpty();
                            assertThat(
                                            SERVICE.bean(RescoringStore.class)
                                                    .find(new RescoringStore.Job(idOf(path), 2))
                                                    .hasElement()
                                                    .block())
                                    .isFalse();
                        });
        assertThat(board(hana, path, "public")).containsExactly("hana 1.0");
    }

    private static List<String> filesOf(String path) {
        return Objects.requireNonNull(
                SERVICE.bean(0, "competitionFiles", FileStore.class)
                        .begunBefore(Instant.now().plus(Duration.ofDays(9)))
                        .filter(id -> id.startsWith(idOf(path) + "."))
                        .collectList()
                        .block());
    }

    private Submission found(JsonNode settled) {
        return Objects.requireNonNull(store.find(settled.path("submissionId").asString()).block());
    }
}
