package bootcamp.curriculum.attendance;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Attendance as the service's callers see it. */
class AttendanceServiceTest {

    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Seoul"));
    private static final LocalDate START = TODAY.minusDays(40);
    private static final LocalDate END = TODAY.plusDays(40);

    /** All training days that are over, ascending. */
    private static final List<LocalDate> OVER =
            START.datesUntil(TODAY).filter(day -> day.getDayOfWeek().getValue() <= 5).toList();

    private final String cohort = "att-" + COHORTS.incrementAndGet();
    private final Calls admin = SERVICE.as(ADMIN);
    private final Calls staff = SERVICE.as(STAFF);
    private final LocalDate day = OVER.getLast();

    // ---- what tests say

    private String student(int i) {
        return "s%03d-%s".formatted(i, cohort);
    }

    /** A cohort of so many, since forty days. */
    private void cohortOf(int students) {
        SCHOOL.cohort(cohort, START, END);
        for (int i = 0; i < students; i++) {
            SCHOOL.enrollment(student(i), cohort, 1, "ENROLLED");
        }
    }

    private String path(LocalDate of) {
        return "/api/cohorts/" + cohort + "/attendance/" + of;
    }

    private String policy() {
        return "/api/cohorts/" + cohort + "/attendance-policy";
    }

    private static String entry(String studentId, String status) {
        return "{\"studentId\": \"%s\", \"status\": \"%s\"}".formatted(studentId, status);
    }

    private static String entries(String... entries) {
        return "{\"entries\": [%s]}".formatted(String.join(", ", entries));
    }

    private Answer mark(LocalDate of, int student, String status, String... headers) {
        return staff.put(path(of), entries(entry(student(student), status)), headers);
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer;
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    private static void wrong(Answer answer, String field) {
        problem(answer, 422, "INVALID_INPUT");
        assertThat(fields(answer)).as(answer.response().body()).contains(field);
    }

    private static List<String> fields(Answer answer) {
        return answer.json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("field").asString())
                .toList();
    }

    private static List<String> statuses(JsonNode sheet) {
        return sheet.path("entries")
                .valueStream()
                .map(entry -> entry.path("status").asString())
                .toList();
    }

    private Calls asStudent(int i) {
        return SERVICE.as(
                new Caller("maple-" + i, Set.of(Role.STUDENT), student(i), null, Set.of()));
    }

    // ---- a day

    @Test
    void dayIsMarkedReadClosedAndReopened() {
        cohortOf(3);

        Answer marked =
                done(
                        staff.put(
                                path(day),
                                entries(
                                        entry(student(0), "PRESENT"),
                                        entry(student(1), "LATE+EARLY_LEAVE"),
                                        "{\"studentId\": \"%s\", \"marks\": [\"OUTING\"]}"
                                                .formatted(student(2)))));
        assertThat(statuses(marked.json()))
                .containsExactly("PRESENT", "LATE+EARLY_LEAVE", "OUTING");
        JsonNode line = marked.json().at("/entries/1");
        assertThat(line.path("marks")).hasSize(2);
        assertThat(line.path("clause").asString()).isEqualTo("STAFF_SET");
        assertThat(line.path("by").asString()).isEqualTo("staff");
        assertThat(line.path("at").isString()).isTrue();
        assertThat(marked.json().path("trainingDay").asBoolean()).isTrue();

        Answer read = done(staff.get(path(day)));
        assertThat(read.json()).isEqualTo(marked.json());
        assertThat(read.header("ETag")).isEqualTo(marked.header("ETag"));
        assertThat(staff.get(path(day), "If-None-Match", read.header("ETag")).status())
                .isEqualTo(304);

        done(mark(day, 2, "UNMARKED"));
        problem(staff.post(path(day) + "/closing", ""), 409, "UNMARKED_LEFT");
        assertThat(staff.post(path(day) + "/closing", "").text("detail")).contains("1", student(2));
        done(
                staff.put(
                        path(day),
                        "{\"entries\": [{\"studentId\": \"%s\", \"marks\": []}]}"
                                .formatted(student(2))));
        done(mark(day, 2, "EXCUSED"));
        Answer closed = done(staff.post(path(day) + "/closing", "", "Idempotency-Key", cohort));
        assertThat(closed.json().path("closed").asBoolean()).isTrue();
        Answer again = done(staff.post(path(day) + "/closing", "", "Idempotency-Key", cohort));
        assertThat(again.header("ETag")).isEqualTo(closed.header("ETag"));
        problem(mark(day, 0, "ABSENT"), 409, "SHEET_CLOSED");
        done(mark(day, 0, "PRESENT"));
        assertThat(staff.delete(path(day) + "/closing").status()).isEqualTo(204);
        assertThat(staff.delete(path(day) + "/closing").status()).isEqualTo(204);
        assertThat(statuses(done(mark(day, 0, "ABSENT")).json()))
                .containsExactly("ABSENT", "LATE+EARLY_LEAVE", "EXCUSED");
    }

    @Test
    void everybodyInTheCourseIsOnTheSheetMarkedOrNot() {
        SCHOOL.cohort(cohort, START, END);
        SCHOOL.enrollment(student(0), cohort, 1, "ENROLLED");
        // Withdrew before this cohort began.
        SCHOOL.enrollment(student(1), cohort, 1, "WITHDRAWN");
        SCHOOL.enrollment(student(2), cohort, 1, "ENROLLED");
        done(
                staff.put(
                        path(day),
                        entries(entry(student(0), "LATE"), entry(student(2), "PRESENT"))));

        done(mark(day, 0, "UNMARKED"));
        wrong(mark(day, 1, "PRESENT"), "entries[0].studentId");

        assertThat(statuses(staff.get(path(day)).json())).containsExactly("UNMARKED", "PRESENT");
    }

    @Test
    void sheetOfEightyOneIsSavedAtOnceAndTheSecondTimeItIsNoNewVersion() {
        cohortOf(81);
        String all =
                entries(
                        IntStream.range(0, 81)
                                .mapToObj(i -> entry(student(i), i % 7 == 0 ? "LATE" : "PRESENT"))
                                .toArray(String[]::new));

        Answer saved = done(staff.put(path(day), all));
        Answer again = done(staff.put(path(day), all));

        assertThat(saved.json().path("entries")).hasSize(81);
        assertThat(saved.header("ETag")).startsWith("\"1.");
        assertThat(again.header("ETag")).isEqualTo(saved.header("ETag"));
        assertThat(again.json()).isEqualTo(saved.json());
        assertThat(done(staff.post(path(day) + "/closing", "")).header("ETag")).startsWith("\"2.");
    }

    @Test
    void ofTwoWritersWithTheSameTagTheSecondIsTold() {
        cohortOf(2);
        String seen = done(mark(day, 0, "PRESENT")).header("ETag");

        done(mark(day, 0, "LATE", "If-Match", seen));
        problem(mark(day, 1, "ABSENT", "If-Match", seen), 412, "STALE_VERSION");
        problem(staff.post(path(day) + "/closing", "", "If-Match", seen), 412, "STALE_VERSION");

        assertThat(statuses(staff.get(path(day)).json())).containsExactly("LATE", "UNMARKED");
    }

    @Test
    void trainingDaysOfSomeWeeksComeTogether() {
        cohortOf(1);
        done(mark(day, 0, "PRESENT"));
        String list = "/api/cohorts/" + cohort + "/attendance";

        Answer days = done(staff.get(list + "?from=%s&until=%s".formatted(day.minusDays(13), day)));

        assertThat(days.json().path("days")).hasSize(10);
        JsonNode last = days.json().at("/days/9");
        assertThat(last.path("date").asString()).isEqualTo(day.toString());
        assertThat(last.path("etag").asString()).isEqualTo(staff.get(path(day)).header("ETag"));
        assertThat(statuses(last)).containsExactly("PRESENT");
        wrong(staff.get(list + "?from=%s&until=%s".formatted(day, day.minusDays(1))), "until");
        wrong(staff.get(list + "?from=%s&until=%s".formatted(START, START.plusDays(31))), "until");
        done(staff.get(list + "?from=%s&until=%s".formatted(START, START.plusDays(30))));
        problem(staff.get(list + "?from=%s".formatted(day)), 400, "MALFORMED_REQUEST");
        problem(staff.get(list + "?from=now&until=" + day), 400, "MALFORMED_REQUEST");
    }

    @Test
    void trainingDaysComeAsATableWithARowForEachStudentAndDay() {
        cohortOf(2);
        done(mark(day, 0, "LATE+EARLY_LEAVE"));

        Answer table =
                done(
                        staff.get(
                                "/api/cohorts/%s/attendance?from=%s&until=%s"
                                        .formatted(cohort, day, day),
                                "Accept",
                                "text/csv"));

        assertThat(table.response().body().lines().map(line -> line.replace("\ufeff", "")))
                .containsExactly(
                        "date,studentId,status",
                        "%s,%s,LATE+EARLY_LEAVE".formatted(day, student(0)),
                        "%s,%s,UNMARKED".formatted(day, student(1)));
    }

    // ---- bad input

    @Test
    void daysOnWhichNoAttendanceIsTaken() {
        cohortOf(1);
        LocalDate sunday = day.with(TemporalAdjusters.previous(DayOfWeek.SUNDAY));
        LocalDate ahead = TODAY.plusDays(2).with(TemporalAdjusters.next(DayOfWeek.TUESDAY));

        problem(mark(sunday, 0, "PRESENT"), 422, "NOT_A_TRAINING_DAY");
        problem(mark(START.minusDays(1), 0, "PRESENT"), 422, "DAY_OUTSIDE_COHORT");
        problem(mark(END.plusDays(1), 0, "PRESENT"), 422, "DAY_OUTSIDE_COHORT");
        problem(mark(ahead, 0, "PRESENT"), 422, "DAY_TO_COME");
        problem(staff.post(path(ahead) + "/closing", ""), 422, "DAY_TO_COME");
        problem(staff.post(path(sunday) + "/closing", ""), 422, "NOT_A_TRAINING_DAY");
        Answer none = done(staff.get(path(sunday)));
        assertThat(none.json().path("trainingDay").asBoolean()).isFalse();
        assertThat(none.json().path("entries")).isEmpty();
        for (String date : List.of("tomorrow", "2024-02-30", "+12024-01-01", "2024-1-1")) {
            String path = "/api/cohorts/" + cohort + "/attendance/" + date;
            problem(staff.put(path, entries(entry("x", "LATE"))), 400, "MALFORMED_REQUEST");
            problem(staff.get(path), 400, "MALFORMED_REQUEST");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"entries\": []} | entries",
                "{\"entries\": [null]} | entries[0]",
                "{\"entries\": [{\"studentId\": \"S\"}]} | entries[0]",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": \"LATE\", \"marks\": []}]} | entries[0]",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": \"AWAY\"}]} | entries[0].status",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": \"\"}]} | entries[0].status",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": \"PRESENT+LATE\"}]} | entries[0].status",
                "{\"entries\": [{\"studentId\": \"S\", \"marks\": [\"LATE\", \"LATE\"]}]} | entries[0].marks",
                "{\"entries\": [{\"studentId\": \"S\", \"marks\": [\"ABSENT\", \"LATE\"]}]} | entries[0].marks",
                "{\"entries\": [{\"studentId\": \"S\", \"marks\": [null]}]} | entries[0].marks",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": \"LATE\"}, {\"studentId\": \"S\", \"status\": \"LATE\"}]} | entries[1].studentId",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": \"LATE\"}, {\"studentId\": \"nobody\", \"status\": \"LATE\"}]} | entries[1].studentId",
            })
    void wrongEntryIsNamedAndNothingIsDone(String body, String field) {
        cohortOf(1);

        wrong(staff.put(path(day), body.replace("\"S\"", '"' + student(0) + '"')), field);

        assertThat(staff.get(path(day)).header("ETag")).startsWith("\"0.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "[]",
                "no json",
                "{\"entries\": {}}",
                "{\"entries\": null}",
                "{\"entries\": [{\"status\": \"LATE\"}]}",
                "{\"entries\": [{\"studentId\": 7, \"status\": \"LATE\"}]}",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": 7}]}",
                "{\"entries\": [{\"studentId\": \"S\", \"marks\": [\"AWAY\"]}]}",
                "{\"entries\": [{\"studentId\": \"S\", \"marks\": \"LATE\"}]}",
                "{\"entries\": [{\"studentId\": \"S\", \"status\": \"LATE\", \"note\": \"ill\"}]}",
            })
    void malformedBodyIsRefusedWhole(String body) {
        cohortOf(1);

        problem(staff.put(path(day), body), 400, "MALFORMED_BODY");

        assertThat(staff.get(path(day)).header("ETag")).startsWith("\"0.");
    }

    /** Enrolled by one service, and at once on the sheet of another that has not heard of it. */
    @Test
    void whoIsEnrolledWhileTheRequestWaitsIsMarked() throws Exception {
        cohortOf(1);
        done(mark(day, 0, "PRESENT"));

        List<Answer> answers =
                AtOnce.ask(
                        2,
                        i -> {
                            if (i == 0) {
                                return mark(day, 7, "LATE");
                            }
                            SCHOOL.enrollment(student(7), cohort, 1, "ENROLLED");
                            return staff.get(path(day));
                        });

        assertThat(statuses(done(answers.getFirst()).json())).containsExactly("PRESENT", "LATE");
    }

    // ---- who may

    @Test
    void onlyStaffOfTheCohortKeepItsAttendance() {
        cohortOf(1);
        done(mark(day, 0, "PRESENT"));
        Calls other =
                SERVICE.as(new Caller("kim", Set.of(Role.STAFF), null, null, Set.of("elsewhere")));
        String entries = entries(entry(student(0), "LATE"));
        String kdt = "{\"from\": \"%s\", \"preset\": \"KDT\"}".formatted(day);

        for (Calls calls : List.of(other, asStudent(0))) {
            int status = calls == other ? 404 : 403;
            assertThat(calls.get(path(day)).status()).isEqualTo(status);
            assertThat(calls.put(path(day), entries).status()).isEqualTo(status);
            assertThat(calls.post(path(day) + "/closing", "").status()).isEqualTo(status);
            assertThat(calls.delete(path(day) + "/closing").status()).isEqualTo(status);
            assertThat(calls.get(policy()).status()).isEqualTo(status);
            assertThat(calls.put(policy(), kdt, "If-Match", "\"0\"").status()).isEqualTo(status);
            assertThat(calls.post(policy() + "/preview", kdt).status()).isEqualTo(status);
        }
        problem(staff.put(policy(), kdt, "If-Match", "\"0\""), 403, "FORBIDDEN");
        assertThat(staff.post(policy() + "/preview", kdt).status()).isEqualTo(200);
        problem(staff.get("/api/me/attendance"), 403, "FORBIDDEN");
        problem(staff.get("/api/cohorts/nowhere/attendance/" + day), 404, "COHORT_NOT_FOUND");
        problem(staff.get("/api/cohorts/nowhere/attendance-policy"), 404, "COHORT_NOT_FOUND");
        assertThat(statuses(staff.get(path(day)).json())).containsExactly("PRESENT");
    }

    // ---- the policy

    @Test
    void closedDayKeepsItsVersionAndAnOpenOneTakesTheNew() {
        cohortOf(1);
        LocalDate before = OVER.get(OVER.size() - 2);
        done(mark(before, 0, "LATE"));
        done(mark(day, 0, "LATE"));
        done(staff.post(path(before) + "/closing", ""));
        String simple = "{\"from\": \"%s\", \"preset\": \"SIMPLE\"}".formatted(START);

        Answer first = done(staff.get(policy()));
        assertThat(first.header("ETag")).isEqualTo("\"0\"");
        assertThat(first.json().at("/versions/0/preset").asString()).isEqualTo("KDT");
        problem(admin.put(policy(), simple), 400, "MALFORMED_REQUEST");
        problem(admin.put(policy(), simple, "If-Match", "\"7\""), 412, "STALE_VERSION");
        Answer preview = done(staff.post(policy() + "/preview", simple));
        assertThat(preview.json().path("days").valueStream().map(JsonNode::asString))
                .contains(day.toString())
                .doesNotContain(before.toString());
        assertThat(done(staff.get(policy())).header("ETag")).isEqualTo("\"0\"");

        Answer adopted = done(admin.put(policy(), simple, "If-Match", "\"0\""));
        assertThat(adopted.header("ETag")).isEqualTo("\"1\"");
        assertThat(adopted.json().path("versions")).hasSize(2);
        Answer again = done(admin.put(policy(), simple, "If-Match", adopted.header("ETag")));
        assertThat(again.header("ETag")).isEqualTo("\"1\"");

        assertThat(staff.get(path(before)).json().path("policyVersion").asInt()).isEqualTo(1);
        assertThat(staff.get(path(day)).json().path("policyVersion").asInt()).isEqualTo(2);
        staff.delete(path(before) + "/closing");
        assertThat(staff.get(path(before)).json().path("policyVersion").asInt()).isEqualTo(2);
    }

    @Test
    void previewNamesWhoWouldChangeAndChangesNothing() {
        cohortOf(2);
        for (LocalDate each : OVER.subList(OVER.size() - 3, OVER.size())) {
            done(
                    staff.put(
                            path(each),
                            entries(entry(student(0), "PRESENT"), entry(student(1), "LATE"))));
        }

        Answer preview =
                done(
                        staff.post(
                                policy() + "/preview",
                                "{\"from\": \"%s\", \"preset\": \"SIMPLE\"}".formatted(START)));

        assertThat(preview.json().path("changed").asInt()).isEqualTo(1);
        JsonNode late = preview.json().at("/students/1");
        assertThat(late.path("studentId").asString()).isEqualTo(student(1));
        assertThat(late.path("changes").asBoolean()).isTrue();
        assertThat(late.at("/before/penalty").asInt()).isEqualTo(1);
        assertThat(late.at("/before/rate").asDouble()).isEqualTo(2.0 / 3);
        assertThat(late.at("/after/penalty").asInt()).isZero();
        assertThat(late.at("/after/rate").asDouble()).isEqualTo(1.0);
        assertThat(preview.json().at("/students/0/changes").asBoolean()).isFalse();
        assertThat(staff.get(policy()).header("ETag")).isEqualTo("\"0\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"from\": \"2001-01-01\", \"preset\": \"KDT\"} | 422 | from",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\"} | 422 | stamps",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\"}} | 422 | stamps",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"SHEET\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\"}} | 422 | stamps",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"18:00\", \"endsAt\": \"09:00\"}} | 422 | stamps.endsAt",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"09:00\"}} | 422 | stamps.endsAt",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00:30\", \"endsAt\": \"18:00\"}} | 422 | stamps.startsAt",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\", \"opensMinutesBefore\": 241}} | 422 | stamps.opensMinutesBefore",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\", \"opensMinutesBefore\": -1}} | 422 | stamps.opensMinutesBefore",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\", \"graceMinutes\": 5}} | 422 | stamps.graceMinutes",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\", \"outStamp\": false}} | 422 | stamps.outStamp",
                "{\"from\": \"FROM\", \"preset\": \"SIMPLE\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\", \"halfDay\": true}} | 422 | stamps.halfDay",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\", \"graceMinutes\": 121}, \"thresholdPerMille\": 800, \"scope\": \"MONTH\"} | 422 | stamps.graceMinutes",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\"}} | 400 | stamps.endsAt",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"9 am\", \"endsAt\": \"18:00\"}} | 400 | stamps.startsAt",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"24:30\", \"endsAt\": \"18:00\"}} | 400 | stamps.startsAt",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"09:00\", \"endsAt\": \"18:00\", \"networks\": []}} | 400 | stamps.networks",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"thresholdPerMille\": 800} | 422 | thresholdPerMille",
                "{\"from\": \"FROM\", \"preset\": \"SIMPLE\", \"marksPerAbsence\": 3} | 422 | marksPerAbsence",
                "{\"from\": \"FROM\", \"preset\": \"SIMPLE\", \"scope\": \"MONTH\"} | 422 | scope",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"scope\": \"MONTH\"} | 422 | thresholdPerMille",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800} | 422 | scope",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 1001, \"scope\": \"MONTH\"} | 422 | thresholdPerMille",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": -1, \"scope\": \"MONTH\"} | 422 | thresholdPerMille",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"marksPerAbsence\": 2} | 422 | marksPerAbsence",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"marksPerAbsence\": 31} | 422 | marksPerAbsence",
                "{\"from\": \"FROM\"} | 400 | preset",
                "{\"preset\": \"KDT\"} | 400 | from",
                "{\"from\": \"soon\", \"preset\": \"KDT\"} | 400 | from",
                "{\"from\": \"FROM\", \"preset\": \"NONE\"} | 400 | preset",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 80.5, \"scope\": \"MONTH\"} | 400 | thresholdPerMille",
                "{\"from\": \"FROM\", \"preset\": \"KDT\", \"excuseCaps\": {}} | 422 | excuseCaps",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"excuseCaps\": {\"SICK\": 367}} | 422 | excuseCaps.SICK",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"excuseCaps\": {\"SICK\": -1}} | 422 | excuseCaps.SICK",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"excuseCaps\": {\"OTHER\": null}} | 422 | excuseCaps.OTHER",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"excuseCaps\": {\"HOLIDAY\": 1}} | 400 | excuseCaps",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"excuseCaps\": {\"SICK\": 1.5}} | 400 | excuseCaps.SICK",
                "{\"from\": \"FROM\", \"preset\": \"CUSTOM\", \"thresholdPerMille\": 800, \"scope\": \"MONTH\", \"excuseCaps\": 3} | 400 | excuseCaps",
            })
    void wrongPolicyIsNamedAndNothingIsAdopted(String body, int status, String field) {
        cohortOf(1);
        String sent = body.replace("FROM", day.toString());

        for (Answer answer :
                List.of(
                        admin.put(policy(), sent, "If-Match", "\"0\""),
                        staff.post(policy() + "/preview", sent))) {
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
            assertThat(fields(answer)).as(answer.response().body()).contains(field);
        }
        assertThat(staff.get(policy()).header("ETag")).isEqualTo("\"0\"");
    }

    // ---- stamps of yesterday

    private static final String STAMPED =
            "{\"from\": \"%s\", \"preset\": \"%s\", \"record\": \"STAMPS\", \"stamps\": {\"startsAt\": \"%s\", \"endsAt\": \"18:00\"}}";

    @SuppressWarnings("unchecked")
    private void stamp(int student, StampKind kind, String time) {
        AggregateStore<Sheet, SheetCommand, OfSheet> sheets =
                SERVICE.bean(0, "sheets", AggregateStore.class);
        AggregateStore<AttendancePolicy, PolicyCommand, OfAttendancePolicy> policies =
                SERVICE.bean(0, "attendancePolicies", AggregateStore.class);
        ZoneId zone = ZoneId.of("Asia/Seoul");
        PolicyVersion version =
                Objects.requireNonNull(policies.find(cohort).block()).state().on(day);
        sheets.transact(
                        Sheet.idOf(cohort, day),
                        new SheetCommand.TakeStamp(
                                student(student),
                                kind,
                                DayPolicy.of(version, day, zone),
                                day.atTime(LocalTime.parse(time)).atZone(zone).toInstant()))
                .block();
    }

    private JsonNode ownDay(int student) {
        return done(asStudent(student).get("/api/me/attendance"))
                .json()
                .at("/items/0/days")
                .valueStream()
                .filter(each -> each.path("date").asString().equals(day.toString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutAStampOutTheDayIsAProvisionalAbsenceUntilStaffLookAtIt() {
        cohortOf(2);
        done(mark(day, 1, "UNMARKED"));
        done(admin.put(policy(), STAMPED.formatted(START, "KDT", "09:00"), "If-Match", "\"0\""));
        stamp(0, StampKind.IN, "08:57");

        JsonNode line = done(staff.get(path(day))).json().at("/entries/0");
        assertThat(line.path("status").asString()).isEqualTo("ABSENT");
        assertThat(line.path("clause").asString()).isEqualTo("NOT_STAMPED_OUT");
        assertThat(line.path("provisional").asBoolean()).isTrue();
        assertThat(line.at("/stamps/in").asString()).isEqualTo(day.minusDays(1) + "T23:57:00Z");
        JsonNode own = ownDay(0);
        assertThat(own.path("status").asString()).isEqualTo("ABSENT");
        assertThat(own.path("provisional").asBoolean()).isTrue();
        assertThat(own.path("policyVersion").asInt()).isEqualTo(2);
        assertThat(
                        done(asStudent(0).get("/api/me/attendance"))
                                .json()
                                .at("/items/0/absent")
                                .asInt())
                .isEqualTo(1);

        done(mark(day, 0, "PRESENT"));
        assertThat(ownDay(0).path("status").asString()).isEqualTo("PRESENT");
        assertThat(ownDay(0).path("clause").asString()).isEqualTo("STAFF_SET");
        assertThat(ownDay(0).path("provisional").asBoolean()).isFalse();
        done(mark(day, 0, "UNMARKED"));
        assertThat(ownDay(0).path("clause").asString()).isEqualTo("NOT_STAMPED_OUT");
    }

    @Test
    void anotherPolicyIsTriedOnTheStampsAndThenJudgesThem() {
        cohortOf(1);
        done(mark(day, 0, "UNMARKED"));
        done(admin.put(policy(), STAMPED.formatted(START, "KDT", "09:00"), "If-Match", "\"0\""));
        stamp(0, StampKind.IN, "09:30");
        stamp(0, StampKind.OUT, "18:00");
        assertThat(ownDay(0).path("status").asString()).isEqualTo("LATE");
        String etag = staff.get(path(day)).header("ETag");
        String later = STAMPED.formatted(START, "KDT", "09:30");

        done(staff.post(policy() + "/preview", later));
        assertThat(staff.get(path(day)).header("ETag")).isEqualTo(etag);
        Answer sheet =
                done(
                        staff.post(
                                policy() + "/preview",
                                "{\"from\": \"%s\", \"preset\": \"KDT\"}".formatted(START)));
        // By a sheet nobody has marked the day.
        assertThat(sheet.json().at("/students/0/after/rate").isNull()).isTrue();
        assertThat(sheet.json().at("/students/0/before/rate").asDouble()).isEqualTo(1.0);

        Answer adopted = done(admin.put(policy(), later, "If-Match", "\"1\""));

        assertThat(adopted.json().at("/versions/2/stamps/startsAt").asString()).isEqualTo("09:30");
        assertThat(adopted.json().at("/versions/2/stamps/graceMinutes").asInt()).isEqualTo(10);
        assertThat(ownDay(0).path("status").asString()).isEqualTo("PRESENT");
        assertThat(ownDay(0).path("policyVersion").asInt()).isEqualTo(3);
        done(staff.post(path(day) + "/closing", ""));
        done(admin.put(policy(), STAMPED.formatted(START, "KDT", "08:00"), "If-Match", "\"2\""));
        assertThat(ownDay(0).path("status").asString()).isEqualTo("PRESENT");
        assertThat(ownDay(0).path("policyVersion").asInt()).isEqualTo(3);
        assertThat(staff.delete(path(day) + "/closing").status()).isEqualTo(204);
        assertThat(ownDay(0).path("status").asString()).isEqualTo("LATE");
        assertThat(ownDay(0).path("policyVersion").asInt()).isEqualTo(4);
    }

    // ---- a student's own

    @Test
    void studentSeesTheOwnDaysAndWhatTheyComeTo() {
        cohortOf(2);
        List<LocalDate> days = OVER.subList(OVER.size() - 4, OVER.size());
        List<String> statuses = List.of("LATE+EARLY_LEAVE", "OUTING", "ABSENT", "EXCUSED");
        for (int i = 0; i < 4; i++) {
            done(mark(days.get(i), 0, statuses.get(i)));
        }
        done(mark(day, 1, "PRESENT"));

        Answer answer = done(asStudent(0).get("/api/me/attendance"));

        JsonNode own = answer.json().at("/items/0");
        assertThat(answer.json().path("items")).hasSize(1);
        assertThat(own.path("cohortId").asString()).isEqualTo(cohort);
        assertThat(own.path("heldDays").asInt()).isEqualTo(4);
        // Of the days before these nobody has a mark.
        assertThat(own.path("unmarked").asInt()).isZero();
        assertThat(own.path("late").asInt()).isEqualTo(1);
        assertThat(own.path("earlyLeave").asInt()).isEqualTo(1);
        assertThat(own.path("outing").asInt()).isEqualTo(1);
        assertThat(own.path("absent").asInt()).isEqualTo(1);
        assertThat(own.path("excused").asInt()).isEqualTo(1);
        assertThat(own.path("penalty").asInt()).isEqualTo(2);
        assertThat(own.path("rate").asDouble()).isEqualTo(0.5);
        int all =
                (int)
                        START.datesUntil(END.plusDays(1))
                                .filter(each -> each.getDayOfWeek().getValue() <= 5)
                                .count();
        assertThat(own.path("courseDays").asInt()).isEqualTo(all);
        assertThat(own.path("stillToMiss").asInt()).isEqualTo(all - (all * 4 + 4) / 5 - 2);
        List<JsonNode> shown = own.path("days").valueStream().toList();
        JsonNode marked =
                shown.stream()
                        .filter(each -> each.path("date").asString().equals(days.getFirst() + ""))
                        .findFirst()
                        .orElseThrow();
        assertThat(marked.path("status").asString()).isEqualTo("LATE+EARLY_LEAVE");
        assertThat(marked.path("clause").asString()).isEqualTo("STAFF_SET");
        assertThat(marked.path("policyVersion").asInt()).isEqualTo(1);
        assertThat(shown).hasSizeBetween(OVER.size(), OVER.size() + 1);
        assertThat(answer.response().body()).doesNotContain("\"by\"", student(1));
    }

    // ---- at once

    /** At two processes, each marks other students of the same day, and none is lost. */
    @Test
    void marksAtTwoProcessesAreAllThereAndClosingMeetsNoneHalfway() throws Exception {
        int other = SERVICE.another();
        int students = 40;
        cohortOf(students);
        done(mark(day, 0, "ABSENT"));

        List<Answer> answers =
                AtOnce.ask(
                        students,
                        i ->
                                SERVICE.as(STAFF, i % 2 * other)
                                        .put(path(day), entries(entry(student(i), "PRESENT"))));

        answers.forEach(AttendanceServiceTest::done);
        assertThat(statuses(staff.get(path(day)).json())).hasSize(students).containsOnly("PRESENT");

        List<Answer> meeting =
                AtOnce.ask(
                        students,
                        i ->
                                i == students / 2
                                        ? SERVICE.as(STAFF, other).post(path(day) + "/closing", "")
                                        : SERVICE.as(STAFF, i % 2 * other)
                                                .put(
                                                        path(day),
                                                        entries(entry(student(i), "LATE"))));

        done(meeting.get(students / 2));
        Set<String> late =
                staff.get(path(day))
                        .json()
                        .path("entries")
                        .valueStream()
                        .filter(entry -> entry.path("status").asString().equals("LATE"))
                        .map(entry -> entry.path("studentId").asString())
                        .collect(Collectors.toSet());
        for (int i = 0; i < students; i++) {
            if (i != students / 2) {
                assertThat(meeting.get(i).status()).isIn(200, 409);
                assertThat(late.contains(student(i))).isEqualTo(meeting.get(i).status() == 200);
            }
        }
    }
}
