package bootcamp.launcher.http;

/** Competitions: what is refused by what it says, and what their states refuse. */
final class CallsAboutCompetitions {

    private static final String COHORT = "stage-competitions";

    private final Client admin;

    /** Of staff of another cohort. */
    private final Client elsewhere;

    CallsAboutCompetitions(Stage stage) {
        this.admin = stage.admin;
        this.elsewhere = stage.nobody().bearer("stage-elsewhere", Site.PASSWORD);
    }

    void make() {
        admin.post("/api/cohorts", Site.newCohortOfNow(COHORT)).is(201);
        String newOne = Site.newCompetition(COHORT);
        admin.post("/api/competitions", newOne.replace("accuracy", "precision"))
                .is(422, "INVALID_INPUT");
        elsewhere.post("/api/competitions", newOne).is(404);
        String path = admin.post("/api/competitions", newOne).is(201).header("Location");
        does(path + "/publication").is(409, "NO_SOLUTION");
        does(path + "/closing").is(409, "COMPETITION_NOT_PUBLISHED");
        admin.patch(path, "{\"title\": \" \"}").is(422, "INVALID_INPUT");
        send(path + "/solution", "text/csv", "id,label\n").is(422, "SOLUTION_UNUSABLE");
        send(path + "/solution", "text/csv", Site.SOLUTION).is(200);
        files(path);
        does(path + "/publication").is(200);
        does(path + "/archiving").is(409, "COMPETITION_NOT_CLOSED");
        admin.patch(path, "{\"metric\": \"mcc\"}").is(409, "COMPETITION_IS_PUBLISHED");
        send(path + "/solution", "text/csv", Site.SOLUTION).is(409, "COMPETITION_IS_PUBLISHED");
        does(path + "/closing").is(200);
        String file = path + "/files/" + Site.DATA_FILE;
        send(file, "application/octet-stream", "x").is(409, "COMPETITION_CLOSED");
        admin.send("DELETE", file, null, null).is(409, "COMPETITION_CLOSED");
        does(path + "/publication").is(409, "COMPETITION_CLOSED");
    }

    private void files(String path) {
        String file = path + "/files/" + Site.DATA_FILE;
        send(path + "/files/-r", "application/octet-stream", "x").is(422, "INVALID_INPUT");
        send(file, "application/octet-stream", "0123456789").is(200);
        admin.send("GET", file, null, null, "Range", "bytes=4-5").is(206);
        admin.send("GET", file, null, null, "Range", "bytes=10-").is(416, "NO_SUCH_PART");
    }

    private Answer does(String path) {
        return admin.send("POST", path, null, null);
    }

    private Answer send(String path, String type, String body) {
        return admin.send("PUT", path, type, body);
    }
}
