package bootcamp.enrollment.roster;

import bootcamp.enrollment.person.Said;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a roster says of one person, cleaned: composed (NFC), without blanks around, e-mail in small
 * letters. {@code null} means the roster does not say. At least one of {@code externalId} and
 * {@code email} is there.
 *
 * @param row as a person counts in a spreadsheet: the first row of the file is 1
 * @param enrolledOn not said: the day the cohort starts
 * @param withdrawnOn may lie on or before {@code enrolledOn}: that person never started
 * @param reason never there without {@code withdrawnOn}
 */
public record RosterRow(
        int row,
        @Nullable String externalId,
        @Nullable String name,
        @Nullable String email,
        @Nullable LocalDate enrolledOn,
        @Nullable LocalDate withdrawnOn,
        @Nullable WithdrawalReason reason) {

    private static final String ID = "id ";
    private static final String MAIL = "mail ";

    /** By what this person is recognised; two rows that share one of them are one person. */
    List<String> identities() {
        return Stream.of(prefixed(ID, externalId), prefixed(MAIL, email))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Who these rows are about. */
    static List<Said> said(List<RosterRow> rows) {
        return rows.stream()
                .map(row -> new Said(row.row, row.externalId, row.name, row.email, null))
                .toList();
    }

    static boolean isEmail(String identity) {
        return identity.startsWith(MAIL);
    }

    private static @Nullable String prefixed(String prefix, @Nullable String value) {
        return value == null ? null : prefix + value;
    }
}
