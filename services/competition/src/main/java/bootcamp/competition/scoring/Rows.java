package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file one after the other, in one buffer that is used again for each: comma
 * separated, RFC 4180, quotes where the writer liked, any line ends. Fields are never trimmed.
 */
final class Rows {

    /** Fields that are kept of a line; those beyond are counted. */
    private static final int FIELDS_MAX = 4_096;

    private char[] chars = new char[1 << 10];
    private int[] ends = new int[16];
    private int fields;
    private long line;

    private Rows() {}

    /** What is done with each row after the header. */
    interface Sink {

        /** The first line: its fields, as they are. */
        void header(List<String> names);

        /** The row is {@code rows}' present one, until this returns. */
        void row(Rows rows);
    }

    /**
     * Reads to the end.
     *
     * @throws FaultException for the first fault in the order of the file
     * @throws IOException if it cannot be read
     */
    static void read(InputStream in, Limits limits, Sink sink) throws IOException {
        new Rows().readAll(in, limits, sink);
    }

    private void readAll(InputStream in, Limits limits, Sink sink) throws IOException {
        boolean hasHeader = false;
        long blank = 0;
        try (CsvReader<Rows> reader = reader(in, limits)) {
            Iterator<Rows> rows = reader.iterator();
            while (rows.hasNext()) {
                rows.next();
                if (isBlank()) {
                    blank = blank == 0 ? line : blank;
                } else if (!hasHeader) {
                    hasHeader = true;
                    blank = 0;
                    sink.header(names());
                } else if (blank > 0) {
                    throw new FaultException(
                            Fault.at(blank, null, Code.WRONG_COLUMN_COUNT, "blank"));
                } else {
                    sink.row(this);
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw why(e);
        }
        if (!hasHeader) {
            throw new FaultException(Fault.of(Code.EMPTY, "file", Map.of()));
        }
    }

    private CsvReader<Rows> reader(InputStream in, Limits limits) {
        return CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(limits.fieldChars())
                .build(new Filling(), new StrictUtf8(in, limits.bytes()));
    }

    /** The library tells its refusals apart by their text alone; the tests hold us to it. */
    private RuntimeException why(RuntimeException e) throws IOException {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return switch (root) {
            case FaultException fault -> fault;
            case StrictUtf8.NotUtf8 _ ->
                    new FaultException(Fault.at(Math.max(line, 1), null, Code.NOT_UTF8, "bytes"));
            case StrictUtf8.TooLarge _ ->
                    new FaultException(Fault.of(Code.TOO_LARGE, "file", Map.of()));
            case IOException unreadable -> throw unreadable;
            case CsvParseException unreadable ->
                    new FaultException(
                            String.valueOf(unreadable.getMessage()).contains("uffer")
                                    ? Fault.at(line, null, Code.TOO_LARGE, "value")
                                    : Fault.at(line, null, Code.UNCLOSED_QUOTE, "quote"));
            default -> e;
        };
    }

    private boolean isBlank() {
        return fields == 0 || fields == 1 && ends[0] == 0;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(fields, FIELDS_MAX); i++) {
            names.add(text(i));
        }
        return names;
    }

    // ---- the present row

    /** Where it begins in the file, the first line being 1. */
    long line() {
        return line;
    }

    int fields() {
        return fields;
    }

    char[] chars() {
        return chars;
    }

    /** Of a field, in {@link #chars}. */
    int from(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int length(int field) {
        return ends[field] - from(field);
    }

    String text(int field) {
        return new String(chars, from(field), length(field));
    }

    private final class Filling extends AbstractBaseCsvCallbackHandler<Rows> {

        @Override
        protected void handleBegin(long startingLineNumber) {
            line = startingLineNumber;
            fields = 0;
        }

        @Override
        protected void handleField(int index, char[] buffer, int at, int length, boolean quoted) {
            if (fields < FIELDS_MAX) {
                keep(buffer, at, length);
            }
            fields++;
        }

        private void keep(char[] buffer, int at, int length) {
            int from = from(fields);
            if (from + length > chars.length) {
                chars = Arrays.copyOf(chars, Math.max(from + length, 2 * chars.length));
            }
            System.arraycopy(buffer, at, chars, from, length);
            if (fields == ends.length) {
                ends = Arrays.copyOf(ends, 2 * fields);
            }
            ends[fields] = from + length;
        }

        @Override
        protected @Nullable Rows buildRecord() {
            return Rows.this;
        }
    }
}
