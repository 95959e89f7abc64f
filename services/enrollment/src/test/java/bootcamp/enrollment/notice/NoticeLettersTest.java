package bootcamp.enrollment.notice;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.CurriculumTopic;
import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.notice.Postbox.Received;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Letters that follow from notices, at a real mail server. */
class NoticeLettersTest {

    private static final Postbox POSTBOX = Postbox.open();
    private static final RunningService SERVICE =
            RunningService.start(
                    EnrollmentApplication.NAME, EnrollmentApplication::builder, POSTBOX.settings());
    private static final Producer<String, byte[]> CURRICULUM =
            new KafkaClients(SERVICE.bootstrapServers()).producer("curriculum");
    private static final int SECONDS_MAX = 30;

    private final Calls staff = SERVICE.as(STAFF);
    private final Instant now = Instant.now();

    @AfterAll
    static void stop() {
        CURRICULUM.close();
        SERVICE.close();
        POSTBOX.close();
    }

    private void open(String cohortId) {
        staff.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
                         "startDate": "2024-01-02", "endDate": "2024-07-31",
                         "timeZone": "Asia/Seoul", "capacity": 9, "holidays": []}
                        """
                                .formatted(cohortId))
                .is(201);
    }

    private String enroll(String cohortId, String name) {
        Answer answer =
                staff.post(
                                "/api/cohorts/" + cohortId + "/enrollments",
                                """
                                {"name": "%s", "email": "%s@example.org", "enrolledOn": "2024-01-02"}
                                """
                                        .formatted(name, name))
                        .is(201);
        return answer.text("studentId");
    }

    private static void say(String lectureId, long version, ObjectNode state) throws Exception {
        say("Lecture", lectureId, version, state);
    }

    private static void say(String aggregate, String id, long version, ObjectNode state)
            throws Exception {
        CURRICULUM
                .send(
                        EventCodec.ofAll()
                                .encode(
                                        Topics.events(CurriculumTopic.SERVICE),
                                        CurriculumStates.partition(id),
                                        CurriculumStates.event(aggregate, id, version, state)))
                .get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static List<Received> to(String name) {
        return POSTBOX.to(name + "@example.org");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static boolean nothingIsDue() {
        return Mono.from(database().getCollection("dueLetters").countDocuments())
                        .blockOptional()
                        .orElseThrow()
                == 0;
    }

    @Test
    void whoCameFromTheQueueGetsOneLetterInBothLanguagesHoweverOftenItIsSaid() throws Exception {
        open("m-seat");
        String hana = enroll("m-seat", "hana");
        enroll("m-seat", "dul");
        ObjectNode state = LectureStates.of("m-l-seat", "한 주의\nNLP", List.of("m-seat"));
        LectureStates.promote(state, hana, now, Instant.parse("2034-03-10T03:40:00Z"));
        say("m-l-seat", 1, state);
        await(() -> !to("hana").isEmpty());
        say("m-l-seat", 1, state);
        say("m-l-seat", 2, state);
        ObjectNode last = LectureStates.of("m-l-last", "Last", List.of("m-seat"));
        LectureStates.promote(last, hana, now, null);
        say("m-l-last", 1, last);

        await(() -> to("hana").size() == 2);
        await(NoticeLettersTest::nothingIsDue);

        Received letter = to("hana").getFirst();
        assertThat(letter.subject()).isEqualTo("자리가 났습니다: 한 주의 NLP · A seat for you: 한 주의 NLP");
        assertThat(letter.text())
                .contains("hana 님", "Hello hana", "14 March 2034, 19:00 (Asia/Seoul)")
                .contains("2034년 3월 10일 12:40")
                .doesNotContain("{", "letter.");
        assertThat(to("hana")).hasSize(2);
        assertThat(to("dul")).isEmpty();
    }

    @Test
    void whoWasRegisteredGetsALetterOfTheCancellationThoughTheCohortIsAFormerOne()
            throws Exception {
        open("m-off");
        open("m-before");
        String set = enroll("m-off", "set");
        String net = enroll("m-before", "net");
        enroll("m-off", "daseot");
        ObjectNode state = LectureStates.of("m-l-off", "NLP", List.of("m-off"));
        state.withArray("formerCohortIds").add("m-before");
        LectureStates.cancel(state, now, set, net);

        say("m-l-off", 1, state);

        await(() -> to("set").size() == 1 && to("net").size() == 1);
        await(NoticeLettersTest::nothingIsDue);
        assertThat(to("set").getFirst().subject()).contains("취소: NLP", "Cancelled: NLP");
        assertThat(to("set").getFirst().text()).doesNotContain("{", "letter.");
        assertThat(to("daseot")).isEmpty();
    }

    @Test
    void whatIsOlderThanADayIsNotWritten() throws Exception {
        open("m-old");
        String yeo = enroll("m-old", "yeo");
        ObjectNode old = LectureStates.of("m-l-old", "Old", List.of("m-old"));
        LectureStates.promote(old, yeo, now.minus(Duration.ofHours(25)), null);
        say("m-l-old", 1, old);
        ObjectNode recent = LectureStates.of("m-l-new", "New", List.of("m-old"));
        LectureStates.promote(recent, yeo, now.minus(Duration.ofHours(23)), null);
        say("m-l-new", 1, recent);

        await(() -> !to("yeo").isEmpty());
        await(NoticeLettersTest::nothingIsDue);

        assertThat(to("yeo")).extracting(Received::subject).allMatch(each -> each.contains("New"));
    }

    @Test
    void whoWasRegisteredGetsALetterOfTheNewTimesAndNobodyElse() throws Exception {
        open("m-move");
        open("m-moved-from");
        String gam = enroll("m-move", "gam");
        String bam = enroll("m-moved-from", "bam");
        String later = enroll("m-move", "later");
        ObjectNode state = LectureStates.of("m-l-move", "Moved", List.of("m-move"));
        state.withArray("formerCohortIds").add("m-moved-from");
        state.put("movedAt", now.toString());
        state.withArray("registeredStudentIds").add(gam).add(bam);
        LectureStates.promote(state, later, now, null);

        say("m-l-move", 1, state);
        say("m-l-move", 2, state);

        await(() -> to("gam").size() == 1 && to("bam").size() == 1 && to("later").size() == 1);
        await(NoticeLettersTest::nothingIsDue);
        Received letter = to("gam").getFirst();
        assertThat(letter.subject()).isEqualTo("시간 변경: Moved · Another time: Moved");
        assertThat(letter.text())
                .contains("14 March 2034, 19:00 (Asia/Seoul)")
                .doesNotContain("{", "letter.");
        assertThat(to("later").getFirst().subject()).contains("A seat for you");
        assertThat(to("gam")).hasSize(1);
    }

    @Test
    void whoHadAPlaceInAClinicAndWhoseRequestWasDecidedGetALetterEach() throws Exception {
        open("m-more");
        String bom = enroll("m-more", "bom");
        String nal = enroll("m-more", "nal");
        ObjectNode clinic = CurriculumStates.clinic("m-k", "Resume", "m-more");
        CurriculumStates.change(clinic, 2, bom, false, now);
        CurriculumStates.book(clinic, 3, nal);
        CurriculumStates.cancel(clinic, 3, now);
        say("Clinic", "m-k", 1, clinic);
        say("Clinic", "m-k", 1, clinic);
        ObjectNode request = CurriculumStates.request("m-r", "m-more", bom, "REFUSED", now);
        say("AttendanceRequest", "m-r", 2, request);
        say("AttendanceRequest", "m-r", 3, request);

        await(() -> to("bom").size() == 2 && to("nal").size() == 1);
        await(NoticeLettersTest::nothingIsDue);

        assertThat(to("bom"))
                .extracting(Received::subject)
                .containsExactlyInAnyOrder(
                        "시간 변경: Resume · Another time: Resume",
                        "출석 신청이 거절되었습니다 · Your attendance request was refused");
        assertThat(to("nal").getFirst().subject()).isEqualTo("취소: Resume · Cancelled: Resume");
        assertThat(to("bom"))
                .extracting(Received::text)
                .anyMatch(text -> text.contains("16 March 2034, 15:00 (Asia/Seoul)"))
                .anyMatch(text -> text.contains("2034년 3월 2일") && text.contains("2 March 2034"))
                .noneMatch(text -> text.contains("{") || text.contains("letter."));
        assertThat(to("nal").getFirst().text())
                .contains("16 March 2034, 16:00")
                .doesNotContain("{", "letter.");
    }

    private static MongoDatabase database() {
        return SERVICE.bean(0, "database", MongoDatabase.class);
    }

    @Test
    void whatTheMailServerDoesNotTakeNowIsTriedAgainAfterAPause() throws Exception {
        POSTBOX.busyFor("ahop@example.org"::equals);
        open("m-busy");
        String ahop = enroll("m-busy", "ahop");
        ObjectNode state = LectureStates.of("m-l-busy", "Busy", List.of("m-busy"));
        LectureStates.promote(state, ahop, now, null);
        say("m-l-busy", 1, state);

        await(() -> POSTBOX.turnedAway().size() == 2);
        // The second attempt came after five seconds; the third comes ten seconds after it.
        POSTBOX.busyFor(_ -> false);
        await(() -> to("ahop").size() == 1);
        await(NoticeLettersTest::nothingIsDue);

        assertThat(POSTBOX.turnedAway()).containsExactly("ahop@example.org", "ahop@example.org");
    }

    @Test
    void postponedLetterIsDueFromItsMomentOnAndKnowsItsTries() {
        DueLetterStore store = new DueLetterStore(database());
        NoticeLetter letter = new NoticeLetter("zz-nobody", "n1", now.plus(Duration.ofDays(30)));
        Instant then = now.plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.MILLIS);
        store.add(List.of(letter)).then(store.postpone(letter, then)).block();
        try {
            assertThat(store.after("zz", then.minusMillis(1), 5).collectList().block()).isEmpty();
            assertThat(store.after("zz", then, 5).map(DueLetterStore.Due::tries).blockFirst())
                    .isEqualTo(1);
            store.add(List.of(letter)).block();
            assertThat(store.after("zz", then.minusMillis(1), 5).collectList().block()).isEmpty();
        } finally {
            store.remove(letter).block();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,5", "1,10", "3,40", "6,320", "7,600", "5000,600"})
    void pauseDoublesUpToTenMinutes(int tries, long seconds) {
        assertThat(NoticeLetter.pauseAfter(tries)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
