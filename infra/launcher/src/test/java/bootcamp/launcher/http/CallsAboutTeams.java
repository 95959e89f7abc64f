package bootcamp.launcher.http;

/** Teams and who took part: what is refused by what it says, and what their states refuse. */
final class CallsAboutTeams {

    private static final String COHORT = "stage-teams";
    private static final String TEAMS = "/api/cohorts/" + COHORT + "/teams";

    private final Stage stage;
    private final Client admin;
    private final Client student;

    CallsAboutTeams(Stage stage) {
        this.stage = stage;
        this.admin = stage.admin;
        this.student = stage.of("STUDENT");
    }

    void make() {
        admin.post("/api/cohorts", Site.newCohort(COHORT)).is(201);
        admin.post(
                        "/api/cohorts/" + COHORT + "/enrollments",
                        "{\"studentId\": \"%s\", \"enrolledOn\": \"2024-01-02\"}"
                                .formatted(stage.studentId))
                .is(201);
        admin.post(TEAMS, Site.newTeam(" ")).is(422, "INVALID_INPUT");
        String own = admin.post(TEAMS, Site.newTeam("Own", stage.studentId)).is(201).text("teamId");
        String other = admin.post(TEAMS, Site.newTeam("Other")).is(201).header("Location");
        admin.post(TEAMS, Site.newTeam("Third", stage.studentId)).is(409, "IN_ANOTHER_TEAM");
        admin.patch(other, "{\"name\": \"Own\"}").is(409, "TEAM_NAME_TAKEN");
        admin.patch(other, "{\"members\": [{\"studentId\": \"nobody\"}]}").is(422, "INVALID_INPUT");
        participants(own);
    }

    private void participants(String teamId) {
        String sessions = "/api/cohorts/" + COHORT + "/sessions";
        String lecture =
                admin.post(sessions, Site.newSession(9, null)).is(201).header("Location")
                        + "/participants";
        String activity =
                admin.post(sessions, Site.newSession(10, null).replace("LECTURE", "TEAM_ACTIVITY"))
                                .is(201)
                                .header("Location")
                        + "/participants";
        String mine = "{\"participantIds\": [\"%s\"]}".formatted(stage.studentId);
        String nobody = "{\"participantIds\": [\"nobody\"]}";
        admin.get(lecture).is(409, "NOT_A_TEAM_ACTIVITY");
        put(admin, lecture, mine).is(409, "NOT_A_TEAM_ACTIVITY");
        put(admin, activity, nobody).is(422, "INVALID_INPUT");
        put(student, activity + "/proposal", nobody).is(422, "INVALID_INPUT");
        put(student, activity + "/proposal", mine).is(200);
        String confirmation = activity + "/confirmation";
        String first = "{\"teamId\": \"%s\", \"edition\": 1}";
        put(student, confirmation, first.formatted("none")).is(422, "INVALID_INPUT");
        put(student, confirmation, first.formatted(teamId)).is(409, "OWN_PROPOSAL");
        put(admin, confirmation, first.formatted(teamId)).is(200);
        put(student, activity + "/proposal", "{\"participantIds\": []}")
                .is(409, "PROPOSAL_CONFIRMED");
    }

    private static Answer put(Client client, String path, String body) {
        return client.send("PUT", path, Client.JSON, body);
    }
}
