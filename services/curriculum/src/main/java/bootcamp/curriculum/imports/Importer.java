package bootcamp.curriculum.imports;

import bootcamp.curriculum.CurriculumEvent.OfAttendanceImportOutcome;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.IntakeDesk;
import bootcamp.curriculum.attendance.IntakeDesk.Planned;
import bootcamp.curriculum.attendance.IntakeDesk.Problem;
import bootcamp.curriculum.attendance.IntakeDesk.Verdict;
import bootcamp.curriculum.imports.OutcomeCommand.NoteStep;
import bootcamp.curriculum.imports.OutcomeCommand.PlanRows;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Carries out what enrollment asks of a piece of an import. What is to be entered is written down
 * first, then entered, then what came of it is said; a process that ends anywhere in between leaves
 * the request to be read again, and whoever reads it goes on by the plan. A request that was
 * answered is not carried out again.
 */
final class Importer {

    private final AggregateStore<AttendanceImportOutcome, OutcomeCommand, OfAttendanceImportOutcome>
            outcomes;
    private final IntakeDesk desk;
    private final InstantSource clock;

    Importer(
            AggregateStore<AttendanceImportOutcome, OutcomeCommand, OfAttendanceImportOutcome>
                    outcomes,
            IntakeDesk desk,
            InstantSource clock) {
        this.outcomes = outcomes;
        this.desk = desk;
        this.clock = clock;
    }

    Mono<Void> carryOut(ImportRequest request) {
        return outcomes.find(request.id())
                .map(Versioned::state)
                .defaultIfEmpty(AttendanceImportOutcome.initial(request.id()))
                .filter(outcome -> outcome.request() < request.version())
                .flatMap(outcome -> carryOut(request, outcome))
                .flatMap(note -> outcomes.transact(request.id(), note))
                .then();
    }

    private Mono<NoteStep> carryOut(ImportRequest request, AttendanceImportOutcome outcome) {
        return switch (request.step()) {
            case PREVIEW ->
                    look(request).map(plan -> note(request, plan.looked(), plan.problems()));
            case APPLY -> planned(request, outcome).flatMap(plan -> apply(request, plan));
            case UNDO -> undo(request, outcome);
            // Asked of what was undone, or never applied; here that word may have come first.
            case END -> undo(request, outcome).thenReturn(note(request, Counts.NONE, List.of()));
        };
    }

    private static NoteStep note(ImportRequest request, Counts counts, List<Problem> problems) {
        return new NoteStep(request.version(), request.step(), counts, problems);
    }

    // ---- looking

    private Mono<Plan> look(ImportRequest request) {
        return desk.judge(request.cohortId(), request.rows())
                .map(verdicts -> plan(verdicts, stamp(request)));
    }

    private Stamp stamp(ImportRequest request) {
        return new Stamp(clock.instant(), request.by());
    }

    private static Plan plan(List<Verdict> verdicts, Stamp stamp) {
        List<Planned> rows =
                verdicts.stream()
                        .filter(Verdict::news)
                        .map(each -> new Planned(each.row(), each.before()))
                        .toList();
        List<Problem> problems =
                verdicts.stream().map(Verdict::problem).filter(Objects::nonNull).toList();
        int added = (int) rows.stream().filter(each -> each.before() == null).count();
        Counts looked =
                new Counts(
                        added,
                        rows.size() - added,
                        verdicts.size() - rows.size() - problems.size(),
                        problems.size(),
                        0,
                        0);
        return new Plan(stamp, rows, looked, problems);
    }

    // ---- entering

    /** What there is of a plan holds; else what is there now is written down. */
    private Mono<Plan> planned(ImportRequest request, AttendanceImportOutcome outcome) {
        Plan plan = outcome.plan();
        return plan != null
                ? Mono.just(plan)
                : look(request)
                        .flatMap(made -> outcomes.transact(request.id(), new PlanRows(made)))
                        .mapNotNull(done -> done.after().state().plan());
    }

    private Mono<NoteStep> apply(ImportRequest request, Plan plan) {
        return desk.enter(request.cohortId(), plan.rows(), plan.stamp())
                .map(left -> note(request, counts(plan, left), together(plan.problems(), left)));
    }

    private static Counts counts(Plan plan, List<Problem> left) {
        Map<Integer, Planned> rows =
                plan.rows().stream()
                        .collect(Collectors.toMap(each -> each.row().row(), Function.identity()));
        int added =
                (int)
                        left.stream()
                                .map(each -> Objects.requireNonNull(rows.get(each.row())))
                                .filter(each -> each.before() == null)
                                .count();
        Counts looked = plan.looked();
        return new Counts(
                looked.added() - added,
                looked.changed() - (left.size() - added),
                looked.unchanged(),
                looked.rejected() + left.size(),
                0,
                0);
    }

    private static List<Problem> together(List<Problem> some, List<Problem> more) {
        List<Problem> all = new ArrayList<>(some);
        all.addAll(more);
        all.sort(Comparator.comparingInt(Problem::row));
        return all;
    }

    // ---- taking back

    /** Of a piece that was never planned nothing was entered. */
    private Mono<NoteStep> undo(ImportRequest request, AttendanceImportOutcome outcome) {
        Plan plan = outcome.plan();
        return plan == null
                ? Mono.just(note(request, Counts.NONE, List.of()))
                : desk.takeBack(request.cohortId(), plan.rows(), plan.stamp(), stamp(request))
                        .map(kept -> undone(request, plan, kept));
    }

    private static NoteStep undone(ImportRequest request, Plan plan, List<Problem> kept) {
        int restored = plan.rows().size() - kept.size();
        return note(
                request, new Counts(0, 0, 0, 0, restored, kept.size()), together(List.of(), kept));
    }
}
