package bootcamp.enrollment.notice;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.CurriculumTopic;
import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Notices as students read them. */
class NoticeServiceTest {

    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    private static final Producer<String, byte[]> CURRICULUM =
            new KafkaClients(SERVICE.bootstrapServers()).producer("curriculum");
    private static final String NOTICES = "/api/me/notices";
    private static final int SECONDS_MAX = 30;

    private final Calls staff = SERVICE.as(STAFF);

    @AfterAll
    static void stop() {
        CURRICULUM.close();
        SERVICE.close();
    }

    private record Enrolled(String enrollmentId, String studentId) {

        Calls calls() {
            return SERVICE.as(
                    new Caller(
                            "maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of()));
        }
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

    private Enrolled enroll(String cohortId, String name) {
        Answer answer =
                staff.post(
                                "/api/cohorts/" + cohortId + "/enrollments",
                                """
                                {"name": "%s", "email": "%s-%s@example.org",
                                 "enrolledOn": "2024-01-02"}
                                """
                                        .formatted(name, name, cohortId))
                        .is(201);
        return new Enrolled(answer.text("enrollmentId"), answer.text("studentId"));
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

    private static List<JsonNode> read(Calls student) {
        return student.get(NOTICES).is(200).json().path("items").valueStream().toList();
    }

    private static List<String> codes(Calls student) {
        return read(student).stream().map(each -> each.path("code").asString()).toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void studentsOfTheCohortAreToldOnceHoweverOftenItIsSaidAndNobodyElse() throws Exception {
        open("n-told");
        open("n-told-too");
        Enrolled hana = enroll("n-told", "hana");
        Enrolled dul = enroll("n-told", "dul");
        Enrolled elsewhere = enroll("n-told-too", "set");
        Instant at = Instant.parse("2024-03-04T03:40:00.123456Z");
        ObjectNode state = LectureStates.of("l-told", "한 주의 NLP", List.of("n-told"));
        LectureStates.promote(state, hana.studentId(), at, Instant.parse("2024-03-05T03:40:00Z"));
        say("l-told", 3, state.put("movedAt", "2024-03-04T03:00:00Z"));
        say("l-told", 3, state);
        say("l-told", 2, LectureStates.of("l-told", "Older", List.of("n-told")));

        await(() -> !read(dul.calls()).isEmpty());

        assertThat(codes(dul.calls())).containsExactly("LECTURE_MOVED");
        assertThat(codes(hana.calls())).containsExactly("SEAT_OFFERED", "LECTURE_MOVED");
        JsonNode offer = read(hana.calls()).getFirst();
        assertThat(offer.path("title").asString()).isEqualTo("한 주의 NLP");
        assertThat(offer.path("confirmBy").asString()).isEqualTo("2024-03-05T03:40:00Z");
        assertThat(offer.path("read").asBoolean()).isFalse();
        assertThat(read(elsewhere.calls())).isEmpty();
    }

    @Test
    void whatWasReadStaysReadAndWhatComesAfterwardsIsNot() throws Exception {
        open("n-read");
        Calls hana = enroll("n-read", "hana").calls();
        ObjectNode state = LectureStates.of("l-read", "NLP", List.of("n-read"));
        say("l-read", 1, state.put("movedAt", "2024-03-04T03:40:00.123456Z"));
        await(() -> !read(hana).isEmpty());

        String until = "{\"until\": \"%s\"}".formatted(read(hana).getFirst().path("at").asString());
        hana.put(NOTICES + "/read", until).is(204);
        hana.put(NOTICES + "/read", "{\"until\": \"2024-03-01T00:00:00Z\"}").is(204);

        assertThat(read(hana).getFirst().path("read").asBoolean()).isTrue();
        hana.put(NOTICES + "/read", "{\"until\": \"2124-03-01T00:00:00Z\"}").is(204);
        String now = Instant.now().plusSeconds(60).toString();
        say("l-read", 2, state.put("movedAt", now));
        await(() -> !read(hana).getFirst().path("read").asBoolean());
        assertThat(read(hana)).hasSize(1);
    }

    /** Lectures are in partitions of their own: what is older may be heard later. */
    @Test
    void whatIsHeardLateIsNewHoweverOldItIs() throws Exception {
        open("n-late");
        Calls hana = enroll("n-late", "hana-late").calls();
        ObjectNode first = LectureStates.of("l-first", "NLP", List.of("n-late"));
        say("l-first", 1, first.put("movedAt", "2024-03-04T10:00:05Z"));
        await(() -> !read(hana).isEmpty());
        hana.put(NOTICES + "/read", "{\"until\": \"2024-03-04T10:00:05Z\"}").is(204);

        ObjectNode late = LectureStates.of("l-late", "CV", List.of("n-late"));
        say("l-late", 1, late.put("movedAt", "2024-03-04T10:00:00Z"));
        await(() -> read(hana).size() == 2);

        assertThat(read(hana).getFirst().path("read").asBoolean()).isTrue();
        assertThat(read(hana).getLast().path("read").asBoolean()).isFalse();
        hana.put(NOTICES + "/read", "{\"until\": \"2024-03-04T10:00:05Z\"}").is(204);
        assertThat(read(hana).getLast().path("read").asBoolean()).isTrue();
    }

    @Test
    void placesInClinicsAndRequestsAreToldToWhomTheyAreOfAlone() throws Exception {
        open("n-more");
        Enrolled hana = enroll("n-more", "hana-more");
        Enrolled dul = enroll("n-more", "dul-more");
        Instant at = Instant.parse("2024-03-04T03:40:00Z");
        ObjectNode clinic = CurriculumStates.clinic("k-more", "이력서", "n-more");
        CurriculumStates.change(clinic, 2, hana.studentId(), false, at);
        say("Clinic", "k-more", 2, clinic);
        say("Clinic", "k-more", 2, clinic);
        String asked = hana.studentId();
        say(
                "AttendanceRequest",
                "r-more",
                3,
                CurriculumStates.request("r-more", "n-more", asked, "ACCEPTED", at.plusSeconds(5)));

        await(() -> read(hana.calls()).size() == 2);

        assertThat(codes(hana.calls())).containsExactly("REQUEST_ACCEPTED", "CLINIC_MOVED");
        JsonNode request = read(hana.calls()).getFirst();
        assertThat(request.path("requestId").asString()).isEqualTo("r-more");
        assertThat(request.path("date").asString()).isEqualTo("2034-03-02");
        for (String field : List.of("lectureId", "clinicId", "title", "startsAt", "timeZone")) {
            assertThat(request.path(field).isNull()).as(field).isTrue();
        }
        JsonNode moved = read(hana.calls()).getLast();
        assertThat(moved.path("clinicId").asString()).isEqualTo("k-more");
        assertThat(moved.path("startsAt").asString()).isEqualTo("2034-03-16T15:00:00+09:00");
        assertThat(moved.path("date").isNull()).isTrue();
        assertThat(read(dul.calls())).isEmpty();
        hana.calls().put(NOTICES + "/read", "{\"until\": \"2024-03-05T00:00:00Z\"}").is(204);
        assertThat(read(hana.calls())).allMatch(each -> each.path("read").asBoolean());
        SERVICE.as(ADMIN).delete("/api/students/" + asked + "/personal-data").is(204);
        assertThat(read(hana.calls())).isEmpty();
    }

    @Test
    void whoHasLeftIsToldNothingMoreAndOfWhoIsErasedNothingStays() throws Exception {
        open("n-left");
        Enrolled hana = enroll("n-left", "hana");
        ObjectNode state = LectureStates.of("l-left", "NLP", List.of("n-left"));
        say("l-left", 1, state.put("cancelledAt", "2024-03-04T03:40:00Z"));
        await(() -> !read(hana.calls()).isEmpty());
        hana.calls().put(NOTICES + "/read", "{\"until\": \"2024-03-05T00:00:00Z\"}").is(204);
        assertThat(marks(hana)).hasSize(1);

        staff.post(
                        "/api/enrollments/" + hana.enrollmentId() + "/withdrawal",
                        "{\"on\": \"2024-02-03\", \"reason\": \"TIME\"}")
                .is(200);

        assertThat(read(hana.calls())).isEmpty();
        SERVICE.as(ADMIN).delete("/api/students/" + hana.studentId() + "/personal-data").is(204);
        assertThat(marks(hana)).isEmpty();
        assertThat(read(hana.calls())).isEmpty();
    }

    private static List<Document> marks(Enrolled student) {
        MongoDatabase database = SERVICE.bean(0, "database", MongoDatabase.class);
        return Flux.from(
                        database.getCollection("noticeMarks")
                                .find(new Document("_id", student.studentId())))
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void pagesGoOnWhereTheOneBeforeEnded() throws Exception {
        open("n-pages");
        Calls hana = enroll("n-pages", "hana").calls();
        for (int i = 0; i < 3; i++) {
            ObjectNode state = LectureStates.of("l-page-" + i, "NLP " + i, List.of("n-pages"));
            say("l-page-" + i, 1, state.put("movedAt", "2024-03-0%dT03:40:00Z".formatted(i + 1)));
        }
        await(() -> read(hana).size() == 3);

        Answer first = hana.get(NOTICES + "?limit=2").is(200);
        Answer second = hana.get(NOTICES + "?limit=2&cursor=" + first.text("next")).is(200);

        assertThat(first.json().at("/items/0/title").asString()).isEqualTo("NLP 2");
        assertThat(second.json().path("items").size()).isEqualTo(1);
        assertThat(second.json().at("/items/0/title").asString()).isEqualTo("NLP 0");
        assertThat(second.json().path("next").isNull()).isTrue();
    }

    @Test
    void staffHaveNoNotices() {
        assertThat(staff.get(NOTICES).is(403).text("code")).isEqualTo("FORBIDDEN");
        assertThat(
                        staff.put(NOTICES + "/read", "{\"until\": \"2024-03-01T00:00:00Z\"}")
                                .is(403)
                                .text("code"))
                .isEqualTo("FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"until\": \"yesterday\"}",
                "{\"until\": \"2024-03-01\"}",
                "{\"until\": null}",
                "{\"until\": \"2024-03-01T00:00:00Z\", \"studentId\": \"other\"}"
            })
    void whatIsNoMomentIsRefused(String body) {
        open("n-bad-" + Math.abs(body.hashCode()));
        Calls hana = enroll("n-bad-" + Math.abs(body.hashCode()), "hana").calls();

        assertThat(hana.put(NOTICES + "/read", body).is(400).text("code"))
                .isEqualTo("MALFORMED_BODY");
    }
}
