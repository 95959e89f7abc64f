package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Media;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a student is told, and the tabs at the bottom of a phone. */
@Tag("pages")
class NoticeTest {

    private static final String THE_END_IS_ABOVE_THE_TABS =
            """
            () => {
              scrollTo(0, document.documentElement.scrollHeight);
              return document.querySelector('main').lastElementChild.getBoundingClientRect().bottom
                <= document.querySelector('nav.tabs').getBoundingClientRect().top;
            }
            """;

    private static School school;
    private static RunningPlatform own;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
        own = school.ownStudent();
    }

    private static void waits(String lecture) {
        RunningPlatform first = school.studentNamed("Has it", "has-it");
        first.put(lecture + "/registrations/me", Map.of());
        own.put(lecture + "/registrations/me", Map.of());
        first.delete(lecture + "/registrations/me");
    }

    @Test
    void aStudentIsToldOfASeatThatCameFreeAndOfALectureThatIsCancelled() {
        JsonNode lecture = school.lecture("Told <i>once</i>", 1);
        String path = "/api/lectures/" + lecture.path("lectureId").asString();
        waits(path);
        Wait.until(() -> told("SEAT_OFFERED", "Told <i>once</i>") == 1);
        try (Tab student = Tab.open(school, "STUDENT", new Look("en", "light", 390))) {
            student.go("/week");
            Locator bell = student.find("header .bell");
            assertThat(bell.locator("b")).isVisible();

            bell.click();

            assertThat(student.find("h1")).hasText("Notices");
            Locator notice = student.find(".notices li", "Told <i>once</i>");
            assertThat(notice).hasCount(1);
            assertThat(notice).containsText("is kept for you until");
            assertThat(notice.locator(".tag")).hasText("new");
            assertThat(bell.locator("b")).hasCount(0);
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();
            assertThat(student.errors).isEmpty();
            assertThat(student.cspReports()).isEmpty();
            school.admin.post(path + "/cancellation", School.key(), Map.of());
            Wait.until(() -> told("LECTURE_CANCELLED", "Told <i>once</i>") == 1);
            student.go("/notices");
            assertThat(notice).hasCount(1);
            assertThat(notice).containsText("was cancelled");
            notice.locator("a").click();
            assertThat(student.find("main .note")).containsText("This lecture was cancelled.");
        }
    }

    /** Both are told before the page is opened, so that it is loaded once. */
    @Test
    void aStudentIsToldOfAPlaceInAClinicThatMovedAndOfARequestThatWasDecided() {
        JsonNode clinic = school.clinic("Told <b>too</b>", 15);
        String path = "/api/clinics/" + clinic.path("clinicId").asString();
        JsonNode booked = own.put(path + "/bookings/me", Map.of("slotId", "1"));
        assertThat(booked.path("mine").path("slotId").asString()).isEqualTo("1");
        String studentId =
                school.student(School.RUNNING, School.OWN_NAME).path("studentId").asString();
        school.admin.put(path + "/bookings/" + studentId, Map.of("slotId", "3"));
        String requests = "/api/cohorts/" + School.RUNNING + "/attendance-requests";
        JsonNode request =
                own.post(
                        requests,
                        School.key(),
                        Map.of(
                                "date",
                                school.trainingDay(5).toString(),
                                "kind",
                                "EXCUSED",
                                "reason",
                                "Canary of a reason"));
        school.admin.post(
                requests + "/" + request.path("requestId").asString() + "/decision",
                School.key(),
                Map.of("decision", "REFUSE", "note", "Canary of a note"));
        Wait.until(() -> told("CLINIC_MOVED", "Told <b>too</b>") == 1);
        Wait.until(() -> told("REQUEST_REFUSED", "") == 1);
        try (Tab student = Tab.open(school, "STUDENT", new Look("ko", "dark", 390))) {
            student.go("/notices");
            Locator moved = student.find(".notices li", "Told <b>too</b>");
            assertThat(moved).containsText("예약 시간이 바뀌었습니다");
            assertThat(moved.locator("a")).hasAttribute("href", "/clinics");
            Locator decided = student.find(".notices li", "출석 신청이 거절되었습니다");
            assertThat(decided).hasCount(1);
            assertThat(student.find("main")).not().containsText("Canary");
            assertThat(student.axeViolations()).isEmpty();
            assertThat(student.sidewaysScroll()).isZero();

            decided.locator("a").click();

            assertThat(student.find("main")).containsText("Canary of a note");
            assertThat(student.errors).isEmpty();
            assertThat(student.cspReports()).isEmpty();
        }
    }

    private static long told(String code, String title) {
        return own.list("/api/me/notices").stream()
                .filter(each -> each.path("code").asString().equals(code))
                .filter(each -> each.path("title").asString().equals(title))
                .count();
    }

    @Test
    void aPhoneHasFourTabsThatCoverNothingAndAWideScreenHasNone() {
        try (Tab phone = Tab.open(school, "STUDENT", new Look("ko", "dark", 390))) {
            phone.go("/lectures");
            Locator tabs = phone.find("nav.tabs a");
            assertThat(tabs).hasText(new String[] {"주간 일정", "특강", "체크인", "내 기록"});
            assertThat(phone.find("nav.tabs a[aria-current=page]")).hasText("특강");
            for (Locator tab : tabs.all()) {
                BoundingBox box = tab.boundingBox();
                assertThat(box.height).isGreaterThanOrEqualTo(44);
                assertThat(box.width).isGreaterThanOrEqualTo(44);
            }
            for (String path : List.of("/me", "/week", "/check-in", "/notices")) {
                phone.go(path);
                assertThat(phone.find("h1")).isVisible();
                // Where it is still loading its last line is not the last.
                assertThat(phone.find("main [aria-busy=true]")).hasCount(0);
                phone.page.waitForFunction(THE_END_IS_ABOVE_THE_TABS);
                assertThat(phone.axeViolations()).as(path).isEmpty();
            }
            phone.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(phone.find("nav.tabs")).isHidden();
        }
        try (Tab wide = Tab.open(school, "STUDENT", Look.USUAL);
                Tab staff = Tab.open(school, "STAFF", new Look("en", "light", 390))) {
            wide.go("/week");
            assertThat(wide.find("nav.side")).isVisible();
            assertThat(wide.find("nav.tabs")).isHidden();
            staff.go("/lectures");
            assertThat(staff.find("h1")).isVisible();
            assertThat(staff.find("nav.tabs, .bell")).hasCount(0);
        }
    }
}
