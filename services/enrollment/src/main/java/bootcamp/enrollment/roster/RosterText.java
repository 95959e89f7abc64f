package bootcamp.enrollment.roster;

import bootcamp.platform.aggregate.RefusedException;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file as separated values, with the separator that the spreadsheet of its writer chose: the one
 * that is told, else the one under which most of the header is understood.
 *
 * @param separator comma, semicolon or tab
 * @param lines those with anything in them
 */
record RosterText(char separator, List<RosterLine> lines) {

    private static final char[] SEPARATORS = {',', ';', '\t'};

    /**
     * @param isHeader whether a text names a column that is looked for
     */
    static RosterText read(
            char[] text, @Nullable String told, RosterBounds bounds, Predicate<String> isHeader) {
        char separator = told == null ? separatorOf(text, bounds, isHeader) : separatorNamed(told);
        Rows rows = new Rows(bounds.columnsMax());
        return new RosterText(separator, lines(rows, text, separator, bounds, bounds.linesMax()));
    }

    private static char separatorNamed(String told) {
        return switch (told.toLowerCase(Locale.ROOT)) {
            case ",", "comma" -> ',';
            case ";", "semicolon" -> ';';
            case "\t", "\\t", "tab" -> '\t';
            default -> throw UnreadableRoster.because("UNKNOWN_SEPARATOR");
        };
    }

    private static char separatorOf(char[] text, RosterBounds bounds, Predicate<String> isHeader) {
        char best = SEPARATORS[0];
        long most = -1;
        for (char candidate : SEPARATORS) {
            long worth = worth(text, candidate, bounds, isHeader);
            if (worth > most) {
                best = candidate;
                most = worth;
            }
        }
        return best;
    }

    /** One more known column is worth more than any number of unknown ones. */
    private static long worth(
            char[] text, char separator, RosterBounds bounds, Predicate<String> isHeader) {
        List<RosterLine.Cell> header = header(text, separator, bounds);
        long known = header.stream().filter(cell -> isHeader.test(cell.text())).count();
        return known * bounds.lineCharsMax() + header.size();
    }

    private static List<RosterLine.Cell> header(char[] text, char separator, RosterBounds bounds) {
        Rows anyNumber = new Rows(bounds.lineCharsMax());
        try {
            List<RosterLine> first = lines(anyNumber, text, separator, bounds, 1);
            return first.isEmpty() ? List.of() : first.getFirst().cells();
        } catch (RefusedException e) {
            // What does not even parse is not the separator; if none does, the first says why.
            return List.of();
        }
    }

    /** The first {@code linesMax} lines with anything in them. */
    private static List<RosterLine> lines(
            Rows rows, char[] text, char separator, RosterBounds bounds, int linesMax) {
        List<RosterLine> lines = new ArrayList<>();
        try (CsvReader<RosterLine> reader = reader(rows, text, separator, bounds)) {
            Iterator<RosterLine> read = reader.iterator();
            while (lines.size() < linesMax && read.hasNext()) {
                RosterLine line = read.next();
                if (!line.isBlank()) {
                    lines.add(line);
                }
            }
            return lines;
        } catch (CsvParseException e) {
            throw why(e, rows.row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CsvReader<RosterLine> reader(
            Rows rows, char[] text, char separator, RosterBounds bounds) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                // Lines are shorter than this already, so only a quoted field can outgrow it.
                .maxBufferSize(4 * bounds.lineCharsMax())
                .build(rows, new CharArrayReader(text));
    }

    /** The library tells its refusals apart by their text alone; the tests hold us to it. */
    private static RefusedException why(CsvParseException e, int row) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof RefusedException refused) {
            return refused;
        }
        boolean isBadQuote = String.valueOf(root.getMessage()).startsWith("Unexpected character");
        return UnreadableRoster.because(isBadQuote ? "BAD_QUOTE" : "UNCLOSED_QUOTE", "row", row);
    }

    /** Counts records as a spreadsheet counts its rows: a line break in quotes makes no row. */
    private static final class Rows extends AbstractBaseCsvCallbackHandler<RosterLine> {

        private final int columnsMax;
        private int row;
        private List<RosterLine.Cell> cells = List.of();

        Rows(int columnsMax) {
            this.columnsMax = columnsMax;
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            row++;
            cells = new ArrayList<>();
        }

        @Override
        protected void handleField(int index, char[] buffer, int at, int length, boolean quoted) {
            if (index >= columnsMax) {
                throw UnreadableRoster.because("TOO_MANY_COLUMNS", "max", columnsMax);
            }
            cells.add(RosterLine.Cell.of(new String(buffer, at, length)));
        }

        @Override
        protected RosterLine buildRecord() {
            return new RosterLine(row, cells);
        }
    }
}
