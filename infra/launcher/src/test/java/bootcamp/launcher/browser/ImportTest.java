package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in of rosters and attendance sheets, and back out again. */
@Tag("pages")
class ImportTest {

    private static final Charset CP949 = Charset.forName("x-windows-949");

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static String cohort(String id) {
        school.cohort(
                id, "Roster " + id, school.today, school.today.plusDays(50), "Asia/Seoul", 30);
        return id;
    }

    @Test
    void theSeparatorCanBeToldWhereItIsFoundOutWrongly() {
        String id = cohort("imp-separator");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + id + "/import");
            // The comma makes two known columns of this header, the semicolon one.
            choose(tab, "externalId;x,name,email,y\n7;Hana\n".getBytes(StandardCharsets.UTF_8));
            assertThat(tab.find("main")).containsText("There is nothing to change.");

            tab.find("summary", "Is the file read wrongly?").click();
            tab.page.getByLabel("Separator").selectOption("semicolon");
            button(tab, "Read the file again").click();

            assertThat(tab.find("main")).containsText("Apply 1 row");
            assertThat(tab.find("main")).containsText("separator ;");
            assertThat(tab.axeViolations()).isEmpty();
        }
    }

    @Test
    void theEncodingCanBeToldWhereItIsFoundOutWrongly() {
        String id = cohort("imp-encoding");
        // Two bytes that are a Korean syllable in CP949 and a Latin letter in UTF-8.
        String name = new String(new byte[] {(byte) 0xC3, (byte) 0xB5}, CP949);
        try (Tab tab = Tab.open(school, "STAFF", new Look("ko", "light", 390))) {
            tab.go("/c/" + id + "/import");
            tab.find("summary", "파일이 잘못 읽혔나요?").click();
            tab.page.getByLabel("인코딩").selectOption("CP949");
            choose(tab, ("externalId,name\n1," + name + "\n").getBytes(CP949));
            assertThat(tab.find("main")).containsText("CP949");
            assertThat(tab.sidewaysScroll()).isZero();

            button(tab, "1명 반영").click();
            assertThat(tab.find("h2").first()).hasText("1행을 반영했습니다");
        }
        assertThat(school.student(id, name).path("externalId").asString()).isEqualTo("1");
    }

    @Test
    void aFileThatIsNoneInTheToldEncodingIsReadAgainInAnother() {
        String id = cohort("imp-again");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + id + "/import");
            tab.find("summary", "Is the file read wrongly?").click();
            tab.page.getByLabel("Encoding").selectOption("UTF-8");
            choose(tab, "externalId,name\n1,하나\n".getBytes(CP949));
            assertThat(tab.find("[role=alert]")).containsText("This file cannot be imported");

            tab.page.getByLabel("Encoding").selectOption("");
            button(tab, "Read the file again").click();

            assertThat(tab.find("[role=alert]")).hasCount(0);
            assertThat(tab.find("main")).containsText("Apply 1 row");
        }
    }

    @Test
    void theValueStandsBesideItsErrorWhateverItsColumnIsCalled() {
        String id = cohort("imp-header");
        String roster =
                "\n비고\t수강생 ID\t성함\t메일 주소\t수강 시작일\t하차일\t하차 사유\n"
                        + "-\t1\t하나\t하나 골뱅이\t2026-13-45\t내일\t모름모름\n";
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + id + "/import");
            choose(tab, roster.getBytes(StandardCharsets.UTF_16));

            Locator rows = tab.find("table.cards tbody tr");
            assertThat(rows).hasCount(4);
            for (String value : new String[] {"하나 골뱅이", "2026-13-45", "내일", "모름모름"}) {
                assertThat(rows.filter(new Locator.FilterOptions().setHasText(value))).hasCount(1);
            }
        }
    }

    @Test
    void anImportThatStoppedHalfWayCanBeUndone() {
        String id = cohort("imp-stopped");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            // On its way to the page, a finished import becomes one that stopped after the same
            // rows.
            tab.page.route("**/api/imports/*", ImportTest::answerStopped);
            tab.go("/c/" + id + "/import");
            choose(tab, "externalId,name\n1,Hana\n2,Dul\n".getBytes(StandardCharsets.UTF_8));
            button(tab, "Apply 2 rows").click();
            assertThat(tab.find("main")).containsText("The import has stopped.");
            assertThat(tab.find("main")).containsText("2 rows were applied until then.");

            button(tab, "Undo the import").click();
            tab.find("dialog .btn.pri").click();

            assertThat(tab.find("h2").first()).hasText("The import is undone");
        }
        assertThat(school.admin.list("/api/cohorts/" + id + "/enrollments")).isEmpty();
    }

    private static void answerStopped(Route route) {
        APIResponse real = route.fetch();
        route.fulfill(
                new FulfillOptions()
                        .setResponse(real)
                        .setBody(
                                real.text()
                                        .replace(
                                                "\"state\":\"DONE\"",
                                                "\"state\":\"FAILED\",\"failure\":{\"code\":\"X\",\"title\":\"X\",\"detail\":\"X\"}")));
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1280, Undo the import, 1 row changed since was kept., Rows that were kept,"
                + " 'was changed after the import, so it stays', Another file, undone",
        "ko, 390, 가져오기 취소, 그 뒤에 바뀐 1명은 그대로 두었습니다., 그대로 둔 행, 가져온 뒤에 바뀌어 그대로 남습니다," + " 다른 파일, 취소함"
    })
    void anImportOfThePastIsFoundUndoneAndNamesTheRowsThatStay(
            String language,
            int width,
            String undo,
            String kept,
            String caption,
            String reason,
            String another,
            String state) {
        String id = cohort("imp-past-" + language);
        school.importRoster(id, "externalId,name\np1,Hana\np2,Dul\n");
        school.withdraw(school.student(id, "Dul"), "TIME");
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", width))) {
            tab.go("/c/" + id + "/import");
            Locator rows = tab.find("table.cards tbody tr");
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("admin");
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.axeViolations()).isEmpty();
            rows.locator("a").click();

            button(tab, undo).click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("main")).containsText(kept);
            assertThat(tab.find("caption")).hasText(caption);
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("3");
            assertThat(rows).containsText(reason);

            button(tab, another).click();
            assertThat(rows).containsText(state);
        }
        assertThat(school.admin.list("/api/cohorts/" + id + "/enrollments")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1280, Attendance sheets, Apply 1 mark, '1 applied, 1 needs fixing', Undo the import,"
                + " The import is undone, 'nobody in this cohort has this external id or e-mail'",
        "ko, 390, 출석부, 1건 반영, 1행을 반영, 가져오기 취소, 가져오기를 취소했습니다," + " 이 기수에 이 학번이나 이메일을 쓰는 수강생이 없습니다"
    })
    void attendanceIsChosenPreviewedAppliedAndUndone(
            String language,
            int width,
            String kind,
            String apply,
            String applied,
            String undo,
            String undone,
            String reason) {
        String id = "imp-sheets-" + language;
        school.cohort(
                id,
                "Sheets " + id,
                school.today.minusDays(9),
                school.today.plusDays(50),
                "Asia/Seoul",
                30);
        // A weekday that is over wherever the cohort is.
        LocalDate day =
                school.today
                        .minusDays(1)
                        .datesUntil(school.today.minusDays(8), Period.ofDays(-1))
                        .filter(each -> each.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0)
                        .findFirst()
                        .orElseThrow();
        school.importRoster(id, "externalId,name\ns1,Hana\n");
        String student = school.student(id, "Hana").path("studentId").asString();
        String sheet = "date,student,status\n%s,s1,LATE\n%s,who-is-it,LATE\n".formatted(day, day);
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", width))) {
            tab.go("/c/" + id + "/import");
            tab.page.getByLabel(kind).check();
            assertThat(tab.find("main")).containsText("student");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            choose(tab, sheet.getBytes(StandardCharsets.UTF_8));
            Locator rows = tab.find("table.cards tbody tr");
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("who-is-it");
            assertThat(rows).containsText(reason);

            button(tab, apply).click();
            assertThat(tab.find("h2").first()).containsText(applied);
            assertThat(status(id, day, student)).isEqualTo("LATE");

            button(tab, undo).click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("h2").first()).hasText(undone);
        }
        assertThat(status(id, day, student)).isEqualTo("UNMARKED");
    }

    private static String status(String cohort, LocalDate day, String student) {
        return school.admin
                .get("/api/cohorts/%s/attendance/%s".formatted(cohort, day))
                .path("entries")
                .valueStream()
                .filter(each -> each.path("studentId").asString().equals(student))
                .findFirst()
                .orElseThrow()
                .path("status")
                .asString();
    }

    private static void choose(Tab tab, byte[] roster) {
        tab.find("#file").setInputFiles(new FilePayload("roster.csv", "text/csv", roster));
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
