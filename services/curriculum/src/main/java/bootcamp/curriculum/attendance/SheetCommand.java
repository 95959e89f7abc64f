package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.Sheet.Marking;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What can be asked of the sheet of a day. */
public sealed interface SheetCommand {

    /**
     * @param markings of these students, each once; all others stay as they are
     * @param policy the version that is for this day now
     */
    record MarkStudents(List<Marking> markings, DayPolicy policy, Stamp stamp)
            implements SheetCommand {}

    /**
     * The code that the student entered is looked at by whoever asks.
     *
     * @param policy the version that is for this day now
     */
    record TakeStamp(String studentId, StampKind kind, DayPolicy policy, Instant at)
            implements SheetCommand {}

    /**
     * Another version is for this day now.
     *
     * @param policy that version
     */
    record JudgeAgain(DayPolicy policy, Instant at) implements SheetCommand {}

    /**
     * @param expected who is in the course that day: each of them must have a mark
     * @param policy the version that the day keeps from now on
     */
    record CloseSheet(Set<String> expected, DayPolicy policy, Stamp stamp)
            implements SheetCommand {}

    record ReopenSheet(Stamp stamp) implements SheetCommand {}
}
