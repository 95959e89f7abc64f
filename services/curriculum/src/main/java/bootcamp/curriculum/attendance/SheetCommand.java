package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.attendance.Sheet.Marking;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of the sheet of a day. */
public sealed interface SheetCommand {

    /**
     * @param markings of these students, each once; all others stay as they are
     * @param policy the version that is for this day now
     */
    record MarkStudents(List<Marking> markings, DayPolicy policy, Stamp stamp)
            implements SheetCommand {}

    /**
     * As {@link MarkStudents}, of students who still have what somebody saw; who has something else
     * by now stays as they are.
     */
    record MarkAsSeen(List<Seen> seen, DayPolicy policy, Stamp stamp) implements SheetCommand {}

    /**
     * @param entry what the student had; null: not marked
     */
    record Seen(@Nullable Entry entry, Marking marking) {}

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
