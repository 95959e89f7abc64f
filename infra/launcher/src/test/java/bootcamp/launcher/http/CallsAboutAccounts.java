package bootcamp.launcher.http;

/** Setting up, signing in, accounts, links: what depends on how they stand. */
final class CallsAboutAccounts {

    private static final String USERS = "/api/users";

    private final Stage stage;

    CallsAboutAccounts(Stage stage) {
        this.stage = stage;
    }

    void make() {
        setUp();
        sessions();
        byIssuer();
        accounts();
        links();
        linksByMail();
        tooOften();
    }

    private void setUp() {
        Client nobody = stage.nobody();

        nobody.post("/api/setup", SetupTest.body("another token", "second")).is(403);
        nobody.post("/api/setup", SetupTest.body(Site.SETUP_TOKEN, "not a name")).is(422);
        nobody.post("/api/setup", SetupTest.body(Site.SETUP_TOKEN, "second"))
                .is(409, "ALREADY_SET_UP");
    }

    private void sessions() {
        Client browser = stage.nobody().browser("stage-staff", Site.PASSWORD);
        String token = browser.header("X-CSRF-Token");

        browser.with("X-CSRF-Token", null).delete("/api/session").is(403, "CSRF_TOKEN_NOT_VALID");
        browser.with("X-CSRF-Token", token).delete("/api/session").is(204);
    }

    private void byIssuer() {
        Client browser = stage.nobody();
        stage.issuer.isSeenBy("stage-staff");
        Way.begun(browser).comeBack(browser).is(204);
        stage.issuer.isSeenBy("stage-nobody");
        Way.begun(browser).comeBack(browser).is(403, "NO_ACCOUNT");
        Way way = Way.begun(browser);
        stage.issuer.isInTrouble(502);
        way.comeBack(browser).is(503, "ISSUER_NOT_AVAILABLE");

        stage.withoutIssuer().post(Way.BEGIN, "{}").is(404);
        stage.withoutIssuer().post(Way.CODE, Way.body("x", "y")).is(404);
    }

    private void accounts() {
        String known = "{\"username\": \"stage-staff\", \"role\": \"STAFF\"}";
        String ofAStudent = "{\"studentId\": \"%s\"}".formatted(stage.studentId);

        stage.admin.post(USERS, known).is(409, "USERNAME_TAKEN");
        stage.admin.patch(USERS + "/stage-staff", ofAStudent).is(422, "INVALID_INPUT");
        stage.admin.patch(USERS + "/first", "{\"role\": \"STAFF\"}").is(409, "LAST_ADMIN");
        stage.admin.delete(USERS + "/first").is(409, "LAST_ADMIN");
    }

    private void links() {
        stage.account("stage-invited", "STAFF", "");
        Answer link =
                stage.admin
                        .post(USERS + "/stage-invited/links", "{\"purpose\": \"INVITATION\"}")
                        .is(201);
        String token = link.text("url").split("#", 2)[1];

        stage.nobody()
                .post(
                        "/api/invitations/acceptance",
                        "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(token, Site.PASSWORD))
                .is(204);
        stage.admin
                .post(USERS + "/stage-invited/links", "{\"purpose\": \"SESSION\"}")
                .is(422, "INVALID_INPUT");
    }

    private void linksByMail() {
        String reset = "{\"purpose\": \"RESET\"}";

        stage.admin.post(USERS + "/stage-student/links/mail", reset).is(200);
        stage.admin.post(USERS + "/stage-staff/links/mail", reset).is(422);
    }

    private void tooOften() {
        Client guessing = stage.lonely();
        for (int i = 0; i < Stage.ATTEMPTS; i++) {
            guessing.signIn("nobody-" + i, "wrong password");
        }

        guessing.signIn("stage-staff", Site.PASSWORD).is(429, "TOO_MANY_REQUESTS");
        guessing.token("stage-staff", Site.PASSWORD).is(429, "TOO_MANY_REQUESTS");
        guessing.post(Way.CODE, Way.body("x", "y")).is(429, "TOO_MANY_REQUESTS");
    }
}
