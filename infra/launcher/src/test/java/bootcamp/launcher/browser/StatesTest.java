package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Empty, loading, stale, incomplete, error, forbidden: what a page says of itself. */
@Tag("pages")
class StatesTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
        school.clinic("States", 20);
    }

    private static Tab open(String role, String language) {
        return Tab.open(school, role, new Look(language, "light", 1280));
    }

    @ParameterizedTest
    @CsvSource({
        "en, /c/empty, Import a roster or add students",
        "ko, /c/empty, 명단을 가져오거나 한 명씩 추가하면",
        "en, /c/empty/students, They appear here once you import a roster.",
        "ko, /c/empty/students, 아직 수강생이 없습니다",
        "en, /c/empty/clinics, There is no clinic yet.",
        "ko, /c/empty/clinics, 아직 클리닉이 없습니다.",
        "en, /c/empty/teams, There is no team yet.",
        "ko, /c/empty/teams, 아직 팀이 없습니다.",
        "en, /dead-letters, Everything was processed.",
        "ko, /dead-letters, 처리하지 못한 기록이 없습니다.",
        "en, /compare, Choose the cohorts to compare.",
        "ko, /compare, 비교할 기수",
        "en, /c/few, With fewer than 5 people",
        "ko, /c/few, 5명"
    })
    void anEmptyPageSaysWhatFillsIt(String language, String path, String text) {
        try (Tab tab = open("ADMIN", language)) {
            tab.go(path);

            assertThat(tab.find("main")).containsText(text);
            assertThat(tab.find("x-survival")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, /, **/api/dashboards?*, Loading.",
        "ko, /, **/api/dashboards?*, 불러오고 있습니다.",
        "en, /c/ai-8/students, **/enrollments*, Loading.",
        "ko, /settings, **/api/users*, 불러오고 있습니다.",
        "en, /c/ai-8/attendance, **/attendance?*, Loading.",
        "ko, /c/ai-8/clinics, **/clinics?*, 불러오고 있습니다.",
        "ko, /c/ai-8/attendance/policy, **/attendance-policy, 불러오고 있습니다."
    })
    void aSlowPageSaysThatItLoadsAndThenShows(
            String language, String path, String slow, String text) {
        try (Tab tab = open("ADMIN", language)) {
            List<Route> held = new ArrayList<>();
            tab.page.route(slow, held::add);
            tab.go(path);

            assertThat(tab.find("main [aria-busy=true]")).hasText(text);
            tab.page.unroute(slow);
            held.forEach(Route::resume);
            assertThat(tab.find("main table").first()).isVisible();
            assertThat(tab.find("main [aria-busy=true]")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"en, Showing data from", "ko, 의 자료를 보여 줍니다."})
    void whatWasLoadedStaysUnderItsTimeWhenTheServiceIsAway(String language, String text) {
        try (Tab tab = open("ADMIN", language)) {
            tab.go("/");
            assertThat(tab.find("main table").first()).isVisible();

            tab.page.route("**/api/dashboards?*", StatesTest::answerUnavailable);
            assertThat(tab.find("main .note.warn.ph"))
                    .containsText(
                            text,
                            new com.microsoft.playwright.assertions.LocatorAssertions
                                            .ContainsTextOptions()
                                    .setTimeout(15_000));
            assertThat(tab.find("main table").first()).isVisible();
            assertThat(tab.find(".live")).hasAttribute("data-state", "off");

            tab.page.unroute("**/api/dashboards?*");
            tab.find("main .note.warn.ph button").click();
            assertThat(tab.find("main .note.warn.ph")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"en, Some data is missing., Incomplete", "ko, 일부 자료가 빠져 있습니다., 일부 빠짐"})
    void anIncompleteDashboardSaysSoAndLinksTheCause(String language, String text, String sign) {
        String dashboard = school.admin.get("/api/dashboards/" + School.RUNNING).toString();
        String marked = dashboard.replace("\"incomplete\":false", "\"incomplete\":true");
        try (Tab tab = open("ADMIN", language)) {
            tab.page.route("**/stream", route -> stream(route, marked));
            tab.go("/c/" + School.RUNNING);

            assertThat(tab.find("main .note.warn")).containsText(text);
            assertThat(tab.find("main .note.warn a")).hasAttribute("href", "/dead-letters");
            assertThat(tab.find(".live")).containsText(sign);
            assertThat(tab.find("x-survival svg.plot")).isVisible();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, Showing data from, New records do not reach this page, Delayed, data from",
        "ko, 의 자료를 보여 줍니다, 새 기록이 여기에 전달되지 않습니다, 지연됨, 자료"
    })
    void aDashboardThatHearsNothingNewSaysSinceWhenAndIsNotLive(
            String language, String title, String detail, String sign, String since) {
        String dashboard = school.admin.get("/api/dashboards/" + School.RUNNING).toString();
        String marked =
                dashboard.replace("\"staleSince\":null", "\"staleSince\":\"2024-05-02T03:04:05Z\"");
        try (Tab tab = open("ADMIN", language)) {
            tab.page.route("**/stream", route -> stream(route, marked));
            tab.go("/c/" + School.RUNNING);

            assertThat(tab.find("main .note.warn")).containsText(title);
            assertThat(tab.find("main .note.warn")).containsText(detail);
            assertThat(tab.find(".live")).hasAttribute("data-state", "stale");
            assertThat(tab.find(".live")).containsText(sign);
            assertThat(tab.find(".live")).containsText(since);
        }
    }

    private static void stream(Route route, String dashboard) {
        route.fulfill(
                new FulfillOptions()
                        .setContentType("text/event-stream")
                        .setBody("event: dashboard\ndata: " + dashboard + "\n\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "en, Something went wrong, Reference 7f3a, Try again",
        "ko, 문제가 생겼습니다, 7f3a, 다시 시도"
    })
    void aFaultShowsItsReferenceAndAWayOn(
            String language, String title, String incident, String again) {
        try (Tab tab = open("ADMIN", language)) {
            tab.page.route("**/api/users*", StatesTest::answerFault);
            tab.go("/settings");

            assertThat(tab.find("main")).containsText(title);
            assertThat(tab.find("main")).containsText(incident);
            tab.page.unroute("**/api/users*");
            Locator button = tab.find("main [data-trouble] button");
            assertThat(button).containsText(again);
            button.click();
            assertThat(tab.find("main table")).isVisible();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, STAFF, /settings, You cannot open this page, an admin can give you the right",
        "ko, STAFF, /settings, 볼 수 없는 화면입니다, 관리자에게",
        "en, STUDENT, /c/ai-8, You cannot open this page, an admin can give you the right",
        "ko, STUDENT, /c/ai-8, 볼 수 없는 화면입니다, 관리자에게",
        "en, INSTRUCTOR, /c/ai-8, You cannot open this page, an admin can give you the right",
        "ko, INSTRUCTOR, /lectures, 볼 수 없는 화면입니다, 관리자에게",
        "en, INSTRUCTOR, /clinics, You cannot open this page, an admin can give you the right",
        "ko, STUDENT, /c/ai-8/clinics, 볼 수 없는 화면입니다, 관리자에게",
        "ko, INSTRUCTOR, /team, 볼 수 없는 화면입니다, 관리자에게",
        "en, STUDENT, /c/ai-8/teams, You cannot open this page, an admin can give you the right",
        "en, ADMIN, /c/nowhere, There is no such page, belongs to another cohort",
        "ko, ADMIN, /students/nobody, 찾을 수 없는 화면입니다, 다른 기수"
    })
    void whatIsNotOpenSaysWhoCanGrantIt(
            String language, String role, String path, String title, String detail) {
        try (Tab tab = open(role, language)) {
            tab.go(path);

            assertThat(tab.find("main [data-trouble]")).containsText(title);
            assertThat(tab.find("main [data-trouble]")).containsText(detail);
        }
    }

    @ParameterizedTest
    @CsvSource({"en, Try again in 7 s.", "ko, 7초"})
    void anUnavailableServiceIsToldBesideTheButtonAndTheFormKeepsItsInput(
            String language, String text) {
        try (Tab tab = open("ADMIN", language)) {
            tab.page.route("**/api/cohorts", StatesTest::answerUnavailable);
            tab.go("/cohorts/new");
            tab.find("#f-programme").fill("Data");
            tab.find("#f-name").fill("Data 1");
            tab.find("#f-startDate").fill("2027-01-04");
            tab.find("#f-endDate").fill("2027-06-30");
            tab.find("#f-capacity").fill("30");
            tab.find("form .btn.pri").click();

            assertThat(tab.find("#beside")).containsText(text);
            assertThat(tab.find("#f-name")).hasValue("Data 1");
        }
    }

    @Test
    void wrongInputIsNamedInASummaryThatTakesTheFocusAndAtItsField() {
        try (Tab tab = open("ADMIN", "en")) {
            tab.go("/cohorts/new");
            tab.find("form .btn.pri").click();
            assertThat(tab.find("#errors")).isFocused();
            assertThat(tab.find("#errors a")).hasCount(5);

            tab.find("#errors a").first().click();
            assertThat(tab.find("#f-programme")).isFocused();
            assertThat(tab.find("#f-programme")).hasAttribute("aria-invalid", "true");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void withReducedMotionNothingMoves() {
        try (Tab tab =
                Tab.open(
                        school,
                        school.url,
                        "ADMIN",
                        Look.USUAL,
                        new com.microsoft.playwright.Browser.NewContextOptions()
                                .setReducedMotion(ReducedMotion.REDUCE))) {
            tab.go("/c/" + School.RUNNING);
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
            // A change is one against figures that were drawn.
            assertThat(tab.find(".figs dd").first()).isVisible();
            school.withdraw(school.newcomer("Quiet one"), "TIME");

            assertThat(tab.find(".figs .chg").first()).isVisible();
            assertThat(tab.page.evaluate("document.getAnimations().length")).isEqualTo(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void inForcedColoursTheChartKeepsItsLinesAndWords(String theme) {
        try (Tab tab =
                Tab.open(
                        school,
                        school.url,
                        "ADMIN",
                        new Look("en", theme, 1280),
                        new com.microsoft.playwright.Browser.NewContextOptions()
                                .setForcedColors(ForcedColors.ACTIVE))) {
            tab.go("/c/" + School.OVER);
            assertThat(tab.find("x-survival svg.plot")).isVisible();

            Object words =
                    tab.page.evaluate(
                            """
                    () => {
                      const canvasText = getComputedStyle(document.body).color;
                      const fills = [...document.querySelectorAll('svg.plot text')].map(e => getComputedStyle(e).fill);
                      const lines = [...document.querySelectorAll('svg.plot .curve')].map(e => getComputedStyle(e).stroke);
                      return fills.length < 10 ? ['no words'] : [...fills, ...lines].filter(colour => colour !== canvasText);
                    }
                    """);
            assertThat((List<?>) words).isEmpty();
        }
    }

    private static void answerUnavailable(Route route) {
        String ko =
                "ko".equals(route.request().headers().get("accept-language"))
                        ? "지금은 답할 수 없습니다."
                        : "Not available now.";
        route.fulfill(
                new FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setHeaders(Map.of("Retry-After", "7"))
                        .setBody(
                                "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":503,\"detail\":\"%s\",\"code\":\"SERVICE_UNAVAILABLE\"}"
                                        .formatted(ko, ko)));
    }

    private static void answerFault(Route route) {
        APIResponse real = route.fetch();
        route.fulfill(
                new FulfillOptions()
                        .setStatus(500)
                        .setContentType("application/problem+json")
                        .setBody(
                                "{\"title\":\"x\",\"status\":500,\"detail\":\"x\",\"instance\":\"urn:bootcamp:incident:7f3a\",\"code\":\"INTERNAL\"}"));
        real.dispose();
    }
}
