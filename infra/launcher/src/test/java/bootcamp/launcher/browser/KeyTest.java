package bootcamp.launcher.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What makes something is sent with a key, so that a bad line does not make it twice. */
@Tag("pages")
class KeyTest {

    private static School school;

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
    }

    @Test
    void linksAndInvitationsAreAskedForWithAKeyEach() {
        try (Tab tab = Tab.open(school, "ADMIN", Look.USUAL)) {
            List<Request> made = new ArrayList<>();
            tab.page.onRequest(
                    request -> {
                        if (request.method().equals("POST")) {
                            made.add(request);
                        }
                    });
            tab.go("/settings");
            tab.find("tr", "mina")
                    .locator("button")
                    .filter(new Locator.FilterOptions().setHasText("Password link"))
                    .click();
            tab.find("dialog .btn.pri").click();
            assertThat(tab.find(".once")).containsText("/invite#");

            tab.go("/c/" + School.FEW + "/students");
            tab.find("button", "Invitation links").click();
            String file =
                    tab.page
                            .waitForDownload(() -> tab.find("dialog .btn.pri").click())
                            .suggestedFilename();

            assertThat(file).isEqualTo("invitations-" + School.FEW + ".csv");
            assertThat(made)
                    .extracting(request -> request.headers().getOrDefault("idempotency-key", ""))
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .allMatch(key -> key.matches("[0-9a-f]{32}"));
        }
    }
}
