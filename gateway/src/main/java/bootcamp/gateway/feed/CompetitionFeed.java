package bootcamp.gateway.feed;

import bootcamp.gateway.feed.CohortFact.CompetitionStands;
import bootcamp.gateway.feed.CohortFact.CompetitionTeamStands;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.feed.EventReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the competition service says: competitions and their teams become facts. Unknown
 * fields are ignored; a missing one without which a figure would be wrong makes the event {@link
 * Undecodable}.
 */
public final class CompetitionFeed implements EventReader {

    public static final String SERVICE = "competition";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    static final Map<String, Integer> NEWEST =
            Map.of("Competition", 1, "Team", 1, "GpuPool", 1, "GpuWeek", 1, "PeerContribution", 1);

    private static final EventCodec CODEC = EventCodec.reading(NEWEST);
    private static final Set<String> STATUSES = Set.of("DRAFT", "PUBLISHED", "CLOSED", "ARCHIVED");

    private final FactReader reader;

    CompetitionFeed(FactReader reader) {
        this.reader = reader;
    }

    /**
     * @throws Undecodable where the state lacks what is needed; nothing is folded then
     */
    @Override
    public void on(Event event) {
        fact(event).ifPresent(fact -> reader.on(fact, event.version(), event.time()));
    }

    private static Optional<? extends CohortFact> fact(Event event) {
        return switch (event.aggregate()) {
            case "Competition" -> CODEC.stateAs(event, CompetitionDocument.class).fact(event.id());
            case "Team" -> CODEC.stateAs(event, TeamDocument.class).fact(event.id());
            case "GpuPool", "GpuWeek", "PeerContribution" -> Optional.empty();
            default -> throw new Undecodable(Code.UNKNOWN_TYPE, event.aggregate());
        };
    }

    @Override
    public void afterBatch() {
        reader.afterBatch();
    }

    /** The public state of a competition, as far as dashboards use it. */
    private record CompetitionDocument(
            @Nullable String status, @Nullable PlanDocument plan, @Nullable Instant closedAt) {

        /**
         * Of a draft nobody knows, and its cohorts may change; once published it keeps those it
         * has.
         */
        Optional<CompetitionStands> fact(String competitionId) {
            String known = State.present(status, "status");
            if (!STATUSES.contains(known)) {
                throw State.doesNotFit("status");
            }
            boolean wasPublished = known.equals("PUBLISHED") || closedAt != null;
            PlanDocument planned = State.present(plan, "plan");
            return wasPublished
                    ? Optional.of(
                            new CompetitionStands(
                                    State.present(planned.cohortIds(), "plan/cohortIds"),
                                    planned.competition(competitionId, known, closedAt)))
                    : Optional.empty();
        }
    }

    private record PlanDocument(
            @Nullable List<String> cohortIds,
            @Nullable String title,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String timeZone) {

        Competition competition(String competitionId, String status, @Nullable Instant closedAt) {
            OffsetDateTime start = State.parsed(startsAt, "plan/startsAt", OffsetDateTime::parse);
            OffsetDateTime end = State.parsed(endsAt, "plan/endsAt", OffsetDateTime::parse);
            if (!end.isAfter(start)) {
                throw State.doesNotFit("plan/endsAt not after startsAt");
            }
            return new Competition(
                    competitionId,
                    State.present(title, "plan/title"),
                    start,
                    end,
                    State.parsed(timeZone, "plan/timeZone", ZoneId::of).getId(),
                    status,
                    closedAt);
        }
    }

    /**
     * The public state of a team, as far as dashboards use it.
     *
     * @param cohortIds null: it has said nothing since teams know them, and its next word tells
     * @param submittedBy null as {@code cohortIds}
     */
    private record TeamDocument(
            @Nullable String competitionId,
            @Nullable List<String> members,
            @Nullable List<String> authors,
            @Nullable List<String> cohortIds,
            @Nullable Map<String, Integer> submissions,
            @Nullable Map<String, Map<LocalDate, Integer>> submittedBy) {

        Optional<CompetitionTeamStands> fact(String teamId) {
            List<String> students =
                    Stream.concat(
                                    State.present(members, "members").stream(),
                                    State.present(authors, "authors").stream())
                            .map(String::intern)
                            .distinct()
                            .toList();
            CompetitionTeam team =
                    new CompetitionTeam(
                            teamId,
                            State.present(competitionId, "competitionId").intern(),
                            students,
                            State.present(submissions, "submissions").values().stream()
                                    .anyMatch(count -> count > 0),
                            sent());
            return cohortIds == null
                    ? Optional.empty()
                    : Optional.of(new CompetitionTeamStands(cohortIds, team));
        }

        private List<CompetitionTeam.Author> sent() {
            try {
                return Objects.requireNonNullElse(
                                submittedBy, Map.<String, Map<LocalDate, Integer>>of())
                        .entrySet()
                        .stream()
                        .map(
                                each ->
                                        new CompetitionTeam.Author(
                                                each.getKey().intern(), each.getValue()))
                        .sorted(Comparator.comparing(CompetitionTeam.Author::studentId))
                        .toList();
            } catch (IllegalArgumentException e) {
                throw State.doesNotFit("submittedBy");
            }
        }
    }
}
