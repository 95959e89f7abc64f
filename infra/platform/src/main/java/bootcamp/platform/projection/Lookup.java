package bootcamp.platform.projection;

import bootcamp.platform.http.ProblemException;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Looks up what a request refers to in a projection that may not have heard of it yet: somebody
 * creates an aggregate at one service, and a moment later names it at another.
 */
public final class Lookup {

    /**
     * How long a request waits for what may be on its way. What is left of the 3 s that it may take
     * is the feed's, to come to where its topic ends.
     */
    static final Duration PATIENCE = Duration.ofMillis(2_500);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Projection projection;
    private final Mono<Boolean> behind;

    /**
     * @param behind whether the projection's feed does not apply, within 0.5 s, all there is at the
     *     moment of subscription; asked anew at each
     */
    public Lookup(Projection projection, Mono<Boolean> behind) {
        this.projection = projection;
        this.behind = behind;
    }

    /**
     * The aggregate; an unknown one is waited for.
     *
     * @return empty where there is no such aggregate, or it has ended: the caller says 422 {@code
     *     UNKNOWN_…}; fails with 503 {@code NOT_YET_KNOWN} where that can't be told yet
     */
    public Mono<Projected> find(String id) {
        return find(projection.find(id)).filter(found -> !found.removed());
    }

    /**
     * As above, where more than one document says what is wanted.
     *
     * @param look subscribed to until it finds something: empty is what may be on its way
     */
    public <T> Mono<T> find(Mono<T> look) {
        return look.repeatWhenEmpty(tries -> tries.delayElements(PAUSE).take(PATIENCE))
                .switchIfEmpty(Mono.defer(() -> unlessBehind(look)));
    }

    /** Asked first, so that what comes in before the last look is found by it. */
    private <T> Mono<T> unlessBehind(Mono<T> look) {
        return behind.flatMap(
                isBehind ->
                        look.switchIfEmpty(
                                isBehind
                                        ? Mono.error(
                                                ProblemException.notAvailable(
                                                        "NOT_YET_KNOWN", RETRY_AFTER))
                                        : Mono.empty()));
    }
}
