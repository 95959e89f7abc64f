package bootcamp.competition.gpu;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.team.Team;
import bootcamp.competition.team.TeamDesk;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which pools a caller may see and which change, and for which teams reserve: staff see those of
 * their cohorts, students those of theirs.
 */
final class GpuAccess {

    private final GpuDesk desk;
    private final Students students;
    private final TeamDesk teams;
    private final CompetitionDesk competitions;

    public GpuAccess(
            GpuDesk desk, Students students, TeamDesk teams, CompetitionDesk competitions) {
        this.desk = desk;
        this.students = students;
        this.teams = teams;
        this.competitions = competitions;
    }

    // ---- pools

    /** What the caller may know of; 404 for all else. */
    Mono<Versioned<GpuPool>> visible(String poolId, Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        return desk.pool(poolId)
                .filterWhen(
                        pool ->
                                studentId == null
                                        ? Mono.just(isAtWork(caller, pool.state()))
                                        : belongs(studentId, pool.state()))
                .switchIfEmpty(Mono.error(() -> refused(GpuRefusal.Now.GPU_POOL_NOT_FOUND)));
    }

    private Mono<Boolean> belongs(String studentId, GpuPool pool) {
        return students.find(studentId, known -> known.isIn(pool.planned().cohortIds()))
                .hasElement();
    }

    private static boolean isAtWork(Caller caller, GpuPool pool) {
        return pool.planned().cohortIds().stream().anyMatch(caller::worksWith);
    }

    /** What the caller may change; 404 for what is not there to see, 403 for all else. */
    Mono<Versioned<GpuPool>> editable(String poolId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return visible(poolId, caller)
                .doOnNext(
                        pool -> {
                            if (!pool.state().planned().cohortIds().stream()
                                    .allMatch(caller::worksWith)) {
                                throw ProblemException.forbidden();
                            }
                        });
    }

    /**
     * All that the caller may know of, in the order of ids.
     *
     * @param after the last id of the page before; null: from the start
     */
    Flux<Versioned<GpuPool>> all(@Nullable String after, Caller caller) {
        String studentId = CompetitionAccess.studentOrNull(caller);
        if (studentId != null) {
            return students.of(studentId)
                    .flatMapMany(known -> desk.ofCohorts(known.cohortIds(), after));
        }
        return caller.is(Role.ADMIN) || caller.cohortIds().isEmpty()
                ? desk.all(after)
                : desk.ofCohorts(caller.cohortIds(), after);
    }

    /** The one that the caller may know of; 400 where there are several, 404 where none is. */
    Mono<Versioned<GpuPool>> only(Caller caller) {
        return all(null, caller)
                .take(2)
                .collectList()
                .map(
                        found -> {
                            if (found.isEmpty()) {
                                throw refused(GpuRefusal.Now.GPU_POOL_NOT_FOUND);
                            }
                            if (found.size() > 1) {
                                throw ProblemException.malformed(
                                        FieldError.of("poolId", "SEVERAL_GPU_POOLS"));
                            }
                            return found.getFirst();
                        });
    }

    // ---- teams

    /** Teams of the student for whose competitions the pool is, as long as these are not over. */
    Flux<Versioned<Team>> ofStudent(String studentId, GpuPool pool) {
        return teams.ofStudent(studentId)
                .filterWhen(
                        team ->
                                competitions
                                        .find(team.state().competitionId())
                                        .map(
                                                competition ->
                                                        !competition.state().isOver()
                                                                && shares(
                                                                        competition.state(),
                                                                        pool)));
    }

    private static boolean shares(Competition competition, GpuPool pool) {
        return !Collections.disjoint(competition.planned().cohortIds(), pool.planned().cohortIds());
    }

    /**
     * The pool in which the student may reserve for the team.
     *
     * @param poolId null: the only one there is
     * @return fails with {@link InvalidInput} where it is not the student's team or there is no
     *     such pool for it, and is refused where its competition is over
     */
    Mono<Versioned<GpuPool>> poolOf(String teamId, @Nullable String poolId, String studentId) {
        return teams.withMember(teamId, studentId)
                .switchIfEmpty(Mono.error(() -> wrong("teamId", "NOT_YOUR_TEAM")))
                .flatMap(team -> competitions.find(team.state().competitionId()))
                .flatMap(
                        competition ->
                                competition.state().isOver()
                                        ? Mono.error(
                                                () ->
                                                        refused(
                                                                CompetitionRefusal.Now
                                                                        .COMPETITION_CLOSED))
                                        : desk.ofCohorts(
                                                        competition.state().planned().cohortIds(),
                                                        null)
                                                .collectList())
                .map(found -> chosen(found, poolId));
    }

    private static Versioned<GpuPool> chosen(
            List<Versioned<GpuPool>> found, @Nullable String poolId) {
        if (poolId == null && found.size() > 1) {
            throw wrong("poolId", "SEVERAL_GPU_POOLS");
        }
        return found.stream()
                .filter(pool -> poolId == null || pool.id().equals(poolId))
                .findFirst()
                .orElseThrow(() -> wrong("poolId", "UNKNOWN_GPU_POOL"));
    }

    private static InvalidInput wrong(String field, String code) {
        return new InvalidInput(List.of(FieldError.of(field, code)));
    }

    private static RefusedException refused(bootcamp.platform.aggregate.Refusal refusal) {
        return new RefusedException(refusal);
    }
}
