package bootcamp.curriculum.lecture;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Special lectures as the service's callers see them: their life, who may, and bad input. */
class LectureServiceTest extends LectureCalls {

    private static final Texts TEXTS = Texts.of("curriculum");

    LectureServiceTest() {
        super(SERVICE, SCHOOL);
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
                        "startsAt",
                        "endsAt",
                        "timeZone",
                        "status",
                        "capacity",
                        "registered");
        problem(nobody.get(draft + "/public"), 404, "LECTURE_NOT_FOUND");
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
                "title | one\\nmore | title | NOT_ONE_LINE",
                "speaker | one\\u2028more | speaker | NOT_ONE_LINE",
                "place | one\\nmore | place | NOT_ONE_LINE",
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
                                        Matcher.quoteReplacement(
                                                "\"%s\": \"%s\"".formatted(field, text)))
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

    @Test
    void nobodyDraftsWhatNobodyCanRegisterForButRegistrationCanBeEnded() {
        String path = drafted(2);
        String closed = "\"registrationClosesAt\": \"2020-01-01T10:00\"}";

        Answer drafted =
                staff.post("/api/lectures", lecture(2).replaceFirst("\\}\\s*$", ", " + closed));

        problem(drafted, 422, "INVALID_INPUT");
        assertThat(drafted.json().at("/errors/0/field").asString())
                .isEqualTo("registrationClosesAt");
        staff.patch(path, "{" + closed).is(200);
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
}
