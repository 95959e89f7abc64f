package bootcamp.enrollment.evidence;

import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.EnrollmentEvent.OfRiskList;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.evidence.Histories.RiskStay;
import bootcamp.enrollment.evidence.WarningStore.Training;
import bootcamp.enrollment.risk.CohortHistory;
import bootcamp.enrollment.risk.CohortHistory.Student;
import bootcamp.enrollment.risk.ContactComparison;
import bootcamp.enrollment.risk.Judgement;
import bootcamp.enrollment.risk.WarningEvaluation;
import bootcamp.enrollment.risk.WarningModel;
import bootcamp.enrollment.risk.WarningModel.Score;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import bootcamp.enrollment.roster.Standing;
import bootcamp.enrollment.roster.Status;
import bootcamp.enrollment.roster.WithdrawalReason;
import bootcamp.enrollment.warning.RiskList;
import bootcamp.enrollment.warning.RiskList.AtRisk;
import bootcamp.enrollment.warning.RiskList.ScoreRisks;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Page;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Early warning of the running cohorts. What time brings is applied by whoever comes first, a tick
 * or a read: the model is trained once a day, and a list is written where it says something new.
 */
final class WarningDesk {

    /** Of the closed cohorts those that ended last are learnt from, so many. */
    static final int COHORTS_MAX = 30;

    private static final int READ_AT_ONCE = 200;

    private static final int WEEK = 7;

    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments;
    private final AggregateStore<RiskList, ScoreRisks, OfRiskList> lists;
    private final EvidenceDesk evidence;
    private final WarningStore store;
    private final WarningModel prior;
    private final InstantSource clock;

    WarningDesk(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            AggregateStore<RiskList, ScoreRisks, OfRiskList> lists,
            EvidenceDesk evidence,
            WarningStore store,
            WarningModel prior,
            InstantSource clock) {
        this.cohorts = cohorts;
        this.enrollments = enrollments;
        this.lists = lists;
        this.evidence = evidence;
        this.store = store;
        this.prior = prior;
        this.clock = clock;
    }

    /**
     * @param before the chance a week ago; null: was not at risk then
     */
    record Scored(String studentId, Score score, @Nullable Double before) {

        private boolean isRising() {
            return before != null && score.isRisenFrom(before);
        }
    }

    /**
     * A cohort's students who can leave, the likeliest first.
     *
     * @param on the day, where the cohort is, by whose end all that counts had happened
     */
    record Warning(LocalDate on, Training training, List<Scored> students) {

        /**
         * Whom to call: of those whose chance is rising the likeliest, no more than staff can call.
         * So many the evaluation judges by, and without an end a competition that few finish would
         * put the whole cohort on the list.
         */
        List<Scored> rising() {
            long calls = (long) Math.ceil(Judgement.SHARE * students.size());
            return students.stream().filter(Scored::isRising).limit(calls).toList();
        }
    }

    // ---- training

    /** What is in force: a read does not wait until the day's training has ended. */
    Mono<Training> training() {
        return store.find().switchIfEmpty(Mono.defer(this::train));
    }

    /** As of today, by whichever process comes first. */
    private Mono<Training> trainingOfToday() {
        return store.find()
                .filter(training -> !training.on().isBefore(today()))
                .switchIfEmpty(Mono.defer(this::train));
    }

    /** Whatever was trained before. */
    Mono<Training> train() {
        return closed().concatMap(cohort -> history(cohort.state(), course(cohort.state())))
                .filter(CohortHistory::isSeen)
                .collectList()
                .publishOn(Schedulers.boundedElastic())
                .map(this::trained)
                .flatMap(store::keep);
    }

    private Training trained(List<CohortHistory> histories) {
        WarningEvaluation evaluation = WarningEvaluation.of(histories, prior);
        return new Training(
                today(),
                WarningEvaluation.chosen(evaluation, histories, prior),
                evaluation,
                histories.size());
    }

    /** The earliest first. */
    private Flux<Versioned<Cohort>> closed() {
        return Page.all(cohorts::page, Versioned::id)
                .filter(each -> each.state().plan() != null && each.state().closed())
                .sort(
                        Comparator.comparing(
                                        (Versioned<Cohort> each) ->
                                                each.state().planned().endDate())
                                .thenComparing(Versioned::id))
                .takeLast(COHORTS_MAX);
    }

    // ---- scores

    /** Of a running cohort; what is written of it is brought up to date. */
    Mono<Warning> warning(Cohort cohort) {
        return course(cohort).flatMap(course -> warning(cohort, course));
    }

    /** As above, of a course that was read. */
    Mono<Warning> warning(Cohort cohort, Course course) {
        return Mono.zip(training(), history(cohort, Mono.just(course)))
                .map(known -> scored(course, known.getT1(), known.getT2()))
                .delayUntil(
                        warning ->
                                course.isRunning() && !cohort.closed()
                                        ? lists.transact(cohort.cohortId(), asked(warning))
                                        : Mono.empty());
    }

    private static Warning scored(Course course, Training training, CohortHistory history) {
        LocalDate on = course.lastWholeDay();
        int day = (int) ChronoUnit.DAYS.between(course.plan().startDate(), on);
        int today = (int) ChronoUnit.DAYS.between(course.plan().startDate(), course.today());
        WarningModel model = training.model();
        List<Scored> students =
                history.students().stream()
                        // Who left today is called no more.
                        .filter(each -> course.isRunning() && each.isAtRisk(today))
                        .filter(each -> each.isAtRisk(day))
                        .map(
                                each ->
                                        new Scored(
                                                each.id(),
                                                model.score(history, each, day),
                                                before(model, history, each, day - WEEK)))
                        .sorted(
                                Comparator.comparingDouble((Scored each) -> -each.score().chance())
                                        .thenComparing(Scored::studentId))
                        .toList();
        return new Warning(on, training, students);
    }

    private static @Nullable Double before(
            WarningModel model, CohortHistory history, Student student, int day) {
        return student.isAtRisk(day) ? model.score(history, student, day).chance() : null;
    }

    private static ScoreRisks asked(Warning warning) {
        return new ScoreRisks(
                warning.on(),
                warning.training().model().basis(),
                warning.students().stream().map(WarningDesk::atRisk).toList());
    }

    static AtRisk atRisk(Scored each) {
        return new AtRisk(
                each.studentId(),
                ofHundred(each.score().chance()),
                ofHundred(each.score().usual()),
                each.score().signals());
    }

    private static double ofHundred(double chance) {
        return Math.round(chance * 1000) / 10.0;
    }

    // ---- looking back

    /**
     * Who of a cohort was to be called for the first time, and when.
     *
     * @param start of the cohort, its day 0
     * @param known the last day of which is known who left
     */
    record LookedBack(LocalDate start, int known, List<First> students) {}

    /**
     * @param day on which the student was to be called
     * @param exit as in {@link Student}
     */
    record First(String studentId, int day, int exit, boolean moved) {}

    /** By what is known now of each day, and by the model in force now. */
    Mono<LookedBack> lookedBack(Cohort cohort) {
        return course(cohort)
                .flatMap(
                        course ->
                                Mono.zip(training(), history(cohort, Mono.just(course)))
                                        .publishOn(Schedulers.boundedElastic())
                                        .map(
                                                found ->
                                                        lookedBack(
                                                                course,
                                                                found.getT1().model(),
                                                                found.getT2())));
    }

    private static LookedBack lookedBack(Course course, WarningModel model, CohortHistory history) {
        LocalDate start = course.plan().startDate();
        // Of today it is not known yet who leaves.
        int yesterday = (int) ChronoUnit.DAYS.between(start, course.today()) - 1;
        int known = Math.min(history.horizon(), yesterday);
        List<First> students = new ArrayList<>();
        for (Student each : history.students()) {
            ContactComparison.firstDay(history, each, model, Attention.ABSENT_MIN, known)
                    .ifPresent(
                            day ->
                                    students.add(
                                            new First(each.id(), day, each.exit(), each.moved())));
        }
        return new LookedBack(start, known, students);
    }

    // ---- what time brings

    /** Trains once a day, and brings each list up to date; what is so already says nothing. */
    Mono<Void> tick() {
        return trainingOfToday().then(Mono.defer(this::rescore));
    }

    /** A cohort that cannot be scored keeps no other from it, and is told at the end. */
    Mono<Void> rescore() {
        return Page.all(cohorts::page, Versioned::id)
                .map(Versioned::state)
                .filter(each -> each.plan() != null)
                .concatMapDelayError(
                        each -> !each.closed() && runs(each) ? warning(each).then() : ended(each))
                .then();
    }

    /** Of a cohort that is over or closed nobody is likeliest to leave. */
    private Mono<Void> ended(Cohort cohort) {
        return lists.find(cohort.cohortId())
                .filter(list -> !list.state().students().isEmpty())
                .flatMap(
                        list ->
                                lists.transact(
                                        cohort.cohortId(),
                                        new ScoreRisks(
                                                LocalDate.ofInstant(
                                                        clock.instant(), cohort.planned().zone()),
                                                Objects.requireNonNull(list.state().basis()),
                                                List.of())))
                .then();
    }

    private boolean runs(Cohort cohort) {
        LocalDate there = LocalDate.ofInstant(clock.instant(), cohort.planned().zone());
        return !there.isBefore(cohort.planned().startDate())
                && !there.isAfter(cohort.planned().endDate());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    // ---- what is known

    private Mono<Course> course(Cohort cohort) {
        return evidence.course(cohort.cohortId(), cohort.planned());
    }

    private Mono<CohortHistory> history(Cohort cohort, Mono<Course> course) {
        return course.zipWith(
                stays(cohort),
                (known, stays) -> Histories.of(known, stays, horizon(cohort, known)));
    }

    /** Of one that was closed before its end nobody knows who would have stayed. */
    private static LocalDate horizon(Cohort cohort, Course course) {
        LocalDate end = course.plan().endDate();
        LocalDate closedOn = cohort.closedOn();
        return closedOn != null && closedOn.isBefore(end) ? closedOn : end;
    }

    /** Of all who ever had a seat, those who left among them. */
    private Mono<List<RiskStay>> stays(Cohort cohort) {
        return Flux.fromIterable(List.copyOf(cohort.ledger().enrollmentIds()))
                .buffer(READ_AT_ONCE)
                .concatMap(enrollments::findAll, 1)
                .filter(each -> entered(each.state().standing()))
                .map(
                        each ->
                                new RiskStay(
                                        CompletionDesk.stay(each), moved(each.state().standing())))
                .collectSortedList(Comparator.comparing(each -> each.stay().studentId()));
    }

    private static boolean entered(Standing standing) {
        return !standing.removed()
                && !standing.status().beforeEnrollment()
                && (standing.withdrawal() == null
                        || standing.moves().stream()
                                .anyMatch(each -> each.status() == Status.ENROLLED));
    }

    private static boolean moved(Standing standing) {
        return standing.withdrawal() != null
                && standing.withdrawal().reason() == WithdrawalReason.TRANSFER;
    }
}
