package bootcamp.enrollment.roster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some hundred rows of an import, and what is known of applying them.
 *
 * @param rows empty once they are not needed any more
 * @param plan how things stood before the first of these rows was applied; null: none was yet. It
 *     is written before anything is changed, so that after a crash it can be told what this import
 *     has changed and what was so before
 * @param changes what an undo takes back; null: not all rows are applied
 */
record RosterPiece(
        int index,
        List<RosterRow> rows,
        @Nullable List<Planned> plan,
        @Nullable List<Change> changes) {

    /** Somebody whom a row meant, as they were known when it was judged. */
    record Meant(int row, String studentId) {}

    /**
     * @param studentId null: somebody who was not known
     * @param version of the enrollment; 0: there was none
     * @param before null: there was none
     * @param personChanges whether the row says something new about who the person is
     */
    record Planned(
            int row,
            @Nullable String studentId,
            long version,
            @Nullable Standing before,
            boolean personChanges) {}

    /**
     * @param version of the enrollment after the row was applied
     * @param before null: there was no enrollment
     */
    record Change(
            int row,
            String studentId,
            String enrollmentId,
            long version,
            @Nullable Standing before,
            boolean personChanged) {}
}
