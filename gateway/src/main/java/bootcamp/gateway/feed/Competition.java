package bootcamp.gateway.feed;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A competition as dashboards show it; of a draft nobody knows. One object for all its cohorts.
 *
 * @param startsAt with the offset of {@code timeZone}
 * @param endsAt with the offset of {@code timeZone}; after {@code startsAt}
 * @param timeZone IANA id, whose days are those of its submissions
 * @param status {@code PUBLISHED}, {@code CLOSED} or {@code ARCHIVED}
 * @param closedAt null: it is not over
 */
public record Competition(
        String competitionId,
        String title,
        OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        String timeZone,
        String status,
        @Nullable Instant closedAt) {

    /** As pages list them. */
    public static final Comparator<Competition> BY_START =
            Comparator.comparing((Competition competition) -> competition.startsAt().toInstant())
                    .thenComparing(Competition::competitionId);
}
