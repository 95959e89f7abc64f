package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.SheetClosed;
import bootcamp.curriculum.CurriculumEvent.SheetReopened;
import bootcamp.curriculum.CurriculumEvent.StudentsMarked;
import bootcamp.curriculum.attendance.AttendanceRefusal.SheetClosedAlready;
import bootcamp.curriculum.attendance.AttendanceRefusal.SheetFull;
import bootcamp.curriculum.attendance.AttendanceRefusal.UnmarkedLeft;
import bootcamp.curriculum.attendance.SheetCommand.CloseSheet;
import bootcamp.curriculum.attendance.SheetCommand.MarkStudents;
import bootcamp.curriculum.attendance.SheetCommand.ReopenSheet;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attendance of one cohort on one training day: who has which marks, and whether the day is
 * closed. Which day may have a sheet, and who is in the course, is decided by whoever asks.
 *
 * @param closed whether the marks stand: nothing changes before it is reopened
 * @param policyVersion that the day was closed under; of one that is open, the version that was for
 *     this day when it was last written
 * @param entries by student; who is not there is not marked
 */
public record Sheet(
        String cohortId,
        LocalDate date,
        boolean closed,
        int policyVersion,
        SortedMap<String, Entry> entries) {

    /** So that the public state stays under its bound whatever the marks and ids. */
    static final int STUDENTS_MAX = 1_200;

    public static final AggregateType<Sheet, SheetCommand, OfSheet> TYPE =
            new AggregateType<>(
                    "Sheet",
                    1,
                    Sheet.class,
                    Map.of(
                            "StudentsMarked",
                            StudentsMarked.class,
                            "SheetClosed",
                            SheetClosed.class,
                            "SheetReopened",
                            SheetReopened.class),
                    Sheet::initial,
                    Sheet::decide,
                    Sheet::evolve,
                    Sheet::publicState,
                    Sheet::cohortId);

    public Sheet {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /**
     * What a student has on this day.
     *
     * @param provisional an absence that nobody has looked at yet
     * @param by name of the account that set it
     */
    public record Entry(
            List<Mark> marks, Clause clause, boolean provisional, String by, Instant at) {

        public Entry {
            marks = new Marks(marks).all();
        }

        Marks day() {
            return new Marks(marks);
        }

        boolean says(Marking marking) {
            return marks.equals(marking.marks())
                    && clause == marking.clause()
                    && provisional == marking.provisional();
        }
    }

    /**
     * What a student is to have, or has as others see it.
     *
     * @param marks none: takes back what the student had
     */
    public record Marking(String studentId, List<Mark> marks, Clause clause, boolean provisional) {

        public Marking {
            marks = new Marks(marks).all();
        }
    }

    /** The id of a day's sheet. */
    static String idOf(String cohortId, LocalDate date) {
        return cohortId + "." + date;
    }

    public static Sheet initial(String sheetId) {
        int dot = sheetId.lastIndexOf('.');
        return new Sheet(
                sheetId.substring(0, dot),
                LocalDate.parse(sheetId.substring(dot + 1)),
                false,
                1,
                new TreeMap<>());
    }

    // ---- decide

    public Decision<OfSheet> decide(SheetCommand command) {
        return switch (command) {
            case MarkStudents mark -> mark(mark);
            case CloseSheet close -> close(close);
            case ReopenSheet reopen ->
                    closed
                            ? Decision.yields(new SheetReopened(reopen.stamp()))
                            : Decision.staysQuiet();
        };
    }

    private Decision<OfSheet> mark(MarkStudents mark) {
        List<Marking> changes = mark.markings().stream().filter(this::isNew).toList();
        if (changes.isEmpty()) {
            return Decision.staysQuiet();
        }
        if (closed) {
            return Decision.refuses(new SheetClosedAlready());
        }
        StudentsMarked fact = new StudentsMarked(changes, mark.policyVersion(), mark.stamp());
        return evolve(fact).entries.size() > STUDENTS_MAX
                ? Decision.refuses(new SheetFull(STUDENTS_MAX))
                : Decision.yields(fact);
    }

    private boolean isNew(Marking marking) {
        Entry present = entries.get(marking.studentId());
        return present == null ? !marking.marks().isEmpty() : !present.says(marking);
    }

    private Decision<OfSheet> close(CloseSheet close) {
        if (closed) {
            return Decision.staysQuiet();
        }
        List<String> unmarked =
                close.expected().stream()
                        .filter(each -> !entries.containsKey(each))
                        .sorted()
                        .toList();
        return unmarked.isEmpty()
                ? Decision.yields(new SheetClosed(close.policyVersion(), close.stamp()))
                : Decision.refuses(new UnmarkedLeft(unmarked));
    }

    // ---- evolve

    public Sheet evolve(OfSheet fact) {
        return switch (fact) {
            case StudentsMarked marked ->
                    new Sheet(cohortId, date, closed, marked.policyVersion(), with(marked));
            case SheetClosed shut -> new Sheet(cohortId, date, true, shut.policyVersion(), entries);
            case SheetReopened _ -> new Sheet(cohortId, date, false, policyVersion, entries);
        };
    }

    private SortedMap<String, Entry> with(StudentsMarked marked) {
        SortedMap<String, Entry> after = new TreeMap<>(entries);
        for (Marking each : marked.markings()) {
            if (each.marks().isEmpty()) {
                after.remove(each.studentId());
            } else {
                after.put(
                        each.studentId(),
                        new Entry(
                                each.marks(),
                                each.clause(),
                                each.provisional(),
                                marked.stamp().by(),
                                marked.stamp().at()));
            }
        }
        return after;
    }

    // ---- queries

    /** Null: not marked. */
    @Nullable Entry entryOf(String studentId) {
        return entries.get(studentId);
    }

    /** What the world may see of a sheet. */
    public record Public(
            String cohortId,
            LocalDate date,
            boolean closed,
            int policyVersion,
            List<Marking> students) {}

    public Public publicState() {
        return new Public(
                cohortId,
                date,
                closed,
                policyVersion,
                entries.entrySet().stream()
                        .map(
                                each ->
                                        new Marking(
                                                each.getKey(),
                                                each.getValue().marks(),
                                                each.getValue().clause(),
                                                each.getValue().provisional()))
                        .toList());
    }
}
