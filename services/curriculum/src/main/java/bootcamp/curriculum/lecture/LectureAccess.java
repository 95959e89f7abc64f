package bootcamp.curriculum.lecture;

import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which lectures a caller may see and which change: staff see those of any of their cohorts and
 * change those that are for their cohorts alone; students see what was published for theirs, and
 * where they have a seat or wait.
 */
public final class LectureAccess {

    private final LectureDesk desk;
    private final Students students;

    public LectureAccess(LectureDesk desk, Students students) {
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

    /** Null for who works here. */
    public static @Nullable String studentOrNull(Caller caller) {
        return caller.worksHere() ? null : studentOf(caller);
    }

    /** What the caller may know of; 404 for all else. */
    public Mono<Versioned<Lecture>> visible(String lectureId, Caller caller) {
        String studentId = studentOrNull(caller);
        return desk.find(lectureId)
                .filterWhen(
                        lecture ->
                                studentId == null
                                        ? Mono.just(isAtWork(caller, lecture.state()))
                                        : isVisible(studentId, lecture.state()))
                .switchIfEmpty(notFound());
    }

    private static boolean isAtWork(Caller caller, Lecture lecture) {
        return lecture.planned().cohortIds().stream().anyMatch(caller::worksWith);
    }

    private Mono<Boolean> isVisible(String studentId, Lecture lecture) {
        if (!lecture.wasPublished() || lecture.seats().knows(studentId)) {
            return Mono.just(lecture.wasPublished());
        }
        return students.find(studentId, known -> known.isIn(lecture.planned().cohortIds()))
                .hasElement();
    }

    /** What the caller may change; 404 for what is not there to see, 403 for all else. */
    public Mono<Versioned<Lecture>> editable(String lectureId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return visible(lectureId, caller)
                .doOnNext(
                        lecture -> {
                            if (!lecture.state().planned().cohortIds().stream()
                                    .allMatch(caller::worksWith)) {
                                throw ProblemException.forbidden();
                            }
                        });
    }

    /**
     * What the caller may change, once it has begun; 409 before that, and for what never takes
     * place.
     */
    public Mono<Versioned<Lecture>> begun(String lectureId, Caller caller, Instant now) {
        return editable(lectureId, caller)
                .doOnNext(lecture -> lecture.state().notBegunBy(now).ifPresent(LectureAccess::no));
    }

    private static void no(Refusal refusal) {
        throw new RefusedException(refusal);
    }

    /**
     * All that the caller may know of, in the order of ids.
     *
     * @param cohortId null: of every cohort
     * @param after the last id of the page before; null: from the start
     */
    Flux<Versioned<Lecture>> all(@Nullable String cohortId, @Nullable String after, Caller caller) {
        String studentId = studentOrNull(caller);
        if (studentId != null) {
            return students.of(studentId)
                    .flatMapMany(known -> ofStudent(known, after))
                    .filter(lecture -> cohortId == null || isFor(lecture, cohortId));
        }
        if (cohortId != null) {
            caller.requireCohort(cohortId);
            return desk.ofCohorts(Set.of(cohortId), after)
                    .filter(lecture -> isFor(lecture, cohortId));
        }
        return caller.is(Role.ADMIN) || caller.cohortIds().isEmpty()
                ? desk.all(after)
                : desk.ofCohorts(caller.cohortIds(), after)
                        .filter(lecture -> isAtWork(caller, lecture.state()));
    }

    private Flux<Versioned<Lecture>> ofStudent(Membership known, @Nullable String after) {
        return desk.ofCohorts(known.everIn(), after)
                .filter(lecture -> lecture.state().wasPublished())
                .filter(
                        lecture ->
                                known.isIn(lecture.state().planned().cohortIds())
                                        || lecture.state().seats().knows(known.studentId()));
    }

    private static boolean isFor(Versioned<Lecture> lecture, String cohortId) {
        return lecture.state().planned().cohortIds().contains(cohortId);
    }

    /**
     * For who was in one of its cohorts, or is on the way, and is not enrolled as far as is known.
     */
    public static RefusedException notEnrolled() {
        return new RefusedException(new LectureRefusal.NotEnrolled());
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new RefusedException(new LectureRefusal.LectureNotFound()));
    }
}
