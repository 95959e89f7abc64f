package bootcamp.enrollment.cohort;

import java.util.List;
import reactor.core.publisher.Mono;

/** What the closing of a cohort, and its reopening, means for those who have a seat. */
public interface Closing {

    /**
     * A student's verdict.
     *
     * @param policyVersion of the completion policy; 0: the default
     * @param byException completes though the policy was not met
     */
    record Given(
            String enrollmentId,
            String studentId,
            boolean completed,
            int policyVersion,
            boolean byException) {}

    /**
     * Gives everybody a verdict, or sets it aside, where that is still to be done; can be done
     * again and by several at once.
     */
    Mono<Void> settle(Cohort cohort);

    /** Of a cohort that is closed, ascending by student; of an open one none. */
    Mono<List<Given>> given(Cohort cohort);
}
