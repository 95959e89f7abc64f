package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.SharedService;
import bootcamp.platform.service.Hangs;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What hangs while it is scored, at two processes: it is found out when its time is over, tried
 * once more by the other process, and staff are alarmed. Time is what the test says it is.
 */
class StuckScoringTest extends ContestCalls {

    private static final String FILES = "submissionFiles.chunks";
    private static final String LABEL_FILES = "competitionFiles.chunks";
    private static final String CORRECTED = LABELS.replace("2,dog", "2,cat");
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofSeconds(30);
    private static final Duration LOOKING = Duration.ofMillis(25);

    private final int other = SERVICE.another();
    private final Hangs here = SharedService.hangsOf(0);
    private final Hangs there = SharedService.hangsOf(other);
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeEach
    void clockStands() {
        SERVICE.stopClock(now);
    }

    /** What still waits is given up: it would hold a thread for as long as the clock stands. */
    @AfterEach
    void allIsAnswered() {
        for (Hangs process : List.of(here, there)) {
            process.answer();
            process.timers().advanceTimeBy(ScoringDesk.SCORING_MAX);
        }
    }

    private void later(Duration time) {
        now = now.plus(time);
        SERVICE.stopClock(now);
    }

    /** When that many wait in vain there. */
    private static void hangs(Hangs process, int count) {
        await().atMost(MAX).pollInterval(LOOKING).until(() -> process.unanswered() == count);
    }

    private static Document stored(String collection, String id) {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        return Objects.requireNonNull(
                Mono.from(database.getCollection(collection).find(eq("_id", id)).first()).block());
    }

    /** Not a moment earlier. */
    private static void isGivenUpAfter(
            Duration time, Hangs process, String collection, String id, int tries) {
        process.timers().advanceTimeBy(time.minus(MOMENT));
        assertThat(stored(collection, id)).containsKey("heldBy").containsEntry("tries", tries);
        process.timers().advanceTimeBy(MOMENT);
        await().atMost(MAX)
                .pollInterval(LOOKING)
                .until(() -> !stored(collection, id).containsKey("heldBy"));
    }

    /** As every process looks again and again. */
    private static void look(int process) {
        SERVICE.bean(process, ScoringDesk.class).tick().block();
        SERVICE.bean(process, ScoringDesk.class).decide().block();
        SERVICE.bean(process, RescoringDesk.class).tick().block();
    }

    private double alarmed(String what) {
        double most = 0;
        for (int process : new int[] {0, other}) {
            look(process);
            MeterRegistry meters = SERVICE.bean(process, MeterRegistry.class);
            most = Math.max(most, meters.get("bootcamp." + what + ".stuck").gauge().value());
        }
        return most;
    }

    @Test
    void whatHangsIsTriedOnceMoreByItselfInAnotherProcess() {
        String path = published("");
        Calls hana = student("hana");
        here.silence(FILES, "find");

        Answer sent = submit(hana, path, HALF).is(202);
        hangs(here, 1);
        isGivenUpAfter(
                ScoringDesk.SCORING_MAX, here, "waitingSubmissions", sent.text("submissionId"), 1);
        later(LeaseStore.REST);
        look(0);

        assertThat(settled(hana, path, sent).path("state").asString()).isEqualTo("SCORED");
        assertThat(here.unanswered()).isOne();
    }

    @Test
    void whatHangsTwiceAlarmsStaffAndLosesNothing() {
        String path = published(", \"dailyLimit\": 1");
        Calls hana = student("hana");
        here.silence(FILES, "find");
        there.silence(FILES, "find");
        double before = alarmed("scoring");
        Instant sentAt = now;

        Answer sent = submit(hana, path, HALF).is(202);
        String id = sent.text("submissionId");
        hangs(here, 1);
        assertThat(alarmed("scoring")).isEqualTo(before);
        isGivenUpAfter(ScoringDesk.SCORING_MAX, here, "waitingSubmissions", id, 1);
        later(LeaseStore.REST);
        look(other);
        hangs(there, 1);
        isGivenUpAfter(ScoringDesk.SCORING_MAX, there, "waitingSubmissions", id, 2);

        assertThat(alarmed("scoring")).isEqualTo(before + 1);
        assertThat(staff.get(path + "/stuck").is(200).json().path("submissions").values())
                .singleElement()
                .satisfies(
                        stuck -> {
                            assertThat(stuck.path("submissionId").asString()).isEqualTo(id);
                            assertThat(stuck.path("team").asString()).startsWith("Team ");
                            assertThat(stuck.path("tries").asInt()).isEqualTo(2);
                            assertThat(
                                            OffsetDateTime.parse(stuck.path("at").asString())
                                                    .toInstant())
                                    .isEqualTo(sentAt);
                        });
        hana.get(path + "/stuck").is(403);
        assertThat(hana.get(path + "/submissions/" + id).text("state")).isEqualTo("QUEUED");
        there.answer();
        here.answer();
        later(LeaseStore.restAfter(2));
        look(0);
        assertThat(settled(hana, path, sent).path("state").asString()).isEqualTo("SCORED");
        assertThat(rows(hana, path, "public").at("/0/submissions").asInt()).isOne();
        await().atMost(MAX).until(() -> alarmed("scoring") == before);
        assertThat(staff.get(path + "/stuck").json().path("submissions")).isEmpty();
    }

    /** What a process counted that ended before it had put it into the line. */
    @ParameterizedTest
    @ValueSource(strings = {"submissions", "waitingSubmissions"})
    void whatWasCountedAndNeverStoodInLineIsFoundByAnotherProcess(String collection) {
        String path = published(", \"dailyLimit\": 1");
        Calls hana = student("hana", other);
        Calls first = student("hana");
        first.get(path).is(200);
        here.silence(collection, "insertOne");

        Thread asking =
                Thread.ofVirtual()
                        .uncaughtExceptionHandler((_, _) -> {})
                        .start(() -> submit(first, path, HALF));
        hangs(here, 1);
        // It stays without an answer: whoever waited for that would hold up the end of the process,
        // and what the process does by itself again and again is not to hang, too.
        asking.interrupt();
        here.answer();
        look(other);
        assertThat(hana.get(path + "/leaderboard").json().path("rows")).isEmpty();
        later(LineStore.ANNOUNCED.minus(MOMENT));
        look(other);
        assertThat(announced(path)).isOne();
        later(MOMENT);
        look(other);

        await().atMost(MAX).until(() -> rows(hana, path, "public").size() == 1);
        submit(hana, path, FITTED).is(422, "DAILY_LIMIT_REACHED");
        assertThat(hana.get(path + "/submissions").json().path("items").size()).isOne();
        assertThat(announced(path)).isZero();
    }

    private static long announced(String path) {
        return Objects.requireNonNull(
                Mono.from(
                                SERVICE.bean(MongoDatabase.class)
                                        .getCollection("announcedSubmissions")
                                        .countDocuments(eq("competitionId", idOf(path))))
                        .block());
    }

    /** Not a trace is left of one that was refused, nor of one that is in line. */
    @Test
    void whatWasDecidedIsNotLookedForAnyMore() {
        String path = published(", \"dailyLimit\": 1");
        Calls hana = student("hana");
        settled(hana, path, HALF);
        submit(hana, path, FITTED).is(422, "DAILY_LIMIT_REACHED");

        assertThat(announced(path)).isZero();
    }

    @Test
    void labelsThatHangedOnceAreReadAnew() {
        String path = published("");
        Calls hana = student("hana", other);
        there.silence(LABEL_FILES, "find");

        Answer sent = submit(hana, path, HALF).is(202);
        hangs(there, 1);
        isGivenUpAfter(
                ScoringDesk.SCORING_MAX, there, "waitingSubmissions", sent.text("submissionId"), 1);
        there.answer();
        later(LeaseStore.REST);

        assertThat(settled(hana, path, sent).path("state").asString()).isEqualTo("SCORED");
        assertThat(settled(hana, path, FITTED).path("state").asString()).isEqualTo("SCORED");
    }

    private static String rescoring(String path) {
        return idOf(path) + "~2";
    }

    private String stateOfRescoring(String path) {
        return staff.get(path + "/rescoring").is(200).text("state");
    }

    @Test
    void rescoringThatHangsIsTakenOverAndGivenUpInTheEnd() {
        String path = published("");
        Calls hana = student("hana");
        settled(hana, path, HALF);
        here.silence(FILES, "find");
        there.silence(FILES, "find");
        double before = alarmed("rescoring");

        staff.upload(path + "/rescoring", CORRECTED).is(202);
        hangs(here, 1);
        isGivenUpAfter(ScoringDesk.SCORING_MAX, here, "rescorings", rescoring(path), 1);
        assertThat(alarmed("rescoring")).isEqualTo(before);
        later(LeaseStore.REST);
        look(other);
        hangs(there, 1);
        assertThat(alarmed("rescoring")).isEqualTo(before + 1);
        assertThat(staff.get(path + "/stuck").json().at("/rescoring/tries").asInt()).isEqualTo(2);
        isGivenUpAfter(ScoringDesk.SCORING_MAX, there, "rescorings", rescoring(path), 2);
        later(LeaseStore.restAfter(2));
        look(0);
        hangs(here, 2);
        assertThat(stateOfRescoring(path)).isEqualTo("SCORING");
        here.timers().advanceTimeBy(ScoringDesk.SCORING_MAX);

        await().atMost(MAX)
                .pollInterval(LOOKING)
                .until(() -> stateOfRescoring(path).equals("FAILED"));
        JsonNode failed = staff.get(path + "/rescoring").json();
        assertThat(failed.at("/failure/code").asString()).isEqualTo("SCORING_HANGS");
        assertThat(OffsetDateTime.parse(failed.path("failedAt").asString()).toInstant())
                .isEqualTo(now);
        assertThat(staff.get(path + "/stuck").json().path("rescoring").isNull()).isTrue();
        assertThat(board(hana, path, "public")).hasSize(1);
    }

    /** Of a team's scores, of its row, and of the days before. */
    @ParameterizedTest
    @ValueSource(strings = {"teams", "boards", "boardDays"})
    void stepOfRescoringThatHangsIsGoneOnWithByAnother(String collection) {
        String path = published("");
        settled(student("hana"), path, HALF);
        here.silence(collection, "updateOne");

        staff.upload(path + "/rescoring", CORRECTED).is(202);
        hangs(here, 1);
        isGivenUpAfter(ScoringDesk.SCORING_MAX, here, "rescorings", rescoring(path), 1);
        later(LeaseStore.REST);
        look(other);

        await().atMost(MAX)
                .pollInterval(LOOKING)
                .until(() -> stateOfRescoring(path).equals("READY"));
        assertThat(here.unanswered()).isOne();
    }

    @Test
    void nobodyWaitsForLongForWhatOnlyStaffSee() {
        String path = published("");
        Calls hana = student("hana", other);
        settled(hana, path, HALF);
        staff.upload(path + "/rescoring", CORRECTED).is(202);
        await().atMost(MAX)
                .pollInterval(LOOKING)
                .until(() -> stateOfRescoring(path).equals("READY"));
        there.silence(LABEL_FILES, "find");
        here.silence(FILES, "find");

        Answer sent = submit(hana, path, FITTED).is(202);
        hangs(there, 1);
        isGivenUpAfter(
                ScoringDesk.PROPOSED_MAX,
                there,
                "waitingSubmissions",
                sent.text("submissionId"),
                1);
        assertThat(stateOfRescoring(path)).isEqualTo("READY");
        later(LeaseStore.REST);
        look(0);
        hangs(here, 1);
        here.timers().advanceTimeBy(ScoringDesk.PROPOSED_MAX);

        assertThat(settled(hana, path, sent).path("state").asString()).isEqualTo("SCORED");
        JsonNode failed = staff.get(path + "/rescoring").json();
        assertThat(failed.path("state").asString()).isEqualTo("FAILED");
        assertThat(failed.at("/failure/code").asString()).isEqualTo("SCORING_HANGS");
    }

    @Test
    void restsGrowToFiveMinutesAndNoFurther() {
        assertThat(LeaseStore.restAfter(1)).isEqualTo(LeaseStore.REST);
        for (int tries = 2; tries < 100; tries++) {
            Duration before = LeaseStore.restAfter(tries - 1);
            assertThat(LeaseStore.restAfter(tries))
                    .isEqualTo(
                            before.multipliedBy(2).compareTo(Duration.ofMinutes(5)) > 0
                                    ? Duration.ofMinutes(5)
                                    : before.multipliedBy(2));
        }
    }
}
