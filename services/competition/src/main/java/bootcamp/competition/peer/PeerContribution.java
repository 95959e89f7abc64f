package bootcamp.competition.peer;

import bootcamp.competition.CompetitionEvent.FiguresTold;
import bootcamp.competition.CompetitionEvent.OfPeerContribution;
import bootcamp.competition.CompetitionEvent.PeerRated;
import bootcamp.competition.peer.PeerCommand.Rate;
import bootcamp.competition.peer.PeerCommand.TellFigures;
import bootcamp.competition.team.TeamRefusal;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the members of one team rate each other. Figures are told once, when rating has ended: told
 * after every rating, the difference of two of them would be what somebody said.
 *
 * @param competitionId empty, as what follows: nobody has rated
 * @param cohortIds of the competition
 * @param until null: nobody has rated; else when rating ends
 * @param given by rater, then by rated member; never told to anybody but the rater
 * @param told members whom the figures are of; null: they are not told yet
 */
public record PeerContribution(
        String teamId,
        String competitionId,
        List<String> cohortIds,
        @Nullable Instant until,
        Map<String, Map<String, Integer>> given,
        @Nullable Set<String> told) {

    /** How long after its end members of a competition's teams rate each other. */
    public static final Duration OPEN_FOR = Duration.ofDays(7);

    public static final AggregateType<PeerContribution, PeerCommand, OfPeerContribution> TYPE =
            new AggregateType<>(
                    "PeerContribution",
                    1,
                    PeerContribution.class,
                    Map.of("PeerRated", PeerRated.class, "FiguresTold", FiguresTold.class),
                    PeerContribution::initial,
                    PeerContribution::decide,
                    PeerContribution::evolve,
                    PeerContribution::publicState,
                    PeerContribution::publicChange,
                    PeerContribution::home);

    public PeerContribution {
        cohortIds = List.copyOf(cohortIds);
        given = Collections.unmodifiableMap(new TreeMap<>(given));
        told = told == null ? null : Collections.unmodifiableSet(new TreeSet<>(told));
    }

    public static PeerContribution initial(String teamId) {
        return new PeerContribution(teamId, "", List.of(), null, Map.of(), null);
    }

    // ---- decide

    public Decision<OfPeerContribution> decide(PeerCommand command) {
        return switch (command) {
            case Rate rate -> rate(rate);
            case TellFigures(var members, var at) ->
                    isDue(at)
                            ? Decision.yields(new FiguresTold(members, at))
                            : Decision.staysQuiet();
        };
    }

    private Decision<OfPeerContribution> rate(Rate rate) {
        if (told != null || !rate.at().isBefore(until == null ? rate.until() : until)) {
            return Decision.refuses(PeerRefusal.PEER_RATING_OVER);
        }
        if (!rate.members().contains(rate.raterId())) {
            return Decision.refuses(TeamRefusal.Now.NOT_A_MEMBER);
        }
        if (!rate.ratings().keySet().equals(rate.members())
                || !rate.ratings().values().stream().allMatch(PeerRatings::isRating)) {
            return Decision.refuses(PeerRefusal.PEER_RATINGS_UNSOUND);
        }
        return rate.ratings().equals(given.get(rate.raterId()))
                ? Decision.staysQuiet()
                : Decision.yields(
                        new PeerRated(
                                rate.competitionId(),
                                rate.cohortIds(),
                                rate.raterId(),
                                rate.ratings(),
                                rate.until(),
                                rate.at()));
    }

    // ---- evolve

    public PeerContribution evolve(OfPeerContribution fact) {
        return switch (fact) {
            case PeerRated rated -> {
                Map<String, Map<String, Integer>> next = new HashMap<>(given);
                next.put(rated.raterId(), rated.ratings());
                yield new PeerContribution(
                        teamId,
                        rated.competitionId(),
                        rated.cohortIds(),
                        until == null ? rated.until() : until,
                        next,
                        null);
            }
            case FiguresTold(var members, var _) ->
                    new PeerContribution(teamId, competitionId, cohortIds, until, given, members);
        };
    }

    // ---- queries

    /** Whether rating has ended and nobody has told the figures. */
    boolean isDue(Instant now) {
        return until != null && told == null && !now.isBefore(until);
    }

    /** What a member said of all; null: nothing yet. */
    @Nullable Map<String, Integer> by(String raterId) {
        return given.get(raterId);
    }

    /**
     * What the ratings of these members come to: who has left neither rates nor is rated.
     *
     * @param members of the team
     */
    PeerSheet sheet(Set<String> members) {
        Map<String, Map<String, Integer>> counted = new HashMap<>();
        given.forEach(
                (raterId, ratings) -> {
                    // Who came after somebody had rated was not rated by them: they are missing.
                    if (members.contains(raterId) && ratings.keySet().containsAll(members)) {
                        Map<String, Integer> ofMembers = new HashMap<>(ratings);
                        ofMembers.keySet().retainAll(members);
                        counted.put(raterId, ofMembers);
                    }
                });
        return PeerSheet.of(new PeerRatings(members, counted));
    }

    private String home() {
        return cohortIds.isEmpty() ? "" : cohortIds.getFirst();
    }

    // ---- what is published

    /** Of a student of whom enough others said something. */
    private record Figure(String studentId, double factor) {}

    /** No rater and no rating. */
    private record PublicState(
            String competitionId, String teamId, List<String> cohortIds, List<Figure> figures) {}

    private Object publicState() {
        return new PublicState(competitionId, teamId, cohortIds, figures());
    }

    private List<Figure> figures() {
        return told == null
                ? List.of()
                : sheet(told).lines().stream()
                        .filter(line -> line.factor() != null)
                        .map(line -> new Figure(line.studentId(), line.factor()))
                        .toList();
    }

    /** Neither whose nor what. */
    private static Object publicChange(OfPeerContribution fact) {
        return Map.of();
    }
}
