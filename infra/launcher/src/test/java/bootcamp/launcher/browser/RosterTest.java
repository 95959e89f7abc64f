package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long list of students: found, narrowed, turned over and put in order. */
@Tag("pages")
class RosterTest {

    private static final String COHORT = "roster";
    private static final String PATH = "/c/" + COHORT + "/students";
    private static final int IMPORTED = 120;
    private static final int LEFT = IMPORTED / 10;
    private static final int PAGE_ROWS = 50;
    private static final String KOREAN = "김하나";

    /** Who was imported, and three who were added: one of each standing. */
    private static final int ALL = IMPORTED + 3;

    private static School school;

    @BeforeAll
    static void importRoster() {
        Chromium.installed();
        school = School.open();
        LocalDate start = school.today.minusDays(60);
        school.cohort(COHORT, "Roster 1", start, school.today.plusDays(60), "Asia/Seoul", 200);
        StringBuilder csv =
                new StringBuilder("externalId,name,email,enrolledOn,withdrawnOn,reason\n");
        for (int i = 1; i <= IMPORTED; i++) {
            boolean left = i % 10 == 0;
            csv.append(
                    "r%03d,%s,rosa%d@roster.example,%s,%s,%s\n"
                            .formatted(
                                    i,
                                    name(i),
                                    i,
                                    enrolledOn(i),
                                    left ? start.plusDays(20 + i / 10) : "",
                                    left ? "HEALTH" : ""));
        }
        school.importRoster(COHORT, csv.toString());
        add("ENROLLED", KOREAN, "k-1");
        add("APPLIED", "Ada Applied", "k-2");
        String onLeave = add("ENROLLED", "Lea Leave", "k-3");
        school.admin.post(
                "/api/enrollments/" + onLeave + "/leave",
                School.key(),
                Map.of("from", school.today.toString()));
    }

    private static String name(int i) {
        return "Rosa %d".formatted(i);
    }

    /** Every student on one of ten days, the later in the list the earlier. */
    private static LocalDate enrolledOn(int i) {
        return school.today.minusDays(60 - (IMPORTED - i) % 10);
    }

    private static String add(String status, String name, String externalId) {
        return school.admin
                .post(
                        "/api/cohorts/" + COHORT + "/enrollments",
                        School.key(),
                        Map.of(
                                "name",
                                name,
                                "externalId",
                                externalId,
                                "enrolledOn",
                                school.today.minusDays(40).toString(),
                                "status",
                                status))
                .path("enrollmentId")
                .asString();
    }

    @ParameterizedTest
    @CsvSource({
        "en, light, 1280, Nobody matches., 1–50 of 123",
        "ko, dark, 390, 찾는 사람이 없습니다., 123명 중 1–50"
    })
    void aStudentIsFoundByNameNumberAndAddress(
            String language, String theme, int width, String nobody, String range) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, theme, width))) {
            tab.go(PATH).settled();
            assertThat(tab.find(".pages")).containsText(range);

            search(tab, "  rosa 11");
            assertThat(names(tab))
                    .hasText(
                            IntStream.concat(IntStream.of(11), IntStream.range(110, 120))
                                    .mapToObj(RosterTest::name)
                                    .toArray(String[]::new));
            search(tab, "R077");
            assertThat(names(tab)).hasText("Rosa 77");
            search(tab, "Rosa88@");
            assertThat(names(tab)).hasText("Rosa 88");
            // As another system writes the same syllables.
            search(tab, Normalizer.normalize("김하", Normalizer.Form.NFD));
            assertThat(names(tab)).hasText(KOREAN);
            assertThat(tab.find(".pages")).hasCount(0);

            tab.page.reload();
            assertThat(names(tab)).hasText(KOREAN);
            search(tab, "Nobody at all");
            assertThat(names(tab)).hasCount(0);
            assertThat(tab.find("main")).containsText(nobody);
            assertThat(tab.axeViolations()).isEmpty();

            search(tab, "");
            assertThat(tab.find(".pages")).containsText(range);
            assertThat(names(tab)).hasCount(PAGE_ROWS);
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            assertThat(tab.errors).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"en, 1280, Left, On leave, Applied", "ko, 390, 중도 포기, 휴학, 지원"})
    void aFilterShowsThoseOfOneStatusAndNobodyElse(
            String language, int width, String left, String onLeave, String applied) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", width))) {
            tab.go(PATH).settled();

            filter(tab, "WITHDRAWN");
            assertThat(names(tab)).hasCount(LEFT);
            assertThat(tags(tab)).hasText(Collections.nCopies(LEFT, left).toArray(String[]::new));
            assertThat(names(tab).first()).hasText(name(10));
            search(tab, name(120));
            assertThat(names(tab)).hasText(name(120));
            filter(tab, "ON_LEAVE");
            assertThat(names(tab)).hasCount(0);
            search(tab, "");
            assertThat(names(tab)).hasText("Lea Leave");
            assertThat(tags(tab)).hasText(onLeave);
            filter(tab, "APPLIED");
            assertThat(names(tab)).hasText("Ada Applied");
            assertThat(tags(tab)).hasText(applied);
            filter(tab, "COMPLETED");
            assertThat(names(tab)).hasCount(0);
            filter(tab, "HERE");
            assertThat(tab.find(".pages")).containsText(String.valueOf(ALL - LEFT - 1));

            tab.page.reload();
            assertThat(tab.find("#status")).hasValue("HERE");
            assertThat(tab.find(".pages")).containsText(String.valueOf(ALL - LEFT - 1));
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.errors).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1280, Previous, Next, 1–50 of 123, 51–100 of 123, 101–123 of 123",
        "ko, 390, 이전, 다음, 123명 중 1–50, 123명 중 51–100, 123명 중 101–123"
    })
    void fiftyStandOnAPageAndEverybodyOnOne(
            String language,
            int width,
            String previous,
            String next,
            String first,
            String second,
            String third) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", width))) {
            tab.go(PATH).settled();
            Set<String> seen = new HashSet<>();
            assertThat(tab.find(".pages")).containsText(first);
            assertThat(button(tab, previous)).isDisabled();
            turn(tab, seen);

            button(tab, next).focus();
            tab.press("Enter");
            assertThat(tab.find(".pages")).containsText(second);
            assertThat(button(tab, previous)).isEnabled();
            turn(tab, seen);

            button(tab, next).click();
            assertThat(tab.find(".pages")).containsText(third);
            assertThat(button(tab, next)).isDisabled();
            turn(tab, seen);
            assertThat(seen).hasSize(ALL);

            tab.page.reload();
            assertThat(tab.find(".pages")).containsText(third);
            button(tab, previous).click();
            assertThat(tab.find(".pages")).containsText(second);
            // Who narrows the list is shown its beginning.
            search(tab, "Rosa");
            assertThat(names(tab).first()).hasText(name(1));
            assertThat(tab.errors).isEmpty();
        }
    }

    private static void turn(Tab tab, Set<String> seen) {
        List<String> names = names(tab).allInnerTexts();
        assertThat(names).hasSizeBetween(1, PAGE_ROWS).noneMatch(seen::contains);
        seen.addAll(names);
    }

    @ParameterizedTest
    @CsvSource({
        "en, Name, Student number, Status, Enrolled on, Left on, Ada Applied, 김하나",
        "ko, 이름, 학번, 상태, 등록일, 중도 포기일, 김하나, Rosa 120"
    })
    void aHeaderPutsTheListInOrderAndSaysWhichWay(
            String language,
            String name,
            String number,
            String status,
            String enrolledOn,
            String leftOn,
            String first,
            String last) {
        try (Tab tab = Tab.open(school, "STAFF", new Look(language, "light", 1280))) {
            tab.go(PATH).settled();
            sorted(tab, name, "ascending", first);

            sort(tab, name);
            sorted(tab, name, "descending", last);
            sort(tab, number);
            sorted(tab, number, "ascending", KOREAN);
            sort(tab, number);
            sorted(tab, number, "descending", name(120));
            sort(tab, status);
            sorted(tab, status, "ascending", "Ada Applied");
            sort(tab, status);
            sorted(tab, status, "descending", name(120));
            sort(tab, enrolledOn);
            // Who was never enrolled has no day.
            sorted(tab, enrolledOn, "ascending", "Ada Applied");
            assertThat(names(tab).nth(1)).hasText(name(10));
            sort(tab, enrolledOn);
            sorted(tab, enrolledOn, "descending", first.equals(KOREAN) ? "Lea Leave" : KOREAN);
            header(tab, leftOn).focus();
            tab.press("Enter");
            tab.press("Enter");
            sorted(tab, leftOn, "descending", name(120));

            tab.page.reload();
            sorted(tab, leftOn, "descending", name(120));
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.errors).isEmpty();
        }
    }

    @Test
    void anOrderHoldsOverAllPages() {
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go(PATH + "?sort=externalId&order=desc").settled();
            search(tab, "Rosa");
            List<String> first = names(tab).allInnerTexts();
            button(tab, "Next").click();
            assertThat(tab.find(".pages")).containsText("51–100 of 120");
            List<String> second = names(tab).allInnerTexts();
            button(tab, "Next").click();
            assertThat(tab.find(".pages")).containsText("101–120 of 120");
            List<String> third = names(tab).allInnerTexts();

            assertThat(Stream.of(first, second, third).flatMap(List::stream))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, IMPORTED)
                                    .mapToObj(i -> name(IMPORTED + 1 - i))
                                    .toList());
        }
    }

    /** One column says how it is sorted, and all others nothing. */
    private static void sorted(Tab tab, String column, String way, String firstName) {
        assertThat(tab.find("th[aria-sort]")).hasCount(1);
        assertThat(tab.find("th[aria-sort=" + way + "]")).hasText(column);
        assertThat(names(tab).first()).hasText(firstName);
    }

    private static void sort(Tab tab, String column) {
        header(tab, column).click();
    }

    private static Locator header(Tab tab, String column) {
        return tab.find("thead button:text-is(\"%s\")".formatted(column));
    }

    private static void search(Tab tab, String text) {
        tab.find("#q").fill(text);
    }

    private static void filter(Tab tab, String status) {
        tab.find("#status").selectOption(status);
    }

    private static Locator names(Tab tab) {
        return tab.find("tbody th a");
    }

    private static Locator tags(Tab tab) {
        return tab.find("tbody .tag");
    }

    private static Locator button(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
