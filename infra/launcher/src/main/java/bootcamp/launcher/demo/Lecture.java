package bootcamp.launcher.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * A special lecture for the demo's present cohort, in an evening that is still to come.
 *
 * @param title by which the demo finds it again
 * @param inDays from the day on which it is first told
 * @param externalIds who registers, in this order
 * @param questions what the second of them and those after ask, one each; the others vote
 */
record Lecture(
        String title,
        String speaker,
        String about,
        String place,
        int inDays,
        int capacity,
        boolean isPublished,
        List<String> externalIds,
        List<String> questions) {

    private static final LocalTime FROM = LocalTime.of(19, 0);
    private static final int HOURS = 2;

    Lecture {
        externalIds = List.copyOf(externalIds);
        questions = List.copyOf(questions);
    }

    /** As the API takes a new one. */
    Map<String, Object> body(String cohortId, LocalDate today) {
        OffsetDateTime startsAt =
                today.plusDays(inDays)
                        .atTime(FROM)
                        .atZone(ZoneId.of(Cohort.ZONE))
                        .toOffsetDateTime();
        return Map.of(
                "cohortIds", List.of(cohortId),
                "title", title,
                "speaker", speaker,
                "abstract", about,
                "place", place,
                "startsAt", startsAt,
                "endsAt", startsAt.plusHours(HOURS),
                "capacity", capacity);
    }
}
