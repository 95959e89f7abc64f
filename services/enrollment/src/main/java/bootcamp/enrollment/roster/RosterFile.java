package bootcamp.enrollment.roster;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A roster as read from a file, pure: who is in it, and which of its rows cannot be used and why.
 *
 * <p>{@code rows} and {@code problems} share no row: a row is usable as a whole or not at all. A
 * person who is there twice is in neither row: nobody can know which of the two is right.
 *
 * @param format what the content is, whatever the sender called it
 * @param encoding null for a workbook
 * @param separator null for a workbook
 * @param rows in the order of the file
 * @param problems in the order of the file; a row may have several
 * @param rowCount with anything in them, the header left out
 * @param columns where each column that was recognised stands, from 0, by its name in the public
 *     contract
 * @param ignoredColumns with a header that is no column of a roster
 */
public record RosterFile(
        Format format,
        @Nullable String encoding,
        @Nullable String separator,
        List<RosterRow> rows,
        List<RosterProblem> problems,
        int rowCount,
        Map<String, Integer> columns,
        int ignoredColumns) {

    /** What kind of file it is. */
    public enum Format {
        CSV,
        XLSX
    }

    /**
     * @param encoding as its writer would call it; null: found out
     * @param separator {@code ,}, {@code ;}, a tab or their names; null: found out
     * @throws bootcamp.platform.aggregate.RefusedException with an {@link UnreadableRoster}
     */
    public static RosterFile read(
            byte[] bytes, @Nullable String encoding, @Nullable String separator) {
        return read(bytes, encoding, separator, RosterBounds.DEFAULT);
    }

    static RosterFile read(
            byte[] bytes,
            @Nullable String encoding,
            @Nullable String separator,
            RosterBounds bounds) {
        SheetLines file =
                SheetLines.read(
                        bytes,
                        encoding,
                        separator,
                        bounds,
                        header -> RosterColumn.ofHeader(header).isPresent());
        RosterRows rows = RosterRows.of(file, bounds);
        return new RosterFile(
                file.format(),
                file.encoding(),
                file.separator(),
                rows.usable(),
                rows.problems(),
                rows.rowCount(),
                rows.columns(),
                rows.ignoredColumns());
    }

    /** Rows that cannot be used. */
    public int rejected() {
        return rowCount - rows.size();
    }
}
