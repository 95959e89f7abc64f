package bootcamp.platform.aggregate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the answers to the commands of one aggregate type: {@code ACCEPTED}, {@code REPEATED} from
 * the memory of a key, {@code FAILED}, or the code of the refusal. Until it is bound to a registry
 * it counts nothing.
 */
final class CommandCounts implements MeterBinder {

    private final String aggregate;
    private volatile @Nullable MeterRegistry meters;

    CommandCounts(String aggregate) {
        this.aggregate = aggregate;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = registry;
    }

    void answered(Waiting.Reply<?, ?> reply) {
        count(reply instanceof Waiting.Reply.Fresh ? "ACCEPTED" : "REPEATED");
    }

    void failed(Throwable error) {
        count(error instanceof RefusedException refused ? refused.refusal().code() : "FAILED");
    }

    /**
     * @param refusal null: accepted
     */
    void settled(@Nullable Refusal refusal) {
        count(refusal == null ? "ACCEPTED" : refusal.code());
    }

    private void count(String outcome) {
        MeterRegistry counting = meters;
        if (counting != null) {
            counting.counter("bootcamp.commands", "aggregate", aggregate, "outcome", outcome)
                    .increment();
        }
    }
}
