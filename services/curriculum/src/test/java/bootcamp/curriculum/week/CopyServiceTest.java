package bootcamp.curriculum.week;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copying a curriculum as staff see it; the service is two processes. */
class CopyServiceTest {

    private static final int OTHER = SERVICE.another();
    private static final AtomicInteger COHORTS = new AtomicInteger();

    private final String from = "copy-" + COHORTS.incrementAndGet();
    private final String to = from + "-to";
    private final String copy = "/api/cohorts/" + to + "/curriculum/copy";
    private final String body = "{\"fromCohortId\": \"%s\"}".formatted(from);
    private final Calls staff = SERVICE.as(STAFF);

    // ---- what tests say

    /** The second one begins 26 weeks after the first. */
    private void cohorts() {
        SCHOOL.cohort(from, LocalDate.parse("2024-01-01"), LocalDate.parse("2024-06-28"));
        SCHOOL.cohort(to, LocalDate.parse("2024-07-01"), LocalDate.parse("2024-12-27"));
    }

    private String module(String name) {
        Answer made =
                staff.post(
                        "/api/cohorts/" + from + "/modules",
                        "{\"name\": \"%s\", \"from\": \"2024-01-01\", \"until\": \"2024-01-26\"}"
                                .formatted(name));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.text("moduleId");
    }

    private String instructor() {
        return staff.post("/api/instructors", "{\"name\": \"Kim\", \"affiliation\": \"EXTERNAL\"}")
                .text("instructorId");
    }

    private Answer session(String cohort, String title, String starts, String more) {
        String ends = starts.replace("T09:", "T11:");
        Answer made =
                staff.post(
                        "/api/cohorts/" + cohort + "/sessions",
                        """
                        {"kind": "LECTURE", "title": "%s", "startsAt": "%s", "endsAt": "%s"%s}"""
                                .formatted(title, starts, ends, more));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made;
    }

    private Answer copied() {
        return ok(staff.post(copy, body));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer;
    }

    private static List<String> outcomes(Answer answer) {
        return answer.json()
                .path("sessions")
                .valueStream()
                .map(
                        row ->
                                row.path("title").asString()
                                        + " "
                                        + row.path("outcome").asString()
                                        + " "
                                        + row.path("code").asString("-"))
                .toList();
    }

    private List<String> sessionsOf(String cohort) {
        return ok(staff.get("/api/cohorts/" + cohort + "/sessions?limit=200"))
                .json()
                .path("items")
                .valueStream()
                .map(
                        each ->
                                each.path("title").asString()
                                        + " "
                                        + each.path("startsAt").asString().substring(0, 16)
                                        + " "
                                        + each.path("status").asString())
                .toList();
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    // ---- what is refused

    @ParameterizedTest
    @CsvSource({
        "'{}', 400",
        "'{\"fromCohortId\": null}', 400",
        "'{\"fromCohortId\": 7}', 400",
        "'{\"fromCohortId\": {\"$gt\": \"\"}}', 400",
        "'{\"fromCohortId\": \"x\", \"until\": 1}', 400",
        "'{\"fromCohortId\": \"\"}', 422",
        "'{\"fromCohortId\": \"no-such-cohort\"}', 422",
        "'{\"fromCohortId\": \"<b>🦄</b>\"}', 422",
    })
    void whatNamesNoCohortIsToldAtItsField(String wrong, int status) {
        cohorts();

        Answer answer = staff.post(copy, wrong);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/field").asString()).isIn("fromCohortId", "until");
        assertThat(sessionsOf(to)).isEmpty();
    }

    @Test
    void aCohortIsNotCopiedToItselfNorFromOneThatIsNotTheCallers() {
        cohorts();
        Calls ofTarget = staffOf(to);
        Calls ofSource = staffOf(from);

        problem(staff.post(copy, "{\"fromCohortId\": \"%s\"}".formatted(to)), 422, "INVALID_INPUT");
        problem(ofTarget.post(copy, body), 422, "INVALID_INPUT");
        problem(ofSource.post(copy, body), 404, "NOT_FOUND");
        problem(
                SERVICE.as(new Caller("s", Set.of(Role.STUDENT), "s", null, Set.of()))
                        .post(copy, body),
                403,
                "FORBIDDEN");
    }

    private static Calls staffOf(String cohortId) {
        return SERVICE.as(new Caller("mina", Set.of(Role.STAFF), null, null, Set.of(cohortId)));
    }

    // ---- what is copied

    @Test
    void modulesAndSessionsComeToTheNewDatesOnceHoweverOftenItIsAsked() {
        cohorts();
        String module = module("통계");
        session(from, "First", "2024-01-02T09:00", ", \"moduleId\": \"%s\"".formatted(module));
        session(from, "Second", "2024-01-09T09:00", ", \"place\": \"Room 4\"");
        String gone = session(from, "Gone", "2024-01-16T09:00", "").text("sessionId");
        staff.post("/api/sessions/" + gone + "/cancellation", "");

        Answer first = copied();

        assertThat(outcomes(first)).containsExactly("First COPIED -", "Second COPIED -");
        assertThat(first.json().at("/modules/0/outcome").asString()).isEqualTo("COPIED");
        assertThat(sessionsOf(to))
                .containsExactly(
                        "First 2024-07-02T09:00 PLANNED", "Second 2024-07-09T09:00 PLANNED");
        String copyOfModule = first.json().at("/modules/0/copyId").asString();
        Answer moved = ok(staff.get("/api/modules/" + copyOfModule));
        assertThat(moved.text("from")).isEqualTo("2024-07-01");
        assertThat(moved.text("cohortId")).isEqualTo(to);
        String copyOfFirst = first.json().at("/sessions/0/copyId").asString();
        assertThat(staff.get("/api/sessions/" + copyOfFirst).text("moduleId"))
                .isEqualTo(copyOfModule);

        staff.post("/api/sessions/" + copyOfFirst + "/cancellation", "");
        session(from, "Third", "2024-01-23T09:00", "");
        Answer second = copied();

        assertThat(outcomes(second))
                .containsExactly("First PRESENT -", "Second PRESENT -", "Third COPIED -");
        assertThat(second.json().at("/modules/0/outcome").asString()).isEqualTo("PRESENT");
        assertThat(sessionsOf(to))
                .containsExactly(
                        "First 2024-07-02T09:00 CANCELLED",
                        "Second 2024-07-09T09:00 PLANNED",
                        "Third 2024-07-23T09:00 PLANNED");
        assertThat(ok(staff.get("/api/cohorts/" + to + "/modules")).json().path("items").size())
                .isEqualTo(1);
    }

    @Test
    void aRowThatClashesIsToldAndTheOthersOfItsWeekAreThereAndItComesOnceTheTimeIsFree() {
        cohorts();
        String taught = ", \"instructorId\": \"%s\"".formatted(instructor());
        session(from, "Busy", "2024-01-02T09:00", taught);
        session(from, "Place", "2024-01-03T09:00", ", \"place\": \"Hall %s\"".formatted(from));
        session(from, "Free", "2024-01-04T09:00", taught);
        String busy = session(to, "Other", "2024-07-02T09:00", taught).text("sessionId");
        session(to, "There", "2024-07-03T09:00", ", \"place\": \"hall %s\"".formatted(from));

        Answer first = ok(staff.post(copy, body, "Accept-Language", "ko"));

        assertThat(outcomes(first))
                .containsExactly(
                        "Busy LEFT_OUT INSTRUCTOR_BUSY",
                        "Place LEFT_OUT PLACE_TAKEN",
                        "Free COPIED -");
        assertThat(first.json().at("/sessions/0/about").asString())
                .isEqualTo("/api/sessions/" + busy);
        assertThat(first.json().at("/sessions/0/reason").asString()).contains("Other", "강사");
        assertThat(first.json().at("/sessions/0/copyId").isNull()).isTrue();
        staff.post("/api/sessions/" + busy + "/cancellation", "");
        assertThat(outcomes(copied()))
                .containsExactly("Busy COPIED -", "Place LEFT_OUT PLACE_TAKEN", "Free PRESENT -");
    }

    @Test
    void whatFallsOnAHolidayOrOutsideIsToldByRow() {
        SCHOOL.cohort(from, LocalDate.parse("2023-09-11"), LocalDate.parse("2024-03-08"));
        // Of 2024; the 13th of March is a holiday.
        SCHOOL.cohort(to, "Asia/Seoul");
        session(from, "Fine", "2023-11-14T09:00", "");
        session(from, "Holiday", "2023-11-22T09:00", "");
        session(from, "Early", "2023-09-11T09:00", "");

        assertThat(outcomes(copied()))
                .containsExactly(
                        "Early LEFT_OUT OUTSIDE_COHORT",
                        "Fine COPIED -",
                        "Holiday LEFT_OUT NO_TRAINING_THEN");
    }

    @Test
    void theSameRequestAgainIsTheSameAnswer() {
        cohorts();
        session(from, "First", "2024-01-02T09:00", "");

        Answer first = ok(staff.post(copy, body, "Idempotency-Key", from));
        Answer again = ok(SERVICE.as(STAFF, OTHER).post(copy, body, "Idempotency-Key", from));

        assertThat(again.response().body()).isEqualTo(first.response().body());
    }

    @Test
    void manyAtOnceAtTwoProcessesMakeOneOfEach() throws Exception {
        cohorts();
        String module = module("ML");
        String taught =
                ", \"instructorId\": \"%s\", \"moduleId\": \"%s\"".formatted(instructor(), module);
        for (int week = 1; week <= 4; week++) {
            session(from, "S" + week, "2024-01-0" + week + "T09:00", taught);
        }

        List<Answer> answers =
                AtOnce.ask(
                        8, each -> SERVICE.as(STAFF, each % 2 == 0 ? 0 : OTHER).post(copy, body));

        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 503);
        assertThat(outcomes(copied()))
                .allMatch(row -> row.endsWith("PRESENT -") || row.endsWith("COPIED -"));
        assertThat(sessionsOf(to)).hasSize(4).doesNotHaveDuplicates();
        assertThat(ok(staff.get("/api/cohorts/" + to + "/modules")).json().path("items").size())
                .isEqualTo(1);
    }
}
