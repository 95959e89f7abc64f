package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Verdict.Scored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Files whose scores the field's reference tools have computed. */
final class Reference {

    private static final Path ROOT = Path.of("src/test/resources/reference");

    private Reference() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** The lines after the header, as cells; quoted ones without their quotes. */
    static List<List<String>> table(String path) {
        try {
            return Files.readAllLines(file(path)).stream()
                    .skip(1)
                    .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                    .map(List::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is said of a file that a student sent and that is refused.
     *
     * @param line of the first fault, the header being line 1; null: the data set names none
     */
    record Refusal(Fault.Code code, @Nullable Long line) {}

    /**
     * The data set has its reasons in words, and counts rows from the one after the header:
     * docs/metrics.md says which of our codes stands for which.
     *
     * @param row of expected.csv
     */
    static Refusal refusal(List<String> row, boolean isOfLabels) {
        Fault.Code value = isOfLabels ? Fault.Code.NOT_A_LABEL : Fault.Code.NOT_A_NUMBER;
        Matcher line = Pattern.compile("row ([0-9]+)").matcher(row.get(2));
        Long counted = line.find() ? Long.valueOf(line.group(1)) + 1 : null;
        return switch (row.get(0).replaceFirst("\\..*", "")) {
            case "bad_header_names",
                    "bad_no_header",
                    "bad_too_many_columns",
                    "bad_too_few_columns",
                    "bad_semicolons",
                    "bad_html",
                    "policy_header_upper_case" ->
                    new Refusal(Fault.Code.HEADER_MISMATCH, 1L);
            case "bad_missing_rows" -> new Refusal(Fault.Code.MISSING_ID, null);
            case "bad_extra_ids", "policy_padded_fields" ->
                    new Refusal(Fault.Code.UNKNOWN_ID, null);
            case "bad_duplicate_id_same_value",
                    "bad_duplicate_id_other_value",
                    "bad_duplicate_replaces_missing",
                    "bad_huge_60MB" ->
                    new Refusal(Fault.Code.DUPLICATE_ID, null);
            case "bad_ragged_row" -> new Refusal(Fault.Code.WRONG_COLUMN_COUNT, counted);
            case "bad_unclosed_quote" -> new Refusal(Fault.Code.UNCLOSED_QUOTE, null);
            case "bad_utf16", "bad_not_utf8_euckr", "bad_gzip_named_csv" ->
                    new Refusal(Fault.Code.NOT_UTF8, 1L);
            case "bad_not_utf8_in_value" -> new Refusal(Fault.Code.NOT_UTF8, null);
            case "bad_empty", "bad_header_only" -> new Refusal(Fault.Code.EMPTY, null);
            // In the one set it stands in an id, in the other in a value.
            case "bad_nul_byte" -> new Refusal(isOfLabels ? Fault.Code.UNKNOWN_ID : value, null);
            // In the other set that row has too few values, which is seen first.
            case "bad_formula" ->
                    new Refusal(
                            isOfLabels ? Fault.Code.UNKNOWN_ID : Fault.Code.WRONG_COLUMN_COUNT,
                            null);
            case "bad_nan", "bad_empty_value", "bad_text_value", "bad_infinity", "bad_null_word" ->
                    new Refusal(value, Objects.requireNonNull(counted, row::toString));
            case "bad_probability_above_one",
                    "bad_probability_negative",
                    "bad_decimal_comma",
                    "policy_float_labels",
                    "policy_unknown_label" ->
                    new Refusal(value, null);
            case "policy_probabilities_sum_not_one" ->
                    new Refusal(Fault.Code.PROBABILITIES_DO_NOT_SUM, null);
            default -> throw new AssertionError("no code stands for " + row);
        };
    }

    static Solution solution(String path, String metric, Map<String, String> options) {
        try (InputStream in = Files.newInputStream(file(path))) {
            return Solution.read(in, Metric.named(metric, options), Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A solution without its splits. */
    static Solution solutionOfAllRows(String path, String metric) {
        return solutionOf(withoutSplits(path), metric, Map.of());
    }

    /** The text of a solution without the column that says which rows are public. */
    static String withoutSplits(String path) {
        try {
            return Files.readString(file(path)).replaceAll("(?m),(usage|Public|Private)\\r?$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Solution solutionOf(String text, String metric, Map<String, String> options) {
        try {
            return Solution.read(bytes(text), Metric.named(metric, options), Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Verdict score(Solution solution, String path) {
        try (InputStream in = Files.newInputStream(file(path));
                InputStream unpacked = path.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return solution.score(unpacked, Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Verdict scoreText(Solution solution, String text) {
        try {
            return solution.score(bytes(text), Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scored scored(Verdict verdict) {
        if (verdict instanceof Scored scored) {
            return scored;
        }
        throw new AssertionError("was refused: " + verdict);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
