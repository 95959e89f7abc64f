package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.school.Students;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes students out of their teams who have left all cohorts of the competition. Of one that is
 * over the teams stay as they were.
 */
public final class TeamLeavers {

    private final TeamDesk teams;
    private final MembershipStore memberships;
    private final CompetitionDesk contests;
    private final Students students;

    TeamLeavers(
            TeamDesk teams,
            MembershipStore memberships,
            CompetitionDesk contests,
            Students students) {
        this.teams = teams;
        this.memberships = memberships;
        this.contests = contests;
        this.students = students;
    }

    /** Looks at students who may have left; what is known now decides. */
    public Mono<Void> look(Collection<String> studentIds) {
        return Flux.fromIterable(studentIds)
                .concatMap(
                        studentId ->
                                memberships
                                        .of(studentId)
                                        .concatMap(
                                                each ->
                                                        look(
                                                                each.competitionId(),
                                                                each.teamId(),
                                                                studentId)))
                .then();
    }

    /** Looks at everybody who is in a team. */
    public Mono<Void> lookAtAll() {
        return teams.all()
                .concatMap(
                        team ->
                                Flux.fromIterable(team.state().members())
                                        .concatMap(
                                                studentId ->
                                                        look(
                                                                team.state().competitionId(),
                                                                team.id(),
                                                                studentId)))
                .then();
    }

    private Mono<Void> look(String competitionId, String teamId, String studentId) {
        return contests.find(competitionId)
                .onErrorResume(RefusedException.class, _ -> Mono.empty())
                .filter(competition -> !competition.state().isOver())
                .filterWhen(competition -> hasLeft(studentId, competition))
                .flatMap(_ -> teams.leave(competitionId, teamId, studentId, false));
    }

    private Mono<Boolean> hasLeft(String studentId, Versioned<Competition> competition) {
        return students.of(studentId)
                .map(known -> known.hasLeft(competition.state().planned().cohortIds()));
    }
}
