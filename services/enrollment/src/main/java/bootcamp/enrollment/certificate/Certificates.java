package bootcamp.enrollment.certificate;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.certificate.CertificateStore.Issued;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.evidence.Verdicts;
import bootcamp.enrollment.evidence.Verdicts.Completion;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.source.KeyedHash;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Certificates of what closings said. A code is given to the student who looks at it, and is of
 * that one closing for good; what a check says of it is looked up in the verdicts each time, so
 * whatever comes after changes the answer and never the certificate.
 */
final class Certificates {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final PersonStore persons;
    private final Verdicts verdicts;
    private final CertificateStore store;
    private final KeyedHash hash;

    Certificates(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            PersonStore persons,
            Verdicts verdicts,
            CertificateStore store,
            KeyedHash hash) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.persons = persons;
        this.verdicts = verdicts;
        this.store = store;
        this.hash = hash;
    }

    /** What has become of a certificate. */
    enum State {
        /** The cohort is closed by that closing, and the student completes by it. */
        VALID,
        /**
         * The cohort was opened and closed again, and the student completes by that closing too.
         */
        AMENDED,
        /**
         * The cohort is open again, or its last closing says that the student does not complete.
         */
        WITHDRAWN,
        /** Who it was given to is not known any more, because that was asked for. */
        ERASED
    }

    /**
     * A student's own.
     *
     * @param name null: nobody said it
     * @param nameShown whoever checks it is told the name
     */
    record Certificate(
            CertificateCode code,
            String cohortId,
            CohortPlan plan,
            Completion completion,
            @Nullable String name,
            boolean nameShown) {

        private Certificate showingName(boolean shown) {
            return new Certificate(code, cohortId, plan, completion, name, shown);
        }
    }

    /**
     * What anybody is told.
     *
     * @param plan of the cohort; null: {@link State#ERASED}
     * @param completion that is in force; null: none is, or {@link State#ERASED}
     * @param name null: the student has not consented, or nothing is in force
     */
    record Checked(
            State state,
            @Nullable CohortPlan plan,
            @Nullable Completion completion,
            @Nullable String name) {}

    // ---- the student's

    /** The newest first. */
    Mono<List<Certificate>> of(String studentId) {
        return persons.find(studentId)
                .flatMapMany(
                        person ->
                                enrollments
                                        .findAll(person.enrollmentIds())
                                        .concatMap(each -> certificate(person, each)))
                .collectSortedList(
                        Comparator.comparing((Certificate each) -> each.completion().on())
                                .reversed()
                                .thenComparing(Certificate::cohortId));
    }

    /**
     * Lets the name be told to whoever checks the certificate, or not any more; refused where the
     * student has none of that enrollment.
     */
    Mono<Certificate> showName(String studentId, String enrollmentId, boolean shown) {
        return persons.find(studentId)
                .filter(person -> person.enrollmentIds().contains(enrollmentId))
                .flatMap(
                        person ->
                                enrollments
                                        .find(enrollmentId)
                                        .flatMap(each -> certificate(person, each)))
                .delayUntil(each -> store.showName(each.code(), shown))
                .map(each -> each.showingName(shown))
                .switchIfEmpty(Certificates.refused());
    }

    private Mono<Certificate> certificate(Person person, Versioned<Enrollment> enrollment) {
        String cohortId = enrollment.state().cohortId();
        return cohorts.find(cohortId)
                .map(Versioned::state)
                .flatMap(
                        cohort ->
                                verdicts.completion(cohort, enrollment)
                                        .flatMap(completion -> issued(person, cohort, completion)));
    }

    private Mono<Certificate> issued(Person person, Cohort cohort, Completion completion) {
        CertificateCode code = code(completion);
        return store.issue(code, completion.enrollmentId(), completion.closing())
                .map(
                        issued ->
                                new Certificate(
                                        code,
                                        cohort.cohortId(),
                                        cohort.planned(),
                                        completion,
                                        person.name(),
                                        issued.nameShown()));
    }

    // ---- staff's

    /**
     * What staff of the cohort see of one: whose it is, and not its code, which is the student's to
     * hand out.
     *
     * @param given the student has looked at it, so there is a code that somebody may have
     * @param nameShown whoever checks it is told the name
     */
    record Listed(String studentId, Completion completion, boolean given, boolean nameShown) {}

    /**
     * Those in force, ascending by student; none while the cohort is open. Looking gives nobody a
     * code. Who was erased has none any more. Refused where there is no such cohort.
     */
    Mono<List<Listed>> ofCohort(String cohortId) {
        return cohorts.find(cohortId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(new CohortRefusal.CohortNotFound())))
                .map(Versioned::state)
                .flatMap(
                        cohort ->
                                students(cohort)
                                        .flatMap(
                                                students ->
                                                        verdicts.completions(
                                                                        cohort, students.values())
                                                                .collectList()
                                                                .flatMap(
                                                                        completions ->
                                                                                listed(
                                                                                        students,
                                                                                        completions))));
    }

    private Mono<Map<String, Versioned<Enrollment>>> students(Cohort cohort) {
        List<String> ids = List.copyOf(cohort.ledger().enrollmentIds());
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : enrollments.findAll(ids).collectMap(Versioned::id);
    }

    private Mono<List<Listed>> listed(
            Map<String, Versioned<Enrollment>> students, List<Completion> completions) {
        if (completions.isEmpty()) {
            return Mono.just(List.of());
        }
        Map<String, Completion> byStudent =
                completions.stream()
                        .collect(
                                Collectors.toMap(
                                        each ->
                                                Objects.requireNonNull(
                                                                students.get(each.enrollmentId()))
                                                        .state()
                                                        .studentId(),
                                        each -> each));
        return persons.findAll(byStudent.keySet())
                .filter(person -> person.erasedOn() == null)
                .map(Person::studentId)
                .collectList()
                .zipWith(
                        store.findAll(completions.stream().map(this::code).toList())
                                .collectMap(Issued::enrollmentId))
                .map(
                        both ->
                                both.getT1().stream()
                                        .sorted()
                                        .map(
                                                studentId ->
                                                        listed(
                                                                studentId,
                                                                Objects.requireNonNull(
                                                                        byStudent.get(studentId)),
                                                                both.getT2()))
                                        .toList());
    }

    private static Listed listed(
            String studentId, Completion completion, Map<String, Issued> given) {
        Issued issued = given.get(completion.enrollmentId());
        return new Listed(
                studentId, completion, issued != null, issued != null && issued.nameShown());
    }

    private CertificateCode code(Completion completion) {
        return CertificateCode.of(hash, completion.enrollmentId(), completion.closing());
    }

    // ---- anybody's

    /** Refused where nobody was ever given that code. */
    Mono<Checked> check(CertificateCode code) {
        return store.find(code)
                .flatMap(
                        issued ->
                                enrollments
                                        .find(issued.enrollmentId())
                                        .flatMap(each -> check(issued, each)))
                .switchIfEmpty(Certificates.refused());
    }

    private Mono<Checked> check(Issued issued, Versioned<Enrollment> enrollment) {
        return persons.find(enrollment.state().studentId())
                .filter(person -> person.erasedOn() == null)
                .flatMap(person -> check(issued, enrollment, person))
                .defaultIfEmpty(new Checked(State.ERASED, null, null, null));
    }

    private Mono<Checked> check(Issued issued, Versioned<Enrollment> enrollment, Person person) {
        return cohorts.find(enrollment.state().cohortId())
                .map(Versioned::state)
                .flatMap(
                        cohort ->
                                verdicts.completion(cohort, enrollment)
                                        .map(found -> inForce(issued, person, cohort, found))
                                        .defaultIfEmpty(
                                                new Checked(
                                                        State.WITHDRAWN,
                                                        cohort.planned(),
                                                        null,
                                                        null)));
    }

    private static Checked inForce(
            Issued issued, Person person, Cohort cohort, Completion completion) {
        return new Checked(
                completion.closing().equals(issued.closing()) ? State.VALID : State.AMENDED,
                cohort.planned(),
                completion,
                issued.nameShown() ? person.name() : null);
    }

    private static <T> Mono<T> refused() {
        return Mono.error(() -> new RefusedException(CertificateRefusal.CERTIFICATE_NOT_FOUND));
    }
}
