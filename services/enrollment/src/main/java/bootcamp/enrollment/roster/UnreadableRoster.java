package bootcamp.enrollment.roster;

import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import java.util.Map;

/**
 * Why a file as a whole is not a roster; nothing of it was applied.
 *
 * <p>Codes: EMPTY_FILE, FILE_TOO_LARGE, UNKNOWN_ENCODING, LINE_TOO_LONG, TOO_MANY_ROWS,
 * TOO_MANY_COLUMNS, MISSING_COLUMN, DUPLICATE_COLUMN, UNCLOSED_QUOTE, BAD_QUOTE, NOT_A_SPREADSHEET,
 * UNPACKED_TOO_LARGE.
 */
public record UnreadableRoster(String code, Map<String, Object> parameters) implements Refusal {

    public UnreadableRoster {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public Kind kind() {
        return Kind.NOT_ALLOWED;
    }

    static RefusedException because(String code) {
        return new RefusedException(new UnreadableRoster(code, Map.of()));
    }

    static RefusedException because(String code, String parameter, Object value) {
        return new RefusedException(new UnreadableRoster(code, Map.of(parameter, value)));
    }
}
