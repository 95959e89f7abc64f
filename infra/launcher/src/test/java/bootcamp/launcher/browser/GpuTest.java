package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The timetable of GPUs: staff open a pool, one student has a GPU by keys, another waits. */
@Tag("pages")
class GpuTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static void founds(RunningPlatform student, String competitionId, String name) {
        student.post(
                "/api/competitions/" + competitionId + "/teams",
                School.key(),
                Map.of("name", name));
    }

    /** The dialog's own button, at its end. */
    private static void confirms(Tab tab) {
        tab.reach("dialog .btn.pri");
        tab.press("Enter");
        assertThat(tab.find("dialog")).hasCount(0);
    }

    @Test
    void aStudentReservesIsOnItAndGivesBackByKeysAndTheFirstInTheLineGetsIt() {
        String competitionId = school.competition("GPUs");
        founds(school.studentNamed("Gi First", "gpu-first"), competitionId, "Cats <b>");
        founds(school.studentNamed("Ha Second", "gpu-second"), competitionId, "강아지");
        try (Tab staff = Tab.open(school, "STAFF", new Look("ko", "dark", 1280));
                Tab first = Tab.open(school.url, "gpu-first", new Look("en", "light", 390));
                Tab second = Tab.open(school.url, "gpu-second", new Look("ko", "dark", 1280))) {
            staff.go("/gpus").settled();
            staff.reachText("새 풀");
            staff.press("Enter");
            staff.find("#f-name").fill("지하 <i>");
            staff.page.getByLabel("AI 8기", new Page.GetByLabelOptions().setExact(true)).check();
            staff.find("#f-gpus").fill("RTX 3090 × 1\nRTX 3090 × 1");
            staff.find("#f-quotaHours").fill("24");
            staff.find("#f-blockMinutes").selectOption("720");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("#f-gpus-error")).isVisible();
            assertThat(staff.axeViolations()).isEmpty();
            staff.find("#f-gpus").fill("RTX 3090 × 1");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("#timetable th[scope=col]").nth(2)).hasText("RTX 3090 × 1");
            assertThat(staff.find("#timetable details")).hasCount(7);
            staff.reach("#script .btn");
            staff.press("Enter");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("#script .once")).hasText(Pattern.compile("[0-9a-f]{96}"));
            assertThat(staff.axeViolations()).isEmpty();
            staff.reachText("토큰 취소");
            staff.press("Enter");
            staff.find("dialog .btn.pri").click();
            assertThat(staff.find("#script")).containsText("토큰이 없습니다");
            assertThat(staff.find("#script .once")).hasCount(0);

            first.go("/gpus").settled();
            assertThat(first.find("#quota")).containsText("Cats <b>: 0 of 24 hours");
            assertThat(first.axeViolations()).isEmpty();
            first.reach("#timetable details[open] td .btn");
            first.press("Enter");
            assertThat(first.axeViolations()).isEmpty();
            confirms(first);
            assertThat(first.find("#reservations")).isFocused();
            assertThat(first.find("#reservations")).containsText("reserved");
            first.reach("#reservations .btn.pri");
            first.press("Enter");
            assertThat(first.find("#reservations")).containsText("in use");
            assertThat(first.find("#timetable .tag.o").first()).hasText("Cats <b>");
            assertThat(first.axeViolations()).isEmpty();
            assertThat(first.sidewaysScroll()).isZero();

            second.go("/gpus").settled();
            second.reach("#timetable details[open] td:last-child .btn");
            second.press("Enter");
            confirms(second);
            assertThat(second.find("#reservations")).containsText("줄에서 1번째");
            assertThat(second.axeViolations()).isEmpty();

            first.reach("#reservations td .btn:last-child");
            first.press("Enter");
            first.type("/data is full <b>");
            assertThat(first.axeViolations()).isEmpty();
            confirms(first);
            assertThat(first.find("#reservations .written")).hasText("/data is full <b>");
            second.page.reload();
            assertThat(second.find("#reservations")).containsText("줄에서 1번째");
            assertThat(second.find("#reservations .written")).hasCount(0);

            first.reach("#reservations td .btn");
            first.press("Enter");
            confirms(first);
            assertThat(first.find("#reservations")).containsText("over");
            second.page.reload();
            assertThat(second.find("#reservations")).containsText("예약됨");
            assertThat(second.find("#reservations")).containsText("앞 팀이 남긴 메모");
            assertThat(second.find("#reservations .written")).hasText("/data is full <b>");
            assertThat(second.axeViolations()).isEmpty();
            second.reachText("다음 주");
            second.press("Enter");
            assertThat(second.find("#reservations")).containsText("예약이 없습니다");
            assertThat(second.page.url()).contains("week=");
            for (Tab tab : new Tab[] {staff, first, second}) {
                assertThat(tab.errors.stream().filter(error -> !error.contains("422"))).isEmpty();
                assertThat(tab.cspReports()).isEmpty();
            }
        }
    }
}
