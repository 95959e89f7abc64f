package bootcamp.competition.gpu;

import bootcamp.platform.aggregate.Versioned;
import java.util.List;

/** A pool as its readers see it. */
record GpuPoolView(
        String poolId,
        long version,
        List<String> cohortIds,
        String name,
        List<String> gpus,
        int blockMinutes,
        int quotaHours,
        String timeZone) {

    static GpuPoolView of(Versioned<GpuPool> pool) {
        GpuPoolPlan plan = pool.state().planned();
        return new GpuPoolView(
                pool.id(),
                pool.version(),
                plan.cohortIds(),
                plan.name(),
                plan.gpus(),
                plan.blockMinutes(),
                plan.quotaHours(),
                plan.timeZone());
    }
}
