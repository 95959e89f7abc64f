package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A chart is a picture, a sentence, a table and files, and all say the same. */
@Tag("pages")
class ChartTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void sentenceTableAndCsvSayWhatTheInterfaceSays() throws IOException {
        JsonNode curve =
                school.admin.get("/api/dashboards/" + School.OVER).path("retention").path("curve");
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + School.OVER);
            assertThat(tab.find("svg.plot"))
                    .hasAttribute(
                            "aria-label",
                            "AAA 2013J, day 268 (26 June 2014): 86 of 100 still here, 82 to 89; 53 left.");

            tab.find("details.more summary").click();
            assertThat(tab.find("x-survival tbody tr")).hasCount(curve.size());
            assertThat(tab.find("x-survival tbody tr").last()).containsText("85.9%");
            assertThat(tab.axeViolations()).isEmpty();

            Download csv = saved(tab, "CSV");
            assertThat(csv.suggestedFilename()).isEqualTo("retention-aaa-2013j-" + asOf() + ".csv");
            List<String> lines = Files.readAllLines(csv.path());
            assertThat(lines.getFirst())
                    .isEqualTo("\ufeffcohortId,day,atRisk,withdrawn,survival,lower,upper");
            assertThat(lines).hasSize(1 + curve.size());
            JsonNode last = curve.get(curve.size() - 1);
            assertThat(lines.getLast())
                    .startsWith(
                            "aaa-2013j,%d,%d,%d,%s"
                                    .formatted(
                                            last.path("day").asInt(),
                                            last.path("atRisk").asInt(),
                                            last.path("withdrawn").asInt(),
                                            last.path("survival").asString()));
        }
    }

    @Test
    void thePictureAsAFileHasItsTitleAndItsDay() throws IOException {
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "light", 1280))) {
            tab.go("/c/" + School.OVER + "?asOf=2014-01-09");
            Download svg = saved(tab, "SVG");
            assertThat(svg.suggestedFilename()).isEqualTo("retention-aaa-2013j-2014-01-09.svg");
            assertThat(Files.readString(svg.path()))
                    .contains("AAA 2013J · 언제까지 함께했나", "2014년 1월 9일")
                    .doesNotContain("<script", "class=", "<!--");

            Download png = saved(tab, "PNG");
            BufferedImage picture = ImageIO.read(png.path().toFile());
            Number width =
                    (Number) tab.page.evaluate("document.querySelector('svg.plot').clientWidth");
            assertThat(picture.getWidth()).isEqualTo(2 * (width.intValue() + 32));
            assertThat(coloursIn(picture)).isGreaterThan(20);
            assertThat(tab.cspReports()).isEmpty();
        }
    }

    @Test
    void theReasonsAreAPictureAndATableAsFilesToo() throws IOException {
        JsonNode reasons =
                school.admin
                        .get("/api/dashboards/" + School.OVER)
                        .path("retention")
                        .path("reasons");
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "dark", 1280))) {
            tab.go("/c/" + School.OVER);
            Download csv = savedReasons(tab, "CSV");
            assertThat(Files.readAllLines(csv.path())).hasSize(1 + reasons.size());

            Download svg = savedReasons(tab, "SVG");
            assertThat(svg.suggestedFilename()).isEqualTo("reasons-aaa-2013j-" + asOf() + ".svg");
            String drawing = Files.readString(svg.path());
            assertThat(drawing).contains("AAA 2013J · ").doesNotContain("class=");
            assertThat(drawing.split("<rect")).hasSize(2 + reasons.size());

            BufferedImage picture = ImageIO.read(savedReasons(tab, "PNG").path().toFile());
            assertThat(picture.getWidth()).isEqualTo(2 * (640 + 32));
            assertThat(coloursIn(picture)).isGreaterThan(20);
            assertThat(tab.cspReports()).isEmpty();
        }
    }

    @Test
    void aPeriodThatIsNotOverIsNotDrawn() {
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + School.RUNNING);
            Locator curve = tab.find("path.curve.s1").last();
            assertThat(curve).isAttached();

            String path = curve.getAttribute("d");
            double end = Double.parseDouble(path.substring(path.lastIndexOf('H') + 1));
            double today =
                    ((Number)
                                    tab.page.evaluate(
                                            """
                                            () => {
                                              const ticks = [...document.querySelectorAll('svg.plot text[text-anchor=middle]')];
                                              const x = day => Number(ticks.find(t => t.textContent === day).getAttribute('x'));
                                              return x('0') + (x('90') - x('0')) * 100 / 90;
                                            }
                                            """))
                            .doubleValue();
            assertThat(end).isCloseTo(today, org.assertj.core.data.Offset.offset(0.2));
            assertThat(tab.find("svg.plot")).containsText("today");
            assertThat(tab.find("input[type=range]"))
                    .hasAttribute("max", String.valueOf(School.DAY));
        }
    }

    @Test
    void figuresComeWithTheNumberTheyAreOf() {
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + School.OVER);
            assertThat(tab.find(".figs > div").first()).containsText("323 / 376");
            assertThat(tab.find(".figs > div").first())
                    .containsText("86 of 100 who started (82–89)");

            tab.go("/");
            assertThat(tab.find("tr", "AAA 2013J")).containsText("376");
            assertThat(tab.find("tr", "AAA 2013J")).containsText("86% 82–89");
            assertThat(tab.find("tr", "AI 9기")).containsText("fewer than 5");
        }
    }

    @Test
    void whatChangedIsToldInWords() {
        school.withdraw(school.newcomer("Gone today"), "EMPLOYMENT");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + School.RUNNING);
            tab.page.getByLabel("Since").selectOption("1");

            assertThat(tab.find("main")).containsText("here now");
            assertThat(tab.find("main li:has-text('Found a job')").first()).containsText("left (");
        }
    }

    private String asOf() {
        return java.time.LocalDate.now(java.time.ZoneId.of("Europe/London")).toString();
    }

    private static Download savedReasons(Tab tab, String kind) {
        return tab.page.waitForDownload(
                () -> tab.find("section.panel button", kind + " 그만둔 이유").click());
    }

    private static Download saved(Tab tab, String kind) {
        return tab.page.waitForDownload(() -> tab.find("x-survival button", kind).click());
    }

    private static long coloursIn(BufferedImage picture) {
        return java.util.Arrays.stream(
                        picture.getRGB(
                                0,
                                0,
                                picture.getWidth(),
                                picture.getHeight(),
                                null,
                                0,
                                picture.getWidth()))
                .distinct()
                .count();
    }
}
