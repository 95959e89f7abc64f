package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who completes: a threshold is moved and the count moves with it; a student sees the own state,
 * and prints what anybody checks.
 */
@Tag("pages")
class CompletionTest {

    private static final String CLOSING = "closing-of-completion";
    private static final String LATER = "completion-later";
    private static final String PAPER = "certificates-of-completion";
    private static final String MOVED = "threshold-of-completion";

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    /** Of two, one was there on four of five days: what the policy in force just asks for. */
    @Test
    void aThresholdIsMovedAndAdoptedAndAStudentSeesTheOwnState() {
        halfMissing();
        try (Tab admin = Tab.open(school, "ADMIN", new Look("en", "light", 1280))) {
            admin.go("/c/" + MOVED + "/completion").settled();
            Locator outcome = admin.find("#outcome");
            Locator changed = admin.find("#outcome ~ ul li");
            Locator slider = admin.find("#f-ATTENDANCE_RATE");
            assertThat(outcome).containsText("2 of 2 would pass");
            assertThat(changed).hasCount(0);
            slider.focus();
            admin.press("ArrowRight");
            assertThat(slider).hasAttribute("aria-valuetext", "81%");
            assertThat(outcome).containsText("1 of 2 would pass");
            assertThat(admin.find("#outcome + p")).containsText("For 1 it would be otherwise");
            assertThat(changed).hasCount(1);
            assertThat(changed).containsText("Moved Dul");
            assertThat(changed).containsText("would not pass");
            assertThat(admin.find("#outcome ~ .tw tbody th")).hasText("Moved Dul");
            admin.press("ArrowLeft");
            assertThat(outcome).containsText("2 of 2 would pass");
            assertThat(admin.find("#outcome + p")).containsText("For nobody");
            assertThat(changed).hasCount(0);
            admin.press("ArrowRight");
            assertThat(outcome).containsText("1 of 2 would pass");
            admin.find("#f-competitions").selectOption("ALL");
            assertThat(outcome).containsText("would pass");
            admin.find("#f-competitions").selectOption("");
            assertThat(outcome).containsText("1 of 2 would pass");
            assertThat(admin.axeViolations()).isEmpty();
            admin.find("main")
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Adopt this policy"))
                    .click();
            assertThat(admin.find("dialog")).containsText("1 of 2 would pass; for 1");
            assertThat(admin.axeViolations()).isEmpty();
            admin.find("dialog .btn.pri").click();
            assertThat(admin.find("main")).containsText("In force: version 1");
            assertThat(outcome).containsText("1 of 2 would pass");
            assertThat(admin.find("#outcome + p")).containsText("For nobody");
            assertThat(admin.cspReports()).isEmpty();
            assertThat(admin.sidewaysScroll()).isZero();
        }
        try (Tab student = Tab.open(school, "STUDENT", new Look("ko", "dark", 390))) {
            student.go("/me/completion").settled();
            assertThat(student.find("main")).containsText("출석률");
            assertThat(student.find("main")).containsText("결석");
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.cspReports()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
        }
    }

    private static void halfMissing() {
        LocalDate start = school.today.minusDays(20);
        school.cohort(MOVED, "AI Threshold", start, school.today.plusDays(9), "Asia/Seoul", 5);
        String hana = enrolled("Moved Hana", start);
        String dul = enrolled("Moved Dul", start);
        List<LocalDate> days =
                start.datesUntil(school.today)
                        .filter(day -> day.getDayOfWeek().getValue() <= 5)
                        .limit(5)
                        .toList();
        for (LocalDate day : days) {
            boolean missed = day.equals(days.getFirst());
            school.admin.put(
                    "/api/cohorts/" + MOVED + "/attendance/" + day,
                    Map.of(
                            "entries",
                            List.of(
                                    Map.of("studentId", hana, "status", "PRESENT"),
                                    Map.of(
                                            "studentId",
                                            dul,
                                            "status",
                                            missed ? "ABSENT" : "PRESENT"))));
        }
        Wait.until(() -> passing(0.8) == 2 && passing(0.81) == 1);
    }

    private static String enrolled(String name, LocalDate on) {
        return school.enroll(MOVED, name, name.replace(' ', '-'), on).path("studentId").asString();
    }

    private static int passing(double threshold) {
        return school.admin
                .post(
                        "/api/cohorts/" + MOVED + "/completion-preview",
                        School.key(),
                        asking(threshold))
                .path("passing")
                .asInt();
    }

    private static Map<String, Object> asking(double threshold) {
        return Map.of(
                "requirements", List.of(Map.of("kind", "ATTENDANCE_RATE", "threshold", threshold)));
    }

    /** Of a cohort of its own, for nothing goes on in one that is closed. */
    @Test
    void staffMakeAnExceptionByKeysAndTheClosingIsShownAsItWas() {
        String cohort = "/api/cohorts/" + CLOSING;
        LocalDate start = school.today.minusDays(20);
        school.cohort(CLOSING, "AI Closing", start, school.today, "Asia/Seoul", 5);
        LocalDate day = start.with(TemporalAdjusters.next(DayOfWeek.TUESDAY));
        List<Map<String, String>> marks =
                Stream.of("Closing Hana", "Closing Dul")
                        .map(name -> school.enroll(CLOSING, name, name.replace(' ', '-'), start))
                        .map(
                                each ->
                                        Map.of(
                                                "studentId",
                                                each.path("studentId").asString(),
                                                "status",
                                                "ABSENT"))
                        .toList();
        school.admin.put(cohort + "/attendance/" + day, Map.of("entries", marks));
        Wait.until(
                () ->
                        school.admin
                                        .post(
                                                cohort + "/completion-preview",
                                                School.key(),
                                                asking(0.8))
                                        .path("failing")
                                        .asInt()
                                == marks.size());
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "dark", 1280))) {
            staff.go("/c/" + CLOSING + "/completion").settled();
            Locator except = staff.find("tbody tr:first-child button");
            except.focus();
            staff.press("Enter");
            staff.find("dialog textarea").fill("Was ill, did all of it later");
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("main h3")).containsText("Complete by exception");
            assertThat(staff.axeViolations()).isEmpty();
        }
        school.admin.post(cohort + "/closing", School.key(), Map.of("on", school.today.toString()));
        try (Tab staff = Tab.open(school, "STAFF", new Look("ko", "light", 390))) {
            staff.go("/c/" + CLOSING + "/completion").settled();
            assertThat(staff.find("#verdicts")).containsText("2명 중 1명 수료");
            assertThat(staff.find("#verdicts ~ .tw")).containsText("예외");
            assertThat(staff.find("#later ~ div").first()).containsText("1명 중 0명");
            assertThat(staff.find("#later ~ .tw")).containsText("부터");
            assertThat(staff.find("#later ~ .tw button")).hasCount(0);
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();
        }
    }

    @Test
    void staffNoteWhatBecameOfThoseWhoCompleted() {
        LocalDate end = school.today.minusMonths(4);
        school.cohort(LATER, "AI Later", end.minusDays(20), end, "Asia/Seoul", 5);
        school.admin.post(
                "/api/cohorts/" + LATER + "/enrollments",
                School.key(),
                Map.of("name", "Later <b>Hana</b>", "enrolledOn", end.minusDays(20).toString()));
        school.admin.post(
                "/api/cohorts/" + LATER + "/closing", School.key(), Map.of("on", end.toString()));

        try (Tab staff = Tab.open(school, "STAFF", new Look("ko", "dark", 390))) {
            staff.go("/c/" + LATER + "/completion").settled();
            Locator note = staff.find("#later ~ .tw button");
            assertThat(note).hasCount(1);
            note.focus();
            staff.press("Enter");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("dialog #f-outcome-error")).hasText("빈칸을 채워 주세요.");
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("dialog #f-outcome").selectOption("EMPLOYED");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("#later ~ .tw td").first()).containsText("취업");
            assertThat(staff.find("#later ~ div").first()).containsText("1명 중 1명");
            assertThat(staff.find("#later ~ div").first()).containsText("다섯 명보다 적어");
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();
        }
    }

    @Test
    void aStudentPrintsACertificateThatAnybodyChecksByItsCodeAndNotByTheName() {
        LocalDate start = school.today.minusDays(20);
        school.cohort(PAPER, "AI Paper", start, school.today, "Asia/Seoul", 5);
        school.admin.post(
                "/api/cohorts/" + PAPER + "/enrollments",
                School.key(),
                Map.of(
                        "studentId",
                        school.student(School.RUNNING, School.OWN_NAME)
                                .path("studentId")
                                .asString(),
                        "enrolledOn",
                        start.toString()));
        school.admin.post(
                "/api/cohorts/" + PAPER + "/closing",
                School.key(),
                Map.of("on", school.today.toString()));
        String code;
        try (Tab student = Tab.open(school, "STUDENT", new Look("ko", "dark", 390))) {
            student.go("/me/certificates").settled();
            Locator paper = student.find(".certificate", "AI Paper");
            assertThat(paper).containsText(School.OWN_NAME);
            code = paper.locator(".code").innerText();
            student.find("main .btn", "동의").focus();
            student.press("Enter");
            assertThat(student.find("main")).containsText("이름이 보입니다");
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
            student.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(paper).isVisible();
            assertThat(student.find("main .btn").first()).isHidden();
            assertThat(student.find("main h1")).isHidden();
            assertThat(student.find("header.top")).isHidden();
            assertThat(paper).hasCSS("color", "rgb(0, 0, 0)");
            assertThat(student.cspReports()).isEmpty();
        }
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "dark", 390))) {
            staff.go("/c/" + PAPER + "/completion").settled();
            assertThat(staff.find("#certificates")).hasText("1 certificate");
            assertThat(staff.find("#certificates ~ .tw td")).hasText(new String[] {"yes", "yes"});
            assertThat(staff.find("main")).not().containsText(code);
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();
        }
        try (Tab anybody = Tab.open(school, null, new Look("en", "light", 390))) {
            anybody.go("/certificates#" + code.toLowerCase(Locale.ROOT)).settled();
            anybody.reach("form .btn.pri");
            anybody.press("Enter");
            assertThat(anybody.find("#checked")).hasText("This certificate is valid.");
            assertThat(anybody.find("#checked")).isFocused();
            assertThat(anybody.find("main")).containsText(School.OWN_NAME);
            assertThat(anybody.axeViolations()).isEmpty();
            assertThat(anybody.sidewaysScroll()).isZero();

            anybody.find("#f-code").fill((code.charAt(0) == 'A' ? "B" : "A") + code.substring(1));
            anybody.find("form .btn.pri").press("Enter");
            assertThat(anybody.find("#f-code-error")).containsText("five groups");
            assertThat(anybody.cspReports()).isEmpty();
        }
    }
}
