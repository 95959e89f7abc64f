package bootcamp.enrollment.attendance;

import bootcamp.enrollment.EnrollmentEvent.AttendanceStepAsked;
import bootcamp.enrollment.EnrollmentEvent.OfAttendanceImport;
import bootcamp.enrollment.EnrollmentEvent.Stamp;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One piece of an imported sheet of attendance, and what the curriculum, which keeps the sheets, is
 * to do with it. Its answer is an aggregate of its own; this one is only ever asked for more: a
 * step that lies behind is not taken again, so that who comes late does nothing.
 *
 * @param step null: nothing was asked yet
 * @param by name of the account that began the import
 * @param rows empty for a step that needs none
 */
public record AttendanceImport(
        String cohortId, String importId, @Nullable Step step, String by, List<Row> rows) {

    public static final AggregateType<AttendanceImport, AskStep, OfAttendanceImport> TYPE =
            new AggregateType<>(
                    "AttendanceImport",
                    1,
                    AttendanceImport.class,
                    Map.of("AttendanceStepAsked", AttendanceStepAsked.class),
                    AttendanceImport::initial,
                    AttendanceImport::decide,
                    AttendanceImport::evolve,
                    AttendanceImport::publicState,
                    AttendanceImport::publicChange,
                    AttendanceImport::cohortId);

    /** No cohort's id holds it; an import's id has it behind the cohort's. */
    private static final String AFTER_COHORT = "~";

    private static final String BEFORE_PIECE = ".";

    public AttendanceImport {
        rows = List.copyOf(rows);
    }

    /** What the curriculum is to do, in this order; a step may be left out. */
    public enum Step {
        /** Say what entering the rows would come to. */
        PREVIEW,
        /** Enter the rows. */
        APPLY,
        /** Nothing: the rows are entered, and what an undo needs is kept. */
        KEEP,
        /** Take back what was entered and nobody touched since. */
        UNDO,
        /** Forget the piece. */
        END;

        public boolean needsRows() {
            return this == PREVIEW || this == APPLY;
        }
    }

    /**
     * What one row says, with the student found.
     *
     * @param row as a person counts in a spreadsheet: the first row of the file is 1
     * @param marks each once, in the order of {@link Mark}; none: takes back what staff set
     */
    public record Row(int row, LocalDate date, String studentId, List<Mark> marks) {

        public Row {
            marks = marks.stream().distinct().sorted().toList();
        }
    }

    /**
     * @param index of the piece, from 0
     */
    public static String idOf(String importId, int index) {
        return importId + BEFORE_PIECE + index;
    }

    public static AttendanceImport initial(String id) {
        return new AttendanceImport(
                id.substring(0, id.lastIndexOf(AFTER_COHORT)),
                id.substring(0, id.lastIndexOf(BEFORE_PIECE)),
                null,
                "",
                List.of());
    }

    public Decision<OfAttendanceImport> decide(AskStep ask) {
        return step != null && ask.step().compareTo(step) <= 0
                ? Decision.staysQuiet()
                : Decision.yields(new AttendanceStepAsked(ask.step(), ask.rows(), ask.stamp()));
    }

    public AttendanceImport evolve(OfAttendanceImport fact) {
        return switch (fact) {
            case AttendanceStepAsked(var asked, var itsRows, var stamp) ->
                    new AttendanceImport(cohortId, importId, asked, stamp.by(), itsRows);
        };
    }

    /** What the world may see of it: all. */
    public record Public(
            String cohortId,
            String importId,
            @Nullable Step step,
            String by,
            List<Row> rows,
            boolean removed) {}

    public Public publicState() {
        return new Public(cohortId, importId, step, by, rows, step == Step.END);
    }

    /** What the world may see of a fact: the rows are in the state. */
    public record Asked(Step step, Stamp stamp) {}

    private static Object publicChange(OfAttendanceImport fact) {
        return switch (fact) {
            case AttendanceStepAsked asked -> new Asked(asked.step(), asked.stamp());
        };
    }
}
