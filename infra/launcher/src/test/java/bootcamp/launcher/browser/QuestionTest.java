package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Questions about a lecture, in two windows and more. */
@Tag("pages")
class QuestionTest {

    private static final String RUDE = "Something rude & <b>loud</b>";
    private static final String VOTED = "button.votes[aria-pressed=true]";

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static String path(JsonNode lecture) {
        return "/lectures/" + lecture.path("lectureId").asString();
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static JsonNode asked(RunningPlatform student, String lecture, String text) {
        return student.post("/api" + lecture + "/questions", School.key(), Map.of("text", text));
    }

    private static String at(String lecture, JsonNode question) {
        return "/api" + lecture + "/questions/" + question.path("questionId").asString();
    }

    @Test
    void aStudentAsksByKeysAloneAndStaffAnswerWithoutAReloadInEitherWindow() {
        String lecture = path(school.lecture("Asked", 9));
        try (Tab student = Tab.open(school, "STUDENT", new Look("en", "dark", 390));
                Tab staff = Tab.open(school, "STAFF", new Look("ko", "light", 1280))) {
            student.go(lecture);
            staff.go(lecture);
            assertThat(staff.find(".questions")).containsText("아직 질문이 없습니다.");

            student.reach("#f-text");
            student.type("왜 <i>CLS</i>?");
            student.reachText("Ask");
            student.press("Enter");

            assertThat(student.find(".question .text")).hasText("왜 <i>CLS</i>?");
            assertThat(student.page.getByLabel("Your question")).hasValue("");
            assertThat(staff.find(".question .text")).hasText("왜 <i>CLS</i>?");
            assertThat(staff.find(".question")).not().containsText(School.OWN_NAME);
            button(staff, "답변하기").click();
            staff.find("dialog textarea").fill("It has a place of its own.");
            staff.find("dialog .btn.pri").click();

            assertThat(student.find(".answer .text")).hasText("It has a place of its own.");
            assertThat(student.axeViolations()).isEmpty();
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
            assertThat(student.cspReports()).isEmpty();
        }
    }

    @Test
    void votesMoveInOpenPagesAndTheOrderIsHeldUnderTheHand() {
        String lecture = path(school.lecture("Voted", 9));
        RunningPlatform first = school.studentNamed("First voter", "first-voter");
        JsonNode one = asked(first, lecture, "The first");
        JsonNode two = asked(first, lecture, "The second");
        try (Tab student = Tab.open(school, "STUDENT", Look.USUAL)) {
            student.go(lecture);
            Locator second = student.find(".question", "The second");
            second.locator("button.votes").click();
            assertThat(second.locator(VOTED)).hasText("▲ 1");
            assertThat(student.find(".question").nth(0)).containsText("The first");

            school.studentNamed("Second voter", "second-voter")
                    .put(at(lecture, two) + "/votes/me", Map.of());

            assertThat(second.locator(VOTED)).hasText("▲ 2");
            assertThat(student.find(".question").nth(0)).containsText("The first");
            assertThat(student.find(".questions .held")).isVisible();
            button(student, "Show").click();
            assertThat(student.find(".question").nth(0)).containsText("The second");
            second.locator("button.votes").click();
            assertThat(second.locator("button.votes")).hasText("▲ 1");
        }
        assertThat(first.get(at(lecture, one).replaceAll("/[^/]*$", "")).path("items").size())
                .isEqualTo(2);
    }

    @Test
    void aVoteWhoseAnswerIsLostIsNeitherLostNorDoubled() {
        String lecture = path(school.lecture("Dropped", 9));
        JsonNode question =
                asked(school.studentNamed("Asks once", "asks-once"), lecture, "Once only");
        String votes = at(lecture, question);
        try (Tab student = Tab.open(school, "STUDENT", Look.USUAL)) {
            student.go(lecture);
            Locator vote = student.find(".question button.votes");
            assertThat(vote).hasText("▲ 0");
            // The vote arrives, its answer does not.
            student.page.route(
                    "**/votes/me",
                    route -> {
                        route.fetch();
                        route.abort();
                    });
            vote.click();
            assertThat(student.find(".questions [role=alert]")).isVisible();
            student.page.unroute("**/votes/me");
            assertThat(vote).hasText("▲ 1");

            vote.click();

            assertThat(student.find(".question " + VOTED)).hasText("▲ 1");
            assertThat(school.admin.get(votes.replaceAll("/[^/]*$", "")).at("/items/0/votes"))
                    .hasToString("1");
        }
    }

    @Test
    void whatIsReportedGoesFromFellowStudentsAndStaffLookUpWhoAskedForAReason() {
        String lecture = path(school.lecture("Reported", 9));
        RunningPlatform author = school.studentNamed("Rude One", "rude-one");
        JsonNode question = asked(author, lecture, RUDE);
        for (String name : new String[] {"reports-a", "reports-b"}) {
            school.studentNamed(name, name).put(at(lecture, question) + "/reports/me", Map.of());
        }
        try (Tab student = Tab.open(school, "STUDENT", Look.USUAL);
                Tab staff = Tab.open(school, "STAFF", new Look("en", "dark", 390))) {
            student.go(lecture);
            staff.go(lecture);
            assertThat(student.find(".question .text")).hasText(RUDE);
            button(student.find(".question"), "Report").click();
            student.find("dialog .btn.pri").click();

            assertThat(student.find(".question")).hasCount(0);
            assertThat(staff.find(".question .tag")).hasText("held back");
            assertThat(staff.find(".question")).containsText("reported by 3");
            button(staff, "Who asked?").click();
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("dialog #f-reason-error")).isVisible();
            staff.page.getByLabel("Reason").fill("is about somebody");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("dialog")).containsText("Rude One");
            button(staff, "Close").click();
            button(staff, "Hide").click();
            staff.page.getByLabel("Reason").fill("is rude");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find(".question .tag")).hasText("hidden");
            assertThat(staff.axeViolations()).isEmpty();
        }
        JsonNode own = author.get("/api" + lecture + "/questions").at("/items/0");
        assertThat(own.path("reason").asString()).isEqualTo("is rude");
        assertThat(own.at("/looks/0/reason").asString()).isEqualTo("is about somebody");
    }

    @Test
    void staffMergeWhatAsksTheSameAndAnOpenPagePointsToTheOther() {
        String lecture = path(school.lecture("Merged", 9));
        RunningPlatform first = school.studentNamed("Asks first", "asks-first");
        asked(first, lecture, "Why a CLS token?");
        asked(first, lecture, "What is the token for?");
        try (Tab student = Tab.open(school, "STUDENT", Look.USUAL);
                Tab staff = Tab.open(school, "STAFF", new Look("en", "dark", 390))) {
            student.go(lecture);
            staff.go(lecture);
            Locator same = student.find(".question", "What is the token for?").first();
            same.locator("button.votes").click();
            button(staff.find(".question", "What is the token for?").first(), "Merge").click();
            staff.page.getByLabel("Asks the same as").selectOption("Why a CLS token?");
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("dialog .btn.pri").click();

            Locator kept = student.find(".question").nth(0);
            assertThat(kept).containsText("one more like it");
            assertThat(kept.locator("button.votes")).hasText("▲ 1");
            button(student.find(".question").nth(1), "Why a CLS token?").click();
            assertThat(kept).isFocused();
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();

            button(staff, "Separate").click();
            assertThat(student.find(".question button.votes")).hasCount(2);
        }
    }

    @Test
    void whatCanNotBeAskedSaysWhyAndKeepsWhatWasTyped() {
        String lecture = path(school.lecture("Not asked", 9));
        try (Tab student = Tab.open(school, "STUDENT", Look.USUAL)) {
            student.go(lecture);
            button(student, "Ask").click();
            assertThat(student.find("#f-text-error")).isVisible();

            student.page.getByLabel("Your question").fill("x".repeat(1_001));
            button(student, "Ask").click();

            assertThat(student.find("#f-text-error")).isVisible();
            assertThat(student.page.getByLabel("Your question")).hasValue("x".repeat(1_001));
            student.page.route("**/questions", Route::abort);
            student.page.getByLabel("Your question").fill("And without a network?");
            button(student, "Ask").click();
            assertThat(student.find(".ask [role=alert]")).isVisible();
            student.page.unroute("**/questions");
            button(student, "Ask").click();
            assertThat(student.find(".question .text")).hasText("And without a network?");
        }
    }
}
