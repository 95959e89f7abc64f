package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.notice.Postbox.Received;
import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Links to students by mail, from the pages on which an admin asks for them. */
@Tag("pages")
class MailTest {

    private static final int STUDENTS = 45;
    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @AfterEach
    void refuseNobody() {
        RunningBootcamp.POSTBOX.refuse(_ -> false);
    }

    private static List<Received> letters(String address) {
        return RunningBootcamp.POSTBOX.to(address);
    }

    private static String link(Received letter) {
        return letter.text()
                .lines()
                .filter(line -> line.contains("/invite#"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWholeRosterIsInvitedAndWhoGotNoLetterIsNamed() {
        cohort("mail-1");
        StringBuilder roster = new StringBuilder("externalId,name,email,enrolledOn\n");
        for (int i = 0; i < STUDENTS; i++) {
            String email = i == 7 ? "" : "m1-%d@example.org".formatted(i);
            roster.append("m1-%d,Mail %02d,%s,%s\n".formatted(i, i, email, school.today));
        }
        school.importRoster("mail-1", roster.toString());
        RunningBootcamp.POSTBOX.refuse("m1-9@example.org"::equals);

        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/c/mail-1/students").settled();
            tab.find(".head button", "Invite by mail").click();
            assertThat(tab.find("dialog")).containsText("letter with a one-time link");
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("dialog .btn.pri").click();

            assertThat(tab.find("dialog li").nth(0)).hasText("Sent: " + (STUDENTS - 2));
            assertThat(tab.find("dialog li").nth(2)).hasText("Without an e-mail address: 1");
            assertThat(tab.find("dialog li").nth(3)).hasText("Not sent: 1");
            assertThat(tab.find("dialog li", "Mail 07")).containsText("no e-mail address");
            assertThat(tab.find("dialog li", "Mail 09"))
                    .containsText("does not accept the address");
            assertThat(tab.axeViolations()).isEmpty();
            assertThat(tab.errors).isEmpty();
        }
        for (int i = 0; i < STUDENTS; i++) {
            assertThat(letters("m1-%d@example.org".formatted(i)))
                    .hasSize(i == 7 || i == 9 ? 0 : 1)
                    .allSatisfy(letter -> assertThat(letter.text()).startsWith("Hello Mail "));
        }
    }

    /** The page has what was sent, and goes on where it stopped: nobody gets two letters. */
    @Test
    void whereAPartFailsAskingAgainGoesOnWithIt() {
        cohort("mail-2");
        StringBuilder roster = new StringBuilder("externalId,name,email,enrolledOn\n");
        for (int i = 0; i < STUDENTS; i++) {
            roster.append(
                    "m2-%1$d,Again %1$d,m2-%1$d@example.org,%2$s\n".formatted(i, school.today));
        }
        school.importRoster("mail-2", roster.toString());

        try (Tab tab = Tab.open(school, "ADMIN", new Look("ko", "light", 1280))) {
            tab.page.route(url -> url.contains("/invitations/mail?cursor="), Route::abort);
            tab.go("/c/mail-2/students").settled();
            tab.find(".head button", "메일로 초대").click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("#errors")).isVisible();
            assertThat(tab.find("dialog")).containsText("지금까지 20명");
            tab.page.unrouteAll();
            tab.find("dialog .btn.pri", "이어서 보내기").click();

            assertThat(tab.find("dialog li").nth(0)).hasText("보냄: " + STUDENTS);
        }
        for (int i = 0; i < STUDENTS; i++) {
            assertThat(letters("m2-%d@example.org".formatted(i)))
                    .hasSize(1)
                    .allSatisfy(letter -> assertThat(letter.subject()).startsWith("부트캠프"));
        }
    }

    @Test
    void oneStudentGetsTheLinkByMailAndItIsShownToNobody() {
        cohort("mail-3");
        String studentId =
                school.admin
                        .post(
                                "/api/cohorts/mail-3/enrollments",
                                School.key(),
                                Map.of(
                                        "name",
                                        "Mail One",
                                        "email",
                                        "m3@example.org",
                                        "enrolledOn",
                                        school.today.toString()))
                        .path("studentId")
                        .asString();
        school.admin.post(
                "/api/users",
                School.key(),
                Map.of("username", "mail-one", "role", "STUDENT", "studentId", studentId));

        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/settings").settled();
            tab.find("tr", "mail-one")
                    .locator(
                            "button",
                            new com.microsoft.playwright.Locator.LocatorOptions()
                                    .setHasText("Password link"))
                    .click();
            tab.find("#f-way").selectOption("MAIL");
            assertThat(tab.axeViolations()).isEmpty();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog")).hasCount(0);
            assertThat(tab.page.content()).doesNotContain("/invite#");
            assertThat(tab.errors).isEmpty();
        }
        assertThat(letters("m3@example.org")).hasSize(1);
        try (Tab tab = Tab.open(school, null, Look.USUAL)) {
            String link = link(letters("m3@example.org").getFirst());
            tab.go(link.substring(link.indexOf("/invite")));
            tab.find("#f-password").fill(School.PASSWORD + " 2");
            tab.find("form .btn.pri").click();
            assertThat(tab.find("h1")).hasText("Sign in");
        }
    }

    private static void cohort(String id) {
        school.cohort(
                id, "Mail " + id, school.today, school.today.plusDays(100), "Asia/Seoul", 100);
    }
}
