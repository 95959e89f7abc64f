package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Clinics: opened and written to by staff, booked, moved and read by a student. */
@Tag("pages")
class ClinicTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static Locator panel(Tab tab, String title) {
        return tab.page
                .locator("section.panel")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        tab.page.getByRole(
                                                AriaRole.HEADING,
                                                new Page.GetByRoleOptions()
                                                        .setName(title)
                                                        .setExact(true))));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    @Test
    void aStudentBooksByKeysMovesOnAPhoneAndGivesUp() {
        school.clinic("Keys alone", 9);
        try (Tab tab = Tab.open(school, "STUDENT", new Look("en", "dark", 390))) {
            tab.go("/clinics").settled();
            Locator clinic = panel(tab, "Keys alone");
            assertThat(clinic.locator(".slots li")).hasCount(3);

            button(clinic, "Book 09:30").focus();
            tab.press("Enter");

            assertThat(clinic.locator(".slots li.mine")).containsText("09:30–10:00");
            assertThat(clinic).isFocused();
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            button(clinic, "Move here 10:00").focus();
            tab.press("Enter");

            assertThat(clinic.locator(".slots li.mine")).containsText("10:00–10:30");
            assertThat(clinic.locator(".slots li.mine")).hasCount(1);
            button(clinic, "Give up 10:00").click();
            tab.find("dialog .btn.pri").click();
            assertThat(clinic.locator(".slots li.mine")).hasCount(0);
            assertThat(tab.cspReports()).isEmpty();
        }
    }

    @Test
    void aSlotThatSomebodyElseTookSaysSoAndTheOwnOneStays() {
        JsonNode made = school.clinic("Taken", 11);
        String bookings = "/api/clinics/" + made.path("clinicId").asString() + "/bookings/me";
        try (Tab tab = Tab.open(school, "STUDENT", new Look("ko", "light", 1280))) {
            tab.go("/clinics").settled();
            Locator clinic = panel(tab, "Taken");
            button(clinic, "예약 11:00").click();
            assertThat(clinic.locator(".slots li.mine")).containsText("11:00");
            school.studentNamed("Faster one", "faster-one").put(bookings, Map.of("slotId", "2"));

            button(clinic, "여기로 변경 11:30").click();

            assertThat(clinic.locator("[role=alert]")).containsText("이미 예약한 자리는 그대로입니다");
            assertThat(clinic.locator(".slots li.mine")).containsText("11:00");
            assertThat(clinic.locator(".slots li").nth(1)).containsText("마감됨");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void staffOpenSlotsBookForAStudentWriteFeedbackAndTheStudentReadsIt() {
        String text = "Begin with <b>what you did</b>.\n그리고 숫자로.";
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            staff.go("/c/" + School.RUNNING + "/clinics").settled();
            assertThat(staff.find("main")).containsText("Who had none yet");
            staff.page
                    .getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("New clinic").setExact(true))
                    .click();
            staff.find("#f-title").fill("Portfolio");
            staff.find("#f-instructorId").selectOption(school.instructorId);
            staff.find("#f-date").fill(school.today.plusDays(9).toString());
            staff.find("#f-from").fill("07:00");
            staff.find("#f-minutes").fill("20");
            staff.find("#f-slots").fill("2");
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("dialog .btn.pri").click();

            Locator clinic = panel(staff, "Portfolio");
            assertThat(clinic.locator("tbody tr")).hasCount(2);
            button(clinic, "Book for a student 07:20").click();
            staff.find("#f-studentId")
                    .selectOption(
                            school.student(School.RUNNING, School.OWN_NAME)
                                    .path("studentId")
                                    .asString());
            staff.find("dialog .btn.pri").click();
            assertThat(clinic.locator("tbody tr").nth(1)).containsText(School.OWN_NAME);
            button(clinic, "Write feedback").click();
            staff.find("#f-text").fill(text);
            staff.find("dialog .btn.pri").click();
            assertThat(button(clinic, "Edit feedback")).isVisible();
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.cspReports()).isEmpty();
        }
        try (Tab student = Tab.open(school, "STUDENT", new Look("ko", "dark", 390))) {
            student.go("/clinics").settled();
            Locator clinic = panel(student, "Portfolio");
            assertThat(clinic.locator(".slots li.mine")).containsText("07:20");
            assertThat(clinic.locator(".written")).hasText(text);
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
        }
    }

    @Test
    void aCancelledSlotTellsTheStudentWhy() {
        JsonNode made = school.clinic("Called off", 18);
        String path = "/api/clinics/" + made.path("clinicId").asString();
        try (Tab student = Tab.open(school, "STUDENT", Look.USUAL);
                Tab staff = Tab.open(school, "STAFF", new Look("en", "dark", 390))) {
            student.go("/clinics").settled();
            button(panel(student, "Called off"), "Book 18:00").click();
            assertThat(panel(student, "Called off").locator(".slots li.mine")).hasCount(1);
            staff.go("/c/" + School.RUNNING + "/clinics").settled();
            button(panel(staff, "Called off"), "Cancel the slot 18:00").click();
            staff.find("#f-reason").fill("The train is late");
            staff.find("dialog .btn.pri").click();
            assertThat(panel(staff, "Called off").locator("tbody tr").first())
                    .containsText("cancelled");
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();

            student.go("/clinics").settled();

            assertThat(panel(student, "Called off").locator(".note.warn"))
                    .containsText("The train is late");
            button(panel(student, "Called off"), "Book 18:30").click();
            assertThat(panel(student, "Called off").locator(".slots li.mine"))
                    .containsText("18:30");
        }
        assertThat(school.admin.get(path).at("/slots/1/booked").asInt()).isEqualTo(1);
    }
}
