package bootcamp.enrollment.roster;

import bootcamp.enrollment.EnrollmentEvent.OfAttendanceImport;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.attendance.AskStep;
import bootcamp.enrollment.attendance.AttendanceImport;
import bootcamp.enrollment.attendance.AttendanceImport.Step;
import bootcamp.enrollment.attendance.AttendanceOutcome;
import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.enrollment.roster.RosterImport.PieceResult;
import bootcamp.enrollment.roster.RosterImport.Preview;
import bootcamp.enrollment.roster.RosterImport.Progress;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Has one piece of an attendance sheet carried out by the curriculum, which keeps the sheets: asks
 * for the step in an event, and waits for the event that says what came of it. Asking twice is
 * asking once, so whoever takes an import over asks again and waits again.
 */
final class AttendanceWork {

    /** Rows of a piece: the curriculum's plan of it fits half of what a record may tell. */
    static final int PIECE_ROWS = 250;

    /** Then somebody else may use the time; the import is looked after again soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int AT_ONCE = 50;
    private static final PieceResult NOTHING = result(0, 0, 0, 0, 0, Preview.NOTHING, List.of());

    private final AggregateStore<AttendanceImport, AskStep, OfAttendanceImport> pieces;
    private final AttendanceOutcomes outcomes;
    private final ImportStore store;
    private final InstantSource clock;

    AttendanceWork(
            AggregateStore<AttendanceImport, AskStep, OfAttendanceImport> pieces,
            AttendanceOutcomes outcomes,
            ImportStore store,
            InstantSource clock) {
        this.pieces = pieces;
        this.outcomes = outcomes;
        this.store = store;
        this.clock = clock;
    }

    // ---- one piece

    /** What came of the next piece in the present phase; empty where that is not known yet. */
    Mono<PieceResult> carryOut(RosterImport at) {
        int index = at.progress().next();
        Step step = stepOf(at);
        return (step.needsRows()
                        ? store.attendance(at.importId(), index)
                        : Mono.<List<AttendanceImport.Row>>just(List.of()))
                .map(rows -> new AskStep(step, rows, stamp(at)))
                .flatMap(ask -> pieces.transact(idOf(at, index), ask))
                .flatMap(asked -> outcome(at, asked.after()));
    }

    private static Step stepOf(RosterImport at) {
        return switch (at.phase()) {
            case PREVIEWING -> Step.PREVIEW;
            case APPLYING -> Step.APPLY;
            case UNDOING -> Step.UNDO;
            case PREVIEWED, DONE, FAILED, UNDONE ->
                    throw new IllegalStateException("Nothing to do for " + at.importId());
        };
    }

    /** Of a piece that has ended nothing comes any more. */
    private Mono<PieceResult> outcome(RosterImport at, Versioned<AttendanceImport> asked) {
        return asked.state().step() == Step.END
                ? Mono.just(NOTHING)
                : outcomes.find(asked.id(), asked.version())
                        .repeatWhenEmpty(tries -> tries.delayElements(PAUSE).take(PATIENCE))
                        .map(outcome -> result(at, outcome));
    }

    private static PieceResult result(RosterImport at, AttendanceOutcome came) {
        List<RosterProblem> problems =
                came.problems().stream()
                        .map(
                                each ->
                                        new RosterProblem(
                                                each.row(), each.field(), each.code(), Map.of()))
                        .toList();
        int entered = came.added() + came.changed();
        return switch (stepOf(at)) {
            case PREVIEW ->
                    result(
                            0,
                            came.unchanged(),
                            came.rejected(),
                            0,
                            0,
                            new Preview(
                                    came.added(),
                                    came.changed(),
                                    came.unchanged(),
                                    0,
                                    came.rejected(),
                                    0),
                            problems);
            case APPLY ->
                    result(
                            entered,
                            came.unchanged(),
                            came.rejected(),
                            0,
                            0,
                            Preview.NOTHING,
                            problems);
            case UNDO, KEEP, END ->
                    result(0, 0, 0, came.restored(), came.kept(), Preview.NOTHING, problems);
        };
    }

    private static PieceResult result(
            int applied,
            int unchanged,
            int rejected,
            int restored,
            int kept,
            Preview preview,
            List<RosterProblem> problems) {
        var far = new Progress(0, applied, unchanged, rejected, restored, kept);
        return new PieceResult(far, preview, problems, List.of());
    }

    // ---- all pieces

    /**
     * Says that the rows of an import are not needed any more: the small state that is left of a
     * piece takes the place of all that was said of it.
     *
     * @param last whether nothing is to be undone either
     */
    Mono<Void> settle(RosterImport over, boolean last) {
        AskStep ask = new AskStep(last ? Step.END : Step.KEEP, stamp(over));
        return Flux.fromStream(
                        () ->
                                IntStream.range(0, over.source().pieces())
                                        .mapToObj(index -> idOf(over, index)))
                .buffer(AT_ONCE)
                .concatMap(ids -> settle(ids, ask))
                .then();
    }

    /** A piece that nobody was ever asked about has nothing to forget. */
    private Mono<Void> settle(List<String> ids, AskStep ask) {
        return pieces.findAll(ids)
                .collectMap(Versioned::id, _ -> ask)
                .filter(asks -> !asks.isEmpty())
                .flatMap(asks -> pieces.transactAll(asks).then());
    }

    private static String idOf(RosterImport of, int index) {
        return AttendanceImport.idOf(of.importId(), index);
    }

    private Stamp stamp(RosterImport of) {
        return new Stamp(clock.instant(), of.by());
    }
}
