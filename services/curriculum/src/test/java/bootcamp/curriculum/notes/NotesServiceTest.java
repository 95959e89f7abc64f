package bootcamp.curriculum.notes;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Notes of a lecture as the service's callers see them. */
class NotesServiceTest {

    private static final String COHORT = "ai-lab-notes";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SECONDS_MAX = 30;

    private static final Calls STAFF_HERE = SERVICE.as(STAFF);
    private static String coming = "";
    private static String begun = "";

    @BeforeAll
    static void hold() throws InterruptedException {
        SCHOOL.cohort(COHORT);
        SCHOOL.cohort(COHORT + "-other");
        coming = published(now().plusDays(9));
        begun = published(now().plusSeconds(3));
        for (int i = 0; i < SECONDS_MAX && write(begun, "Soon", null).status() == 409; i++) {
            TimeUnit.SECONDS.sleep(1);
        }
        write(begun, "Begun", null).is(200);
    }

    private static LocalDateTime now() {
        return LocalDateTime.now(ZoneId.of("Asia/Seoul")).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String drafted(LocalDateTime starts) {
        return STAFF_HERE
                .post(
                        "/api/lectures",
                        """
                        {"cohortIds": ["%s"], "title": "한 주의 NLP", "speaker": "Maren Thornby",
                         "startsAt": "%s", "endsAt": "%s", "capacity": 40}
                        """
                                .formatted(COHORT, starts, starts.plusHours(2)))
                .is(201)
                .header("Location");
    }

    private static String published(LocalDateTime starts) {
        String lecture = drafted(starts);
        STAFF_HERE.post(lecture + "/publication", "").is(200);
        return lecture;
    }

    private static String body(String notes, @Nullable String recordingUrl) {
        ObjectNode body = JSON.createObjectNode().put("notes", notes);
        return (recordingUrl == null ? body : body.put("recordingUrl", recordingUrl)).toString();
    }

    private static Answer write(
            String lecture, String notes, @Nullable String recordingUrl, String... more) {
        return STAFF_HERE.put(lecture + "/notes", body(notes, recordingUrl), more);
    }

    private static Calls student(String studentId, String cohortId) {
        SCHOOL.enrollment(studentId, cohortId, 1, "ENROLLED");
        return SERVICE.as(
                new Caller("maple-" + studentId, Set.of(Role.STUDENT), studentId, null, Set.of()));
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    @Test
    void whatStaffWriteIsReadByTheirStudentsAndByNobodyElse() {
        Answer written =
                write(begun, "# 정리\r\n\r\n<b>굵게</b>", "https://video.example/42?t=1").is(200);
        Calls hana = student("hana", COHORT);

        Answer read = hana.get(begun + "/notes").is(200);

        assertThat(read.text("notes")).isEqualTo("# 정리\n\n<b>굵게</b>");
        assertThat(read.text("recordingUrl")).isEqualTo("https://video.example/42?t=1");
        assertThat(read.json().at("/document/0/kind").asString()).isEqualTo("HEADING");
        assertThat(read.json().at("/document/1/children/0/text").asString()).isEqualTo("<b>굵게</b>");
        assertThat(read.response().body()).doesNotContain(STAFF.username());
        assertThat(read.header("ETag")).isEqualTo(written.header("ETag"));
        assertThat(hana.get(begun + "/notes", "If-None-Match", read.header("ETag")).status())
                .isEqualTo(304);
        problem(
                student("elsewhere", COHORT + "-other").get(begun + "/notes"),
                404,
                "LECTURE_NOT_FOUND");
        problem(hana.put(begun + "/notes", body("Mine", null)), 403, "FORBIDDEN");
        problem(hana.post(begun + "/notes/preview", "{\"notes\": \"Mine\"}"), 403, "FORBIDDEN");
    }

    @Test
    void beforeALectureBeginsThereIsNothingToTellOfIt() {
        problem(write(coming, "Early", null), 409, "LECTURE_NOT_BEGUN");
        problem(write(drafted(now().plusDays(9)), "Early", null), 409, "LECTURE_NOT_PUBLISHED");
        String cancelled = published(now().plusDays(9));
        STAFF_HERE.post(cancelled + "/cancellation", "{}").is(200);
        problem(write(cancelled, "Never", null), 409, "LECTURE_CANCELLED");
        Answer read = STAFF_HERE.get(coming + "/notes").is(200);
        assertThat(read.text("notes")).isEmpty();
        assertThat(read.json().path("version").asLong()).isZero();
        assertThat(read.json().path("document").isEmpty()).isTrue();
    }

    @Test
    void aVersionThatIsNotThereAnyMoreIsNotWrittenOver() {
        String seen = write(begun, "First", null).is(200).header("ETag");
        write(begun, "Second", null).is(200);

        problem(write(begun, "On the first", null, "If-Match", seen), 412, "STALE_VERSION");
        problem(write(begun, "On none", null, "If-Match", "\"0\""), 412, "STALE_VERSION");

        Answer there = STAFF_HERE.get(begun + "/notes").is(200);
        assertThat(there.text("notes")).isEqualTo("Second");
        String again = there.header("ETag");
        String third = write(begun, "Third", null, "If-Match", again).is(200).header("ETag");
        assertThat(write(begun, "Third", null, "If-Match", again).is(200).header("ETag"))
                .isEqualTo(third);
    }

    @Test
    void emptyNotesTakeAwayWhatWasThere() {
        write(begun, "There", "https://video.example/").is(200);

        Answer emptied = write(begun, "", " ").is(200);

        assertThat(emptied.json().path("recordingUrl").isNull()).isTrue();
        assertThat(emptied.json().path("document").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://video.example/42",
                "javascript:alert(1)",
                "video.example/42",
                "https://",
                "https://me:secret@video.example/",
                "https://video.example/a b"
            })
    void aRecordingThatIsNotByHttpsIsRefused(String url) {
        Answer refused = write(begun, "Fine", url);

        problem(refused, 422, "INVALID_INPUT");
        assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo("recordingUrl");
    }

    @Test
    void notesAreBoundedByTheirBytes() {
        write(begun, "가".repeat(NotesApi.TEXT_BYTES_MAX / 3), null).is(200);

        Answer refused = write(begun, "가".repeat(NotesApi.TEXT_BYTES_MAX / 3 + 1), null);

        problem(refused, 422, "INVALID_INPUT");
        assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo("notes");
        assertThat(refused.json().at("/errors/0/reason").asString()).contains("64");
        problem(write(begun, "x".repeat(10 << 20), null), 413, "BODY_TOO_LARGE");
        problem(write(begun, "bell \u0007", null), 422, "INVALID_INPUT");
        problem(STAFF_HERE.put(begun + "/notes", "{\"notes\": 1}"), 400, "MALFORMED_BODY");
        problem(STAFF_HERE.put(begun + "/notes", "{}"), 400, "MALFORMED_BODY");
    }

    @Test
    void aPreviewShowsWhatWouldBeReadAndKeepsNothing() {
        write(begun, "Kept", null).is(200);

        Answer preview =
                STAFF_HERE.post(
                        begun + "/notes/preview", "{\"notes\": \"[x](javascript:alert(1))\"}");

        assertThat(preview.is(200).json().at("/document/0/children/0/text").asString())
                .isEqualTo("x");
        assertThat(STAFF_HERE.get(begun + "/notes").text("notes")).isEqualTo("Kept");
        problem(
                STAFF_HERE.post(
                        begun + "/notes/preview",
                        body("x".repeat(NotesApi.TEXT_BYTES_MAX + 1), null)),
                422,
                "INVALID_INPUT");
    }
}
