package bootcamp.launcher.http;

import java.io.IOException;
import java.time.LocalDate;

/** Competitions: what is refused by what it says, and what their states refuse. */
final class CallsAboutCompetitions {

    private static final String COHORT = "stage-competitions";

    /** Where nobody says another. */
    private static final int DAILY_LIMIT = 5;

    private final Stage stage;
    private final Client admin;
    private final Client student;
    private final String studentId;

    /** Of staff of another cohort. */
    private final Client elsewhere;

    CallsAboutCompetitions(Stage stage) {
        this.stage = stage;
        this.admin = stage.admin;
        this.student = stage.of("STUDENT");
        this.studentId = stage.studentId;
        this.elsewhere = stage.nobody().bearer("stage-elsewhere", Site.PASSWORD);
    }

    void make() throws IOException {
        admin.post("/api/cohorts", Site.newCohortOfNow(COHORT)).is(201);
        admin.post(
                        "/api/cohorts/" + COHORT + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"%s\"}"
                                .formatted(studentId, LocalDate.now(Site.noon()).minusDays(10)))
                .is(201);
        String newOne = Site.newCompetition(COHORT);
        admin.post("/api/competitions", newOne.replace("accuracy", "precision"))
                .is(422, "INVALID_INPUT");
        elsewhere.post("/api/competitions", newOne).is(404);
        String path = admin.post("/api/competitions", newOne).is(201).header("Location");
        does(path + "/publication").is(409, "NO_SOLUTION");
        admin.get(path + "/alike-submissions").is(409, "COMPETITION_NOT_PUBLISHED");
        does(path + "/closing").is(409, "COMPETITION_NOT_PUBLISHED");
        admin.patch(path, "{\"title\": \" \"}").is(422, "INVALID_INPUT");
        send(path + "/solution", "text/csv", "id,label\n").is(422, "SOLUTION_UNUSABLE");
        send(path + "/solution", "text/csv", Site.SOLUTION).is(200);
        files(path);
        does(path + "/publication").is(200);
        does(path + "/archiving").is(409, "COMPETITION_NOT_CLOSED");
        admin.patch(path, "{\"metric\": \"mcc\"}").is(409, "COMPETITION_IS_PUBLISHED");
        send(path + "/solution", "text/csv", Site.SOLUTION).is(409, "COMPETITION_IS_PUBLISHED");
        String picks = submissions(path);
        rescoring(path + "/rescoring");
        String ratings = path + "/peer-ratings/me";
        admin.get(path + "/peer-ratings").is(409, "COMPETITION_NOT_CLOSED");
        admin.get(path + "/shake-up").is(409, "COMPETITION_NOT_CLOSED");
        student.get(ratings).is(409, "COMPETITION_NOT_CLOSED");
        rate(ratings, studentId).is(409, "COMPETITION_NOT_CLOSED");
        student.send("PUT", picks.replace("/final-picks", "/sharing"), null, null)
                .is(409, "COMPETITION_NOT_CLOSED");
        does(path + "/closing").is(200);
        rate(ratings, "none").is(422, "INVALID_INPUT");
        student.post(path + "/teams", "{}").is(409, "COMPETITION_CLOSED");
        submit(path).is(409, "COMPETITION_CLOSED");
        student.send("PUT", picks, Client.JSON, "{\"submissionIds\": []}")
                .is(409, "COMPETITION_CLOSED");
        student.post(path + "/merges", "{\"teamId\": \"x\"}").is(409, "COMPETITION_CLOSED");
        student.post(path + "/merges/x/acceptance", "").is(409, "COMPETITION_CLOSED");
        student.post(picks.replace("final-picks", "members"), "{\"code\": \"x\"}")
                .is(409, "COMPETITION_CLOSED");
        String file = path + "/files/" + Site.DATA_FILE;
        send(file, "application/octet-stream", "x").is(409, "COMPETITION_CLOSED");
        admin.send("DELETE", file, null, null).is(409, "COMPETITION_CLOSED");
        does(path + "/publication").is(409, "COMPETITION_CLOSED");
        does(path + "/archiving").is(200);
        admin.post(path + "/rescoring/publication", "{\"generation\": 2, \"reason\": \"x\"}")
                .is(409);
    }

    private void rescoring(String path) {
        admin.get(path).is(404, "RESCORING_NOT_FOUND");
        admin.post(path, "{\"metric\": \"precision\"}").is(422, "INVALID_INPUT");
        admin.post(path + "/publication", "{\"generation\": 2, \"reason\": \"x\"}")
                .is(404, "RESCORING_NOT_FOUND");
        admin.post(path, Site.OTHER_METRIC).is(202);
        admin.post(path, "{\"metric\": \"mcc\"}").is(409, "RESCORING_OPEN");
        admin.post(path + "/publication", "{\"generation\": 2, \"reason\": \" \"}")
                .is(422, "INVALID_INPUT");
    }

    private void files(String path) {
        String file = path + "/files/" + Site.DATA_FILE;
        send(path + "/files/-r", "application/octet-stream", "x").is(422, "INVALID_INPUT");
        send(file, "application/octet-stream", "0123456789").is(200);
        admin.send("GET", file, null, null, "Range", "bytes=4-5").is(206);
        admin.send("GET", file, null, null, "Range", "bytes=10-").is(416, "NO_SUCH_PART");
    }

    /** Of the day as many as there may be; answers where the team's picks are. */
    private String submissions(String path) throws IOException {
        student.post(path + "/teams", "{\"name\": \" \"}").is(422, "INVALID_INPUT");
        String team = student.post(path + "/teams", "{}").is(201).header("Location");
        student.get(path + "/leaderboard?board=private").is(403, "PRIVATE_BOARD_HIDDEN");
        student.post(team + "/members", "{\"code\": \"%s\"}".formatted("x".repeat(65)))
                .is(422, "INVALID_INPUT");
        stage.streams(team);
        String picks = team + "/final-picks";
        student.send("PUT", picks, Client.JSON, "{\"submissionIds\": [\"x\", \"x\"]}")
                .is(422, "INVALID_INPUT");
        for (int i = 0; i < DAILY_LIMIT; i++) {
            submit(path).is(202);
        }
        submit(path).is(422, "DAILY_LIMIT_REACHED");
        student.send(
                        "PUT",
                        path + "/submissions/none/trial",
                        Client.JSON,
                        "{\"next\": \"%s\"}".formatted("x".repeat(2001)))
                .is(422, "INVALID_INPUT");
        student.send("DELETE", team + "/members/me", null, null).is(409, "TEAM_HAS_SUBMITTED");
        return picks;
    }

    private Answer rate(String ratings, String whom) {
        return student.send("PUT", ratings, Client.JSON, Site.peerRatings(whom));
    }

    private Answer submit(String path) {
        return student.send("POST", path + "/submissions", "text/csv", Site.SUBMISSION);
    }

    private Answer does(String path) {
        return admin.send("POST", path, null, null);
    }

    private Answer send(String path, String type, String body) {
        return admin.send("PUT", path, type, body);
    }
}
