package bootcamp.launcher.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/** Dashboards: days that are still to come, more streams than a browser may open. */
final class CallsAboutDashboards {

    private static final String FUTURE = "asOf=2999-01-02";

    private final Stage stage;

    CallsAboutDashboards(Stage stage) {
        this.stage = stage;
    }

    void make() throws IOException {
        Client admin = stage.admin;
        admin.get("/api/dashboards?" + FUTURE).is(422, "AS_OF_IN_FUTURE");
        admin.get("/api/dashboards/stage?" + FUTURE).is(422, "AS_OF_IN_FUTURE");
        admin.get("/api/dashboards/stage/changes?since=2024-01-02&" + FUTURE)
                .is(422, "AS_OF_IN_FUTURE");
        admin.get("/api/retention?cohorts=stage&" + FUTURE).is(422, "AS_OF_IN_FUTURE");
        admin.get("/api/dashboards", "Accept", "image/png").is(406, "NOT_ACCEPTABLE");
        admin.get("/api/dashboards/stage?section=lectures&asOf=2024-03-01", "Accept", "text/csv")
                .is(422, "SECTION_OF_TODAY_ONLY");
        streams();
    }

    private void streams() throws IOException {
        Client browser = stage.nobody().browser("stage-staff", Site.PASSWORD);
        HttpResponse<InputStream> first = browser.open("/api/dashboards/stage/stream");
        stage.contract.checkStream("/api/dashboards/stage/stream", first);

        browser.get("/api/dashboards/stage/stream").is(429, "TOO_MANY_STREAMS");
        first.body().close();
    }
}
