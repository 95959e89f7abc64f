package bootcamp.launcher.demo;

import bootcamp.launcher.client.RunningPlatform;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The clinic of the present cohort: an evening with somebody from outside, next week. */
final class Clinics {

    private static final String TITLE = "이력서 피드백 · Résumé feedback";
    private static final int IN_DAYS = 6;
    private static final int SLOTS = 6;

    /** Who books, beside each other from the second slot on. */
    private static final int BOOKED = 3;

    private final RunningPlatform platform;
    private final String cohortId;

    Clinics(RunningPlatform platform, String cohortId) {
        this.platform = platform;
        this.cohortId = cohortId;
    }

    /**
     * Opens it, unless it is there.
     *
     * @param instructorId of who gives feedback
     * @param key the same each time
     * @return whether it is new
     */
    boolean open(String instructorId, LocalDate today, String key) {
        if (find().isPresent()) {
            return false;
        }
        platform.post(
                list(),
                key,
                Map.of(
                        "kind",
                        "RESUME_FEEDBACK",
                        "title",
                        TITLE,
                        "instructorId",
                        instructorId,
                        "startsAt",
                        today.plusDays(IN_DAYS) + "T19:00",
                        "minutes",
                        20,
                        "slots",
                        SLOTS,
                        "place",
                        "Meeting room 2"));
        return true;
    }

    /** Has some of the students book, in the order of their external ids. */
    void book(Map<String, RunningPlatform> students) {
        String path = "/api/clinics/" + find().orElseThrow().path("clinicId").asString();
        Iterator<RunningPlatform> some = new TreeMap<>(students).values().iterator();
        for (int slot = 2; slot < 2 + BOOKED && some.hasNext(); slot++) {
            some.next().put(path + "/bookings/me", Map.of("slotId", String.valueOf(slot)));
        }
    }

    private Optional<JsonNode> find() {
        return platform.list(list()).stream()
                .filter(each -> each.path("title").asString().equals(TITLE))
                .findFirst();
    }

    private String list() {
        return "/api/cohorts/" + cohortId + "/clinics";
    }
}
