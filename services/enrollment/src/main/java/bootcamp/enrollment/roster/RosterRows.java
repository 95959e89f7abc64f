package bootcamp.enrollment.roster;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private final RowCells<RosterColumn> cells;
    private final List<RosterRow> rows = new ArrayList<>();

    private RosterRows(RosterLine header) {
        cells = new RowCells<>(RosterColumn.class, header, RosterColumn::ofHeader);
        if (!cells.has(RosterColumn.EXTERNAL_ID) && !cells.has(RosterColumn.EMAIL)) {
            throw UnreadableRoster.because("MISSING_COLUMN");
        }
    }

    static RosterRows of(SheetLines file, RosterBounds bounds) {
        RosterRows rows = new RosterRows(file.header());
        int width = file.width(bounds);
        file.data(bounds).forEach(line -> rows.read(line, width));
        rows.findTwins();
        return rows;
    }

    int rowCount() {
        return rows.size();
    }

    Map<String, Integer> columns() {
        return cells.columns();
    }

    int ignoredColumns() {
        return cells.ignoredColumns();
    }

    List<RosterRow> usable() {
        return rows.stream().filter(row -> !cells.isRejected(row.row())).toList();
    }

    List<RosterProblem> problems() {
        return cells.problems();
    }

    // --- one line ---

    private void read(RosterLine line, int width) {
        String externalId = cells.identifier(line, RosterColumn.EXTERNAL_ID, EXTERNAL_ID_CHARS_MAX);
        String email = email(line);
        LocalDate withdrawnOn = cells.date(line, RosterColumn.WITHDRAWN_ON);
        WithdrawalReason reason = reason(line);
        rows.add(
                new RosterRow(
                        line.row(),
                        externalId,
                        cells.text(line, RosterColumn.NAME, NAME_CHARS_MAX),
                        email,
                        cells.date(line, RosterColumn.ENROLLED_ON),
                        withdrawnOn,
                        reason));
        if (externalId == null && email == null && !cells.isRejected(line.row())) {
            cells.reject(line, identityColumn(), "MISSING_IDENTITY");
        }
        if (reason != null && withdrawnOn == null && !cells.isRejected(line.row())) {
            cells.reject(line, RosterColumn.WITHDRAWN_ON, "REASON_WITHOUT_DATE");
        }
        cells.demandWidth(line, width);
    }

    private RosterColumn identityColumn() {
        return cells.has(RosterColumn.EXTERNAL_ID) ? RosterColumn.EXTERNAL_ID : RosterColumn.EMAIL;
    }

    private @Nullable String email(RosterLine line) {
        String email = cells.text(line, RosterColumn.EMAIL, EMAIL_CHARS_MAX);
        if (email == null) {
            return null;
        }
        return EMAIL.matcher(email).matches()
                ? email.toLowerCase(Locale.ROOT)
                : cells.reject(line, RosterColumn.EMAIL, "INVALID_EMAIL");
    }

    private @Nullable WithdrawalReason reason(RosterLine line) {
        String word = cells.text(line, RosterColumn.REASON, NAME_CHARS_MAX);
        if (word == null) {
            return null;
        }
        WithdrawalReason reason = RosterReason.of(word).orElse(null);
        if (reason == null) {
            cells.reject(line, RosterColumn.REASON, "UNKNOWN_REASON");
        }
        return reason;
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
        cells.reject(new RosterProblem(row.row(), shared.field(), "SAME_PERSON_TWICE", where));
    }
}
