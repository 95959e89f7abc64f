package bootcamp.enrollment.roster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a row of a file is not applied; never a value of that row, since it may be personal.
 *
 * @param row as in {@link RosterRow}
 * @param field the column's name in the public contract, whatever the file calls it; null: the row
 *     as a whole
 * @param code stable, in UPPER_SNAKE; its text is {@code import.row.<code>} in the bundles
 * @param parameters what the text names: numbers of rows, bounds
 */
public record RosterProblem(
        int row, @Nullable String field, String code, Map<String, Object> parameters) {

    public RosterProblem {
        parameters = Map.copyOf(parameters);
    }

    static RosterProblem of(int row, Column column, String code) {
        return new RosterProblem(row, column.field(), code, Map.of());
    }
}
