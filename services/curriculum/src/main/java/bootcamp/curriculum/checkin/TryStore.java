package bootcamp.curriculum.checkin;

import bootcamp.platform.security.TryCounts;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/**
 * Counts the codes that each student tries. One that was right is taken from the count again.
 * {@value #TRIES_MAX} in ten minutes are a chance of 2 in 100,000 to guess one.
 */
public final class TryStore {

    static final int TRIES_MAX = 10;
    private static final Duration SPAN = Duration.ofMinutes(10);

    private final TryCounts counts;
    private final KeyedHash hash;

    public TryStore(MongoDatabase database, KeyedHash hash, InstantSource clock) {
        this.counts = new TryCounts(database.getCollection("checkInTries"), SPAN, clock);
        this.hash = hash;
    }

    /** Counts one; fails with 429 where there were too many. */
    Mono<Void> count(String cohortId, String studentId) {
        return counts.count(what(cohortId, studentId), TRIES_MAX);
    }

    /** It was right: not counted. */
    Mono<Void> forget(String cohortId, String studentId) {
        return counts.takeBack(what(cohortId, studentId));
    }

    /** To be called now and then. */
    public Mono<Long> sweep() {
        return counts.sweep();
    }

    private String what(String cohortId, String studentId) {
        return hash.of("check-in tries", cohortId, studentId);
    }
}
