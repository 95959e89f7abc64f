package bootcamp.enrollment.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.enrollment.CurriculumTopic;
import bootcamp.enrollment.notice.Notice.Code;
import bootcamp.platform.delivery.DeliveryKit;
import bootcamp.platform.delivery.Mutant;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.projection.Projection;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is to be told, as it follows from what lectures, clinics and requests say. */
class NoticeFeedTest {

    /** Each is some two hundred writes to a database. */
    private static final int SEEDS = 20;

    private static final int SEEDS_FULL = 1_000;
    private static final Instant AT = Instant.parse("2024-03-04T03:40:00.123456Z");
    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("feed");

    private final DeliveryKit kit = new DeliveryKit(CurriculumStates::history);
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
                Mutant.saying(LectureNews.class, "cohortIds", "formerCohortIds")
                        .of(NoticeReading.class));
    }

    private List<Notice> told(String cohortId, String studentId) {
        return Flux.just(News.ofCohort(cohortId), News.ofStudent(cohortId, studentId))
                .concatMap(news::findUnder)
                .filter(each -> !each.removed())
                .map(each -> News.kept(each.id(), each.fields()))
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
                                null,
                                AT.plusSeconds(60),
                                null));
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

    private void say(String aggregate, String id, long version, ObjectNode state) {
        feed.apply(feed.read(CurriculumStates.event(aggregate, id, version, state))).block();
    }

    @Test
    void whoHadAPlaceInAClinicIsToldWhatStaffDidToIt() {
        ObjectNode state = CurriculumStates.clinic("k-told", "이력서", "c-clinic");
        CurriculumStates.book(state, 1, "hana");
        CurriculumStates.book(state, 2, "dul");
        CurriculumStates.change(state, 2, "dul", false, AT);
        CurriculumStates.change(state, 3, "set", true, AT);
        CurriculumStates.cancel(state, 1, AT.plusSeconds(9));
        say("Clinic", "k-told", 1, state);

        assertThat(told("c-clinic", "hana"))
                .containsExactly(
                        new Notice(
                                Code.CLINIC_CANCELLED,
                                AT.plusSeconds(9),
                                "k-told",
                                "이력서",
                                "2034-03-16T14:00:00+09:00",
                                "Asia/Seoul",
                                null,
                                null,
                                null));
        assertThat(told("c-clinic", "dul"))
                .extracting(Notice::code, Notice::startsAt)
                .containsExactly(tuple(Code.CLINIC_MOVED, "2034-03-16T15:00:00+09:00"));
        assertThat(told("c-clinic", "set"))
                .extracting(Notice::code, Notice::startsAt)
                .containsExactly(tuple(Code.CLINIC_PLACE_REMOVED, "2034-03-16T16:00:00+09:00"));
        assertThat(told("c-clinic", "net")).isEmpty();

        CurriculumStates.book(state, 3, "hana");
        state.putArray("staffChanges");
        say("Clinic", "k-told", 2, state);

        assertThat(told("c-clinic", "hana")).isEmpty();
        assertThat(told("c-clinic", "dul")).isEmpty();
    }

    @Test
    void whoAskedIsToldThatItWasDecidedAndNobodyElse() {
        ObjectNode open = CurriculumStates.request("r-told", "c-asked", "hana", "OPEN", null);
        say("AttendanceRequest", "r-told", 1, open);
        assertThat(told("c-asked", "hana")).isEmpty();

        ObjectNode refused = CurriculumStates.request("r-told", "c-asked", "hana", "REFUSED", AT);
        say("AttendanceRequest", "r-told", 2, refused);

        assertThat(told("c-asked", "hana"))
                .containsExactly(
                        new Notice(
                                Code.REQUEST_REFUSED,
                                AT,
                                "r-told",
                                null,
                                null,
                                null,
                                LocalDate.parse("2034-03-02"),
                                null,
                                null));
        assertThat(told("c-asked", "dul")).isEmpty();
        say("AttendanceRequest", "r-told", 3, refused.put("removed", true));
        assertThat(told("c-asked", "hana")).isEmpty();
    }

    @Test
    void cohortsOfACompetitionAreToldWhyAllWasScoredAnew() {
        ObjectNode state =
                (ObjectNode)
                        CurriculumStates.JSON.readTree(
                                """
                {"competitionId": "comp", "status": "PUBLISHED",
                 "plan": {"cohortIds": ["c-first", "c-second"], "title": "고양이",
                          "timeZone": "Asia/Seoul"}}
                """);
        sayOfCompetition(1, state);
        assertThat(told("c-first", "hana")).isEmpty();

        state.putArray("rescorings")
                .addObject()
                .put("generation", 2)
                .put("reason", "두 레이블이 틀렸습니다.")
                .put("at", AT.toString());
        sayOfCompetition(2, state);

        assertThat(told("c-first", "hana"))
                .containsExactly(
                        new Notice(
                                Code.COMPETITION_RESCORED,
                                AT,
                                "comp",
                                "고양이",
                                null,
                                "Asia/Seoul",
                                null,
                                null,
                                "두 레이블이 틀렸습니다."));
        assertThat(told("c-second", "dul")).isEqualTo(told("c-first", "hana"));
        assertThat(told("c-third", "hana")).isEmpty();
    }

    private void sayOfCompetition(long version, ObjectNode state) {
        feed.apply(feed.read(CurriculumStates.event("Competition", "comp", version, state)))
                .block();
    }

    @Test
    void membersAreToldThatATeamAsksDeclinesAndThatTwoAreOne() {
        ObjectNode state = JsonNodeFactory.instance.objectNode().put("competitionId", "comp");
        state.putArray("cohortIds").add("c-merge").add("c-merge-2");
        state.putArray("members").add("hana").add("duri");
        say("Team", "t-told", 1, state);
        assertThat(told("c-merge", "hana")).isEmpty();

        merge(state.putArray("asked"), "t-other", AT);
        state.put("declinedAt", AT.minusSeconds(9).toString());
        say("Team", "t-told", 2, state);
        assertThat(told("c-merge", "hana"))
                .extracting(Notice::code, Notice::at)
                .containsExactlyInAnyOrder(
                        tuple(Code.MERGE_ASKED, AT),
                        tuple(Code.MERGE_DECLINED, AT.minusSeconds(9)));
        assertThat(told("c-merge-2", "duri")).hasSize(2);
        assertThat(told("c-merge", "sena")).isEmpty();

        state.putArray("asked");
        state.remove("declinedAt");
        merge(state.putArray("former"), "t-older", AT.minusSeconds(60));
        merge((ArrayNode) state.path("former"), "t-other", AT.plusSeconds(60));
        ((ArrayNode) state.path("members")).add("sena");
        say("Team", "t-told", 3, state);
        assertThat(told("c-merge", "sena"))
                .extracting(Notice::code, Notice::at)
                .containsExactly(tuple(Code.TEAMS_MERGED, AT.plusSeconds(60)));

        say("Team", "t-told", 4, state.put("removed", true));
        assertThat(told("c-merge", "hana")).isEmpty();
    }

    private static void merge(ArrayNode merges, String teamId, Instant at) {
        merges.addObject().put("mergeId", "m").put("teamId", teamId).put("at", at.toString());
    }

    @Test
    void whatWasSaidBeforeStatesSaidWhenTellsNothing() {
        ObjectNode clinic = CurriculumStates.clinic("k-old", "Old", "c-past");
        CurriculumStates.book(clinic, 1, "hana");
        CurriculumStates.cancel(clinic, 1, AT);
        clinic.remove("staffChanges");
        ((ObjectNode) clinic.path("slots").path(0)).remove("cancelledAt");
        say("Clinic", "k-old", 1, clinic);
        ObjectNode request = CurriculumStates.request("r-old", "c-past", "hana", "ACCEPTED", null);
        request.remove("decidedAt");
        say("AttendanceRequest", "r-old", 1, request);

        assertThat(told("c-past", "hana")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "timeZone", "cohortId", "slots", "staffChanges"})
    void aClinicThatCannotBeUnderstoodIsParked(String field) {
        ObjectNode state = CurriculumStates.clinic("k-bad", "Bad", "c-bad").put(field, 7);

        isParked(CurriculumStates.event("Clinic", "k-bad", 1, state), field);
    }

    @Test
    void aChangeOfASlotThatThereIsNotIsParked() {
        ObjectNode state = CurriculumStates.clinic("k-slot", "Bad", "c-bad");
        CurriculumStates.change(state, 9, "hana", true, AT);

        isParked(CurriculumStates.event("Clinic", "k-slot", 1, state), "slotId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"studentId", "cohortId", "date", "phase", "decidedAt"})
    void aRequestThatCannotBeUnderstoodIsParked(String field) {
        ObjectNode state =
                CurriculumStates.request("r-bad", "c-bad", "hana", "ACCEPTED", AT).put(field, 7);

        isParked(CurriculumStates.event("AttendanceRequest", "r-bad", 1, state), field);
    }

    @Test
    void aDecisionThatIsNoneIsParked() {
        ObjectNode state = CurriculumStates.request("r-none", "c-bad", "hana", "TAKEN_BACK", AT);

        isParked(CurriculumStates.event("AttendanceRequest", "r-none", 1, state), "phase");
    }

    private void isParked(Event event, String field) {
        assertThatThrownBy(() -> feed.read(event))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        poison -> {
                            assertThat(poison.code())
                                    .isEqualTo(Undecodable.Code.STATE_DOES_NOT_FIT);
                            assertThat(poison.reason()).isEqualTo(field);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "startsAt", "timeZone", "cohortIds", "movedAt"})
    void whatCannotBeUnderstoodIsParked(String field) {
        ObjectNode state = LectureStates.of("l-bad", "NLP", List.of("c-bad")).put(field, 7);

        isParked(LectureStates.event("l-bad", 1, state), field);
    }
}
