package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The sheet as staff mark it, the policy, and what a student is told; each test has its own day.
 */
@Tag("pages")
class AttendanceTest {

    private static final String COHORT = "sheet";
    private static final int PEOPLE = 81;

    /** Until the dashboard has it. */
    private static final double FOLDED_MILLIS = 30_000;

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
        if (school.admin.find("/api/cohorts/" + COHORT).isEmpty()) {
            Map<String, Object> cohort = new HashMap<>();
            cohort.put("cohortId", COHORT);
            cohort.put("programme", "Sheets");
            cohort.put("name", "Sheets 1");
            cohort.put("startDate", school.today.minusDays(20).toString());
            cohort.put("endDate", school.today.plusDays(99).toString());
            cohort.put("timeZone", "Asia/Seoul");
            cohort.put("capacity", 100);
            // Whatever day of the week the test runs on, it is one to mark.
            cohort.put(
                    "trainingWeekdays",
                    List.of(
                            "MONDAY",
                            "TUESDAY",
                            "WEDNESDAY",
                            "THURSDAY",
                            "FRIDAY",
                            "SATURDAY",
                            "SUNDAY"));
            school.admin.post("/api/cohorts", School.key(), cohort);
            school.importRoster(
                    COHORT,
                    IntStream.rangeClosed(1, PEOPLE)
                            .mapToObj(i -> "sheet%02d,Person %02d".formatted(i, i))
                            .collect(Collectors.joining("\n", "externalId,name\n", "\n")));
        }
        Wait.until(() -> sheet(school.today).path("entries").size() == PEOPLE);
    }

    @Test
    void aDayIsMarkedSavedClosedAndReopenedByKeysAlone() {
        LocalDate day = school.today;
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + COHORT + "/attendance");
            assertThat(tab.find(".head")).containsText("Today: 0 marked, 81 to go");
            tab.reach("td");
            tab.press("p");
            assertThat(tab.find("#say")).hasText("Person 01, Present");
            tab.press("2");
            tab.press("ArrowUp");
            tab.press("Shift+E");
            assertThat(tab.find("#say")).hasText("Person 02, Late, Left early");
            assertThat(cell(tab, 2, day)).isFocused();
            tab.press("ArrowDown");
            tab.press("x");
            tab.press("a");
            tab.press("ArrowUp");
            tab.press("Delete");
            assertThat(cell(tab, 1, day)).hasText("P");
            assertThat(cell(tab, 2, day)).hasText("LE");
            assertThat(cell(tab, 2, day)).hasAttribute("aria-label", "Late, Left early, not saved");
            assertThat(cell(tab, 3, day)).hasText("X");
            assertThat(cell(tab, 4, day)).hasText("");

            tab.press("Control+End");
            assertThat(cell(tab, PEOPLE, day)).isFocused();
            tab.press("PageUp");
            assertThat(cell(tab, PEOPLE - 10, day)).isFocused();
            tab.press("Home");
            assertThat(cell(tab, PEOPLE - 10, day.minusDays(6))).isFocused();
            tab.press("End");
            tab.press("Control+Home");
            assertThat(cell(tab, 1, day.minusDays(6))).isFocused();
            tab.press("End");
            assertThat(cell(tab, 1, day)).isFocused();

            tab.reachText("Mark 78 blanks present");
            tab.press("Enter");
            assertThat(tab.find(".head")).containsText("Today: 81 marked, 0 to go");
            assertThat(tab.find("td.unsaved")).hasCount(PEOPLE);
            assertThat(status(day, 1)).isEqualTo("UNMARKED");
            tab.reachText("Save (81)");
            tab.press("Enter");
            assertThat(tab.find("td.unsaved")).hasCount(0);
            assertThat(tab.find("#say")).hasText("81 marks saved.");
            assertThat(tab.find("#cell-info")).containsText("Set by staff");
            assertThat(status(day, 2)).isEqualTo("LATE+EARLY_LEAVE");
            assertThat(status(day, 81)).isEqualTo("PRESENT");

            tab.reachText("Close the day");
            tab.press("Enter");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(button(tab, "Reopen the day")).isVisible();
            assertThat(cell(tab, 1, day)).hasAttribute("aria-readonly", "true");
            assertThat(sheet(day).path("closed").asBoolean()).isTrue();
            assertThat(tab.axeViolations()).isEmpty();
            tab.reach("td");
            tab.press("a");
            assertThat(tab.find("x-sheet .note")).containsText("is closed. Reopen the day");
            assertThat(cell(tab, 1, day)).hasText("P");

            tab.reachText("Reopen the day");
            tab.press("Enter");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(button(tab, "Close the day")).isVisible();
            assertThat(cell(tab, 1, day)).not().hasAttribute("aria-readonly", "true");
        }
    }

    @Test
    void aColumnOfASpreadsheetIsPastedWholeOrNotAtAllAndUndoneAtOnce() {
        LocalDate day = school.today.minusDays(1);
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            tab.go("/c/" + COHORT + "/attendance?until=" + day);
            tab.reach("td");
            paste(tab, "출석\r\nLate\r\n\r\nLATE+조퇴\r\n5\r\n");
            assertThat(tab.find("#say"))
                    .hasText(
                            "Pasted into 4 cells: Present 1, Late 1, Late, Left early 1, Absent 1");
            assertThat(cell(tab, 1, day)).hasText("P");
            assertThat(cell(tab, 2, day)).hasText("L");
            assertThat(cell(tab, 3, day)).hasText("");
            assertThat(cell(tab, 4, day)).hasText("LE");
            assertThat(cell(tab, 5, day)).hasText("A");
            tab.press("Control+z");
            assertThat(tab.find("td.unsaved")).hasCount(0);
            assertThat(button(tab, "Save (0)")).isVisible();

            paste(tab, "출석\nmaybe");
            assertThat(tab.find("x-sheet .note")).containsText("line 2 has “maybe”");
            paste(tab, "O\nX\nO");
            assertThat(tab.find("x-sheet .note")).containsText("Write the words.");
            tab.press("Control+End");
            paste(tab, "출석\n출석");
            assertThat(tab.find("x-sheet .note")).containsText("line 2 goes beyond the sheet");
            assertThat(tab.find("td.unsaved")).hasCount(0);
        }
    }

    @Test
    void theSheetsSoFarAreSavedAsAFileInWhichTheRosterNamesEachStudent() throws IOException {
        LocalDate day = school.today.minusDays(11);
        mark(day, 7, "LATE+EARLY_LEAVE");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + COHORT + "/attendance");
            assertThat(button(tab, "Save as CSV")).isVisible();

            Download file = tab.page.waitForDownload(() -> button(tab, "Save as CSV").click());

            List<String> lines = Files.readAllLines(file.path());
            assertThat(file.suggestedFilename()).isEqualTo(COHORT + "-attendance.csv");
            assertThat(lines.getFirst()).isEqualTo("\ufeffdate,student,name,status");
            assertThat(lines).contains(day + ",sheet07,Person 07,LATE+EARLY_LEAVE");
            assertThat(lines).hasSize(1 + PEOPLE * 21);
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void whatTwoWindowsChangedIsShownInBothValuesAndOneIsChosen() {
        LocalDate day = school.today.minusDays(2);
        String path = "/c/" + COHORT + "/attendance?until=" + day;
        try (Tab first = Tab.open(school, "STAFF", Look.USUAL);
                Tab second = Tab.open(school, "ADMIN", Look.USUAL)) {
            // Hears nothing of the other: what it has seen is old when it saves.
            second.page.route("**/stream", Route::abort);
            first.go(path);
            second.go(path);
            second.reach("td");
            second.press("a");
            second.press("p");
            second.press("p");
            first.reach("td");
            first.press("l");
            first.press("p");
            button(first, "Save (2)").click();
            assertThat(first.find("td.unsaved")).hasCount(0);

            button(second, "Save (3)").click();
            assertThat(second.find("dialog select")).hasCount(1);
            assertThat(second.find("dialog label")).containsText("Person 01");
            assertThat(second.find("dialog option"))
                    .hasText(new String[] {"Choose", "Mine: Absent", "Theirs: Late"});
            assertThat(second.axeViolations()).isEmpty();
            assertThat(status(day, 1)).isEqualTo("LATE");
            second.find("dialog select").selectOption("mine");
            second.find("dialog .btn.pri").click();
            assertThat(second.find("td.unsaved")).hasCount(0);
            assertThat(status(day, 1)).isEqualTo("ABSENT");
            assertThat(status(day, 3)).isEqualTo("PRESENT");

            // The first window hears of it and shows it without being asked.
            assertThat(cell(first, 1, day)).hasText("A", within());
        }
    }

    @Test
    void aDayThatIsNotWholeIsNotClosedAndWhoIsMissingIsNamed() {
        LocalDate day = school.today.minusDays(3);
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + COHORT + "/attendance?until=" + day);
            tab.reach("td");
            tab.press("p");
            button(tab, "Close the day").click();
            assertThat(tab.find("dialog")).containsText("not saved");
            button(tab, "Close").click();
            button(tab, "Save (1)").click();
            assertThat(tab.find("td.unsaved")).hasCount(0);

            button(tab, "Close the day").click();
            assertThat(tab.find("dialog")).containsText("80 students have no mark.");
            assertThat(tab.find("dialog li").first()).hasText("Person 02");
            assertThat(tab.find("dialog li")).hasCount(PEOPLE - 1);
            assertThat(sheet(day).path("closed").asBoolean()).isFalse();
        }
    }

    @Test
    void whatIsNotSavedIsThereAgainWhenOneComesBack() {
        LocalDate day = school.today.minusDays(4);
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + COHORT + "/attendance?until=" + day);
            tab.reach("td");
            tab.press("l");
            tab.find("nav a", "Students").click();
            assertThat(tab.find("h1")).hasText("Students");
            tab.page.goBack();

            assertThat(tab.find("td.unsaved")).hasText("L");
            assertThat(button(tab, "Save (1)")).isVisible();
            assertThat(status(day, 1)).isEqualTo("UNMARKED");
        }
    }

    @Test
    void aServiceThatIsAwayCostsNoMark() {
        LocalDate day = school.today.minusDays(5);
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + COHORT + "/attendance?until=" + day);
            tab.reach("td");
            tab.press("o");
            tab.page.route(
                    "**/attendance/" + day,
                    route ->
                            route.fulfill(
                                    new Route.FulfillOptions()
                                            .setStatus(503)
                                            .setContentType("application/problem+json")
                                            .setHeaders(Map.of("Retry-After", "7"))
                                            .setBody(
                                                    "{\"title\": \"Away\", \"status\": 503, \"code\": \"SERVICE_UNAVAILABLE\"}")));
            button(tab, "Save (1)").click();
            assertThat(tab.find("main [role=alert]")).containsText("Try again in 7 s.");
            assertThat(tab.find("td.unsaved")).hasText("O");

            tab.page.unroute("**/attendance/" + day);
            button(tab, "Save (1)").click();
            assertThat(tab.find("td.unsaved")).hasCount(0);
            assertThat(status(day, 1)).isEqualTo("OUTING");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ko, light, 1280, 출석부, 칸에 표시하기",
        "ko, dark, 390, 출석부, 칸에 표시하기",
        "en, light, 390, Attendance sheet, Mark the cell",
        "en, dark, 1280, Attendance sheet, Mark the cell"
    })
    void theSheetIsForBothLanguagesThemesAndWidths(
            String language, String theme, int width, String title, String group) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, theme, width))) {
            tab.go("/c/" + COHORT + "/attendance");
            assertThat(tab.find("h1")).hasText(title);
            assertThat(tab.find("x-sheet tbody tr")).hasCount(PEOPLE);
            assertThat(tab.find("x-sheet tbody td")).hasCount(PEOPLE * 7);
            // By a finger: a cell is chosen, and a button marks it.
            tab.find("x-sheet td").first().click();
            tab.find("x-sheet [role=group] button").nth(1).click();
            assertThat(tab.find("td.unsaved")).hasText(language.equals("ko") ? "지" : "L");

            assertThat(tab.find("x-sheet [role=group]")).hasAttribute("aria-label", group);
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.cspReports()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"en, empty, There is nothing to mark before.", "ko, empty, 그 전에는 표시할 것이 없습니다."})
    void aCourseThatHasNotBegunSaysSo(String language, String cohort, String text) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", 1280))) {
            tab.go("/c/" + cohort + "/attendance");

            assertThat(tab.find("main")).containsText(text);
        }
    }

    @Test
    void aPolicyIsTriedBeforeItIsAdoptedAndNamesWhoseFiguresChange() {
        LocalDate from = school.today.minusDays(10);
        for (int i = 0; i < 3; i++) {
            mark(from.plusDays(i), 7, "LATE");
            mark(from.plusDays(i), 8, "PRESENT");
        }
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + COHORT + "/attendance/policy");
            tab.page.getByLabel("Preset").selectOption("SIMPLE");
            tab.page.getByLabel("From").fill(from.toString());
            button(tab, "See who changes").click();
            assertThat(tab.find("main tbody tr", "Person 07")).containsText("1 → 0");
            assertThat(tab.find("main tbody tr", "Person 08")).hasCount(0);
            assertThat(policyVersions()).isEqualTo(1);

            button(tab, "Adopt this policy").click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("#say")).containsText("is adopted.");
            assertThat(tab.find("main tbody tr", "Simple")).hasCount(1);
            assertThat(policyVersions()).isEqualTo(2);

            tab.page.getByLabel("Preset").selectOption("CUSTOM");
            tab.page.getByLabel("Attendance asked for (%)").fill("180");
            button(tab, "See who changes").click();
            assertThat(tab.find("#f-thresholdPerMille-error")).hasText("must be from 0 to 100");
            assertThat(tab.axeViolations()).isEmpty();

            tab.page.getByLabel("Attendance asked for (%)").fill("80");
            tab.page.getByLabel("Illness: days accepted").fill("367");
            button(tab, "See who changes").click();
            assertThat(tab.find("#f-cap_SICK-error")).isVisible();
            tab.page.getByLabel("Illness: days accepted").fill("2");
            button(tab, "See who changes").click();
            button(tab, "Adopt this policy").click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("main tbody tr", "Illness 2 in the course")).hasCount(1);
            assertThat(tab.sidewaysScroll()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"en, You can still miss, Left early, Set by staff", "ko, 더 빠질 수 있습니다, 조퇴, 직원이 입력"})
    void aStudentIsToldHowManyDaysCanStillBeMissedAndWhatCountedWhichDay(
            String language, String left, String mark, String clause) {
        school.attended(School.OWN_NAME, "LATE+EARLY_LEAVE");
        try (Tab tab = Tab.open(school, "STUDENT", new Look(language, "dark", 390))) {
            tab.go("/me");
            assertThat(tab.find("main")).containsText(left);
            // Other tests have the same student in cohorts of their own.
            Locator own = tab.find("main section", "AI 8기");
            own.locator("summary").click();

            Locator day =
                    own.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(mark));
            assertThat(day).containsText(clause);
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void theDashboardShowsTheSheetTheWeeksAndWhoHasTheFewestDaysLeft() {
        mark(school.today.minusDays(12), 40, "ABSENT");
        mark(school.today.minusDays(12), 41, "PRESENT");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + COHORT);
            Locator panel = tab.find("section.panel", "Fewest days left to miss");
            assertThat(panel)
                    .containsText(
                            "Person 40",
                            new com.microsoft.playwright.assertions.LocatorAssertions
                                            .ContainsTextOptions()
                                    .setTimeout(FOLDED_MILLIS));
            assertThat(panel.locator(".bars li").last()).containsText("%");
            assertThat(tab.axeViolations()).isEmpty();
            String file =
                    tab.page
                            .waitForDownload(() -> button(tab, "CSV Attendance").click())
                            .suggestedFilename();
            assertThat(file).isEqualTo("attendance-%s-%s.csv".formatted(COHORT, school.today));
            panel.getByText("Open the sheet").click();
            assertThat(tab.find("h1")).hasText("Attendance sheet");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/c/sheet/attendance", "/c/sheet/attendance/policy"})
    void aStudentIsToldThatThePagesOfStaffAreNotOpen(String path) {
        try (Tab tab = Tab.open(school, "STUDENT", Look.USUAL)) {
            tab.go(path);

            assertThat(tab.find("[data-trouble=forbidden]")).isVisible();
        }
    }

    // ---- what there is

    private static JsonNode sheet(LocalDate day) {
        return school.admin
                .find("/api/cohorts/" + COHORT + "/attendance/" + day)
                .orElseGet(() -> tools.jackson.databind.node.JsonNodeFactory.instance.objectNode());
    }

    private static String studentId(int person) {
        return school.student(COHORT, "Person %02d".formatted(person)).path("studentId").asString();
    }

    private static String status(LocalDate day, int person) {
        String studentId = studentId(person);
        return sheet(day)
                .path("entries")
                .valueStream()
                .filter(entry -> entry.path("studentId").asString().equals(studentId))
                .findFirst()
                .orElseThrow()
                .path("status")
                .asString();
    }

    private static void mark(LocalDate day, int person, String status) {
        school.admin.put(
                "/api/cohorts/" + COHORT + "/attendance/" + day,
                Map.of(
                        "entries",
                        List.of(Map.of("studentId", studentId(person), "status", status))));
    }

    private static int policyVersions() {
        return school.admin
                .get("/api/cohorts/" + COHORT + "/attendance-policy")
                .path("versions")
                .size();
    }

    // ---- on the page

    private static Locator cell(Tab tab, int person, LocalDate day) {
        return tab.find("x-sheet tbody tr")
                .nth(person - 1)
                .locator("td[data-date=\"" + day + "\"]");
    }

    private static void paste(Tab tab, String text) {
        tab.page.evaluate("text => navigator.clipboard.writeText(text)", text);
        tab.press("Control+v");
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions within() {
        return new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                .setTimeout(FOLDED_MILLIS);
    }
}
