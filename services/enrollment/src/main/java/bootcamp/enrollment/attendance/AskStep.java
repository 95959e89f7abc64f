package bootcamp.enrollment.attendance;

import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.enrollment.attendance.AttendanceImport.Step;
import java.util.List;

/**
 * All that can be asked of a piece of an import: its next step.
 *
 * @param rows what is to be looked at or entered; none for a step that needs none
 */
public record AskStep(Step step, List<Row> rows, Stamp stamp) {

    public AskStep {
        rows = step.needsRows() ? List.copyOf(rows) : List.of();
    }

    /** A step that needs no rows. */
    public AskStep(Step step, Stamp stamp) {
        this(step, List.of(), stamp);
    }
}
