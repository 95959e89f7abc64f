package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nothing of anybody else comes to a student: not on a page, not over the line. */
@Tag("pages")
class PrivacyTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void aStudentNeverGetsTheNameOfAnother() {
        String other =
                school.student(School.RUNNING, School.CANARY + " 09")
                        .path("enrollmentId")
                        .asString();
        String lecture = "/lectures/" + school.lecture("Who comes", 3).path("lectureId").asString();
        school.studentNamed(School.CANARY + " at the lecture", "canary")
                .put("/api" + lecture + "/registrations/me", Map.of());
        String clinic =
                "/api/clinics/" + school.clinic("Who talks", 13).path("clinicId").asString();
        JsonNode talks = school.newcomer(School.CANARY + " at the clinic");
        String place = clinic + "/bookings/" + talks.path("studentId").asString();
        school.admin.put(place, Map.of("slotId", "1"));
        school.admin.put(
                place.replace("/bookings/", "/feedback/"), Map.of("text", School.CANARY + " text"));
        try (Tab tab = Tab.open(school, "STUDENT", Look.USUAL)) {
            List<Answer> answers = new ArrayList<>();
            StringBuilder seen = new StringBuilder();
            // Read on its way: what a page does not read to its end can't be asked for afterwards.
            tab.page.route(
                    url -> url.contains("/api/") && !url.endsWith("/stream"),
                    route -> {
                        APIResponse answer = route.fetch();
                        seen.append(answer.text());
                        answers.add(new Answer(answer.url(), answer.ok()));
                        route.fulfill(new Route.FulfillOptions().setResponse(answer));
                    });
            for (String path :
                    List.of(
                            "/me",
                            "/me/requests",
                            "/me/completion",
                            "/me/certificates",
                            "/",
                            "/week",
                            "/c/" + School.RUNNING + "/calendar",
                            "/c/" + School.RUNNING + "/curriculum",
                            "/c/" + School.RUNNING,
                            "/c/" + School.RUNNING + "/students",
                            "/c/" + School.RUNNING + "/attendance",
                            "/c/" + School.RUNNING + "/attendance/policy",
                            "/c/" + School.RUNNING + "/calls",
                            "/c/" + School.RUNNING + "/completion",
                            "/c/" + School.RUNNING + "/clinics",
                            "/clinics",
                            "/c/" + School.RUNNING + "/teams",
                            "/team",
                            "/students/" + other,
                            "/compare?cohorts=" + School.RUNNING,
                            "/lectures",
                            lecture,
                            lecture + "/edit",
                            "/settings")) {
                tab.go(path).settled();
                seen.append(tab.page.content());
            }
            tab.page.evaluate(
                    """
                    async paths => { for (const path of paths) await fetch(path); }
                    """,
                    List.of(
                            "/api/cohorts/" + School.RUNNING + "/enrollments",
                            "/api/enrollments/" + other,
                            "/api" + lecture + "/registrations",
                            "/api/cohorts/" + School.RUNNING + "/attendance/" + school.today,
                            "/api/cohorts/" + School.RUNNING + "/attendance-policy",
                            "/api/cohorts/" + School.RUNNING + "/clinics/without",
                            "/api/cohorts/" + School.RUNNING + "/outreach",
                            "/api/cohorts/" + School.RUNNING + "/attention",
                            "/api/cohorts/" + School.RUNNING + "/completion-policy",
                            clinic + "/feedback",
                            "/api/dashboards/" + School.RUNNING,
                            "/api/dashboards",
                            "/api/retention?cohorts=" + School.RUNNING,
                            "/api/users",
                            "/api/dead-letters"));

            assertThat(seen).doesNotContain(School.CANARY);
            assertThat(answers).anyMatch(answer -> answer.url().endsWith("/api/me") && answer.ok());
            assertThat(answers)
                    .filteredOn(Answer::ok)
                    .allMatch(
                            answer ->
                                    answer.url()
                                            .matches(
                                                    ".*/api/(me(/completion|/certificates|/attendance(-requests(\\?.*)?)?|/notices(\\?.*)?|/calendar-links|/clinics|/sessions\\?.*)?|session|cohorts/[^/]*/(teams|sessions\\?.*)|sessions/[^/]*/participants|lectures(\\?.*|/[^/]*(/questions\\?.*|/notes)?)?)"));
        }
        // The canary is there for who may see it: else its absence above says nothing.
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + School.RUNNING + "/students");
            assertThat(tab.find("main")).containsText(School.CANARY);
            tab.go(lecture);
            assertThat(tab.find("main")).containsText(School.CANARY);
            tab.go("/c/" + School.RUNNING + "/attendance");
            assertThat(tab.find("main")).containsText(School.CANARY);
        }
    }

    @Test
    void aStudentSeesTheOwnRecordAndNoReason() {
        try (Tab tab = Tab.open(school, "STUDENT", Look.USUAL)) {
            tab.go("/me");

            assertThat(tab.find("h1")).hasText("My record");
            assertThat(tab.find("main")).containsText("AI 8기");
            assertThat(tab.find("main section", "AI 8기").first().locator(".tag").first())
                    .hasText("Enrolled");
            DateTimeFormatter day = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
            assertThat(tab.find("main"))
                    .containsText(
                            day.format(school.today.minusDays(School.DAY))
                                    + " – "
                                    + day.format(school.today.plusDays(100)));
            assertThat(tab.find("nav.side a"))
                    .hasText(
                            new String[] {
                                "Week",
                                "Check in",
                                "My record",
                                "Special lectures",
                                "Competitions",
                                "GPUs",
                                "Clinics",
                                "My team",
                                "Reviews"
                            });
        }
    }

    /** What the gateway answered to a request of the page. */
    private record Answer(String url, boolean ok) {}
}
