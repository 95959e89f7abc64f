package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import bootcamp.launcher.http.Site;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Competitions: a student's way by keyboard, the same board in two windows, and staff's. */
@Tag("pages")
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
        file(tab, "#file", "predictions.csv", csv);
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
                Tab mate = Tab.open(school.url, "contest-founder", Look.USUAL);
                Tab other = Tab.open(school.url, "contest-rival", new Look("ko", "dark", 1280))) {
            mate.go(path).settled();
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
            // The other window of the team was told long before it would ask by itself.
            assertThat(mate.find("#mine tbody tr"))
                    .containsText(
                            new String[] {"0.89443", "line 8"},
                            new ContainsTextOptions().setTimeout(15_000));
            assertThat(mate.find("#left-today")).containsText("4 of 5 left");
            assertThat(mate.axeViolations()).isEmpty();
            assertThat(mate.cspReports()).isEmpty();
            assertThat(tab.find("#board tr.own")).containsText("고양이 <i>");
            tab.reachText("Ranks by day");
            tab.press("Enter");
            assertThat(tab.find("#history svg.plot circle")).hasCount(2);
            assertThat(tab.find("#history tbody tr")).hasCount(1);
            assertThat(tab.find("#history p.small")).containsText("고양이 <i> is number 1.");
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

            school.admin.post("/api" + path + "/closing", School.key(), Map.of());
            shared(tab, other, path);
            assertThat(other.cspReports()).isEmpty();
        }
    }

    @Test
    void aTeamAsksAnotherByKeyboardAndBothAreOneInBothLanguages() {
        String path = "/competitions/" + school.competition("Merging <b>&");
        RunningPlatform stays = school.studentNamed("Bo Stays", "contest-stays");
        RunningPlatform goes = school.studentNamed("Kim Goes", "contest-goes");
        stays.post("/api" + path + "/teams", School.key(), Map.of("name", "바다 <i>"));
        goes.post("/api" + path + "/teams", School.key(), Map.of("name", "Hills"));
        goes.post(
                "/api" + path + "/submissions",
                "text/csv",
                BodyPublishers.ofString(School.predictions(5)));
        try (Tab asks = Tab.open(school.url, "contest-goes", new Look("en", "light", 390));
                Tab answers = Tab.open(school.url, "contest-stays", new Look("ko", "dark", 1280))) {
            asks.go(path).settled();
            assertThat(asks.find("#merges")).containsText("18:00");
            asks.reachText("Ask a team");
            asks.press("Enter");
            asks.find("#f-teamId").selectOption(new SelectOption().setLabel("바다 <i> (1)"));
            assertThat(asks.axeViolations()).isEmpty();
            asks.find("dialog .btn.pri").click();
            assertThat(asks.find("#merges")).containsText("You asked 바다 <i> to become one team.");
            assertThat(asks.axeViolations()).isEmpty();
            assertThat(asks.sidewaysScroll()).isZero();

            answers.go(path).settled();
            assertThat(answers.find("#merges")).containsText("Hills 팀이 우리 팀에 합치자고 합니다. 모두 2명");
            assertThat(answers.axeViolations()).isEmpty();
            answers.reach("#merges .btn.pri");
            answers.press("Enter");
            answers.find("dialog .btn.pri").click();
            assertThat(answers.find("#team")).containsText("2명, 최대 3명");
            assertThat(answers.find("#team")).isFocused();
            assertThat(answers.find("#board tbody tr")).hasCount(1);
            assertThat(answers.find("#board tr.own")).containsText("바다 <i>");
            assertThat(answers.find("#mine tbody tr")).hasCount(1);
            assertThat(answers.errors).isEmpty();
            assertThat(answers.cspReports()).isEmpty();

            asks.go("/notices").settled();
            assertThat(asks.find(".notices"))
                    .containsText("Your team and another are one team now.");
            assertThat(asks.axeViolations()).isEmpty();
            asks.go(path).settled();
            assertThat(asks.find("#team")).containsText("바다 <i>");
            assertThat(asks.find("#mine tbody tr")).hasCount(1);
            assertThat(asks.errors).isEmpty();
            assertThat(asks.cspReports()).isEmpty();
        }
    }

    @Test
    void staffDraftPublishWatchAndCloseACompetition() {
        RunningPlatform student = school.studentNamed("Vi <b>Contestant", "contest-watched");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/competitions/new").settled();
            tab.find("#f-title").fill("Dogs & <i>");
            tab.page.getByLabel("AI 8기", new Page.GetByLabelOptions().setExact(true)).check();
            tab.find("#f-metric").selectOption("log-loss");
            assertThat(tab.find("#f-options")).hasValue("clip=1e-6");
            assertThat(tab.find("#f-publicScores")).hasValue("LADDER");
            tab.find("#f-metric").selectOption("accuracy");
            assertThat(tab.find("#f-options")).hasValue("");
            tab.find("#f-mergeDate").fill(school.today.plusDays(9).toString());
            tab.find("#f-startDate").fill(school.today.minusDays(1).toString());
            tab.find("#f-endDate").fill(school.today.minusDays(2).toString());
            tab.find("#f-publicPercent").fill("");
            tab.find("form .btn.pri").click();
            assertThat(tab.find("#f-endDate-error")).containsText("must be after the start");
            tab.find("#f-endDate").fill(school.today.plusDays(5).toString());
            tab.find("form .btn.pri").click();
            assertThat(tab.find("#f-mergeDate-error")).containsText("must not be after the end");
            tab.find("#f-mergeDate").fill(school.today.plusDays(4).toString());
            tab.find("form .btn.pri").click();
            assertThat(tab.find("#solution")).containsText("There is none yet.");
            file(tab, "#solution-file", "solution.csv", "id,label\n1\n");
            assertThat(tab.find("#trouble")).containsText("2");
            file(tab, "#solution-file", "solution.csv", School.SOLUTION);
            assertThat(tab.find("#solution")).containsText("5 public and 6 private rows");
            assertThat(tab.find("#checks tbody tr")).hasCount(7);
            assertThat(tab.find("#checks tbody tr").nth(3)).containsText("look at it");
            assertThat(tab.find("#checks tbody tr").nth(3)).containsText("Each part should have");
            assertThat(tab.find("#checks tbody tr").nth(2)).containsText("fine");
            file(tab, "#sample-file", "sample.csv", "id,label\n1,cow\n");
            assertThat(tab.find("#try")).containsText("It would be refused. line 2");
            file(tab, "#sample-file", "sample.csv", School.predictions(4));
            assertThat(tab.find("#try")).containsText("Public 0.80000, Private 0.16667");
            file(tab, "#data-file", "my test.csv", "id\n1\n");
            assertThat(tab.find("#data li")).containsText("my_test.csv");
            assertThat(tab.axeViolations()).isEmpty();
            tab.reachText("Publish");
            tab.press("Enter");
            assertThat(tab.find("dialog")).containsText("Dogs & <i>");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find(".head .tag")).containsText("running");

            String path = tab.page.url().replace(school.url.toString(), "").replace("/desk", "");
            student.post(
                    "/api" + path + "/submissions",
                    "text/csv",
                    BodyPublishers.ofString(School.predictions(9)));
            Wait.until(
                    () ->
                            !school.admin
                                    .get("/api" + path + "/leaderboard?board=private")
                                    .path("rows")
                                    .isEmpty());
            tab.page.reload();
            assertThat(tab.find("#board tbody tr")).containsText("Vi <b>Contestant");
            assertThat(tab.find("#board tbody tr")).containsText("0.83333");
            tab.find("#participation summary").first().click();
            assertThat(tab.find("#participation tbody tr")).hasCount(2);
            assertThat(tab.find("#participation tbody tr").last()).containsText("1");
            rescore(tab);
            assertThat(tab.axeViolations()).isEmpty();
            tab.go(path + "/edit").settled();
            assertThat(tab.find("#f-metric")).hasCount(0);
            tab.find("#f-dailyLimit").fill("7");
            tab.find("form .btn.pri").click();
            tab.reachText("Close now");
            tab.press("Enter");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(tab.find(".head .tag")).containsText("over");
            assertThat(tab.find("main .note.warn")).hasCount(0);
            reports(tab);
            assertThat(tab.cspReports()).isEmpty();
        }
    }

    /** Of one team and eleven rows, which is too little to say anything, and says so. */
    private static void reports(Tab tab) {
        tab.reachText("Make the report");
        tab.press("Enter");
        assertThat(tab.find("#shake-up")).containsText("Too few teams");
        assertThat(tab.find("#shake-up")).containsText("5 of 5 public and 6 of 6 private rows");
        assertThat(tab.find("#shake-up")).isFocused();
        assertThat(tab.find("#shake-up tbody tr")).hasCount(1);
        assertThat(tab.find("#shake-up svg.plot circle")).hasCount(2);
        assertThat(text(tab.page.waitForDownload(tab.find("#shake-up .btn", "CSV")::click)))
                .contains("privateRankFrom");
        tab.reachText("Look for them");
        tab.press("Enter");
        assertThat(tab.find("#alike-submissions")).containsText("There are 11 rows only");
        assertThat(tab.axeViolations()).isEmpty();
        // What was refused on the way, or was not there, and no error of the page itself.
        assertThat(tab.errors)
                .allMatch(
                        each ->
                                each.contains("422 (Unprocessable")
                                        || each.matches(".*404 .*/rescoring:0:0"));
    }

    /** By corrected labels, which are discarded, and by another metric. */
    private static void rescore(Tab tab) {
        file(tab, "#rescoring-file", "solution.csv", "id,label\n1,cat\n");
        assertThat(tab.find("#rescoring [role=alert]")).containsText("10 ids are missing");
        file(tab, "#rescoring-file", "solution.csv", School.SOLUTION.replace("cat", "dog"));
        assertThat(tab.find("#rescoring")).containsText("Labels, version 2");
        tab.reachText("Discard");
        tab.press("Enter");
        tab.find("dialog .btn.pri").click();
        assertThat(tab.find("#rescoring")).containsText("Send corrected labels");
        tab.reachText("Another metric");
        tab.press("Enter");
        tab.find("dialog [name=metric]").fill("f1-macro");
        tab.find("dialog .btn.pri").click();
        assertThat(tab.find("#rescoring tbody tr")).containsText("Team ");
        assertThat(tab.axeViolations()).isEmpty();
        tab.reachText("Publish these scores");
        tab.press("Enter");
        tab.find("dialog textarea").fill("F1 was promised <b>");
        tab.find("dialog .btn.pri").click();
        assertThat(tab.find("#rescoring li")).containsText("F1 was promised <b>");
    }

    @ParameterizedTest
    @CsvSource({
        "en, light, 1280, It could not be scored., The labels could not be read, Since, Discard,"
                + " Send corrected labels, Scoring is stuck., tried 2 times",
        "ko, dark, 390, 채점하지 못했습니다., 레이블을 읽지 못했습니다, 부터입니다., 취소,"
                + " 고친 레이블 보내기, 채점이 멈춰 있습니다., 2번 시도"
    })
    void whatCouldNotBeScoredAnewSaysWhyAndIsDiscarded(
            String language,
            String theme,
            int width,
            String failed,
            String reason,
            String since,
            String discard,
            String begin,
            String stuck,
            String tried)
            throws InterruptedException {
        String id = Site.get().failedRescoring("rescored-" + language);
        try (Tab tab = Tab.open(Site.get().url(), Site.ADMIN, new Look(language, theme, width))) {
            tab.go("/competitions/" + id + "/desk").settled();
            assertThat(tab.find("#rescoring [role=alert]")).containsText(failed);
            assertThat(tab.find("#rescoring [role=alert]")).containsText(reason);
            assertThat(tab.find("#rescoring [role=alert]")).containsText(since);
            assertThat(tab.find("#rescoring [role=alert] code")).hasText("LABELS_UNREADABLE");
            assertThat(tab.find("#stuck")).containsText(stuck);
            assertThat(tab.find("#stuck li")).containsText(tried);
            assertThat(tab.find("#stuck li code")).containsText("-00009");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            tab.reachText(discard);
            tab.press("Enter");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("#rescoring")).containsText(begin);
            assertThat(tab.find("#rescoring [role=alert]")).hasCount(0);
            assertThat(tab.errors).isEmpty();
        }
    }

    @Test
    void staffSeeOnTheDashboardWhoTakesPartAndWhoNeverSubmitted() {
        String competition = school.competition("Birds <b>&");
        RunningPlatform sender = school.studentNamed("Al <i>Sender", "contest-sender");
        school.studentNamed("Ny <i>Never", "contest-never");
        sender.post(
                "/api/competitions/" + competition + "/submissions",
                "text/csv",
                BodyPublishers.ofString(School.predictions(9)));
        String section = "#contests section";
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL);
                Tab small = Tab.open(school, "ADMIN", new Look("ko", "dark", 390))) {
            tab.go("/c/" + School.RUNNING).settled();
            Locator row = tab.find("#contests > .tw tbody tr", "Birds <b>&");
            assertThat(row).containsText("running");
            assertThat(row).containsText("1 of ");
            assertThat(row.locator("td").nth(2)).hasText("1");
            assertThat(row.locator("td").nth(3)).hasText("0");
            Locator own = tab.find(section, "Birds <b>&");
            // Yesterday nothing, today one.
            assertThat(own.locator(".bars li .num")).hasText(new String[] {"0", "1"});
            assertThat(own).containsText("in no team that has submitted");
            own.locator("summary").last().click();
            assertThat(own).containsText("Ny <i>Never");
            assertThat(own).not().containsText("Al <i>Sender");
            own.locator("summary").first().click();
            assertThat(own.locator("tbody tr").last().locator("td"))
                    .hasText(new String[] {"1", "1", "1"});
            assertThat(tab.axeViolations()).isEmpty();
            Locator file = tab.find("#contests > header .btn");
            assertThat(file).containsText("who submitted on which day");
            assertThat(text(tab.page.waitForDownload(file::click)))
                    .contains(competition + ",Birds <b>&,")
                    .contains("," + school.today + ",1");

            small.go("/c/" + School.RUNNING).settled();
            assertThat(small.find(section, "Birds <b>&")).containsText("Birds <b>&: 일별 제출 수");
            assertThat(small.find(section, "Birds <b>&")).containsText("제출한 팀에 없는 수강생");
            assertThat(small.sidewaysScroll()).isZero();
            assertThat(small.axeViolations()).isEmpty();
            assertThat(small.cspReports()).isEmpty();
        }
    }

    private static void file(Tab tab, String input, String name, String csv) {
        tab.find(input)
                .setInputFiles(
                        new FilePayload(name, "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
    }

    /** A team shares what it tried once all is over, another reads it, and it is taken back. */
    private static void shared(Tab tab, Tab other, String path) {
        tab.go(path + "/trials").settled();
        tab.reach("#sharing .btn");
        tab.press("Enter");
        assertThat(tab.axeViolations()).isEmpty();
        tab.find("dialog .btn.pri").click();
        assertThat(tab.find("#sharing")).containsText("Everybody who took part reads this");
        assertThat(tab.find("#sharing")).isFocused();
        assertThat(tab.axeViolations()).isEmpty();

        other.go(path).settled();
        other.reachText("고양이 <i>");
        other.press("Enter");
        assertThat(other.find("#trial-2")).containsText("Ears <b> decide");
        assertThat(other.find("#trial-2 .btn")).hasCount(0);
        assertThat(other.find("svg.plot circle")).hasCount(2);
        assertThat(other.axeViolations()).isEmpty();

        tab.reach("#sharing .btn");
        tab.press("Enter");
        tab.find("dialog .btn.pri").click();
        assertThat(tab.find("#sharing")).containsText("nobody else");
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
