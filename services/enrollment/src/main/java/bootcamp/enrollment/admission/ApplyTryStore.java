package bootcamp.enrollment.admission;

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
 * Counts applications by cohort and by e-mail, for all processes together (ruling 32): nobody is
 * signed in, and whoever floods a cohort has many addresses.
 *
 * <pre>{@code
 * { "_id": "0000482901/77e1…", "count": 3 }
 * }</pre>
 *
 * <p>{@code _id} begins with the hour since 1970, so that what is old is one range of ids.
 */
final class ApplyTryStore {

    static final int OF_EMAIL_MAX = 10;
    static final int OF_COHORT_MAX = 500;
    private static final Duration SPAN = Duration.ofHours(1);
    private static final int AGAIN_MAX = 5;
    private static final String COUNT = "count";

    private final MongoCollection<Document> tries;
    private final KeyedHash hash;
    private final InstantSource clock;

    ApplyTryStore(MongoDatabase database, KeyedHash hash, InstantSource clock) {
        this.tries = database.getCollection("applicationTries");
        this.hash = hash;
        this.clock = clock;
    }

    /** Counts one; fails with 429 where there were too many this hour. */
    Mono<Void> count(String cohortId, String email) {
        Instant now = clock.instant();
        return count(hash.of("applications by e-mail", cohortId, email), OF_EMAIL_MAX, now)
                .then(
                        Mono.defer(
                                () ->
                                        count(
                                                hash.of("applications", cohortId),
                                                OF_COHORT_MAX,
                                                now)));
    }

    private Mono<Void> count(String what, int max, Instant now) {
        return Mono.from(
                        tries.findOneAndUpdate(
                                eq("_id", span(now) + "/" + what),
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

    /** Forgets the hours that are over; to be called now and then. */
    Mono<Long> sweep() {
        return Mono.from(tries.deleteMany(lt("_id", span(clock.instant()))))
                .map(result -> result.getDeletedCount());
    }

    private static String span(Instant at) {
        return "%010d".formatted(Math.floorDiv(at.getEpochSecond(), SPAN.toSeconds()));
    }

    private static Instant endOfSpan(Instant at) {
        return Instant.ofEpochSecond(
                (Math.floorDiv(at.getEpochSecond(), SPAN.toSeconds()) + 1) * SPAN.toSeconds());
    }
}
