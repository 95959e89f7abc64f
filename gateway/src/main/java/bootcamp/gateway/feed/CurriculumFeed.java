package bootcamp.gateway.feed;

import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.feed.EventReader;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the curriculum service says: special lectures become facts. Unknown fields are
 * ignored; a missing one without which a figure would be wrong makes the event {@link Undecodable}.
 */
public final class CurriculumFeed implements EventReader {

    public static final String SERVICE = "curriculum";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    static final Map<String, Integer> NEWEST =
            Map.of("Lecture", 1, "Sheet", 1, "AttendancePolicy", 1);

    private static final EventCodec CODEC = EventCodec.reading(NEWEST);
    private static final Set<String> STATUSES = Set.of("DRAFT", "PUBLISHED", "HELD", "CANCELLED");

    private final FactReader reader;

    CurriculumFeed(FactReader reader) {
        this.reader = reader;
    }

    /**
     * @throws Undecodable where the state lacks what is needed; nothing is folded then
     */
    @Override
    public void on(Event event) {
        switch (event.aggregate()) {
            case "Lecture" ->
                    CODEC.stateAs(event, LectureDocument.class)
                            .fact(event.id())
                            .ifPresent(fact -> reader.on(fact, event.version(), event.time()));
            case "Sheet", "AttendancePolicy" -> {
                // No figure of a dashboard is made of them.
            }
            default -> throw new Undecodable(Code.UNKNOWN_TYPE, event.aggregate());
        }
    }

    @Override
    public void afterBatch() {
        reader.afterBatch();
    }

    /** The public state of a lecture, as far as dashboards use it. */
    private record LectureDocument(
            @Nullable List<String> cohortIds,
            @Nullable List<String> formerCohortIds,
            @Nullable String title,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String timeZone,
            @Nullable String status,
            @Nullable Integer capacity,
            @Nullable Integer registered,
            @Nullable Integer unconfirmed,
            @Nullable Integer waiting,
            @Nullable Boolean removed) {

        /** Nothing where it is no more and belonged to nobody whom it could tell. */
        Optional<CohortFact> fact(String lectureId) {
            boolean isRemoved = removed != null && removed;
            List<String> former = Objects.requireNonNullElse(formerCohortIds, List.of());
            List<String> present =
                    isRemoved
                            ? Objects.requireNonNullElse(cohortIds, List.of())
                            : State.present(cohortIds, "cohortIds");
            if (present.isEmpty() && former.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new LectureStands(
                            lectureId, present, former, isRemoved ? null : lecture(lectureId)));
        }

        private Lecture lecture(String lectureId) {
            OffsetDateTime start = time(startsAt, "startsAt");
            OffsetDateTime end = time(endsAt, "endsAt");
            if (!end.isAfter(start)) {
                throw new Undecodable(Code.STATE_DOES_NOT_FIT, "endsAt not after startsAt");
            }
            return new Lecture(
                    lectureId,
                    State.present(title, "title"),
                    start,
                    end,
                    State.zone(timeZone).getId(),
                    known(State.present(status, "status")),
                    State.present(capacity, "capacity"),
                    State.present(registered, "registered"),
                    State.present(unconfirmed, "unconfirmed"),
                    State.present(waiting, "waiting"));
        }

        private static String known(String status) {
            if (!STATUSES.contains(status)) {
                throw new Undecodable(Code.STATE_DOES_NOT_FIT, "status");
            }
            return status;
        }

        /** Not left to the decoder, which would tell it in another zone. */
        private static OffsetDateTime time(@Nullable String text, String field) {
            try {
                return OffsetDateTime.parse(State.present(text, field));
            } catch (DateTimeException e) {
                throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
            }
        }
    }
}
