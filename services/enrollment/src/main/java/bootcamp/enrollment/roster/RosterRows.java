package bootcamp.enrollment.roster;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way from the lines of a file to rows that mean something; one for each file. */
final class RosterRows {

    private static final int EXTERNAL_ID_CHARS_MAX = 100;
    private static final int NAME_CHARS_MAX = 200;
    private static final int EMAIL_CHARS_MAX = 254;

    /** Not the grammar of RFC 5322: enough to tell an address from something else. */
    private static final Pattern EMAIL = Pattern.compile("[^@\\s,;<>\"]+@[^@\\s,;<>\"]+");

    /** What a spreadsheet makes of a long number: its last digits are gone. */
    private static final Pattern MANGLED = Pattern.compile("\\d[.,]\\d+[eE]\\+\\d+");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Map<RosterColumn, Integer> columns = new EnumMap<>(RosterColumn.class);
    private final List<RosterRow> rows = new ArrayList<>();
    private final List<RosterProblem> problems = new ArrayList<>();
    private final Set<Integer> rejected = new HashSet<>();
    private int ignoredColumns;

    private RosterRows() {}

    /**
     * @param lines with anything in them; the first is the header
     * @param fieldsCanShift one separator too many in a line moves all that follows into wrong
     *     columns
     */
    static RosterRows of(List<RosterLine> lines, RosterBounds bounds, boolean fieldsCanShift) {
        if (lines.isEmpty()) {
            throw UnreadableRoster.because("EMPTY_FILE");
        }
        RosterRows rows = new RosterRows();
        rows.readHeader(lines.getFirst());
        int width = fieldsCanShift ? lines.getFirst().cells().size() : bounds.columnsMax();
        List<RosterLine> data = lines.subList(1, lines.size());
        if (data.isEmpty()) {
            throw UnreadableRoster.because("EMPTY_FILE");
        }
        if (data.size() > bounds.rowsMax()) {
            throw UnreadableRoster.because("TOO_MANY_ROWS", "max", bounds.rowsMax());
        }
        data.forEach(line -> rows.read(line, width));
        rows.findTwins();
        return rows;
    }

    int rowCount() {
        return rows.size();
    }

    Map<String, Integer> columns() {
        Map<String, Integer> byField = new LinkedHashMap<>();
        columns.forEach((column, index) -> byField.put(column.field(), index));
        return Collections.unmodifiableMap(byField);
    }

    int ignoredColumns() {
        return ignoredColumns;
    }

    List<RosterRow> usable() {
        return rows.stream().filter(row -> !rejected.contains(row.row())).toList();
    }

    List<RosterProblem> problems() {
        return problems.stream().sorted(Comparator.comparingInt(RosterProblem::row)).toList();
    }

    // --- header ---

    private void readHeader(RosterLine header) {
        for (int i = 0; i < header.cells().size(); i++) {
            readHeader(header.cell(i), i);
        }
        boolean isIdentified =
                columns.containsKey(RosterColumn.EXTERNAL_ID)
                        || columns.containsKey(RosterColumn.EMAIL);
        if (!isIdentified) {
            throw UnreadableRoster.because("MISSING_COLUMN");
        }
    }

    private void readHeader(RosterLine.Cell cell, int index) {
        RosterColumn column = RosterColumn.ofHeader(cell.text()).orElse(null);
        if (column == null) {
            ignoredColumns += cell.isBlank() ? 0 : 1;
        } else if (columns.putIfAbsent(column, index) != null) {
            throw UnreadableRoster.because("DUPLICATE_COLUMN", "field", column.field());
        }
    }

    // --- one line ---

    private void read(RosterLine line, int width) {
        String externalId = externalId(line);
        String email = email(line);
        LocalDate withdrawnOn = date(line, RosterColumn.WITHDRAWN_ON);
        WithdrawalReason reason = reason(line);
        rows.add(
                new RosterRow(
                        line.row(),
                        externalId,
                        text(line, RosterColumn.NAME, NAME_CHARS_MAX),
                        email,
                        date(line, RosterColumn.ENROLLED_ON),
                        withdrawnOn,
                        reason));
        if (externalId == null && email == null && !rejected.contains(line.row())) {
            reject(line, identityColumn(), "MISSING_IDENTITY");
        }
        if (reason != null && withdrawnOn == null && !rejected.contains(line.row())) {
            reject(line, RosterColumn.WITHDRAWN_ON, "REASON_WITHOUT_DATE");
        }
        if (line.cells().stream().skip(width).anyMatch(cell -> !cell.isBlank())) {
            reject(new RosterProblem(line.row(), null, "TOO_MANY_FIELDS", Map.of("max", width)));
        }
    }

    private RosterColumn identityColumn() {
        return columns.containsKey(RosterColumn.EXTERNAL_ID)
                ? RosterColumn.EXTERNAL_ID
                : RosterColumn.EMAIL;
    }

    private @Nullable String externalId(RosterLine line) {
        String id = text(line, RosterColumn.EXTERNAL_ID, EXTERNAL_ID_CHARS_MAX);
        if (id != null && MANGLED.matcher(id).matches()) {
            return reject(line, RosterColumn.EXTERNAL_ID, "MANGLED_NUMBER");
        }
        return id;
    }

    private @Nullable String email(RosterLine line) {
        String email = text(line, RosterColumn.EMAIL, EMAIL_CHARS_MAX);
        if (email == null) {
            return null;
        }
        return EMAIL.matcher(email).matches()
                ? email.toLowerCase(Locale.ROOT)
                : reject(line, RosterColumn.EMAIL, "INVALID_EMAIL");
    }

    private @Nullable WithdrawalReason reason(RosterLine line) {
        String word = text(line, RosterColumn.REASON, NAME_CHARS_MAX);
        if (word == null) {
            return null;
        }
        WithdrawalReason reason = RosterReason.of(word).orElse(null);
        if (reason == null) {
            reject(line, RosterColumn.REASON, "UNKNOWN_REASON");
        }
        return reason;
    }

    private @Nullable LocalDate date(RosterLine line, RosterColumn column) {
        String written = text(line, column, NAME_CHARS_MAX);
        if (written == null) {
            return null;
        }
        RosterDate date = RosterDate.of(cell(line, column));
        if (date.problem() != null) {
            reject(line, column, date.problem());
        }
        return date.day();
    }

    /** Cleaned; null where there is nothing, or nothing that can be used. */
    private @Nullable String text(RosterLine line, RosterColumn column, int charsMax) {
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

    private RosterLine.Cell cell(RosterLine line, RosterColumn column) {
        Integer index = columns.get(column);
        return index == null ? RosterLine.Cell.EMPTY : line.cell(index);
    }

    private @Nullable String reject(RosterLine line, RosterColumn column, String code) {
        reject(RosterProblem.of(line.row(), column, code));
        return null;
    }

    private void reject(RosterProblem problem) {
        problems.add(problem);
        rejected.add(problem.row());
    }

    // --- the same person twice ---

    /** Each of them names the other: the later ones the first, the first its next. */
    private void findTwins() {
        Map<String, RosterRow> firsts = new HashMap<>();
        Set<String> told = new HashSet<>();
        for (RosterRow row : rows) {
            for (String identity : row.identities()) {
                RosterRow first = firsts.putIfAbsent(identity, row);
                if (first != null) {
                    rejectTwin(row, first, identity);
                    if (told.add(identity)) {
                        rejectTwin(first, row, identity);
                    }
                }
            }
        }
    }

    private void rejectTwin(RosterRow row, RosterRow other, String identity) {
        RosterColumn shared =
                RosterRow.isEmail(identity) ? RosterColumn.EMAIL : RosterColumn.EXTERNAL_ID;
        Map<String, Object> where = Map.of("other", other.row());
        reject(new RosterProblem(row.row(), shared.field(), "SAME_PERSON_TWICE", where));
    }
}
