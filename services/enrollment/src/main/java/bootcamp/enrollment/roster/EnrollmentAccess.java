package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.person.PersonRefusal;
import bootcamp.enrollment.roster.EnrollmentReader.Entry;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Which enrollments a caller may see and which he may change: admins and staff those of their
 * cohorts, a student sees the own one.
 */
public final class EnrollmentAccess {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final EnrollmentReader reader;

    public EnrollmentAccess(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts, EnrollmentReader reader) {
        this.cohorts = cohorts;
        this.reader = reader;
    }

    /** The cohort; refused as not found where there is none. */
    Mono<Cohort> cohort(String cohortId) {
        return cohorts.find(cohortId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(new CohortRefusal.CohortNotFound())))
                .map(Versioned::state);
    }

    /** What the caller may know of; 404 for all else. */
    Mono<Entry> visible(String enrollmentId, Caller caller) {
        return reader.entry(enrollmentId)
                .filter(
                        entry ->
                                caller.worksWith(entry.enrollment().state().cohortId())
                                        || caller.isStudent(entry.enrollment().state().studentId()))
                .switchIfEmpty(notFound());
    }

    /** What the caller may change; 404 for all else, 403 for students and instructors. */
    Mono<Entry> editable(String enrollmentId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return visible(enrollmentId, caller)
                .filter(entry -> caller.worksWith(entry.enrollment().state().cohortId()))
                .switchIfEmpty(notFound());
    }

    /** An enrollment of a cohort that the caller works with; 404 for all else, 403 for others. */
    public Mono<Versioned<Enrollment>> workedWith(String enrollmentId, Caller caller) {
        return editable(enrollmentId, caller).map(EnrollmentReader.Entry::enrollment);
    }

    /** Completes where the caller works with a cohort that the student is or was in; else 404. */
    public Mono<Void> worksWithStudent(String studentId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return reader.ofStudent(studentId)
                .filter(found -> caller.worksWith(found.state().cohortId()))
                .next()
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(PersonRefusal.STUDENT_NOT_FOUND)))
                .then();
    }

    /** Ids of all students of a cohort that the caller works with; else 404. */
    public Mono<List<String>> studentsOf(String cohortId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return cohort(cohortId)
                .filter(_ -> caller.worksWith(cohortId))
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(new CohortRefusal.CohortNotFound())))
                .flatMapMany(reader::studentIds)
                .collectList();
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new RefusedException(new EnrollmentRefusal.EnrollmentNotFound()));
    }
}
