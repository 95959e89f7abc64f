package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Applying for a cohort, by keys alone and without an account, and what staff do with it. */
class ApplyTest {

    private static final String COHORT = "admission";
    private static final String PAGE = "/apply/" + COHORT;
    private static final String APPLICATIONS = "/api/cohorts/" + COHORT + "/applications";
    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
        school.takeApplications(COHORT);
    }

    private static JsonNode sent(String name) {
        return school.admin.list(APPLICATIONS).stream()
                .filter(each -> each.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void fill(Tab tab, String selector, String text) {
        tab.reach(selector);
        tab.type(text);
    }

    @Test
    void anybodyAppliesByKeysOnAPhoneAndIsToldWhatIsWrong() {
        try (Tab tab = Tab.open(school, null, new Look("ko", "dark", 390))) {
            tab.go(PAGE).settled();
            assertThat(tab.find("main")).containsText("계정이 없어도 지원할 수 있습니다");
            fill(tab, "#f-name", "지원 하나");
            fill(tab, "#f-email", "nowhere");
            fill(tab, "#f-item0", "배우고 싶습니다");
            tab.reach("#f-item1");
            tab.press("ArrowDown");
            fill(tab, "#f-item2", "51");
            tab.reach(".checks input");
            tab.press("Space");
            tab.reach("form .btn.pri");
            tab.press("Enter");

            assertThat(tab.find("#errors")).isFocused();
            assertThat(tab.find("#f-email-error")).isVisible();
            assertThat(tab.find("#f-item2-error")).containsText("50");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            tab.find("#f-email").fill("hana.applies@example.org");
            tab.find("#f-item2").fill("2");
            tab.find("form .btn.pri").press("Enter");

            assertThat(tab.find("main")).containsText("지원서를 받았습니다");
            assertThat(tab.find("h1")).isFocused();
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.cspReports()).isEmpty();
        }
        JsonNode sent = sent("지원 하나");
        assertThat(sent.path("status").asString()).isEqualTo("APPLIED");
        assertThat(sent.at("/answers/1/choice/choiceId").asString()).isEqualTo("cv");
        assertThat(sent.at("/answers/2/number").asDouble()).isEqualTo(2);
    }

    @Test
    void whereNobodyCanApplyThePageSaysSo() {
        try (Tab tab = Tab.open(school, null, new Look("en", "light", 1280))) {
            tab.go("/apply/" + School.EMPTY).settled();

            assertThat(tab.find("main")).not().containsText("You need no account");
            assertThat(tab.find("form")).hasCount(0);
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void staffAskReadAndDecide() {
        long version =
                school.admin
                        .get("/api/cohorts/" + COHORT + "/application-form")
                        .path("version")
                        .asLong();
        school.admin.post(
                APPLICATIONS,
                "browser-applicant",
                Map.of(
                        "name",
                        "Staff read me",
                        "email",
                        "read.me@example.org",
                        "language",
                        "en",
                        "consent",
                        true,
                        "formVersion",
                        version,
                        "answers",
                        Map.of("why", "to be read")));
        try (Tab tab = Tab.open(school, "STAFF", new Look("en", "light", 390))) {
            tab.go("/c/" + COHORT + "/applications").settled();
            assertThat(tab.find("main")).containsText("Applications are open.");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            tab.find("li.stack2", "Staff read me").locator("summary").focus();
            tab.press("Enter");
            assertThat(tab.find("li.stack2", "Staff read me")).containsText("to be read");
            tab.find("li.stack2", "Staff read me").locator("input").focus();
            tab.press("Space");
            tab.find("[role=group] .btn", "Select").first().focus();
            tab.press("Enter");
            assertThat(tab.find("dialog")).containsText("Selected");
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("dialog .btn.pri").press("Enter");

            assertThat(tab.find("li.stack2", "Staff read me").locator(".tag")).hasText("Selected");
            assertThat(tab.cspReports()).isEmpty();
        }
        assertThat(sent("Staff read me").path("status").asString()).isEqualTo("SELECTED");
    }

    @Test
    void staffChangeWhatIsAskedAndAreToldWhatCannotBe() {
        school.takeApplications("admission-form");
        try (Tab tab = Tab.open(school, "STAFF", new Look("en", "dark", 1280))) {
            tab.go("/c/admission-form/applications").settled();
            tab.find("main .btn", "Add a question").click();
            tab.find("#f-kind").selectOption("CHOICE");
            tab.find("#f-ko").fill("언제");
            tab.find("#f-en").fill("When?");
            tab.find("#f-choices").fill("아침 | Morning");
            tab.find("#f-required").selectOption("yes");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("#f-choices-error")).isVisible();
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("#f-choices").fill("아침 | Morning\n저녁 | Evening");
            tab.find("dialog .btn.pri").click();

            assertThat(tab.find("ol.stack")).containsText("When?");
            assertThat(tab.find("ol.stack")).containsText("Morning, Evening");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }
}
