package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A calendar by its link, through the gateway: who is asked what, and where the secret is not. */
class CalendarTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LINKS = "/api/me/calendar-links";

    private final Site site = Site.get();

    /** A student of a cohort of the name, once curriculum knows it. */
    private Client student(String cohort) throws InterruptedException {
        site.cohort(cohort);
        String studentId = site.enrolled(cohort, "Calendar Own").text("studentId");
        Client student =
                site.account(cohort, "STUDENT", ", \"studentId\": \"%s\"".formatted(studentId));
        Eventually.within(SOON, () -> student.get("/api/me/calendar.ics").status() == 200);
        return student;
    }

    private static String made(Client who, String links) {
        return who.send("POST", links, null, null).is(201).text("url");
    }

    @Test
    void aLinkOpensTheCalendarForWhoeverHasItAndNothingElse() throws InterruptedException {
        Client student = student("calendar-link");
        site.admin().post("/api/cohorts/calendar-link/sessions", Site.newSession(9, null)).is(201);
        String mine = made(student, LINKS);
        String ofCohort = made(site.admin(), "/api/cohorts/calendar-link/calendar-links");
        String token = mine.substring(mine.indexOf('?'));

        assertThat(site.client().get(mine).is(200).body()).contains("SUMMARY:Gradients");
        assertThat(site.client().get(ofCohort).is(200).body()).contains("SUMMARY:Gradients");
        assertThat(site.admin().get(mine).is(200).body())
                .isEqualTo(site.client().get(mine).is(200).body());
        for (String path :
                List.of(
                        "/api/me",
                        "/api/me/attendance",
                        LINKS,
                        "/api/cohorts/calendar-link/sessions",
                        "/api/cohorts/calendar-link/calendar-links")) {
            site.client().get(path + token).is(401, "UNAUTHENTICATED");
        }
        site.client().get("/api/me/calendar.ics").is(401, "UNAUTHENTICATED");
        site.client().send("DELETE", LINKS + "/x" + token, null, null).is(401);
        assertThat(
                        site.client()
                                .with("Authorization", "Bearer " + token.substring(7))
                                .get("/api/me/calendar.ics")
                                .status())
                .isEqualTo(401);
    }

    @Test
    void aBrowserMakesAndRevokesALinkWithThePagesTokenAlone() throws InterruptedException {
        student("calendar-browser");
        Client browser = site.client().browser("calendar-browser", Site.PASSWORD);
        Client without = site.client();
        without.signIn("calendar-browser", Site.PASSWORD).is(204);

        without.send("POST", LINKS, null, null).is(403, "CSRF_TOKEN_NOT_VALID");
        Answer made = browser.send("POST", LINKS, null, null).is(201);
        without.delete(LINKS + "/" + made.text("linkId")).is(403, "CSRF_TOKEN_NOT_VALID");
        site.client().get(made.text("url")).is(200);
        browser.delete(LINKS + "/" + made.text("linkId")).is(204);

        site.client().get(made.text("url")).is(404, "CALENDAR_LINK_NOT_FOUND");
    }

    @Test
    void theSecretIsInNoLogNoMetricAndNoProblem() throws InterruptedException {
        Client student = student("calendar-secret");
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            String url = made(student, LINKS);
            String secret = url.substring(url.indexOf('=') + 1);
            Answer good = site.client().get(url).is(200);
            student.delete(LINKS + "/" + secret.substring(0, 32)).is(204);
            Answer gone = site.client().get(url).is(404);
            // Refused by the gateway itself, which has the whole address in its hands.
            Answer refused = site.client().send("POST", url, Client.JSON, "{}").is(401);
            LoggerFactory.getLogger("bootcamp.test").warn("heard");

            assertThat(List.copyOf(log.list))
                    .anyMatch(event -> event.getFormattedMessage().equals("heard"))
                    .noneMatch(event -> event.getFormattedMessage().contains(secret))
                    .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
            assertThat(Stream.of(site.gateway, site.curriculum))
                    .flatMap(context -> context.getBean(MeterRegistry.class).getMeters())
                    .isNotEmpty()
                    .noneMatch(meter -> meter.getId().toString().contains(secret));
            assertThat(Stream.of(good, gone, refused))
                    .noneMatch(answer -> answer.body().contains(secret))
                    .noneMatch(answer -> answer.headers().toString().contains(secret))
                    .allMatch(
                            answer ->
                                    answer.header("Referrer-Policy").equals("no-referrer")
                                            && answer.header("Cache-Control").equals("no-store"));
        } finally {
            root.detachAppender(log);
        }
    }
}
