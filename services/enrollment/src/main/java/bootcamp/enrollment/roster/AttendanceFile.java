package bootcamp.enrollment.roster;

import bootcamp.enrollment.attendance.Mark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attendance sheet as read from a file, pure; who its students are is not known yet. As in
 * {@link RosterFile}, {@code lines} and {@code problems} share no row.
 *
 * @param source where it was read from, and its columns
 * @param lines those that can be used, in the order of the file
 * @param problems in the order of the file; a row may have several
 * @param rowCount with anything in them, the header left out
 */
record AttendanceFile(
        SheetLines source,
        List<AttendanceLine> lines,
        List<RosterProblem> problems,
        int rowCount,
        Map<String, Integer> columns,
        int ignoredColumns) {

    private static final int STUDENT_CHARS_MAX = 254;
    private static final int STATUS_CHARS_MAX = 100;

    /**
     * @param encoding as its writer would call it; null: found out
     * @param separator {@code ,}, {@code ;}, a tab or their names; null: found out
     * @throws bootcamp.platform.aggregate.RefusedException with an {@link UnreadableRoster}
     */
    static AttendanceFile read(
            byte[] bytes, @Nullable String encoding, @Nullable String separator) {
        return read(bytes, encoding, separator, RosterBounds.DEFAULT);
    }

    static AttendanceFile read(
            byte[] bytes,
            @Nullable String encoding,
            @Nullable String separator,
            RosterBounds bounds) {
        SheetLines source =
                SheetLines.read(
                        bytes,
                        encoding,
                        separator,
                        bounds,
                        header -> AttendanceColumn.ofHeader(header).isPresent());
        RowCells<AttendanceColumn> cells =
                new RowCells<>(AttendanceColumn.class, source.header(), AttendanceColumn::ofHeader);
        for (AttendanceColumn column : AttendanceColumn.values()) {
            if (!cells.has(column)) {
                throw UnreadableRoster.because("MISSING_SHEET_COLUMN", "field", column.field());
            }
        }
        int width = source.width(bounds);
        List<RosterLine> data = source.data(bounds);
        List<AttendanceLine> lines = new ArrayList<>();
        for (RosterLine line : data) {
            AttendanceLine read = line(line, cells);
            cells.demandWidth(line, width);
            if (read != null) {
                lines.add(read);
            }
        }
        twins(lines).forEach(cells::reject);
        return new AttendanceFile(
                source,
                lines.stream().filter(line -> !cells.isRejected(line.row())).toList(),
                cells.problems(),
                data.size(),
                cells.columns(),
                cells.ignoredColumns());
    }

    /** Null: it can't be used. */
    private static @Nullable AttendanceLine line(
            RosterLine line, RowCells<AttendanceColumn> cells) {
        LocalDate date = cells.date(line, AttendanceColumn.DATE);
        String student = cells.identifier(line, AttendanceColumn.STUDENT, STUDENT_CHARS_MAX);
        String status = cells.text(line, AttendanceColumn.STATUS, STATUS_CHARS_MAX);
        List<Mark> marks = status == null ? null : AttendanceWords.of(status).orElse(null);
        if (status != null && marks == null) {
            cells.reject(line, AttendanceColumn.STATUS, "UNKNOWN_STATUS");
        }
        if (cells.isRejected(line.row())) {
            return null;
        }
        demand(date, line, AttendanceColumn.DATE, cells);
        demand(student, line, AttendanceColumn.STUDENT, cells);
        demand(marks, line, AttendanceColumn.STATUS, cells);
        return date == null || student == null || marks == null
                ? null
                : new AttendanceLine(line.row(), date, student, marks);
    }

    private static void demand(
            @Nullable Object value,
            RosterLine line,
            AttendanceColumn column,
            RowCells<AttendanceColumn> cells) {
        if (value == null) {
            cells.reject(line, column, "MISSING_VALUE");
        }
    }

    /**
     * A day of a student that is there twice is in neither row: a problem for each of them, which
     * names the other; the first names its next.
     */
    static List<RosterProblem> twins(List<AttendanceLine> lines) {
        Map<String, Integer> firsts = new HashMap<>();
        Set<String> told = new HashSet<>();
        List<RosterProblem> twins = new ArrayList<>();
        for (AttendanceLine line : lines) {
            String day = line.date() + " " + line.student();
            Integer first = firsts.putIfAbsent(day, line.row());
            if (first != null) {
                twins.add(twin(line.row(), first));
                if (told.add(day)) {
                    twins.add(twin(first, line.row()));
                }
            }
        }
        return twins;
    }

    private static RosterProblem twin(int row, int other) {
        return new RosterProblem(
                row, AttendanceColumn.STUDENT.field(), "SAME_DAY_TWICE", Map.of("other", other));
    }
}
