package bootcamp.enrollment.admission;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.admission.Application.Answer;
import bootcamp.enrollment.admission.Application.Outcome;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.Registrar;
import bootcamp.enrollment.roster.Status;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.source.KeyedHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes applications in and sees to what comes of them: an enrollment that is APPLIED, or, where
 * what was said does not let anybody tell who it is, something for staff to look at. The applicant
 * is told neither, so nobody learns by applying who is known here.
 *
 * <p>An application is written first and linked after; each step can be done again, and what a
 * process left in between {@link #catchUp} finishes.
 */
public final class Applications {

    /** In the history of an enrollment, in the place of an account. */
    static final String APPLICANT = "applicant";

    /** What is younger is in the hands of whoever received it. */
    private static final Duration IN_HAND = Duration.ofSeconds(30);

    private static final int AT_ONCE_MAX = 500;

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final ApplicationStore store;
    private final ApplicationFileStore files;
    private final Registrar registrar;
    private final PersonStore persons;
    private final Eraser eraser;
    private final KeyStore keys;
    private final KeyedHash hash;
    private final InstantSource clock;

    Applications(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            ApplicationStore store,
            ApplicationFileStore files,
            Registrar registrar,
            PersonStore persons,
            Eraser eraser,
            KeyStore keys,
            KeyedHash hash,
            InstantSource clock) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.store = store;
        this.files = files;
        this.registrar = registrar;
        this.persons = persons;
        this.eraser = eraser;
        this.keys = keys;
        this.hash = hash;
        this.clock = clock;
    }

    /** Refused as not found where there is none. */
    public Mono<Cohort> cohort(String cohortId) {
        return cohorts.find(cohortId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(new CohortRefusal.CohortNotFound())))
                .map(found -> found.state());
    }

    boolean isOpen(Cohort cohort, AdmissionForm form) {
        return cohort.closedOn() == null && form.isOpenOn(today(cohort.planned()));
    }

    LocalDate today(CohortPlan plan) {
        return LocalDate.ofInstant(clock.instant(), plan.zone());
    }

    /**
     * Keeps it, with the files that it names, and links it; the same once more finds what came of
     * the first time.
     *
     * @return fails with 422 {@code FILE_NOT_THERE} for a file that it cannot name, which is looked
     *     at before it names any
     */
    Mono<Application> receive(Application application) {
        return filled(application)
                .delayUntil(this::name)
                .flatMap(store::receive)
                .flatMap(this::link);
    }

    /** Of one that was received before. */
    Mono<Application> again(Application received) {
        return link(received);
    }

    /** With what each file is. */
    private Mono<Application> filled(Application application) {
        return Flux.fromIterable(application.answers())
                .concatMap(
                        answer ->
                                answer.file() == null
                                        ? Mono.just(answer)
                                        : files.find(application, answer.file().fileId())
                                                .map(answer::with)
                                                .switchIfEmpty(notThere(answer)))
                .collectList()
                .map(application::with);
    }

    private Mono<Void> name(Application application) {
        return Flux.fromIterable(application.answers())
                .filter(answer -> answer.file() != null)
                .concatMap(
                        answer ->
                                files.name(application, Objects.requireNonNull(answer.file()))
                                        .map(answer::with)
                                        .switchIfEmpty(notThere(answer)))
                .then();
    }

    private static Mono<Answer> notThere(Answer answer) {
        return Mono.error(
                () ->
                        new InvalidInput(
                                List.of(
                                        FieldError.of(
                                                "answers." + answer.itemId(), "FILE_NOT_THERE"))));
    }

    private Mono<Application> link(Application application) {
        return application.outcome() != null
                ? Mono.just(application)
                : outcome(application)
                        .flatMap(outcome -> store.settle(application.with(outcome)))
                        .delayUntil(this::forgetErased);
    }

    /** Whose erasure had begun when it came: that may have looked for applications before. */
    private Mono<Void> forgetErased(Application settled) {
        Outcome outcome = settled.outcome();
        String studentId = outcome == null ? null : outcome.studentId();
        return studentId == null
                ? Mono.empty()
                : eraser.isErased(studentId)
                        .filter(erased -> erased)
                        .flatMap(_ -> store.forget(settled));
    }

    private Mono<Outcome> outcome(Application application) {
        CommandKey own =
                new CommandKey(
                        hash.of("application", application.cohortId(), application.applicationId()),
                        "");
        return cohort(application.cohortId())
                .zipWith(keys.claim(own))
                .flatMap(
                        both ->
                                registrar.apply(
                                        application.cohortId(),
                                        application.name(),
                                        application.email(),
                                        appliedOn(application, both.getT1().planned()),
                                        new Terms(null, both.getT2()),
                                        APPLICANT))
                .map(view -> new Outcome(view.enrollmentId(), view.studentId(), null))
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                refused.refusal().kind() == Refusal.Kind.NOT_NOW
                                        ? Mono.error(refused)
                                        : withoutEnrollment(application, refused.refusal().code()));
    }

    private Mono<Outcome> withoutEnrollment(Application application, String refusal) {
        return persons.studentOf(application.emailAddress())
                .map(studentId -> new Outcome(null, studentId, refusal))
                .defaultIfEmpty(new Outcome(null, null, refusal));
    }

    private static LocalDate appliedOn(Application application, CohortPlan plan) {
        LocalDate on = LocalDate.ofInstant(application.receivedAt(), plan.zone());
        return on.isAfter(plan.endDate()) ? plan.endDate() : on;
    }

    /**
     * Finishes what a process left behind; safe beside those at work. One that fails holds up no
     * other.
     */
    Mono<Void> catchUp() {
        Instant before = clock.instant().minus(IN_HAND);
        return store.open(AT_ONCE_MAX)
                .filter(each -> each.receivedAt().isBefore(before))
                .concatMapDelayError(this::link)
                .then();
    }

    /**
     * Forgets who applied and was not enrolled, on the day that the form had promised. Who takes or
     * took part in anything else stays known, and what was sent is forgotten all the same.
     */
    Mono<Void> forgetDue() {
        return Mono.defer(() -> forgetDue(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }

    Mono<Void> forgetDue(LocalDate today) {
        return store.due(today, AT_ONCE_MAX)
                .concatMapDelayError(application -> forget(application, today))
                .then();
    }

    private Mono<Void> forget(Application application, LocalDate today) {
        Outcome outcome = application.outcome();
        String enrollmentId = outcome == null ? null : outcome.enrollmentId();
        String studentId = outcome == null ? null : outcome.studentId();
        if (enrollmentId == null || studentId == null) {
            return store.forget(application);
        }
        return enrollments
                .find(enrollmentId)
                .map(found -> wasNotTaken(found.state(), today))
                .defaultIfEmpty(true)
                .flatMap(
                        notTaken ->
                                notTaken
                                        ? forget(application, studentId, today)
                                        : store.keep(application));
    }

    /** Removes files that came with no application. */
    Mono<Long> sweepFiles() {
        return Mono.defer(() -> store.sweepFiles(clock.instant()));
    }

    private static boolean wasNotTaken(Enrollment enrollment, LocalDate today) {
        if (enrollment.standing().removed()) {
            return true;
        }
        Status status = enrollment.standing().statusOn(today);
        return status == Status.REJECTED || status.beforeEnrollment();
    }

    private Mono<Void> forget(Application application, String studentId, LocalDate today) {
        return persons.find(studentId)
                .filter(Applications::isKnownByThisAlone)
                .flatMap(person -> eraser.erase(person.studentId(), today))
                .then(Mono.defer(() -> store.forget(application)));
    }

    private static boolean isKnownByThisAlone(Person person) {
        return person.erasedOn() == null && person.enrollmentIds().size() <= 1;
    }
}
