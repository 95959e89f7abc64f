package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A cohort from its opening to its closing, by the pages alone. */
@Tag("pages")
class CohortFormTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    private static String cohort(String id) {
        school.cohort(
                id,
                "Form " + id,
                school.today.minusDays(10),
                school.today.plusDays(50),
                "Asia/Seoul",
                30);
        return id;
    }

    private static JsonNode asKept(String id) {
        return school.admin.get("/api/cohorts/" + id);
    }

    @ParameterizedTest
    @CsvSource({
        "en, light, 1280, Open a cohort, Please fill this in., The last day of a cohort can't be before its first.,"
                + " must be a date such as 2024-01-02, may only have small letters, A cohort has from 1 to",
        "ko, dark, 390, 기수 열기, 빈칸을 채워 주세요., 기수의 마지막 날은 첫날보다 빠를 수 없습니다.,"
                + " 2024-01-02, 영문 소문자, 정원은 1명에서"
    })
    void aCohortIsOpenedOnceEveryFieldIsRight(
            String language,
            String theme,
            int width,
            String open,
            String required,
            String endFirst,
            String noDate,
            String noSlug,
            String noCapacity) {
        String id = "form-" + language;
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, theme, width))) {
            tab.go("/cohorts/new").settled();
            submit(tab, open);
            assertWrong(tab, List.of("programme", "name", "startDate", "endDate", "capacity"));
            for (String field : List.of("programme", "name", "startDate", "endDate", "capacity")) {
                assertThat(tab.find("#f-" + field + "-error")).hasText(required);
            }
            assertThat(tab.axeViolations()).isEmpty();

            fill(tab, Map.of("programme", "Form", "name", "Form " + language, "capacity", "0"));
            fill(tab, Map.of("startDate", "2031-03-03", "endDate", "2031-02-28"));
            fill(tab, Map.of("holidays", "2031-03-05\n2031-02-30"));
            submit(tab, open);
            assertWrong(tab, List.of("holidays"));
            assertThat(tab.find("#f-holidays-error")).containsText(noDate);
            assertThat(tab.find("#f-holidays")).hasValue("2031-03-05\n2031-02-30");
            tab.find("#errors a").click();
            assertThat(tab.find("#f-holidays")).isFocused();

            fill(tab, Map.of("holidays", "2031-03-05", "cohortId", "Form " + language));
            submit(tab, open);
            assertWrong(tab, List.of("cohortId"));
            assertThat(tab.find("#f-cohortId-error")).containsText(noSlug);

            fill(tab, Map.of("cohortId", id));
            submit(tab, open);
            assertThat(tab.find("#beside")).containsText(noCapacity);
            fill(tab, Map.of("capacity", "24"));
            submit(tab, open);
            assertThat(tab.find("#beside")).containsText(endFirst);
            assertWrong(tab, List.of());
            assertThat(tab.sidewaysScroll()).isZero();
            fill(tab, Map.of("endDate", "2031-09-30"));
            submit(tab, open);
            tab.page.waitForURL("**/c/" + id);
            assertThat(tab.find("h1")).containsText("Form " + language);
            assertRefusalsAlone(tab, "400", "422");
        }
        JsonNode kept = asKept(id);
        assertThat(kept.path("capacity").asInt()).isEqualTo(24);
        assertThat(kept.path("startDate").asString()).isEqualTo("2031-03-03");
        assertThat(kept.path("endDate").asString()).isEqualTo("2031-09-30");
        assertThat(kept.path("timeZone").asString()).isEqualTo("Asia/Seoul");
        assertThat(kept.path("holidays").toString()).isEqualTo("[\"2031-03-05\"]");
        assertThat(kept.path("trainingWeekdays")).hasSize(5);
        assertThat(kept.path("status").asString()).isEqualTo("OPEN");
    }

    @Test
    void anAddressThatIsTakenIsSaidBesideTheButtonAndAnotherIsTaken() {
        String taken = cohort("form-taken");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/cohorts/new").settled();
            fill(tab, Map.of("programme", "Form", "name", "Second", "cohortId", taken));
            fill(tab, Map.of("startDate", "2031-03-03", "endDate", "2031-09-30", "capacity", "9"));
            submit(tab, "Open a cohort");
            assertThat(tab.find("#beside")).containsText("There is a cohort with this id already.");

            fill(tab, Map.of("cohortId", ""));
            submit(tab, "Open a cohort");
            tab.page.waitForURL("**/c/*");
            assertThat(tab.find("h1")).containsText("Second");
        }
        assertThat(asKept(taken).path("name").asString()).isEqualTo("Form " + taken);
    }

    @ParameterizedTest
    @CsvSource({
        "en, light, 1280, Edit the cohort, Save, Please fill this in., must be a date such as 2024-01-02",
        "ko, dark, 390, 기수 고치기, 저장, 빈칸을 채워 주세요., 2024-01-02"
    })
    void aCohortIsEditedAndOnlyWhatWasChangedIsAnother(
            String language,
            String theme,
            int width,
            String title,
            String save,
            String required,
            String noDate) {
        String id = cohort("form-edit-" + language);
        JsonNode before = asKept(id);
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, theme, width))) {
            tab.go("/c/" + id + "/edit").settled();
            assertThat(tab.find("h1")).containsText(title);
            assertThat(tab.find("#f-name")).hasValue("Form " + id);
            assertThat(tab.axeViolations()).isEmpty();

            fill(tab, Map.of("name", "", "capacity", "31"));
            submit(tab, save);
            assertWrong(tab, List.of("name"));
            assertThat(tab.find("#f-name-error")).hasText(required);

            String holiday = school.today.plusDays(3).toString();
            fill(tab, Map.of("name", "Renamed", "holidays", holiday + ", tomorrow"));
            submit(tab, save);
            assertWrong(tab, List.of("holidays"));
            assertThat(tab.find("#f-holidays-error")).containsText(noDate);
            assertThat(tab.find("#f-name")).hasValue("Renamed");
            assertThat(asKept(id)).isEqualTo(before);

            fill(tab, Map.of("holidays", holiday));
            submit(tab, save);
            tab.page.waitForURL("**/c/" + id);
            assertThat(tab.find("h1")).containsText("Renamed");
            assertRefusalsAlone(tab, "400");
        }
        JsonNode after = asKept(id);
        assertThat(after.path("name").asString()).isEqualTo("Renamed");
        assertThat(after.path("capacity").asInt()).isEqualTo(31);
        assertThat(after.path("holidays")).hasSize(1);
        for (String same : List.of("programme", "startDate", "endDate", "timeZone", "status")) {
            assertThat(after.path(same)).as(same).isEqualTo(before.path(same));
        }
    }

    @Test
    void whatAColleagueChangedMeanwhileIsNotWrittenOver() {
        String id = cohort("form-two");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL);
                Tab other = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/" + id + "/edit").settled();
            other.go("/c/" + id + "/edit").settled();
            fill(other, Map.of("name", "First"));
            submit(other, "Save");
            other.page.waitForURL("**/c/" + id);

            fill(tab, Map.of("name", "Second"));
            submit(tab, "Save");
            assertThat(tab.find("#beside")).isVisible();
            assertThat(tab.find("#f-name")).hasValue("Second");
        }
        assertThat(asKept(id).path("name").asString()).isEqualTo("First");
    }

    @ParameterizedTest
    @CsvSource({
        "en, light, 1280, Close the cohort, The cohort is closed, Open the cohort again, The cohort is open, Save,"
                + " Please fill this in., The day must be between,"
                + " A closed cohort does not change any more.",
        "ko, dark, 390, 기수 마치기, 마친 기수, 기수 다시 열기, 열려 있는 기수, 저장, 빈칸을 채워 주세요.,"
                + " 까지여야 합니다., 종료된 기수는 더 이상 바뀌지 않습니다."
    })
    void anAdminClosesACohortOnADayOfItAndOpensItAgain(
            String language,
            String theme,
            int width,
            String close,
            String closed,
            String reopen,
            String opened,
            String save,
            String required,
            String outside,
            String unchanging) {
        String id = cohort("form-close-" + language);
        String day = school.today.minusDays(1).toString();
        try (Tab tab = Tab.open(school, "ADMIN", new Look(language, theme, width))) {
            tab.go("/c/" + id + "/edit").settled();
            button(tab, close).click();
            assertThat(tab.find("dialog #f-closedOn")).hasValue(school.today.toString());
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("dialog #f-closedOn").fill("");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog #errors a")).hasAttribute("href", "#f-closedOn");
            assertThat(tab.find("dialog #f-closedOn-error")).hasText(required);

            tab.find("dialog #f-closedOn").fill(school.today.minusDays(11).toString());
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog #beside")).containsText(outside);
            assertThat(asKept(id).path("status").asString()).isEqualTo("OPEN");

            tab.find("dialog #f-closedOn").fill(day);
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(tab.find("main section h2")).hasText(closed);
            assertThat(asKept(id).path("closedOn").asString()).isEqualTo(day);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();

            fill(tab, Map.of("name", "Too late"));
            submit(tab, save);
            assertThat(tab.find("#beside")).containsText(unchanging);

            button(tab, reopen).click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog #f-reason-error")).hasText(required);
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("dialog #f-reason").fill("A sheet <b>was</b> late");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(tab.find("main section h2").first()).hasText(opened);
            assertThat(tab.find("main section li").last()).containsText("A sheet <b>was</b> late");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            assertRefusalsAlone(tab, "409", "422");
        }
        JsonNode kept = asKept(id);
        assertThat(kept.path("status").asString()).isEqualTo("OPEN");
        assertThat(kept.path("closedOn").isString()).isFalse();
        assertThat(kept.path("name").asString()).isEqualTo("Form " + id);
    }

    @Test
    void whoIsNoAdminIsNotOfferedToClose() {
        String id = cohort("form-staff");
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + id + "/edit").settled();

            assertThat(tab.find("#f-name")).hasValue("Form " + id);
            assertThat(button(tab, "Save")).isVisible();
            assertThat(button(tab, "Close the cohort")).hasCount(0);
        }
    }

    /** The summary names these fields, in this order, and takes the focus; each is marked. */
    private static void assertWrong(Tab tab, List<String> fields) {
        assertThat(tab.find("#errors a")).hasCount(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            assertThat(tab.find("#errors a").nth(i)).hasAttribute("href", "#f-" + fields.get(i));
            assertThat(tab.find("#f-" + fields.get(i))).hasAttribute("aria-invalid", "true");
        }
        assertThat(tab.find("main [aria-invalid=true]")).hasCount(fields.size());
        if (!fields.isEmpty()) {
            assertThat(tab.find("#errors")).isFocused();
        }
    }

    /** The browser itself notes each answer that is no success. */
    private static void assertRefusalsAlone(Tab tab, String... statuses) {
        assertThat(tab.errors)
                .allMatch(
                        error ->
                                Stream.of(statuses)
                                        .anyMatch(status -> error.contains("status of " + status)));
    }

    private static void fill(Tab tab, Map<String, String> values) {
        values.forEach((field, value) -> tab.find("#f-" + field).fill(value));
    }

    private static void submit(Tab tab, String verb) {
        button(tab, verb).click();
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
