package bootcamp.enrollment.roster;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file as it stands there, before it is understood.
 *
 * @param row as in {@link RosterRow}
 */
record RosterLine(int row, List<Cell> cells) {

    /**
     * @param text the empty string where the cell is empty
     * @param date where the cell is a number that a spreadsheet can show as a day; null in text
     *     files
     * @param broken the cell holds an error of a formula
     */
    record Cell(String text, @Nullable LocalDate date, boolean broken) {

        static final Cell EMPTY = new Cell("", null, false);

        static Cell of(String text) {
            return text.isEmpty() ? EMPTY : new Cell(text, null, false);
        }

        boolean isBlank() {
            return !broken && Cleaning.clean(text).isEmpty();
        }
    }

    Cell cell(int index) {
        return index < cells.size() ? cells.get(index) : Cell.EMPTY;
    }

    boolean isBlank() {
        return cells.stream().allMatch(Cell::isBlank);
    }
}
