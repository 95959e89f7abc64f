package bootcamp.platform.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers as {@code text/csv} of RFC 4180 in UTF-8. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it (ASVS 1.2.10); numbers and dates stay as they are.
 */
public final class Csv {

    public static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

    /** For {@code produces}. */
    public static final String TYPE_VALUE = "text/csv";

    private static final String FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠";

    private Csv() {}

    public static String table(List<String> header, Iterable<? extends List<?>> rows) {
        StringBuilder text = new StringBuilder(line(header));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    /** A whole table as an answer. */
    public static Mono<ResponseEntity<String>> answer(
            List<String> header, Flux<? extends List<?>> rows) {
        return rows.collectList()
                .map(all -> ResponseEntity.ok().contentType(TYPE).body(table(header, all)));
    }

    /** One line with its end. A null is an empty cell. */
    public static String line(List<?> cells) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            writer.writeRecord(cells.stream().map(Csv::cell).toList());
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text was written to", impossible);
        }
        return text.toString();
    }

    private static String cell(@Nullable Object value) {
        if (!(value instanceof CharSequence)) {
            return value == null ? "" : value.toString();
        }
        String text = value.toString();
        return text.isEmpty() || FORMULA_STARTS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
