package bootcamp.enrollment.roster;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where each column of a file stands, its cells by column, and what is wrong with them; one for
 * each file.
 */
final class RowCells<C extends Enum<C> & Column> {

    private static final int DATE_CHARS_MAX = 200;

    /** What a spreadsheet makes of a long number: its last digits are gone. */
    private static final Pattern MANGLED = Pattern.compile("\\d[.,]\\d+[eE]\\+\\d+");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Map<C, Integer> columns;
    private final List<RosterProblem> problems = new ArrayList<>();
    private final Set<Integer> rejected = new HashSet<>();
    private int ignoredColumns;

    /**
     * @param columnOf the column that a header names
     */
    RowCells(Class<C> type, RosterLine header, Function<String, Optional<C>> columnOf) {
        columns = new EnumMap<>(type);
        for (int i = 0; i < header.cells().size(); i++) {
            RosterLine.Cell cell = header.cell(i);
            C column = columnOf.apply(cell.text()).orElse(null);
            if (column == null) {
                ignoredColumns += cell.isBlank() ? 0 : 1;
            } else if (columns.putIfAbsent(column, i) != null) {
                throw UnreadableRoster.because("DUPLICATE_COLUMN", "field", column.field());
            }
        }
    }

    // ---- columns

    boolean has(C column) {
        return columns.containsKey(column);
    }

    /** Where each stands, from 0, by its name in the public contract. */
    Map<String, Integer> columns() {
        Map<String, Integer> byField = new LinkedHashMap<>();
        columns.forEach((column, index) -> byField.put(column.field(), index));
        return Collections.unmodifiableMap(byField);
    }

    /** Those with a header that names none. */
    int ignoredColumns() {
        return ignoredColumns;
    }

    // ---- cells

    RosterLine.Cell cell(RosterLine line, C column) {
        Integer index = columns.get(column);
        return index == null ? RosterLine.Cell.EMPTY : line.cell(index);
    }

    /** Cleaned; null where there is nothing, or nothing that can be used. */
    @Nullable String text(RosterLine line, C column, int charsMax) {
        RosterLine.Cell cell = cell(line, column);
        if (cell.broken()) {
            return reject(line, column, "CELL_ERROR");
        }
        String text = Cleaning.clean(cell.text());
        if (text.length() > charsMax) {
            Map<String, Object> bound = Map.of("max", charsMax);
            reject(new RosterProblem(line.row(), column.field(), "TOO_LONG", bound));
            return null;
        }
        if (CONTROL.matcher(text).find()) {
            return reject(line, column, "INVALID_CHARACTER");
        }
        return text.isEmpty() ? null : text;
    }

    /** As {@link #text}, of what names somebody. */
    @Nullable String identifier(RosterLine line, C column, int charsMax) {
        String id = text(line, column, charsMax);
        return id != null && MANGLED.matcher(id).matches()
                ? reject(line, column, "MANGLED_NUMBER")
                : id;
    }

    /** Null where there is nothing, or nothing that can be used. */
    @Nullable LocalDate date(RosterLine line, C column) {
        String written = text(line, column, DATE_CHARS_MAX);
        if (written == null) {
            return null;
        }
        RosterDate date = RosterDate.of(cell(line, column));
        if (date.problem() != null) {
            reject(line, column, date.problem());
        }
        return date.day();
    }

    /** Fields behind the header's last, which nobody can know the meaning of. */
    void demandWidth(RosterLine line, int width) {
        if (line.cells().stream().skip(width).anyMatch(cell -> !cell.isBlank())) {
            reject(new RosterProblem(line.row(), null, "TOO_MANY_FIELDS", Map.of("max", width)));
        }
    }

    // ---- problems

    @Nullable String reject(RosterLine line, C column, String code) {
        reject(RosterProblem.of(line.row(), column, code));
        return null;
    }

    void reject(RosterProblem problem) {
        problems.add(problem);
        rejected.add(problem.row());
    }

    boolean isRejected(int row) {
        return rejected.contains(row);
    }

    /** In the order of the file. */
    List<RosterProblem> problems() {
        return problems.stream().sorted(Comparator.comparingInt(RosterProblem::row)).toList();
    }
}
