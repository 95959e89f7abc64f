package bootcamp.gateway.feed;

import java.time.OffsetDateTime;
import java.util.Comparator;

/**
 * A special lecture as dashboards show it: when it is and how its seats stand. One object for all
 * its cohorts.
 *
 * @param startsAt with the offset of {@code timeZone}
 * @param endsAt with the offset of {@code timeZone}; after {@code startsAt}
 * @param status {@code DRAFT}, {@code PUBLISHED}, {@code HELD} or {@code CANCELLED}
 * @param capacity seats, from 1
 * @param registered seats that are taken, those not yet confirmed among them
 * @param unconfirmed of them, how many a promoted student has still to confirm
 * @param waiting how many stand in line
 */
public record Lecture(
        String lectureId,
        String title,
        OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        String timeZone,
        String status,
        int capacity,
        int registered,
        int unconfirmed,
        int waiting) {

    /** As pages list them. */
    public static final Comparator<Lecture> BY_START =
            Comparator.comparing((Lecture lecture) -> lecture.startsAt().toInstant())
                    .thenComparing(Lecture::lectureId);
}
