package bootcamp.launcher.http;

import bootcamp.review.ticket.Browser;
import java.time.Duration;

/** Reviews: what is refused by what it says, by its ticket, and when the window has closed. */
final class CallsAboutReviews {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Client admin;
    private final Client nobody;
    private final Client student;

    /** Of staff of another cohort. */
    private final Client elsewhere;

    private final ReviewedCohort cohort;

    CallsAboutReviews(Stage stage) {
        this.admin = stage.admin;
        this.nobody = stage.nobody();
        this.student = stage.of("STUDENT");
        this.elsewhere = stage.nobody().bearer("stage-elsewhere", Site.PASSWORD);
        this.cohort = new ReviewedCohort(admin, "stage-reviews");
        cohort.enroll(stage.studentId);
    }

    void make() throws InterruptedException {
        tickets();
        String ticket = cohort.ticket(cohort.newStudent("stage-reviewer"));
        String other = cohort.ticket(cohort.newStudent("stage-reviewer-too"));
        byWhom(ticket);
        contents(ticket);
        staff();
        conduct(ticket);
        cohort.isOver();
        String review = "{" + ticket + ReviewedCohort.says(7, "deep") + "}";
        Eventually.within(SOON, () -> nobody.post("/api/reviews", review).status() == 409);
        nobody.post("/api/reviews", "{" + other + ", \"rating\": 7}")
                .is(409, "REVIEW_WINDOW_CLOSED");
        put(review).is(409, "REVIEW_WINDOW_CLOSED");
        nobody.post("/api/reviews/withdrawal", "{" + ticket + "}").is(409, "REVIEW_WINDOW_CLOSED");
    }

    private void tickets() {
        Browser browser = cohort.browser(student);
        String asks = "{" + cohort.asksFor(browser) + "}";
        student.post("/api/reviews/tickets", asks.replace("ai-lab", "none")).is(404, "NOT_DUE");
        student.post("/api/reviews/tickets", asks.replace("PROGRAMME", "NONE"))
                .is(422, "INVALID_INPUT");
        student.post("/api/reviews/tickets", "{" + cohort.target() + ", \"blinded\": \"AA\"}")
                .is(422, "INVALID_INPUT");
        student.post("/api/reviews/tickets", asks).is(200);
        student.post("/api/reviews/tickets", asks).is(200);
        student.post("/api/reviews/tickets", "{" + cohort.asksFor(cohort.browser(student)) + "}")
                .is(409, "TICKET_TAKEN");
    }

    /** A review that says who sends it is refused, whoever that is. */
    private void byWhom(String ticket) {
        String review = "{" + ticket + ReviewedCohort.says(7, "deep") + "}";
        student.post("/api/reviews", review).is(400, "IDENTITY_SENT");
        student.get("/api/reviews/keys?cohortId=" + cohort.cohortId).is(400, "IDENTITY_SENT");
        nobody.post("/api/reviews", review, "Cookie", "session=none").is(400, "IDENTITY_SENT");
        nobody.send("PUT", "/api/reviews", Client.JSON, review, "Cookie", "a=b")
                .is(400, "IDENTITY_SENT");
        nobody.post("/api/reviews/withdrawal", "{" + ticket + "}", "Authorization", "Basic x")
                .is(400, "IDENTITY_SENT");
        nobody.post("/api/reviews/receipt", "{" + ticket + "}").is(404, "REVIEW_NOT_FOUND");
    }

    private void contents(String ticket) {
        String spent = "{" + ticket + "}";
        String good = "{" + ticket + ReviewedCohort.says(7, "deep") + "}";
        String bad = "{" + ticket + ReviewedCohort.says(11, "deep") + "}";
        put(good).is(404, "REVIEW_NOT_FOUND");
        nobody.post("/api/reviews/withdrawal", spent).is(404, "REVIEW_NOT_FOUND");
        nobody.post("/api/reviews", bad).is(422, "INVALID_INPUT");
        nobody.post("/api/reviews", good).is(201);
        put(bad).is(422, "INVALID_INPUT");
        put(good).is(200);
        for (String path : new String[] {"/api/reviews/withdrawal", "/api/reviews/receipt"}) {
            nobody.post(path, spent.replace("PROGRAMME", "NONE")).is(422, "INVALID_INPUT");
            nobody.post(path, spent.replace("ai-lab", "none")).is(403, "TICKET_NOT_VALID");
        }
        nobody.post("/api/reviews", good.replace("ai-lab", "none")).is(403, "TICKET_NOT_VALID");
        put(good.replace("ai-lab", "none")).is(403, "TICKET_NOT_VALID");
    }

    private void staff() {
        String texts = "/api/reviews/texts?kind=PROGRAMME&id=none";
        admin.get(texts).is(404);
        admin.get("/api/reviews/summaries?kind=PROGRAMME&cohortId=no-such-cohort").is(404);
        admin.get("/api/reviews/summaries?kind=NONE").is(400, "MALFORMED_REQUEST");
        elsewhere.get("/api/reviews/moderation?cohortId=" + cohort.cohortId).is(404);
        admin.post("/api/reviews/none/moderation", "{\"decision\": \"HIDE\"}")
                .is(422, "INVALID_INPUT");
        ofOtherWords();
        answers();
    }

    private void answers() {
        String path = "/api/reviews/answers";
        String form = "{" + cohort.target() + ", \"text\": \"%s\"}";
        admin.post(path, form.formatted(" ")).is(422, "INVALID_INPUT");
        admin.post(path, form.formatted("x").replace("ai-lab", "none")).is(404);
        admin.post(path, form.formatted("x")).is(409, "NOTHING_PUBLISHED");
        ReviewedCohort other = new ReviewedCohort(admin, "stage-answered");
        other.reviewed();
        String asked = "{" + other.target() + ", \"text\": \"%s\"}";
        admin.post(path, asked.formatted("We know")).is(201);
        admin.post(path, asked.formatted("We know")).is(200);
        admin.post(path, asked.formatted("Other")).is(409, "ALREADY_ANSWERED");
        String hides = "{" + other.target() + ", \"reason\": \"%s\"}";
        hiding(hides.formatted(" ")).is(422, "INVALID_INPUT");
        hiding(hides.formatted("x").replace("ai-lab", "none")).is(404);
        admin.send(
                        "PUT",
                        "/api/conduct-recipients/" + cohort.cohortId,
                        Client.JSON,
                        "{\"usernames\": [\" \"]}")
                .is(422, "INVALID_INPUT");
    }

    /** A decision on words that are others by now; of any review that was sent here before. */
    private void ofOtherWords() {
        String reviewId =
                admin.get("/api/reviews/moderation")
                        .is(200)
                        .json()
                        .at("/items/0/reviewId")
                        .asString();
        String review = "/api/reviews/" + reviewId;
        admin.post(review + "/moderation", "{\"decision\": \"PUBLISH\", \"version\": \"other\"}")
                .is(409, "WORDS_CHANGED");
        admin.post(review + "/redaction", "{\"texts\": [\"deep\"], \"version\": \"other\"}")
                .is(409, "WORDS_CHANGED");
    }

    private void conduct(String ticket) throws InterruptedException {
        String code =
                nobody.post(
                                "/api/reviews",
                                "{" + ticket + ", \"rating\": 7, \"conduct\": \"shouts\"}")
                        .is(200)
                        .text("conductCode");
        String report = "/api/conduct-reports/" + cohort.report();
        String back = "{\"code\": \"%s\"}";
        String says = "{\"code\": \"%s\", \"text\": \"%s\"}";
        String returns = "/api/conduct-reports/return";
        String messages = "/api/conduct-reports/messages";
        elsewhere.get(report).is(404, "CONDUCT_REPORT_NOT_FOUND");
        admin.post(report + "/answer", "{\"text\": \" \"}").is(422, "INVALID_INPUT");
        student.post(returns, back.formatted(code)).is(400, "IDENTITY_SENT");
        student.post(messages, says.formatted(code, "x")).is(400, "IDENTITY_SENT");
        nobody.post(returns, back.formatted(" ")).is(422, "INVALID_INPUT");
        nobody.post(messages, says.formatted(code, " ")).is(422, "INVALID_INPUT");
        nobody.post(returns, back.formatted("none")).is(404, "CONDUCT_REPORT_NOT_FOUND");
        nobody.post(messages, says.formatted("none", "x")).is(404, "CONDUCT_REPORT_NOT_FOUND");
        int written = 0;
        while (nobody.post(messages, says.formatted(code, "x" + written)).status() == 200) {
            written++;
        }
        nobody.post(messages, says.formatted(code, "more")).is(409, "CONDUCT_REPORT_FULL");
        admin.post(report + "/answer", "{\"text\": \"more\"}").is(409, "CONDUCT_REPORT_FULL");
        for (String path : new String[] {returns, messages}) {
            String wrong =
                    path.equals(returns) ? back.formatted("none") : says.formatted("none", "x");
            Eventually.within(SOON, () -> nobody.post(path, wrong).status() == 429);
        }
    }

    private Answer hiding(String body) {
        return admin.send("PUT", "/api/reviews/answers/hiding", Client.JSON, body);
    }

    private Answer put(String review) {
        return nobody.send("PUT", "/api/reviews", Client.JSON, review);
    }
}
