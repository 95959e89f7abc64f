package bootcamp.curriculum.imports;

import bootcamp.curriculum.attendance.IntakeDesk.Row;
import java.util.List;

/**
 * What enrollment asks to have done with a piece of an import.
 *
 * @param id of the piece
 * @param version of the piece that asks for it
 * @param by name of the account that began the import
 * @param rows empty for a step that needs none
 */
record ImportRequest(
        String id, long version, String cohortId, Step step, String by, List<Row> rows) {

    ImportRequest {
        rows = List.copyOf(rows);
    }
}
