package bootcamp.curriculum.lecture;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.AtOnce;
import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.SchoolTopic;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.platform.stream.StreamFeed;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Special lectures as the service's callers see them. */
class LectureServiceTest {

    private static final RunningService SERVICE =
            RunningService.start(CurriculumApplication.NAME, CurriculumApplication::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final Texts TEXTS = Texts.of("curriculum");
    private static final long SECONDS_MAX = 30;

    private final String cohort = "ai-lab-" + COHORTS.incrementAndGet();
    private final Calls staff = SERVICE.as(STAFF);

    @AfterAll
    static void stop() {
        SCHOOL.close();
        SERVICE.close();
    }

    // ---- what tests say

    private static LocalDateTime ahead(int hours) {
        return LocalDateTime.now(ZoneId.of("Asia/Seoul"))
                .truncatedTo(ChronoUnit.MINUTES)
                .plusHours(hours);
    }

    private String lecture(int capacity) {
        return """
        {"cohortIds": ["%s"], "title": "한 주의 NLP", "speaker": "Maren Thornby",
         "abstract": "What the papers leave out.", "place": "Room 4",
         "startsAt": "%s", "endsAt": "%s", "capacity": %d}
        """
                .formatted(cohort, ahead(240), ahead(242), capacity);
    }

    private String drafted(int capacity) {
        SCHOOL.cohort(cohort);
        Answer answer = staff.post("/api/lectures", lecture(capacity));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return "/api/lectures/" + answer.text("lectureId");
    }

    private String published(int capacity) {
        String path = drafted(capacity);
        Answer answer = staff.post(path + "/publication", "");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return path;
    }

    private static Caller student(String studentId) {
        return new Caller("maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of());
    }

    private Calls enrolled(String name) {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        return SERVICE.as(student(name + cohort));
    }

    private static Answer registers(Calls student, String lecture) {
        return student.put(lecture + "/registrations/me", null);
    }

    private static void state(Answer answer, String state) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.text("state")).isEqualTo(state);
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    // ---- a lecture's life

    @Test
    void lectureIsDraftedPublishedEditedAndCancelled() {
        String path = drafted(2);
        Answer draft = staff.get(path);
        assertThat(draft.text("status")).isEqualTo("DRAFT");
        assertThat(draft.text("timeZone")).isEqualTo("Asia/Seoul");
        assertThat(draft.text("startsAt")).endsWith(":00+09:00");
        assertThat(draft.text("abstract")).isEqualTo("What the papers leave out.");
        assertThat(staff.get(path, "If-None-Match", draft.header("ETag")).status()).isEqualTo(304);

        assertThat(staff.post(path + "/publication", "").text("status")).isEqualTo("PUBLISHED");
        Answer again = staff.post(path + "/publication", "");
        assertThat(again.json().path("version").asInt()).isEqualTo(2);
        Answer edited =
                staff.patch(
                        path,
                        "{\"title\": \"NLP\", \"place\": null, \"capacity\": 3}",
                        "If-Match",
                        again.header("ETag"));
        assertThat(edited.text("title")).isEqualTo("NLP");
        assertThat(edited.json().path("place").isNull()).isTrue();
        problem(staff.patch(path, "{\"capacity\": 9}", "If-Match", "\"1\""), 412, "STALE_VERSION");
        problem(staff.post(path + "/holding", ""), 409, "LECTURE_NOT_BEGUN");
        Answer cancelled =
                staff.post(
                        path + "/cancellation",
                        "{\"reason\": \"SPEAKER_UNAVAILABLE\", \"note\": \"ill\"}");
        assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
        assertThat(cancelled.json().path("cancellation").path("note").asString()).isEqualTo("ill");
        assertThat(staff.post(path + "/cancellation", "{}").header("ETag"))
                .isEqualTo(cancelled.header("ETag"));
        problem(staff.patch(path, "{\"capacity\": 9}"), 409, "LECTURE_CANCELLED");
        assertThat(staff.patch(path, "{\"title\": \"NLP!\"}").status()).isEqualTo(200);
    }

    @Test
    void draftSentAgainIsOneDraft() {
        SCHOOL.cohort(cohort);
        String body = lecture(2);

        Answer first = staff.post("/api/lectures", body, "Idempotency-Key", cohort);
        Answer again = staff.post("/api/lectures", body, "Idempotency-Key", cohort);

        assertThat(again.text("lectureId")).isEqualTo(first.text("lectureId"));
        assertThat(again.text("startsAt")).isEqualTo(first.text("startsAt"));
        problem(
                staff.post("/api/lectures", lecture(3), "Idempotency-Key", cohort),
                422,
                "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void htmlAndEmojiStayText() {
        SCHOOL.cohort(cohort);

        Answer answer =
                staff.post("/api/lectures", lecture(2).replace("한 주의 NLP", "<b>🦄</b> שלום"));

        assertThat(answer.text("title")).isEqualTo("<b>🦄</b> שלום");
    }

    @Test
    void lecturesAreListedPageByPageByCohortAndStatusAndAsATable() {
        String first = published(2);
        String second = drafted(2);

        String list = "/api/lectures?cohortId=" + cohort;
        Answer page = staff.get(list + "&limit=1");
        assertThat(page.json().path("items").size()).isEqualTo(1);
        Answer rest = staff.get(list + "&limit=1&cursor=" + page.text("next"));
        Set<String> found = new HashSet<>();
        found.add("/api/lectures/" + page.json().at("/items/0/lectureId").asString());
        found.add("/api/lectures/" + rest.json().at("/items/0/lectureId").asString());
        assertThat(found).containsExactlyInAnyOrder(first, second);
        assertThat(rest.json().path("next").isNull()).isTrue();
        assertThat(staff.get(list + "&status=DRAFT").json().path("items").size()).isEqualTo(1);
        problem(staff.get(list + "&status=NONE"), 400, "MALFORMED_REQUEST");
        assertThat(staff.get(list, "Accept", "text/csv").response().body())
                .startsWith("lectureId,cohortIds,title,speaker")
                .contains("PUBLISHED", "DRAFT");
    }

    // ---- who may

    @Test
    void staffOfOtherCohortsSeeNothingAndOfSomeChangeNothing() {
        String path = published(2);
        String other = cohort + "-b";
        SCHOOL.cohort(other);
        var ofOther = new Caller("kim", Set.of(Role.STAFF), null, null, Set.of(other));
        var ofOne = new Caller("lee", Set.of(Role.STAFF), null, null, Set.of(cohort));

        problem(SERVICE.as(ofOther).get(path), 404, "LECTURE_NOT_FOUND");
        problem(SERVICE.as(ofOther).patch(path, "{}"), 404, "LECTURE_NOT_FOUND");
        assertThat(SERVICE.as(ofOther).get("/api/lectures").json().path("items").size()).isZero();
        problem(SERVICE.as(ofOther).post("/api/lectures", lecture(1)), 404, "NOT_FOUND");
        assertThat(SERVICE.as(ofOne).patch(path, "{\"capacity\": 3}").status()).isEqualTo(200);
        String both = "{\"cohortIds\": [\"%s\", \"%s\"]}".formatted(cohort, other);
        problem(SERVICE.as(ofOne).patch(path, both), 404, "NOT_FOUND");
        assertThat(staff.patch(path, both).status()).isEqualTo(200);
        assertThat(SERVICE.as(ofOne).get(path).status()).isEqualTo(200);
        problem(SERVICE.as(ofOne).patch(path, "{\"capacity\": 4}"), 403, "FORBIDDEN");
        problem(SERVICE.as(ofOne).get(path + "/registrations"), 403, "FORBIDDEN");
    }

    @Test
    void studentsSeeWhatWasPublishedForTheirsAndAnybodyThePublicPage() {
        String draft = drafted(2);
        String path = published(2);
        Calls hana = enrolled("hana");
        SCHOOL.enrollment("duri" + cohort, cohort + "-x", 1, "ENROLLED");
        Calls other = SERVICE.as(student("duri" + cohort));
        Calls nobody = SERVICE.as(new Caller("anonymous", Set.of(), null, null, Set.of()));

        assertThat(hana.get(path).text("speaker")).isEqualTo("Maren Thornby");
        assertThat(hana.get("/api/lectures").json().path("items").size()).isEqualTo(1);
        problem(hana.get(draft), 404, "LECTURE_NOT_FOUND");
        problem(other.get(path), 404, "LECTURE_NOT_FOUND");
        problem(registers(other, path), 404, "LECTURE_NOT_FOUND");
        problem(hana.post("/api/lectures", lecture(2)), 403, "FORBIDDEN");
        problem(hana.patch(path, "{\"capacity\": 9}"), 403, "FORBIDDEN");
        problem(hana.post(path + "/publication", ""), 403, "FORBIDDEN");
        problem(hana.post(path + "/cancellation", "{}"), 403, "FORBIDDEN");
        problem(hana.get(path + "/registrations"), 403, "FORBIDDEN");
        problem(hana.delete(path + "/registrations/x"), 403, "FORBIDDEN");
        problem(registers(staff, path), 403, "FORBIDDEN");
        problem(nobody.get(path), 403, "FORBIDDEN");
        problem(nobody.get("/api/lectures"), 403, "FORBIDDEN");
        Answer shown = nobody.get(path + "/public");
        assertThat(shown.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "lectureId",
                        "title",
                        "speaker",
                        "place",
                        "startsAt",
                        "endsAt",
                        "timeZone",
                        "status",
                        "capacity",
                        "registered");
        problem(nobody.get(draft + "/public"), 404, "LECTURE_NOT_FOUND");
    }

    // ---- registration

    @Test
    void studentsRegisterWaitArePromotedAndConfirm() {
        String path = published(1);
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");

        state(registers(hana, path), "REGISTERED");
        Answer waits = registers(duri, path);
        state(waits, "WAITING");
        assertThat(waits.json().path("position").asInt()).isEqualTo(1);
        state(registers(duri, path), "WAITING");
        problem(duri.put(path + "/registrations/me/confirmation", null), 409, "NO_SEAT_YET");
        state(hana.delete(path + "/registrations/me"), "NONE");
        state(hana.delete(path + "/registrations/me"), "NONE");
        Answer mine = duri.get(path);
        assertThat(mine.json().at("/mine/state").asString()).isEqualTo("REGISTERED");
        assertThat(mine.json().at("/mine/firm").asBoolean()).isFalse();
        assertThat(mine.json().at("/mine/confirmBy").isString()).isTrue();
        assertThat(registers(duri, path).json().path("firm").asBoolean()).isFalse();
        Answer confirmed = duri.put(path + "/registrations/me/confirmation", null);
        assertThat(confirmed.json().path("firm").asBoolean()).isTrue();
        problem(hana.put(path + "/registrations/me/confirmation", null), 409, "NOT_REGISTERED");

        Answer list = staff.get(path + "/registrations");
        assertThat(list.json().at("/items/0/studentId").asString()).isEqualTo("duri" + cohort);
        assertThat(staff.get(path + "/registrations", "Accept", "text/csv").response().body())
                .contains("duri" + cohort + ",REGISTERED");
        Answer removed = staff.delete(path + "/registrations/duri" + cohort);
        assertThat(removed.json().path("registered").asInt()).isZero();
        problem(
                staff.put(
                        path + "/registrations/duri" + cohort + "/attendance",
                        "{\"attended\": false}"),
                409,
                "LECTURE_NOT_BEGUN");
    }

    @Test
    void loweringCapacitySaysThatNobodyNewGetsASeat() {
        String path = published(2);
        registers(enrolled("hana"), path);
        registers(enrolled("duri"), path);

        Answer lowered = staff.patch(path, "{\"capacity\": 1}");

        assertThat(lowered.json().path("registered").asInt()).isEqualTo(2);
        assertThat(lowered.json().path("overCapacity").asInt()).isEqualTo(1);
        Calls sena = enrolled("sena");
        state(registers(sena, path), "WAITING");
        assertThat(staff.patch(path, "{\"capacity\": 3}").json().path("waiting").asInt()).isZero();
    }

    @Test
    void onlyWhoIsEnrolledNowRegisters() {
        String path = published(2);
        SCHOOL.enrollment("gone" + cohort, cohort, 1, "WITHDRAWN");
        enrolled("hana");

        problem(registers(SERVICE.as(student("gone" + cohort)), path), 422, "NOT_ENROLLED_HERE");
    }

    /** Enrolled by one service, and at once a guest of another that has not heard of it. */
    @Test
    void whoIsEnrolledWhileTheRequestWaitsIsRegistered() throws Exception {
        String path = published(1);
        Calls late = SERVICE.as(student("late" + cohort));

        List<Answer> answers =
                AtOnce.ask(
                        2,
                        i -> {
                            if (i == 0) {
                                return registers(late, path);
                            }
                            SCHOOL.enrollment("late" + cohort, cohort, 1, "ENROLLED");
                            return staff.get(path);
                        });

        state(answers.getFirst(), "REGISTERED");
    }

    @Test
    void enrollmentThatCanNotBeReadIsParkedAndTheNextIsRead() throws Exception {
        String path = published(2);
        SCHOOL.enrollmentWithoutStatus("poison" + cohort, cohort);
        state(registers(enrolled("hana"), path), "REGISTERED");

        var letters = SERVICE.bean(StreamFeed.class).deadLetters();
        await(() -> !letters.list().isEmpty());
        assertThat(letters.list())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.code()).isEqualTo("STATE_DOES_NOT_FIT");
                            assertThat(letter.reason()).isEqualTo("status");
                        });
    }

    @Test
    void whoWithdrawsOrIsErasedGivesTheSeatToTheNext() throws Exception {
        String path = published(2);
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        Calls sena = enrolled("sena");
        Calls bora = enrolled("bora");
        state(registers(hana, path), "REGISTERED");
        state(registers(duri, path), "REGISTERED");
        state(registers(sena, path), "WAITING");
        state(registers(bora, path), "WAITING");

        SCHOOL.enrollment("hana" + cohort, cohort, 2, "WITHDRAWN");
        SCHOOL.erasure("duri" + cohort);

        await(() -> sena.get(path).json().at("/mine/state").asString().equals("REGISTERED"));
        await(() -> bora.get(path).json().at("/mine/state").asString().equals("REGISTERED"));
        assertThat(staff.get(path).json().path("registered").asInt()).isEqualTo(2);
    }

    // ---- bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title | ' ' | title | BLANK",
                "speaker | '' | speaker | BLANK",
                "title | LONG201 | title | TOO_LONG",
                "speaker | LONG201 | speaker | TOO_LONG",
                "place | LONG201 | place | TOO_LONG",
                "abstract | LONG10001 | abstract | TOO_LONG",
                "startsAt | tomorrow | startsAt | NOT_A_TIME",
                "startsAt | 2020-01-01T10:00 | startsAt | IN_THE_PAST",
                "startsAt | 2030-01-01T10:00+08:00 | startsAt | OFFSET_NOT_OF_ZONE",
                "endsAt | 2020-01-01T10:00 | endsAt | END_NOT_AFTER_START",
                "endsAt | 2100-01-01T10:00 | endsAt | TOO_LONG_A_LECTURE",
                "timeZone | Mars/Olympus | timeZone | NOT_A_TIME_ZONE",
                "registrationOpensAt | 2100-01-01T10:00 | registrationOpensAt |"
                        + " OPENS_NOT_BEFORE_CLOSING",
                "registrationClosesAt | 2100-01-01T10:00 | registrationClosesAt | AFTER_START",
            })
    void wrongFieldIsNamedAndNothingIsDone(String field, String value, String named, String code) {
        String path = drafted(2);
        String text =
                value.startsWith("LONG")
                        ? "x".repeat(Integer.parseInt(value.substring("LONG".length())))
                        : value;
        String patch = "{\"%s\": \"%s\"}".formatted(field, text);

        Answer patched = staff.patch(path, patch);
        Answer posted =
                staff.post(
                        "/api/lectures",
                        lecture(2)
                                .replaceFirst(
                                        "(?m)\"%s\": \"[^\"]*\"".formatted(field),
                                        "\"%s\": \"%s\"".formatted(field, text))
                                .replaceFirst(
                                        "\\}\\s*$",
                                        field.startsWith("registration") || field.equals("timeZone")
                                                ? ", \"%s\": \"%s\"}".formatted(field, text)
                                                : "}"));

        for (Answer answer : List.of(patched, posted)) {
            problem(answer, 422, "INVALID_INPUT");
            assertThat(answer.json().path("errors").valueStream())
                    .as(answer.response().body())
                    .anySatisfy(
                            error -> {
                                assertThat(error.path("field").asString()).isEqualTo(named);
                                assertThat(error.path("reason").asString()).matches(reason(code));
                            });
        }
        assertThat(staff.get(path).json().path("version").asInt()).isEqualTo(1);
        assertThat(staff.get("/api/lectures?cohortId=" + cohort).json().path("items").size())
                .isEqualTo(1);
    }

    /** The English text of a reason, whatever its figures. */
    private static String reason(String code) {
        String text = TEXTS.find("reason." + code, Locale.ENGLISH, Map.of());
        assertThat(text).as(code).isNotNull();
        return "\\Q%s\\E"
                .formatted(String.valueOf(text).replaceAll("\\{\\w+}", "\\\\E\\\\d+\\\\Q"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"capacity\": 0} | 422 | INVALID_INPUT",
                "{\"capacity\": 5001} | 422 | INVALID_INPUT",
                "{\"capacity\": \"3\"} | 400 | MALFORMED_BODY",
                "{\"capacity\": 2.5} | 400 | MALFORMED_BODY",
                "{\"capacity\": null} | 422 | INVALID_INPUT",
                "{\"title\": null} | 422 | INVALID_INPUT",
                "{\"title\": 3} | 400 | MALFORMED_BODY",
                "{\"colour\": \"red\"} | 400 | MALFORMED_BODY",
                "{\"cohortIds\": []} | 422 | INVALID_INPUT",
                "{\"cohortIds\": [\"nowhere\"]} | 422 | INVALID_INPUT",
                "{\"cohortIds\": [\"a b\"]} | 422 | INVALID_INPUT",
                "{\"status\": \"PUBLISHED\"} | 400 | MALFORMED_BODY",
                "[] | 400 | MALFORMED_BODY",
                "no json | 400 | MALFORMED_BODY",
            })
    void wrongPatchIsRefusedWhole(String patch, int status, String code) {
        String path = drafted(2);

        problem(staff.patch(path, patch), status, code);

        assertThat(staff.get(path).json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void wrongBodiesAndIdsOfNothing() {
        SCHOOL.cohort(cohort);
        String path = published(1);

        problem(staff.post("/api/lectures", "{}"), 400, "MALFORMED_BODY");
        problem(
                staff.post(path + "/cancellation", "{\"reason\": \"RAIN\"}"),
                400,
                "MALFORMED_BODY");
        problem(
                staff.post(
                        path + "/cancellation", "{\"note\": \"%s\"}".formatted("x".repeat(1001))),
                422,
                "INVALID_INPUT");
        problem(
                staff.put(path + "/registrations/x/attendance", "{\"attended\": \"no\"}"),
                400,
                "MALFORMED_BODY");
        problem(staff.put(path + "/registrations/x/attendance", "{}"), 400, "MALFORMED_BODY");
        problem(staff.get("/api/lectures/none"), 404, "LECTURE_NOT_FOUND");
        problem(staff.patch("/api/lectures/none", "{}"), 404, "LECTURE_NOT_FOUND");
        problem(staff.post("/api/lectures/none/publication", ""), 404, "LECTURE_NOT_FOUND");
        problem(registers(enrolled("hana"), "/api/lectures/none"), 404, "LECTURE_NOT_FOUND");
        problem(staff.get("/api/lectures?cursor=made-up"), 400, "INVALID_CURSOR");
        assertThat(SERVICE.as(ADMIN).get("/api/replays/curriculum").status()).isEqualTo(200);
    }

    // ---- at once

    /** The last seats, asked for at two processes by everybody at once, again and again. */
    @Test
    void lastSeatsAreGivenExactlyWhoeverAsksWhere() throws Exception {
        lastSeats(2);
    }

    @Test
    @Tag("full")
    void lastSeatsAreGivenExactlyFiftyTimes() throws Exception {
        lastSeats(50);
    }

    private void lastSeats(int rounds) throws Exception {
        int other = SERVICE.startAnother();
        int students = 200;
        int seats = 7;
        SCHOOL.cohort(cohort);
        for (int i = 0; i < students; i++) {
            SCHOOL.enrollment("s" + i + cohort, cohort, 1, "ENROLLED");
        }
        enrolled("warm");
        for (int round = 0; round < rounds; round++) {
            String path = published(seats);

            List<Answer> answers =
                    AtOnce.ask(
                            students,
                            i ->
                                    registers(
                                            SERVICE.as(student("s" + i + cohort), i % 2 * other),
                                            path));

            assertThat(answers).allMatch(answer -> answer.status() == 200);
            assertThat(answers.stream().filter(each -> each.text("state").equals("REGISTERED")))
                    .hasSize(seats);
            List<Integer> positions =
                    answers.stream()
                            .filter(each -> each.text("state").equals("WAITING"))
                            .map(each -> each.json().path("position").asInt())
                            .sorted()
                            .toList();
            assertThat(positions)
                    .isEqualTo(IntStream.rangeClosed(1, students - seats).boxed().toList());
            Answer view = staff.get(path);
            assertThat(view.json().path("registered").asInt()).isEqualTo(seats);
            assertThat(view.json().path("waiting").asInt()).isEqualTo(students - seats);
            promotionsMeetCancellations(path, students, seats, other);
        }
        System.out.printf(
                "%d rounds of %d students for %d seats at two processes: exact%n",
                rounds, students, seats);
        SERVICE.stop(other);
    }

    /** Everybody cancels or confirms at once, at both processes, while capacity moves. */
    private void promotionsMeetCancellations(String path, int students, int seats, int other)
            throws Exception {
        AtOnce.ask(
                students,
                i -> {
                    Calls calls = SERVICE.as(student("s" + i + cohort), i % 2 * other);
                    return switch (i % 4) {
                        case 0, 1 -> calls.delete(path + "/registrations/me");
                        case 2 -> calls.put(path + "/registrations/me/confirmation", null);
                        default ->
                                staff.patch(
                                        path, "{\"capacity\": %d}".formatted(seats - 2 + i % 5));
                    };
                });
        Answer view = staff.patch(path, "{\"capacity\": %d}".formatted(seats + 3));
        assertThat(view.status()).as(view.response().body()).isEqualTo(200);
        assertThat(view.json().path("registered").asInt()).isEqualTo(seats + 3);
        assertThat(
                        StreamSupport.stream(
                                        staff.get(path + "/registrations?limit=200")
                                                .json()
                                                .path("items")
                                                .spliterator(),
                                        false)
                                .map(row -> row.path("studentId").asString()))
                .hasSize(students / 2)
                .doesNotHaveDuplicates();
    }

    @Test
    void everybodyInARushIsAnswered() throws Exception {
        rush(400);
    }

    @Test
    @Tag("full")
    void twoThousandInOneRushAreAllAnswered() throws Exception {
        rush(2_000);
    }

    private void rush(int students) throws Exception {
        SCHOOL.cohort(cohort);
        for (int i = 0; i < students; i++) {
            SCHOOL.enrollment("r" + i + cohort, cohort, 1, "ENROLLED");
        }
        enrolled("warm");
        String path = published(200);
        await(() -> known("r" + (students - 1) + cohort));

        long begun = System.nanoTime();
        List<Answer> answers =
                AtOnce.ask(students, i -> registers(SERVICE.as(student("r" + i + cohort)), path));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().filter(each -> each.text("state").equals("REGISTERED")))
                .hasSize(200);
        assertThat(staff.get(path).json().path("waiting").asInt()).isEqualTo(students - 200);
        System.out.printf("%d registrations at once: all answered in %d ms%n", students, millis);
    }

    private static boolean known(String studentId) {
        Calls student = SERVICE.as(student(studentId));
        return student.get("/api/lectures").json().path("items").size() > 0;
    }
}
