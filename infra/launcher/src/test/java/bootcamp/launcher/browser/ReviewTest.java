package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import bootcamp.review.ticket.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reviews: tickets are taken by who is signed in, and spent by nobody in the same browser. */
@Tag("pages")
class ReviewTest {

    /** What the module computes of a test vector, given in hexadecimal. */
    private static final String OF_THE_VECTOR =
            """
            async v => {
              const bytes = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
              const base64url = b => btoa(String.fromCharCode(...b))
                  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
              const hex = text => Array.from(
                  atob(text.replaceAll('-', '+').replaceAll('_', '/')),
                  c => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
              const module = document.querySelector('script[type=module]').src;
              const {blind, finish} = await import(module.replace('app.js', 'tickets.js'));
              const jwk = {n: base64url(bytes(v.n)), e: base64url(bytes(v.e))};
              const inverse = (a, n) => {
                let [x, y, u, w] = [a, n, 1n, 0n];
                while (y) [x, y, u, w] = [y, x % y, w, u - x / y * w];
                return (u % n + n) % n;
              };
              const r = inverse(BigInt('0x' + v.inv), BigInt('0x' + v.n));
              const ticket = await blind(jwk,
                  {message: bytes(v.input_msg), salt: bytes(v.salt), blind: r});
              const forged = await finish(jwk, ticket, base64url(bytes(v.sig))).catch(e => 'refused');
              return {blinded: hex(ticket.blinded),
                  signature: hex(await finish(jwk, ticket, base64url(bytes(v.blind_sig)))), forged};
            }
            """;

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static Locator button(Tab tab, String name) {
        return button(tab, "main li", name);
    }

    private static Locator button(Tab tab, String in, String name) {
        return tab.find(in)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name))
                .first();
    }

    @Test
    void theVectorsOfTheRfcPassInTheBrowser() throws IOException {
        JsonNode vector;
        try (InputStream in = Browser.class.getResourceAsStream("/rfc9474-randomized.json")) {
            vector = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
        Map<?, ?> given = JsonMapper.shared().convertValue(vector, Map.class);
        try (Tab tab = Tab.open(school, null, Look.USUAL)) {
            tab.go("/sign-in");

            Map<?, ?> computed = (Map<?, ?>) tab.page.evaluate(OF_THE_VECTOR, given);

            assertThat(computed.get("blinded")).isEqualTo(vector.path("blinded_msg").asString());
            assertThat(computed.get("signature")).isEqualTo(vector.path("sig").asString());
            assertThat(computed.get("forged")).isEqualTo("refused");
        }
    }

    @Test
    void aTicketIsTakenSignedInAndSpentSignedOut() {
        String student = "review-student";
        school.studentNamed("Ida Ro", student);
        String code;
        try (Tab tab = Tab.open(school.url, student, new Look("en", "light", 390))) {
            aKeyOfOnesOwnIsRefused(tab);
            tab.go("/reviews").settled();
            assertThat(tab.find("main li").first()).containsText("ticket in this browser");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            tab.context.clearCookies(new BrowserContext.ClearCookiesOptions().setName("session"));
            List<Request> sent = new CopyOnWriteArrayList<>();
            tab.page.onRequest(
                    request -> {
                        if (request.url().contains("/api/")) {
                            sent.add(request);
                        }
                    });
            code = written(tab);
            sentLater(tab);
            // The public list of keys comes first, and before what waited is sent.
            assertThat(sent).hasSize(9).allSatisfy(ReviewTest::isOfNobody);
            assertThat(sent)
                    .extracting(each -> each.response().status())
                    .containsExactly(200, 201, 200, 200, 204, 201, 200, 200, 200);
            assertThat(tab.errors).isEmpty();
            assertThat(tab.cspReports()).isEmpty();
        }
        try (Tab other = Tab.open(school.url, student, new Look("ko", "dark", 390))) {
            other.go("/reviews").settled();
            assertThat(other.find("main li").first()).containsText("다른 브라우저에 후기권이 있음");
            assertThat(other.axeViolations()).isEmpty();
        }
        try (Tab staff = Tab.open(school, "STAFF", Look.USUAL)) {
            staff.go("/").settled();
            staff.find("main .note a[href='/c/" + School.RUNNING + "/reviews']").click();
            staff.settled();
            assertThat(staff.find("main")).containsText("He shouts at us");
            assertThat(staff.find("main")).containsText("waits for an answer");
            button(staff, "Answer").click();
            staff.find("#f-text").fill("When was it?");
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("main")).containsText("answered");
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("main a[href^='/reviews/summary']").click();
            assertThat(staff.find("main table").first()).containsText("Fewer than five");
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.cspReports()).isEmpty();
        }
        comesBack(code);
        try (Tab admin = Tab.open(school, "ADMIN", Look.USUAL)) {
            admin.go("/c/" + School.RUNNING + "/reviews").settled();
            assertThat(admin.find("main")).containsText("He shouts at us");
            button(admin, "main", "Name who reads them").click();
            admin.find("dialog")
                    .getByLabel(
                            Tab.usernameOf(school, "STAFF"),
                            new Locator.GetByLabelOptions().setExact(true))
                    .check();
            assertThat(admin.axeViolations()).isEmpty();
            admin.find("dialog .btn.pri").click();
            assertThat(admin.find("dialog")).hasCount(0);
            assertThat(admin.find("main")).not().containsText("He shouts at us");
            assertThat(admin.find("main")).not().containsText("All staff of the cohort");
        }
    }

    /** As a server would that wants to know a ticket again: a key that no other student has. */
    private static void aKeyOfOnesOwnIsRefused(Tab tab) {
        List<String> asked = new CopyOnWriteArrayList<>();
        tab.page.onRequest(request -> asked.add(request.method() + " " + request.url()));
        tab.page.route(
                "**/api/reviews/due",
                route -> {
                    String own = route.fetch().text().replaceAll("\"n\":\"..", "\"n\":\"zz");
                    route.fulfill(
                            new Route.FulfillOptions()
                                    .setContentType("application/json")
                                    .setBody(own));
                });
        tab.go("/reviews").settled();
        assertThat(tab.find("main li").first()).containsText("no ticket: its key differs");
        assertThat(tab.find("main li [role=alert]").first()).containsText("not the one that");
        assertThat(tab.axeViolations()).isEmpty();
        assertThat(asked).anyMatch(each -> each.startsWith("GET ") && each.contains("/keys"));
        assertThat(asked).noneMatch(each -> each.endsWith("/api/reviews/tickets"));
        tab.page.unroute("**/api/reviews/due");
    }

    /** Changed with the text kept in the browser, and sent by the page when its moment has come. */
    private static void sentLater(Tab tab) {
        tab.page.clock().install();
        tab.go("/reviews/write").settled();
        for (String then : List.of("Do not send", "")) {
            button(tab, "Change").click();
            tab.find("#f-rating").selectOption("7");
            tab.find("#f-moment").selectOption("LATER");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("main li").first()).containsText("waits in this browser");
            assertThat(tab.axeViolations()).isEmpty();
            if (!then.isEmpty()) {
                button(tab, then).click();
                assertThat(button(tab, then)).hasCount(0);
            }
        }
        itIsLater(tab, Duration.ofHours(25));
        assertThat(button(tab, "Do not send")).hasCount(0);
        button(tab, "Change").click();
        assertThat(tab.find("#f-rating")).hasValue("7");
        tab.press("Escape");
    }

    /** A jump of the browser's clock is lost where its own timer puts it back at that moment. */
    private static void itIsLater(Tab tab, Duration by) {
        double then = millis(tab) + by.toMillis();
        Wait.until(
                () -> {
                    tab.page.clock().fastForward(by.toMillis());
                    return millis(tab) >= then;
                });
    }

    private static double millis(Tab tab) {
        return ((Number) tab.page.evaluate("Date.now()")).doubleValue();
    }

    /** Sent, asked about, changed, taken back and sent again. */
    private static String written(Tab tab) {
        tab.go("/reviews/write").settled();
        button(tab, "Write").focus();
        tab.press("Enter");
        tab.find("#f-rating").selectOption("8");
        tab.find("#f-pros").fill("깊이가 있다 <b>&");
        tab.find("#f-conduct").fill("He shouts at us");
        tab.find("#f-moment").selectOption("NOW");
        assertThat(tab.axeViolations()).isEmpty();
        tab.find("dialog .btn.pri").click();
        assertThat(tab.find("dialog")).containsText("Write this code down");
        assertThat(tab.axeViolations()).isEmpty();
        String code = tab.find("dialog code").textContent();
        button(tab, "dialog", "Close").click();
        button(tab, "How far is it?").click();
        assertThat(tab.find("main [role=status]")).containsText("figures move when five reviews");
        assertThat(tab.axeViolations()).isEmpty();
        button(tab, "Change").click();
        assertThat(tab.find("#f-pros")).hasValue("깊이가 있다 <b>&");
        tab.find("#f-rating").selectOption("3");
        tab.find("dialog .btn.pri").click();
        button(tab, "Take back").click();
        tab.find("dialog .btn.pri").click();
        assertThat(button(tab, "Take back")).hasCount(0);
        button(tab, "Write").click();
        tab.find("#f-rating").selectOption("9");
        tab.find("#f-moment").selectOption("NOW");
        tab.find("dialog .btn.pri").click();
        assertThat(button(tab, "Take back")).isVisible();
        return code;
    }

    /** By nobody, at 390 px and by the keyboard. */
    private static void comesBack(String code) {
        try (Tab tab = Tab.open(school, null, new Look("ko", "dark", 390))) {
            List<Request> sent = new CopyOnWriteArrayList<>();
            tab.go("/conduct").settled();
            tab.page.onRequest(
                    request -> {
                        if (request.url().contains("/api/")) {
                            sent.add(request);
                        }
                    });
            tab.find("#f-code").fill("AAAA-AAAA-AAAA-AAAA-AAAA");
            tab.press("Enter");
            assertThat(tab.find("#errors")).containsText("그런 신고가 없습니다");
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("#f-code").fill(code.toLowerCase(Locale.ROOT));
            tab.press("Enter");
            assertThat(tab.find("main")).containsText("When was it?");
            assertThat(tab.find("main")).containsText("운영진이 답변했습니다");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            tab.find("#f-text").fill("어제 오후 <b>");
            tab.find("form .btn.pri").focus();
            tab.press("Enter");
            assertThat(tab.find("main")).containsText("어제 오후 <b>");
            assertThat(sent).hasSize(3).allSatisfy(ReviewTest::isOfNobody);
            assertThat(tab.page.url()).doesNotContain(code);
            button(tab, "main", "나가고").click();
            assertThat(tab.find("#f-code")).hasValue("");
            // The code that was wrong is told to the console by the browser itself.
            assertThat(tab.errors).allMatch(each -> each.contains("404"));
            assertThat(tab.cspReports()).isEmpty();
        }
    }

    private static final String REVIEWED = "reviewed";
    private static final int REVIEWERS = 10;
    private static final String LECTURE = "현업의 <b>한마디</b>";

    /** Ten students review the programme and a module, and staff show all they wrote. */
    private static void reviewed() {
        school.cohort(
                REVIEWED,
                "AI 11기",
                school.today.minusDays(60),
                school.today.plusDays(40),
                "Asia/Seoul",
                40);
        school.admin.post(
                "/api/cohorts/" + REVIEWED + "/modules",
                School.key(),
                Map.of(
                        "name", "컴퓨터 비전",
                        "from", school.today.minusDays(20).toString(),
                        "until", school.today.minusDays(1).toString()));
        // Whichever day is today, that week is over and asked about.
        LocalDate there = school.today.minusWeeks(1).with(DayOfWeek.WEDNESDAY);
        for (int each = 0; each < REVIEWERS; each++) {
            RunningPlatform student =
                    school.studentOf(REVIEWED, "Reviewer " + each, "reviewer-" + each);
            school.attended(REVIEWED, there, "Reviewer " + each, "PRESENT");
            List<JsonNode> due = school.eventuallyDue(student, 3);
            for (JsonNode one : due) {
                if (one.at("/target/kind").asString().equals("PULSE")) {
                    // The first answers on the page; of eight after it five are counted.
                    if (each > 1) {
                        school.review(student, one, Map.of("rating", 2 + each % 3));
                    }
                    continue;
                }
                boolean module = one.at("/target/kind").asString().equals("MODULE");
                school.review(
                        student,
                        one,
                        Map.of(
                                "rating",
                                6 + each % 4,
                                "recommend",
                                9,
                                "aspects",
                                Map.of("depth", 3 + each % 3),
                                "pros",
                                module ? "실습이 재미있었어요." : "멘토링이 도움이 됐어요. <b>&amp;",
                                "cons",
                                module ? "속도가 너무 빨라요." : "과제가 많아요. 정말로요."));
            }
        }
        for (JsonNode each :
                school.admin.get("/api/reviews/moderation?cohortId=" + REVIEWED).path("items")) {
            school.admin.post(
                    "/api/reviews/" + each.path("reviewId").asString() + "/moderation",
                    School.key(),
                    Map.of("decision", "PUBLISH"));
        }
    }

    @Test
    void whatStudentsSayIsSeenWithItsTopicsByStudentsAndStaff() {
        reviewed();
        RunningPlatform listener =
                RunningPlatform.at(school.url).signedIn("reviewer-0", School.PASSWORD);
        school.heldLecture(REVIEWED, LECTURE, listener);
        school.eventuallyDue(listener, 4);
        try (Tab student = Tab.open(school.url, "reviewer-0", new Look("ko", "dark", 390))) {
            student.go("/reviews").settled();
            aLectureThatIsOverIsReviewed(student);
            aWeekIsToldOfByATap(student);
            student.find("main a[href='/reviews/summary']").click();
            Locator programme = student.find("main section", "과정");
            assertThat(programme.locator("tbody tr")).containsText("10");
            programme.locator("details summary").focus();
            student.press("Enter");
            assertThat(programme).containsText("과제");
            assertThat(programme).containsText("후기 10건");
            assertThat(programme.locator("details li li").first()).not().containsText("정말로요");
            assertThat(programme.locator(".written").first())
                    .containsText("멘토링이 도움이 됐어요. <b>&amp;");
            Locator weeks = student.find("main section", "주마다");
            assertThat(weeks.locator("tbody tr")).containsText("3.0");
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
            assertThat(student.errors).isEmpty();
            assertThat(student.cspReports()).isEmpty();
        }
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            staff.go("/reviews/summary?cohort=" + REVIEWED).settled();
            Locator module = staff.find("main section", "컴퓨터 비전");
            module.locator("details summary").click();
            assertThat(module).containsText("속도");
            assertThat(module).not().containsText("과제");
            assertThat(module.locator(".written").first()).containsText("실습이 재미있었어요.");
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.cspReports()).isEmpty();
            staff.find("main select").selectOption(School.EMPTY);
            assertThat(staff.find("main")).containsText("No student has had a ticket");
            assertThat(staff.errors).isEmpty();
        }
        cohortsAreSeenBesideEachOther();
        anAnswerIsHiddenAndTheProgrammeShownToAnybody();
        try (Tab instructor = Tab.open(school, "INSTRUCTOR", Look.USUAL)) {
            instructor.go("/reviews/summary").settled();
            assertThat(instructor.find("main h1")).isVisible();
            assertThat(instructor.axeViolations()).isEmpty();
            assertThat(instructor.errors).isEmpty();
        }
    }

    /** As text: what looks like markup in its title, and in what is said of it. */
    private static void aLectureThatIsOverIsReviewed(Tab tab) {
        assertThat(tab.find("main li", LECTURE)).containsText("이 브라우저에 후기권이 있음");
        tab.go("/reviews/write").settled();
        Locator lecture = tab.find("main li", LECTURE);
        lecture.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("쓰기")).click();
        tab.find("#f-rating").selectOption("9");
        tab.find("#f-moment").selectOption("NOW");
        assertThat(tab.axeViolations()).isEmpty();
        Request sent =
                tab.page.waitForRequest(
                        each -> each.method().equals("POST") && each.url().endsWith("/api/reviews"),
                        () -> tab.find("dialog .btn.pri").click());
        isOfNobody(sent);
        assertThat(sent.response().status()).isEqualTo(201);
        tab.go("/reviews").settled();
    }

    /** Signed in, and yet by nobody. */
    private static void aWeekIsToldOfByATap(Tab tab) {
        Locator week = tab.find("main li", "이번 주는 어땠나요?");
        button(tab, "보내기").click();
        assertThat(week.locator("[role=alert]")).containsText("하나를 고르세요");
        week.getByLabel("4 좋음").check();
        week.locator("select").selectOption("NOW");
        assertThat(tab.axeViolations()).isEmpty();
        assertThat(tab.sidewaysScroll()).isZero();
        Request sent =
                tab.page.waitForRequest(
                        each -> each.method().equals("POST") && each.url().endsWith("/api/reviews"),
                        () -> button(tab, "보내기").click());
        isOfNobody(sent);
        assertThat(week).containsText("보냄");
        assertThat(tab.axeViolations()).isEmpty();
    }

    /** In the order of their start, and without a ranking where intervals overlap. */
    private static void cohortsAreSeenBesideEachOther() {
        String later = "reviewed-later";
        school.cohort(
                later,
                "AI 12기",
                school.today.minusDays(50),
                school.today.plusDays(40),
                "Asia/Seoul",
                40);
        for (int each = 0; each < 5; each++) {
            RunningPlatform student = school.studentOf(later, "Later " + each, "later-" + each);
            JsonNode due = school.eventuallyDue(student, 1).getFirst();
            school.review(student, due, Map.of("rating", 2 + each % 3));
        }
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 390))) {
            staff.go("/compare").settled();
            Locator said = staff.find("main .said");
            assertThat(said).containsText("All intervals overlap");
            assertThat(said.locator("svg[role=img]")).isVisible();
            said.locator("summary").click();
            assertThat(said.locator("tbody th").allTextContents())
                    .containsSubsequence("AI 11기", "AI 12기");
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();
            Download saved =
                    staff.page.waitForDownload(() -> button(staff, "main .said", "CSV").click());
            assertThat(saved.suggestedFilename()).isEqualTo("reviews-by-cohort.csv");
            assertThat(staff.errors).isEmpty();
        }
    }

    private static void anAnswerIsHiddenAndTheProgrammeShownToAnybody() {
        String address;
        try (Tab admin = Tab.open(school, "ADMIN", Look.USUAL)) {
            admin.go("/reviews/summary?cohort=" + REVIEWED).settled();
            button(admin, "main", "Answer publicly").click();
            admin.find("#f-text").fill("We heard it");
            admin.find("dialog .btn.pri").click();
            button(admin, "main .note", "Hide the answer").click();
            admin.find("#f-reason").fill("Names a student");
            assertThat(admin.axeViolations()).isEmpty();
            admin.find("dialog .btn.pri").click();
            assertThat(admin.find("main .note")).containsText("Hidden by staff: Names a student");
            button(admin, "main", "Let anybody see it").click();
            admin.find("dialog .btn.pri").click();
            address = admin.find("main a[href^='/p/']").getAttribute("href");
            assertThat(admin.axeViolations()).isEmpty();
            try (Tab anybody = Tab.open(school, null, new Look("ko", "dark", 390))) {
                anybody.go(address).settled();
                assertThat(anybody.find("main")).containsText("멘토링이 도움이 됐어요. <b>&amp;");
                assertThat(anybody.find("main")).containsText("후기 수15");
                assertThat(anybody.find("main")).not().containsText("We heard it");
                assertThat(anybody.axeViolations()).isEmpty();
                assertThat(anybody.sidewaysScroll()).isZero();
                assertThat(anybody.cspReports()).isEmpty();
                button(admin, "main", "Let nobody outside see it").click();
                admin.find("dialog .btn.pri").click();
                assertThat(admin.find("main a[href^='/p/']")).hasCount(0);
                anybody.go(address).settled();
                assertThat(anybody.find("main")).not().containsText("멘토링이");
            }
            assertThat(admin.errors).isEmpty();
            assertThat(admin.cspReports()).isEmpty();
        }
    }

    private static void isOfNobody(Request request) {
        assertThat(request.url()).containsAnyOf("/api/reviews", "/api/conduct-reports");
        assertThat(request.allHeaders())
                .doesNotContainKeys(
                        "cookie", "authorization", "x-csrf-token", "idempotency-key", "referer");
    }
}
