package bootcamp.curriculum.week;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cohort's week as the service's callers see it; the service is two processes. */
class SessionServiceTest {

    private static final int OTHER = SERVICE.another();
    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 8;

    private final String cohort = "sessions-" + COHORTS.incrementAndGet();
    private final String sessions = "/api/cohorts/" + cohort + "/sessions";
    private final Calls staff = SERVICE.as(STAFF);

    // ---- what tests say

    /**
     * @param more fields with a comma before each
     */
    private static String session(String starts, String ends, String more) {
        return "{\"kind\": \"LECTURE\", \"title\": \"Gradients\", \"startsAt\": \"%s\", \"endsAt\": \"%s\"%s}"
                .formatted(starts, ends, more);
    }

    private static String onThursday(String from, String until, String more) {
        return session("2024-03-14T" + from, "2024-03-14T" + until, more);
    }

    private String instructor() {
        return created(
                        staff.post(
                                "/api/instructors",
                                "{\"name\": \"Maren Thornby\", \"affiliation\": \"EXTERNAL\"}"))
                .text("instructorId");
    }

    private static String taughtBy(String instructorId) {
        return ", \"instructorId\": \"%s\"".formatted(instructorId);
    }

    private String planned(String body) {
        return "/api/sessions/" + created(staff.post(sessions, body)).text("sessionId");
    }

    private static Answer created(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer;
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer;
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    private static void wrong(Answer answer, int status, String field) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    private int count() {
        return staff.get(sessions + "?limit=200").json().path("items").size();
    }

    // ---- a session's life

    @Test
    void sessionIsPlannedEditedAndCancelled() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String instructor = instructor();
        String path =
                planned(
                        onThursday(
                                "09:00",
                                "11:00",
                                taughtBy(instructor) + ", \"place\": \" Room 4 \""));

        Answer shown = ok(staff.get(path));
        assertThat(shown.text("startsAt")).isEqualTo("2024-03-14T09:00:00+09:00");
        assertThat(shown.text("timeZone")).isEqualTo("Asia/Seoul");
        assertThat(shown.text("instructor")).isEqualTo("Maren Thornby");
        assertThat(shown.text("place")).isEqualTo("Room 4");
        assertThat(shown.text("status")).isEqualTo("PLANNED");
        assertThat(staff.get(path, "If-None-Match", shown.header("ETag")).status()).isEqualTo(304);
        ok(staff.patch("/api/instructors/" + instructor, "{\"name\": \"M. Thornby\"}"));
        assertThat(ok(staff.get(path, "If-None-Match", shown.header("ETag"))).text("instructor"))
                .isEqualTo("M. Thornby");
        Answer edited =
                ok(
                        staff.patch(
                                path,
                                "{\"title\": \"<b>🦄</b>\", \"place\": null, \"endsAt\": \"2024-03-14T12:00\"}",
                                "If-Match",
                                shown.header("ETag")));
        assertThat(edited.text("title")).isEqualTo("<b>🦄</b>");
        assertThat(edited.text("endsAt")).isEqualTo("2024-03-14T12:00:00+09:00");
        assertThat(edited.json().path("place").isNull()).isTrue();
        problem(staff.patch(path, "{\"title\": \"x\"}", "If-Match", "\"1\""), 412, "STALE_VERSION");
        Answer cancelled = ok(staff.post(path + "/cancellation", ""));
        assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
        assertThat(ok(staff.post(path + "/cancellation", "")).header("ETag"))
                .isEqualTo(cancelled.header("ETag"));
        problem(staff.patch(path, "{\"title\": \"x\"}"), 409, "SESSION_CANCELLED");
    }

    @Test
    void sessionSentAgainIsOneSession() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String body = onThursday("09:00", "11:00", taughtBy(instructor()));

        Answer first = created(staff.post(sessions, body, "Idempotency-Key", cohort));
        Answer again = created(staff.post(sessions, body, "Idempotency-Key", cohort));

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(count()).isEqualTo(1);
        problem(
                staff.post(sessions, onThursday("10:00", "11:00", ""), "Idempotency-Key", cohort),
                422,
                "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void sessionsAreListedByTimeAndDayAndAsATable() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String later = planned(session("2024-03-15T09:00", "2024-03-15T10:00", ""));
        String first = planned(onThursday("09:00", "10:00", ""));

        Answer page = staff.get(sessions + "?limit=1");
        assertThat(first).endsWith(page.json().at("/items/0/sessionId").asString());
        Answer rest = staff.get(sessions + "?limit=1&cursor=" + page.text("next"));
        assertThat(later).endsWith(rest.json().at("/items/0/sessionId").asString());
        assertThat(rest.json().path("next").isNull()).isTrue();
        Answer friday = staff.get(sessions + "?from=2024-03-15&until=2024-03-15");
        assertThat(friday.json().path("items").size()).isEqualTo(1);
        wrong(staff.get(sessions + "?from=soon"), 400, "from");
        assertThat(staff.get(sessions, "Accept", "text/csv").response().body())
                .startsWith("sessionId,cohortId,kind,title")
                .contains("2024-03-14T09:00:00+09:00", "2024-03-15T09:00:00+09:00");
    }

    // ---- whose time it is

    @Test
    void instructorHasOneSessionAtATimeAndWhoeverWantsAnotherIsToldWhich() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String instructor = instructor();
        String first = planned(onThursday("09:00", "11:00", taughtBy(instructor)));
        String clashing = onThursday("10:00", "12:00", taughtBy(instructor));

        Answer refused = staff.post(sessions, clashing);

        problem(refused, 409, "INSTRUCTOR_BUSY");
        assertThat(refused.text("about")).isEqualTo(first);
        assertThat(refused.text("detail"))
                .contains(
                        "Gradients",
                        first.substring(first.lastIndexOf('/') + 1),
                        "2024-03-14T09:00:00+09:00",
                        "2024-03-14T11:00:00+09:00");
        problem(
                staff.post(
                        sessions,
                        clashing.replace("\"kind\"", "\"overridePlace\": true, \"kind\"")),
                409,
                "INSTRUCTOR_BUSY");
        String next = planned(onThursday("11:00", "12:00", taughtBy(instructor)));
        problem(staff.patch(next, "{\"startsAt\": \"2024-03-14T10:30\"}"), 409, "INSTRUCTOR_BUSY");
        ok(staff.post(first + "/cancellation", ""));
        ok(staff.patch(next, "{\"startsAt\": \"2024-03-14T10:30\"}"));
    }

    @Test
    void placeIsTakenUnlessStaffSayThatTheyKnow() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String place = ", \"place\": \"Hall of %s\"".formatted(cohort);
        planned(onThursday("09:00", "11:00", place));
        String clashing = onThursday("10:00", "12:00", place.replace("Hall", "HALL "));

        problem(staff.post(sessions, clashing), 409, "PLACE_TAKEN");
        String both = planned(clashing.replace("}", ", \"overridePlace\": true}"));
        ok(staff.patch(both, "{\"title\": \"Both\"}"));
        problem(staff.patch(both, "{\"startsAt\": \"2024-03-14T10:15\"}"), 409, "PLACE_TAKEN");
        ok(staff.patch(both, "{\"startsAt\": \"2024-03-14T10:15\", \"overridePlace\": true}"));
    }

    @Test
    void teamIsAtOnePlaceAtATime() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String red = team("Red");
        String blue = team("Blue");
        String path = planned(onThursday("09:00", "11:00", of(red)));
        assertThat(staff.get(path).json().path("teamIds").values())
                .singleElement()
                .satisfies(id -> assertThat(id.asString()).isEqualTo(red));

        Answer refused = staff.post(sessions, onThursday("10:00", "12:00", of(blue, red)));
        problem(refused, 409, "TEAM_BUSY");
        assertThat(refused.text("about")).isEqualTo(path);
        problem(
                staff.post(
                        sessions,
                        onThursday("10:00", "12:00", of(red) + ", \"overridePlace\": true")),
                409,
                "TEAM_BUSY");
        String other = planned(onThursday("10:00", "12:00", of(blue)));
        problem(staff.patch(other, "{" + of(red).substring(2) + "}"), 409, "TEAM_BUSY");
        // Whoever is in no team is not in the way of one.
        planned(onThursday("09:00", "11:00", ""));
        ok(staff.patch(path, "{\"teamIds\": null}"));
        ok(staff.patch(other, "{" + of(red).substring(2) + "}"));
        assertThat(staff.get(path).json().path("teamIds")).isEmpty();
    }

    @Test
    void teamOfASessionStandsInItsCohort() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String red = team("Red");
        for (String ids : List.of("\"nobody\"", "null", "\"%s\", \"\"".formatted(red))) {
            wrong(
                    staff.post(
                            sessions,
                            onThursday("09:00", "11:00", ", \"teamIds\": [%s]".formatted(ids))),
                    422,
                    "teamIds");
        }
        assertThat(count()).isZero();
        String path = planned(onThursday("09:00", "11:00", of(red)));
        assertThat(staff.delete(teams() + "/" + red).status()).isEqualTo(204);
        ok(staff.patch(path, "{\"title\": \"Still theirs\"}"));
        wrong(staff.post(sessions, onThursday("13:00", "14:00", of(red))), 422, "teamIds");
    }

    private String teams() {
        return "/api/cohorts/" + cohort + "/teams";
    }

    private String team(String name) {
        return created(staff.post(teams(), "{\"name\": \"%s\"}".formatted(name))).text("teamId");
    }

    private static String of(String... teamIds) {
        return ", \"teamIds\": [\"%s\"]".formatted(String.join("\", \"", teamIds));
    }

    @Test
    void instructorIsBusyInEveryCohortWhateverItsZone() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String newYork = cohort + "-ny";
        SCHOOL.cohort(newYork, "America/New_York");
        String instructor = instructor();
        planned(onThursday("09:00", "11:00", taughtBy(instructor)));

        problem(
                staff.post(
                        "/api/cohorts/" + newYork + "/sessions",
                        session("2024-03-13T21:00", "2024-03-13T22:00", taughtBy(instructor))),
                409,
                "INSTRUCTOR_BUSY");
        created(
                staff.post(
                        "/api/cohorts/" + newYork + "/sessions",
                        session("2024-03-13T22:00", "2024-03-13T23:00", taughtBy(instructor))));
    }

    /** Several want one hour of one instructor at once, at both processes; again and again. */
    @Test
    void ofManyWhoWantOneHourExactlyOneGetsIt() throws Exception {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String instructor = instructor();
        created(SERVICE.as(STAFF, OTHER).post(sessions, onThursday("23:00", "23:30", "")));
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int round = 0; round < ROUNDS; round++) {
                String hour = "%02d".formatted(round);
                CountDownLatch go = new CountDownLatch(1);
                List<Future<Answer>> all = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    Calls calls = SERVICE.as(STAFF, i % 2 == 0 ? 0 : OTHER);
                    String body =
                            onThursday(
                                    hour + ":%02d".formatted(i),
                                    hour + ":%02d".formatted(40 + i),
                                    taughtBy(instructor));
                    all.add(
                            threads.submit(
                                    () -> {
                                        go.await();
                                        return calls.post(sessions, body);
                                    }));
                }
                go.countDown();
                List<Integer> statuses = new ArrayList<>();
                for (Future<Answer> each : all) {
                    statuses.add(each.get().status());
                }
                assertThat(statuses).as("round %d", round).containsOnlyOnce(201);
                assertThat(statuses).allMatch(status -> Set.of(201, 409, 503).contains(status));
            }
        }
        assertThat(count()).isEqualTo(ROUNDS + 1);
    }

    // ---- a module's lectures in one go

    @Test
    void repetitionLeavesOutHolidaysAndDaysWithoutTraining() {
        SCHOOL.cohort(cohort, "Asia/Seoul");

        Answer all =
                created(
                        staff.post(
                                sessions,
                                session(
                                        "2024-03-11T09:00",
                                        "2024-03-11T11:00",
                                        taughtBy(instructor())
                                                + ", \"repeat\": {\"weekdays\": [\"MONDAY\","
                                                + " \"WEDNESDAY\", \"SATURDAY\"],"
                                                + " \"until\": \"2024-03-20\"}"),
                                "Idempotency-Key",
                                cohort));

        assertThat(
                        all.json()
                                .path("items")
                                .valueStream()
                                .map(each -> each.path("startsAt").asString()))
                .containsExactly(
                        "2024-03-11T09:00:00+09:00",
                        "2024-03-18T09:00:00+09:00",
                        "2024-03-20T09:00:00+09:00");
        assertThat(staff.get(all.header("Location")).json().path("items").size()).isEqualTo(3);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void repetitionIsWeeklyUnlessStaffSayOtherwiseAndOnceHoweverOftenItIsSent() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String body =
                session(
                        "2024-03-11T09:00",
                        "2024-03-11T11:00",
                        taughtBy(instructor()) + ", \"repeat\": {\"until\": \"2024-03-31\"}");

        Answer first = created(staff.post(sessions, body, "Idempotency-Key", cohort));
        Answer again = created(staff.post(sessions, body, "Idempotency-Key", cohort));

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void repetitionIsPlannedAsAWholeOrNotAtAll() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String instructor = instructor();
        String only =
                planned(session("2024-03-25T10:00", "2024-03-25T12:00", taughtBy(instructor)));
        String body =
                session(
                        "2024-03-11T09:00",
                        "2024-03-11T11:00",
                        taughtBy(instructor) + ", \"repeat\": {\"until\": \"2024-03-31\"}");

        Answer refused = staff.post(sessions, body);

        problem(refused, 409, "INSTRUCTOR_BUSY");
        assertThat(refused.text("detail")).contains(only.substring(only.lastIndexOf('/') + 1));
        assertThat(count()).isEqualTo(1);
        ok(staff.post(only + "/cancellation", ""));
        created(staff.post(sessions, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"until\": \"2024-03-10\"} | 422 | repeat.until",
                "{\"until\": \"2025-01-01\"} | 422 | repeat.until",
                "{\"weekdays\": [], \"until\": \"2024-03-31\"} | 422 | repeat.weekdays",
                "{\"weekdays\": [\"SUNDAY\"], \"until\": \"2024-03-31\"} | 422 | repeat",
                "{\"weekdays\": [\"SOMEDAY\"], \"until\": \"2024-03-31\"} | 400 | repeat.weekdays[0]",
                "{\"until\": \"soon\"} | 400 | repeat.until",
                "{} | 400 | repeat.until",
            })
    void badRepetitionIsRefusedByTheNameOfItsField(String repeat, int status, String field) {
        SCHOOL.cohort(cohort, "Asia/Seoul");

        wrong(
                staff.post(
                        sessions,
                        session("2024-03-11T09:00", "2024-03-11T11:00", ", \"repeat\": " + repeat)),
                status,
                field);

        assertThat(count()).isZero();
    }

    @Test
    void repetitionOverAChangeOfDaylightSavingStaysOnTheWallClock() {
        SCHOOL.cohort(cohort, "America/New_York");

        Answer all =
                created(
                        staff.post(
                                sessions,
                                session(
                                        "2024-03-04T09:00-05:00",
                                        "2024-03-04T11:00-05:00",
                                        ", \"repeat\": {\"until\": \"2024-03-11\"}")));

        assertThat(
                        all.json()
                                .path("items")
                                .valueStream()
                                .map(each -> each.path("startsAt").asString()))
                .containsExactly("2024-03-04T09:00:00-05:00", "2024-03-11T09:00:00-04:00");
    }

    // ---- bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kind\": \"LECTURE\" | \"kind\": \"PARTY\" | 400 | kind",
                "\"kind\": \"LECTURE\", |  | 400 | kind",
                "\"title\": \"Gradients\", |  | 400 | title",
                "\"title\": \"Gradients\" | \"title\": \" \" | 422 | title",
                "\"title\": \"Gradients\" | \"title\": \"LONG\" | 422 | title",
                "\"title\": \"Gradients\" | \"title\": 7 | 400 | title",
                "\"title\": \"Gradients\" | \"title\": \"one\\nmore\" | 422 | title",
                "2024-03-14T09:00 | soon | 422 | startsAt",
                "2024-03-14T09:00 | 2024-02-30T09:00 | 422 | startsAt",
                "2024-03-14T09:00 | 2024-03-14T09:00-05:00 | 422 | startsAt",
                "2024-03-14T09:00 | 2024-01-01T09:00 | 422 | endsAt",
                "2024-03-14T09:00 | 2024-03-14T11:00 | 422 | endsAt",
                "2024-03-14T11:00 | 2024-03-16T11:00 | 422 | endsAt",
                "2024-03-14T11:00 | later | 422 | endsAt",
                "\"kind\" | \"moduleId\": \"none\", \"kind\" | 422 | moduleId",
                "\"kind\" | \"instructorId\": \"none\", \"kind\" | 422 | instructorId",
                "\"kind\" | \"place\": \"LONG\", \"kind\" | 422 | place",
                "\"kind\" | \"timeZone\": \"Moon/Crater\", \"kind\" | 422 | timeZone",
                "\"kind\" | \"overridePlace\": \"yes\", \"kind\" | 400 | overridePlace",
                "\"kind\" | \"teamId\": \"x\", \"kind\" | 400 | teamId",
            })
    void badSessionIsRefusedByTheNameOfItsFieldAndNothingIsDone(
            String good, @Nullable String bad, int status, String field) {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String body =
                onThursday("09:00", "11:00", "")
                        .replace(good, (bad == null ? "" : bad).replace("LONG", "x".repeat(201)));

        wrong(staff.post(sessions, body), status, field);

        assertThat(count()).isZero();
    }

    @Test
    void sessionIsWithinItsCohort() {
        SCHOOL.cohort(cohort, "Asia/Seoul");

        wrong(
                staff.post(sessions, session("2024-01-01T22:00", "2024-01-02T01:00", "")),
                422,
                "startsAt");
        wrong(
                staff.post(sessions, session("2024-12-31T22:00", "2025-01-01T01:00", "")),
                422,
                "endsAt");
        created(staff.post(sessions, session("2024-12-31T22:00", "2025-01-01T00:00", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2024-03-10T02:30",
        "Pacific/Auckland, 2024-09-29T02:30",
    })
    void timeThatTheClockSkipsIsNone(String zone, String time) {
        SCHOOL.cohort(cohort, zone);
        String day = time.substring(0, 10);

        wrong(staff.post(sessions, session(time, day + "T05:00", "")), 422, "startsAt");
        String path = planned(session(day + "T01:30", day + "T05:00", ""));
        wrong(staff.patch(path, "{\"endsAt\": \"%s\"}".formatted(time)), 422, "endsAt");
    }

    @Test
    void moduleIsOneOfTheCohort() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String other = cohort + "-b";
        SCHOOL.cohort(other, "Asia/Seoul");
        String body = "{\"name\": \"ML\", \"from\": \"2024-03-04\", \"until\": \"2024-03-29\"}";
        String own =
                created(staff.post("/api/cohorts/" + cohort + "/modules", body)).text("moduleId");
        String others =
                created(staff.post("/api/cohorts/" + other + "/modules", body)).text("moduleId");

        wrong(
                staff.post(
                        sessions,
                        onThursday("09:00", "11:00", ", \"moduleId\": \"%s\"".formatted(others))),
                422,
                "moduleId");
        planned(onThursday("09:00", "11:00", ", \"moduleId\": \"%s\"".formatted(own)));
    }

    // ---- who may

    @Test
    void studentsSeeTheWeekOfTheirCohortsAndInstructorsTheirOwnSessions() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        String instructor = instructor();
        String taught = planned(onThursday("09:00", "11:00", taughtBy(instructor)));
        String other = planned(onThursday("09:00", "11:00", ""));
        SCHOOL.enrollment("hana" + cohort, cohort, 1, "ENROLLED");
        SCHOOL.enrollment("duri" + cohort, cohort + "-x", 1, "ENROLLED");
        Calls hana = as(Role.STUDENT, "hana" + cohort, null, Set.of());
        Calls duri = as(Role.STUDENT, "duri" + cohort, null, Set.of());
        Calls teacher = as(Role.INSTRUCTOR, null, instructor, Set.of());
        Calls nobodysTeacher = as(Role.INSTRUCTOR, null, null, Set.of());
        Calls elsewhere = as(Role.STAFF, null, null, Set.of("other"));

        assertThat(ok(hana.get(taught)).text("instructor")).isEqualTo("Maren Thornby");
        assertThat(hana.get(sessions).json().path("items").size()).isEqualTo(2);
        problem(hana.post(sessions, onThursday("09:00", "11:00", "")), 403, "FORBIDDEN");
        problem(hana.patch(taught, "{}"), 403, "FORBIDDEN");
        problem(hana.post(taught + "/cancellation", ""), 403, "FORBIDDEN");
        problem(duri.get(taught), 404, "SESSION_NOT_FOUND");
        problem(duri.get(sessions), 404, "NOT_FOUND");
        ok(teacher.get(taught));
        problem(teacher.get(other), 404, "SESSION_NOT_FOUND");
        assertThat(teacher.get(sessions).json().path("items").size()).isEqualTo(1);
        problem(nobodysTeacher.get(other), 404, "SESSION_NOT_FOUND");
        assertThat(nobodysTeacher.get(sessions).json().path("items").size()).isZero();
        problem(elsewhere.get(taught), 404, "SESSION_NOT_FOUND");
        problem(elsewhere.patch(taught, "{}"), 404, "SESSION_NOT_FOUND");
        problem(elsewhere.post(taught + "/cancellation", ""), 404, "SESSION_NOT_FOUND");
        problem(elsewhere.get(sessions), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, from",
        "'?from=2024-03-11', 400, until",
        "'?from=soon&until=2024-03-17', 400, from",
        "'?from=2024-02-30&until=2024-03-17', 400, from",
        "'?from=2024-03-11&until=+12024-03-17', 400, until",
        "'?from=2024-03-11&until=2024-03-10', 422, until",
        "'?from=2024-03-11&until=2024-04-11', 422, until",
    })
    void daysOfTheOwnWeekThatAreNoneAreTold(String query, int status, String field) {
        Calls hana = as(Role.STUDENT, "hana" + cohort, null, Set.of());

        wrong(hana.get("/api/me/sessions" + query), status, field);
    }

    @Test
    void theOwnWeekIsThatOfAllOwnCohortsOrWhatSomebodyTeaches() {
        SCHOOL.cohort(cohort, "Asia/Seoul");
        SCHOOL.cohort(cohort + "-b", "America/New_York");
        String instructor = instructor();
        planned(session("2024-03-11T00:00", "2024-03-11T01:00", taughtBy(instructor)));
        planned(session("2024-03-17T23:00", "2024-03-17T23:59", taughtBy(instructor)));
        planned(session("2024-03-18T00:00", "2024-03-18T01:00", taughtBy(instructor)));
        planned(onThursday("09:00", "10:00", ""));
        String cancelled = planned(onThursday("11:00", "12:00", taughtBy(instructor)));
        ok(staff.post(cancelled + "/cancellation", ""));
        created(
                staff.post(
                        "/api/cohorts/" + cohort + "-b/sessions",
                        session("2024-03-17T22:00", "2024-03-17T23:00", taughtBy(instructor))));
        SCHOOL.enrollment("hana" + cohort, cohort, 1, "ENROLLED");
        String week = "/api/me/sessions?from=2024-03-11&until=2024-03-17";
        Calls hana = as(Role.STUDENT, "hana" + cohort, null, Set.of());
        ok(hana.get(sessions));

        assertThat(starts(hana.get(week)))
                .containsExactly(
                        "2024-03-11T00:00:00+09:00",
                        "2024-03-14T09:00:00+09:00",
                        "2024-03-14T11:00:00+09:00",
                        "2024-03-17T23:00:00+09:00");
        assertThat(starts(as(Role.INSTRUCTOR, null, instructor, Set.of()).get(week)))
                .containsExactly(
                        "2024-03-11T00:00:00+09:00",
                        "2024-03-17T23:00:00+09:00",
                        "2024-03-17T22:00:00-04:00");
        assertThat(starts(as(Role.INSTRUCTOR, null, null, Set.of()).get(week))).isEmpty();
        assertThat(starts(as(Role.STUDENT, "new" + cohort, null, Set.of()).get(week))).isEmpty();
        problem(staff.get(week), 403, "FORBIDDEN");
    }

    private static List<String> starts(Answer answer) {
        return ok(answer)
                .json()
                .path("items")
                .valueStream()
                .map(each -> each.path("startsAt").asString())
                .toList();
    }

    private static Calls as(
            Role role,
            @Nullable String studentId,
            @Nullable String instructorId,
            Set<String> cohortIds) {
        return SERVICE.as(new Caller("somebody", Set.of(role), studentId, instructorId, cohortIds));
    }
}
