package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sees to it that nobody is kept whom nobody can find: who was refused after having been made
 * known, or whose only enrollments were void. People are found, and erased, by their enrollments.
 */
public final class Unenrolled {

    private static final int READ_AT_ONCE = 200;
    private static final int REMOVED_AT_ONCE = 32;
    private static final String NOBODY = "";

    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final PersonStore persons;

    public Unenrolled(
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            PersonStore persons) {
        this.enrollments = enrollments;
        this.persons = persons;
    }

    /**
     * Removes those of whom no enrollment speaks, unless somebody is enrolling them.
     *
     * @param by who may have begun to enroll them, and is not going to
     */
    Mono<Void> remove(Collection<String> studentIds, String by) {
        return Flux.fromIterable(studentIds)
                .buffer(READ_AT_ONCE)
                .concatMap(ids -> persons.findAll(ids).collectList())
                .concatMap(
                        people ->
                                spokenOf(people)
                                        .flatMapMany(
                                                known ->
                                                        Flux.fromIterable(people)
                                                                .filter(isIn(known).negate()))
                                        .flatMap(
                                                person -> persons.remove(person, by),
                                                REMOVED_AT_ONCE))
                .then();
    }

    /** Once after a start: what a predecessor began and did not finish. */
    public Mono<Void> catchUp() {
        return persons.leftBehind().buffer(READ_AT_ONCE).concatMap(this::catchUp).then();
    }

    private Mono<Void> catchUp(List<Person> people) {
        return spokenOf(people)
                .flatMapMany(
                        known ->
                                Flux.fromIterable(people)
                                        .concatMap(
                                                person ->
                                                        isIn(known).test(person)
                                                                ? persons.forgetBrokenOff(
                                                                        person.studentId())
                                                                : persons.remove(person, NOBODY)))
                .then();
    }

    private static Predicate<Person> isIn(Set<String> studentIds) {
        return person -> studentIds.contains(person.studentId());
    }

    /** Those who take or took part in something; an enrollment that is void says nothing. */
    private Mono<Set<String>> spokenOf(List<Person> people) {
        List<String> ids =
                people.stream().flatMap(person -> person.enrollmentIds().stream()).toList();
        return ids.isEmpty()
                ? Mono.just(Set.of())
                : enrollments
                        .findAll(ids)
                        .filter(found -> !found.state().standing().removed())
                        .map(Versioned::state)
                        .map(Enrollment::studentId)
                        .collect(Collectors.toSet());
    }
}
