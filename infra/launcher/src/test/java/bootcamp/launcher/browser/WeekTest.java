package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The week of each role, the calendar of a phone, and the curriculum that staff plan. */
@Tag("pages")
class WeekTest {

    private static School school;

    /** Of next week, so that all of it is to come. */
    private static LocalDate monday;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
        monday = school.today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    }

    // ---- what tests say

    /** A cohort of its own from next Monday on, with a holiday on the second one. */
    private static String cohort(String id) {
        return cohort(id, monday, monday.plusWeeks(1));
    }

    private static String cohort(String id, LocalDate start, LocalDate holiday) {
        Map<String, Object> cohort = new HashMap<>();
        cohort.put("cohortId", id);
        cohort.put("programme", "AI");
        cohort.put("name", "Week " + id);
        cohort.put("startDate", start);
        cohort.put("endDate", start.plusWeeks(12));
        cohort.put("timeZone", "Asia/Seoul");
        cohort.put("capacity", 10);
        cohort.put("holidays", List.of(holiday));
        school.admin.post("/api/cohorts", School.key(), cohort);
        return id;
    }

    private static JsonNode session(
            String cohortId, String title, LocalDate day, String from, String until, String place) {
        return session(cohortId, title, day, from, until, place, Map.of());
    }

    /**
     * @param more fields beside these
     */
    private static JsonNode session(
            String cohortId,
            String title,
            LocalDate day,
            String from,
            String until,
            String place,
            Map<String, Object> more) {
        Map<String, Object> session = new HashMap<>(more);
        session.put("kind", "LECTURE");
        session.put("title", title);
        session.put("startsAt", day + "T" + from);
        session.put("endsAt", day + "T" + until);
        session.put("place", place);
        return school.admin.post("/api/cohorts/" + cohortId + "/sessions", School.key(), session);
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void fill(Tab tab, String field, String value) {
        tab.find("dialog #f-" + field).fill(value);
    }

    /** A day or an hour; in which order its digits are typed is the browser's language's. */
    private static void enter(Tab tab, String field, String value) {
        tab.reach("#f-" + field);
        fill(tab, field, value);
    }

    private static void choose(Tab tab, String field, String label) {
        tab.find("dialog #f-" + field)
                .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(label));
    }

    /** What is in the open dialog is sent. */
    private static void send(Tab tab) {
        tab.find("dialog .btn.pri").click();
    }

    private static HttpResponse<String> fetched(String url)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    // ---- planning

    @Test
    void modulesInstructorsAndWeeklySessionsArePlannedByKeysAlone() {
        String cohort = cohort("week-keys");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + cohort + "/curriculum");
            tab.reachText("New instructor");
            tab.press("Enter");
            tab.reach("#f-name");
            tab.type("Maren Thornby");
            tab.reach("#f-affiliation");
            tab.type("From");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find("#say")).hasText("Maren Thornby is added.");

            tab.reachText("New module");
            tab.press("Enter");
            tab.reach("#f-name");
            tab.type("통계 <b>");
            enter(tab, "from", monday.toString());
            enter(tab, "until", monday.plusWeeks(3).toString());
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find("main table").first()).containsText("통계 <b>");

            tab.reachText("New session");
            tab.press("Enter");
            tab.reach("#f-title");
            tab.type("Gradients 🚀");
            tab.reach("#f-moduleId");
            tab.type("통계");
            tab.reach("#f-instructorId");
            tab.type("Maren");
            enter(tab, "date", monday.toString());
            enter(tab, "from", "10:00");
            enter(tab, "until", "12:00");
            tab.reach("#f-place");
            tab.type("Room 4");
            tab.reach("#f-repeats");
            tab.type("Every");
            enter(tab, "repeatUntil", monday.plusWeeks(3).toString());
            tab.reach("dialog .btn.pri");
            tab.press("Enter");

            // Four Mondays, one of them a holiday.
            assertThat(tab.find("#say")).hasText("3 sessions are planned.");
            assertThat(tab.find("main")).containsText("3 sessions to come");
            assertThat(tab.axeViolations()).isEmpty();

            tab.reach("main table .btn.sm");
            tab.press("Enter");
            assertThat(tab.find("dialog h2")).hasText("Edit “통계 <b>”");
            tab.press("Escape");
            assertThat(tab.errors).isEmpty();
        }
    }

    @Test
    void aPlaceThatIsTakenNamesAndOpensTheOtherSessionAndMayBeUsedAllTheSame() {
        String cohort = cohort("week-place");
        JsonNode first =
                session(cohort, "There first", monday, "10:00", "12:00", "Hall of week-place");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + cohort + "/curriculum");
            button(tab, "New session").click();
            fill(tab, "title", "There too");
            fill(tab, "date", monday.toString());
            fill(tab, "from", "11:00");
            fill(tab, "until", "13:00");
            fill(tab, "place", "hall of  WEEK-place");
            send(tab);

            assertThat(tab.find("dialog #beside")).containsText("There first");
            Locator other = tab.find("dialog .note a");
            assertThat(other).containsText("There first");
            assertThat(tab.find("dialog #f-title")).hasValue("There too");
            assertThat(tab.axeViolations()).isEmpty();
            String address = String.valueOf(other.getAttribute("href"));
            tab.page.getByLabel("Use it all the same").check();
            send(tab);
            assertThat(tab.find("#say")).hasText("“There too” is planned.");

            tab.go(address);
            String sessionId = first.path("sessionId").asString();
            tab.page.waitForFunction("id => document.activeElement.id === id", "s-" + sessionId);
            assertThat(tab.find("#s-" + sessionId + " .clash")).containsText("There too");
            tab.find("#s-" + sessionId + " .clash a").click();
            assertThat(tab.page.evaluate("document.activeElement.textContent").toString())
                    .contains("There too");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void anInstructorWhoIsBusyIsNotTakenAllTheSame() {
        String cohort = cohort("week-busy");
        String instructorId =
                school.admin
                        .post(
                                "/api/instructors",
                                School.key(),
                                Map.of("name", "Busy Week", "affiliation", "IN_HOUSE"))
                        .path("instructorId")
                        .asString();
        session(
                cohort,
                "Taught",
                monday,
                "10:00",
                "12:00",
                "A",
                Map.of("instructorId", instructorId));
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "dark", 390))) {
            tab.go("/c/" + cohort + "/curriculum");
            button(tab, "새 세션").click();
            fill(tab, "title", "Elsewhere");
            choose(tab, "instructorId", "Busy Week");
            fill(tab, "date", monday.toString());
            fill(tab, "from", "11:00");
            fill(tab, "until", "13:00");
            send(tab);

            assertThat(tab.find("dialog .note a")).containsText("Taught");
            assertThat(tab.find("dialog #f-overridePlace")).hasCount(0);
            assertThat(tab.axeViolations()).isEmpty();
            fill(tab, "from", "12:00");
            send(tab);
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(tab.find("main")).containsText("Elsewhere");
            assertThat(tab.sidewaysScroll()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 10:00, 12:00, title",
        "Backwards, 12:00, 10:00, until",
        "Outside, 10:00, 12:00, from",
    })
    void whatIsWrongIsToldAtItsFieldAndWhatWasTypedStays(
            String title, String from, String until, String field) {
        String cohort = "week-bad-" + field;
        cohort(cohort);
        LocalDate day = field.equals("from") ? monday.minusDays(1) : monday;
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + cohort + "/curriculum");
            button(tab, "New session").click();
            fill(tab, "title", title);
            fill(tab, "date", day.toString());
            fill(tab, "from", from);
            fill(tab, "until", until);
            fill(tab, "place", "Room 4");
            send(tab);

            assertThat(tab.find("#f-" + field + "-error")).isVisible();
            assertThat(tab.find("dialog #errors")).isFocused();
            assertThat(tab.find("dialog #f-place")).hasValue("Room 4");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void aSessionIsMovedAndCancelledAndStaysInTheWeekAsCancelled() {
        String cohort = cohort("week-cancel");
        session(cohort, "To be moved", monday, "10:00", "12:00", "B");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + cohort + "/curriculum");
            tab.find("main table .btn.sm", "Edit").first().click();
            fill(tab, "from", "09:00");
            send(tab);
            assertThat(tab.find("#say")).hasText("Saved.");
            assertThat(tab.find("main table").first()).containsText("09:00–12:00");
            tab.find("main table .btn.sm", "Cancel it").first().click();
            send(tab);
            assertThat(tab.find("main table .tag.w")).hasText("cancelled");

            tab.go("/c/" + cohort + "/calendar?week=" + monday);
            assertThat(tab.find(".entry.gone")).containsText("To be moved");
            assertThat(tab.find(".entry.gone")).containsText("cancelled");
        }
    }

    @Test
    void aCurriculumIsCopiedByKeysAloneAndWhatIsLeftOutIsTold() {
        String from = cohort("week-copy");
        LocalDate later = monday.plusWeeks(20);
        String to = cohort("week-copied", later, later.plusDays(2));
        session(from, "Copied over", monday.plusDays(1), "10:00", "12:00", "Copy room");
        session(from, "On a holiday there", monday.plusDays(2), "10:00", "12:00", "Copy room");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + to + "/curriculum");
            tab.reachText("Copy another cohort’s");
            tab.press("Enter");
            tab.reach("#f-fromCohortId");
            choose(tab, "fromCohortId", "Week week-copy");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");

            assertThat(tab.find("dialog")).containsText("Sessions copied: 1.");
            assertThat(tab.find("dialog table")).containsText("On a holiday there");
            assertThat(tab.find("dialog table")).containsText("has no training on that day");
            assertThat(tab.axeViolations()).isEmpty();
            tab.press("Escape");
            assertThat(tab.find("main table").first()).containsText("Copied over");
            assertThat(tab.errors).isEmpty();
        }
    }

    // ---- looking

    @Test
    void aStudentSeesWhatIsNextWithRoomAndMinutesAndLecturesBesideIt() {
        ZonedDateTime soon =
                ZonedDateTime.now(School.ZONE).truncatedTo(ChronoUnit.MINUTES).plusMinutes(25);
        Map<String, Object> session = new HashMap<>();
        session.put("kind", "LAB");
        session.put("title", "Next at hand");
        session.put("startsAt", soon.toLocalDateTime().toString());
        session.put("endsAt", soon.plusHours(1).toLocalDateTime().toString());
        session.put("place", "Lab 7");
        school.admin.post("/api/cohorts/" + School.RUNNING + "/sessions", School.key(), session);
        school.lecture("In the week", 5);
        try (Tab tab = Tab.open(school, "STUDENT", new Look("en", "light", 390))) {
            tab.go("/");

            assertThat(tab.find("h1")).hasText("Week");
            assertThat(tab.page.url()).endsWith("/week");
            assertThat(tab.find("#next")).containsText("Next at hand");
            assertThat(tab.find("#next")).containsText("Lab 7");
            assertThat(tab.find("#next .nextup"))
                    .containsText(java.util.regex.Pattern.compile("in 2[45] minutes"));
            assertThat(tab.find(".week > li.now")).isVisible();
            assertThat(tab.find(".week > li:visible")).not().hasCount(7);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            tab.reachText("Week after");
            tab.press("Enter");
            assertThat(tab.find(".week")).containsText("In the week");
            assertThat(tab.find("[data-kind=SPECIAL_LECTURE] a").first()).isVisible();
            tab.find("main a", "This week").click();
            assertThat(tab.find(".week > li.now")).isVisible();
        }
    }

    @Test
    void aStudentMakesALinkCopiesItAndRevokesItByKeysAlone() throws Exception {
        try (Tab tab = Tab.open(school, "STUDENT", Look.USUAL)) {
            tab.go("/week").settled();
            tab.reachText("Make a link");
            tab.press("Enter");
            assertThat(tab.find("dialog")).containsText("without signing in");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            Locator once = tab.find("#subscribe .once");
            assertThat(once).containsText("/api/me/calendar.ics?token=");
            String url = once.innerText().strip();
            assertThat(fetched(url).body()).startsWith("BEGIN:VCALENDAR\r\n");
            assertThat(tab.axeViolations()).isEmpty();

            tab.go("/week").settled();
            assertThat(tab.find("#subscribe table tbody tr")).hasCount(1);
            assertThat(once).hasCount(0);
            tab.reach("#subscribe table .btn");
            tab.press("Enter");
            tab.reach("dialog .btn.pri");
            tab.press("Enter");
            assertThat(tab.find("#say")).hasText("The link is revoked.");
            assertThat(tab.find("#subscribe table")).hasCount(0);
            assertThat(fetched(url).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void staffMakeALinkForTheirCohort() throws Exception {
        String cohort = cohort("week-link");
        session(cohort, "Shared", monday, "10:00", "12:00", "C");
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "light", 1280))) {
            tab.go("/c/" + cohort + "/calendar").settled();
            button(tab, "링크 만들기").click();
            send(tab);
            String url = tab.find("#subscribe .once").innerText().strip();
            assertThat(fetched(url).body()).contains("SUMMARY:Shared");
            assertThat(tab.find("#subscribe table")).containsText("mina");
        }
    }

    @Test
    void anInstructorSeesTheOwnWeekAndNothingElse() {
        String cohort = cohort("week-own");
        session(
                cohort,
                "Taught by me",
                monday,
                "10:00",
                "12:00",
                "D",
                Map.of("instructorId", school.instructorId));
        session(cohort, "Taught by another", monday, "10:00", "12:00", "E");
        try (Tab tab = Tab.open(school, "INSTRUCTOR", Look.USUAL)) {
            tab.go("/");
            assertThat(tab.find("h1")).hasText("Week");
            tab.go("/week?week=" + monday);

            assertThat(tab.find(".week")).containsText("Taught by me");
            assertThat(tab.find(".week")).not().containsText("Taught by another");
            assertThat(tab.find("#subscribe")).hasCount(0);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.errors).isEmpty();
            tab.go("/c/" + cohort + "/curriculum");
            assertThat(tab.find("[data-trouble=forbidden]")).isVisible();
        }
    }

    @Test
    void staffChooseTheCohortWhoseWeekTheySee() {
        String cohort = cohort("week-choice");
        session(cohort, "Of the chosen", monday, "10:00", "12:00", "F");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/week").settled();
            tab.page
                    .getByLabel("Cohort")
                    .selectOption(
                            new com.microsoft.playwright.options.SelectOption()
                                    .setLabel("Week week-choice"));
            tab.page.waitForURL("**/week?cohort=week-choice");
            tab.find("main a", "Week after").click();

            assertThat(tab.find(".week")).containsText("Of the chosen");
            assertThat(tab.page.getByLabel("Cohort")).hasValue("week-choice");
        }
    }

    @ParameterizedTest
    @CsvSource({"en, Nothing is planned for the next", "ko, 앞으로 14일 동안 일정이 없습니다."})
    void aWeekWithNothingInItSaysSo(String language, String text) {
        String cohort = cohort("week-empty-" + language);
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "dark", 390))) {
            tab.go("/c/" + cohort + "/calendar").settled();

            assertThat(tab.find("#main")).containsText(text);
            tab.go("/c/" + cohort + "/curriculum").settled();
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"/c/ai-8/calendar", "/c/ai-8/curriculum"})
    void aStudentIsToldThatThePagesOfStaffAreNotOpen(String path) {
        try (Tab tab = Tab.open(school, "STUDENT", Look.USUAL)) {
            tab.go(path);

            assertThat(tab.find("[data-trouble=forbidden]")).isVisible();
        }
    }
}
