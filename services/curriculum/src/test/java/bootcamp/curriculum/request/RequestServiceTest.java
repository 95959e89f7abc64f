package bootcamp.curriculum.request;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.attendance.Excuse;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Attendance requests as the service's callers see them. */
class RequestServiceTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Seoul"));
    private static final LocalDate START = TODAY.minusDays(40);
    private static final LocalDate END = TODAY.plusDays(40);
    private static final LocalDate DAY = TODAY.minusDays(2);

    private final String cohort = "req-" + COHORTS.incrementAndGet();
    private final Calls staff = SERVICE.as(STAFF);

    // ---- what tests say

    private static Caller student(String studentId) {
        return new Caller("maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of());
    }

    /** In a cohort with training every day. */
    private Calls enrolled(String name) {
        return enrolled(name, 0);
    }

    private Calls enrolled(String name, int process) {
        SCHOOL.cohortOfEveryDay(cohort, "Asia/Seoul", START, END);
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(student(name + cohort), process);
    }

    private String path() {
        return "/api/cohorts/" + cohort + "/attendance-requests";
    }

    private static String excused(LocalDate day, String reason) {
        return "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"%s\"}"
                .formatted(day, reason);
    }

    private static String excused(LocalDate day, Excuse excuse) {
        return "{\"date\": \"%s\", \"kind\": \"EXCUSED\", \"reason\": \"x\", \"excuse\": \"%s\"}"
                .formatted(day, excuse);
    }

    private static String correction(LocalDate day, String more) {
        return "{\"date\": \"%s\", \"kind\": \"CORRECTION\", \"reason\": \"I was there.\"%s}"
                .formatted(day, more);
    }

    private String asked(Calls student, String json) {
        return student.post(path(), json).is(201).header("Location");
    }

    private Answer decides(Calls who, String request, String decision) {
        return who.post(
                request + "/decision",
                "{\"decision\": \"%s\", \"note\": \"seen\"}".formatted(decision));
    }

    private void marks(LocalDate day, String name, String status) {
        staff.put(
                        "/api/cohorts/" + cohort + "/attendance/" + day,
                        "{\"entries\": [{\"studentId\": \"%s\", \"status\": \"%s\"}]}"
                                .formatted(name + cohort, status))
                .is(200);
    }

    private String status(LocalDate day, String name) {
        return line(day, name).path("status").asString();
    }

    private JsonNode line(LocalDate day, String name) {
        return staff.get("/api/cohorts/" + cohort + "/attendance/" + day)
                .is(200)
                .json()
                .path("entries")
                .valueStream()
                .filter(each -> each.path("studentId").asString().equals(name + cohort))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> listed(String state) {
        return staff.get(path() + "?state=" + state)
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private void close(LocalDate day) {
        staff.post("/api/cohorts/" + cohort + "/attendance/" + day + "/closing", "").is(200);
    }

    private void stamps() {
        adopts(
                START,
                """
                "preset": "KDT", "record": "STAMPS",
                "stamps": {"startsAt": "09:00", "endsAt": "18:00"}
                """);
    }

    private void caps(LocalDate from, String scope, String caps) {
        adopts(
                from,
                """
                "preset": "CUSTOM", "thresholdPerMille": 800, "scope": "%s", "excuseCaps": %s
                """
                        .formatted(scope, caps));
    }

    private void adopts(LocalDate from, String terms) {
        String policy = "/api/cohorts/" + cohort + "/attendance-policy";
        SERVICE.as(ADMIN)
                .put(
                        policy,
                        "{\"from\": \"%s\", %s}".formatted(from, terms),
                        "If-Match",
                        staff.get(policy).is(200).header("ETag"))
                .is(200);
    }

    /** Of a student's day as staff see it, and as the student does. */
    private List<String> clauses(LocalDate day, String name, Calls student) {
        JsonNode own = student.get("/api/me/attendance").is(200).json().at("/items/0/days");
        return List.of(
                line(day, name).path("clause").asString(),
                own.valueStream()
                        .filter(each -> each.path("date").asString().equals(day.toString()))
                        .findFirst()
                        .orElseThrow()
                        .path("clause")
                        .asString());
    }

    private static String firstWrong(Answer answer) {
        return answer.is(422, "INVALID_INPUT").json().at("/errors/0/field").asString();
    }

    // ---- asking

    @Test
    void whatAStudentAsksIsSeenByStaffWithWhatItWouldDo() {
        Calls student = enrolled("a");
        marks(DAY, "a", "ABSENT");
        marks(DAY.minusDays(1), "a", "PRESENT");

        String request = asked(student, excused(DAY, "<b>ill</b> 🤒"));
        JsonNode seen = listed("OPEN").getFirst();

        assertThat(seen.path("reason").asString()).isEqualTo("<b>ill</b> 🤒");
        assertThat(seen.path("studentId").asString()).isEqualTo("a" + cohort);
        assertThat(seen.path("decideBy").asString()).isEqualTo(TODAY.plusDays(3).toString());
        assertThat(seen.path("overdue").asBoolean()).isFalse();
        assertThat(seen.at("/effect/now/status").asString()).isEqualTo("ABSENT");
        assertThat(seen.at("/effect/now/rate").asDouble()).isEqualTo(0.5);
        assertThat(seen.at("/effect/amended/status").asString()).isEqualTo("EXCUSED");
        assertThat(seen.at("/effect/amended/rate").asDouble()).isEqualTo(1.0);
        assertThat(
                        seen.at("/effect/amended/stillToMiss").asInt()
                                - seen.at("/effect/now/stillToMiss").asInt())
                .isEqualTo(1);
        assertThat(student.get(request).is(200).json().at("/effect/now/rate").asDouble())
                .isEqualTo(0.5);
        assertThat(status(DAY, "a")).isEqualTo("ABSENT");
    }

    @Test
    void theSameRequestAgainAsksOnce() {
        Calls student = enrolled("a");
        String[] key = {"Idempotency-Key", "once-" + cohort};

        Answer first = student.post(path(), excused(DAY, "ill"), key).is(201);
        Answer again = student.post(path(), excused(DAY, "ill"), key).is(201);

        assertThat(again.response().body()).isEqualTo(first.response().body());
        student.post(path(), excused(DAY, "very ill"), key).is(422, "IDEMPOTENCY_KEY_REUSED");
        decides(staff, first.header("Location"), "REFUSE").is(200);
        student.post(path(), excused(DAY, "ill"), key).is(201);
        assertThat(listed("OPEN")).isEmpty();
        assertThat(listed("DECIDED")).hasSize(1);
    }

    @Test
    void oneOfADayAndKindIsOpenAtATimeAlsoWhereManyAskAtOnce() throws Exception {
        Calls student = enrolled("a");
        SERVICE.another();
        Calls elsewhere = enrolled("a", 1);

        List<Answer> answers =
                AtOnce.ask(
                        20,
                        i -> (i % 2 == 0 ? student : elsewhere).post(path(), excused(DAY, "ill")));

        assertThat(answers.stream().filter(each -> each.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(each -> each.status() == 409)).hasSize(19);
        assertThat(listed("OPEN")).hasSize(1);
        student.post(path(), correction(DAY, "")).is(201);
        student.post(path(), excused(DAY.minusDays(1), "ill")).is(201);
    }

    @Test
    void whatWasTakenBackOrRefusedCanBeAskedAgain() {
        Calls student = enrolled("a");
        String first = asked(student, excused(DAY, "ill"));

        student.delete(first).is(204);
        student.delete(first).is(204);
        String second = asked(student, excused(DAY, "ill after all"));
        decides(staff, second, "REFUSE").is(200);
        String third = asked(student, excused(DAY, "with evidence now"));

        assertThat(Set.of(first, second, third)).hasSize(3);
        assertThat(student.get(first).is(200).text("state")).isEqualTo("TAKEN_BACK");
        assertThat(student.get(first).json().path("reason").isNull()).isTrue();
        student.delete(second).is(409, "REQUEST_DECIDED");
        JsonNode own = student.get("/api/me/attendance-requests?limit=2").is(200).json();
        assertThat(own.path("items")).hasSize(2);
        assertThat(
                        student.get(
                                        "/api/me/attendance-requests?cursor="
                                                + own.path("next").asString())
                                .is(200)
                                .json()
                                .path("items"))
                .hasSize(1);
    }

    // ---- bad input

    @ParameterizedTest
    @CsvSource({
        "'{}'",
        "'['",
        "'{\"date\": \"2024-02-30\", \"kind\": \"EXCUSED\", \"reason\": \"x\"}'",
        "'{\"date\": \"today\", \"kind\": \"EXCUSED\", \"reason\": \"x\"}'",
        "'{\"date\": \"2024-02-20\", \"kind\": \"HOLIDAY\", \"reason\": \"x\"}'",
        "'{\"date\": \"2024-02-20\", \"kind\": \"EXCUSED\", \"reason\": \"x\", \"excuse\": \"HOLIDAY\"}'",
        "'{\"date\": \"2024-02-20\", \"kind\": \"EXCUSED\", \"reason\": 7}'",
        "'{\"date\": \"2024-02-20\", \"kind\": \"EXCUSED\", \"reason\": \"x\", \"state\": \"ACCEPTED\"}'",
        "'{\"date\": \"2024-02-20\", \"kind\": \"CORRECTION\", \"reason\": \"x\", \"cameAt\": \"noon\"}'"
    })
    void bodyOfAnotherShapeIsMalformed(String body) {
        Calls student = enrolled("a");

        student.post(path(), body).is(400);

        assertThat(listed("OPEN")).isEmpty();
    }

    @Test
    void fieldsThatAreWrongAreNamed() {
        Calls student = enrolled("a");

        assertThat(firstWrong(student.post(path(), excused(DAY, "")))).isEqualTo("reason");
        assertThat(firstWrong(student.post(path(), excused(DAY, "x".repeat(1_001)))))
                .isEqualTo("reason");
        assertThat(firstWrong(student.post(path(), excused(DAY, "a\\u0000b")))).isEqualTo("reason");
        assertThat(firstWrong(student.post(path(), correction(DAY, ", \"cameAt\": \"09:00:30\""))))
                .isEqualTo("cameAt");
        assertThat(
                        firstWrong(
                                student.post(
                                        path(),
                                        correction(
                                                DAY,
                                                ", \"cameAt\": \"18:00\", \"leftAt\": \"09:00\""))))
                .isEqualTo("leftAt");
        String toCome = ", \"cameAt\": \"00:00\", \"leftAt\": \"23:59\"";
        assertThat(firstWrong(student.post(path(), correction(TODAY, toCome)))).isEqualTo("leftAt");
        String mixed = excused(DAY, "ill").replace("}", ", \"cameAt\": \"09:00\"}");
        assertThat(firstWrong(student.post(path(), mixed))).isEqualTo("cameAt");
        String kind = ", \"excuse\": \"SICK\"";
        assertThat(firstWrong(student.post(path(), correction(DAY, kind)))).isEqualTo("excuse");
        student.post(path(), excused(DAY, "x".repeat(10 << 20))).is(413);
        assertThat(listed("OPEN")).isEmpty();
    }

    @Test
    void aDayOnWhichThereIsNothingToSetIsRefused() {
        Calls student = enrolled("a");

        student.post(path(), excused(TODAY.plusDays(1), "ill")).is(422, "DAY_TO_COME");
        student.post(path(), excused(START.minusDays(1), "ill")).is(422, "DAY_OUTSIDE_COHORT");
        student.post(path(), excused(END.plusDays(1), "ill")).is(422, "DAY_OUTSIDE_COHORT");
        marks(DAY, "a", "ABSENT");
        close(DAY);
        student.post(path(), excused(DAY, "ill")).is(409, "SHEET_CLOSED");
        assertThat(listed("OPEN")).isEmpty();
    }

    @Test
    void nobodySeesOrTouchesWhatIsAnothers() {
        Calls student = enrolled("a");
        Calls other = enrolled("b");
        String request = asked(student, excused(DAY, "ill"));
        byte[] pdf = "%PDF-1.7 x and more of it".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        other.get(request).is(404, "REQUEST_NOT_FOUND");
        other.delete(request).is(404, "REQUEST_NOT_FOUND");
        other.put(request + "/evidence", pdf, "application/pdf").is(404, "REQUEST_NOT_FOUND");
        other.get(request + "/evidence").is(404, "REQUEST_NOT_FOUND");
        other.get(path()).is(403);
        decides(student, request, "ACCEPT").is(403);
        student.post(path() + "/decisions", "{\"requestIds\": [\"x\"], \"decision\": \"ACCEPT\"}")
                .is(403);
        staff.post(path(), excused(DAY, "ill")).is(403);
        staff.delete(request).is(403);
        Calls elsewhere =
                SERVICE.as(new Caller("other", Set.of(Role.STAFF), null, null, Set.of("none")));
        elsewhere.get(request).is(404);
        elsewhere.get(path()).is(404);
        decides(elsewhere, request, "ACCEPT").is(404);
        staff.get(path() + "/none").is(404, "REQUEST_NOT_FOUND");
        SCHOOL.cohortOfEveryDay(cohort + "x", "Asia/Seoul", START, END);
        String elsewhereOf = request.replace(cohort + "/", cohort + "x/");
        staff.get(elsewhereOf).is(404, "REQUEST_NOT_FOUND");
        decides(staff, elsewhereOf, "ACCEPT").is(404, "REQUEST_NOT_FOUND");
        SERVICE.as(student("stranger")).post(path(), excused(DAY, "ill")).is(404);
    }

    // ---- deciding

    @Test
    void whatIsAcceptedIsOnTheSheetAndSaysWhoDecided() {
        Calls student = enrolled("a");
        marks(DAY, "a", "ABSENT");
        String request = asked(student, excused(DAY, "ill"));

        JsonNode accepted = decides(SERVICE.as(ADMIN), request, "ACCEPT").is(200).json();

        assertThat(accepted.path("state").asString()).isEqualTo("ACCEPTED");
        assertThat(accepted.path("entered").asBoolean()).isTrue();
        assertThat(accepted.at("/decision/by").asString()).isEqualTo("admin");
        assertThat(accepted.at("/decision/note").asString()).isEqualTo("seen");
        assertThat(status(DAY, "a")).isEqualTo("EXCUSED");
        assertThat(student.get(request).json().at("/decision/by").isNull()).isTrue();
        assertThat(student.get(request).json().at("/decision/note").asString()).isEqualTo("seen");
        decides(staff, request, "ACCEPT").is(200);
        decides(staff, request, "REFUSE").is(409, "REQUEST_DECIDED");
        assertThat(listed("OPEN")).isEmpty();
        assertThat(listed("DECIDED")).hasSize(1);
    }

    @Test
    void whatIsRefusedLeavesTheSheetAsItIs() {
        Calls student = enrolled("a");
        marks(DAY, "a", "ABSENT");
        String request = asked(student, excused(DAY, "ill"));

        decides(staff, request, "REFUSE").is(200);

        assertThat(status(DAY, "a")).isEqualTo("ABSENT");
        decides(staff, request, "ACCEPT").is(409, "REQUEST_DECIDED");
        assertThat(
                        firstWrong(
                                staff.post(
                                        request + "/decision",
                                        "{\"decision\": \"REFUSE\", \"note\": \"%s\"}"
                                                .formatted("x".repeat(501)))))
                .isEqualTo("note");
        staff.post(request + "/decision", "{\"decision\": \"PERHAPS\"}").is(400);
    }

    // ---- kinds of excuse, and their caps

    /**
     * The third day of illness where two are accepted; of another kind, or in another month, not.
     */
    @Test
    void whatIsAcceptedOverTheCapIsAnAbsenceAndThatIsToldBeforehand() {
        Calls student = enrolled("a");
        caps(START, "COURSE", "{\"SICK\": 2}");
        for (int i = 1; i <= 2; i++) {
            String within = asked(student, excused(DAY.minusDays(i), Excuse.SICK));
            assertThat(student.get(within).json().at("/effect/excuse").toString())
                    .isEqualTo(
                            "{\"used\":%d,\"cap\":2,\"scope\":\"COURSE\",\"over\":false}"
                                    .formatted(i - 1));
            decides(staff, within, "ACCEPT").is(200);
        }
        String over = asked(student, excused(DAY, Excuse.SICK));

        JsonNode seen = listed("OPEN").getFirst();
        assertThat(seen.path("excuse").asString()).isEqualTo("SICK");
        assertThat(seen.at("/effect/excuse").toString())
                .isEqualTo("{\"used\":2,\"cap\":2,\"scope\":\"COURSE\",\"over\":true}");
        assertThat(seen.at("/effect/amended/status").asString()).isEqualTo("ABSENT");
        assertThat(student.get(over).json().path("effect")).isEqualTo(seen.path("effect"));
        JsonNode decided = decides(staff, over, "ACCEPT").is(200).json();

        assertThat(decided.at("/decision/marks").toString()).isEqualTo("[\"ABSENT\"]");
        assertThat(decided.path("entered").asBoolean()).isTrue();
        assertThat(status(DAY, "a")).isEqualTo("ABSENT");
        assertThat(clauses(DAY, "a", student)).containsExactly("EXCUSE_CAP", "EXCUSE_CAP");
        assertThat(clauses(DAY.minusDays(1), "a", student))
                .containsExactly("STAFF_SET", "STAFF_SET");
        String other = asked(student, excused(DAY.minusDays(3), Excuse.FAMILY_EVENT));
        assertThat(decides(staff, other, "ACCEPT").json().at("/decision/marks").toString())
                .isEqualTo("[\"EXCUSED\"]");
        assertThat(student.get(other).json().path("excuse").asString()).isEqualTo("FAMILY_EVENT");
        // Again, and by another: nothing is counted twice.
        decides(SERVICE.as(ADMIN), over, "ACCEPT").is(200);
        assertThat(status(DAY, "a")).isEqualTo("ABSENT");
        String table = staff.get(path(), "Accept", "text/csv").is(200).response().body();
        assertThat(table.lines().filter(each -> each.contains(",SICK,"))).hasSize(3);
    }

    /** It has no kind: staff know what they set, and it bears their name. */
    @Test
    void whatStaffSetAsExcusedCountsTowardNoCap() {
        Calls student = enrolled("a");
        caps(START, "COURSE", "{\"SICK\": 1, \"OTHER\": 0}");
        marks(DAY.minusDays(1), "a", "EXCUSED");
        assertThat(clauses(DAY.minusDays(1), "a", student))
                .containsExactly("STAFF_SET", "STAFF_SET");

        String request = asked(student, excused(DAY, Excuse.SICK));

        assertThat(student.get(request).json().at("/effect/excuse").toString())
                .isEqualTo("{\"used\":0,\"cap\":1,\"scope\":\"COURSE\",\"over\":false}");
        decides(staff, request, "ACCEPT").is(200);
        assertThat(status(DAY, "a")).isEqualTo("EXCUSED");
        assertThat(status(DAY.minusDays(1), "a")).isEqualTo("EXCUSED");
    }

    @Test
    void daysAreCountedWithinTheMonthWhereThePolicySaysSoAndByTheTermsOfTheDay() {
        Calls student = enrolled("a");
        LocalDate last = TODAY.withDayOfMonth(1).minusDays(1);
        caps(START, "MONTH", "{\"SICK\": 1}");
        decides(staff, asked(student, excused(last, Excuse.SICK)), "ACCEPT").is(200);

        String sameMonth = asked(student, excused(last.minusDays(1), Excuse.SICK));
        String nextMonth = asked(student, excused(last.plusDays(1), Excuse.SICK));
        assertThat(student.get(sameMonth).json().at("/effect/excuse/over").asBoolean()).isTrue();
        assertThat(student.get(nextMonth).json().at("/effect/excuse/used").asInt()).isZero();
        decides(staff, nextMonth, "ACCEPT").is(200);
        assertThat(status(last.plusDays(1), "a")).isEqualTo("EXCUSED");
        caps(last.minusDays(1), "COURSE", "{\"SICK\": 3}");

        assertThat(student.get(sameMonth).json().at("/effect/excuse").toString())
                .isEqualTo("{\"used\":2,\"cap\":3,\"scope\":\"COURSE\",\"over\":false}");
    }

    @Test
    void anExcuseThatNobodyNamedIsAnother() {
        Calls student = enrolled("a");

        JsonNode request = student.post(path(), excused(DAY, "ill")).is(201).json();
        JsonNode correction = student.post(path(), correction(DAY, "")).is(201).json();

        assertThat(request.path("excuse").asString()).isEqualTo("OTHER");
        assertThat(request.at("/effect/excuse/cap").isNull()).isTrue();
        assertThat(correction.path("excuse").isNull()).isTrue();
        assertThat(correction.at("/effect/excuse").isNull()).isTrue();
        student.delete(request.path("requestId").asString().transform(id -> path() + "/" + id))
                .is(204);
        assertThat(
                        student.get(path() + "/" + request.path("requestId").asString())
                                .json()
                                .path("excuse")
                                .isNull())
                .isTrue();
    }

    /** By the hours and the grace of the policy; what was stamped fills what is not said. */
    @Test
    void aCorrectionSaysWhenTheStudentCameAndLeft() {
        Calls student = enrolled("a");
        stamps();

        assertThat(firstWrong(student.post(path(), correction(DAY, "")))).isEqualTo("cameAt");
        assertThat(firstWrong(student.post(path(), correction(DAY, ", \"cameAt\": \"09:00\""))))
                .isEqualTo("leftAt");
        String late =
                asked(student, correction(DAY, ", \"cameAt\": \"09:20\", \"leftAt\": \"17:00\""));
        String present =
                asked(
                        student,
                        correction(
                                DAY.minusDays(1),
                                ", \"cameAt\": \"08:50\", \"leftAt\": \"18:00\""));
        decides(staff, late, "ACCEPT").is(200);
        decides(staff, present, "ACCEPT").is(200);

        assertThat(status(DAY, "a")).isEqualTo("LATE+EARLY_LEAVE");
        assertThat(status(DAY.minusDays(1), "a")).isEqualTo("PRESENT");
    }

    @Test
    void aClosedDayIsReopenedBeforeAnythingIsAcceptedForIt() {
        Calls student = enrolled("a");
        marks(DAY, "a", "ABSENT");
        String request = asked(student, excused(DAY, "ill"));
        close(DAY);

        decides(staff, request, "ACCEPT").is(409, "SHEET_CLOSED");
        assertThat(listed("OPEN")).hasSize(1);

        staff.delete("/api/cohorts/" + cohort + "/attendance/" + DAY + "/closing").is(204);
        decides(staff, request, "ACCEPT").is(200);
        assertThat(status(DAY, "a")).isEqualTo("EXCUSED");
    }

    @Test
    void severalAreDecidedAtOnceEachByItself() {
        Calls a = enrolled("a");
        Calls b = enrolled("b");
        String first = id(asked(a, excused(DAY, "ill")));
        String second = id(asked(b, excused(DAY, "ill")));
        String third = id(asked(b, excused(DAY.minusDays(1), "ill")));
        decides(staff, path() + "/" + third, "REFUSE").is(200);
        String body =
                "{\"requestIds\": [\"%s\", \"none\", \"%s\", \"%s\"], \"decision\": \"ACCEPT\"}"
                        .formatted(first, third, second);
        String[] key = {"Idempotency-Key", "many-" + cohort};

        Answer answer = staff.post(path() + "/decisions", body, key).is(200);

        assertThat(answer.json().path("items").valueStream().map(JsonNode::toString))
                .containsExactly(
                        "{\"requestId\":\"%s\",\"state\":\"ACCEPTED\",\"code\":null}"
                                .formatted(first),
                        "{\"requestId\":\"none\",\"state\":null,\"code\":\"REQUEST_NOT_FOUND\"}",
                        "{\"requestId\":\"%s\",\"state\":null,\"code\":\"REQUEST_DECIDED\"}"
                                .formatted(third),
                        "{\"requestId\":\"%s\",\"state\":\"ACCEPTED\",\"code\":null}"
                                .formatted(second));
        assertThat(staff.post(path() + "/decisions", body, key).is(200).response().body())
                .isEqualTo(answer.response().body());
        assertThat(List.of(status(DAY, "a"), status(DAY, "b")))
                .containsExactly("EXCUSED", "EXCUSED");
        assertThat(
                        firstWrong(
                                staff.post(
                                        path() + "/decisions",
                                        "{\"requestIds\": [], \"decision\": \"ACCEPT\"}")))
                .isEqualTo("requestIds");
        assertThat(
                        firstWrong(
                                staff.post(
                                        path() + "/decisions",
                                        "{\"requestIds\": [\"a\", \"a\"], \"decision\": \"ACCEPT\"}")))
                .isEqualTo("requestIds[1]");
    }

    /** Of three sick days at once the policy takes two: nobody was shown that the third is none. */
    @Test
    void whatOthersOfTheSameBatchBringOverTheCapIsDecidedByItself() {
        Calls student = enrolled("a");
        caps(START, "COURSE", "{\"SICK\": 2}");
        List<String> ids =
                IntStream.range(0, 3)
                        .mapToObj(i -> id(asked(student, excused(DAY.minusDays(i), Excuse.SICK))))
                        .toList();

        Answer answer =
                staff.post(
                                path() + "/decisions",
                                "{\"requestIds\": [\"%s\"], \"decision\": \"ACCEPT\"}"
                                        .formatted(String.join("\", \"", ids)))
                        .is(200);

        assertThat(answer.json().path("items").valueStream().map(each -> each.path("code")))
                .extracting(JsonNode::toString)
                .containsExactly("null", "null", "\"EXCUSE_OVER_CAP\"");
        assertThat(staff.get(path() + "/" + ids.get(2)).json().path("state").asString())
                .isEqualTo("OPEN");
        decides(staff, path() + "/" + ids.get(2), "ACCEPT").is(200);
        assertThat(status(DAY.minusDays(2), "a")).isEqualTo("ABSENT");
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Test
    void listsComeInPagesAndAsATable() {
        Calls student = enrolled("a");
        for (int i = 0; i < 3; i++) {
            asked(student, excused(DAY.minusDays(i), "=SUM(1)"));
        }

        JsonNode first = staff.get(path() + "?state=OPEN&limit=2").is(200).json();
        JsonNode rest =
                staff.get(path() + "?state=OPEN&limit=2&cursor=" + first.path("next").asString())
                        .is(200)
                        .json();

        assertThat(first.path("items").valueStream().map(each -> each.path("date").asString()))
                .containsExactly(DAY.minusDays(2).toString(), DAY.minusDays(1).toString());
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("next").isNull()).isTrue();
        staff.get(path() + "?state=DECIDED&cursor=" + first.path("next").asString())
                .is(400, "INVALID_CURSOR");
        staff.get(path() + "?state=PERHAPS").is(400);
        String table = staff.get(path(), "Accept", "text/csv").is(200).response().body();
        assertThat(table.lines()).hasSize(4).first().asString().startsWith("requestId,studentId");
    }
}
