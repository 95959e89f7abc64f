package bootcamp.platform.security;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bson.Document;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Counts tries in spans of time, for all processes together (ruling 32).
 *
 * <pre>{@code
 * { "_id": "0002976411/77e1…", "count": 3 }
 * }</pre>
 *
 * <p>{@code _id} begins with the number of the span since 1970, so that what is old is one range of
 * ids. A try is counted before it is looked at, so those at the same moment cannot slip by.
 */
public final class TryCounts {

    private static final int AGAIN_MAX = 5;
    private static final String COUNT = "count";

    private final MongoCollection<Document> counts;
    private final Duration span;
    private final InstantSource clock;

    /**
     * @param counts a collection of nothing else
     * @param span in which no more than the most are allowed; whole seconds
     */
    public TryCounts(MongoCollection<Document> counts, Duration span, InstantSource clock) {
        this.counts = counts;
        this.span = span;
        this.clock = clock;
    }

    /**
     * Counts one; fails with 429, and when to come again, where there were too many.
     *
     * @param what is tried, by a keyed hash where that names somebody
     * @param max in one span, at least 1
     */
    public Mono<Void> count(String what, int max) {
        Instant now = clock.instant();
        return Mono.from(
                        counts.findOneAndUpdate(
                                eq("_id", id(what, now)),
                                Updates.inc(COUNT, 1),
                                new FindOneAndUpdateOptions()
                                        .upsert(true)
                                        .returnDocument(ReturnDocument.AFTER)))
                .retryWhen(Retry.max(AGAIN_MAX).filter(DuplicateKey::is))
                .doOnNext(
                        after -> {
                            if (after.getInteger(COUNT, 0) > max) {
                                throw RateLimits.tooMany(Duration.between(now, endOfSpan(now)));
                            }
                        })
                .then();
    }

    /** One that was counted is none; where its span is over there is nothing to do. */
    public Mono<Void> takeBack(String what) {
        return Mono.from(
                        counts.updateOne(
                                eq("_id", id(what, clock.instant())), Updates.inc(COUNT, -1)))
                .then();
    }

    /** Forgets the spans that are over but the last; to be called now and then. */
    public Mono<Long> sweep() {
        return Mono.from(counts.deleteMany(lt("_id", number(clock.instant().minus(span)))))
                .map(result -> result.getDeletedCount());
    }

    private String id(String what, Instant now) {
        return number(now) + "/" + what;
    }

    private long index(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), span.toSeconds());
    }

    private String number(Instant at) {
        return "%010d".formatted(index(at));
    }

    private Instant endOfSpan(Instant at) {
        return Instant.ofEpochSecond((index(at) + 1) * span.toSeconds());
    }
}
