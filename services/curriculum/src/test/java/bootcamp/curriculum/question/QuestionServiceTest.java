package bootcamp.curriculum.question;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Questions about a lecture as the service's callers see them. */
class QuestionServiceTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final int SECONDS_MAX = 30;
    private static final int VOTERS = 60;

    private final String cohort = "ai-lab-q" + COHORTS.incrementAndGet();
    private final Calls staff = SERVICE.as(STAFF);
    private String lecture = "";

    @BeforeEach
    void publish() {
        SCHOOL.cohort(cohort);
        lecture = drafted(cohort);
        staff.post(lecture + "/publication", "").is(200);
    }

    // ---- what tests say

    private String drafted(String cohortId) {
        LocalDateTime starts =
                LocalDateTime.now(ZoneId.of("Asia/Seoul"))
                        .truncatedTo(ChronoUnit.MINUTES)
                        .plusDays(10);
        return staff.post(
                        "/api/lectures",
                        """
                                {"cohortIds": ["%s"], "title": "한 주의 NLP", "speaker": "Maren Thornby",
                                 "startsAt": "%s", "endsAt": "%s", "capacity": 40}
                                """
                                .formatted(cohortId, starts, starts.plusHours(2)))
                .is(201)
                .header("Location");
    }

    private static Caller student(String studentId) {
        return new Caller("maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of());
    }

    private Calls enrolled(String name) {
        return enrolled(name, 0);
    }

    private Calls enrolled(String name, int process) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(student(name + cohort), process);
    }

    private static String json(String text) {
        return "{\"text\": \"%s\"}".formatted(text);
    }

    private Answer asks(Calls student, String text) {
        return student.post(lecture + "/questions", json(text));
    }

    private String asked(Calls student, String text) {
        return asks(student, text).is(201).header("Location");
    }

    private List<JsonNode> seenBy(Calls who) {
        return who.get(lecture + "/questions").is(200).json().path("items").valueStream().toList();
    }

    private JsonNode seen(Calls who, String question) {
        return seenBy(who).stream()
                .filter(each -> question.endsWith(each.path("questionId").asString()))
                .findFirst()
                .orElseThrow();
    }

    // ---- asking

    @Test
    void questionIsShownToFellowStudentsWithoutWhoAskedIt() {
        Calls author = enrolled("a");
        Calls fellow = enrolled("b");
        String question = asked(author, "Why a <b>CLS</b> token? 🤔");

        Answer list = fellow.get(lecture + "/questions").is(200);
        JsonNode shown = seen(fellow, question);

        assertThat(shown.path("text").asString()).isEqualTo("Why a <b>CLS</b> token? 🤔");
        assertThat(shown.path("studentId").isNull()).isTrue();
        assertThat(shown.path("reports").isNull()).isTrue();
        assertThat(shown.path("mine").asBoolean()).isFalse();
        assertThat(list.response().body()).doesNotContain("a" + cohort);
        assertThat(seen(author, question).path("mine").asBoolean()).isTrue();
        assertThat(seen(staff, question).path("studentId").isNull()).isTrue();
        assertThat(
                        fellow.get(lecture + "/questions", "If-None-Match", list.header("ETag"))
                                .status())
                .isEqualTo(304);
    }

    @Test
    void whatIsSignedIsShownToStaffWithItsAuthorAndToNobodyElse() {
        Calls author = enrolled("a");
        String question =
                author.post(lecture + "/questions", "{\"text\": \"Why?\", \"signed\": true}")
                        .is(201)
                        .header("Location");

        assertThat(seen(staff, question).path("studentId").asString()).isEqualTo("a" + cohort);
        assertThat(seen(enrolled("b"), question).path("studentId").isNull()).isTrue();
    }

    @Test
    void theSameRequestAgainAsksOnce() {
        Calls author = enrolled("a");
        String[] key = {"Idempotency-Key", "once-" + cohort};

        Answer first = author.post(lecture + "/questions", json("Why?"), key).is(201);
        Answer again = author.post(lecture + "/questions", json("Why?"), key).is(201);

        assertThat(again.response().body()).isEqualTo(first.response().body());
        author.post(lecture + "/questions", json("How?"), key).is(422);
        assertThat(seenBy(author)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', must not be empty",
        "'  ', must not be empty",
        "LONG, longer than",
        "\\u0000, characters"
    })
    void textThatIsNoneIsRefusedByName(String text, String reason) {
        Answer answer =
                asks(enrolled("a"), text.equals("LONG") ? "x".repeat(1_001) : text)
                        .is(422, "INVALID_INPUT");

        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("text");
        assertThat(answer.json().at("/errors/0/reason").asString()).contains(reason);
        assertThat(seenBy(staff)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{}",
        "{\"text\": 7}",
        "{\"text\": null}",
        "'{\"text\": \"Why?\", \"signed\": \"yes\"}'",
        "'{\"text\": \"Why?\", \"by\": \"me\"}'",
        "'['"
    })
    void bodyOfAnotherShapeIsMalformed(String body) {
        enrolled("a").post(lecture + "/questions", body).is(400);
        assertThat(seenBy(staff)).isEmpty();
    }

    @Test
    void textOfTenMegabytesIsTooLarge() {
        asks(enrolled("a"), "x".repeat(10 << 20)).is(413);
        assertThat(seenBy(staff)).isEmpty();
    }

    @Test
    void nobodyAsksAboutADraftAnotherCohortsOrWhatIsOver() {
        Calls author = enrolled("a");
        SCHOOL.cohort(cohort + "-other");
        String draft = drafted(cohort);
        String others = drafted(cohort + "-other");
        staff.post(others + "/publication", "").is(200);

        author.post(draft + "/questions", json("Why?")).is(404, "LECTURE_NOT_FOUND");
        author.post(others + "/questions", json("Why?")).is(404, "LECTURE_NOT_FOUND");
        author.get(others + "/questions").is(404, "LECTURE_NOT_FOUND");
        staff.post(lecture + "/questions", json("Why?")).is(403, "FORBIDDEN");

        String question = asked(author, "Why?");
        staff.post(lecture + "/cancellation", "").is(200);
        asks(author, "And now?").is(409, "QUESTIONS_CLOSED");
        enrolled("b").put(question + "/votes/me", null).is(409, "QUESTIONS_CLOSED");
        assertThat(seenBy(author)).hasSize(1);
    }

    @Test
    void studentOnTheWaitingListOfTheCohortAsksNothing() {
        SCHOOL.enrollment("w" + cohort, cohort, 1, "WAITING");
        Calls waiting = SERVICE.as(student("w" + cohort));

        asks(waiting, "Why?").is(422, "NOT_ENROLLED_HERE");
    }

    @Test
    void oneStudentHasTwentyQuestionsAndRoomAgainAfterTakingOneBack() {
        Calls author = enrolled("a");
        List<String> questions =
                IntStream.range(0, Questions.OF_STUDENT_MAX)
                        .mapToObj(i -> asked(author, "Why " + i + "?"))
                        .toList();

        asks(author, "One more?").is(409, "TOO_MANY_QUESTIONS");
        asked(enrolled("b"), "Somebody else?");
        author.delete(questions.getFirst()).is(204);
        author.delete(questions.getFirst()).is(204);
        asked(author, "Now?");
    }

    // ---- voting

    @Test
    void voteCountsOnceAndIsTakenBack() {
        String question = asked(enrolled("a"), "Why?");
        Calls voter = enrolled("b");

        voter.put(question + "/votes/me", null).is(200);
        Answer again = voter.put(question + "/votes/me", null).is(200);
        assertThat(again.json().path("votes").asInt()).isEqualTo(1);
        assertThat(again.json().path("voted").asBoolean()).isTrue();

        voter.delete(question + "/votes/me").is(200);
        assertThat(voter.delete(question + "/votes/me").is(200).json().path("votes").asInt())
                .isZero();
        enrolled("a").put(question + "/votes/me", null).is(409, "OWN_QUESTION");
    }

    /** Everybody votes three times at once, at two processes: as many votes as voters. */
    @Test
    void noVoteIsLostOrDoubledWhenAllVoteAtOnceAtTwoProcesses() throws Exception {
        int other = SERVICE.another();
        String question = asked(enrolled("a"), "Why?");
        List<Calls> voters =
                IntStream.range(0, VOTERS).mapToObj(i -> enrolled("v" + i, i % 2 * other)).toList();

        List<Answer> answers =
                AtOnce.ask(
                        VOTERS * 3, i -> voters.get(i % VOTERS).put(question + "/votes/me", null));

        assertThat(answers).allSatisfy(answer -> answer.is(200));
        assertThat(seen(staff, question).path("votes").asInt()).isEqualTo(VOTERS);
        AtOnce.ask(VOTERS, i -> voters.get(i).delete(question + "/votes/me"))
                .forEach(answer -> answer.is(200));
        assertThat(seen(staff, question).path("votes").asInt()).isZero();
        System.out.printf(
                "%d voters voted three times each at two processes: %d votes, then 0%n",
                VOTERS, VOTERS);
    }

    // ---- looking after

    @Test
    void threeReportsHoldItBackFromAllButStaffAndItsAuthor() {
        Calls author = enrolled("a");
        String question = asked(author, "Something rude");
        for (String name : List.of("b", "c", "d")) {
            enrolled(name).put(question + "/reports/me", null).is(200);
        }

        assertThat(seenBy(enrolled("e"))).isEmpty();
        enrolled("e").put(question + "/votes/me", null).is(404, "QUESTION_NOT_FOUND");
        enrolled("e").get(question).is(404, "QUESTION_NOT_FOUND");
        assertThat(seen(staff, question).path("standing").asString()).isEqualTo("HELD");
        assertThat(seen(staff, question).path("reports").asInt()).isEqualTo(3);
        assertThat(seen(author, question).path("standing").asString()).isEqualTo("HELD");

        staff.put(question + "/standing", "{\"standing\": \"HIDDEN\", \"reason\": \"is rude\"}")
                .is(200);
        assertThat(seen(author, question).path("reason").asString()).isEqualTo("is rude");
        staff.put(question + "/standing", "{\"standing\": \"OPEN\"}").is(200);
        assertThat(seen(enrolled("e"), question).path("standing").asString()).isEqualTo("OPEN");
    }

    @Test
    void staffLearnWhoAskedForAReasonThatTheAuthorReads() {
        Calls author = enrolled("a");
        String question = asked(author, "Something rude");

        Answer found =
                staff.post(question + "/author", "{\"reason\": \"is about somebody\"}").is(200);

        assertThat(found.text("studentId")).isEqualTo("a" + cohort);
        assertThat(seen(author, question).at("/looks/0/reason").asString())
                .isEqualTo("is about somebody");
        assertThat(seen(enrolled("b"), question).path("looks").size()).isZero();
        staff.post(question + "/author", "{\"reason\": \" \"}").is(422, "INVALID_INPUT");
        author.post(question + "/author", "{\"reason\": \"me\"}").is(403);
    }

    @Test
    void answerIsReadByAll() {
        String question = asked(enrolled("a"), "Why?");

        staff.put(question + "/answer", json("It has a place of its own.")).is(200);
        staff.put(question + "/answer", json("")).is(422, "INVALID_INPUT");
        enrolled("b").put(question + "/answer", json("No.")).is(403);

        assertThat(seen(enrolled("b"), question).at("/answer/text").asString())
                .isEqualTo("It has a place of its own.");
        assertThat(
                        staff.get(lecture + "/questions", "Accept", "text/csv")
                                .is(200)
                                .response()
                                .body())
                .contains("It has a place of its own.");
    }

    @Test
    void staffOfOtherCohortsKnowNothingOfIt() {
        String question = asked(enrolled("a"), "Why?");
        Calls elsewhere =
                SERVICE.as(new Caller("else", Set.of(Role.STAFF), null, null, Set.of("elsewhere")));

        elsewhere.get(lecture + "/questions").is(404);
        elsewhere.put(question + "/answer", json("No.")).is(404);
        elsewhere.post(question + "/author", "{\"reason\": \"curious\"}").is(404);
    }

    @Test
    void questionOfAnotherLectureIsNotFoundUnderThisOne() {
        Calls author = enrolled("a");
        String question = asked(author, "Why?");
        String other = drafted(cohort);
        staff.post(other + "/publication", "").is(200);
        String id = question.substring(question.lastIndexOf('/'));

        staff.put(other + "/questions" + id + "/answer", json("No.")).is(404, "QUESTION_NOT_FOUND");
        enrolled("b").put(other + "/questions" + id + "/votes/me", null).is(404);
        author.delete(other + "/questions" + id).is(404, "QUESTION_NOT_FOUND");
        assertThat(seenBy(author)).hasSize(1);
    }

    // ---- merging

    private static String into(String question) {
        return "{\"into\": \"%s\"}".formatted(question.substring(question.lastIndexOf('/') + 1));
    }

    @Test
    void mergedQuestionPointsToTheOtherWhichCountsEachStudentOnce() {
        Calls author = enrolled("a");
        Calls both = enrolled("b");
        Calls one = enrolled("c");
        String kept = asked(author, "Why a CLS token?");
        String same = asked(enrolled("d"), "What is the CLS token for?");
        both.put(kept + "/votes/me", null).is(200);
        both.put(same + "/votes/me", null).is(200);
        one.put(same + "/votes/me", null).is(200);
        author.put(same + "/votes/me", null).is(200);

        staff.put(same + "/merging", into(kept)).is(200);
        staff.put(same + "/merging", into(kept)).is(200);

        // Of b, c and d, who asked it; the author of the kept one is none.
        JsonNode shown = seen(staff, kept);
        assertThat(shown.path("votes").asInt()).isEqualTo(3);
        assertThat(shown.path("merged").asInt()).isEqualTo(1);
        assertThat(seen(one, kept).path("voted").asBoolean()).isTrue();
        assertThat(kept).endsWith(seen(one, same).path("mergedInto").asString());
        enrolled("e").put(same + "/votes/me", null).is(409, "QUESTION_MERGED");
        staff.put(same + "/answer", json("See above.")).is(409, "QUESTION_MERGED");

        assertThat(both.delete(kept + "/votes/me").is(200).json().path("votes").asInt())
                .isEqualTo(2);
        assertThat(staff.delete(same + "/merging").is(200).json().path("votes").asInt())
                .isEqualTo(2);
        assertThat(seen(staff, kept).path("votes").asInt()).isZero();
        assertThat(seen(both, same).path("voted").asBoolean()).isFalse();
        assertThat(seen(staff, same).path("mergedInto").isNull()).isTrue();
    }

    @Test
    void whatCanNotBeMergedSaysWhy() {
        Calls author = enrolled("a");
        String first = asked(author, "Why?");
        String second = asked(author, "What for?");
        String third = asked(author, "How?");
        Answer unknown = staff.put(first + "/merging", "{\"into\": \"no-such\"}");

        unknown.is(422, "INVALID_INPUT");
        assertThat(unknown.json().at("/errors/0/field").asString()).isEqualTo("into");
        assertThat(unknown.json().at("/errors/0/reason").asString())
                .isEqualTo("is no question about this lecture");
        staff.put(first + "/merging", "{}").is(400);
        staff.put(first + "/merging", into(first)).is(422, "SAME_QUESTION");
        author.put(first + "/merging", into(second)).is(403);
        author.delete(first + "/merging").is(403);
        staff.put(first + "/merging", into(second)).is(200);
        staff.put(third + "/merging", into(first)).is(409, "QUESTION_MERGED");
        staff.put(second + "/merging", into(third)).is(409, "QUESTION_HOLDS_OTHERS");
        staff.put(third + "/standing", "{\"standing\": \"HIDDEN\"}").is(200);
        String fourth = asked(author, "When?");
        staff.put(fourth + "/merging", into(third)).is(409, "QUESTION_NOT_OPEN");
        assertThat(seen(staff, fourth).path("mergedInto").isNull()).isTrue();
    }

    @Test
    void mergedQuestionStandsForItselfAgainWhenTheOtherIsTakenBack() {
        Calls author = enrolled("a");
        String kept = asked(author, "Why?");
        String same = asked(enrolled("b"), "What for?");
        enrolled("c").put(same + "/votes/me", null).is(200);
        staff.put(same + "/merging", into(kept)).is(200);

        author.delete(kept).is(204);

        assertThat(seen(staff, same).path("mergedInto").isNull()).isTrue();
        assertThat(seen(staff, same).path("votes").asInt()).isEqualTo(1);
        enrolled("d").put(same + "/votes/me", null).is(200);
    }

    /** Each merged into the next, all at once: no vote is lost or doubled, whatever comes of it. */
    @Test
    void questionsThatAreMergedIntoEachOtherAtOnceCountEveryVoterOnce() throws Exception {
        List<Calls> voters = IntStream.range(0, 6).mapToObj(i -> enrolled("v" + i)).toList();
        Calls author = enrolled("a");
        List<String> questions =
                IntStream.range(0, 3).mapToObj(i -> asked(author, "Why " + i + "?")).toList();
        AtOnce.ask(6, i -> voters.get(i).put(questions.get(i % 3) + "/votes/me", null))
                .forEach(answer -> answer.is(200));

        List<Answer> answers =
                AtOnce.ask(
                        12,
                        i ->
                                staff.put(
                                        questions.get(i % 3) + "/merging",
                                        into(questions.get((i + 1) % 3))));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 409));
        List<JsonNode> seen = seenBy(staff);
        seen.forEach(
                question -> {
                    String other = question.path("mergedInto").asString("");
                    int others =
                            (int)
                                    seen.stream()
                                            .filter(
                                                    each ->
                                                            each.path("mergedInto")
                                                                    .asString("")
                                                                    .equals(
                                                                            question.path(
                                                                                            "questionId")
                                                                                    .asString()))
                                            .count();
                    assertThat(other.isEmpty() || others == 0).isTrue();
                    assertThat(question.path("merged").asInt()).isEqualTo(others);
                    assertThat(question.path("votes").asInt()).isEqualTo(2 + 2 * others);
                });
    }

    /**
     * What a process leaves that is killed between the two writes of a merging or a separation:
     * another one that lists the questions finishes it, and two that do so at once do it once.
     */
    @Test
    void mergingThatBrokeOffIsFinishedByAnotherProcess() throws Exception {
        int other = SERVICE.another();
        String kept = asked(enrolled("a"), "Why?");
        String same = asked(enrolled("b"), "What for?");
        enrolled("c").put(same + "/votes/me", null).is(200);
        enrolled("c").put(kept + "/votes/me", null).is(200);
        enrolled("d").put(same + "/votes/me", null).is(200);
        Questions dying = SERVICE.bean(0, Questions.class);
        String keptId = kept.substring(kept.lastIndexOf('/') + 1);
        String sameId = same.substring(same.lastIndexOf('/') + 1);
        List<Calls> both = List.of(staff, SERVICE.as(STAFF, other));

        dying.transact(
                        sameId,
                        new QuestionCommand.MergeQuestion(
                                keptId, new Stamp(Instant.now(), "staff")))
                .block();
        assertThat(isCounted(keptId, sameId)).isFalse();

        AtOnce.ask(8, i -> both.get(i % 2).get(lecture + "/questions"))
                .forEach(answer -> answer.is(200));

        // Of b, who asked it, c and d.
        both.forEach(
                each -> {
                    assertThat(seen(each, kept).path("votes").asInt()).isEqualTo(3);
                    assertThat(seen(each, kept).path("merged").asInt()).isEqualTo(1);
                });
        assertThat(isCounted(keptId, sameId)).isTrue();

        dying.transact(sameId, new QuestionCommand.SeparateQuestion(Instant.now())).block();
        assertThat(isCounted(keptId, sameId)).isTrue();

        AtOnce.ask(8, i -> both.get(i % 2).get(lecture + "/questions"))
                .forEach(answer -> answer.is(200));

        both.forEach(
                each -> {
                    assertThat(seen(each, kept).path("votes").asInt()).isEqualTo(1);
                    assertThat(seen(each, kept).path("merged").asInt()).isZero();
                    assertThat(seen(each, same).path("votes").asInt()).isEqualTo(2);
                });
    }

    /** As it is stored: reading it by the service would put it right. */
    private static boolean isCounted(String keptId, String sameId) {
        return Mono.from(
                        SERVICE.bean(0, "database", MongoDatabase.class)
                                .getCollection("questions")
                                .find(eq("_id", keptId)))
                .map(found -> found.toJson().contains(sameId))
                .blockOptional()
                .orElseThrow();
    }

    // ---- going along

    @Test
    void questionsFollowTheirLectureToOtherCohorts() {
        SCHOOL.cohort(cohort + "-later");
        String question = asked(enrolled("a"), "Why?");
        SCHOOL.enrollment("n" + cohort, cohort + "-later", 1, "ENROLLED");
        staff.patch(
                        lecture,
                        "{\"cohortIds\": [\"%s\", \"%s\"]}".formatted(cohort, cohort + "-later"))
                .is(200);

        Calls newcomer = SERVICE.as(student("n" + cohort));

        assertThat(seen(newcomer, question).path("text").asString()).isEqualTo("Why?");
        newcomer.put(question + "/votes/me", null).is(200);
    }

    @Test
    void nothingStaysOfWhatAnErasedStudentAsked() throws InterruptedException {
        Calls author = enrolled("a");
        String question =
                author.post(
                                lecture + "/questions",
                                json("Why is my name Maple?"),
                                "Idempotency-Key",
                                "erased-" + cohort)
                        .is(201)
                        .header("Location");
        assertThat(stored(question)).contains("Maple");
        assertThat(author.get(question).is(200).text("text")).contains("Maple");
        enrolled("b").put(question + "/votes/me", null).is(200);

        SCHOOL.erasure("a" + cohort);

        for (int i = 0; i < SECONDS_MAX * 20 && !seenBy(staff).isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(seenBy(staff)).isEmpty();
        assertThat(SERVICE.as(ADMIN).get(lecture + "/questions").response().body())
                .doesNotContain("Maple");
        staff.put(question + "/answer", json("Late.")).is(404, "QUESTION_NOT_FOUND");
        assertThat(stored(question)).doesNotContain("Maple", "a" + cohort);
    }

    /** The whole document, kept answers included. */
    private static String stored(String question) {
        String id = question.substring(question.lastIndexOf('/') + 1);
        return String.valueOf(
                Mono.from(
                                SERVICE.bean(MongoDatabase.class)
                                        .getCollection("questions")
                                        .find(eq("_id", id))
                                        .first())
                        .map(Document::toJson)
                        .block());
    }

    @Test
    void nobodyUsesUpTheRoomOfAllByTakingBack() {
        Calls author = enrolled("a");
        for (int i = 0; i < Questions.OF_STUDENT_EVER_MAX; i++) {
            author.delete(asked(author, "Why " + i + "?")).is(204);
        }

        asks(author, "One more?").is(409, "TOO_MANY_QUESTIONS");
        asked(enrolled("b"), "Somebody else?");
    }
}
