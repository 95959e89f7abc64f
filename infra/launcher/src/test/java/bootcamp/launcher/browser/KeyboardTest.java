package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tasks of every day without a mouse: Tab, Enter, arrows, Escape and what is typed. */
class KeyboardTest {

    private static final int TABS_MAX = 80;

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

            reach(tab, "#f-username");
            type(tab, "mina");
            press(tab, "Tab");
            type(tab, School.PASSWORD);
            press(tab, "Enter");

            assertThat(tab.find("h1")).hasText("AAA 2013J");
            assertThat(tab.page.evaluate("document.activeElement.tagName")).isEqualTo("H1");
        }
    }

    @Test
    void aWithdrawalIsRecordedAndRevertedAndTheFocusComesBack() {
        JsonNode student = school.newcomer("Grace Hopper");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/students/" + student.path("enrollmentId").asString());
            reachText(tab, "Record a withdrawal");
            press(tab, "Enter");
            assertThat(tab.find("dialog")).isVisible();
            press(tab, "Escape");
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(tab.page.evaluate("document.activeElement.textContent"))
                    .isEqualTo("Record a withdrawal");

            press(tab, "Enter");
            reach(tab, "#f-reason");
            type(tab, "Hea");
            reach(tab, "dialog .btn.pri");
            press(tab, "Enter");
            assertThat(tab.find("main .tag.w")).hasText("Left");
            assertThat(tab.find("#say")).hasText("Withdrawal recorded for Grace Hopper.");

            reachText(tab, "Revert the withdrawal");
            press(tab, "Enter");
            reach(tab, "dialog .btn.pri");
            press(tab, "Enter");
            assertThat(tab.find(".facts .tag")).hasText("Enrolled");
            assertThat(tab.find(".log")).containsText("reverted");
        }
    }

    @Test
    void aLeaveIsRecordedAndEnded() {
        JsonNode student = school.newcomer("Alan Turing");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/students/" + student.path("enrollmentId").asString());
            reachText(tab, "Leave of absence");
            press(tab, "Enter");
            reach(tab, "dialog .btn.pri");
            press(tab, "Enter");
            assertThat(tab.find(".facts .tag")).hasText("On leave");

            reachText(tab, "End the leave");
            press(tab, "Enter");
            reach(tab, "dialog .btn.pri");
            press(tab, "Enter");
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
            reach(tab, "#file");
            FileChooser chooser = tab.page.waitForFileChooser(() -> press(tab, "Space"));
            chooser.setFiles(
                    new FilePayload("명단.csv", "text/csv", roster.getBytes(StandardCharsets.UTF_8)));
            assertThat(tab.find("h2").first()).hasText("What would change");
            assertThat(tab.find("table")).containsText("2026-13-45");
            assertThat(tab.find("table")).containsText("there is no such day");

            reach(tab, "main .btn.pri");
            press(tab, "Enter");
            assertThat(tab.find("h2").first()).hasText("1 applied, 3 need fixing");

            reachText(tab, "Undo the import");
            press(tab, "Enter");
            reach(tab, "dialog .btn.pri");
            press(tab, "Enter");
            assertThat(tab.find("h2").first()).containsText("undone");
        }
    }

    @Test
    void theSliderReadsAnyDayAndTheWholePageGoesThere() {
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + School.OVER);
            reach(tab, "input[type=range]");
            press(tab, "Home");
            assertThat(tab.find("input[type=range]"))
                    .hasAttribute(
                            "aria-valuetext",
                            "AAA 2013J, day 0 (1 October 2013): 100 of 100 still here, 100 to 100; 0 left.");
            for (int i = 0; i < 3; i++) {
                press(tab, "PageUp");
            }
            String day = tab.find("input[type=range]").inputValue();
            reachText(tab, "Show the whole page as of this day");
            press(tab, "Enter");

            assertThat(tab.find(".live")).hasAttribute("data-state", "past");
            assertThat(tab.find("main .note")).containsText("This page shows");
            assertThat(tab.find("input[type=range]")).hasValue(day);
            reachText(tab, "Back to today");
            press(tab, "Enter");
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
        }
    }

    @Test
    void cohortsAreComparedAndTheAnswerIsASentence() {
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/compare");
            for (String name : new String[] {"AAA 2014J", "AAA 2013J"}) {
                reachText(tab, name);
                press(tab, "Space");
            }

            assertThat(tab.find("main")).containsText("Could the difference be chance?");
            assertThat(tab.find("main")).containsText("Log-rank test: χ²");
            assertThat(tab.find("main")).containsText("It could be.");
            assertThat(tab.find("path.curve.s2")).not().hasCount(0);
            assertThat(tab.page.url()).contains("cohorts=");
        }
    }

    /** By Tab alone. */
    private static void reach(Tab tab, String selector) {
        assertThat(tab.find(selector).first()).isAttached();
        reach(tab, selector, "document.activeElement.matches('" + selector + "')");
    }

    /** The control that says this. */
    private static void reachText(Tab tab, String text) {
        assertThat(tab.page.getByText(text).first()).isAttached();
        reach(
                tab,
                text,
                "(document.activeElement.closest('label') ?? document.activeElement).textContent.trim() === '"
                        + text
                        + "'");
    }

    private static void reach(Tab tab, String what, String isThere) {
        for (int i = 0; i < TABS_MAX; i++) {
            if (Boolean.TRUE.equals(tab.page.evaluate(isThere))) {
                return;
            }
            press(tab, "Tab");
        }
        throw new AssertionError("Tab does not come to " + what);
    }

    private static void press(Tab tab, String key) {
        tab.page.keyboard().press(key);
    }

    private static void type(Tab tab, String text) {
        tab.page.keyboard().type(text);
    }
}
