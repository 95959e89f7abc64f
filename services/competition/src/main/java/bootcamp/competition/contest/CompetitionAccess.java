package bootcamp.competition.contest;

import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which competitions a caller may see and which change: staff those of their cohorts; students
 * those that were published to a cohort of theirs.
 */
public final class CompetitionAccess {

    private final CompetitionDesk desk;
    private final Students students;

    public CompetitionAccess(CompetitionDesk desk, Students students) {
        this.desk = desk;
        this.students = students;
    }

    /** The student behind the account; 403 for all others. */
    public static String studentOf(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return studentId;
    }

    /** Null for who works here; 403 for who is neither staff nor a student. */
    public static @Nullable String studentOrNull(Caller caller) {
        return caller.worksHere() ? null : studentOf(caller);
    }

    /** What the caller may know of; 404 for all else. */
    public Mono<Versioned<Competition>> visible(String competitionId, Caller caller) {
        String studentId = studentOrNull(caller);
        return studentId == null
                ? desk.find(competitionId)
                        .filter(each -> isAtWork(caller, each.state()))
                        .switchIfEmpty(Mono.error(CompetitionDesk::notFound))
                : ofStudent(competitionId, studentId);
    }

    /** What a student may know of; 404 for all else. */
    public Mono<Versioned<Competition>> ofStudent(String competitionId, String studentId) {
        return desk.find(competitionId)
                .filter(each -> each.state().wasPublished())
                .filterWhen(each -> belongs(studentId, each.state().planned().cohortIds()))
                .switchIfEmpty(Mono.error(CompetitionDesk::notFound));
    }

    private Mono<Boolean> belongs(String studentId, List<String> cohortIds) {
        return students.find(studentId, known -> known.isIn(cohortIds)).hasElement();
    }

    private static boolean isAtWork(Caller caller, Competition competition) {
        return competition.planned().cohortIds().stream().anyMatch(caller::worksWith);
    }

    /** What the caller may change; 404 for what is not there to see, 403 for all else. */
    public Mono<Versioned<Competition>> editable(String competitionId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return visible(competitionId, caller)
                .doOnNext(
                        each -> {
                            if (!each.state().planned().cohortIds().stream()
                                    .allMatch(caller::worksWith)) {
                                throw ProblemException.forbidden();
                            }
                        });
    }

    /**
     * All that the caller may know of, in the order of ids.
     *
     * @param cohortId null: of every cohort
     * @param after the last id of the page before; null: from the start
     */
    Flux<Versioned<Competition>> all(
            @Nullable String cohortId, @Nullable String after, Caller caller) {
        String studentId = studentOrNull(caller);
        if (studentId != null) {
            return students.of(studentId)
                    .flatMapMany(known -> ofStudent(known, cohortId, after))
                    .filter(each -> each.state().wasPublished())
                    .filter(each -> each.state().status() != Status.ARCHIVED);
        }
        if (cohortId != null) {
            caller.requireCohort(cohortId);
            return desk.ofCohorts(Set.of(cohortId), after);
        }
        return caller.is(Role.ADMIN) || caller.cohortIds().isEmpty()
                ? desk.all(after)
                : desk.ofCohorts(caller.cohortIds(), after);
    }

    private Flux<Versioned<Competition>> ofStudent(
            Membership known, @Nullable String cohortId, @Nullable String after) {
        if (cohortId == null) {
            return desk.ofCohorts(known.cohortIds(), after);
        }
        return known.cohortIds().contains(cohortId)
                ? desk.ofCohorts(Set.of(cohortId), after)
                : Flux.empty();
    }
}
