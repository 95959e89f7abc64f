package bootcamp.curriculum.imports;

import bootcamp.curriculum.CurriculumEvent.OfAttendanceImportOutcome;
import bootcamp.curriculum.CurriculumEvent.RowsPlanned;
import bootcamp.curriculum.CurriculumEvent.StepCarriedOut;
import bootcamp.curriculum.attendance.IntakeDesk.Field;
import bootcamp.curriculum.attendance.IntakeDesk.Problem;
import bootcamp.curriculum.imports.OutcomeCommand.NoteStep;
import bootcamp.curriculum.imports.OutcomeCommand.PlanRows;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a piece of an imported attendance sheet that enrollment asked to have carried out;
 * its id is the piece's.
 *
 * @param request version of the piece that asked for the newest step carried out; 0: none was
 * @param step that step; null: none
 * @param plan null: nothing is to be entered, or all is over
 */
public record AttendanceImportOutcome(
        String cohortId,
        String importId,
        long request,
        @Nullable Step step,
        Counts counts,
        List<Problem> problems,
        @Nullable Plan plan) {

    public static final AggregateType<
                    AttendanceImportOutcome, OutcomeCommand, OfAttendanceImportOutcome>
            TYPE =
                    new AggregateType<>(
                            "AttendanceImportOutcome",
                            1,
                            AttendanceImportOutcome.class,
                            Map.of(
                                    "RowsPlanned", RowsPlanned.class,
                                    "StepCarriedOut", StepCarriedOut.class),
                            AttendanceImportOutcome::initial,
                            AttendanceImportOutcome::decide,
                            AttendanceImportOutcome::evolve,
                            AttendanceImportOutcome::publicState,
                            AttendanceImportOutcome::publicChange,
                            AttendanceImportOutcome::cohortId);

    /** As enrollment makes the id of a piece: the cohort's, the import's, its number. */
    private static final String AFTER_COHORT = "~";

    private static final String BEFORE_PIECE = ".";

    public AttendanceImportOutcome {
        problems = List.copyOf(problems);
    }

    public static AttendanceImportOutcome initial(String id) {
        return new AttendanceImportOutcome(
                id.substring(0, id.lastIndexOf(AFTER_COHORT)),
                id.substring(0, id.lastIndexOf(BEFORE_PIECE)),
                0,
                null,
                Counts.NONE,
                List.of(),
                null);
    }

    /** Whether an id is one that {@link #initial} can take apart. */
    static boolean isId(String id) {
        return id.lastIndexOf(AFTER_COHORT) > 0
                && id.lastIndexOf(BEFORE_PIECE) > id.lastIndexOf(AFTER_COHORT);
    }

    public Decision<OfAttendanceImportOutcome> decide(OutcomeCommand command) {
        return switch (command) {
            case PlanRows(var rows) ->
                    plan == null && step != Step.UNDO && step != Step.END
                            ? Decision.yields(new RowsPlanned(rows))
                            : Decision.staysQuiet();
            case NoteStep note ->
                    note.request() > request
                            ? Decision.yields(
                                    new StepCarriedOut(
                                            note.request(),
                                            note.step(),
                                            note.counts(),
                                            note.problems()))
                            : Decision.staysQuiet();
        };
    }

    public AttendanceImportOutcome evolve(OfAttendanceImportOutcome fact) {
        return switch (fact) {
            case RowsPlanned(var rows) ->
                    new AttendanceImportOutcome(
                            cohortId, importId, request, step, counts, problems, rows);
            case StepCarriedOut done ->
                    new AttendanceImportOutcome(
                            cohortId,
                            importId,
                            done.request(),
                            done.step(),
                            done.counts(),
                            done.problems(),
                            isOver(done.step()) ? null : plan);
        };
    }

    private static boolean isOver(Step step) {
        return step == Step.UNDO || step == Step.END;
    }

    // ---- what the world may see

    /** All but the plan. */
    public record Public(
            String cohortId,
            String importId,
            long request,
            @Nullable Step step,
            int added,
            int changed,
            int unchanged,
            int rejected,
            int restored,
            int kept,
            List<PublicProblem> problems,
            boolean removed) {}

    /**
     * @param field as the columns of a sheet are called in the contract
     */
    public record PublicProblem(int row, @Nullable String field, String code) {

        private static PublicProblem of(Problem problem) {
            Field field = problem.field();
            return new PublicProblem(
                    problem.row(),
                    field == null ? null : field.name().toLowerCase(Locale.ROOT),
                    problem.code());
        }
    }

    public Public publicState() {
        return new Public(
                cohortId,
                importId,
                request,
                step,
                counts.added(),
                counts.changed(),
                counts.unchanged(),
                counts.rejected(),
                counts.restored(),
                counts.kept(),
                problems.stream().map(PublicProblem::of).toList(),
                step == Step.END);
    }

    /**
     * @param rows how many
     */
    public record PublicPlan(int rows) {}

    public record PublicStep(long request, Step step) {}

    private static Object publicChange(OfAttendanceImportOutcome fact) {
        return switch (fact) {
            case RowsPlanned(var plan) -> new PublicPlan(plan.rows().size());
            case StepCarriedOut done -> new PublicStep(done.request(), done.step());
        };
    }
}
