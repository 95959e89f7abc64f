package bootcamp.launcher.http;

import java.util.stream.IntStream;

/** Links to calendars: those that open nothing, and one more than there may be. */
final class CallsAboutCalendars {

    private static final int LINKS_MAX = 10;
    private static final String MINE = "/api/me/calendar-links";

    private final Stage stage;

    CallsAboutCalendars(Stage stage) {
        this.stage = stage;
    }

    void make() {
        String wrong = ".ics?token=" + "0".repeat(96);
        stage.nobody().get("/api/me/calendar" + wrong).is(404, "CALENDAR_LINK_NOT_FOUND");
        stage.nobody()
                .get("/api/cohorts/stage/calendar" + wrong)
                .is(404, "CALENDAR_LINK_NOT_FOUND");
        tooMany(stage.of("STUDENT"), MINE);
        tooMany(stage.admin, "/api/cohorts/stage/calendar-links");
    }

    private static void tooMany(Client client, String links) {
        int there = client.get(links).is(200).json().path("items").size();
        IntStream.range(there, LINKS_MAX)
                .forEach(_ -> client.send("POST", links, null, null).is(201));
        client.send("POST", links, null, null).is(409, "TOO_MANY_CALENDAR_LINKS");
    }
}
