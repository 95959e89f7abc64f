package bootcamp.competition.team;

import bootcamp.platform.school.Students;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What students who were erased have sent goes: files of predictions, what is written beside them,
 * and names that they gave to teams. Scores and places stay, under an id that is nobody's any more.
 */
public final class Erasures {

    private final SubmissionDesk submissions;
    private final TeamDesk teams;
    private final Students students;

    Erasures(SubmissionDesk submissions, TeamDesk teams, Students students) {
        this.submissions = submissions;
        this.teams = teams;
        this.students = students;
    }

    /** Looks at students who may have been erased. */
    public Mono<Void> look(Collection<String> studentIds) {
        return Flux.fromIterable(studentIds)
                .filterWhen(students::isErased)
                .concatMap(submissions::erase)
                .then();
    }

    /** Looks at everybody of whom something may be there. */
    Mono<Void> lookAtAll() {
        return teams.all()
                .concatMap(
                        team ->
                                Flux.fromIterable(SubmissionDesk.namersAndSenders(team.state()))
                                        .filterWhen(students::isErased)
                                        .concatMap(
                                                studentId ->
                                                        submissions.erase(team.id(), studentId)))
                .thenMany(Flux.defer(submissions::writers))
                .filterWhen(students::isErased)
                .concatMap(submissions::erase)
                .then();
    }
}
