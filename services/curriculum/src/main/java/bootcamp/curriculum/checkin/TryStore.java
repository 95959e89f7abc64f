package bootcamp.curriculum.checkin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.security.RateLimits;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bson.Document;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Counts the codes that each student tries, for all processes together (ruling 32).
 *
 * <pre>{@code
 * { "_id": "0002976411/77e1…", "tries": 3 }
 * }</pre>
 *
 * <p>{@code _id} begins with the time in spans of ten minutes since 1970, so that what is old is
 * one range of ids. A try is counted before the code is looked at, so those at the same moment
 * cannot slip by, and one that was right is taken from the count again. {@value #TRIES_MAX} a span
 * are a chance of 2 in 100,000 to guess one.
 */
public final class TryStore {

    static final int TRIES_MAX = 10;
    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final int AGAIN_MAX = 5;
    private static final String TRIES = "tries";

    private final MongoCollection<Document> tries;
    private final KeyedHash hash;
    private final InstantSource clock;

    public TryStore(MongoDatabase database, KeyedHash hash, InstantSource clock) {
        this.tries = database.getCollection("checkInTries");
        this.hash = hash;
        this.clock = clock;
    }

    /** Counts one; fails with 429 where there were too many. */
    Mono<Void> count(String cohortId, String studentId) {
        Instant now = clock.instant();
        return add(id(cohortId, studentId, now), 1)
                .retryWhen(Retry.max(AGAIN_MAX).filter(DuplicateKey::is))
                .doOnNext(
                        count -> {
                            if (count > TRIES_MAX) {
                                throw RateLimits.tooMany(Duration.between(now, endOfSpan(now)));
                            }
                        })
                .then();
    }

    /** It was right: not counted. */
    Mono<Void> forget(String cohortId, String studentId) {
        return add(id(cohortId, studentId, clock.instant()), -1).then();
    }

    /** Forgets the spans that are over; to be called now and then. */
    public Mono<Long> sweep() {
        return Mono.from(tries.deleteMany(lt("_id", span(clock.instant().minus(SPAN)))))
                .map(result -> result.getDeletedCount());
    }

    private Mono<Integer> add(String id, int count) {
        return Mono.from(
                        tries.findOneAndUpdate(
                                eq("_id", id),
                                Updates.inc(TRIES, count),
                                new FindOneAndUpdateOptions()
                                        .upsert(true)
                                        .returnDocument(ReturnDocument.AFTER)))
                .map(after -> after.getInteger(TRIES, 0));
    }

    private String id(String cohortId, String studentId, Instant now) {
        return span(now) + "/" + hash.of("check-in tries", cohortId, studentId);
    }

    private static String span(Instant at) {
        return "%010d".formatted(Math.floorDiv(at.getEpochSecond(), SPAN.toSeconds()));
    }

    private static Instant endOfSpan(Instant at) {
        return Instant.ofEpochSecond(
                (Math.floorDiv(at.getEpochSecond(), SPAN.toSeconds()) + 1) * SPAN.toSeconds());
    }
}
