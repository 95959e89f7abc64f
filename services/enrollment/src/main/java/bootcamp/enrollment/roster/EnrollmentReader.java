package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the enrollments of a cohort with the people behind them, in the order of the cohort's
 * ledger: it names them all, so no list reads what it does not show.
 */
public final class EnrollmentReader {

    private static final int READ_AT_ONCE = 200;

    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final PersonStore persons;

    public EnrollmentReader(
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            PersonStore persons) {
        this.enrollments = enrollments;
        this.persons = persons;
    }

    /**
     * @param person null: nothing is known any more of who it is
     */
    record Entry(Versioned<Enrollment> enrollment, @Nullable Person person) {

        String id() {
            return enrollment.id();
        }

        Standing standing() {
            return enrollment.state().standing();
        }
    }

    /**
     * Which of a cohort's enrollments are wanted.
     *
     * @param statuses empty: all
     * @param text occurs in the name, e-mail or external id; null: any
     */
    record Filter(Set<Status> statuses, @Nullable String text) {

        boolean lets(Entry entry, LocalDate today) {
            return !entry.standing().removed()
                    && (statuses.isEmpty() || statuses.contains(entry.standing().statusOn(today)))
                    && (text == null || matches(entry, text.toLowerCase(Locale.ROOT)));
        }

        private static boolean matches(Entry entry, String lowerCase) {
            Person person = entry.person();
            return person != null && person.matches(lowerCase);
        }
    }

    /**
     * @param after the list goes on behind this id; null: from its start
     */
    Flux<Entry> entries(Cohort cohort, Filter filter, @Nullable String after, LocalDate today) {
        return Flux.fromIterable(idsAfter(cohort, after))
                .buffer(READ_AT_ONCE)
                .concatMap(this::entries, 1)
                .filter(entry -> filter.lets(entry, today));
    }

    private static List<String> idsAfter(Cohort cohort, @Nullable String after) {
        List<String> ids = new ArrayList<>(cohort.ledger().enrollmentIds());
        return after == null ? ids : ids.subList(ids.indexOf(after) + 1, ids.size());
    }

    private Flux<Entry> entries(List<String> ids) {
        return enrollments
                .findAll(ids)
                .collectMap(Versioned::id)
                .flatMapMany(
                        found ->
                                people(found.values().stream().toList())
                                        .flatMapIterable(people -> ordered(ids, found, people)));
    }

    private static List<Entry> ordered(
            List<String> ids,
            Map<String, Versioned<Enrollment>> found,
            Map<String, Person> people) {
        List<Entry> entries = new ArrayList<>();
        for (String id : ids) {
            Versioned<Enrollment> enrollment = found.get(id);
            if (enrollment != null) {
                entries.add(new Entry(enrollment, people.get(enrollment.state().studentId())));
            }
        }
        return entries;
    }

    private Mono<Map<String, Person>> people(List<Versioned<Enrollment>> found) {
        Set<String> students =
                found.stream().map(each -> each.state().studentId()).collect(Collectors.toSet());
        return persons.findAll(students).collectMap(Person::studentId);
    }

    /** One, with who it is; empty where there is none, or none any more. */
    Mono<Entry> entry(String enrollmentId) {
        return enrollments
                .find(enrollmentId)
                .filter(found -> !found.state().standing().removed())
                .flatMap(
                        found ->
                                persons.find(found.state().studentId())
                                        .map(person -> new Entry(found, person))
                                        .defaultIfEmpty(new Entry(found, null)));
    }

    /** Of all who take or took part in it, each once. */
    Flux<String> studentIds(Cohort cohort) {
        return Flux.fromIterable(cohort.ledger().enrollmentIds())
                .buffer(READ_AT_ONCE)
                .concatMap(enrollments::findAll, 1)
                .filter(found -> !found.state().standing().removed())
                .map(found -> found.state().studentId())
                .distinct();
    }

    /** All that a student takes or took part in. */
    public Flux<Versioned<Enrollment>> ofStudent(String studentId) {
        return persons.find(studentId)
                .flatMapMany(person -> enrollments.findAll(person.enrollmentIds()))
                .filter(found -> !found.state().standing().removed());
    }
}
