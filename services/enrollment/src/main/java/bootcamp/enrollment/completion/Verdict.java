package bootcamp.enrollment.completion;

import java.util.List;

/**
 * What a policy says of one student by now.
 *
 * @param passes all findings do
 * @param requirements in the order of the policy
 */
public record Verdict(boolean passes, List<Finding> requirements) {

    public Verdict {
        requirements = List.copyOf(requirements);
    }
}
