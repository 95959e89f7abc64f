package bootcamp.launcher.demo;

import bootcamp.launcher.client.ProblemAnswer;
import bootcamp.launcher.client.RunningPlatform;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A special lecture that is over, so that whoever had a seat can review it. Seats are taken before
 * a lecture begins, and none can be planned in the past: so it is moved to now once they are taken,
 * and is over after a minute.
 */
final class LightningTalk {

    /** By which its reviews are told from those of sessions. */
    static final String TITLE = "1분 번개 특강: 면접에서 가장 아까운 한마디";

    private static final int BEGINS_AFTER_SECONDS = 3;
    private static final int SECONDS = 60;
    private static final int CAPACITY = 40;
    private static final int TRIES_MAX = 600;

    private final RunningPlatform platform;
    private final String path;
    private final Clock clock;

    private LightningTalk(RunningPlatform platform, String path, Clock clock) {
        this.platform = platform;
        this.path = path;
        this.clock = clock;
    }

    /**
     * Has them take seats, and begin it.
     *
     * @param key the same each time
     */
    static LightningTalk begin(
            RunningPlatform platform,
            String cohortId,
            Clock clock,
            String key,
            Collection<RunningPlatform> students) {
        OffsetDateTime tomorrow = now(clock).plusDays(1);
        JsonNode draft =
                platform.post(
                        "/api/lectures",
                        key,
                        Map.of(
                                "cohortIds",
                                List.of(cohortId),
                                "title",
                                TITLE,
                                "speaker",
                                "박도윤, 채용 담당 엔지니어링 매니저",
                                "place",
                                "3층 라운지",
                                "startsAt",
                                tomorrow,
                                "endsAt",
                                tomorrow.plusSeconds(SECONDS),
                                "capacity",
                                CAPACITY));
        String path = "/api/lectures/" + draft.path("lectureId").asString();
        platform.post(path + "/publication");
        students.forEach(each -> each.put(path + "/registrations/me"));
        LightningTalk talk = new LightningTalk(platform, path, clock);
        untilTaken(talk::moveToNow);
        return talk;
    }

    private static OffsetDateTime now(Clock clock) {
        return OffsetDateTime.now(clock.withZone(ZoneId.of(Cohort.ZONE)))
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private void moveToNow() {
        OffsetDateTime begins = now(clock).plusSeconds(BEGINS_AFTER_SECONDS);
        platform.patch(path, Map.of("startsAt", begins, "endsAt", begins.plusSeconds(SECONDS)));
    }

    /**
     * Says that it was held, and who came.
     *
     * @param missed the one student who did not
     */
    void wasHeld(Collection<String> studentIds, String missed) {
        untilTaken(() -> platform.post(path + "/holding"));
        for (String studentId : studentIds) {
            platform.put(
                    path + "/registrations/" + studentId + "/attendance",
                    Map.of("attended", !studentId.equals(missed)));
        }
    }

    /** What comes too early or too late by the clock of the platform is tried again. */
    private static void untilTaken(Runnable step) {
        for (int tries = 1; ; tries++) {
            try {
                step.run();
                return;
            } catch (ProblemAnswer refused) {
                if (tries == TRIES_MAX) {
                    throw refused;
                }
            }
            Demo.pause();
        }
    }
}
