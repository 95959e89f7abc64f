package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be asked of a session. */
public sealed interface SessionCommand {

    /**
     * @param claimedAt names the claim on the time that it takes; null: it takes nobody's
     */
    record PlanSession(String cohortId, SessionPlan plan, @Nullable Instant claimedAt, Stamp stamp)
            implements SessionCommand {}

    /**
     * @param before on which the edit was made: refused where that is not the plan any more
     * @param claimedAt names the claim on the time that it takes beside what it has; null: none
     */
    record EditSession(
            SessionPlan before, SessionPlan after, @Nullable Instant claimedAt, Stamp stamp)
            implements SessionCommand {}

    record CancelSession(Stamp stamp) implements SessionCommand {}

    /**
     * No claim that was made up to then can be used any more.
     *
     * @param cohortId of which a session was to be planned
     */
    record LapseClaims(String cohortId, Instant upTo) implements SessionCommand {}
}
