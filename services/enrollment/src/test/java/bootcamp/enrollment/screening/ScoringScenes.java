package bootcamp.enrollment.screening;

import static bootcamp.enrollment.screening.Screened.RUBRIC;
import static bootcamp.enrollment.screening.Screened.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Rubrics and scores, at a service that somebody else has started. */
public final class ScoringScenes {

    private final RunningService service;

    public ScoringScenes(RunningService service) {
        this.service = service;
    }

    public List<DynamicTest> all() {
        return List.of(
                dynamicTest("aRubricIsSaidInVersions", this::aRubricIsSaidInVersions),
                dynamicTest("aBadRubricIsRefusedByField", this::aBadRubricIsRefusedByField),
                dynamicTest("aBadScoreIsRefusedByField", this::aBadScoreIsRefusedByField),
                dynamicTest(
                        "nobodySeesWhatOthersGaveBeforeTheOwnIsDone",
                        this::nobodySeesWhatOthersGaveBeforeTheOwnIsDone),
                dynamicTest("whatIsDoneStays", this::whatIsDoneStays),
                dynamicTest(
                        "ofTwentyReviewersAtOnceSoManyAreDoneAsAreNeeded",
                        this::ofTwentyReviewersAtOnceSoManyAreDoneAsAreNeeded),
                dynamicTest(
                        "noPointsAreKeptThatTheRubricDoesNotAskFor",
                        this::noPointsAreKeptThatTheRubricDoesNotAskFor),
                dynamicTest("othersMayNotAndClosedIsClosed", this::othersMayNotAndClosedIsClosed),
                dynamicTest(
                        "whatWentWithCompletionIsToldOnceAllAreJudged",
                        this::whatWentWithCompletionIsToldOnceAllAreJudged),
                dynamicTest("whoIsErasedLeavesNoScore", this::whoIsErasedLeavesNoScore));
    }

    private Screened screened() {
        Screened screened = new Screened(service);
        screened.staff.put(screened.path + "/rubric", RUBRIC).is(200);
        return screened;
    }

    private static List<String> fields(Answer answer) {
        return StreamSupport.stream(answer.json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asString())
                .toList();
    }

    // ---- rubric

    private void aRubricIsSaidInVersions() {
        Screened it = new Screened(service);
        String path = it.path + "/rubric";
        JsonNode none = it.staff.get(path).is(200).json();
        assertThat(none.path("version").asInt()).isZero();
        assertThat(none.path("items").isEmpty()).isTrue();
        String applied = it.applied("Early");
        it.staff.get(it.scores(applied)).is(404, "RUBRIC_NOT_FOUND");
        it.staff.get(it.path + "/application-scores").is(404, "RUBRIC_NOT_FOUND");
        it.score("mina", applied, points("", false)).is(404, "RUBRIC_NOT_FOUND");

        Answer first = it.staff.put(path, RUBRIC, "If-Match", "\"0\"").is(200);

        assertThat(first.json().path("version").asInt()).isEqualTo(1);
        assertThat(first.json().path("inUse").asBoolean()).isFalse();
        assertThat(first.json().at("/items/0/hint/en").asString()).contains("repository");
        assertThat(it.staff.put(path, RUBRIC).is(200).json()).isEqualTo(first.json());
        it.staff.put(path, RUBRIC, "If-Match", "\"0\"").is(412, "STALE_VERSION");
        Answer more =
                it.staff.put(path, RUBRIC.replace("10", "20"), "If-Match", first.header("ETag"));
        assertThat(more.is(200).json().at("/items/0/pointsMax").asInt()).isEqualTo(20);
        it.score("mina", applied, points("\"code\": 20", false)).is(200);

        Answer used = it.staff.get(path).is(200);
        assertThat(used.json().path("inUse").asBoolean()).isTrue();
        assertThat(used.header("ETag")).isNotEqualTo(more.header("ETag"));
        it.staff.put(path, RUBRIC).is(409, "RUBRIC_IN_USE");
        it.staff
                .put(path, RUBRIC.replace("10", "20").replace("\"essay\"", "\"other\""))
                .is(409, "RUBRIC_IN_USE");
        for (String needed : List.of(": 1}", ": 3}")) {
            it.staff
                    .put(path, RUBRIC.replace("10", "20").replace(": 2}", needed))
                    .is(409, "RUBRIC_IN_USE");
        }
        String reworded = RUBRIC.replace("10", "20").replace("Motivation", "Why");
        JsonNode said = it.staff.put(path, reworded).is(200).json();
        assertThat(said.path("version").asInt()).isEqualTo(3);
        assertThat(said.path("inUse").asBoolean()).isTrue();
        assertThat(said.path("reviewersNeeded").asInt()).isEqualTo(2);
    }

    private void aBadRubricIsRefusedByField() {
        Screened it = new Screened(service);
        List<List<String>> bad =
                List.of(
                        List.of("\"essay\"", "\"code\"", "items[1].itemId"),
                        List.of("\"essay\"", "\"total\"", "items[1].itemId"),
                        List.of("\"code\"", "\"$where\"", "items[0].itemId"),
                        List.of(": 10", ": 0", "items[0].pointsMax"),
                        List.of(": 10", ": 101", "items[0].pointsMax"),
                        List.of("\"동기\"", "\" \"", "items[1].label.ko"),
                        List.of("Look at", "\\u0007", "items[0].hint.en"),
                        List.of(": 2}", ": 6}", "reviewersNeeded"),
                        List.of(": 2}", ": 0}", "reviewersNeeded"));
        for (List<String> each : bad) {
            Answer answer =
                    it.staff.put(it.path + "/rubric", RUBRIC.replace(each.getFirst(), each.get(1)));
            assertThat(fields(answer.is(422, "INVALID_INPUT"))).containsExactly(each.get(2));
        }
        it.staff.put(it.path + "/rubric", RUBRIC.replace(": 10", ": 2.5")).is(400);
        it.staff.put(it.path + "/rubric", RUBRIC.replace(": 10", ": {\"$gt\": 0}")).is(400);
        Answer none = it.staff.put(it.path + "/rubric", "{\"items\": [], \"reviewersNeeded\": 2}");
        assertThat(fields(none.is(422))).containsExactly("items.length");
        assertThat(it.staff.get(it.path + "/rubric").json().path("version").asInt()).isZero();
    }

    // ---- scores

    private void aBadScoreIsRefusedByField() {
        Screened it = screened();
        String applied = it.applied("Bad");
        List<List<String>> bad =
                List.of(
                        List.of(points("\"code\": 3", true), "points.essay"),
                        List.of(points("\"code\": 3, \"essay\": null", true), "points.essay"),
                        List.of(points(11, 0, false), "points.code"),
                        List.of(points(-1, 0, false), "points.code"),
                        List.of(points("\"code\": 2.5", false), "points.code"),
                        List.of(points("\"code\": \"7\"", false), "points.code"),
                        List.of(points("\"code\": {\"$gt\": 0}", false), "points.code"),
                        List.of(points("\"code\": 99999999999999", false), "points.code"),
                        List.of(points("\"a.b\": 1", false), "points"),
                        List.of(
                                "{\"points\": {}, \"done\": false, \"note\": \"%s\"}"
                                        .formatted("n".repeat(2001)),
                                "note"));
        for (List<String> each : bad) {
            Answer answer = it.score("mina", applied, each.getFirst());
            assertThat(fields(answer.is(422, "INVALID_INPUT"))).containsExactly(each.get(1));
        }
        it.score("mina", "none", points(1, 1, true)).is(404, "APPLICATION_NOT_FOUND");
        it.staff.get(it.scores("none")).is(404, "APPLICATION_NOT_FOUND");
        // Nobody has scored yet, so it may still be said anew.
        it.staff.put(it.path + "/rubric", RUBRIC.replace(": 10", ": 9")).is(200);
        assertThat(it.staff.get(it.scores(applied)).is(200).json().path("mine").isNull()).isTrue();
    }

    private void nobodySeesWhatOthersGaveBeforeTheOwnIsDone() {
        Screened it = screened();
        String applied = it.applied("=Hidden");
        String noted = points(7, 4, true).replace("}, ", "}, \"note\": \"a word of mina\", ");
        it.score("mina", applied, noted).is(200);

        Answer begun = it.score("jun.$o", applied, points("\"code\": 2", false)).is(200);

        assertThat(begun.response().body()).doesNotContain("mina", "\"mean\"");
        JsonNode own = begun.json();
        assertThat(own.path("done").asInt()).isEqualTo(1);
        assertThat(own.path("seesOthers").asBoolean()).isFalse();
        assertThat(own.at("/mine/points/code").asInt()).isEqualTo(2);
        assertThat(own.at("/mine/version").asInt()).isEqualTo(1);
        for (String reviewer : List.of("jun.$o", "third")) {
            assertThat(it.reviewer(reviewer).get(it.scores(applied)).response().body())
                    .doesNotContain("mina", "\"mean\"");
            JsonNode row =
                    it.reviewer(reviewer)
                            .get(it.path + "/application-scores")
                            .json()
                            .at("/items/0");
            assertThat(row.path("total").isNull()).isTrue();
            assertThat(row.path("mineDone").asBoolean()).isFalse();
            assertThat(table(it, reviewer)).isEqualTo(applied + ",'=Hidden,1,false,,,,");
        }
        assertThat(table(it, "mina")).isEqualTo(applied + ",'=Hidden,1,true,11.0,11,11,15");

        it.score("jun.$o", applied, points(2, 5, true), "If-Match", begun.header("ETag")).is(200);

        JsonNode seen = it.reviewer("jun.$o").get(it.scores(applied)).is(200).json();
        assertThat(seen.path("seesOthers").asBoolean()).isTrue();
        assertThat(seen.path("others").size()).isEqualTo(1);
        assertThat(seen.at("/others/0/note").asString()).isEqualTo("a word of mina");
        assertThat(seen.at("/spread/0").toString())
                .isEqualTo("{\"itemId\":\"code\",\"mean\":4.5,\"lowest\":2,\"highest\":7}");
        assertThat(seen.path("total").toString())
                .isEqualTo("{\"mean\":9.0,\"lowest\":7,\"highest\":11,\"of\":15}");
        JsonNode third = it.reviewer("third").get(it.scores(applied)).is(200).json();
        assertThat(third.path("others").size()).isEqualTo(2);
        assertThat(third.path("mine").isNull()).isTrue();
        it.score("third", applied, points(1, 1, false)).is(409, "ENOUGH_REVIEWERS");
        assertThat(table(it, "third")).isEqualTo(applied + ",'=Hidden,2,false,9.0,7,11,15");
        assertThat(
                        it.staff
                                .get(it.path + "/application-scores?limit=1")
                                .is(200)
                                .json()
                                .path("reviewersNeeded")
                                .asInt())
                .isEqualTo(2);
    }

    private static String table(Screened it, String reviewer) {
        String table =
                it.reviewer(reviewer)
                        .get(it.path + "/application-scores", "Accept", "text/csv")
                        .is(200)
                        .response()
                        .body();
        assertThat(table).startsWith("applicationId,name,done,mineDone,mean,lowest,highest,of\r\n");
        return table.lines().skip(1).collect(Collectors.joining("\n"));
    }

    private void whatIsDoneStays() {
        Screened it = screened();
        String applied = it.applied("Done");
        Answer begun = it.score("mina", applied, points("", false)).is(200);
        it.score("mina", applied, points(5, 5, false), "If-Match", "\"0\"")
                .is(412, "STALE_VERSION");
        Answer again =
                it.score("mina", applied, points(5, 5, false), "If-Match", begun.header("ETag"));
        assertThat(again.is(200).json().at("/mine/version").asInt()).isEqualTo(2);

        Answer done = it.score("mina", applied, points(6, 5, true)).is(200);

        assertThat(it.score("mina", applied, points(6, 5, true)).is(200).json())
                .isEqualTo(done.json());
        it.score("mina", applied, points(7, 5, true)).is(409, "SCORE_DONE");
        it.score("mina", applied, points(6, 5, false)).is(409, "SCORE_DONE");
        // Needed less, who has begun would see it; needed more, who has seen it could begin.
        it.score("jun", applied, points("", false)).is(200);
        it.staff.put(it.path + "/rubric", RUBRIC.replace(": 2}", ": 1}")).is(409, "RUBRIC_IN_USE");
        for (String notDone : List.of("jun", "new")) {
            JsonNode seen = it.reviewer(notDone).get(it.scores(applied)).is(200).json();
            assertThat(seen.path("seesOthers").asBoolean()).isFalse();
            assertThat(seen.path("others").isEmpty()).isTrue();
            assertThat(table(it, notDone)).isEqualTo(applied + ",Done,1,false,,,,");
        }
        it.score("jun", applied, points(6, 5, true)).is(200);
        assertThat(it.reviewer("new").get(it.scores(applied)).json().path("others").size())
                .isEqualTo(2);
        it.staff.put(it.path + "/rubric", RUBRIC.replace(": 2}", ": 3}")).is(409, "RUBRIC_IN_USE");
        it.score("new", applied, points(6, 5, true)).is(409, "ENOUGH_REVIEWERS");
    }

    // ---- at once

    private static List<Integer> atOnce(List<Callable<Integer>> all) {
        List<Integer> statuses = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : callers.invokeAll(all)) {
                statuses.add(each.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return statuses;
    }

    private void ofTwentyReviewersAtOnceSoManyAreDoneAsAreNeeded() {
        Screened it = screened();
        String applied = it.applied("Raced");
        // Half of them have begun, and go on; half are done at once.
        IntStream.range(0, 10)
                .forEach(i -> it.score("r" + i, applied, points(i, 0, false)).is(200));

        List<Integer> statuses =
                atOnce(
                        IntStream.range(0, 20)
                                .<Callable<Integer>>mapToObj(
                                        i ->
                                                () ->
                                                        it.score(
                                                                        "r" + i,
                                                                        applied,
                                                                        points(i % 10, 1, true))
                                                                .status())
                                .toList());

        assertThat(statuses).containsOnly(200, 409);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(2);
        JsonNode seen = it.reviewer("late").get(it.scores(applied)).is(200).json();
        assertThat(seen.path("done").asInt()).isEqualTo(2);
        assertThat(seen.path("others").size()).isEqualTo(2);
    }

    private void noPointsAreKeptThatTheRubricDoesNotAskFor() {
        for (int round = 0; round < 6; round++) {
            Screened it = screened();
            String applied = it.applied("Asked");

            List<Integer> statuses =
                    atOnce(
                            List.of(
                                    () -> it.score("mina", applied, points(10, 5, true)).status(),
                                    () ->
                                            it.staff
                                                    .put(
                                                            it.path + "/rubric",
                                                            RUBRIC.replace(": 10", ": 9"))
                                                    .status()));

            assertThat(statuses).isIn(List.of(200, 409), List.of(422, 200));
            JsonNode mine = it.reviewer("mina").get(it.scores(applied)).json().path("mine");
            int max = it.staff.get(it.path + "/rubric").json().at("/items/0/pointsMax").asInt();
            assertThat(max).isEqualTo(mine.isNull() ? 9 : 10);
        }
    }

    // ---- who and when

    private void othersMayNotAndClosedIsClosed() {
        Screened it = screened();
        String applied = it.applied("Closed");
        Caller student = new Caller("maple", Set.of(Role.STUDENT), "s1", null, Set.of());
        Caller elsewhere = new Caller("oak", Set.of(Role.STAFF), null, null, Set.of("other"));
        for (String path :
                List.of("/rubric", "/application-scores", "/applications/" + applied + "/scores")) {
            service.as(student).get(it.path + path).is(403);
            service.as(elsewhere).get(it.path + path).is(404);
        }
        String me = it.scores(applied) + "/me";
        service.as(student).put(me, points(1, 1, true)).is(403);
        service.as(elsewhere).put(me, points(1, 1, true)).is(404);
        service.as(elsewhere).put(it.path + "/rubric", RUBRIC).is(404);

        it.admin.post(it.path + "/closing", "{\"on\": \"2024-07-31\"}").is(200);

        it.score("mina", applied, points(1, 1, true)).is(409, "COHORT_CLOSED");
        it.staff.put(it.path + "/rubric", RUBRIC.replace("Code", "Codes")).is(409, "COHORT_CLOSED");
        it.staff.get(it.scores(applied)).is(200);
    }

    private void whatWentWithCompletionIsToldOnceAllAreJudged() {
        Screened it = screened();
        String path = it.path + "/rubric-outcomes";
        // One stays, one goes, one moves, one is not let in.
        String stays = scored(it, "Stays", 8, 4, "ENROLLED");
        String goes = scored(it, "Goes", 3, 5, "ENROLLED");
        String moves = scored(it, "Moves", 9, 5, "ENROLLED");
        scored(it, "Rejected", 1, 1, "REJECTED");
        Screened elsewhere = new Screened(service);
        it.staff
                .post(
                        enrollment(it, goes) + "/withdrawal",
                        "{\"on\": \"2024-07-31\", \"reason\": \"TIME\"}")
                .is(200);
        it.staff
                .post(
                        enrollment(it, moves) + "/transfer",
                        "{\"toCohortId\": \"%s\", \"on\": \"2024-07-31\"}"
                                .formatted(elsewhere.cohort))
                .is(200);
        it.staff.get(path).is(409, "NO_VERDICTS_YET");

        it.admin.post(it.path + "/closing", "{\"on\": \"2024-07-31\"}").is(200);

        JsonNode found = it.staff.get(path).is(200).json();
        boolean completed = it.read(stays).text("status").equals("COMPLETED");
        assertThat(found.path("completed").asInt()).isEqualTo(completed ? 1 : 0);
        assertThat(found.path("notCompleted").asInt()).isEqualTo(completed ? 1 : 2);
        assertThat(found.path("items").valueStream().map(each -> each.path("itemId").asString()))
                .containsExactly("code", "essay", "total");
        assertThat(found.at("/items/0/notCompletedMean").asDouble()).isEqualTo(completed ? 3 : 5.5);
        assertThat(found.at("/items/2/few").asBoolean()).isTrue();
        assertThat(found.at("/items/2/lower").isNull()).isTrue();
        Caller other = new Caller("oak", Set.of(Role.STAFF), null, null, Set.of("other"));
        service.as(other).get(path).is(404);
        it.reviewer("mina").get(elsewhere.path + "/rubric-outcomes").is(409, "NO_VERDICTS_YET");
    }

    private static String enrollment(Screened it, String applicationId) {
        return "/api/enrollments/" + it.read(applicationId).text("enrollmentId");
    }

    private static String scored(Screened it, String name, int code, int essay, String to) {
        String applied = it.applied(name);
        it.score("mina", applied, points(code, essay, true)).is(200);
        it.staff
                .post(
                        enrollment(it, applied) + "/status",
                        "{\"to\": \"%s\", \"on\": \"2024-07-31\"}".formatted(to))
                .is(200);
        return applied;
    }

    private void whoIsErasedLeavesNoScore() {
        Screened it = screened();
        String applied = it.applied("Erased");
        String noted = points(1, 2, true).replace("}, ", "}, \"note\": \"a canary sings\", ");
        it.score("mina", applied, noted).is(200);
        assertThat(people()).contains("a canary sings");

        it.admin
                .delete("/api/students/" + it.read(applied).text("studentId") + "/personal-data")
                .is(204);

        it.reviewer("mina").get(it.scores(applied)).is(404, "APPLICATION_NOT_FOUND");
        it.score("mina", applied, noted).is(404, "APPLICATION_NOT_FOUND");
        assertThat(people()).doesNotContain("a canary sings", applied);
    }

    private String people() {
        MongoDatabase people = service.bean(0, "people", MongoDatabase.class);
        return Objects.requireNonNull(
                Flux.from(people.listCollectionNames())
                        .concatMap(name -> people.getCollection(name).find())
                        .map(Document::toJson)
                        .collect(Collectors.joining("\n"))
                        .block());
    }
}
