package bootcamp.curriculum.week;

import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Whose week a caller may see and whose change: staff those of their cohorts, students see those to
 * which they belong, and instructors their own sessions.
 */
public final class WeekAccess {

    private final Cohorts cohorts;
    private final Students students;

    public WeekAccess(Cohorts cohorts, Students students) {
        this.cohorts = cohorts;
        this.students = students;
    }

    /** A cohort in whose week the caller may change something; 404 for what is not there to see. */
    public Mono<KnownCohort> editable(String cohortId, Caller caller) {
        return Mono.defer(
                () -> {
                    caller.requireCohort(cohortId);
                    return known(cohortId);
                });
    }

    /** A cohort whose week the caller may see; 404 for all others. */
    public Mono<KnownCohort> visible(String cohortId, Caller caller) {
        return caller.worksHere()
                ? editable(cohortId, caller)
                : Mono.defer(() -> ofStudent(cohortId, caller));
    }

    /**
     * As {@link #visible}, and for an instructor any cohort, since of its week {@link #maySee}
     * shows the own sessions alone.
     */
    public Mono<KnownCohort> visibleWeek(String cohortId, Caller caller) {
        return caller.is(Role.INSTRUCTOR) && !caller.worksHere()
                ? known(cohortId)
                : visible(cohortId, caller);
    }

    /** Of a week that is visible. */
    static boolean maySee(Caller caller, Session session) {
        return caller.worksHere()
                || caller.is(Role.STUDENT)
                || Objects.equals(caller.instructorId(), session.planned().instructorId())
                        && caller.instructorId() != null;
    }

    /** Somebody else's is as if it were not there. */
    static boolean isHidden(Throwable error) {
        return error instanceof ProblemException problem && problem.status().value() == 404;
    }

    private Mono<KnownCohort> ofStudent(String cohortId, Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return students.find(studentId, known -> known.cohortIds().contains(cohortId))
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .then(Mono.defer(() -> known(cohortId)));
    }

    private Mono<KnownCohort> known(String cohortId) {
        return cohorts.find(cohortId).switchIfEmpty(Mono.error(ProblemException::notFound));
    }
}
