package bootcamp.enrollment.evidence;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.cohort.Closing;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortCommand.NoteVerdictsSettled;
import bootcamp.enrollment.completion.Verdict;
import bootcamp.enrollment.evidence.CompletionDesk.Book;
import bootcamp.enrollment.evidence.CompletionDesk.Known;
import bootcamp.enrollment.evidence.VerdictStore.Basis;
import bootcamp.enrollment.evidence.VerdictStore.Frozen;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.EnrollmentCommand.GiveVerdict;
import bootcamp.enrollment.roster.EnrollmentCommand.SetVerdictAside;
import bootcamp.enrollment.roster.Standing;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives everybody who has a seat a verdict when the cohort is closed. It is kept with its evidence
 * first, once for each closing, and said by the enrollment then; so whoever goes on after a crash
 * says what was kept, whatever became known in between. The policy's version and the exceptions by
 * which everybody is judged are kept before the first verdict. The cohort notes at last that all is
 * said.
 */
public final class Verdicts implements Closing {

    private static final int AT_ONCE = 8;

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final CompletionDesk desk;
    private final VerdictStore store;
    private final InstantSource clock;

    Verdicts(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            CompletionDesk desk,
            VerdictStore store,
            InstantSource clock) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.desk = desk;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Mono<Void> settle(Cohort cohort) {
        Stamp of = cohort.settling();
        if (of == null) {
            return Mono.empty();
        }
        // Somebody whose seat is only claimed may still come: the keeper of seats looks again.
        Mono<Void> noted =
                cohort.ledger().holds().isEmpty()
                        ? cohorts.transact(cohort.cohortId(), new NoteVerdictsSettled(of)).then()
                        : Mono.empty();
        return (cohort.closed() ? giveAll(cohort, of) : setAllAside(cohort, of)).then(noted);
    }

    // ---- closing

    private Mono<Void> giveAll(Cohort cohort, Stamp of) {
        LocalDate on = Objects.requireNonNull(cohort.closedOn());
        return desk.basis(cohort, of)
                .flatMapMany(basis -> giveAll(cohort.cohortId(), basis, on, of))
                .then();
    }

    private Flux<Void> giveAll(String cohortId, Basis basis, LocalDate on, Stamp of) {
        return desk.book(cohortId)
                .filterWhen(_ -> isSettling(cohortId, of))
                .flatMapMany(
                        book ->
                                Flux.fromIterable(book.students())
                                        .flatMap(
                                                each ->
                                                        give(
                                                                each.enrollmentId(),
                                                                verdict(book, basis, each, on, of),
                                                                of),
                                                AT_ONCE));
    }

    /**
     * Asked after it was read who is there: then whoever it is was there before the cohort could be
     * opened, or closed, again. Somebody else may have brought it to its end long ago.
     */
    private Mono<Boolean> isSettling(String cohortId, Stamp of) {
        return cohorts.find(cohortId).map(cohort -> of.equals(cohort.state().settling()));
    }

    private Mono<Void> give(String enrollmentId, Frozen verdict, Stamp of) {
        return store.freeze(enrollmentId, verdict)
                .flatMap(
                        kept ->
                                enrollments.transact(
                                        enrollmentId,
                                        new GiveVerdict(
                                                kept.completed(),
                                                kept.on(),
                                                kept.policyVersion(),
                                                kept.byException(),
                                                of)))
                .then();
    }

    private static Frozen verdict(Book book, Basis basis, Known known, LocalDate on, Stamp of) {
        int version = basis.policyVersion();
        Verdict verdict = book.versions().of(version).judge(known.evidence());
        boolean excepted = basis.excepted().contains(known.enrollmentId());
        return new Frozen(
                of.at(),
                on,
                of.by(),
                version,
                verdict.passes() || excepted,
                excepted && !verdict.passes(),
                CompletionApi.FindingView.of(verdict.requirements()),
                known.evidence());
    }

    // ---- reopening

    private Mono<Void> setAllAside(Cohort cohort, Stamp of) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), cohort.planned().zone());
        return judged(cohort)
                .collectList()
                .filterWhen(_ -> isSettling(cohort.cohortId(), of))
                .delayUntil(_ -> desk.forgetUnseen(cohort, of))
                .flatMapIterable(all -> all)
                .flatMap(
                        each -> enrollments.transact(each.id(), new SetVerdictAside(today, of)),
                        AT_ONCE)
                .then();
    }

    private Flux<Versioned<Enrollment>> judged(Cohort cohort) {
        List<String> ids = List.copyOf(cohort.ledger().enrollmentIds());
        return ids.isEmpty()
                ? Flux.empty()
                : enrollments
                        .findAll(ids)
                        .filter(each -> each.state().standing().verdict() != null);
    }

    // ---- reading

    @Override
    public Mono<List<Given>> given(Cohort cohort) {
        if (!cohort.closed()) {
            return Mono.just(List.of());
        }
        return judged(cohort)
                .collectMap(Versioned::id, Versioned::state)
                .flatMapMany(
                        students -> store.of(students.keySet()).map(each -> given(students, each)))
                .collectSortedList(Comparator.comparing(Given::studentId));
    }

    private static Given given(Map<String, Enrollment> students, VerdictStore.OfEnrollment of) {
        Frozen last = of.last();
        return new Given(
                of.enrollmentId(),
                Objects.requireNonNull(students.get(of.enrollmentId())).studentId(),
                last.completed(),
                last.policyVersion(),
                last.byException());
    }

    /**
     * By what a student completes.
     *
     * @param closing when somebody closed the cohort
     * @param on the day as of which it was closed
     * @param policyVersion 0: the default
     */
    public record Completion(
            String enrollmentId, Instant closing, LocalDate on, int policyVersion) {}

    /**
     * What is in force of one enrollment; empty where the cohort is open, or the student does not
     * complete by the last that was said.
     */
    public Mono<Completion> completion(Cohort cohort, Versioned<Enrollment> enrollment) {
        return completions(cohort, List.of(enrollment)).next();
    }

    /** The same of several of that cohort, in no order; who does not complete is left out. */
    public Flux<Completion> completions(Cohort cohort, Collection<Versioned<Enrollment>> of) {
        List<String> completed =
                cohort.closed()
                        ? of.stream().filter(Verdicts::isCompleted).map(Versioned::id).toList()
                        : List.of();
        return completed.isEmpty()
                ? Flux.empty()
                : store.of(completed)
                        .filter(each -> each.last().completed())
                        .map(each -> completion(each.enrollmentId(), each.last()));
    }

    private static boolean isCompleted(Versioned<Enrollment> enrollment) {
        Standing standing = enrollment.state().standing();
        Standing.Verdict said = standing.verdict();
        return !standing.removed() && said != null && said.completed();
    }

    private static Completion completion(String enrollmentId, Frozen last) {
        return new Completion(enrollmentId, last.closing(), last.on(), last.policyVersion());
    }

    /** All that was ever said of those who have a seat, ascending by student. */
    Mono<List<History>> histories(Cohort cohort) {
        List<String> ids = List.copyOf(cohort.ledger().enrollmentIds());
        return ids.isEmpty()
                ? Mono.just(List.of())
                : enrollments
                        .findAll(ids)
                        .collectMap(Versioned::id, each -> each.state().studentId())
                        .flatMapMany(
                                students ->
                                        store.of(ids)
                                                .map(
                                                        each ->
                                                                new History(
                                                                        each.enrollmentId(),
                                                                        Objects.requireNonNull(
                                                                                students.get(
                                                                                        each
                                                                                                .enrollmentId())),
                                                                        each.verdicts())))
                        .collectSortedList(Comparator.comparing(History::studentId));
    }

    /**
     * @param verdicts ascending: the last is in force while the cohort is closed, those before it
     *     were of closings that were taken back
     */
    record History(String enrollmentId, String studentId, List<Frozen> verdicts) {}
}
