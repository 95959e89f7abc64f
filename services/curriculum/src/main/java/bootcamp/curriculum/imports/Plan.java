package bootcamp.curriculum.imports;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.IntakeDesk.Planned;
import bootcamp.curriculum.attendance.IntakeDesk.Problem;
import java.util.List;

/**
 * What is to be entered, written down before it is: by it a process that goes on after another
 * knows what the import did, and an undo what there was before.
 *
 * @param stamp under which the rows are entered
 * @param looked what the rows come to if nobody is faster
 * @param problems of rows that can't be entered
 */
public record Plan(Stamp stamp, List<Planned> rows, Counts looked, List<Problem> problems) {

    public Plan {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }
}
