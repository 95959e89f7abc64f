package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who completes: a threshold is moved and the count moves with it; a student sees the own state.
 */
class CompletionTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void aThresholdIsMovedAndAdoptedAndAStudentSeesTheOwnState() {
        school.attended(School.CANARY + " 04", "ABSENT");
        try (Tab admin = Tab.open(school, "ADMIN", new Look("en", "light", 1280))) {
            admin.go("/c/" + School.RUNNING + "/completion").settled();
            assertThat(admin.find("#outcome")).containsText("would pass");
            Locator slider = admin.find("#f-ATTENDANCE_RATE");
            slider.focus();
            admin.press("ArrowRight");
            assertThat(slider).hasAttribute("aria-valuetext", "81%");
            admin.find("#f-competitions").selectOption("ALL");
            assertThat(admin.find("#outcome")).containsText("would pass");
            assertThat(admin.axeViolations()).isEmpty();
            admin.find("main")
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Adopt this policy"))
                    .click();
            assertThat(admin.axeViolations()).isEmpty();
            admin.find("dialog .btn.pri").click();
            assertThat(admin.find("main")).containsText("In force: version 1");
            Locator except = admin.find("tbody tr:first-child button");
            except.focus();
            admin.press("Enter");
            admin.find("dialog textarea").fill("Was ill, did all of it later");
            assertThat(admin.axeViolations()).isEmpty();
            admin.find("dialog .btn.pri").click();
            assertThat(admin.find("#outcome + p ~ h3")).containsText("Complete by exception");
            assertThat(admin.cspReports()).isEmpty();
            assertThat(admin.sidewaysScroll()).isZero();
        }
        try (Tab student = Tab.open(school, "STUDENT", new Look("ko", "dark", 390))) {
            student.go("/me/completion").settled();
            assertThat(student.find("main")).containsText("출석률");
            assertThat(student.find("main")).containsText("결석");
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.cspReports()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
        }
        school.admin.post(
                "/api/cohorts/" + School.RUNNING + "/closing",
                "closing",
                Map.of("on", school.today.toString()));
        try (Tab staff = Tab.open(school, "STAFF", new Look("ko", "light", 390))) {
            staff.go("/c/" + School.RUNNING + "/completion").settled();
            assertThat(staff.find("#verdicts")).containsText("수료");
            assertThat(staff.find("#verdicts ~ .tw")).containsText("예외");
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();
        }
        try (Tab student = Tab.open(school, "STUDENT", new Look("en", "light", 1280))) {
            student.go("/me/completion").settled();
            assertThat(student.find("main")).containsText("The cohort was closed as of");
        }
    }
}
