package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says of a comparison is so, also where there is little to compare. */
class CompareTest {

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
}
