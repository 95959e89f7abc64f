package bootcamp.platform.aggregate;

import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Writes that hold only for what was read before them. */
public final class Contended {

    private static final int ROUNDS_MAX = 5;

    private Contended() {}

    /**
     * Begins anew where somebody else wrote in between.
     *
     * @param round reads and writes once; empty where what it wrote by was not so any more
     * @return fails with {@link StoreRefusal#CONTENDED} where that was so each time
     */
    public static <T> Mono<T> again(Supplier<Mono<T>> round) {
        return Mono.defer(round)
                .repeatWhenEmpty(rounds -> rounds.take(ROUNDS_MAX))
                .switchIfEmpty(Mono.error(() -> new RefusedException(StoreRefusal.CONTENDED)));
    }
}
