package bootcamp.gateway.feed;

import java.util.List;
import java.util.Set;

/**
 * How far somebody came who applied.
 *
 * @param wasSelected was selected, whatever came after; whoever was enrolled was
 * @param wasEnrolled was enrolled, whatever came after
 * @param status as it is now
 */
public record Applicant(boolean wasSelected, boolean wasEnrolled, String status) {

    private static final Set<String> BEFORE = Set.of("APPLIED", "SELECTED", "WAITING", "REJECTED");

    /**
     * @param statuses all that were ever true of the enrollment
     */
    static Applicant of(String status, List<String> statuses) {
        boolean enrolled = !BEFORE.contains(status);
        return new Applicant(
                enrolled || status.equals("SELECTED") || statuses.contains("SELECTED"),
                enrolled,
                status);
    }
}
