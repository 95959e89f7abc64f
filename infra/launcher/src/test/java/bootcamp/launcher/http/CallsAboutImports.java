package bootcamp.launcher.http;

import java.time.Duration;

/** Imports from their beginning to their undoing, and what a closed cohort refuses of it. */
final class CallsAboutImports {

    private static final String COHORT = "/api/cohorts/stage-imports";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Client admin;

    CallsAboutImports(Stage stage) {
        this.admin = stage.admin;
    }

    void make() throws InterruptedException {
        admin.post("/api/cohorts", Site.newCohort("stage-imports")).is(201);
        String previewed = begun("&preview=true", "Life Previewed", "PREVIEWED");
        String applied = begun("", "Life Applied", "DONE");

        admin.send("POST", previewed + "/application", null, null).is(202);
        reaches(previewed, "DONE");
        admin.delete(previewed).is(200);
        reaches(previewed, "UNDONE");
        admin.send("POST", previewed + "/application", null, null).is(409, "IMPORT_OVER");
        admin.post(COHORT + "/closing", "{\"on\": \"2024-07-31\"}").is(200);
        admin.delete(applied).is(409, "COHORT_CLOSED");
        admin.send("POST", COHORT + "/imports?kind=roster", "text/csv", roster("Life Late"))
                .is(409, "COHORT_CLOSED");
    }

    private String begun(String how, String name, String state) throws InterruptedException {
        Answer begun =
                admin.send("POST", COHORT + "/imports?kind=roster" + how, "text/csv", roster(name))
                        .is(202);
        reaches(begun.header("Location"), state);
        return begun.header("Location");
    }

    private static String roster(String name) {
        return "externalId,name,enrolledOn\n%s,%s,2024-01-03\n"
                .formatted(name.replace(' ', '-'), name);
    }

    private void reaches(String path, String state) throws InterruptedException {
        Eventually.within(SOON, () -> admin.get(path).is(200).text("state").equals(state));
    }
}
