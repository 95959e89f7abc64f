package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the page says of a comparison is so, also where there is little to compare. */
@Tag("pages")
class CompareTest {

    private static final String TAUGHT = "taught";

    /** The week of its module, the first being 0. */
    private static final int MODULE_WEEK = 6;

    private static final int LEFT_IN_MODULE = 4;
    private static final int LEFT = 7;

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1280, 'ai-8,empty', They have no days in common to compare",
        "ko, 390, 'ai-8,empty', 함께 비교할 날이 없습니다.",
        "en, 390, 'few,empty', Nobody has left yet",
        "ko, 1280, 'few,empty', 아직 중도 포기가 없어",
        "en, 1280, 'aaa-2013j,empty,aaa-2014j', if the 2 cohorts kept people equally well",
        "ko, 390, 'aaa-2013j,empty,aaa-2014j', 기수 2개의"
    })
    void onlyWhatCouldBeComparedIsSaidToBe(
            String language, int width, String cohorts, String text) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", width))) {
            tab.go("/compare?cohorts=" + cohorts);

            assertThat(tab.find("main section.prose").last()).containsText(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"en, 1280, Other, Show as a table"})
    void whyAndWhenPeopleLeftIsAPictureATableAndAFile(
            String language, int width, String reason, String asTable) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", width))) {
            tab.go("/compare?cohorts=aaa-2013j,empty");
            assertThat(tab.find(".why .bars li").first()).containsText(reason);
            assertThat(tab.find(".weeks svg[role=img]")).hasCount(1);

            tab.find(".weeks summary", asTable).click();
            assertThat(tab.find(".weeks tbody tr")).hasCount(39);
            String saved =
                    tab.page
                            .waitForDownload(
                                    () -> tab.find(".weeks header .btn", "CSV").first().click())
                            .suggestedFilename();

            org.assertj.core.api.Assertions.assertThat(saved).isEqualTo("weeks.csv");
            org.assertj.core.api.Assertions.assertThat(tab.axeViolations()).isEmpty();
            org.assertj.core.api.Assertions.assertThat(tab.sidewaysScroll()).isZero();
            org.assertj.core.api.Assertions.assertThat(tab.errors).isEmpty();
        }
    }

    /** Of a cohort of its own: others are taught what other tests plan. */
    @Test
    void weeksOfAModuleAndOfAnInstructorStandBesideTheOthersAsAnAssociation() {
        LocalDate start = school.today.minusWeeks(10);
        school.cohort(TAUGHT, "Taught 1", start, start.plusWeeks(20), "Asia/Seoul", 40);
        StringBuilder roster = new StringBuilder("externalId,name,enrolledOn,withdrawnOn,reason\n");
        for (int i = 0; i < 30; i++) {
            String left =
                    i < LEFT_IN_MODULE
                            ? start.plusWeeks(MODULE_WEEK).plusDays(2L + i) + ",HEALTH"
                            : i < LEFT ? start.plusWeeks(2L + i - LEFT_IN_MODULE) + ",TIME" : ",";
            roster.append("taught-%d,Taught %d,%s,%s%n".formatted(i, i, start, left));
        }
        school.importRoster(TAUGHT, roster.toString());
        String cohort = "/api/cohorts/" + TAUGHT;
        LocalDate day = start.plusWeeks(MODULE_WEEK);
        JsonNode module =
                school.admin.post(
                        cohort + "/modules",
                        School.key(),
                        Map.of(
                                "name",
                                "Regression",
                                "from",
                                day.toString(),
                                "until",
                                day.plusDays(6).toString()));
        school.admin.post(
                cohort + "/sessions",
                School.key(),
                Map.of(
                        "kind",
                        "LAB",
                        "title",
                        "Residuals",
                        "moduleId",
                        module.path("moduleId").asString(),
                        "instructorId",
                        school.instructorId,
                        "startsAt",
                        day + "T14:00",
                        "endsAt",
                        day + "T17:00",
                        "place",
                        "Lab " + TAUGHT));
        Wait.until(
                () ->
                        school.admin
                                        .get("/api/retention?section=teaching&cohorts=" + TAUGHT)
                                        .at("/curves/0/teaching/modules/0/withdrawn")
                                        .asInt(0)
                                == LEFT_IN_MODULE);
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "dark", 390))) {
            tab.go("/compare?cohorts=" + TAUGHT).settled();
            Locator section = tab.find("main section", "Regression");
            assertThat(section).containsText("때문이라는 뜻이 아닙니다");
            Locator row = tab.find("tbody tr", "Regression");
            assertThat(row.locator("td").first()).hasText("1");
            assertThat(row.locator("td").nth(1)).hasText(String.valueOf(LEFT_IN_MODULE));
            assertThat(row.locator("td").last()).containsText("배");
            assertThat(tab.find("tbody tr", "Ines Duarte").locator("td").first()).hasText("1");
            String saved =
                    tab.page
                            .waitForDownload(() -> section.locator("header .btn").click())
                            .suggestedFilename();

            org.assertj.core.api.Assertions.assertThat(saved).isEqualTo("teaching.csv");
            org.assertj.core.api.Assertions.assertThat(tab.axeViolations()).isEmpty();
            org.assertj.core.api.Assertions.assertThat(tab.sidewaysScroll()).isZero();
            org.assertj.core.api.Assertions.assertThat(tab.errors).isEmpty();
        }
    }
}
