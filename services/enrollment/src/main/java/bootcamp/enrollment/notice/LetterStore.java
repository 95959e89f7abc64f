package bootcamp.enrollment.notice;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Mono;

/**
 * Which letters were sent, or are on their way, while they say something: the same one asked for
 * again, here or at another process, is not sent again. Neither whom they went to nor their links
 * can be read from it.
 *
 * <pre>{@code
 * { "_id": "020417/9a4c…", "sent": false, "until": ISODate }
 * }</pre>
 *
 * <p>{@code _id} begins with the day since 1970 on which the letter is good for nothing, so that
 * sweeping is one range of ids. Who began to send and was not heard of {@code until} then has died.
 */
final class LetterStore {

    /** Half of what a batch waits, so that who waits for one who died still sends in time. */
    private static final Duration LEASE = Letters.BATCH_LIFE.dividedBy(2);

    private static final long DAY_SECONDS = 86_400;
    private static final String SENT = "sent";
    private static final String UNTIL = "until";

    private final MongoCollection<Document> letters;
    private final KeyedHash hash;
    private final InstantSource clock;

    /** Who may send a letter. */
    enum Claim {
        OURS,
        ANOTHERS,
        /** Nobody: it was sent. */
        SENT
    }

    LetterStore(MongoDatabase database, KeyedHash hash, InstantSource clock) {
        this.letters = database.getCollection("letters");
        this.hash = hash;
        this.clock = clock;
    }

    /** Where it is ours, {@link #sent} or {@link #notSent} has to be said of it. */
    Mono<Claim> claim(Posted letter) {
        Instant now = clock.instant();
        Bson free = and(eq("_id", id(letter)), eq(SENT, false), lte(UNTIL, Date.from(now)));
        return Mono.from(
                        letters.updateOne(
                                free,
                                Updates.set(UNTIL, Date.from(now.plus(LEASE))),
                                new UpdateOptions().upsert(true)))
                .thenReturn(Claim.OURS)
                .onErrorResume(DuplicateKey::is, _ -> present(letter));
    }

    private Mono<Claim> present(Posted letter) {
        return Mono.from(letters.find(eq("_id", id(letter))).first())
                .map(known -> known.getBoolean(SENT, false) ? Claim.SENT : Claim.ANOTHERS)
                .defaultIfEmpty(Claim.ANOTHERS);
    }

    Mono<Void> sent(Posted letter) {
        return Mono.from(letters.updateOne(eq("_id", id(letter)), Updates.set(SENT, true))).then();
    }

    Mono<Void> notSent(Posted letter) {
        return Mono.from(letters.deleteOne(and(eq("_id", id(letter)), eq(SENT, false)))).then();
    }

    /** Whether it was sent, and its day is not over. */
    Mono<Boolean> isSent(Posted letter) {
        return present(letter).map(claim -> claim == Claim.SENT);
    }

    /** Forgets letters that are good for nothing since before today; to be called now and then. */
    Mono<Long> sweep() {
        return Mono.from(letters.deleteMany(lt("_id", day(clock.instant()))))
                .map(result -> result.getDeletedCount());
    }

    private String id(Posted letter) {
        return day(letter.validUntil()) + hash.of("letter", letter.studentId(), letter.secret());
    }

    private static String day(Instant at) {
        return "%06d/".formatted(Math.floorDiv(at.getEpochSecond(), DAY_SECONDS));
    }
}
