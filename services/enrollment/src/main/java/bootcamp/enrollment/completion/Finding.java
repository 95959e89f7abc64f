package bootcamp.enrollment.completion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one requirement comes to for one student by now.
 *
 * @param value a share from 0 to 1, the number of competitions submitted to, or the median; null:
 *     there was no occasion, and of a group
 * @param threshold in the unit of {@code value}; null of a group
 * @param passes by what is known now
 * @param occasion false: nothing was there to do yet, so it passes
 * @param outOfReach whatever the student does now, it fails
 * @param left of a rate of attendance the days that can still be missed, negative: too many were;
 *     of competitions those that are still open and not submitted to; else null
 * @param members of a group; else empty
 */
public record Finding(
        Kind kind,
        @Nullable Double value,
        @Nullable Double threshold,
        boolean passes,
        boolean occasion,
        boolean outOfReach,
        @Nullable Integer left,
        List<Finding> members) {

    /** What is asked for. */
    public enum Kind {
        ATTENDANCE_RATE,
        TEAM_ACTIVITY_SHARE,
        COMPETITION_SUBMISSION,
        PEER_CONTRIBUTION_MEDIAN,
        ANY_OF,
        ALL_OF
    }

    public Finding {
        members = List.copyOf(members);
    }

    static Finding judged(
            Kind kind,
            double value,
            double threshold,
            boolean passes,
            boolean outOfReach,
            @Nullable Integer left) {
        return new Finding(kind, value, threshold, passes, true, outOfReach, left, List.of());
    }

    static Finding noOccasion(Kind kind, @Nullable Double threshold, @Nullable Integer left) {
        return new Finding(kind, null, threshold, true, false, false, left, List.of());
    }

    /** Passes with one that had an occasion, or where none had. */
    static Finding anyOf(List<Finding> members) {
        List<Finding> deciding = members.stream().filter(Finding::occasion).toList();
        return group(
                Kind.ANY_OF,
                members,
                deciding.isEmpty() || deciding.stream().anyMatch(Finding::passes),
                members.stream().allMatch(Finding::outOfReach));
    }

    static Finding allOf(List<Finding> members) {
        return group(
                Kind.ALL_OF,
                members,
                members.stream().allMatch(Finding::passes),
                members.stream().anyMatch(Finding::outOfReach));
    }

    private static Finding group(
            Kind kind, List<Finding> members, boolean passes, boolean outOfReach) {
        boolean occasion = members.stream().anyMatch(Finding::occasion);
        return new Finding(kind, null, null, passes, occasion, outOfReach, null, members);
    }
}
