package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests about attendance: by a student on a phone, decided by staff beside the sheet. */
@Tag("pages")
class RequestTest {

    private static final byte[] PDF =
            "%PDF-1.7\n% that somebody was ill\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROGRAM = "MZ, a program".getBytes(StandardCharsets.US_ASCII);
    private static final String QUEUE = "/c/" + School.RUNNING + "/attendance";
    private static final String REASON = "I was ill & <b>stayed</b> in bed.";

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static void fill(Tab student, String kind, LocalDate day, String reason) {
        student.find("#f-kind").selectOption(kind);
        if (kind.equals("EXCUSED")) {
            student.find("#f-excuse").selectOption("SICK");
        } else {
            assertThat(student.find("#f-excuse")).hasCount(0);
        }
        student.find("#f-date").fill(day.toString());
        student.find("#f-reason").fill(reason);
    }

    /** Of the same student, for the same kind of reason, by programs. */
    private static void accepted(LocalDate day) {
        String requests = "/api/cohorts/" + School.RUNNING + "/attendance-requests";
        String requestId =
                school.ownStudent()
                        .post(
                                requests,
                                School.key(),
                                Map.of(
                                        "date",
                                        day.toString(),
                                        "kind",
                                        "EXCUSED",
                                        "excuse",
                                        "SICK",
                                        "reason",
                                        "Ill."))
                        .path("requestId")
                        .asString();
        school.admin.post(
                requests + "/" + requestId + "/decision",
                School.key(),
                Map.of("decision", "ACCEPT"));
    }

    @Test
    void aStudentAsksWithEvidenceAndStaffSeeWhatItWouldDoAndAcceptItByKeys() throws IOException {
        school.attended(School.OWN_NAME, "ABSENT");
        try (Tab student = Tab.open(school, "STUDENT", new Look("en", "dark", 390));
                Tab staff = Tab.open(school, "STAFF", new Look("ko", "light", 1280))) {
            student.go("/me");
            student.find("main a[href='/me/requests']").click();
            fill(student, "EXCUSED", school.trainingDay(0), REASON);
            assertThat(student.find("#f-cameAt")).hasCount(0);
            student.find("#f-evidence")
                    .setInputFiles(new FilePayload("letter.pdf", "application/pdf", PDF));
            student.reachText("Send the request");
            student.press("Enter");
            Locator own = student.find("li.request", REASON);
            assertThat(own).containsText("waits");
            assertThat(own).containsText(REASON);
            assertThat(own).containsText("Illness: 0 of 3 days in the course");
            assertThat(button(own, "Evidence (PDF")).isVisible();
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();

            staff.go(QUEUE);
            Locator asked = staff.find(".requests li.request", REASON);
            assertThat(asked).containsText(REASON);
            assertThat(asked).containsText("공가 신청 (병가)");
            assertThat(asked).containsText("3일 중 0일");
            assertThat(asked).containsText("승인하면 결석에서 공가(으)로");
            Download saved = staff.page.waitForDownload(() -> button(asked, "증빙 자료").click());
            assertThat(Files.readAllBytes(saved.path())).isEqualTo(PDF);
            assertThat(staff.axeViolations()).isEmpty();
            button(asked, "승인").focus();
            staff.press("Enter");
            assertThat(staff.find("dialog")).containsText("공가");
            staff.type("그렇게 하겠습니다.");
            staff.press("Enter");
            assertThat(asked).hasCount(0);

            student.go("/me/requests");
            assertThat(own).containsText("accepted");
            assertThat(own).containsText("그렇게 하겠습니다.");
            assertThat(own).not().containsText("mina");
            assertThat(button(own, "Take it back")).hasCount(0);
            button(staff.find(".requests"), "결정됨").click();
            assertThat(staff.find(".requests li.request", REASON)).containsText("mina");

            // Three are accepted by now: one more is told to be an absence, and is one.
            accepted(school.trainingDay(6));
            accepted(school.trainingDay(7));
            student.go("/me/requests");
            fill(student, "EXCUSED", school.trainingDay(8), "Ill again.");
            student.page.getByText("Send the request").click();
            Locator over = student.find("li.request", "Ill again.");
            assertThat(over).containsText("This one is over the cap");
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
            staff.go(QUEUE);
            Locator fourth = staff.find(".requests li.request", "Ill again.");
            assertThat(fourth).containsText("3일 중 3일");
            assertThat(fourth).containsText("한도를 넘으므로");
            assertThat(staff.axeViolations()).isEmpty();
            button(fourth, "승인").click();
            assertThat(staff.find("dialog")).containsText("결석");
            staff.find("dialog .btn.pri").click();
            assertThat(fourth).hasCount(0);
            button(staff.find(".requests"), "결정됨").click();
            assertThat(fourth).containsText("한도 초과");
            student.go("/me/requests");
            assertThat(over).containsText("over the cap: counts as an absence");
            student.go("/me");
            Locator days = student.find("main section", "Attendance, AI 8기");
            days.locator("summary").click();
            assertThat(days).containsText("More days excused for this reason");
            assertThat(student.errors).isEmpty();
            assertThat(staff.errors).isEmpty();
            assertThat(student.cspReports()).isEmpty();
            assertThat(staff.cspReports()).isEmpty();
        }
    }

    @Test
    void aFileOfAnotherKindIsRefusedAndTheRequestStandsAndCanBeTakenBack() {
        try (Tab student = Tab.open(school, "STUDENT", new Look("en", "light", 390))) {
            student.go("/me/requests");
            student.page.getByText("Send the request").click();
            assertThat(student.find("#errors")).isVisible();
            fill(student, "CORRECTION", school.trainingDay(1), "I forgot to sign.");
            assertThat(student.find("#f-cameAt")).isVisible();
            student.find("#f-evidence")
                    .setInputFiles(new FilePayload("run.exe", "application/x-msdownload", PROGRAM));
            student.page.getByText("Send the request").click();
            assertThat(student.find("#beside")).containsText("must be a PDF");

            // A program that is called a PDF is known by its bytes.
            student.find("#f-evidence")
                    .setInputFiles(new FilePayload("letter.pdf", "application/pdf", PROGRAM));
            student.page.getByText("Send the request").click();

            Locator own = student.find("li.request", "I forgot to sign.");
            assertThat(own).containsText("No evidence");
            assertThat(student.find("main > .err")).isVisible();
            button(own, "Add evidence").click();
            assertThat(student.axeViolations()).isEmpty();
            student.find("#f-file")
                    .setInputFiles(new FilePayload("letter.pdf", "application/pdf", PDF));
            student.find("dialog .btn.pri").click();
            assertThat(own).containsText("Evidence (PDF");
            button(own, "Take it back").click();
            student.find("dialog .btn.pri").click();
            assertThat(student.find("li.request", "taken back").first()).isVisible();
            assertThat(student.find("li.request", "I forgot to sign.")).hasCount(0);
        }
    }

    @Test
    void severalAreRefusedAtOnce() {
        for (String name : new String[] {"Asks one", "Asks two"}) {
            RunningPlatform student =
                    school.studentNamed(
                            name, name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
            student.post(
                    "/api/cohorts/" + School.RUNNING + "/attendance-requests",
                    School.key(),
                    Map.of(
                            "date",
                            school.trainingDay(2).toString(),
                            "kind",
                            "EXCUSED",
                            "reason",
                            "by " + name));
        }
        try (Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 1280))) {
            staff.go(QUEUE);
            for (String name : new String[] {"Asks one", "Asks two"}) {
                staff.find(".requests li.request", name).locator("input[type=checkbox]").check();
            }
            button(staff.find(".requests"), "Refuse those chosen (2)").click();
            assertThat(staff.find("dialog")).containsText("Refuse 2 requests");
            staff.find("dialog .btn.pri").click();

            assertThat(staff.find(".requests li.request", "by Asks")).hasCount(0);
            button(staff.find(".requests"), "Decided").click();
            assertThat(staff.find(".requests li.request", "by Asks")).hasCount(2);
            assertThat(staff.axeViolations()).isEmpty();
            assertThat(staff.sidewaysScroll()).isZero();
        }
    }
}
