package bootcamp.curriculum.checkin;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.platform.source.KeyedHash;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Check-in as the service's callers see it. The cohorts are where it is about noon now, so that all
 * hours of a day lie around the present.
 */
class CheckInServiceTest {

    private static final RunningService SERVICE =
            RunningService.start(CurriculumApplication.NAME, CurriculumApplication::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final ZoneId ZONE = whereItIsNoon();
    private static final LocalDate TODAY = LocalDate.now(ZONE);
    private static final LocalDate START = TODAY.minusDays(10);
    private static final LocalDate END = TODAY.plusDays(10);
    private static final CheckInCodes CODES =
            new CheckInCodes(KeyedHash.of("a secret of the tests"));

    private final String cohort = "stamps-" + COHORTS.incrementAndGet();
    private final Calls staff = SERVICE.as(STAFF);

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    /** In {@code Etc} signs are the other way round. */
    private static ZoneId whereItIsNoon() {
        int east = 12 - Instant.now().atZone(ZoneOffset.UTC).getHour();
        return ZoneId.of("Etc/GMT" + (east > 0 ? "-" : "+") + Math.abs(east));
    }

    // ---- what tests say

    private static String student(String cohort, int i) {
        return "s%03d-%s".formatted(i, cohort);
    }

    private String student(int i) {
        return student(cohort, i);
    }

    private static LocalTime inMinutes(int minutes) {
        return LocalTime.now(ZONE).plusMinutes(minutes).truncatedTo(ChronoUnit.MINUTES);
    }

    /** That stamps, from some minutes before or after now on, for six hours. */
    private static void cohort(String cohort, int students, int startsInMinutes) {
        SCHOOL.cohortOfEveryDay(cohort, ZONE.getId(), START, END);
        for (int i = 0; i < students; i++) {
            SCHOOL.enrollment(student(cohort, i), cohort, 1, "ENROLLED");
        }
        adopt(cohort, "KDT", startsInMinutes, "", 0);
    }

    private static void adopt(
            String cohort, String preset, int startsInMinutes, String more, int ifVersion) {
        LocalTime starts = inMinutes(startsInMinutes);
        Calls calls = SERVICE.as(ADMIN);
        String path = "/api/cohorts/" + cohort + "/attendance-policy";
        String body =
                """
                {"from": "%s", "preset": "%s", "record": "STAMPS",
                 "stamps": {"startsAt": "%s", "endsAt": "%s"%s}%s}"""
                        .formatted(
                                START,
                                preset,
                                starts,
                                starts.plusHours(6),
                                more,
                                preset.equals("CUSTOM")
                                        ? ", \"thresholdPerMille\": 800, \"scope\": \"COURSE\""
                                        : "");
        done(calls.put(path, body, "If-Match", "\"%d\"".formatted(ifVersion)));
    }

    private void cohortOf(int students, int startsInMinutes) {
        cohort(cohort, students, startsInMinutes);
    }

    private static Calls as(String cohort, int i, int process) {
        return SERVICE.as(
                new Caller(
                        "maple-%d-%s".formatted(i, cohort),
                        Set.of(Role.STUDENT),
                        student(cohort, i),
                        null,
                        Set.of()),
                process);
    }

    private Calls as(int i) {
        return as(cohort, i, 0);
    }

    private static String stamps(String cohort, LocalDate day) {
        return "/api/cohorts/%s/attendance/%s/stamps".formatted(cohort, day);
    }

    private static String body(String kind, String code) {
        return "{\"kind\": \"%s\", \"code\": \"%s\"}".formatted(kind, code);
    }

    private static String code(String cohort) {
        return CODES.at(cohort, TODAY, Instant.now()).digits();
    }

    private Answer stamp(int i, String kind) {
        return as(i).post(stamps(cohort, TODAY), body(kind, code(cohort)));
    }

    private String day() {
        return "/api/cohorts/%s/attendance/%s".formatted(cohort, TODAY);
    }

    private JsonNode line(int i) {
        return done(staff.get(day())).json().at("/entries/" + i);
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer;
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    /** One that neither this step nor the last twenty have. */
    private String wrong() {
        return IntStream.range(0, 1_000)
                .mapToObj("%06d"::formatted)
                .filter(
                        digits ->
                                CODES.judge(cohort, TODAY, digits, Instant.now())
                                                == CheckInCodes.Verdict.WRONG
                                        && CODES.judge(
                                                        cohort,
                                                        TODAY,
                                                        digits,
                                                        Instant.now().plusSeconds(60))
                                                == CheckInCodes.Verdict.WRONG)
                .findFirst()
                .orElseThrow();
    }

    // ---- the way

    @Test
    void studentIsOnTheSheetByTheCodeThatStaffShow() {
        cohortOf(2, -2);
        Answer shown = done(staff.get("/api/cohorts/" + cohort + "/check-in/code"));
        assertThat(shown.text("code")).matches("\\d{6}");
        assertThat(shown.text("link")).isEqualTo("/c/%s/check-in#%s", cohort, shown.text("code"));
        assertThat(shown.json().path("qr").isNull()).isTrue();
        assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
        assertThat(Instant.parse(shown.text("changesAt")))
                .isBetween(Instant.now(), Instant.now().plusSeconds(15));

        Answer before = done(as(0).get("/api/cohorts/" + cohort + "/check-in"));
        assertThat(before.text("status")).isEqualTo("UNMARKED");
        assertThat(before.json().at("/kinds/0/open").asBoolean()).isTrue();
        Answer in =
                done(
                        as(0).post(
                                        stamps(cohort, TODAY),
                                        body("IN", shown.text("code")),
                                        "Idempotency-Key",
                                        cohort));
        assertThat(in.text("status")).isEqualTo("PRESENT");
        assertThat(in.text("clause")).isEqualTo("NOT_STAMPED_OUT");
        assertThat(in.json().path("provisional").asBoolean()).isTrue();
        assertThat(in.json().at("/stamps/in").isString()).isTrue();
        assertThat(in.json().at("/stamps/out").isNull()).isTrue();
        assertThat(as(0).get("/api/cohorts/" + cohort + "/check-in").json()).isEqualTo(in.json());

        JsonNode line = line(0);
        assertThat(line.path("status").asString()).isEqualTo("PRESENT");
        assertThat(line.path("by").isNull()).isTrue();
        assertThat(line.at("/stamps/in").isString()).isTrue();
        assertThat(line(1).path("status").asString()).isEqualTo("UNMARKED");
        assertThat(line(1).path("stamps").isNull()).isTrue();

        assertThat(done(stamp(0, "OUTING")).text("status")).isEqualTo("OUTING");
        done(stamp(0, "BACK"));
        Answer out = done(stamp(0, "OUT"));
        // Of six hours two minutes were enough for nobody.
        assertThat(out.text("status")).isEqualTo("ABSENT");
        assertThat(out.text("clause")).isEqualTo("HALF_DAY_MISSED");
        JsonNode own = done(as(0).get("/api/me/attendance")).json().at("/items/0/days");
        JsonNode today = own.get(own.size() - 1);
        assertThat(today.path("clause").asString()).isEqualTo("HALF_DAY_MISSED");
        assertThat(today.at("/stamps/out").isString()).isTrue();
    }

    @Test
    void linkOfTheShownCodeIsAPicture() {
        cohortOf(1, -2);
        String path = "/api/cohorts/" + cohort + "/check-in/code?origin=";

        Answer shown = done(staff.get(path + "https://school.example:8443"));

        assertThat(shown.text("link"))
                .startsWith("https://school.example:8443/c/" + cohort + "/check-in#");
        assertThat(shown.json().at("/qr/size").asInt()).isGreaterThanOrEqualTo(29);
        assertThat(shown.json().at("/qr/path").asString()).matches("(M\\d+ \\d+h\\d+v1h-\\d+z)+");
        for (String origin :
                List.of(
                        "",
                        "school.example",
                        "ftp://school.example",
                        "https://",
                        "https://school.example/",
                        "https://school.example?x=1",
                        "https://user@school.example",
                        "javascript:alert(1)",
                        "https://" + "x".repeat(200))) {
            problem(staff.get(path + origin), 400, "MALFORMED_REQUEST");
        }
    }

    @Test
    void whoComesLateIsToldAndSoAreStaff() {
        cohortOf(1, -60);

        assertThat(done(stamp(0, "IN")).text("status")).isEqualTo("LATE");
        assertThat(line(0).path("status").asString()).isEqualTo("LATE");
    }

    @Test
    void sameStampAgainIsAnsweredAndChangesNothingWhateverTheCode() {
        cohortOf(1, -2);
        Answer first = done(stamp(0, "IN"));
        String etag = staff.get(day()).header("ETag");

        for (int i = 0; i < TryStore.TRIES_MAX + 5; i++) {
            Answer again = done(as(0).post(stamps(cohort, TODAY), body("IN", wrong())));
            assertThat(again.json()).isEqualTo(first.json());
        }

        assertThat(staff.get(day()).header("ETag")).isEqualTo(etag);
        done(stamp(0, "OUT"));
    }

    @Test
    void whatIsSentWithAKeyIsSentOnce() {
        cohortOf(1, -2);
        String sent = body("IN", code(cohort));
        Answer first = done(as(0).post(stamps(cohort, TODAY), sent, "Idempotency-Key", "k1"));

        Answer again = done(as(0).post(stamps(cohort, TODAY), sent, "Idempotency-Key", "k1"));

        assertThat(again.json()).isEqualTo(first.json());
        problem(
                as(0).post(
                                stamps(cohort, TODAY),
                                body("OUT", code(cohort)),
                                "Idempotency-Key",
                                "k1"),
                422,
                "IDEMPOTENCY_KEY_REUSED");
    }

    // ---- codes

    @Test
    void wrongCodesAreCountedForAllProcessesAndThenEvenTheRightOneWaits() {
        int other = SERVICE.startAnother();
        cohortOf(2, -2);
        String wrong = body("IN", wrong());

        for (int i = 0; i < TryStore.TRIES_MAX; i++) {
            problem(
                    as(cohort, 0, i % 2 * other).post(stamps(cohort, TODAY), wrong),
                    422,
                    "WRONG_CODE");
        }
        Answer tooMany = as(0).post(stamps(cohort, TODAY), wrong);
        problem(tooMany, 429, "TOO_MANY_REQUESTS");
        assertThat(Integer.parseInt(tooMany.header("Retry-After"))).isBetween(1, 600);
        problem(stamp(0, "IN"), 429, "TOO_MANY_REQUESTS");

        assertThat(line(0).path("status").asString()).isEqualTo("UNMARKED");
        done(stamp(1, "IN"));
        SERVICE.stop(other);
    }

    @Test
    void triesAtTheSameMomentDoNotSlipBy() throws Exception {
        cohortOf(1, -2);
        String wrong = body("IN", wrong());

        List<Answer> answers = AtOnce.ask(60, i -> as(0).post(stamps(cohort, TODAY), wrong));

        long looked = answers.stream().filter(answer -> answer.status() == 422).count();
        long refused = answers.stream().filter(answer -> answer.status() == 429).count();
        System.out.printf("60 tries at once: %d looked at, %d refused%n", looked, refused);
        assertThat(looked).isEqualTo(TryStore.TRIES_MAX);
        assertThat(refused).isEqualTo(60 - TryStore.TRIES_MAX);
    }

    @Test
    void codesOfAnotherTimeDayOrCohortAreNotGood() {
        cohortOf(1, -2);
        String elsewhere = cohort + "-b";
        cohort(elsewhere, 1, -2);
        Instant now = Instant.now();

        String replayed = CODES.at(cohort, TODAY, now.minusSeconds(60)).digits();
        problem(as(0).post(stamps(cohort, TODAY), body("IN", replayed)), 422, "CODE_EXPIRED");
        for (String digits :
                List.of(
                        CODES.at(cohort, TODAY, now.minus(Duration.ofHours(1))).digits(),
                        CODES.at(cohort, TODAY, now.plusSeconds(60)).digits(),
                        CODES.at(cohort, TODAY.minusDays(1), now).digits(),
                        CODES.at(elsewhere, TODAY, now).digits())) {
            problem(as(0).post(stamps(cohort, TODAY), body("IN", digits)), 422, "WRONG_CODE");
        }
        assertThat(line(0).path("status").asString()).isEqualTo("UNMARKED");
    }

    @Test
    void noCodeMarksAnotherDay() {
        cohortOf(1, -2);
        LocalDate yesterday = TODAY.minusDays(1);

        for (String digits :
                List.of(code(cohort), CODES.at(cohort, yesterday, Instant.now()).digits())) {
            problem(as(0).post(stamps(cohort, yesterday), body("IN", digits)), 409, "DAY_OVER");
            problem(
                    as(0).post(stamps(cohort, TODAY.plusDays(1)), body("IN", digits)),
                    422,
                    "DAY_TO_COME");
        }
        problem(
                as(0).post(stamps(cohort, END.plusDays(1)), body("IN", code(cohort))),
                422,
                "DAY_OUTSIDE_COHORT");
        for (LocalDate each : List.of(yesterday, TODAY)) {
            assertThat(
                            staff.get("/api/cohorts/%s/attendance/%s".formatted(cohort, each))
                                    .header("ETag"))
                    .startsWith("\"0.");
        }
    }

    // ---- what can't be

    @Test
    void tooEarlySaysWhenItOpensAndIsNoTry() {
        cohortOf(1, 60);
        LocalTime opens = inMinutes(30);

        for (int i = 0; i < TryStore.TRIES_MAX + 1; i++) {
            Answer early = as(0).post(stamps(cohort, TODAY), body("IN", wrong()));
            problem(early, 409, "STAMP_TOO_EARLY");
            assertThat(Instant.parse(early.text("opensAt")))
                    .isBetween(
                            TODAY.atTime(opens).atZone(ZONE).toInstant().minusSeconds(60),
                            TODAY.atTime(opens).atZone(ZONE).toInstant().plusSeconds(60));
            assertThat(early.text("detail")).contains(ZONE.getId());
        }
        for (int i = 0; i < TryStore.TRIES_MAX + 1; i++) {
            problem(stamp(0, "IN"), 409, "STAMP_TOO_EARLY");
        }
    }

    @Test
    void afterTheHoursNobodyStampsInAndWhoIsInStillStampsOut() {
        cohortOf(1, -5);
        done(stamp(0, "IN"));
        adopt(cohort, "CUSTOM", -365, "", 1);

        assertThat(done(stamp(0, "OUT")).text("status")).isEqualTo("PRESENT");
        SCHOOL.enrollment(student(1), cohort, 1, "ENROLLED");
        problem(stamp(1, "IN"), 409, "STAMP_TOO_LATE");
    }

    @Test
    void stampsOutOfOrderAreToldSo() {
        cohortOf(1, -2);

        problem(stamp(0, "OUT"), 409, "NOT_STAMPED_IN");
        problem(stamp(0, "BACK"), 409, "NOT_STAMPED_IN");
        done(stamp(0, "IN"));
        problem(stamp(0, "BACK"), 409, "NO_OUTING");
        done(stamp(0, "OUT"));
        problem(stamp(0, "OUTING"), 409, "STAMPED_OUT");
    }

    @Test
    void whoIsNotInTheCourseStampsNothing() {
        cohortOf(1, -2);
        SCHOOL.enrollment(student(1), cohort, 1, "WITHDRAWN");
        done(stamp(0, "IN"));

        problem(stamp(1, "IN"), 409, "NOT_IN_COURSE");
        problem(as(1).get("/api/cohorts/" + cohort + "/check-in"), 409, "NOT_IN_COURSE");

        assertThat(staff.get(day()).json().path("entries")).hasSize(1);
    }

    @Test
    void closedSheetTakesNoStamp() {
        cohortOf(2, -2);
        String present = "{\"entries\": [{\"studentId\": \"%s\", \"status\": \"PRESENT\"}, %s]}";
        String other = "{\"studentId\": \"%s\", \"status\": \"LATE\"}".formatted(student(1));
        done(staff.put(day(), present.formatted(student(0), other)));
        done(staff.post(day() + "/closing", ""));

        problem(stamp(0, "IN"), 409, "SHEET_CLOSED");
        staff.delete(day() + "/closing");
        done(stamp(0, "IN"));
        assertThat(line(0).path("clause").asString()).isEqualTo("STAFF_SET");
        assertThat(line(0).at("/stamps/in").isString()).isTrue();
    }

    @Test
    void dayIsNotClosedOverWhoMayStillStampOut() {
        cohortOf(1, -2);
        done(stamp(0, "IN"));

        problem(staff.post(day() + "/closing", ""), 409, "STILL_IN");
    }

    @Test
    void whereStaffKeepASheetThereIsNothingToEnter() {
        SCHOOL.cohortOfEveryDay(cohort, ZONE.getId(), START, END);
        SCHOOL.enrollment(student(0), cohort, 1, "ENROLLED");

        problem(stamp(0, "IN"), 409, "NO_STAMPS");
        problem(as(0).get("/api/cohorts/" + cohort + "/check-in"), 409, "NO_STAMPS");
        problem(staff.get("/api/cohorts/" + cohort + "/check-in/code"), 409, "NO_STAMPS");
    }

    @Test
    void dayWithoutTrainingHasNoCode() {
        SCHOOL.cohort(cohort, TODAY.minusDays(40), TODAY.minusDays(20));
        SCHOOL.enrollment(student(0), cohort, 1, "ENROLLED");

        problem(stamp(0, "IN"), 422, "DAY_OUTSIDE_COHORT");
        problem(staff.get("/api/cohorts/" + cohort + "/check-in/code"), 422, "DAY_OUTSIDE_COHORT");
        LocalDate sunday =
                TODAY.minusDays(30).with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        problem(
                as(0).post(stamps(cohort, sunday), body("IN", "123456")),
                422,
                "NOT_A_TRAINING_DAY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400",
                "[] | 400",
                "no json | 400",
                "{\"kind\": \"IN\"} | 400",
                "{\"code\": \"123456\"} | 400",
                "{\"kind\": \"AWAY\", \"code\": \"123456\"} | 400",
                "{\"kind\": null, \"code\": \"123456\"} | 400",
                "{\"kind\": \"IN\", \"code\": 123456} | 400",
                "{\"kind\": \"IN\", \"code\": {\"$gt\": \"\"}} | 400",
                "{\"kind\": \"IN\", \"code\": \"123456\", \"at\": \"09:00\"} | 400",
                "{\"kind\": \"IN\", \"code\": \"\"} | 422",
                "{\"kind\": \"IN\", \"code\": \"12345\"} | 422",
                "{\"kind\": \"IN\", \"code\": \"1234567\"} | 422",
                "{\"kind\": \"IN\", \"code\": \"12 456\"} | 422",
                "{\"kind\": \"IN\", \"code\": \"１２３４５６\"} | 422",
                "{\"kind\": \"IN\", \"code\": \"<b>123\"} | 422",
            })
    void malformedStampIsRefused(String sent, int status) {
        cohortOf(1, -2);

        Answer answer = as(0).post(stamps(cohort, TODAY), sent);

        problem(answer, status, status == 400 ? "MALFORMED_BODY" : "INVALID_INPUT");
        for (String date : List.of("today", "2024-02-30", "2024-1-1")) {
            problem(
                    as(0).post(
                                    "/api/cohorts/%s/attendance/%s/stamps".formatted(cohort, date),
                                    body("IN", "123456")),
                    400,
                    "MALFORMED_REQUEST");
        }
        assertThat(staff.get(day()).header("ETag")).startsWith("\"0.");
    }

    @Test
    void onlyStudentsOfTheCohortStampAndOnlyItsStaffHaveTheCode() {
        cohortOf(1, -2);
        String elsewhere = cohort + "-b";
        cohort(elsewhere, 1, -2);
        String code = "/api/cohorts/" + cohort + "/check-in/code";
        Calls otherStaff =
                SERVICE.as(new Caller("kim", Set.of(Role.STAFF), null, null, Set.of(elsewhere)));

        problem(
                as(elsewhere, 0, 0).post(stamps(cohort, TODAY), body("IN", code(cohort))),
                404,
                "NOT_FOUND");
        problem(as(elsewhere, 0, 0).get("/api/cohorts/" + cohort + "/check-in"), 404, "NOT_FOUND");
        problem(staff.post(stamps(cohort, TODAY), body("IN", code(cohort))), 403, "FORBIDDEN");
        problem(staff.get("/api/cohorts/" + cohort + "/check-in"), 403, "FORBIDDEN");
        problem(as(0).get(code), 403, "FORBIDDEN");
        problem(otherStaff.get(code), 404, "NOT_FOUND");
        problem(staff.get("/api/cohorts/nowhere/check-in/code"), 404, "COHORT_NOT_FOUND");
    }

    // ---- at once

    /** One sheet, two processes; each asks again where it was told to. */
    @Test
    void eightyOneStampInTheSameSecondAndAllAreIn() throws Exception {
        int other = SERVICE.startAnother();
        int students = 81;
        cohortOf(students, -2);
        done(stamp(0, "IN"));
        String sent = body("IN", code(cohort));

        Instant from = Instant.now();
        List<Answer> answers =
                AtOnce.ask(
                        students,
                        i -> as(cohort, i, i % 2 * other).post(stamps(cohort, TODAY), sent));
        Duration took = Duration.between(from, Instant.now());

        long accepted = answers.stream().filter(answer -> answer.status() == 200).count();
        System.out.printf(
                "%d stamps at once on one sheet at two processes: %d accepted in %d ms%n",
                students, accepted, took.toMillis());
        answers.forEach(CheckInServiceTest::done);
        JsonNode entries = staff.get(day()).json().path("entries");
        assertThat(entries).hasSize(students);
        for (JsonNode entry : entries) {
            assertThat(entry.path("status").asString()).isEqualTo("PRESENT");
            assertThat(entry.at("/stamps/in").isString()).isTrue();
        }
        SERVICE.stop(other);
    }

    @Test
    @Tag("full")
    void twoThousandStampAcrossCohortsAndAllAreIn() throws Exception {
        int other = SERVICE.startAnother();
        int cohorts = 25;
        int students = 80;
        List<String> all = IntStream.range(0, cohorts).mapToObj(i -> cohort + "-" + i).toList();
        all.forEach(each -> cohort(each, students, -2));
        // Until the last of them is known.
        all.forEach(
                each ->
                        done(
                                as(each, students - 1, 0)
                                        .post(stamps(each, TODAY), body("IN", code(each)))));

        AtomicInteger again = new AtomicInteger();
        Instant from = Instant.now();
        List<Answer> answers =
                AtOnce.ask(
                        cohorts * students,
                        i -> {
                            String each = all.get(i % cohorts);
                            Calls calls = as(each, i / cohorts, i % 2 * other);
                            Answer answer = calls.post(stamps(each, TODAY), body("IN", code(each)));
                            // Where the machine let it wait for longer than its code is good.
                            while (answer.text("code").equals("CODE_EXPIRED")) {
                                again.incrementAndGet();
                                answer = calls.post(stamps(each, TODAY), body("IN", code(each)));
                            }
                            return answer;
                        });
        Duration took = Duration.between(from, Instant.now());

        long accepted = answers.stream().filter(answer -> answer.status() == 200).count();
        System.out.printf(
                "%d stamps at once across %d cohorts at two processes: %d accepted in %d ms,"
                        + " %d of them with a newer code%n",
                cohorts * students, cohorts, accepted, took.toMillis(), again.get());
        answers.forEach(CheckInServiceTest::done);
        for (String each : all) {
            JsonNode sheet =
                    staff.get("/api/cohorts/%s/attendance/%s".formatted(each, TODAY)).json();
            assertThat(sheet.path("entries").valueStream())
                    .hasSize(students)
                    .allMatch(entry -> entry.path("status").asString().equals("PRESENT"));
        }
        SERVICE.stop(other);
    }

    @Test
    void sameStampTenTimesAtOnceIsOne() throws Exception {
        int other = SERVICE.startAnother();
        cohortOf(1, -2);
        done(as(0).get("/api/cohorts/" + cohort + "/check-in"));
        String sent = body("IN", code(cohort));

        List<Answer> answers =
                AtOnce.ask(10, i -> as(cohort, 0, i % 2 * other).post(stamps(cohort, TODAY), sent));

        answers.forEach(CheckInServiceTest::done);
        assertThat(answers.stream().map(answer -> answer.json().at("/stamps/in").asString()))
                .hasSize(10)
                .containsOnly(answers.getFirst().json().at("/stamps/in").asString());
        assertThat(staff.get(day()).header("ETag")).startsWith("\"1.");
        SERVICE.stop(other);
    }
}
