package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the dashboard costs a reader with a slow machine on a slow line: CPU ÷ 4, 10 Mbit/s, 40 ms.
 * Bytes and requests are held to their limits; times are printed beside theirs.
 */
@Tag("pages")
class BudgetTest {

    private static final int KILOBYTES_MAX = 80;
    private static final int REQUESTS_MAX = 20;
    private static final int CPU_SLOWER = 4;
    private static final double BYTES_PER_SECOND = 10e6 / 8;
    private static final int LATENCY_MILLIS = 40;
    private static final int ROWS_MAX = 100;
    private static final int KEYS = 12;

    private static final String OBSERVE =
            """
            window.lcp = 0; window.cls = 0; window.inp = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => lcp = e.startTime))
                .observe({type: 'largest-contentful-paint', buffered: true});
            new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) cls += e.value; }))
                .observe({type: 'layout-shift', buffered: true});
            new PerformanceObserver(list => list.getEntries().forEach(e => inp = Math.max(inp, e.duration)))
                .observe({type: 'event', buffered: true, durationThreshold: 16});
            """;

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void theDashboardStaysWithinItsBudget() {
        List<Double> bytes = new ArrayList<>();
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.context.addInitScript(OBSERVE);
            CDPSession session = tab.context.newCDPSession(tab.page);
            session.send("Network.enable");
            session.on(
                    "Network.loadingFinished",
                    event -> bytes.add(event.get("encodedDataLength").getAsDouble()));
            session.send("Emulation.setCPUThrottlingRate", json("rate", CPU_SLOWER));
            JsonObject line = json("latency", LATENCY_MILLIS);
            line.addProperty("offline", false);
            line.addProperty("downloadThroughput", BYTES_PER_SECOND);
            line.addProperty("uploadThroughput", BYTES_PER_SECOND);
            session.send("Network.emulateNetworkConditions", line);
            // The stream does not end; what it said is counted as if it came without compression.
            session.on(
                    "Network.eventSourceMessageReceived",
                    event -> bytes.add((double) event.get("data").getAsString().length()));
            List<String> requests = new ArrayList<>();
            tab.page.onRequest(request -> requests.add(request.url()));

            tab.go("/c/" + School.OVER);
            assertThat(tab.find("x-survival svg.plot")).isVisible();
            assertThat(tab.find("main select")).isVisible();
            tab.page.waitForTimeout(1_500);
            // Before the slider: what loading alone cost.
            double loaded = sum(bytes);
            int asked = requests.size();
            double lcp = number(tab, "lcp");
            double cls = number(tab, "cls");
            tab.page.evaluate("inp = 0");
            tab.find("input[type=range]").focus();
            for (int i = 0; i < KEYS; i++) {
                tab.page.keyboard().press("ArrowLeft");
                tab.page.waitForTimeout(100);
            }
            tab.page.waitForTimeout(300);
            double inp = number(tab, "inp");

            System.out.printf(
                    Locale.ROOT,
                    "Dashboard, CPU ÷ %d, 10 Mbit/s, %d ms  | limit | measured%n"
                            + "kB over the line                    | %5d | %.1f%n"
                            + "requests                            | %5d | %d%n"
                            + "largest contentful paint, ms        |  1500 | %.0f%n"
                            + "cumulative layout shift             |  0.02 | %.3f%n"
                            + "slider key to next paint (INP), ms  |   100 | %.0f%n",
                    CPU_SLOWER,
                    LATENCY_MILLIS,
                    KILOBYTES_MAX,
                    loaded / 1000,
                    REQUESTS_MAX,
                    asked,
                    lcp,
                    cls,
                    inp);
            assertThat(loaded / 1000).isBetween(10.0, (double) KILOBYTES_MAX);
            assertThat(asked).isBetween(5, REQUESTS_MAX);
        }
    }

    @Test
    void aMarkInASheetOfEightyIsDrawnBeforeTheNextKey() {
        // Who is in the course comes from another service a moment later.
        String days =
                "/api/cohorts/%s/attendance?from=%s&until=%s"
                        .formatted(School.RUNNING, school.today.minusDays(7), school.today);
        Wait.until(
                () ->
                        school.admin
                                .get(days)
                                .path("days")
                                .valueStream()
                                .allMatch(each -> each.path("entries").size() > KEYS));
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.context.addInitScript(OBSERVE);
            tab.go("/c/" + School.RUNNING + "/attendance");
            assertThat(tab.find("td.cur")).isVisible();
            tab.settled();
            CDPSession session = tab.context.newCDPSession(tab.page);
            session.send("Emulation.setCPUThrottlingRate", json("rate", CPU_SLOWER));
            tab.find("td.cur").focus();
            assertThat(tab.find("td.cur")).isFocused();
            tab.page.evaluate("inp = 0");
            for (int i = 0; i < KEYS; i++) {
                toSomebodyWhoIsThere(tab);
                // A mark that no other test sets: what is saved already is not unsaved.
                tab.press("o");
                tab.page.waitForTimeout(100);
            }
            tab.page.waitForTimeout(300);

            System.out.printf(
                    Locale.ROOT,
                    "Attendance sheet, %s students, CPU ÷ %d: key to next paint (INP) %.0f ms, limit 100%n",
                    tab.page.evaluate("document.querySelectorAll('x-sheet tbody tr').length"),
                    CPU_SLOWER,
                    number(tab, "inp"));
            assertThat(tab.find("td.unsaved")).hasCount(KEYS);
        }
    }

    /** Other tests had students of this cohort leave; nobody marks those. */
    private static void toSomebodyWhoIsThere(Tab tab) {
        for (int i = 0; i < ROWS_MAX; i++) {
            if (tab.find("td.cur[aria-readonly]").count() == 0) {
                return;
            }
            tab.press("ArrowDown");
        }
        throw new AssertionError("Nobody of the sheet can be marked");
    }

    private static JsonObject json(String name, Number value) {
        JsonObject json = new JsonObject();
        json.addProperty(name, value);
        return json;
    }

    private static double number(Tab tab, String name) {
        return ((Number) tab.page.evaluate(name)).doubleValue();
    }

    private static double sum(List<Double> numbers) {
        return numbers.stream().mapToDouble(each -> each).sum();
    }
}
