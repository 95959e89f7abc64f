package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionEvent.GpuPoolEdited;
import bootcamp.competition.CompetitionEvent.GpuPoolOpened;
import bootcamp.competition.CompetitionEvent.OfGpuPool;
import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.gpu.GpuPoolCommand.EditPool;
import bootcamp.competition.gpu.GpuPoolCommand.OpenPool;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Named GPUs that teams of some cohorts share. Who has which of them when is decided by its {@link
 * GpuWeek}s.
 *
 * @param plan null: nobody has opened it
 */
public record GpuPool(String poolId, @Nullable GpuPoolPlan plan) {

    public static final AggregateType<GpuPool, GpuPoolCommand, OfGpuPool> TYPE =
            new AggregateType<>(
                    "GpuPool",
                    1,
                    GpuPool.class,
                    Map.of(
                            "GpuPoolOpened", GpuPoolOpened.class,
                            "GpuPoolEdited", GpuPoolEdited.class),
                    GpuPool::initial,
                    GpuPool::decide,
                    GpuPool::evolve,
                    GpuPool::publicState,
                    GpuPool::publicChange,
                    GpuPool::poolId);

    public static GpuPool initial(String poolId) {
        return new GpuPool(poolId, null);
    }

    public Decision<OfGpuPool> decide(GpuPoolCommand command) {
        return switch (command) {
            case OpenPool open -> open(open);
            case EditPool edit -> edit(edit);
        };
    }

    private Decision<OfGpuPool> open(OpenPool open) {
        if (plan != null) {
            return Decision.refuses(GpuRefusal.Now.GPU_POOL_EXISTS);
        }
        return open.plan().flaws().isEmpty()
                ? Decision.yields(new GpuPoolOpened(open.plan(), open.stamp()))
                : Decision.refuses(GpuRefusal.Now.GPU_POOL_UNSOUND);
    }

    private Decision<OfGpuPool> edit(EditPool edit) {
        if (plan == null) {
            return Decision.refuses(GpuRefusal.Now.GPU_POOL_NOT_FOUND);
        }
        if (plan.equals(edit.after())) {
            return Decision.staysQuiet();
        }
        if (!plan.equals(edit.before())) {
            return Decision.refuses(GpuRefusal.Now.PLAN_CHANGED);
        }
        return plan.mayBecome(edit.after()) && edit.after().flaws().isEmpty()
                ? Decision.yields(new GpuPoolEdited(edit.after(), edit.stamp()))
                : Decision.refuses(GpuRefusal.Now.GPU_POOL_UNSOUND);
    }

    public GpuPool evolve(OfGpuPool fact) {
        return switch (fact) {
            case GpuPoolOpened(var opened, var _) -> new GpuPool(poolId, opened);
            case GpuPoolEdited(var edited, var _) -> new GpuPool(poolId, edited);
        };
    }

    /** Of one that somebody has opened. */
    public GpuPoolPlan planned() {
        return Objects.requireNonNull(plan, "nobody has opened this pool");
    }

    // ---- what is published

    /** Nothing of the names. */
    private record PublicState(String poolId, GpuPoolPlan.Public plan) {}

    private record PublicChange(GpuPoolPlan.Public plan, Stamp stamp) {}

    private Object publicState() {
        return new PublicState(poolId, planned().published());
    }

    private static Object publicChange(OfGpuPool fact) {
        return switch (fact) {
            case GpuPoolOpened(var plan, var stamp) -> new PublicChange(plan.published(), stamp);
            case GpuPoolEdited(var plan, var stamp) -> new PublicChange(plan.published(), stamp);
        };
    }
}
