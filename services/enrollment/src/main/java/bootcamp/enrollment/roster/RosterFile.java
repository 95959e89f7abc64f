package bootcamp.enrollment.roster;

import java.util.Arrays;
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

    /** The first bytes of a ZIP, and so of an XLSX; of an OLE file, and so of an XLS. */
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

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
        if (bytes.length > bounds.bytesMax()) {
            throw UnreadableRoster.because("FILE_TOO_LARGE", "maxBytes", bounds.bytesMax());
        }
        if (startsWith(bytes, OLE)) {
            throw UnreadableRoster.because("NOT_A_SPREADSHEET");
        }
        if (startsWith(bytes, ZIP)) {
            List<RosterLine> lines = RosterWorkbook.read(bytes, bounds);
            return of(RosterRows.of(lines, bounds, false), Format.XLSX, null, null);
        }
        DecodedText decoded = DecodedText.of(bytes, encoding, bounds.lineCharsMax());
        RosterText text = RosterText.read(decoded.text(), separator, bounds);
        String chosen = String.valueOf(text.separator());
        RosterRows rows = RosterRows.of(text.lines(), bounds, true);
        return of(rows, Format.CSV, decoded.encoding(), chosen);
    }

    private static RosterFile of(
            RosterRows rows, Format format, @Nullable String encoding, @Nullable String separator) {
        return new RosterFile(
                format,
                encoding,
                separator,
                rows.usable(),
                rows.problems(),
                rows.rowCount(),
                rows.columns(),
                rows.ignoredColumns());
    }

    private static boolean startsWith(byte[] bytes, byte[] signature) {
        return bytes.length >= signature.length
                && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
    }

    /** Rows that cannot be used. */
    public int rejected() {
        return rowCount - rows.size();
    }
}
