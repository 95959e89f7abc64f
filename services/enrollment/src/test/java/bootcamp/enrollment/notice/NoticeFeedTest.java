package bootcamp.enrollment.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.CurriculumTopic;
import bootcamp.enrollment.notice.Notice.Code;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Mutant;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.projection.Projection;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is to be told, as it follows from what lectures say. */
class NoticeFeedTest {

    /** Each is some two hundred writes to a database. */
    private static final int SEEDS = 20;

    private static final int SEEDS_FULL = 1_000;
    private static final Instant AT = Instant.parse("2024-03-04T03:40:00.123456Z");
    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("feed");

    private final DeliveryKit kit = new DeliveryKit(LectureStates::history);
    private final Projection news = new Projection(DATABASE, "news");
    private final Projection outcomes = new Projection(DATABASE, "outcomes");
    private final NoticeFeed feed = new NoticeFeed(news, outcomes);

    static List<Example> examples() {
        return Contracts.ofThisCheckout().examples(CurriculumTopic.SERVICE);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleEverPublishedIsRead(Example example) {
        feed.apply(feed.read(CurriculumTopic.CODEC.decode(example.record()))).block();
    }

    @Test
    void deliveryDoesNotMatter() {
        kit.holdsFor(NoticeReading::new, SEEDS);
    }

    @Tag("full")
    @Test
    void deliveryDoesNotMatterForThousandsOfSeeds() {
        kit.holdsFor(NoticeReading::new, SEEDS_FULL);
    }

    /**
     * What guards against older versions is the platform's, whose own delivery test has mutants.
     */
    @Test
    void aReaderThatForgetsTheCohortsThatALectureIsNotForAnyMoreIsFound() {
        kit.finds(
                Mutant.saying(NoticeFeed.class, "cohortIds", "formerCohortIds")
                        .of(NoticeReading.class));
    }

    private List<Notice> told(String cohortId, String studentId) {
        return news.findUnder(LectureNews.id(cohortId, ""))
                .filter(each -> !each.removed())
                .map(each -> LectureNews.kept(each.id(), each.fields()))
                .concatMapIterable(each -> each.noticesFor(studentId))
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private void say(String lectureId, long version, ObjectNode state) {
        feed.apply(feed.read(LectureStates.event(lectureId, version, state))).block();
    }

    @Test
    void whoCameFromTheQueueAloneIsToldOfTheSeat() {
        ObjectNode state = LectureStates.of("l-seat", "한 주의 NLP", List.of("c-seat"));
        LectureStates.promote(state, "hana", AT, AT.plusSeconds(60));
        say("l-seat", 1, state);

        assertThat(told("c-seat", "hana"))
                .containsExactly(
                        new Notice(
                                Code.SEAT_OFFERED,
                                AT,
                                "l-seat",
                                "한 주의 NLP",
                                "2034-03-14T19:00:00+09:00",
                                "Asia/Seoul",
                                AT.plusSeconds(60)));
        assertThat(told("c-seat", "dul")).isEmpty();
        assertThat(told("c-other", "hana")).isEmpty();
    }

    @Test
    void aSeatThatWasConfirmedIsTheSameNotice() {
        ObjectNode offered = LectureStates.of("l-firm", "NLP", List.of("c-firm"));
        LectureStates.promote(offered, "hana", AT, AT.plusSeconds(60));
        say("l-firm", 1, offered);
        String id = told("c-firm", "hana").getFirst().noticeId();
        ObjectNode firm = LectureStates.of("l-firm", "NLP", List.of("c-firm"));
        LectureStates.promote(firm, "hana", AT, null);
        say("l-firm", 2, firm);
        say("l-firm", 1, offered);

        assertThat(told("c-firm", "hana"))
                .extracting(Notice::code)
                .containsExactly(Code.SEAT_GIVEN);
        assertThat(told("c-firm", "hana")).extracting(Notice::noticeId).containsExactly(id);
    }

    @Test
    void theCohortIsToldThatALectureWasMovedOrCancelledAndNothingOfAFormerOne() {
        ObjectNode state = LectureStates.of("l-gone", "NLP", List.of("c-gone"));
        state.withArray("formerCohortIds").add("c-former");
        say("l-gone", 1, state.put("movedAt", AT.toString()));
        assertThat(told("c-gone", "any"))
                .extracting(Notice::code)
                .containsExactly(Code.LECTURE_MOVED);

        say("l-gone", 2, state.put("cancelledAt", AT.plusSeconds(9).toString()));

        assertThat(told("c-gone", "any"))
                .extracting(Notice::code)
                .containsExactly(Code.LECTURE_CANCELLED);
        assertThat(told("c-former", "any")).isEmpty();
    }

    @Test
    void whoWasRegisteredIsToldOfACancellationThoughTheCohortIsAFormerOne() {
        ObjectNode state = LectureStates.of("l-off", "NLP", List.of("c-off"));
        state.withArray("formerCohortIds").add("c-before");
        LectureStates.cancel(state, AT, "hana");
        say("l-off", 1, state);

        assertThat(told("c-before", "hana"))
                .extracting(Notice::code)
                .containsExactly(Code.LECTURE_CANCELLED);
        assertThat(told("c-before", "dul")).isEmpty();
        assertThat(told("c-off", "dul")).hasSize(1);
    }

    @Test
    void whoHasASeatIsToldThoughTheCohortIsAFormerOne() {
        ObjectNode state = LectureStates.of("l-kept", "NLP", List.of("c-kept"));
        state.withArray("formerCohortIds").add("c-was");
        LectureStates.promote(state, "hana", AT, null);
        say("l-kept", 1, state);

        assertThat(told("c-was", "hana")).hasSize(1);
    }

    @Test
    void ofADraftThatWasGivenUpNobodyIsTold() {
        ObjectNode state = LectureStates.of("l-draft", "NLP", List.of("c-draft"));
        say("l-draft", 1, state.put("removed", true).put("cancelledAt", AT.toString()));

        assertThat(told("c-draft", "any")).isEmpty();
    }

    @Test
    void aStateThatWasSaidBeforeThereWereNoticesTellsNothing() {
        ObjectNode state = LectureStates.of("l-old", "NLP", List.of("c-old"));
        state.remove(List.of("cancelledAt", "movedAt", "promoted"));
        say("l-old", 1, state);

        assertThat(told("c-old", "any")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "startsAt", "timeZone", "cohortIds", "movedAt"})
    void whatCannotBeUnderstoodIsParked(String field) {
        ObjectNode state = LectureStates.of("l-bad", "NLP", List.of("c-bad")).put(field, 7);

        assertThatThrownBy(() -> feed.read(LectureStates.event("l-bad", 1, state)))
                .isInstanceOf(Undecodable.class);
    }
}
