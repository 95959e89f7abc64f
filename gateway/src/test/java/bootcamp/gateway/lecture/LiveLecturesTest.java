package bootcamp.gateway.lecture;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.gateway.feed.CohortFact.QuestionStands;
import bootcamp.gateway.feed.Lecture;
import bootcamp.gateway.feed.Question;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.StepVerifier.FirstStep;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page that is open on a lecture is told. */
class LiveLecturesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LiveLectures lectures = new LiveLectures(JSON, NEVER);

    @AfterEach
    void close() {
        lectures.close();
    }

    private void lecture(long version, int registered) {
        OffsetDateTime start = OffsetDateTime.parse("2024-05-02T19:00:00+09:00");
        lectures.on(
                new LectureStands(
                        "l",
                        List.of("c"),
                        List.of(),
                        new Lecture(
                                "l",
                                "Agents",
                                start,
                                start.plusHours(2),
                                "Asia/Seoul",
                                "PUBLISHED",
                                40,
                                registered,
                                0,
                                0)),
                version,
                Instant.EPOCH);
    }

    private void question(String id, long version, String standing, int votes) {
        question(id, version, new Question(id, "l", standing, false, votes, 2, 1, false));
    }

    private void question(String id, long version, @Nullable Question state) {
        lectures.on(
                new QuestionStands(id, "l", List.of("c"), List.of(), state),
                version,
                Instant.EPOCH);
    }

    private static JsonNode data(byte[] event) {
        String text = new String(event, StandardCharsets.UTF_8);
        assertThat(text).startsWith("event: lecture\nid: ").endsWith("\n\n");
        return JSON.readTree(text.substring(text.indexOf("data: ") + "data: ".length()));
    }

    private Flux<JsonNode> watched(boolean staff) {
        return lectures.watch("l", staff).map(LiveLecturesTest::data);
    }

    private FirstStep<JsonNode> page(boolean staff) {
        return StepVerifier.create(watched(staff));
    }

    @Test
    void pageIsToldAtOnceAndAfterEveryChange() {
        lecture(3, 7);
        question("q", 1, "OPEN", 0);

        page(false)
                .assertNext(
                        figures -> {
                            assertThat(figures.path("revision").asInt()).isEqualTo(4);
                            assertThat(figures.path("registered").asInt()).isEqualTo(7);
                            assertThat(figures.at("/questions/0/votes").asInt()).isZero();
                        })
                .then(() -> question("q", 2, "OPEN", 1))
                .assertNext(
                        figures -> {
                            assertThat(figures.path("revision").asInt()).isEqualTo(5);
                            assertThat(figures.at("/questions/0/votes").asInt()).isEqualTo(1);
                        })
                .thenCancel()
                .verify(SOON);
        assertThat(lectures.viewers()).isZero();
    }

    @Test
    void whatIsHeldBackOrHiddenIsToldToStaffAlone() {
        lecture(1, 0);
        question("open", 1, "OPEN", 4);
        question("held", 1, "HELD", 0);
        question("hidden", 1, "HIDDEN", 0);

        page(false)
                .assertNext(
                        figures -> {
                            assertThat(figures.path("questions").size()).isEqualTo(1);
                            assertThat(figures.at("/questions/0/questionId").asString())
                                    .isEqualTo("open");
                            assertThat(figures.at("/questions/0/reports").isNull()).isTrue();
                        })
                .thenCancel()
                .verify(SOON);
        page(true)
                .assertNext(
                        figures -> {
                            assertThat(figures.path("questions").size()).isEqualTo(3);
                            assertThat(figures.at("/questions/0/reports").asInt()).isEqualTo(2);
                        })
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void whatIsOlderOrAgainTheSameChangesNothing() {
        lecture(5, 7);
        question("q", 4, "OPEN", 9);
        question("q", 3, "OPEN", 1);
        question("q", 4, "OPEN", 9);
        lecture(2, 1);

        page(false)
                .assertNext(
                        figures -> {
                            assertThat(figures.path("revision").asInt()).isEqualTo(9);
                            assertThat(figures.path("registered").asInt()).isEqualTo(7);
                            assertThat(figures.at("/questions/0/votes").asInt()).isEqualTo(9);
                        })
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void questionThatIsTakenBackIsNotToldAnyMore() {
        lecture(1, 0);
        question("q", 1, "OPEN", 3);
        question("q", 2, null);

        page(true)
                .assertNext(figures -> assertThat(figures.path("questions").size()).isZero())
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void factsMayComeBeforeTheirLecture() {
        StepVerifier.create(watched(false))
                .then(() -> question("q", 1, "OPEN", 3))
                .then(() -> lecture(1, 0))
                .assertNext(
                        figures ->
                                assertThat(figures.at("/questions/0/votes").asInt()).isEqualTo(3))
                .thenCancel()
                .verify(SOON);
    }

    /** However many changes come: a page that is slow gets the newest and no queue. */
    @Test
    void slowPageGetsTheNewestAndNoQueue() {
        lecture(1, 0);

        StepVerifier.create(watched(false), 1)
                .expectNextCount(1)
                .then(
                        () -> {
                            for (int version = 1; version <= 500; version++) {
                                question("q", version, "OPEN", version);
                            }
                        })
                .thenRequest(2)
                .thenConsumeWhile(
                        figures -> figures.at("/questions/0/votes").asInt() < 500, _ -> {})
                .assertNext(
                        figures ->
                                assertThat(figures.at("/questions/0/votes").asInt()).isEqualTo(500))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void silentStreamShowsThatItLives() {
        LiveLectures lively = new LiveLectures(JSON, Duration.ofMillis(20));

        StepVerifier.create(lively.watch("l", false).map(String::new))
                .assertNext(text -> assertThat(text).startsWith("event: heartbeat"))
                .then(lively::close)
                .thenConsumeWhile(text -> text.startsWith("event: heartbeat"))
                .expectNext("retry: 1000\n\n")
                .expectComplete()
                .verify(SOON);
    }
}
