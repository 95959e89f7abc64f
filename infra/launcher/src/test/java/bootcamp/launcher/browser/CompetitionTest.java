package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Competitions: a student's way by keyboard, and the same board in two windows. */
class CompetitionTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static void choose(Tab tab, String csv) {
        tab.reach("#file");
        // What opens at a key is a window of the system, in which there is nothing to test.
        tab.find("#file")
                .setInputFiles(
                        new FilePayload(
                                "predictions.csv",
                                "text/csv",
                                csv.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aStudentJoinsATeamAndSubmitsByKeyboardAndAnotherWindowSeesTheBoardMove() {
        String path = "/competitions/" + school.competition("Cats <b>&");
        RunningPlatform founder = school.studentNamed("Bo Founder", "contest-founder");
        RunningPlatform rival = school.studentNamed("Kim Rival", "contest-rival");
        school.studentNamed("Jo Joiner", "contest-joiner");
        var team = founder.post("/api" + path + "/teams", School.key(), Map.of("name", "고양이 <i>"));
        String code = team.path("teamId").asString() + "/" + team.path("code").asString();
        rival.post(
                "/api" + path + "/submissions",
                "text/csv",
                BodyPublishers.ofString(School.predictions(2)));
        try (Tab tab = Tab.open(school.url, "contest-joiner", new Look("en", "light", 390));
                Tab other = Tab.open(school.url, "contest-rival", new Look("ko", "dark", 1280))) {
            tab.go("/competitions").settled();
            tab.reachText("Cats <b>&");
            tab.press("Enter");
            tab.reachText("Join a team");
            tab.press("Enter");
            tab.type(code);
            assertThat(tab.axeViolations()).isEmpty();
            tab.press("Enter");
            assertThat(tab.find("#team")).containsText("고양이 <i>");
            assertThat(tab.find("#team")).isFocused();
            assertThat(tab.find("#left-today")).containsText("5 of 5 left, resets 00:00, in ");
            other.go(path).settled();
            assertThat(other.find("#board tr.own")).containsText("우리");
            assertThat(other.find("#board tbody tr")).hasCount(1);

            choose(tab, School.predictions(3).replace("7,dog", "7"));
            submit(tab);
            assertThat(tab.find("#progress")).containsText("line 8");
            assertThat(tab.find("#progress")).containsText("No attempt was used.");
            assertThat(tab.find("#left-today")).containsText("5 of 5 left");
            choose(tab, School.predictions(5));
            submit(tab);
            assertThat(tab.find("#progress")).containsText("Scored: 0.89443.");
            assertThat(tab.find("#left-today")).containsText("4 of 5 left");
            assertThat(tab.find("#board tr.own")).containsText("고양이 <i>");
            assertThat(tab.find("#rules")).containsText("The board is a ladder");
            tab.reach("#mine td .btn");
            tab.press("Enter");
            assertThat(tab.find("#mine [aria-pressed=true]")).hasCount(1);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.errors).isEmpty();
            assertThat(tab.cspReports()).isEmpty();

            trial(tab);

            assertThat(other.find("#board tbody tr")).hasCount(2);
            assertThat(other.find("#board tr.own")).containsText("1계단 내림");
            assertThat(other.find("#say")).containsText("우리 팀은 지금 2위입니다.");
            assertThat(other.axeViolations()).isEmpty();
            assertThat(other.cspReports()).isEmpty();
        }
    }

    /** What came of it is written down, drawn, and to be had as a document. */
    private static void trial(Tab tab) {
        tab.reachText("Trials");
        tab.press("Enter");
        assertThat(tab.find("svg.plot circle")).hasCount(1);
        tab.reach("#trial-2 .btn");
        tab.press("Enter");
        tab.type("Ears <b> decide");
        tab.reach("#f-validation");
        tab.type("0.75");
        assertThat(tab.axeViolations()).isEmpty();
        tab.press("Enter");
        assertThat(tab.find("#trial-2")).containsText("Ears <b> decide");
        assertThat(tab.find("svg.plot circle")).hasCount(2);
        assertThat(tab.find("main figure"))
                .containsText("Own validation is 0.14443 below the board on average.");
        tab.reachText("Show as a table");
        tab.press("Enter");
        assertThat(tab.find("main tbody tr")).hasCount(1);
        assertThat(tab.axeViolations()).isEmpty();
        assertThat(tab.sidewaysScroll()).isZero();
        tab.reachText("Markdown");
        Download document = tab.page.waitForDownload(() -> tab.press("Enter"));
        assertThat(text(document))
                .contains("고양이 <i>", "Own validation score: 0.75", "> Ears <b> decide");
    }

    private static String text(Download file) {
        try (InputStream in = file.createReadStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void submit(Tab tab) {
        tab.reach("#submit .btn.pri");
        tab.press("Enter");
    }
}
