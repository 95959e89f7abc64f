package bootcamp.curriculum.clinic;

import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Which clinics a caller may see and which change: staff those of their cohorts; practitioners see
 * their own, and tell students something there; students see those of the cohorts to which they
 * belong, and where they had a place.
 */
public final class ClinicAccess {

    private final ClinicDesk desk;
    private final Students students;

    public ClinicAccess(ClinicDesk desk, Students students) {
        this.desk = desk;
        this.students = students;
    }

    /** Null for who is not here as a student. */
    static @Nullable String studentOrNull(Caller caller) {
        return isStaffOrPractitioner(caller) ? null : LectureAccess.studentOf(caller);
    }

    private static boolean isStaffOrPractitioner(Caller caller) {
        return caller.worksHere() || caller.is(Role.INSTRUCTOR);
    }

    /** What the caller may know of; 404 for all else. */
    Mono<Versioned<Clinic>> visible(String clinicId, Caller caller) {
        return isStaffOrPractitioner(caller)
                ? told(clinicId, caller)
                : ofStudent(clinicId, LectureAccess.studentOf(caller));
    }

    /** What a student may know of; 404 for all else. */
    Mono<Versioned<Clinic>> ofStudent(String clinicId, String studentId) {
        return desk.find(clinicId)
                .filterWhen(
                        clinic ->
                                concerns(clinic.state(), studentId)
                                        ? Mono.just(true)
                                        : belongs(studentId, clinic.state().cohortId()))
                .switchIfEmpty(Mono.error(ClinicDesk::notFound));
    }

    /** Whether the student has, or had, something in it. */
    static boolean concerns(Clinic clinic, String studentId) {
        return clinic.slotOf(studentId) >= 0
                || clinic.lostSlotOf(studentId) >= 0
                || clinic.feedback().containsKey(studentId);
    }

    private Mono<Boolean> belongs(String studentId, String cohortId) {
        return students.find(studentId, known -> known.isIn(Set.of(cohortId))).hasElement();
    }

    /** Whose students the caller may see and tell something; 404 for all else. */
    Mono<Versioned<Clinic>> told(String clinicId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF, Role.INSTRUCTOR);
        return desk.find(clinicId)
                .filter(clinic -> maySeeStudents(caller, clinic.state()))
                .switchIfEmpty(Mono.error(ClinicDesk::notFound));
    }

    static boolean maySeeStudents(Caller caller, Clinic clinic) {
        return caller.worksWith(clinic.cohortId())
                || caller.is(Role.INSTRUCTOR)
                        && clinic.planned().instructorId().equals(caller.instructorId());
    }

    /** What the caller may change; 404 for what is not there to see. */
    Mono<Versioned<Clinic>> editable(String clinicId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return desk.find(clinicId)
                .filter(clinic -> caller.worksWith(clinic.state().cohortId()))
                .switchIfEmpty(Mono.error(ClinicDesk::notFound));
    }
}
