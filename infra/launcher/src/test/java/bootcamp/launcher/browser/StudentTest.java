package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.CommandFailure;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What staff read of one student, and what they can do. */
@Tag("pages")
class StudentTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void theTelephoneIsReadChangedAndTakenAway() {
        JsonNode student = school.newcomer("Phone One");
        try (Tab tab = open("STAFF", student)) {
            assertThat(tab.find(".facts")).containsText("Phone");
            button(tab, "Edit").click();
            tab.page.getByLabel("Phone").fill("010-1234-5678");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find(".facts")).containsText("010-1234-5678");
            assertThat(now(student).path("phone").asString()).isEqualTo("010-1234-5678");

            button(tab, "Edit").click();
            tab.page.getByLabel("Phone").fill("");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find(".facts")).not().containsText("010-1234-5678");
            assertThat(now(student).path("phone").isNull()).isTrue();
        }
    }

    @Test
    void aCallIsWrittenDownByOnePressOrWithWhatWasSaid() {
        JsonNode student = school.newcomer("Called Twice");
        String log = "/api/students/" + student.path("studentId").asString() + "/outreach";
        try (Tab tab = Tab.open(school, "STAFF", new Look("en", "dark", 390))) {
            tab.go(path(student));
            assertThat(tab.find("main")).containsText("Nobody has written down a call yet.");

            button(tab, "Called: not reached").focus();
            tab.page.keyboard().press("Enter");
            assertThat(tab.find("#say")).hasText("The contact is written down.");
            assertThat(tab.find(".log", "not reached")).hasCount(1);
            button(tab, "Called: reached").click();
            tab.page.getByLabel("Note").fill("wants to change teams");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find(".log", "wants to change teams")).hasCount(1);
            button(tab, "Follow up, hand over").click();
            tab.page.getByLabel("Who goes on with it").fill("jun");
            tab.find("dialog .btn.pri").click();

            assertThat(tab.find(".log", "goes on: jun")).hasCount(1);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
        }
        assertThat(school.admin.list(log))
                .extracting(each -> each.path("outcome").asString(""))
                .containsExactly("", "REACHED", "NOT_REACHED");
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1280, Erased person, The personal data of this person is erased., Edit, Personal data,"
                + " Let this person be entered again, This person can be entered again.",
        "ko, 390, 개인정보를 지운 사람, 이 사람의 개인정보는 지워졌습니다., 고치기, 개인정보, 다시 입력할 수 있게 하기,"
                + " 이 사람을 다시 입력할 수 있습니다."
    })
    void anErasedPersonIsSaidToBeOneAndAnAdminLetsThemComeAgain(
            String language,
            int width,
            String name,
            String note,
            String edit,
            String more,
            String lift,
            String said) {
        JsonNode student = school.newcomer("Forget me " + language);
        school.erase(student);
        assertThatThrownBy(() -> school.newcomer("Forget me " + language))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("ERASED");
        try (Tab tab = Tab.open(school, "ADMIN", new Look(language, "light", width))) {
            tab.go(path(student));
            assertThat(tab.find("h1")).hasText(name);
            assertThat(tab.find("main .note")).containsText(note);
            assertThat(button(tab, edit)).hasCount(0);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            tab.find("summary", more).click();
            button(tab, lift).click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("#say")).hasText(said);
        }
        assertThat(school.newcomer("Forget me " + language).path("studentId"))
                .isNotEqualTo(student.path("studentId"));
    }

    @Test
    void aPlannedLeaveIsCalledOff() {
        JsonNode student = school.newcomer("Planned leave");
        leave(student, school.today.plusDays(7), school.today.plusDays(10));
        try (Tab tab = open("STAFF", student)) {
            assertThat(tab.find(".facts .tag")).hasText("Enrolled");
            assertThat(tab.find(".facts")).containsText("Leave of absence");
            button(tab, "Call off the leave").click();
            tab.find("dialog .btn.pri").click();

            assertThat(tab.find(".facts")).not().containsText("Leave of absence");
            assertThat(tab.find("#say")).hasText("Leave of Planned leave called off.");
        }
        assertThat(now(student).path("leaves").size()).isZero();
    }

    @Test
    void theFirstDayBackCanBeOneThatIsPast() {
        JsonNode student = school.newcomer("Back before");
        leave(student, school.today.minusDays(5), null);
        try (Tab tab = open("STAFF", student)) {
            button(tab, "End the leave").click();
            tab.page.getByLabel("First day back").fill(school.today.minusDays(2).toString());
            tab.find("dialog .btn.pri").click();

            assertThat(tab.find(".facts .tag")).hasText("Enrolled");
        }
        assertThat(now(student).at("/leaves/0/until").asString())
                .isEqualTo(school.today.minusDays(3).toString());
    }

    @Test
    void whatAColleagueDidWhileADialogIsOpenIsToldAndNotWrittenOver() {
        JsonNode student = school.newcomer("Two at once");
        try (Tab tab = open("STAFF", student)) {
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
            button(tab, "Record a withdrawal").click();
            tab.page.getByLabel("Reason").selectOption("TIME");
            leave(student, school.today, null);
            // The page behind the dialog has it, and with it the newer version.
            assertThat(tab.find(".facts .tag")).hasText("On leave");

            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog #beside")).isVisible();
            assertThat(now(student).path("status").asString()).isEqualTo("ON_LEAVE");

            tab.page.keyboard().press("Escape");
            button(tab, "Record a withdrawal").click();
            tab.page.getByLabel("Reason").selectOption("TIME");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find(".facts .tag")).hasText("Left");
        }
    }

    private static Tab open(String role, JsonNode student) {
        return Tab.open(school, role, Look.USUAL).go(path(student));
    }

    private static String path(JsonNode student) {
        return "/students/" + student.path("enrollmentId").asString();
    }

    private static JsonNode now(JsonNode student) {
        return school.admin.get("/api/enrollments/" + student.path("enrollmentId").asString());
    }

    private static void leave(
            JsonNode student, LocalDate from, @org.jspecify.annotations.Nullable LocalDate until) {
        school.admin.post(
                "/api/enrollments/" + student.path("enrollmentId").asString() + "/leave",
                School.key(),
                until == null
                        ? Map.of("from", from.toString())
                        : Map.of("from", from.toString(), "until", until.toString()));
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
