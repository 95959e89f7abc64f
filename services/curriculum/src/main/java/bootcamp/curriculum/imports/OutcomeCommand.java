package bootcamp.curriculum.imports;

import bootcamp.curriculum.attendance.IntakeDesk.Problem;
import java.util.List;

/** What can be noted of a piece of an import. */
public sealed interface OutcomeCommand {

    /** Quiet where there is a plan: it is the one that holds. */
    record PlanRows(Plan plan) implements OutcomeCommand {}

    /**
     * A step has been carried out.
     *
     * @param request version of the piece that asked for it
     */
    record NoteStep(long request, Step step, Counts counts, List<Problem> problems)
            implements OutcomeCommand {

        public NoteStep {
            problems = List.copyOf(problems);
        }
    }
}
