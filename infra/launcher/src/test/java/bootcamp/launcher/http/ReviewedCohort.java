package bootcamp.launcher.http;

import bootcamp.review.ticket.Browser;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * A cohort whose programme may be reviewed now, and students who blind, finish and spend tickets.
 */
final class ReviewedCohort {

    /** So that all words of reviews are before the moderators. */
    static final int REVIEWERS = 10;

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CAPACITY = 30;

    final String cohortId;
    private final Client admin;
    private final LocalDate start = LocalDate.now(Site.noon()).minusDays(60);

    ReviewedCohort(Client admin, String cohortId) {
        this.admin = admin;
        this.cohortId = cohortId;
        admin.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "%s", "programme": "ai-lab", "name": "AI Lab", "startDate": "%s",
                         "endDate": "%s", "timeZone": "%s", "capacity": %d}"""
                                .formatted(
                                        cohortId, start, start.plusDays(90), Site.noon(), CAPACITY))
                .is(201);
    }

    String target() {
        return "\"target\": {\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\", \"cohortId\": \"%s\"}"
                .formatted(cohortId);
    }

    void enroll(String studentId) {
        admin.post(
                        "/api/cohorts/" + cohortId + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"%s\"}"
                                .formatted(studentId, start))
                .is(201);
    }

    /** Somebody new with an account. */
    Client newStudent(String name) {
        String studentId =
                admin.post(
                                "/api/cohorts/" + cohortId + "/enrollments",
                                Site.newcomer(name).replace("2024-01-02", start.toString()))
                        .is(201)
                        .text("studentId");
        admin.post(
                        "/api/users",
                        """
                        {"username": "%s", "role": "STUDENT", "studentId": "%s", "password": "%s"}"""
                                .formatted(name, studentId, Site.PASSWORD))
                .is(201);
        return admin.another().bearer(name, Site.PASSWORD);
    }

    /** What is due of this cohort; the service may have to hear of the student first. */
    JsonNode due(Client student) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        try {
            Eventually.within(
                    SOON,
                    () -> {
                        student.get("/api/reviews/due")
                                .is(200)
                                .json()
                                .path("items")
                                .valueStream()
                                .filter(each -> isOfThis(each.path("target")))
                                .forEach(found::set);
                        return found.get() != null;
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return found.get();
    }

    private boolean isOfThis(JsonNode target) {
        return target.path("cohortId").asString().equals(cohortId);
    }

    /** Members of what asks for a ticket. */
    String asksFor(Browser browser) {
        return "%s, \"blinded\": \"%s\"".formatted(target(), browser.blinded());
    }

    /** A browser that has blinded a ticket with the key that the student sees. */
    Browser browser(Client student) {
        return new Browser(due(student).path("publicKey"));
    }

    /** Members of what is sent with the student's ticket. */
    String ticket(Client student) {
        Browser browser = browser(student);
        String signature =
                student.post("/api/reviews/tickets", "{" + asksFor(browser) + "}")
                        .is(200)
                        .text("signature");
        return "%s, \"ticket\": {\"message\": \"%s\", \"signature\": \"%s\"}"
                .formatted(target(), browser.message(), browser.finished(signature));
    }

    /** Members of a review beside its ticket. */
    static String says(int rating, String pros) {
        return ", \"rating\": %d, \"pros\": \"%s\"".formatted(rating, pros);
    }

    /** A review's id, once so many students have sent one that staff may read its words. */
    String reviewed() {
        Client nobody = admin.another();
        List<String> tickets = new ArrayList<>();
        for (int each = 0; each < REVIEWERS; each++) {
            tickets.add(ticket(newStudent(cohortId + "-" + each)));
        }
        tickets.forEach(
                each -> nobody.post("/api/reviews", "{" + each + says(8, "deep") + "}").is(201));
        return admin.get("/api/reviews/moderation?cohortId=" + cohortId)
                .is(200)
                .json()
                .at("/items/0/reviewId")
                .asString();
    }

    /** The code of a report of conduct that is sent with a ticket. */
    String reported(String ticket) {
        return admin.another()
                .post("/api/reviews", "{" + ticket + ", \"rating\": 7, \"conduct\": \"shouts\"}")
                .is(201)
                .text("conductCode");
    }

    /** The id of this cohort's report of conduct. */
    String report() {
        return admin.get("/api/conduct-reports")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> isOfThis(each.path("target")))
                .findFirst()
                .orElseThrow()
                .path("reportId")
                .asString();
    }

    /** Its end is moved so far back that nobody may review it any more. */
    void isOver() {
        admin.patch(
                        "/api/cohorts/" + cohortId,
                        "{\"endDate\": \"%s\"}".formatted(start.plusDays(20)))
                .is(200);
    }
}
