package bootcamp.enrollment.later;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.evidence.Verdicts;
import bootcamp.enrollment.evidence.Verdicts.Completion;
import bootcamp.enrollment.later.LaterOutcome.Kind;
import bootcamp.enrollment.later.LaterOutcomeStore.Whose;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Notes what became of those who completed, and tells it of a cohort. */
final class LaterOutcomes {

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final Verdicts verdicts;
    private final LaterOutcomeStore store;
    private final Eraser eraser;
    private final InstantSource clock;

    LaterOutcomes(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            Verdicts verdicts,
            LaterOutcomeStore store,
            Eraser eraser,
            InstantSource clock) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.verdicts = verdicts;
        this.store = store;
        this.eraser = eraser;
        this.clock = clock;
    }

    /**
     * Notes what became of somebody, in the place of what was noted before.
     *
     * @return all that is noted of the enrollment since, ascending by months; refused for who did
     *     not complete or was erased, and before so many months are over
     */
    Mono<List<LaterOutcome>> note(
            Versioned<Enrollment> enrollment, int months, Kind outcome, String by) {
        String studentId = enrollment.state().studentId();
        Whose whose = new Whose(studentId, enrollment.id());
        LaterOutcome noted = new LaterOutcome(months, outcome, by, clock.instant());
        return cohort(enrollment.state().cohortId())
                .flatMap(
                        cohort ->
                                verdicts.completion(cohort, enrollment)
                                        .switchIfEmpty(refused(new LaterRefusal.DidNotComplete()))
                                        .filter(
                                                each ->
                                                        isOver(
                                                                cohort,
                                                                each.on(),
                                                                months,
                                                                noted.at()))
                                        .switchIfEmpty(
                                                Mono.defer(
                                                        () ->
                                                                refused(
                                                                        new LaterRefusal.TooEarly(
                                                                                from(
                                                                                        cohort,
                                                                                        months)))))
                                        .map(each -> inForce(cohort, each.on())))
                .flatMap(
                        inForce ->
                                eraser.unlessErased(
                                                studentId,
                                                Mono.defer(() -> store.note(whose, noted, inForce)),
                                                Mono.defer(() -> store.forget(studentId)))
                                        .map(all -> all.stream().filter(inForce).toList()));
    }

    private static boolean isOver(Cohort cohort, LocalDate on, int months, Instant at) {
        LocalDate day = LocalDate.ofInstant(at, cohort.planned().zone());
        return !day.isBefore(on.plusMonths(months));
    }

    /** What was noted before so many months were over is of a closing that was taken back. */
    private static Predicate<LaterOutcome> inForce(Cohort cohort, LocalDate on) {
        return noted -> isOver(cohort, on, noted.months(), noted.at());
    }

    private static LocalDate from(Cohort cohort, int months) {
        return Objects.requireNonNull(cohort.closedOn()).plusMonths(months);
    }

    /**
     * One who completed.
     *
     * @param outcomes ascending by months
     */
    record Known(
            String enrollmentId,
            String studentId,
            LocalDate completedOn,
            List<LaterOutcome> outcomes) {}

    /**
     * @param figures one of each number of months
     * @param students ascending by student
     */
    record Told(List<LaterFigures> figures, List<Known> students) {}

    /** Of a cohort that there is; of one that is open there is nobody. */
    Mono<Told> of(String cohortId) {
        return cohort(cohortId)
                .flatMap(
                        cohort ->
                                students(cohort)
                                        .flatMap(found -> completed(cohort, found))
                                        .map(students -> told(cohort, students)));
    }

    private Mono<Map<String, Versioned<Enrollment>>> students(Cohort cohort) {
        List<String> ids = List.copyOf(cohort.ledger().enrollmentIds());
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : enrollments.findAll(ids).collectMap(Versioned::id);
    }

    private Mono<List<Known>> completed(
            Cohort cohort, Map<String, Versioned<Enrollment>> students) {
        return verdicts.completions(cohort, students.values())
                .collectList()
                .flatMap(
                        completions ->
                                store.of(
                                                completions.stream()
                                                        .map(each -> whose(students, each))
                                                        .toList())
                                        .map(
                                                noted ->
                                                        completions.stream()
                                                                .map(
                                                                        each ->
                                                                                known(
                                                                                        cohort,
                                                                                        whose(
                                                                                                students,
                                                                                                each),
                                                                                        each,
                                                                                        noted))
                                                                .sorted(
                                                                        Comparator.comparing(
                                                                                Known::studentId))
                                                                .toList()));
    }

    private static Whose whose(Map<String, Versioned<Enrollment>> students, Completion completion) {
        String id = completion.enrollmentId();
        return new Whose(Objects.requireNonNull(students.get(id)).state().studentId(), id);
    }

    private static Known known(
            Cohort cohort,
            Whose whose,
            Completion completion,
            Map<String, List<LaterOutcome>> noted) {
        return new Known(
                whose.enrollmentId(),
                whose.studentId(),
                completion.on(),
                noted.getOrDefault(whose.enrollmentId(), List.of()).stream()
                        .filter(inForce(cohort, completion.on()))
                        .toList());
    }

    private static Told told(Cohort cohort, List<Known> students) {
        return new Told(
                LaterOutcome.MONTHS.stream()
                        .map(
                                months ->
                                        LaterFigures.of(
                                                months,
                                                cohort.closed() ? from(cohort, months) : null,
                                                students.size(),
                                                students.stream()
                                                        .flatMap(each -> each.outcomes().stream())
                                                        .filter(each -> each.months() == months)
                                                        .map(LaterOutcome::outcome)
                                                        .toList()))
                        .toList(),
                students);
    }

    private Mono<Cohort> cohort(String cohortId) {
        return cohorts.find(cohortId)
                .switchIfEmpty(refused(new CohortRefusal.CohortNotFound()))
                .map(Versioned::state);
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
