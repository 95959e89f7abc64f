package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Teams: formed by staff; one member proposes who took part, another confirms, and it counts. */
@Tag("pages")
class TeamTest {

    private static final String FIRST = "Juno <b>Hale</b>";
    private static final String SECOND = "נועה Park";

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static Locator checkbox(Tab tab, String name) {
        return tab.find("dialog")
                .getByRole(
                        AriaRole.CHECKBOX,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void oneMemberProposesAnotherConfirmsAndTheDashboardShowsIt() {
        school.studentNamed(FIRST, "team-first");
        school.studentNamed(SECOND, "team-second");
        school.teamActivity("Paper reading", 2);
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            staff.go("/c/" + School.RUNNING + "/teams").settled();
            button(staff.find("main"), "New team").focus();
            staff.press("Enter");
            staff.find("#f-name").fill("Attention 🦄");
            checkbox(staff, FIRST).focus();
            staff.press("Space");
            checkbox(staff, SECOND).check();
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("dialog .btn.pri").click();
            Locator row =
                    staff.find("tbody tr")
                            .filter(new Locator.FilterOptions().setHasText("Attention 🦄"));
            assertThat(row).containsText(FIRST + ", " + SECOND);
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.cspReports()).isEmpty();
        }
        try (Tab first = Tab.open(school.url, "team-first", new Look("en", "dark", 390))) {
            first.go("/team").settled();
            Locator activity = activity(first);
            button(activity, "Propose who took part").click();
            checkbox(first, SECOND).uncheck();
            checkbox(first, SECOND).check();
            assertThat(first.axeViolations()).isEmpty();
            first.find("dialog .btn.pri").click();
            assertThat(activity).containsText("You proposed: " + FIRST + ", " + SECOND);
            assertThat(button(activity, "Confirm")).hasCount(0);
            assertThat(first.axeViolations()).isEmpty();
            assertThat(first.sidewaysScroll()).isZero();
        }
        try (Tab second = Tab.open(school.url, "team-second", new Look("ko", "light", 390))) {
            second.go("/team").settled();
            Locator activity = activity(second);
            button(activity, "확인").focus();
            second.press("Enter");
            assertThat(activity).containsText("반영됨");
            assertThat(activity).isFocused();
            assertThat(second.axeViolations()).isEmpty();
            assertThat(second.cspReports()).isEmpty();
        }
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            Wait.until(
                    () ->
                            school.admin
                                            .get("/api/dashboards/" + School.RUNNING)
                                            .at("/participation/teamActivity/told")
                                            .asInt()
                                    > 0);
            staff.go("/c/" + School.RUNNING).settled();
            assertThat(staff.find("main")).containsText("activities of which it is confirmed");
        }
    }

    private static Locator activity(Tab tab) {
        return tab.find("section.panel")
                .filter(new Locator.FilterOptions().setHasText("Paper reading"));
    }
}
