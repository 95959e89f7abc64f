package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Figures that move in an open page, and what never moves under the reader's hand. */
@Tag("pages")
class LiveTest {

    private static final int MESSAGES = 50;

    /** Longer than the page waits before it shows that it reconnects, and tries again. */
    private static final LocatorAssertions.HasAttributeOptions IN_A_WHILE =
            new LocatorAssertions.HasAttributeOptions().setTimeout(40_000);

    /** On the screen: what stands above may grow by a line. */
    private static final String PLACE_OF_FOCUS =
            "Math.round(document.activeElement.getBoundingClientRect().top)";

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void aWithdrawalInOneWindowMovesFiguresAndCurveInTheOtherWithoutReload() {
        JsonNode student = school.newcomer("Nora Park");
        try (Tab watching = Tab.open(school, "ADMIN", Look.USUAL);
                Tab working = Tab.open(school, "STAFF", Look.USUAL)) {
            watching.go("/c/" + School.RUNNING);
            assertThat(watching.find(".live")).hasAttribute("data-state", "on");
            String left = watching.find(".figs dd").nth(2).innerText();
            String curve = watching.find("path.curve.s1").last().getAttribute("d");
            watching.page.evaluate("window.loadedOnce = true");

            working.go("/students/" + student.path("enrollmentId").asString());
            button(working, "Record a withdrawal").click();
            working.page.getByLabel("Reason").selectOption("HEALTH");
            working.find("dialog .btn.pri").click();
            assertThat(working.find("main .tag.w")).hasText("Left");

            String now = String.valueOf(Integer.parseInt(left) + 1);
            assertThat(watching.find(".figs dd").nth(2)).hasText(now);
            assertThat(watching.find(".figs dd.sub").nth(1)).containsText("+1 just now");
            assertThat(watching.find("path.curve.s1").last()).not().hasAttribute("d", curve);
            assertThat(watching.find("main")).containsText(Pattern.compile("[1-9][0-9]* left \\("));
            assertThat(watching.page.evaluate("window.loadedOnce")).isEqualTo(true);
            assertThat(watching.errors).isEmpty();
        }
    }

    @Test
    void focusSelectionAndScrollStayWhileFiftyMessagesCome() {
        JsonNode student = school.newcomer("Leo Martin");
        String path = "/api/enrollments/" + student.path("enrollmentId").asString() + "/leave";
        try (Tab tab = Tab.open(school, "ADMIN", new Look("en", "light", 390))) {
            tab.go("/c/" + School.RUNNING);
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
            tab.find("#since").focus();
            tab.page.evaluate("scrollTo(0, 500)");
            Object place = tab.page.evaluate(PLACE_OF_FOCUS);
            tab.page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))");
            int before = tab.messages();

            for (int i = 0; tab.messages() - before < MESSAGES; i++) {
                if (i % 2 == 0) {
                    school.admin.post(path, School.key(), Map.of("from", school.today.toString()));
                } else {
                    school.admin.delete(path);
                }
                tab.page.waitForTimeout(60);
            }

            assertThat(tab.page.evaluate("document.activeElement.id")).isEqualTo("since");
            assertThat(tab.page.evaluate(PLACE_OF_FOCUS)).isEqualTo(place);
            assertThat(tab.page.evaluate("getSelection().toString()")).isEqualTo("AI 8기");
        }
    }

    @Test
    void theOrderOfAListIsHeldWhileThePointerIsInIt() {
        school.newcomer("Aaron A");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + School.RUNNING + "/students");
            Locator first = tab.find("tbody tr").first();
            assertThat(first).containsText("Aaron A");
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
            first.hover();

            school.rename("Aaron A", "Zoe Z");
            school.newcomer("Someone new");

            assertThat(first).containsText("Zoe Z");
            assertThat(tab.find(".held")).containsText("The order is kept while you read");
            button(tab, "Show").click();
            assertThat(tab.find("tbody tr").first()).not().containsText("Zoe Z");
        }
    }

    @Test
    void aLongListIsReadAgainNoMoreOftenThanARequestASecond() {
        school.cohort(
                "long",
                "Long 1",
                school.today.minusDays(9),
                school.today.plusDays(50),
                "Asia/Seoul",
                300);
        school.importRoster(
                "long",
                IntStream.rangeClosed(1, 201)
                        .mapToObj(i -> "long-%1$d,Long %1$d\n".formatted(i))
                        .collect(Collectors.joining("", "externalId,name\n", "")));
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            List<String> asked = new ArrayList<>();
            tab.page.onRequest(
                    request -> {
                        if (request.url().contains("/enrollments?")) {
                            asked.add(request.url());
                        }
                    });
            Clock clock = tab.page.clock();
            clock.install();
            tab.go("/c/long/students");
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
            assertThat(tab.find("tbody tr")).hasCount(50);
            assertThat(asked).hasSize(2);
            // The stream's first message may tell of what came after that: it is read once more.
            Wait.until(() -> asked(tab, asked) >= 4);
            asked.clear();
            clock.pauseAt(System.currentTimeMillis() + 60_000);

            changed(tab, "Long 1");
            clock.runFor(600);
            changed(tab, "Long 2");
            clock.runFor(1_300);
            // Two requests bring the list, so the first two seconds pass without one.
            assertThat(asked(tab, asked)).isZero();

            List<Route> held = new ArrayList<>();
            tab.page.route("**/enrollments?*", held::add);
            clock.runFor(200);
            assertThat(asked(tab, asked)).isEqualTo(1);
            changed(tab, "Long 3");
            clock.runFor(600);
            tab.page.unroute("**/enrollments?*");
            held.forEach(Route::resume);

            // What came while the list was on its way is read after it, and not lost.
            Wait.until(
                    () -> {
                        clock.runFor(100);
                        return asked(tab, asked) >= 4;
                    });
            clock.runFor(10_000);
            assertThat(asked(tab, asked)).isEqualTo(4);
            assertThat(tab.find(".head")).containsText("Left 3");
        }
    }

    /** And the page has been told. */
    private static void changed(Tab tab, String name) {
        int before = withdrawn();
        school.withdraw(school.student("long", name), "TIME");
        Wait.until(() -> withdrawn() > before);
        // What a roster leaves to be done may be told by now, too: this is not to be taken for it.
        long revision = dashboard().path("revision").asLong();
        Wait.until(() -> tab.revision() >= revision);
    }

    private static JsonNode dashboard() {
        return school.admin.get("/api/dashboards/long");
    }

    private static int withdrawn() {
        return dashboard().at("/counts/withdrawn").asInt();
    }

    /** How often the list was asked for since the list was cleared, all before this included. */
    private static int asked(Tab tab, List<String> asked) {
        tab.page.evaluate("fetch('/api/session').then(answer => answer.status)");
        return asked.size();
    }

    @Test
    void aCutLineIsShownAndMendsItself() {
        try (Wire wire = Wire.to(school.url);
                Tab tab =
                        Tab.open(
                                school, wire.url(), "ADMIN", Look.USUAL, new NewContextOptions())) {
            tab.go("/c/" + School.RUNNING);
            assertThat(tab.find(".live")).hasAttribute("data-state", "on");
            // Connected is not yet told: what stays under the reader's eyes must have come first.
            assertThat(tab.find(".figs")).isVisible();

            wire.cut();
            assertThat(tab.find(".live")).hasAttribute("data-state", "re", IN_A_WHILE);
            assertThat(tab.find(".live")).containsText("Reconnecting");
            assertThat(tab.find(".figs")).isVisible();
            assertThat(tab.find(".live")).hasAttribute("data-state", "off", IN_A_WHILE);
            assertThat(tab.find(".note.warn")).containsText("Showing data from");
            school.withdraw(school.newcomer("Left meanwhile"), "TIME");

            assertThat(button(tab, "Try now")).isVisible();

            wire.mend();
            // The browser may have come back by itself before anybody presses.
            tab.page.evaluate("document.querySelector('.live button')?.click()");
            assertThat(tab.find(".live")).hasAttribute("data-state", "on", IN_A_WHILE);
            assertThat(tab.find(".note.warn")).hasCount(0);
            assertThat(tab.find(".figs dd").nth(2)).hasText(String.valueOf(school.left()));
        }
    }

    @Test
    void anEndedSessionIsRenewedInPlaceAndTheFormIsKept() {
        JsonNode student = school.newcomer("Ada Byron");
        try (Tab tab = Tab.open(school, null, Look.USUAL)) {
            Tab.fresh(tab.context, school, "STAFF");
            tab.go("/students/" + student.path("enrollmentId").asString());
            button(tab, "Record a withdrawal").click();
            tab.page.getByLabel("Reason").selectOption("FINANCIAL");
            tab.page.getByLabel("Note").fill("Wrote a long note");

            tab.context.clearCookies(
                    new com.microsoft.playwright.BrowserContext.ClearCookiesOptions()
                            .setName("session"));
            tab.find("dialog .btn.pri").click();
            Locator again = tab.page.getByRole(AriaRole.DIALOG).last();
            assertThat(again).containsText("Your session has ended");
            assertThat(again.getByLabel("User name")).hasValue("mina");
            again.getByLabel("Password").fill(School.PASSWORD);
            again.locator(".btn.pri").click();

            assertThat(tab.find("main .tag.w")).hasText("Left");
            assertThat(tab.find("main")).containsText("Wrote a long note");
        }
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON,
                new com.microsoft.playwright.Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
