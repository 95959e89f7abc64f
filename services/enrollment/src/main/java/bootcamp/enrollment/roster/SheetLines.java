package bootcamp.enrollment.roster;

import bootcamp.enrollment.roster.RosterFile.Format;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as somebody sent it, whatever it was made with.
 *
 * @param format what the content is, whatever the sender called it
 * @param encoding null for a workbook
 * @param separator null for a workbook
 * @param lines with anything in them
 */
record SheetLines(
        Format format,
        @Nullable String encoding,
        @Nullable String separator,
        List<RosterLine> lines) {

    /** The first bytes of a ZIP, and so of an XLSX; of an OLE file, and so of an XLS. */
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    /**
     * @param encoding as its writer would call it; null: found out
     * @param separator {@code ,}, {@code ;}, a tab or their names; null: found out
     * @param isHeader whether a text names a column that is looked for
     * @throws bootcamp.platform.aggregate.RefusedException with an {@link UnreadableRoster}
     */
    static SheetLines read(
            byte[] bytes,
            @Nullable String encoding,
            @Nullable String separator,
            RosterBounds bounds,
            Predicate<String> isHeader) {
        if (bytes.length > bounds.bytesMax()) {
            throw UnreadableRoster.because("FILE_TOO_LARGE", "maxBytes", bounds.bytesMax());
        }
        if (startsWith(bytes, OLE)) {
            throw UnreadableRoster.because("NOT_A_SPREADSHEET");
        }
        if (startsWith(bytes, ZIP)) {
            return new SheetLines(Format.XLSX, null, null, RosterWorkbook.read(bytes, bounds));
        }
        DecodedText decoded = DecodedText.of(bytes, encoding, bounds.lineCharsMax());
        RosterText text = RosterText.read(decoded.text(), separator, bounds, isHeader);
        String chosen = String.valueOf(text.separator());
        return new SheetLines(Format.CSV, decoded.encoding(), chosen, text.lines());
    }

    private static boolean startsWith(byte[] bytes, byte[] signature) {
        return bytes.length >= signature.length
                && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
    }

    /**
     * The first of them.
     *
     * @throws bootcamp.platform.aggregate.RefusedException where there is none
     */
    RosterLine header() {
        if (lines.isEmpty()) {
            throw UnreadableRoster.because("EMPTY_FILE");
        }
        return lines.getFirst();
    }

    /**
     * All others.
     *
     * @throws bootcamp.platform.aggregate.RefusedException where there is none, or too many
     */
    List<RosterLine> data(RosterBounds bounds) {
        List<RosterLine> data = lines.subList(1, lines.size());
        if (data.isEmpty()) {
            throw UnreadableRoster.because("EMPTY_FILE");
        }
        if (data.size() > bounds.rowsMax()) {
            throw UnreadableRoster.because("TOO_MANY_ROWS", "max", bounds.rowsMax());
        }
        return data;
    }

    /**
     * How many fields of a line can be of a column: in a text file one separator too many moves all
     * that follows into wrong columns.
     */
    int width(RosterBounds bounds) {
        return format == Format.CSV ? header().cells().size() : bounds.columnsMax();
    }
}
