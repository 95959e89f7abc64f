package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Notes and the recording of a lecture that has begun, and the page of a lecture for anybody. */
@Tag("pages")
class NotesTest {

    private static final String TEXT =
            """
            # 정리 <script>window.owned = 1</script>

            1. 하나
               - **안쪽** 목록
            2. [자료](https://slides.example/1) [나쁜 링크](javascript:window.owned=1)

            | 모델 | F1 |
            |---|---|
            | BERT | `0.9` |

            <img src=x onerror="window.owned = 1">

            ![고양이](https://pictures.example/cat.png)

            مرحبا بالعالم
            """;

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void staffWriteNotesWithAPreviewAndStudentsReadThemFirstOfALectureThatWasHeld() {
        JsonNode lecture = school.begunLecture("Noted");
        String path = "/lectures/" + lecture.path("lectureId").asString();
        try (Tab staff = Tab.open(school, "STAFF", Look.USUAL);
                Tab student = Tab.open(school, "STUDENT", new Look("ko", "dark", 390))) {
            staff.go(path);
            button(staff.page.locator(".notes"), "Edit").click();
            staff.page.getByLabel("Notes (optional)").fill(TEXT);
            button(staff, "Preview").click();
            assertThat(staff.find(".notes .preview h3")).containsText("정리");
            assertThat(staff.axeViolations()).isEmpty();
            staff.page.getByLabel("Link to the recording").fill("http://video.example/1");
            button(staff, "Save").click();
            assertThat(staff.find("#f-recordingUrl-error")).isVisible();
            assertThat(staff.page.getByLabel("Notes (optional)")).hasValue(TEXT);
            staff.page.getByLabel("Link to the recording").fill("https://video.example/1");
            button(staff, "Save").click();
            assertThat(staff.find(".notes .md h3")).containsText("정리");
            school.admin.post("/api" + path + "/holding", School.key(), Map.of());

            student.go(path);

            assertThat(student.find("main h2").first()).hasText("노트와 녹화");
            Locator notes = student.find(".notes");
            assertThat(notes.locator("h3")).hasText("정리 <script>window.owned = 1</script>");
            assertThat(notes.locator("ol > li > ul > li strong")).hasText("안쪽");
            assertThat(notes.locator("th[scope=col]").first()).hasText("모델");
            assertThat(notes.locator("img, script")).hasCount(0);
            assertThat(notes).containsText("나쁜 링크");
            assertThat(notes).containsText("<img src=x onerror=");
            assertThat(notes.locator(".md a")).hasText(new String[] {"자료", "고양이"});
            assertThat(notes.locator("a[href='https://video.example/1']")).hasText("녹화 보기");
            assertThat(button(student.page.locator(".notes"), "고치기")).hasCount(0);
            assertThat(student.page.evaluate("window.owned ?? 0")).isEqualTo(0);
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.cspReports()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
        }
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    @Test
    void whoeverHasTheLinkSeesTitleSpeakerTimeAndSeatsOfALectureAndNothingElse() {
        String title = "Shared & <b>open</b>";
        JsonNode lecture = school.lecture(title, 7);
        String id = lecture.path("lectureId").asString();
        school.studentNamed(School.CANARY + " shared", "canary-shared")
                .put("/api/lectures/" + id + "/registrations/me", Map.of());
        try (Tab staff = Tab.open(school, "STAFF", Look.USUAL);
                Tab nobody = Tab.open(school, null, new Look("en", "light", 390))) {
            staff.go("/lectures/" + id);
            button(staff, "Share").click();
            String link = staff.find("dialog .once").textContent();
            assertThat(link).isEqualTo(school.url.resolve("/l/" + id).toString());

            nobody.go("/l/" + id);

            assertThat(nobody.find("h1")).hasText(title);
            assertThat(nobody.find("main")).containsText("Ada Park, ML engineer");
            assertThat(nobody.find("main")).containsText("6 seats left of 7");
            assertThat(nobody.find("main")).containsText("19:00–21:00");
            String page = nobody.page.content();
            assertThat(page)
                    .doesNotContain(School.CANARY, School.RUNNING, "Room 301")
                    .contains("<meta property=\"og:title\" content=\"Shared &amp; &lt;b&gt;");
            assertThat(nobody.axeViolations()).isEmpty();
            assertThat(nobody.errors).isEmpty();
            assertThat(nobody.sidewaysScroll()).isZero();
            school.admin.post(
                    "/api/lectures/" + id + "/cancellation",
                    School.key(),
                    Map.of("note", "A secret word"));
            nobody.go("/l/" + id);
            assertThat(nobody.find("main .note")).containsText("This lecture was cancelled.");
            assertThat(nobody.find("main")).not().containsText("A secret word");
            nobody.find("header .brand").click();
            assertThat(nobody.find("h1")).isVisible();
        }
    }

    @Test
    void aDraftIsNotThereForAnybody() {
        JsonNode draft =
                school.admin.post(
                        "/api/lectures",
                        School.key(),
                        Map.of(
                                "cohortIds",
                                List.of(School.RUNNING),
                                "title",
                                "Not yet",
                                "speaker",
                                "Ada Park",
                                "startsAt",
                                school.today.plusDays(7) + "T19:00:00+09:00",
                                "endsAt",
                                school.today.plusDays(7) + "T21:00:00+09:00",
                                "capacity",
                                9));
        try (Tab nobody = Tab.open(school, null, Look.USUAL)) {
            nobody.go("/l/" + draft.path("lectureId").asString());

            assertThat(nobody.find("[data-trouble=not-found]")).isVisible();
            assertThat(nobody.page.content()).doesNotContain("Not yet");
        }
    }
}
