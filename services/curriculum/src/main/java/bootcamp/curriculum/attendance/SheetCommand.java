package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.Sheet.Marking;
import java.util.List;
import java.util.Set;

/** What can be asked of the sheet of a day. */
public sealed interface SheetCommand {

    /**
     * @param markings of these students, each once; all others stay as they are
     * @param policyVersion the one that is for this day now
     */
    record MarkStudents(List<Marking> markings, int policyVersion, Stamp stamp)
            implements SheetCommand {}

    /**
     * @param expected who is in the course that day: each of them must have a mark
     * @param policyVersion the one that the day keeps from now on
     */
    record CloseSheet(Set<String> expected, int policyVersion, Stamp stamp)
            implements SheetCommand {}

    record ReopenSheet(Stamp stamp) implements SheetCommand {}
}
