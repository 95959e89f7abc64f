package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import bootcamp.launcher.client.RunningPlatform;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A team rates itself by keys on a phone; staff read how many did, and the sheet. */
@Tag("pages")
class PeerTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void aMemberRatesTheTeamByKeysAndStaffReadTheSheet() {
        String path = "/competitions/" + school.competition("Peers <b>");
        RunningPlatform first = school.studentNamed("Pa First", "peer-first");
        var team = first.post("/api" + path + "/teams", School.key(), Map.of("name", "Cats <i>"));
        String members = "/api" + path + "/teams/" + team.path("teamId").asString() + "/members";
        Map<String, String> code = Map.of("code", team.path("code").asString());
        for (String name : List.of("peer-second", "peer-third")) {
            school.studentNamed("Pe " + name, name).post(members, School.key(), code);
        }
        try (Tab staff = Tab.open(school, "STAFF", new Look("ko", "dark", 1280));
                Tab tab = Tab.open(school.url, "peer-second", new Look("en", "light", 390))) {
            tab.go(path + "/peers").settled();
            assertThat(tab.find("#rate")).containsText("once the competition is over");
            school.admin.post("/api" + path + "/closing", School.key(), Map.of());
            rates(first, path);

            tab.go(path).settled();
            tab.reachText("Rate the team");
            tab.press("Enter");
            assertThat(tab.find("#rate select")).hasCount(3);
            assertThat(tab.find("#rate")).containsText("Yourself");
            // What another said is nowhere.
            for (int i = 0; i < 3; i++) {
                assertThat(tab.find("#f-member" + i)).hasValue("");
            }
            assertThat(tab.axeViolations()).isEmpty();
            tab.reachText("Send ratings");
            tab.press("Enter");
            assertThat(tab.find("#errors")).isFocused();
            for (int i = 0; i < 3; i++) {
                tab.reach("#f-member" + i);
                tab.press(String.valueOf(5 - i));
                assertThat(tab.find("#f-member" + i)).hasValue(String.valueOf(5 - i));
            }
            tab.reachText("Send ratings");
            tab.press("Enter");
            assertThat(tab.find("#sent")).isFocused();
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.sidewaysScroll()).isZero();
            tab.page.reload();
            assertThat(tab.find("#f-member2")).hasValue("3");

            staff.go(path + "/desk").settled();
            staff.reachText("기여도");
            staff.press("Enter");
            assertThat(staff.find(".contribution")).containsText("3명 중 2명 평가");
            assertThat(staff.find(".contribution table")).hasCount(0);
            assertThat(staff.axeViolations()).isEmpty();
            sheet(staff, path);
            for (Tab each : new Tab[] {staff, tab}) {
                assertThat(each.errors).isEmpty();
                assertThat(each.cspReports()).isEmpty();
            }
        }
    }

    /** All of the team a fair share. */
    private static void rates(RunningPlatform student, String path) {
        String own = "/api" + path + "/peer-ratings/me";
        List<Map<String, Object>> ratings = new ArrayList<>();
        student.get(own)
                .path("ratings")
                .forEach(
                        each ->
                                ratings.add(
                                        Map.of(
                                                "studentId",
                                                each.path("studentId").asString(),
                                                "rating",
                                                3)));
        student.put(own, Map.of("ratings", ratings));
    }

    /** Seven days later: the figures of PeerServiceTest stand in what the browser is answered. */
    private static void sheet(Tab staff, String path) {
        staff.page.route("**/peer-ratings*", PeerTest::told);
        staff.go(path + "/peers").settled();
        assertThat(staff.find(".contribution tbody tr")).hasCount(4);
        assertThat(staff.find(".contribution")).containsText("Pa First");
        assertThat(staff.find(".contribution .tag.w").first()).hasText("자기 과대평가");
        assertThat(staff.find(".contribution .note")).hasCount(2);
        assertThat(staff.axeViolations()).isEmpty();
    }

    private static void told(Route route) {
        APIResponse response = route.fetch();
        route.fulfill(
                new Route.FulfillOptions()
                        .setResponse(response)
                        .setBody(
                                response.text()
                                        .replace("\"OPEN\"", "\"TOLD\"")
                                        .replace("Mean\":null", "Mean\":3.5")
                                        .replace("WithSelf\":null", "WithSelf\":1.1")
                                        .replace("\"mean\":null", "\"mean\":2.5")
                                        .replace("\"factor\":null", "\"factor\":0.714")
                                        .replace("Confident\":false", "Confident\":true")
                                        .replace("\"clique\":false", "\"clique\":true")
                                        .replace("\"conflict\":false", "\"conflict\":true")));
    }
}
