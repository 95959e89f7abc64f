package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.OfTeams;
import bootcamp.curriculum.lecture.Departures;
import bootcamp.curriculum.team.TeamCommand.ReleaseMembers;
import bootcamp.curriculum.week.CohortTeams;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.school.Membership;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the teams of cohorts are read and changed; students who leave a cohort leave its team. */
public final class TeamDesk implements Departures.Places, CohortTeams {

    private static final int PART = 100;

    private final AggregateStore<Teams, TeamCommand, OfTeams> teams;
    private final InstantSource clock;

    public TeamDesk(AggregateStore<Teams, TeamCommand, OfTeams> teams, InstantSource clock) {
        this.teams = teams;
        this.clock = clock;
    }

    /** Those of a cohort; none where no team was ever formed. */
    Mono<Versioned<Teams>> of(String cohortId) {
        return teams.find(cohortId)
                .defaultIfEmpty(new Versioned<>(cohortId, 0, Teams.initial(cohortId)));
    }

    Mono<Versioned<Teams>> transact(String cohortId, TeamCommand command, Terms terms) {
        return teams.transact(cohortId, command, terms).map(Outcome::after);
    }

    <V> Mono<V> transact(
            String cohortId,
            TeamCommand command,
            Terms terms,
            Function<Versioned<Teams>, V> view,
            Class<V> viewType) {
        return teams.transact(cohortId, command, terms, view, viewType);
    }

    @Override
    public Mono<Set<String>> standing(String cohortId) {
        return of(cohortId)
                .map(
                        found ->
                                found.state()
                                        .standing()
                                        .map(Team::teamId)
                                        .collect(Collectors.toUnmodifiableSet()));
    }

    // ---- students who leave

    @Override
    public Flux<String> holders() {
        return all(null).flatMapIterable(each -> memberIds(each.state()));
    }

    private Flux<Versioned<Teams>> all(@Nullable String after) {
        return teams.page(after, PART)
                .collectList()
                .flatMapMany(
                        part ->
                                part.size() < PART
                                        ? Flux.fromIterable(part)
                                        : Flux.fromIterable(part)
                                                .concatWith(
                                                        Flux.defer(
                                                                () -> all(part.getLast().id()))));
    }

    private static Set<String> memberIds(Teams state) {
        return state.standing()
                .flatMap(team -> team.studentIds().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public Mono<Void> release(List<Membership> memberships) {
        Set<String> cohortIds = new HashSet<>();
        memberships.forEach(each -> cohortIds.addAll(each.everIn()));
        return teams.findAll(cohortIds).concatMap(each -> release(each, memberships)).then();
    }

    private Mono<Void> release(Versioned<Teams> before, Collection<Membership> memberships) {
        Set<String> members = memberIds(before.state());
        Set<String> gone =
                memberships.stream()
                        .filter(each -> members.contains(each.studentId()))
                        .filter(each -> each.hasLeft(Set.of(before.id())))
                        .map(Membership::studentId)
                        .collect(Collectors.toSet());
        return gone.isEmpty()
                ? Mono.empty()
                : transact(before.id(), new ReleaseMembers(gone, clock.instant()), Terms.NONE)
                        .then();
    }
}
