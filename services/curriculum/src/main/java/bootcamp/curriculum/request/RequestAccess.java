package bootcamp.curriculum.request;

import bootcamp.curriculum.attendance.AttendanceDesk;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import reactor.core.publisher.Mono;

/** Who may do what with requests: staff with those of their cohorts, a student with the own. */
final class RequestAccess {

    private final AttendanceDesk desk;
    private final Requests requests;
    private final Students students;

    RequestAccess(AttendanceDesk desk, Requests requests, Students students) {
        this.desk = desk;
        this.requests = requests;
        this.students = students;
    }

    /**
     * @throws ProblemException 403 for who is no student
     */
    static String studentOf(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return studentId;
    }

    /** One to which the student belongs; 404 for all others. */
    Mono<KnownCohort> ofStudent(String cohortId, String studentId) {
        return students.find(studentId, known -> known.cohortIds().contains(cohortId))
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .then(Mono.defer(() -> desk.known(cohortId)))
                .switchIfEmpty(Mono.error(ProblemException::notFound));
    }

    /** One of staff's; 403 and 404 as of {@link Caller#requireCohort}. */
    Mono<KnownCohort> ofStaff(String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return desk.cohort(cohortId);
    }

    /** For staff of it, and for its students. */
    Mono<KnownCohort> ofAny(String cohortId, Caller caller) {
        return caller.worksHere()
                ? ofStaff(cohortId, caller)
                : ofStudent(cohortId, studentOf(caller));
    }

    /** A student's own request in that cohort; somebody else's is not there. */
    Mono<Versioned<AttendanceRequest>> own(String cohortId, String requestId, String studentId) {
        return in(cohortId, requestId)
                .filter(request -> request.state().studentId().equals(studentId))
                .switchIfEmpty(Mono.error(Requests::notFound));
    }

    Mono<Versioned<AttendanceRequest>> in(String cohortId, String requestId) {
        return requests.find(requestId)
                .filter(request -> request.state().cohortId().equals(cohortId))
                .switchIfEmpty(Mono.error(Requests::notFound));
    }

    /** For staff of the cohort and for who asked; for all others it is not there. */
    Mono<Versioned<AttendanceRequest>> visible(String cohortId, String requestId, Caller caller) {
        return ofAny(cohortId, caller)
                .then(
                        Mono.defer(
                                () ->
                                        caller.worksHere()
                                                ? in(cohortId, requestId)
                                                : own(cohortId, requestId, studentOf(caller))));
    }
}
