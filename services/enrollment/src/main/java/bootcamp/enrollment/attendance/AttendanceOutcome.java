package bootcamp.enrollment.attendance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of the newest step of a piece that the curriculum has carried out.
 *
 * @param request version of the {@link AttendanceImport} that asked for it
 * @param added rows of students who had no marks on the day
 * @param changed rows of students who had others
 * @param unchanged rows that say what is so already
 * @param rejected rows that were not entered
 * @param restored rows that were taken back
 * @param kept rows that were left as they are, since somebody touched them later
 * @param problems of those that were rejected or kept
 */
public record AttendanceOutcome(
        long request,
        int added,
        int changed,
        int unchanged,
        int rejected,
        int restored,
        int kept,
        List<Problem> problems) {

    public AttendanceOutcome {
        problems = List.copyOf(problems);
    }

    /**
     * @param field column of the contract; null: the row as a whole
     * @param code stable
     */
    public record Problem(int row, @Nullable String field, String code) {}
}
