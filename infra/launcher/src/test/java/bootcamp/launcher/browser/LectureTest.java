package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A special lecture from its draft to who has a seat in it. */
@Tag("pages")
class LectureTest {

    /** Longer than the page waits until it asks again. */
    private static final double ASKED_AGAIN_MILLIS = 25_000;

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void staffPublishALectureAndAStudentTakesASeatByKeysAlone() {
        String title = "작은 모델 🚀 <b>fast</b>";
        try (Tab staff = Tab.open(school, "STAFF", Look.USUAL);
                Tab student = Tab.open(school, "STUDENT", new Look("en", "dark", 390))) {
            staff.go("/lectures/new");
            labelled(staff, "AI 8기").check();
            staff.find("#f-title").fill(title);
            labelled(staff, "Speaker").fill("Ada Park");
            labelled(staff, "Date").fill(school.today.plusDays(3).toString());
            labelled(staff, "From").fill("19:00");
            labelled(staff, "Until").fill("21:00");
            labelled(staff, "Seats").fill("2");
            button(staff, "Save the draft").click();
            assertThat(staff.find("h1")).hasText(title);
            assertThat(staff.find("main .note")).containsText("Students do not see it yet.");
            String path = staff.page.url().substring(school.url.toString().length());
            student.go(path);
            assertThat(student.find("[data-trouble=not-found]")).isVisible();

            button(staff, "Publish").click();
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find(".head .tag")).hasText("Published");
            student.go(path);
            Locator register = button(student, "Register");
            assertThat(register).isVisible();
            register.focus();
            student.page.keyboard().press("Enter");

            assertThat(student.find("main [role=status]")).hasText("You have a seat.");
            assertThat(student.find("h1")).hasText(title);
            assertThat(staff.find("main table"))
                    .containsText(
                            School.OWN_NAME,
                            new com.microsoft.playwright.assertions.LocatorAssertions
                                            .ContainsTextOptions()
                                    .setTimeout(ASKED_AGAIN_MILLIS));
        }
    }

    @Test
    void whoWaitsSeesThePlaceIsOfferedTheSeatThatComesFreeAndConfirmsIt() {
        JsonNode lecture = school.lecture("One seat", 1);
        String seat = path(lecture) + "/registrations/me";
        RunningPlatform first = school.studentNamed("First in line", "first-in-line");
        assertThat(first.put("/api" + seat, Map.of()).path("state").asString())
                .isEqualTo("REGISTERED");
        try (Tab student = Tab.open(school, "STUDENT", Look.USUAL)) {
            student.go(path(lecture));
            button(student, "Join the line").click();
            assertThat(student.find("main [role=status]")).hasText("You are number 1 in line.");

            first.delete("/api" + seat);
            assertThat(student.find("main [role=status]"))
                    .containsText(
                            "A seat is kept for you until",
                            new com.microsoft.playwright.assertions.LocatorAssertions
                                            .ContainsTextOptions()
                                    .setTimeout(ASKED_AGAIN_MILLIS));
            button(student, "Confirm the seat").click();
            assertThat(student.find("main [role=status]")).hasText("You have a seat.");

            button(student, "Give up the seat").click();
            assertThat(button(student, "Register")).isVisible();
        }
        assertThat(school.admin.get("/api" + path(lecture)).path("registered").asInt()).isZero();
    }

    @Test
    void aTimeThatIsWrongIsToldAtItsFieldAndWhatWasTypedStays() {
        try (Tab staff = Tab.open(school, "STAFF", Look.USUAL)) {
            staff.go("/lectures/new");
            labelled(staff, "AI 8기").check();
            staff.find("#f-title").fill("Backwards");
            labelled(staff, "Speaker").fill("Ada Park");
            labelled(staff, "Date").fill(school.today.plusDays(3).toString());
            labelled(staff, "From").fill("19:00");
            labelled(staff, "Until").fill("18:00");
            labelled(staff, "Seats").fill("2");
            button(staff, "Save the draft").click();

            assertThat(staff.find("#f-until-error")).isVisible();
            assertThat(staff.find("#f-title")).hasValue("Backwards");
            assertThat(staff.axeViolations()).isEmpty();
        }
    }

    @Test
    void aCancelledLectureSaysWhyAndOffersNoSeat() {
        JsonNode lecture = school.lecture("Called off", 5);
        try (Tab staff = Tab.open(school, "STAFF", Look.USUAL);
                Tab student = Tab.open(school, "STUDENT", new Look("ko", "light", 390))) {
            staff.go(path(lecture));
            button(staff, "Cancel the lecture").click();
            labelled(staff, "Reason (optional)").selectOption("SPEAKER_UNAVAILABLE");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find(".head .tag")).hasText("Cancelled");

            student.go(path(lecture));
            assertThat(student.find("main .note")).containsText("연사가 오지 못하게 되었습니다.");
            assertThat(student.find("main button.pri")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STAFF, en, Draft one: students see it when you publish it.",
        "STAFF, ko, 초안을 만들고 공개하면 수강생에게 보입니다.",
        "STUDENT, en, They appear here as soon as one is published.",
        "STUDENT, ko, 공개되면 여기에 나타납니다."
    })
    void anEmptyListSaysWhatFillsIt(String role, String language, String text) {
        try (Tab tab = Tab.open(school, role, new Look(language, "light", 390))) {
            tab.page.route(
                    "**/api/lectures?*",
                    route ->
                            route.fulfill(
                                    new com.microsoft.playwright.Route.FulfillOptions()
                                            .setContentType("application/json")
                                            .setBody("{\"items\": [], \"next\": null}")));
            tab.go("/lectures");

            assertThat(tab.find("main")).containsText(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lectures/new", "/lectures/any/edit"})
    void aStudentIsToldThatThePagesOfStaffAreNotOpen(String path) {
        try (Tab tab = Tab.open(school, "STUDENT", Look.USUAL)) {
            tab.go(path);

            assertThat(tab.find("[data-trouble=forbidden]")).isVisible();
        }
    }

    @Test
    void theDashboardShowsTheSeatsOfALectureToCome() {
        JsonNode lecture = school.lecture("On the dashboard", 7);
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + School.RUNNING);
            Locator row = tab.find("main li", "On the dashboard");
            assertThat(row).containsText("0 of 7 taken");

            school.studentNamed("Live seat", "live-seat")
                    .put("/api" + path(lecture) + "/registrations/me", Map.of());

            assertThat(row).containsText("1 of 7 taken");
        }
    }

    private static String path(JsonNode lecture) {
        return "/lectures/" + lecture.path("lectureId").asString();
    }

    /** By the whole of it: another test's cohort may have the word in its name. */
    private static Locator labelled(Tab tab, String label) {
        return tab.page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
