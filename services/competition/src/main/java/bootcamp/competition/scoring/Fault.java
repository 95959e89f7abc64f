package bootcamp.competition.scoring;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a file is refused: the first fault in the order of the file. It never depends on the label of
 * a row, so a refusal tells nothing of what is right.
 *
 * @param row the line in the file, the header being line 1; null: of no line, such as an id that is
 *     missing
 * @param column the name of the column in the solution; null: of the whole row or file
 * @param detail which of the reasons under the code, as the message bundles name it
 * @param parameters of the reason's text; never a value from the submission
 */
public record Fault(
        Code code,
        @Nullable Long row,
        @Nullable String column,
        String detail,
        Map<String, Object> parameters) {

    /** As the public contract has them. */
    public enum Code {
        EMPTY,
        NOT_UTF8,
        HEADER_MISMATCH,
        WRONG_COLUMN_COUNT,
        UNCLOSED_QUOTE,
        DUPLICATE_ID,
        UNKNOWN_ID,
        MISSING_ID,
        NOT_A_LABEL,
        NOT_A_NUMBER,
        PROBABILITIES_DO_NOT_SUM,
        TOO_LARGE
    }

    public Fault {
        parameters = Map.copyOf(parameters);
    }

    /** Of a row. */
    static Fault at(long row, @Nullable String column, Code code, String detail) {
        return new Fault(code, row, column, detail, Map.of());
    }

    static Fault at(
            long row,
            @Nullable String column,
            Code code,
            String detail,
            Map<String, Object> parameters) {
        return new Fault(code, row, column, detail, parameters);
    }

    /** Of the whole file. */
    static Fault of(Code code, String detail, Map<String, Object> parameters) {
        return new Fault(code, null, null, detail, parameters);
    }

    /** The key of the text in the bundle. */
    public String key() {
        return "score." + code + "." + detail;
    }
}
