package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Coming in: wrong passwords, links that work once, signing out, and a language that stays. */
@Tag("pages")
class DoorTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void anUnknownNameAndAWrongPasswordAreToldTheSame() {
        try (Tab tab = Tab.open(school, null, Look.USUAL)) {
            tab.go("/sign-in");
            String wrong = refusal(tab, "mina", "not this one");
            String unknown = refusal(tab, "nobody-" + System.nanoTime(), "not this one");

            assertThat(wrong).isEqualTo(unknown).contains("User name or password is not right.");
            assertThat(tab.find("#f-password")).hasValue("not this one");
        }
    }

    @Test
    void aLinkMadeOnThePageOfUsersSetsAPasswordOnce() {
        String name = "han" + System.nanoTime();
        String link;
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            tab.go("/settings");
            tab.find("main .head button.pri").click();
            tab.find("#f-username").fill(name);
            tab.find("#f-role").selectOption("STAFF");
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find("dialog")).containsText("link");
            tab.find("dialog .btn.pri").click();
            link = tab.find("dialog .once").innerText();
            assertThat(tab.errors).isEmpty();
        }
        try (Tab tab = Tab.open(school, null, Look.USUAL)) {
            tab.go(link.substring(link.indexOf("/invite")));
            assertThat(tab.page.url()).endsWith("/invite");
            tab.find("#f-password").fill("short");
            tab.find("form .btn.pri").click();
            assertThat(tab.find("#errors")).isFocused();
            tab.find("#f-password").fill(School.PASSWORD + " 2");
            tab.find("form .btn.pri").click();
            assertThat(tab.find("h1")).hasText("Sign in");
            tab.find("#f-username").fill(name);
            tab.find("#f-password").fill(School.PASSWORD + " 2");
            tab.find("form .btn.pri").click();
            assertThat(tab.find("h1")).hasText("All cohorts");
        }
        try (Tab tab = Tab.open(school, null, Look.USUAL)) {
            tab.go(link.substring(link.indexOf("/invite")));
            tab.find("#f-password").fill(School.PASSWORD + " 3");
            tab.find("form .btn.pri").click();
            assertThat(tab.find("#errors, #beside").first()).isVisible();
        }
    }

    @Test
    void languageAndThemeAreChosenInPlaceAndRemembered() {
        try (Tab tab = Tab.open(school, "STAFF", Look.USUAL)) {
            tab.go("/c/" + School.OVER);
            assertThat(tab.find("h2").first()).hasText("How long people stayed");
            tab.find(".top .prefs button").first().click();
            assertThat(tab.find("h2").first()).hasText("언제까지 함께했나");
            assertThat(tab.find("html")).hasAttribute("lang", "ko");
            tab.find(".top .prefs button").nth(1).click();
            assertThat(tab.find("html")).hasAttribute("data-theme", "dark");

            tab.go("/c/" + School.OVER_LATER);
            assertThat(tab.find("html")).hasAttribute("lang", "ko");
            assertThat(tab.find("html")).hasAttribute("data-theme", "dark");
            tab.page.goBack();
            assertThat(tab.find("h1")).hasText("AAA 2013J");
        }
    }

    @Test
    void signingOutEndsWhatTheWindowShows() {
        try (Tab tab = Tab.open(school, null, Look.USUAL)) {
            Tab.fresh(tab.context, school, "STAFF");
            tab.go("/");
            tab.find(".top .prefs button").last().click();
            assertThat(tab.find("h1")).hasText("Sign in");

            tab.page.goBack();
            assertThat(tab.find("h1")).hasText("Sign in");
        }
    }

    private static String refusal(Tab tab, String name, String password) {
        tab.find("#f-username").fill(name);
        tab.find("#f-password").fill(password);
        tab.find("form .btn.pri").click();
        assertThat(tab.find("#errors")).isVisible();
        return tab.find("#errors").innerText();
    }
}
