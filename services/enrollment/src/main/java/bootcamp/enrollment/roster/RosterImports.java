package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfAttendanceImport;
import bootcamp.enrollment.EnrollmentEvent.OfCohort;
import bootcamp.enrollment.EnrollmentEvent.OfEnrollment;
import bootcamp.enrollment.attendance.AskStep;
import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.cohort.CohortCommand;
import bootcamp.enrollment.cohort.CohortRefusal;
import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.roster.AttendanceStudents.Resolved;
import bootcamp.enrollment.roster.RosterImport.Kind;
import bootcamp.enrollment.roster.RosterImport.Phase;
import bootcamp.enrollment.roster.RosterImport.PieceResult;
import bootcamp.enrollment.roster.RosterImport.Source;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.task.Background;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Imports of rosters and of attendance sheets from their beginning to their end or undoing.
 *
 * <p>An import is written down with all its rows before anything else; from then on it is worked
 * off piece by piece by whoever holds its lease, in this process or another. Who dies leaves a
 * lease that runs out; the next round of {@link #lookAfter} goes on. Two imports at once meet in
 * the aggregates, which decide one after the other.
 */
public final class RosterImports {

    /** Rows of a piece: a few round trips each, and facts that fit a record. */
    static final int PIECE_ROWS = 500;

    /** Imports whose rows are kept at the same time. */
    static final int STAGED_MAX = 64;

    private static final int STEPS_MAX = 8;

    static final Duration ROUND = Duration.ofSeconds(5);

    private static final Retry TROUBLE =
            Retry.backoff(5, Duration.ofMillis(200))
                    .maxBackoff(Duration.ofSeconds(3))
                    .filter(RosterImports::mayPass)
                    .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    private final ImportStore store;
    private final RosterLook look;
    private final RosterWork work;
    private final RosterUndo undo;
    private final AttendanceWork attendance;
    private final AttendanceStudents students;
    private final AggregateStore<Cohort, CohortCommand, OfCohort> cohorts;
    private final Background background;
    private final InstantSource clock;
    private final IdSource ids;
    private final String holder;

    /** What an import needs of the rest of the service. */
    public record Surroundings(
            AggregateStore<Cohort, CohortCommand, OfCohort> cohorts,
            AggregateStore<Enrollment, EnrollmentCommand, OfEnrollment> enrollments,
            IdentityStore people,
            PersonStore persons,
            Unenrolled unenrolled,
            BinaryOperator<String> enrollmentIds,
            AggregateStore<AttendanceImport, AskStep, OfAttendanceImport> attendance,
            AttendanceOutcomes outcomes,
            Background background,
            InstantSource clock,
            IdSource ids) {}

    public RosterImports(ImportStore store, Surroundings around) {
        this.store = store;
        this.cohorts = around.cohorts();
        this.background = around.background();
        this.clock = around.clock();
        this.ids = around.ids();
        this.holder = around.ids().next();
        CohortSeats seats = new CohortSeats(cohorts, clock);
        this.look =
                new RosterLook(
                        cohorts,
                        around.enrollments(),
                        around.people(),
                        store,
                        around.enrollmentIds(),
                        clock);
        this.work =
                new RosterWork(
                        around.enrollments(),
                        look,
                        around.people(),
                        around.persons(),
                        around.unenrolled(),
                        seats,
                        store,
                        around.enrollmentIds());
        this.undo =
                new RosterUndo(
                        around.enrollments(),
                        around.people(),
                        around.unenrolled(),
                        seats,
                        around.enrollmentIds(),
                        clock);
        this.attendance = new AttendanceWork(around.attendance(), around.outcomes(), store, clock);
        this.students =
                new AttendanceStudents(
                        new EnrollmentReader(around.enrollments(), around.persons()));
    }

    /** Takes up what a process left behind, now and again and again. */
    public void start() {
        background.every(ROUND, "looking after imports", this::lookAfter);
    }

    // ---- what can be asked

    /**
     * Writes an import of a roster down and begins it.
     *
     * @param preview only look
     * @param key of the request; null: it is not to be recognised when sent again
     */
    Mono<RosterImport> begin(
            String cohortId,
            String by,
            RosterFile file,
            boolean preview,
            @Nullable CommandKey key) {
        return begin(
                new Begin(Kind.ROSTER, cohortId, by, clock.instant(), preview),
                _ -> {
                    List<List<RosterRow>> pieces = pieces(file.rows(), PIECE_ROWS);
                    return Mono.just(new Staged(Source.of(file, pieces.size()), pieces));
                },
                key);
    }

    /** As above, of attendance sheets; who their students are is found out first. */
    Mono<RosterImport> begin(
            String cohortId,
            String by,
            AttendanceFile file,
            boolean preview,
            @Nullable CommandKey key) {
        return begin(
                new Begin(Kind.ATTENDANCE, cohortId, by, clock.instant(), preview),
                cohort -> students.resolve(cohort, file, today(cohort)).map(r -> staged(file, r)),
                key);
    }

    private LocalDate today(Cohort cohort) {
        return LocalDate.ofInstant(clock.instant(), cohort.planned().zone());
    }

    private static Staged staged(AttendanceFile file, Resolved resolved) {
        List<List<Row>> pieces = pieces(resolved.rows(), AttendanceWork.PIECE_ROWS);
        int usable = resolved.rows().size();
        return new Staged(Source.of(file, resolved.problems(), usable, pieces.size()), pieces);
    }

    private record Begin(Kind kind, String cohortId, String by, Instant at, boolean preview) {}

    /** What is written down of a file. */
    private record Staged(Source source, List<? extends List<?>> pieces) {}

    private Mono<RosterImport> begin(
            Begin begin, Function<Cohort, Mono<Staged>> read, @Nullable CommandKey key) {
        String id = ImportStore.idOf(begin.cohortId(), begin.at(), tail());
        return demandOpen(begin.cohortId())
                .flatMap(
                        cohort ->
                                (key == null ? Mono.just(id) : store.claim(key, id, begin.at()))
                                        .flatMap(
                                                claimed ->
                                                        store.find(claimed)
                                                                .switchIfEmpty(
                                                                        add(
                                                                                claimed,
                                                                                begin,
                                                                                () ->
                                                                                        read.apply(
                                                                                                cohort)))))
                .doOnNext(this::goOnInBackground);
    }

    private Mono<RosterImport> add(String id, Begin begin, Supplier<Mono<Staged>> read) {
        return Mono.defer(() -> demandRoom().then(Mono.defer(read)))
                .flatMap(
                        staged -> {
                            RosterImport begun =
                                    RosterImport.begin(
                                            id,
                                            begin.cohortId(),
                                            begin.kind(),
                                            begin.by(),
                                            begin.at(),
                                            staged.source(),
                                            begin.preview());
                            return store.add(begun, staged.pieces()).thenReturn(begun);
                        });
    }

    private String tail() {
        return ids.next().substring(0, 16);
    }

    private static <R> List<List<R>> pieces(List<R> rows, int max) {
        List<List<R>> pieces = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += max) {
            pieces.add(rows.subList(from, Math.min(rows.size(), from + max)));
        }
        return pieces;
    }

    private Mono<Versioned<Cohort>> known(String cohortId) {
        return cohorts.find(cohortId)
                .filter(found -> found.state().plan() != null)
                .switchIfEmpty(refused(new CohortRefusal.CohortNotFound()));
    }

    private Mono<Cohort> demandOpen(String cohortId) {
        return known(cohortId)
                .map(Versioned::state)
                .flatMap(
                        cohort ->
                                cohort.closedOn() == null
                                        ? Mono.just(cohort)
                                        : refused(new CohortRefusal.CohortClosed()));
    }

    private Mono<Void> demandRoom() {
        return store.stagedIds()
                .filter(staged -> staged.size() >= STAGED_MAX)
                .flatMap(staged -> refused(ImportRefusal.TOO_MANY_IMPORTS));
    }

    Mono<RosterImport> find(String importId) {
        return store.find(importId).switchIfEmpty(refused(ImportRefusal.IMPORT_NOT_FOUND));
    }

    /** The newest first; {@code before} is the last id of the page before. */
    Flux<RosterImport> ofCohort(String cohortId, @Nullable String before, int limit) {
        return known(cohortId).thenMany(Flux.defer(() -> store.ofCohort(cohortId, before, limit)));
    }

    /** Applies what was previewed; quiet where that is done or under way. */
    Mono<RosterImport> apply(String importId) {
        return step(importId, this::applying).doOnNext(this::goOnInBackground);
    }

    private Mono<RosterImport> applying(RosterImport roster) {
        return switch (roster.phase()) {
            case PREVIEWED ->
                    roster.isExpired(clock.instant())
                            ? refused(ImportRefusal.IMPORT_EXPIRED)
                            : demandOpen(roster.cohortId()).thenReturn(roster.applying());
            case APPLYING, DONE -> Mono.just(roster);
            case PREVIEWING, UNDOING -> refused(ImportRefusal.IMPORT_RUNNING);
            case FAILED, UNDONE -> refused(ImportRefusal.IMPORT_OVER);
        };
    }

    /**
     * Takes an import back as far as nobody touched its rows since; quiet where that is done or
     * under way.
     *
     * @param patience how long the answer may wait for the end
     */
    Mono<RosterImport> undo(String importId, Duration patience) {
        return step(importId, this::undoing)
                .flatMap(
                        roster ->
                                goOnInBackground(roster)
                                        .timeout(patience, Mono.empty())
                                        .then(find(importId)));
    }

    private Mono<RosterImport> undoing(RosterImport roster) {
        return switch (roster.phase()) {
            case PREVIEWED, DONE, FAILED ->
                    demandOpen(roster.cohortId())
                            .then(store.stage(roster.importId()))
                            .thenReturn(roster.undoing());
            case UNDOING, UNDONE -> Mono.just(roster);
            case PREVIEWING, APPLYING -> refused(ImportRefusal.IMPORT_RUNNING);
        };
    }

    /** Somebody else may make a step first; then it is thought over again. */
    private Mono<RosterImport> step(
            String importId, Function<RosterImport, Mono<RosterImport>> step) {
        return find(importId)
                .flatMap(
                        present ->
                                step.apply(present)
                                        .flatMap(
                                                next ->
                                                        next == present
                                                                ? Mono.just(present)
                                                                : written(next)))
                .repeatWhenEmpty(STEPS_MAX, rounds -> rounds);
    }

    private Mono<RosterImport> written(RosterImport next) {
        return store.replace(next).filter(written -> written).thenReturn(next);
    }

    // ---- the work

    private Mono<Void> goOnInBackground(RosterImport roster) {
        // A phase may begin while the task of the one before is still tidying up.
        String task = roster.phase() + " " + roster.importId();
        return roster.phase().isUnderWay()
                ? background.start(task, work(roster.importId()))
                : Mono.empty();
    }

    private Mono<Void> work(String importId) {
        return take(importId)
                .flatMap(
                        taken ->
                                pieces(taken)
                                        .flatMap(this::end)
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused -> fail(importId, refused.refusal())))
                .then();
    }

    private Mono<RosterImport> take(String importId) {
        Instant now = clock.instant();
        return store.find(importId)
                .filter(roster -> roster.phase().isUnderWay() && roster.isFree(now))
                .map(roster -> roster.taken(holder, now))
                .flatMap(this::written)
                .flatMap(
                        taken ->
                                taken.isStuck()
                                        ? fail(importId, ImportRefusal.IMPORT_BROKE_OFF)
                                                .then(Mono.empty())
                                        : Mono.just(taken));
    }

    /** One piece after the other; stops short where somebody else took the import over. */
    private Mono<RosterImport> pieces(RosterImport taken) {
        return Mono.just(taken).expand(at -> at.hasPieceLeft() ? piece(at) : Mono.empty()).last();
    }

    private Mono<RosterImport> piece(RosterImport at) {
        return Mono.defer(() -> at.isOfAttendance() ? attendance.carryOut(at) : ofRoster(at))
                .retryWhen(TROUBLE)
                .flatMap(result -> written(at.after(result, clock.instant())));
    }

    private Mono<PieceResult> ofRoster(RosterImport at) {
        return store.piece(at.importId(), at.progress().next()).flatMap(piece -> done(at, piece));
    }

    private Mono<PieceResult> done(RosterImport at, RosterPiece piece) {
        return switch (at.phase()) {
            case PREVIEWING -> look.preview(at, piece);
            case APPLYING -> work.apply(at, piece);
            case UNDOING -> undo.undo(at, piece);
            case PREVIEWED, DONE, FAILED, UNDONE ->
                    Mono.error(new IllegalStateException("Nothing to do for " + at.importId()));
        };
    }

    private static boolean mayPass(Throwable error) {
        return !(error instanceof RefusedException refused)
                || refused.refusal().kind() == Refusal.Kind.NOT_NOW;
    }

    /**
     * What another service has not carried out yet is waited for by whoever looks after it next.
     */
    private Mono<Void> end(RosterImport at) {
        if (!at.hasPieceLeft()) {
            return written(at.finished()).flatMap(this::forgetWhatIsOver);
        }
        return at.isOfAttendance() ? written(at.letGo()).then() : Mono.empty();
    }

    private Mono<Void> fail(String importId, Refusal why) {
        return store.find(importId)
                .map(roster -> roster.failed(why.code(), why.parameters()))
                .flatMap(store::replace)
                .then();
    }

    private Mono<Void> forgetWhatIsOver(RosterImport roster) {
        return roster.phase() == Phase.DONE || roster.phase() == Phase.UNDONE
                ? forgetRows(roster)
                : Mono.empty();
    }

    /** Of what was applied an undo is still to find what it needs. */
    private Mono<Void> forgetRows(RosterImport roster) {
        boolean last = roster.phase() == Phase.UNDONE || roster.phase() == Phase.PREVIEWED;
        Mono<Void> said = roster.isOfAttendance() ? attendance.settle(roster, last) : Mono.empty();
        return said.then(Mono.defer(() -> store.forgetRows(roster.importId())));
    }

    // ---- what others left behind

    /** One round: goes on with what nobody holds, forgets what is over or was never applied. */
    Mono<Void> lookAfter() {
        return store.staged().flatMap(this::lookAfter, 4).then(store.forgetUnwritten(oldest()));
    }

    private Instant oldest() {
        return clock.instant().minus(RosterImport.STAGED);
    }

    private Mono<Void> lookAfter(RosterImport roster) {
        if (roster.phase().isUnderWay()) {
            // Nobody waits here for the end of it.
            return Mono.fromRunnable(() -> goOnInBackground(roster));
        }
        if (!roster.isExpired(clock.instant())) {
            return forgetWhatIsOver(roster);
        }
        Mono<Boolean> expired =
                roster.phase() == Phase.PREVIEWED
                        ? store.replace(
                                roster.failed(ImportRefusal.IMPORT_EXPIRED.code(), Map.of()))
                        : Mono.just(true);
        return expired.then(forgetRows(roster));
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
