package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Applying for a cohort, by keys alone and without an account, and what staff do with it. */
@Tag("pages")
class ApplyTest {

    private static final String COHORT = "admission";
    private static final String SCORED = "admission-scored";
    private static final String DECIDED = "admission-decided";
    private static final String MANY = "admission-many";
    private static final String PAGE = "/apply/" + COHORT;
    private static final String APPLICATIONS = "/api/cohorts/" + COHORT + "/applications";
    private static final byte[] PDF =
            "%PDF-1.7\n% what somebody has done".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROGRAM =
            "MZ, which is no PDF at all".getBytes(StandardCharsets.US_ASCII);
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
    void anApplicantSendsAFileFromAPhoneAndStaffSaveIt() throws IOException {
        String name = "With A File";
        try (Tab tab = Tab.open(school, null, new Look("en", "light", 390))) {
            tab.go(PAGE).settled();
            fill(tab, "#f-name", name);
            fill(tab, "#f-email", "file@example.org");
            fill(tab, "#f-item0", "to learn");
            assertThat(tab.find("#f-item3-hint")).containsText("at most 5 MB");
            tab.find("#f-item3").setInputFiles(new FilePayload("cv.pdf", "application/pdf", PDF));
            tab.find("form .btn.pri").press("Enter");
            assertThat(tab.find("#f-consent-error")).containsText("before a file is sent");

            tab.find(".checks input").check();
            tab.find("#f-item3")
                    .setInputFiles(new FilePayload("cv.exe", "application/x-msdownload", PROGRAM));
            tab.find("form .btn.pri").press("Enter");
            assertThat(tab.find("#f-item3-error")).containsText("must be a PDF");
            // What says that it is a PDF is looked at by the service.
            tab.find("#f-item3")
                    .setInputFiles(new FilePayload("cv.pdf", "application/pdf", PROGRAM));
            tab.find("form .btn.pri").press("Enter");
            assertThat(tab.find("#f-item3-error")).containsText("must be a PDF");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            tab.find("#f-item3").setInputFiles(new FilePayload("cv.pdf", "application/pdf", PDF));
            tab.find("form .btn.pri").press("Enter");
            assertThat(tab.find("main")).containsText("Your application has been received");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.cspReports()).isEmpty();
        }
        String id = sent(name).path("applicationId").asString();
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "dark", 390))) {
            tab.go("/c/" + COHORT + "/applications?application=" + id).settled();
            Download saved =
                    tab.page.waitForDownload(() -> tab.find("main .btn", "파일 저장(PDF").click());
            assertThat(saved.suggestedFilename()).isEqualTo("work.pdf");
            assertThat(Files.readAllBytes(saved.path())).isEqualTo(PDF);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.errors).isEmpty();
        }
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
    void staffSayHowToScoreReadAndScoreByKeysOnAPhoneAndSeeOthersOnlyAfterwards() {
        school.takeApplications(SCORED);
        String id = school.apply(SCORED, "Read Me", "en");
        String application = "/c/" + SCORED + "/applications?application=" + id;
        try (Tab tab = Tab.open(school, "STAFF", new Look("en", "light", 390))) {
            tab.go("/c/" + SCORED + "/applications").settled();
            tab.find("main .btn", "Begin a rubric").click();
            tab.find("#f-ko").fill("동기");
            tab.find("#f-en").fill("Motivation");
            tab.find("#f-pointsMax").fill("101");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("#f-pointsMax-error")).containsText("100");
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("#f-pointsMax").fill("5");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("main")).containsText("2 reviewers give points");

            tab.find("tbody a", "Read Me").focus();
            tab.press("Enter");
            assertThat(tab.find("h1")).hasText("Read Me");
            assertThat(tab.find("main")).containsText("to be read");
            assertThat(tab.find("main")).containsText("Done is final");
            tab.reach("#f-item0");
            tab.type("3");
            tab.find("form .btn.pri").press("Enter");
            assertThat(tab.find("#say")).hasText("Saved as a draft. Only you see it.");
            school.admin.put(
                    "/api/cohorts/%s/applications/%s/scores/me".formatted(SCORED, id),
                    Map.of("points", Map.of("r-1", 5), "note", "Read twice", "done", true));
            tab.go(application).settled();
            assertThat(tab.find("main")).containsText("1 of 2 reviewers are done");
            assertThat(tab.find("main")).not().containsText("Read twice");
            assertThat(tab.find("#f-item0")).hasValue("3");
            tab.find("#f-item0").fill("");
            tab.find("#f-end").selectOption("DONE");
            tab.find("form .btn.pri").press("Enter");
            assertThat(tab.find("#f-item0-error")).isVisible();
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            tab.find("#f-item0").fill("2");
            tab.find("form .btn.pri").press("Enter");

            assertThat(tab.find("#own")).isFocused();
            assertThat(tab.find("main form")).hasCount(0);
            assertThat(tab.find("tbody tr", "Motivation")).containsText("2–5");
            assertThat(tab.find("main")).containsText("Read twice");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.cspReports()).isEmpty();
        }
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "dark", 1280))) {
            tab.go("/c/" + SCORED + "/applications").settled();
            assertThat(tab.find("tbody tr", "Read Me")).containsText("3.5/5점(2–5)");
            assertThat(tab.find("tbody tr", "Read Me")).containsText("2명 중 2명");
            assertThat(tab.find("main")).containsText("평가자 수는 바꿀 수 없습니다");
        }
    }

    @Test
    void severalAreDecidedAboutAtOnceWithALetterAndTheClosingIsComparedWithTheirPoints() {
        school.takeApplications(DECIDED);
        school.rubric(DECIDED);
        String high = school.apply(DECIDED, "High Points", "en");
        String low = school.apply(DECIDED, "Low Points", "ko");
        school.apply(DECIDED, "Waits Now", "ko");
        school.score(DECIDED, high, 5, 9);
        school.score(DECIDED, low, 1, 2);
        try (Tab tab = Tab.open(school, "ADMIN", new Look("en", "dark", 1280))) {
            tab.go("/c/" + DECIDED + "/applications").settled();
            assertThat(tab.find("main")).containsText("Once the cohort is closed");
            tab.find("#order").selectOption("total");
            assertThat(tab.find("tbody th"))
                    .hasText(new String[] {"High Points", "Low Points", "Waits Now"});
            assertThat(tab.axeViolations()).isEmpty();
            choose(tab, "High Points");
            choose(tab, "Low Points");
            tab.find("[role=group] .btn", "Select").first().press("Enter");
            assertThat(tab.find("dialog h2")).hasText("Selected: 2");
            tab.find("#f-subject_ko").fill("{cohort} 선발");
            tab.find("#f-text_ko").fill("{name} 님, 환영합니다.");
            tab.find("#f-subject_en").fill("You were selected");
            tab.find("#f-text_en").fill("Dear {nmae}, welcome.");
            assertThat(tab.find("dialog .note").first()).containsText("Low Points 님, 환영합니다.");
            assertThat(tab.find("dialog")).containsText("to 2 people by mail");
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("dialog .btn.pri").press("Enter");
            assertThat(tab.find("#f-text_en-error")).isVisible();
            tab.find("#f-text_en").fill("Dear {name}, welcome.");
            assertThat(tab.find("dialog")).containsText("Dear High Points, welcome.");
            tab.find("dialog .btn.pri").press("Enter");

            assertThat(tab.find("tbody tr", "High Points")).containsText("Selected");
            assertThat(tab.find("tbody tr", "High Points")).containsText("letter");
            assertThat(tab.find("#received")).isFocused();

            choose(tab, "Waits Now");
            tab.find("[role=group] .btn", "Put on the waiting list").press("Enter");
            tab.find("#f-letter").selectOption("WITHOUT");
            assertThat(tab.find("dialog")).containsText("Nobody is told");
            tab.find("dialog .btn.pri").press("Enter");
            assertThat(tab.find("tbody tr", "Waits Now")).containsText("Place 1 in line");

            choose(tab, "High Points");
            choose(tab, "Low Points");
            tab.find("[role=group] .btn", "Enroll").press("Enter");
            tab.find("dialog .btn.pri").press("Enter");
            assertThat(tab.find("tbody tr", "Low Points")).containsText("Enrolled");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.cspReports()).isEmpty();
            assertThat(tab.errors.stream().filter(error -> !error.contains("422"))).isEmpty();
        }
        school.admin.post(
                "/api/cohorts/" + DECIDED + "/closing",
                School.key(),
                Map.of("on", school.today.toString()));
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "light", 390))) {
            tab.go("/c/" + DECIDED + "/applications").settled();
            assertThat(tab.find("main")).containsText("상관이며 원인이 아닙니다");
            assertThat(tab.find("main")).containsText("20명보다 적습니다");
            assertThat(tab.find("tbody tr", "동기")).containsText("판단하기에 너무 적음");
            assertThat(tab.find("main .btn", "항목 추가")).hasCount(0);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.errors).isEmpty();
        }
    }

    private static void choose(Tab tab, String name) {
        tab.find("tbody tr", name).locator("input").focus();
        tab.press("Space");
    }

    @Test
    void fiftyStandOnAPageAndWhoIsChosenStaysChosen() {
        school.takeApplications(MANY);
        for (int i = 1; i <= 52; i++) {
            school.apply(MANY, "Many %02d".formatted(i), "en");
        }
        try (Tab tab = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            tab.go("/c/" + MANY + "/applications").settled();
            tab.find("#order").selectOption("name");
            assertThat(tab.find("tbody th")).hasCount(50);
            assertThat(tab.find("tbody th").first()).hasText("Many 01");
            assertThat(tab.find(".pages")).containsText("1–50 of 52");
            assertThat(tab.find(".pages .btn", "Previous")).isDisabled();
            choose(tab, "Many 01");
            tab.find(".pages .btn", "Next").focus();
            tab.press("Enter");

            assertThat(tab.find("tbody th")).hasText(new String[] {"Many 51", "Many 52"});
            assertThat(tab.find("#say")).hasText("51–52 of 52");
            assertThat(tab.find(".pages .btn", "Next")).isDisabled();
            choose(tab, "Many 52");
            assertThat(tab.find("[role=group]")).containsText("Chosen: 2");
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("[role=group] .btn", "Put on the waiting list").press("Enter");
            tab.find("#f-letter").selectOption("WITHOUT");
            tab.find("dialog .btn.pri").press("Enter");
            assertThat(tab.find("tbody tr", "Many 52")).containsText("Place 2 in line");
            tab.find("#status").selectOption("WAITING");
            assertThat(tab.find("tbody th")).hasText(new String[] {"Many 01", "Many 52"});
            assertThat(tab.find(".pages")).hasCount(0);

            // All that are shown, and nobody whom no one sees.
            tab.find("#status").selectOption("");
            tab.find("[role=group] .btn", "Choose all that are shown").press("Enter");
            assertThat(tab.find("[role=group]")).containsText("Chosen: 50");
            assertThat(tab.errors).isEmpty();
        }
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "dark", 390))) {
            tab.go("/c/" + MANY + "/applications?order=name&page=2").settled();
            assertThat(tab.find(".pages")).containsText("52명 중 51–52");
            assertThat(tab.find("tbody th")).hasCount(2);
            tab.find(".pages .btn", "이전").click();
            assertThat(tab.find(".pages")).containsText("52명 중 1–50");
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.errors).isEmpty();
        }
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
            tab.find("main .btn", "Add a question").click();
            tab.find("#f-kind").selectOption("FILE");
            assertThat(tab.find("#f-choices")).hasCount(0);
            tab.find("#f-ko").fill("추천서");
            tab.find("#f-en").fill("A recommendation");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("ol.stack li", "A recommendation")).containsText("File (PDF");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }
}
