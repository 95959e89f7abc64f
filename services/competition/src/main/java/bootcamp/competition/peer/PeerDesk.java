package bootcamp.competition.peer;

import bootcamp.competition.CompetitionEvent.OfPeerContribution;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.peer.PeerCommand.Rate;
import bootcamp.competition.peer.PeerCommand.TellFigures;
import bootcamp.competition.team.Team;
import bootcamp.competition.team.TeamDesk;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.school.Students;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where members rate each other and figures are read. That rating has ended is no scheduler's: each
 * read applies it first, and every process tells the figures of those that it has in mind.
 */
public final class PeerDesk {

    private static final int PART = 100;

    private final AggregateStore<PeerContribution, PeerCommand, OfPeerContribution> contributions;
    private final TeamDesk teams;
    private final Students students;
    private final InstantSource clock;

    /** When rating ends in the teams whose figures are to be told, as far as is known here. */
    private final Map<String, Instant> dues = new ConcurrentHashMap<>();

    PeerDesk(
            AggregateStore<PeerContribution, PeerCommand, OfPeerContribution> contributions,
            TeamDesk teams,
            Students students,
            InstantSource clock) {
        this.contributions = contributions;
        this.teams = teams;
        this.students = students;
        this.clock = clock;
    }

    /** When rating ends; refused where the competition is not over. */
    static Instant until(Versioned<Competition> competition) {
        Instant closedAt = competition.state().closedAt();
        if (closedAt == null) {
            throw new RefusedException(CompetitionRefusal.Now.COMPETITION_NOT_CLOSED);
        }
        return closedAt.plus(PeerContribution.OPEN_FOR);
    }

    /** The moment by which rating ends here. */
    Instant now() {
        return clock.instant();
    }

    /** Those of a team who have not left the cohorts, by id. */
    Mono<Set<String>> members(Team team, Collection<String> cohortIds) {
        return Flux.fromIterable(team.members())
                .filterWhen(each -> students.of(each).map(known -> !known.hasLeft(cohortIds)))
                .collect(TreeSet<String>::new, Set::add)
                .map(found -> found);
    }

    Mono<Versioned<PeerContribution>> rate(String teamId, Rate rate) {
        return transact(teamId, rate);
    }

    private Mono<Versioned<PeerContribution>> transact(String teamId, PeerCommand command) {
        return contributions.transact(teamId, command).map(Outcome::after).doOnNext(this::note);
    }

    // ---- reading

    /** As it is by now; nobody has rated in one that nobody has written. */
    Mono<Versioned<PeerContribution>> find(String teamId) {
        return findAll(List.of(teamId))
                .next()
                .defaultIfEmpty(new Versioned<>(teamId, 0, PeerContribution.initial(teamId)));
    }

    /** Those in which somebody has rated, as they are by now, in no particular order. */
    Flux<Versioned<PeerContribution>> findAll(Collection<String> teamIds) {
        return contributions.findAll(teamIds).concatMap(this::present);
    }

    private Mono<Versioned<PeerContribution>> present(Versioned<PeerContribution> found) {
        note(found);
        Instant now = clock.instant();
        return found.state().isDue(now) ? tell(found, now) : Mono.just(found);
    }

    private Mono<Versioned<PeerContribution>> tell(Versioned<PeerContribution> found, Instant now) {
        return teams.findAll(List.of(found.id()))
                .next()
                .flatMap(team -> members(team.state(), found.state().cohortIds()))
                .flatMap(members -> transact(found.id(), new TellFigures(members, now)));
    }

    private void note(Versioned<PeerContribution> found) {
        Instant until = found.state().until();
        if (until != null && found.state().told() == null) {
            dues.put(found.id(), until);
        } else {
            dues.remove(found.id());
        }
    }

    // ---- what time brings

    /** Tells the figures of teams in which rating has ended. */
    public Mono<Void> tick() {
        return Flux.defer(
                        () -> {
                            Instant now = clock.instant();
                            return Flux.fromIterable(List.copyOf(dues.entrySet()))
                                    .filter(due -> !now.isBefore(due.getValue()))
                                    .map(Map.Entry::getKey)
                                    .collectList()
                                    .flatMapMany(this::findAll);
                        })
                .then();
    }

    /** Looks once at all there are. */
    public Mono<Void> catchUp() {
        return contributions
                .page(null, PART)
                .collectList()
                .expand(
                        part ->
                                part.size() < PART
                                        ? Mono.empty()
                                        : contributions
                                                .page(part.getLast().id(), PART)
                                                .collectList())
                .concatMapIterable(part -> part)
                .concatMap(this::present)
                .then();
    }
}
