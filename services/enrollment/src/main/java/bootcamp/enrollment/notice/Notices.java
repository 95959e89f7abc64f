package bootcamp.enrollment.notice;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What there is to be told to each student, as what it is about says now. */
final class Notices {

    private final Projection news;
    private final PersonStore persons;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;

    Notices(
            Projection news,
            PersonStore persons,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments) {
        this.news = news;
        this.persons = persons;
        this.enrollments = enrollments;
    }

    /** The newest first; what is for two of the student's cohorts is told once. */
    Mono<List<Notice>> of(String studentId) {
        return cohortsOf(studentId)
                .concatMapIterable(
                        cohortId ->
                                List.of(
                                        News.ofCohort(cohortId),
                                        News.ofStudent(cohortId, studentId)))
                .concatMap(news::findUnder)
                .filter(each -> !each.removed())
                .map(Notices::kept)
                .concatMapIterable(each -> each.noticesFor(studentId))
                .distinct(Notice::noticeId)
                .sort(Notice.NEWEST_FIRST)
                .collectList();
    }

    private static News kept(Projected found) {
        return News.kept(found.id(), found.fields());
    }

    /**
     * Those in which the student takes part now: who has left, or is erased, is told nothing more.
     */
    private Flux<String> cohortsOf(String studentId) {
        return persons.find(studentId)
                .filter(person -> person.erasedOn() == null)
                .map(Person::enrollmentIds)
                .flatMapMany(enrollments::findAll)
                .map(Versioned::state)
                .filter(Enrollment::takesPart)
                .map(Enrollment::cohortId)
                .distinct();
    }
}
