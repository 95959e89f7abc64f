package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The code on the wall and the phone that enters it. The cohorts are where it is about noon now, so
 * that the hours of their day lie around the present.
 */
@Tag("pages")
class CheckInTest {

    private static final ZoneId ZONE = whereItIsNoon();

    /** A code is shown for a quarter of a minute. */
    private static final double RENEWED_MILLIS = 25_000;

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    /** In {@code Etc} signs are the other way round. */
    private static ZoneId whereItIsNoon() {
        int east = 12 - Instant.now().atZone(ZoneOffset.UTC).getHour();
        return ZoneId.of("Etc/GMT" + (east > 0 ? "-" : "+") + Math.abs(east));
    }

    /** With the student who has an account, stamping from some minutes before or after now on. */
    private static void cohort(String id, int startsInMinutes) {
        LocalDate today = LocalDate.now(ZONE);
        Map<String, Object> cohort = new HashMap<>();
        cohort.put("cohortId", id);
        cohort.put("programme", "Stamps");
        cohort.put("name", "Stamps " + id);
        cohort.put("startDate", today.minusDays(3).toString());
        cohort.put("endDate", today.plusDays(30).toString());
        cohort.put("timeZone", ZONE.getId());
        cohort.put("capacity", 10);
        cohort.put("trainingWeekdays", Stream.of(DayOfWeek.values()).map(Enum::name).toList());
        school.admin.post("/api/cohorts", School.key(), cohort);
        school.admin.post(
                "/api/cohorts/" + id + "/enrollments",
                School.key(),
                Map.of(
                        "studentId",
                        school.student(School.RUNNING, School.OWN_NAME)
                                .path("studentId")
                                .asString(),
                        "enrolledOn",
                        today.minusDays(3).toString()));
        LocalTime starts =
                LocalTime.now(ZONE).plusMinutes(startsInMinutes).truncatedTo(ChronoUnit.MINUTES);
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + id + "/attendance/policy");
            tab.page.getByLabel("How attendance is taken").selectOption("STAMPS");
            tab.page.getByLabel("The day starts at").fill(starts.toString());
            tab.page.getByLabel("The day ends at").fill(starts.plusHours(6).toString());
            tab.page
                    .getByLabel("From", new Page.GetByLabelOptions().setExact(true))
                    .fill(today.minusDays(3).toString());
            tab.find("main form .btn.pri").click();
            tab.find(".btn.pri", "Adopt this policy").click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("tbody")).containsText("opens 30 min before");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    private static String code(String cohort) {
        return school.admin
                .get("/api/cohorts/" + cohort + "/check-in/code")
                .path("code")
                .asString();
    }

    @Test
    void studentChecksInWithTheCodeOfTheWallByKeysAlone() {
        cohort("stamp-keys", -3);
        String shown;
        try (Tab wall = Tab.open(school, "STAFF", Look.USUAL)) {
            wall.go("/c/stamp-keys/attendance");
            wall.reachText("Check-in code");
            wall.press("Enter");
            assertThat(wall.find(".wall .code [aria-hidden]"))
                    .hasText(Pattern.compile("\\d{3} \\d{3}"));
            shown = wall.find(".wall .code [aria-hidden]").innerText();
            assertThat(wall.find(".wall .qr .ink")).hasCount(1);
            assertThat(wall.find(".wall")).containsText("In: until");
            assertThat(wall.axeViolations()).isEmpty();
            assertThat(wall.sidewaysScroll()).isZero();
            assertThat(wall.find(".wall .code [aria-hidden]"))
                    .not()
                    .hasText(shown, new HasTextOptions().setTimeout(RENEWED_MILLIS));
        }

        try (Tab phone = Tab.open(school, "STUDENT", new Look("en", "light", 390))) {
            phone.go("/c/stamp-keys/check-in");
            assertThat(phone.find(".head")).containsText("On time until");
            phone.reach("#code");
            phone.page.keyboard().type("12345");
            phone.press("Enter");
            assertThat(phone.find("#code-error")).containsText("six digits");
            assertThat(phone.find("#code")).isFocused();
            assertThat(phone.axeViolations()).isEmpty();
            phone.press("Control+a");
            phone.page.keyboard().type(code("stamp-keys"));
            phone.press("Enter");
            assertThat(phone.find("#done")).containsText("Checked in at");
            assertThat(phone.find("#done")).isFocused();
            assertThat(phone.find("#done")).containsText("Present");
            assertThat(phone.find("#done")).containsText("absent after midnight");
            assertThat(phone.axeViolations()).isEmpty();
            assertThat(phone.sidewaysScroll()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, dark, 390, Checked in at, This is not the code",
        "ko, light, 390, 입실했습니다, 강의실에 표시된 코드가 아닙니다",
        "ko, dark, 1280, 입실했습니다, 강의실에 표시된 코드가 아닙니다",
    })
    void linkOfTheWallFillsTheCodeInAndAWrongOneIsTold(
            String language, String theme, int width, String done, String wrong) {
        String cohort = "stamp-link-" + language + theme;
        cohort(cohort, -3);
        String right = code(cohort);
        String other = "%06d".formatted((Integer.parseInt(right) + 1) % 1_000_000);
        try (Tab phone = Tab.open(school, "STUDENT", new Look(language, theme, width))) {
            phone.go("/c/" + cohort + "/check-in#" + other);
            assertThat(phone.find("#code")).hasValue(other);
            assertThat(phone.page.url()).doesNotContain(other);
            phone.find(".check-in .btn.pri").click();
            assertThat(phone.find("#code-error")).containsText(wrong);
            phone.find("#code").fill(code(cohort));
            phone.find(".check-in .btn.pri").click();
            assertThat(phone.find("#done")).containsText(done);
            assertThat(phone.axeViolations()).isEmpty();
            assertThat(phone.sidewaysScroll()).isZero();
        }
        try (Tab wall = Tab.open(school, "STAFF", new Look(language, theme, width))) {
            wall.go("/c/" + cohort + "/attendance/code");
            assertThat(wall.find(".wall .qr")).isVisible();
            assertThat(wall.axeViolations()).isEmpty();
            assertThat(wall.sidewaysScroll()).isZero();
        }
    }

    @Test
    void whoIsTooEarlyIsToldWhenItOpens() {
        cohort("stamp-early", 120);
        try (Tab phone = Tab.open(school, "STUDENT", new Look("en", "light", 390))) {
            phone.go("/c/stamp-early/check-in");
            assertThat(phone.find(".head")).containsText("Opens at");
            phone.find("#code").fill(code("stamp-early"));
            phone.find(".check-in .btn.pri").click();

            assertThat(phone.find("#code-error")).containsText("Too early: this opens at");
        }
    }
}
