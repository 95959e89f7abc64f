package bootcamp.gateway.signin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.security.RateLimits;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;
import org.bson.Document;
import reactor.core.publisher.Mono;

/**
 * Counts attempts to sign in to an account, whether it exists or not, for all gateways together.
 *
 * <pre>{@code
 * { "_id": "019800/77e1…", "failures": 6, "until": ISODate }
 * }</pre>
 *
 * <p>An attempt is counted as failed before the password is looked at, in one update guarded by the
 * count, so attempts at the same time cannot slip by; success takes the count away. The first ten
 * are free, then each has to wait, twice as long each time, at most a quarter of an hour. Counts
 * are by day of UTC.
 */
final class AttemptStore {

    static final int FREE = 10;
    private static final Duration WAIT_MAX = Duration.ofMinutes(15);
    private static final int TRIES_MAX = 20;

    private final MongoCollection<Document> attempts;
    private final KeyedHash hash;
    private final InstantSource clock;

    AttemptStore(MongoDatabase database, KeyedHash hash, InstantSource clock) {
        this.attempts = database.getCollection("attempts");
        this.hash = hash;
        this.clock = clock;
    }

    /** Counts an attempt; fails with 429 where it comes too early. */
    Mono<Void> count(String username) {
        return Mono.defer(() -> attempt(id(username), clock.instant()))
                .repeatWhenEmpty(TRIES_MAX, again -> again)
                .onErrorMap(
                        IllegalStateException.class, _ -> RateLimits.tooMany(Duration.ofSeconds(1)))
                .then();
    }

    /** The password was right. */
    Mono<Void> clear(String username) {
        return Mono.from(attempts.deleteOne(eq("_id", id(username)))).then();
    }

    Mono<Long> sweep() {
        String today = day(clock.instant());
        return Mono.from(attempts.deleteMany(lt("_id", today)))
                .map(result -> result.getDeletedCount());
    }

    /** True: counted. Empty: somebody else counted at the same time. */
    private Mono<Boolean> attempt(String id, Instant now) {
        return Mono.from(attempts.find(eq("_id", id)).first())
                .flatMap(known -> next(known, now))
                .switchIfEmpty(Mono.defer(() -> first(id, now)))
                .filter(counted -> counted);
    }

    private Mono<Boolean> first(String id, Instant now) {
        return Mono.from(
                        attempts.insertOne(
                                new Document("_id", id)
                                        .append("failures", 1)
                                        .append("until", Date.from(now))))
                .thenReturn(true)
                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false));
    }

    private Mono<Boolean> next(Document known, Instant now) {
        Instant until = known.getDate("until").toInstant();
        if (now.isBefore(until)) {
            return Mono.error(RateLimits.tooMany(Duration.between(now, until)));
        }
        int failures = Objects.requireNonNull(known.getInteger("failures"));
        Document counted =
                new Document("failures", failures + 1)
                        .append("until", Date.from(now.plus(waitAfter(failures + 1))));
        return Mono.from(
                        attempts.updateOne(
                                new Document("_id", known.getString("_id"))
                                        .append("failures", failures),
                                new Document("$set", counted)))
                .map(result -> result.getMatchedCount() == 1);
    }

    static Duration waitAfter(int failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(failures - FREE, 20));
        return wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX;
    }

    private String id(String username) {
        return day(clock.instant()) + "/" + hash.of("attempts", username);
    }

    private static String day(Instant at) {
        return "%06d".formatted(Math.floorDiv(at.getEpochSecond(), 86_400));
    }
}
