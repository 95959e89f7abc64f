package bootcamp.enrollment.evidence;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.cohort.Place;
import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.completion.Evidence;
import bootcamp.enrollment.completion.Verdict;
import bootcamp.enrollment.evidence.VerdictStore.Basis;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentReader;
import bootcamp.enrollment.roster.Standing;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Contended;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Completion policies of cohorts, and what they say of the evidence there is now. */
final class CompletionDesk {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final EnrollmentReader reader;
    private final CompletionPolicyStore policies;
    private final EvidenceDesk evidence;
    private final ExceptionStore exceptions;
    private final VerdictStore verdicts;
    private final Eraser eraser;
    private final InstantSource clock;

    CompletionDesk(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            EnrollmentReader reader,
            CompletionPolicyStore policies,
            EvidenceDesk evidence,
            ExceptionStore exceptions,
            VerdictStore verdicts,
            Eraser eraser,
            InstantSource clock) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.reader = reader;
        this.policies = policies;
        this.evidence = evidence;
        this.exceptions = exceptions;
        this.verdicts = verdicts;
        this.eraser = eraser;
        this.clock = clock;
    }

    /**
     * A student who has a seat, with what the student did.
     *
     * @param excepted completes whatever a policy says of it
     */
    record Known(CourseStay stay, Evidence evidence, boolean excepted) {

        String enrollmentId() {
            return stay.enrollmentId();
        }

        String studentId() {
            return stay.studentId();
        }

        boolean completesBy(CompletionPolicy policy) {
            return excepted || policy.passes(evidence);
        }
    }

    /** A cohort's students who have a seat, by id, and the policies that it adopted. */
    record Book(Course course, PolicyVersions versions, List<Known> students) {}

    /**
     * What a cohort says of one student.
     *
     * @param version of the policy
     * @param frozen what its closing said; null: it is open
     */
    record Own(
            String cohortId,
            int version,
            Verdict verdict,
            boolean excepted,
            VerdictStore.@Nullable Frozen frozen) {}

    // ---- policies

    /** Of a cohort that there is. */
    Mono<PolicyVersions> policies(String cohortId) {
        return cohort(cohortId).then(Mono.defer(() -> policies.of(cohortId)));
    }

    /**
     * @param ifVersion of the policy; null: whatever it is
     */
    Mono<PolicyVersions> adopt(
            String cohortId, CompletionPolicy policy, @Nullable Long ifVersion, String by) {
        // Read before it is looked whether the cohort is open: a closing after that stops the
        // write.
        return Contended.again(
                () ->
                        policies.of(cohortId)
                                .delayUntil(_ -> requireAdoptable(cohortId, policy))
                                .flatMap(read -> adopt(cohortId, read, policy, ifVersion, by)));
    }

    private Mono<Course> requireAdoptable(String cohortId, CompletionPolicy policy) {
        return cohort(cohortId)
                .flatMap(
                        cohort ->
                                cohort.closed()
                                        ? Mono.<Course>error(
                                                new RefusedException(
                                                        new CohortRefusal.CohortClosed()))
                                        : evidence.course(cohortId, cohort.planned()))
                .doOnNext(course -> requireSound(policy, course));
    }

    /** Once, by what was read; empty where somebody else was first. */
    private Mono<PolicyVersions> adopt(
            String cohortId,
            PolicyVersions read,
            CompletionPolicy policy,
            @Nullable Long ifVersion,
            String by) {
        if (ifVersion != null && ifVersion != read.version()) {
            return Mono.error(new RefusedException(StoreRefusal.STALE_VERSION));
        }
        if (read.version() > 0 && read.present().equals(policy)) {
            return Mono.just(read);
        }
        if (read.version() >= PolicyVersions.VERSIONS_MAX) {
            return Mono.error(new InvalidInput(List.of(FieldError.of("requirements", "TOO_MANY"))));
        }
        return policies.adopt(cohortId, read, policy, clock.instant(), by);
    }

    /**
     * @throws InvalidInput naming whatever says nothing or can't be met
     */
    static void requireSound(CompletionPolicy policy, Course course) {
        List<FieldError> flaws =
                policy.flaws(course.competitionIds()).stream()
                        .map(flaw -> FieldError.of(flaw.field(), flaw.code()))
                        .toList();
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
    }

    // ---- evidence

    Mono<Book> book(String cohortId) {
        return cohort(cohortId)
                .flatMap(
                        cohort ->
                                Mono.zip(
                                                evidence.course(cohortId, cohort.planned()),
                                                policies.of(cohortId),
                                                stays(cohort))
                                        .flatMap(
                                                known ->
                                                        students(known.getT1(), known.getT3())
                                                                .map(
                                                                        students ->
                                                                                new Book(
                                                                                        known
                                                                                                .getT1(),
                                                                                        known
                                                                                                .getT2(),
                                                                                        students))));
    }

    private Mono<List<Known>> students(Course course, List<CourseStay> stays) {
        return exceptions
                .inForce(stays)
                .map(
                        excepted ->
                                stays.stream()
                                        .map(
                                                stay ->
                                                        new Known(
                                                                stay,
                                                                course.evidence(stay),
                                                                excepted.contains(
                                                                        stay.enrollmentId())))
                                        .toList());
    }

    private Mono<List<CourseStay>> stays(Cohort cohort) {
        List<String> ids = List.copyOf(cohort.ledger().enrollmentIds());
        return ids.isEmpty()
                ? Mono.just(List.of())
                : enrollments
                        .findAll(ids)
                        .filter(CompletionDesk::hasSeat)
                        .map(CompletionDesk::stay)
                        .collectSortedList(Comparator.comparing(CourseStay::studentId));
    }

    private static boolean hasSeat(Versioned<Enrollment> each) {
        return each.state().standing().place() == Place.SEAT;
    }

    static CourseStay stay(Versioned<Enrollment> each) {
        Standing standing = each.state().standing();
        Standing.Withdrawal withdrawal = standing.withdrawal();
        return new CourseStay(
                each.id(),
                each.state().studentId(),
                standing.enrolledOn(),
                withdrawal == null ? null : withdrawal.on(),
                standing.leaves());
    }

    /** What each cohort in which the student has a seat says, by its id. */
    Mono<List<Own>> own(String studentId) {
        return reader.ofStudent(studentId)
                .filter(CompletionDesk::hasSeat)
                .collectMap(each -> each.state().cohortId(), CompletionDesk::stay)
                .flatMapMany(
                        stays ->
                                stays.isEmpty()
                                        ? Flux.<Own>empty()
                                        : cohorts.findAll(stays.keySet())
                                                .concatMap(
                                                        cohort ->
                                                                own(
                                                                        cohort.state(),
                                                                        stays.get(cohort.id()))))
                .collectSortedList(Comparator.comparing(Own::cohortId));
    }

    private Mono<Own> own(Cohort cohort, @Nullable CourseStay stay) {
        if (stay == null) {
            return Mono.empty();
        }
        Mono<Own> byNow =
                Mono.zip(
                                evidence.course(cohort.cohortId(), cohort.planned()),
                                policies.of(cohort.cohortId()),
                                exceptions.inForce(List.of(stay)))
                        .map(
                                known ->
                                        new Own(
                                                cohort.cohortId(),
                                                known.getT2().version(),
                                                known.getT2()
                                                        .present()
                                                        .judge(known.getT1().evidence(stay)),
                                                !known.getT3().isEmpty(),
                                                null));
        if (!cohort.closed()) {
            return byNow;
        }
        // What the closing said stays, whatever becomes known later.
        return byNow.zipWith(
                verdicts.of(List.of(stay.enrollmentId()))
                        .next()
                        .map(each -> Optional.of(each.last()))
                        .defaultIfEmpty(Optional.empty()),
                (own, frozen) ->
                        new Own(
                                own.cohortId(),
                                own.version(),
                                own.verdict(),
                                own.excepted(),
                                frozen.orElse(null)));
    }

    // ---- closing

    /**
     * By what a closing judges everybody: what was in force when it was first looked at, also for
     * whoever goes on with it after a crash.
     *
     * @param of who closed the cohort
     */
    Mono<Basis> basis(Cohort cohort, Stamp of) {
        return verdicts.basis(cohort.cohortId(), of.at())
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        present(cohort, of)
                                                .flatMap(
                                                        basis ->
                                                                verdicts.begin(
                                                                        cohort.cohortId(),
                                                                        basis))));
    }

    /** Who has no seat yet may still come to one. */
    private Mono<Basis> present(Cohort cohort, Stamp of) {
        List<String> ids = List.copyOf(cohort.ledger().enrollmentIds());
        Mono<Set<String>> excepted =
                ids.isEmpty()
                        ? Mono.just(Set.of())
                        : enrollments
                                .findAll(ids)
                                .map(CompletionDesk::stay)
                                .collectList()
                                .flatMap(exceptions::inForce);
        return policies.seal(cohort.cohortId())
                .zipWith(
                        excepted,
                        (versions, granted) -> new Basis(of.at(), versions.version(), granted));
    }

    // ---- exceptions

    /**
     * Lets a student complete whatever the policy says, or takes that back. Refused for who was
     * erased: a reason is a text about a person.
     *
     * @return all that was ever said of it
     */
    Mono<List<ExceptionStore.Entry>> except(
            Versioned<Enrollment> enrollment, ExceptionStore.Entry entry) {
        String studentId = enrollment.state().studentId();
        return eraser.unlessErased(
                studentId,
                Mono.defer(() -> exceptNow(enrollment, entry)),
                Mono.defer(() -> exceptions.forget(studentId)));
    }

    private Mono<List<ExceptionStore.Entry>> exceptNow(
            Versioned<Enrollment> enrollment, ExceptionStore.Entry entry) {
        String studentId = enrollment.state().studentId();
        return cohort(enrollment.state().cohortId())
                .filter(cohort -> !cohort.closed())
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(new CohortRefusal.CohortClosed())))
                .then(Mono.defer(() -> exceptions.of(studentId, enrollment.id())))
                .flatMap(
                        log ->
                                !log.isEmpty() && log.getLast().saysTheSameAs(entry)
                                        ? Mono.just(log)
                                        : exceptions
                                                .add(studentId, enrollment.id(), entry)
                                                .delayUntil(_ -> demandSeen(enrollment, entry)))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new InvalidInput(
                                                List.of(FieldError.of("granted", "TOO_MANY")))));
    }

    /** A closing that began meanwhile may have looked before: then it was never said. */
    private Mono<Void> demandSeen(Versioned<Enrollment> enrollment, ExceptionStore.Entry entry) {
        Enrollment present = enrollment.state();
        return cohort(present.cohortId())
                .filter(Cohort::closed)
                .flatMap(
                        cohort -> {
                            Stamp settling = cohort.settling();
                            return settling == null
                                    ? verdicts.lastBasis(cohort.cohortId())
                                    : basis(cohort, settling);
                        })
                .filter(basis -> basis.excepted().contains(enrollment.id()) != entry.granted())
                .flatMap(
                        _ ->
                                exceptions
                                        .remove(present.studentId(), enrollment.id(), entry)
                                        .then(
                                                Mono.error(
                                                        () ->
                                                                new RefusedException(
                                                                        new CohortRefusal
                                                                                .CohortClosed()))));
    }

    /**
     * Takes out what a process wrote of exceptions while the cohort was closed and, as it died, did
     * not see to have come too late: its closing did not count it, so another is not to either.
     *
     * @param of who opened the cohort again
     */
    Mono<Void> forgetUnseen(Cohort cohort, Stamp of) {
        List<String> ids = List.copyOf(cohort.ledger().enrollmentIds());
        return ids.isEmpty()
                ? Mono.empty()
                : verdicts.lastBasis(cohort.cohortId())
                        .flatMap(
                                basis ->
                                        enrollments
                                                .findAll(ids)
                                                .map(CompletionDesk::stay)
                                                .collectList()
                                                .flatMap(
                                                        stays ->
                                                                exceptions.forgetUnseen(
                                                                        stays,
                                                                        basis.excepted(),
                                                                        of.at())));
    }

    Mono<List<ExceptionStore.Entry>> exceptions(Versioned<Enrollment> enrollment) {
        return exceptions.of(enrollment.state().studentId(), enrollment.id());
    }

    Mono<Cohort> cohort(String cohortId) {
        return cohorts.find(cohortId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(new CohortRefusal.CohortNotFound())))
                .map(Versioned::state);
    }
}
