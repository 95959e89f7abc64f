package bootcamp.competition.gpu;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script of a pool's cluster says that it is, as it is kept: without the secret.
 *
 * @param madeAt to the millisecond; so {@code endedAt}
 * @param madeBy name of the account; so {@code endedBy}
 * @param endedAt when another took its place or it was withdrawn; null: it is good
 * @param endedBy null: it is good
 */
record PoolToken(
        String tokenId,
        Instant madeAt,
        String madeBy,
        @Nullable Instant endedAt,
        @Nullable String endedBy) {

    static PoolToken made(String tokenId, Instant at, String by) {
        return new PoolToken(tokenId, at, by, null, null);
    }

    PoolToken ended(Instant at, String by) {
        return new PoolToken(tokenId, madeAt, madeBy, at, by);
    }

    /**
     * Those of a pool.
     *
     * @param present null: there is none that is good
     * @param past the latest first, at most {@link PoolTokenStore#PAST_MAX}
     */
    record OfPool(@Nullable PoolToken present, List<PoolToken> past) {

        static final OfPool NONE = new OfPool(null, List.of());

        OfPool {
            past = List.copyOf(past);
        }
    }
}
