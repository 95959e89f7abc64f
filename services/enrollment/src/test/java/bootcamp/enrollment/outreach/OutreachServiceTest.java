package bootcamp.enrollment.outreach;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** What staff write down of their calls, through the whole service. */
class OutreachServiceTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private final String cohort = "outreach-" + COHORTS.incrementAndGet();
    private final Calls staff =
            SERVICE.as(new Caller("mina", Set.of(Role.STAFF), null, null, Set.of(cohort)));
    private String studentId = "";

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @BeforeEach
    void enroll() {
        SERVICE.as(STAFF)
                .post(
                        "/api/cohorts",
                        """
                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 3기",
                         "startDate": "2024-01-02", "endDate": "2024-07-31",
                         "timeZone": "Asia/Seoul", "capacity": 9, "holidays": []}
                        """
                                .formatted(cohort))
                .is(201);
        studentId = enrolled("Ann");
    }

    private String enrolled(String name) {
        return staff.post(
                        "/api/cohorts/" + cohort + "/enrollments",
                        "{\"name\": \"%s\", \"enrolledOn\": \"2024-01-02\"}".formatted(name))
                .is(201)
                .text("studentId");
    }

    private String log() {
        return "/api/students/" + studentId + "/outreach";
    }

    private static String call(LocalDate on, String more) {
        return "{\"on\": \"%s\", \"channel\": \"PHONE\"%s}".formatted(on, more);
    }

    private List<JsonNode> items(String path) {
        return staff.get(path).is(200).json().path("items").valueStream().toList();
    }

    @Test
    void whatCameOfACallIsKeptTheNewestFirstAndTheCohortsListSaysTheLast() {
        String other = enrolled("Bora");
        Answer called =
                staff.post(
                                log(),
                                call(
                                        TODAY.minusDays(3),
                                        ", \"note\": \" busy at work \", \"outcome\": \"REACHED\""))
                        .is(201);
        staff.post(
                        log(),
                        """
                        {"on": "%s", "channel": "NONE", "followUpOn": "%s", "handedTo": "jun"}"""
                                .formatted(TODAY.minusDays(1), TODAY.plusDays(4)))
                .is(201);
        staff.post(log(), call(TODAY.minusDays(2), ", \"outcome\": \"NOT_REACHED\"")).is(201);

        assertThat(called.text("by")).isEqualTo("mina");
        assertThat(called.text("note")).isEqualTo("busy at work");
        assertThat(items(log()))
                .extracting(each -> each.path("on").asString())
                .containsExactly(
                        "" + TODAY.minusDays(1), "" + TODAY.minusDays(2), "" + TODAY.minusDays(3));
        assertThat(items("/api/cohorts/" + cohort + "/outreach"))
                .singleElement()
                .satisfies(
                        of -> {
                            assertThat(of.path("studentId").asString()).isEqualTo(studentId);
                            assertThat(of.path("contacts").asInt()).isEqualTo(3);
                            assertThat(of.at("/last/handedTo").asString()).isEqualTo("jun");
                        });
        assertThat(items("/api/students/" + other + "/outreach")).isEmpty();
    }

    @Test
    void aLongLogIsReadPageByPage() {
        for (int day = 0; day < 5; day++) {
            staff.post(log(), call(TODAY.minusDays(day), "")).is(201);
        }

        JsonNode first = staff.get(log() + "?limit=3").is(200).json();
        String next = first.path("next").asString();
        JsonNode second = staff.get(log() + "?limit=3&cursor=" + next).is(200).json();

        assertThat(first.path("items").size()).isEqualTo(3);
        assertThat(second.path("items").valueStream())
                .extracting(each -> each.path("on").asString())
                .containsExactly("" + TODAY.minusDays(3), "" + TODAY.minusDays(4));
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void onlyStaffOfTheStudentsCohortsReadOrWriteIt() {
        String ofCohort = "/api/cohorts/" + cohort + "/outreach";
        Calls elsewhere =
                SERVICE.as(new Caller("x", Set.of(Role.STAFF), null, null, Set.of("elsewhere")));
        Calls student =
                SERVICE.as(new Caller("s", Set.of(Role.STUDENT), studentId, null, Set.of()));

        elsewhere.get(log()).is(404, "STUDENT_NOT_FOUND");
        elsewhere.post(log(), call(TODAY, "")).is(404, "STUDENT_NOT_FOUND");
        elsewhere.get(ofCohort).is(404, "COHORT_NOT_FOUND");
        student.get(log()).is(403);
        student.post(log(), call(TODAY, "")).is(403);
        student.get(ofCohort).is(403);
        staff.get("/api/students/nobody/outreach").is(404, "STUDENT_NOT_FOUND");
        assertThat(items(log())).isEmpty();
    }

    @Test
    void theSameRequestAgainIsWrittenOnceAndManyAtOnceAreAllKept() throws Exception {
        Answer first = staff.post(log(), call(TODAY, ""), "Idempotency-Key", cohort).is(201);
        Answer again = staff.post(log(), call(TODAY, ""), "Idempotency-Key", cohort).is(201);
        staff.post(log(), call(TODAY.minusDays(1), ""), "Idempotency-Key", cohort)
                .is(422, "IDEMPOTENCY_KEY_REUSED");

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(items(log())).hasSize(1);
        try (var calling = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> calls =
                    IntStream.range(0, 20)
                            .mapToObj(n -> calling.submit(() -> staff.post(log(), call(TODAY, ""))))
                            .toList();
            for (Future<Answer> each : calls) {
                each.get().is(201);
            }
        }
        assertThat(items(log())).hasSize(21);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"on": "TOMORROW+1", "channel": "PHONE"} | 422 | on
                    {"on": "2020-01-02", "channel": "PHONE"} | 422 | on
                    {"on": "TODAY", "channel": "PIGEON"} | 400 | channel
                    {"on": "TODAY"} | 400 | channel
                    {"on": "14.3.2025", "channel": "PHONE"} | 400 | on
                    {"channel": "PHONE"} | 400 | on
                    {"on": "TODAY", "channel": "PHONE", "note": "LONG"} | 422 | note
                    {"on": "TODAY", "channel": "PHONE", "note": "a\\u0000b"} | 422 | note
                    {"on": "TODAY", "channel": "NONE"} | 422 | channel
                    {"on": "TODAY", "channel": "NONE", "note": " "} | 422 | channel
                    {"on": "TODAY", "channel": "NONE", "note": "x", "outcome": "REACHED"} | 422 | outcome
                    {"on": "TODAY", "channel": "PHONE", "outcome": "MAYBE"} | 400 | outcome
                    {"on": "TODAY", "channel": "PHONE", "followUpOn": "2020-01-02"} | 422 | followUpOn
                    {"on": "TODAY", "channel": "PHONE", "followUpOn": "2199-01-02"} | 422 | followUpOn
                    {"on": "TODAY", "channel": "PHONE", "handedTo": " "} | 422 | handedTo
                    {"on": "TODAY", "channel": "PHONE", "by": "somebody"} | 400 | by
                    """)
    void whatIsWrongIsNamedAndNothingIsWritten(String body, int status, String field) {
        String sent =
                body.replace("TOMORROW+1", "" + TODAY.plusDays(2))
                        .replace("TODAY", "" + TODAY)
                        .replace("LONG", "x".repeat(OutreachApi.NOTE_CHARS_MAX + 1));

        Answer refused = staff.post(log(), sent).is(status);

        assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo(field);
        assertThat(items(log())).isEmpty();
    }

    @Test
    void moreThanIsKeptIsRefused() {
        staff.post(log(), call(TODAY, "")).is(201);
        MongoDatabase people = SERVICE.bean(0, "people", MongoDatabase.class);
        Flux.from(
                        people.getCollection("outreach")
                                .updateOne(
                                        new Document("_id", studentId),
                                        new Document(
                                                "$set",
                                                new Document("count", OutreachStore.CONTACTS_MAX))))
                .blockLast();

        staff.post(log(), call(TODAY, "")).is(422, "TOO_MANY_CONTACTS");

        assertThat(items(log())).hasSize(1);
    }

    @Test
    void whoIsErasedIsForgottenHereToo() {
        staff.post(log(), call(TODAY, ", \"note\": \"a private word\"")).is(201);

        SERVICE.as(ADMIN).delete("/api/students/" + studentId + "/personal-data").is(204);

        staff.post(log(), call(TODAY, "")).is(409, "ERASED");
        assertThat(items(log())).isEmpty();
        MongoDatabase people = SERVICE.bean(0, "people", MongoDatabase.class);
        assertThat(
                        Flux.from(people.getCollection("outreach").find())
                                .map(Document::toJson)
                                .collectList()
                                .block())
                .noneMatch(stored -> stored.contains("a private word"));
    }
}
