package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tasks of every day without a mouse: Tab, Enter, arrows, Escape and what is typed. */
@Tag("pages")
class KeyboardTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void signingInAndComingToThePageThatWasAskedFor() {
        try (Tab tab = Tab.open(school, null, new Look("ko", "light", 1280))) {
            tab.go("/c/" + School.OVER);
            assertThat(tab.find("h1")).hasText("로그인");

            tab.reach("#f-username");
            tab.type("mina");
            tab.press("Tab");
            tab.type(School.PASSWORD);
            tab.press("Enter");

            assertThat(tab.find("h1")).hasText("AAA 2013J");
            assertThat(tab.page.evaluate("document.activeElement.tagName")).isEqualTo("H1");
        }
    }

    @Test
    void aWithdrawalIsRecordedAndRevertedAndTheFocusComesBack() {
        JsonNode student = school.newcomer("Grace Hopper");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/students/" + student.path("enrollmentId").asString());
            tab.reachText("Record a withdrawal");
            tab.press("Enter");
            assertThat(tab.find("dialog")).isVisible();
            tab.press("Escape");
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(tab.page.evaluate("document.activeElement.textContent"))
                    .isEqualTo("Record a withdrawal");

            tab.press("Enter");
            tab.reach("#f-reason");
            tab.type("Hea");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find("main .tag.w")).hasText("Left");
            assertThat(tab.find("#say")).hasText("Withdrawal recorded for Grace Hopper.");

            tab.reachText("Revert the withdrawal");
            tab.press("Enter");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find(".facts .tag")).hasText("Enrolled");
            assertThat(tab.find(".log")).containsText("reverted");
        }
    }

    @Test
    void aLeaveIsRecordedAndEnded() {
        JsonNode student = school.newcomer("Alan Turing");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/students/" + student.path("enrollmentId").asString());
            tab.reachText("Leave of absence");
            tab.press("Enter");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find(".facts .tag")).hasText("On leave");

            tab.reachText("End the leave");
            tab.press("Enter");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find(".facts .tag")).hasText("Enrolled");
        }
    }

    @Test
    void aBrokenRosterIsSeenAppliedAndUndone() {
        school.cohort(
                "kb", "Keyboard 1", school.today, school.today.plusDays(50), "Asia/Seoul", 10);
        String roster =
                "학번;이름;등록일\n1;하나;"
                        + school.today
                        + "\n2;둘;2026-13-45\n3;셋;"
                        + school.today
                        + "\n1;하나;"
                        + school.today
                        + "\n";
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            // Asked for early: the browser must know that the dialog is not its own before it
            // opens.
            tab.page.onFileChooser(_ -> {});
            tab.go("/c/kb/import");
            tab.reach("#file");
            FileChooser chooser = tab.page.waitForFileChooser(() -> tab.press("Space"));
            chooser.setFiles(
                    new FilePayload("명단.csv", "text/csv", roster.getBytes(StandardCharsets.UTF_8)));
            assertThat(tab.find("h2").first()).hasText("What would change");
            assertThat(tab.find("table")).containsText("2026-13-45");
            assertThat(tab.find("table")).containsText("there is no such day");

            tab.reach("main .btn.pri");
            tab.press("Enter");
            assertThat(tab.find("h2").first()).hasText("1 applied, 3 need fixing");

            tab.reachText("Undo the import");
            tab.press("Enter");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find("h2").first()).containsText("undone");
        }
    }

    @Test
    void theSliderReadsAnyDayAndTheWholePageGoesThere() {
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + School.OVER);
            tab.reach("input[type=range]");
            tab.press("Home");
            assertThat(tab.find("input[type=range]"))
                    .hasAttribute(
                            "aria-valuetext",
                            "AAA 2013J, day 0 (1 October 2013): 100 of 100 still here, 100 to 100; 0 left.");
            for (int i = 0; i < 3; i++) {
                tab.press("PageUp");
            }
            String day = tab.find("input[type=range]").inputValue();
            tab.reachText("Show the whole page as of this day");
            tab.press("Enter");

            assertThat(tab.find(".live")).hasAttribute("data-state", "past");
            assertThat(tab.find("main .note")).containsText("This page shows");
            assertThat(tab.find("input[type=range]")).hasValue(day);
            tab.reachText("Back to today");
            tab.press("Enter");
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
        }
    }

    @Test
    void cohortsAreComparedAndTheAnswerIsASentence() {
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/compare");
            for (String name : new String[] {"AAA 2014J", "AAA 2013J"}) {
                tab.reachText(name);
                tab.press("Space");
            }

            assertThat(tab.find("main")).containsText("Could the difference be chance?");
            assertThat(tab.find("main")).containsText("Log-rank test: χ²");
            assertThat(tab.find("main")).containsText("It could be.");
            assertThat(tab.find("path.curve.s2")).not().hasCount(0);
            assertThat(tab.page.url()).contains("cohorts=");
        }
    }
}
