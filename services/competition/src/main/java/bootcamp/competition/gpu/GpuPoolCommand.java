package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionEvent.Stamp;

/** What can be asked of a pool. */
public sealed interface GpuPoolCommand {

    record OpenPool(GpuPoolPlan plan, Stamp stamp) implements GpuPoolCommand {}

    /**
     * @param before as it was when the edit was made of it
     */
    record EditPool(GpuPoolPlan before, GpuPoolPlan after, Stamp stamp) implements GpuPoolCommand {}
}
