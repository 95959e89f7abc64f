package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who needs a call today, and what came of the call, by keys. */
@Tag("pages")
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
        // Of the two, one at most is told to be rising: it has to be clear who.
        school.admin.put(
                "/api/cohorts/" + COHORT + "/attendance/" + school.trainingDay(3),
                Map.of(
                        "entries",
                        List.of(
                                Map.of(
                                        "studentId",
                                        absent.getFirst().path("studentId").asString(),
                                        "status",
                                        "PRESENT"),
                                marks.getLast())));
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
        String bomsLog =
                "/api/students/" + absent.get(1).path("studentId").asString() + "/outreach";
        school.admin.post(
                bomsLog,
                "handed-to-somebody",
                Map.of(
                        "on",
                        school.today.toString(),
                        "channel",
                        "NONE",
                        "followUpOn",
                        school.today.toString(),
                        "handedTo",
                        "somebody-else"));
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            staff.go("/c/" + COHORT + "/calls").settled();
            Locator bom = staff.find(NEEDS_A_CALL, "Calls Bom");
            assertThat(bom).containsText("The chance to leave within 14 days rose within a week");
            assertThat(bom).containsText("goes on: somebody-else");
            staff.find("main input[type=checkbox]").check();
            assertThat(staff.find("main")).containsText("Nothing is handed to you.");
            staff.find("main input[type=checkbox]").uncheck();
            staff.find(NEEDS_A_CALL + " button", "Hand back to all").click();
            assertThat(staff.find("#say")).containsText("whoever wants goes on with Calls Bom");
            assertThat(bom).not().containsText("goes on: somebody-else");
            assertThat(staff.find("#compared")).containsText("does not show what a call does");
            assertThat(staff.find("#compared")).containsText("Too few to compare yet");

            staff.go("/c/" + COHORT).settled();
            Locator risk = staff.find("#at-risk");
            assertThat(risk).containsText("Calls Ara");
            assertThat(risk).containsText(Pattern.compile("[0-9]+ in 100"));
            assertThat(risk).containsText("times the usual");
            assertThat(risk).containsText("absent on 4 of 4 days in two weeks");
            assertThat(staff.axeViolations()).isEmpty();
        }
        try (Tab admin = Tab.open(school, "ADMIN", new Look("ko", "dark", 390))) {
            admin.go("/risk").settled();
            assertThat(admin.find("h1")).hasText("조기 경보가 얼마나 맞는지");
            admin.find("main button", "지금 학습").click();
            assertThat(admin.find("#say")).containsText("학습하고 모두 다시 계산했습니다.");
            assertThat(admin.axeViolations()).isEmpty();
            assertThat(admin.sidewaysScroll()).isZero();
        }
    }
}
