package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who needs a call today, and what came of the call, by keys. */
class CallsTest {

    private static final String COHORT = "calls-of-today";
    private static final String NEEDS_A_CALL = "main li[data-student]";

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void whatCameOfACallIsOneKeyAndWhoIsDoneLeavesTheList() {
        school.cohort(
                COHORT,
                "AI Calls",
                school.today.minusDays(40),
                school.today.plusDays(80),
                "Asia/Seoul",
                5);
        List<JsonNode> absent =
                Stream.of("Calls Ara", "Calls Bom")
                        .map(
                                name ->
                                        school.enroll(
                                                COHORT,
                                                name,
                                                name.replace(' ', '-'),
                                                school.today.minusDays(40)))
                        .toList();
        List<Map<String, String>> marks =
                absent.stream()
                        .map(
                                each ->
                                        Map.of(
                                                "studentId",
                                                each.path("studentId").asString(),
                                                "status",
                                                "ABSENT"))
                        .toList();
        for (int before = 0; before < 3; before++) {
            school.admin.put(
                    "/api/cohorts/" + COHORT + "/attendance/" + school.trainingDay(before),
                    Map.of("entries", marks));
        }
        Wait.until(
                () ->
                        school.admin
                                        .get("/api/cohorts/" + COHORT + "/attention")
                                        .path("items")
                                        .size()
                                == absent.size());
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            staff.go("/c/" + COHORT + "/calls").settled();
            Locator ara = staff.find(NEEDS_A_CALL, "Calls Ara");
            Locator bom = staff.find(NEEDS_A_CALL, "Calls Bom");
            assertThat(ara).containsText("Absent on the last 3 days that were held");
            assertThat(ara).containsText("Nobody has written down a call yet.");
            assertThat(staff.axeViolations()).isEmpty();

            ara.locator("a").focus();
            staff.press("2");
            assertThat(staff.find("#say")).containsText("Calls Ara was not reached.");
            assertThat(ara).containsText("not reached");
            ara.locator("a").focus();
            staff.press("1");
            assertThat(ara).hasCount(0);
            assertThat(bom.locator("a")).isFocused();

            staff.press("3");
            assertThat(staff.find("dialog")).containsText("Calls Bom comes back");
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("dialog .btn.pri").click();
            assertThat(bom).hasCount(0);
            assertThat(staff.find("main")).containsText("Nobody needs a call today.");
            assertThat(staff.find("main"))
                    .containsText("Left out because a later day was agreed: 1.");
            assertThat(staff.cspReports()).isEmpty();
        }
        try (Tab staff = Tab.open(school, "STAFF", new Look("ko", "dark", 390))) {
            staff.go("/c/" + COHORT + "/calls").settled();
            assertThat(staff.find("h1")).hasText("오늘 연락할 사람");
            assertThat(staff.find("main")).containsText("나중에 연락하기로 하여 뺀 사람: 1명.");
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();
        }
    }
}
