package bootcamp.platform.idempotency;

import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The keys of the last day with the bodies they came with, whatever aggregate they were for.
 *
 * <pre>{@code
 * { "_id": "020417/9a4c…", "body": "77e1…", "at": ISODate, "answer": "{…}", "subject": "5f0c…" }
 * }</pre>
 *
 * <p>{@code _id} begins with the day since 1970, so that what is old is one range of ids: neither a
 * look-up nor the sweep reads anything else. {@code answer} is of what is no command to an
 * aggregate, whose answers stand in its own document. {@code subject} is the id of whom the request
 * is about, where it was found by what may mean somebody else later.
 */
public final class KeyStore {

    private static final Duration KEPT = Duration.ofHours(24);

    private final MongoCollection<Document> keys;
    private final InstantSource clock;

    public KeyStore(MongoDatabase database, InstantSource clock) {
        this.keys = database.getCollection("keys");
        this.clock = clock;
    }

    /**
     * Remembers the key's body, or finds that it is the same as before.
     *
     * @return fails with 422 {@code IDEMPOTENCY_KEY_REUSED} where the body is another
     */
    public Mono<CommandKey> claim(CommandKey key) {
        Instant now = clock.instant();
        return Flux.from(keys.find(Filters.in("_id", id(key, now), id(key, now.minus(KEPT)))))
                .filter(known -> known.getDate("at").toInstant().isAfter(now.minus(KEPT)))
                .next()
                .switchIfEmpty(Mono.defer(() -> remember(key, now)))
                .flatMap(known -> compared(key, known));
    }

    /** What was answered to a key that was claimed before; empty: nothing yet. */
    Mono<String> answer(CommandKey key) {
        return Mono.from(keys.find(present(key, clock.instant())))
                .mapNotNull(known -> known.getString("answer"));
    }

    /** Keeps the answer as long as the key. */
    Mono<Void> keep(CommandKey key, String answer) {
        return Mono.from(
                        keys.updateOne(
                                present(key, clock.instant()), Updates.set("answer", answer)))
                .then();
    }

    /** Whom a key's request is about; empty: nobody has said. */
    public Mono<String> subject(CommandKey key) {
        return Mono.from(keys.find(present(key, clock.instant())))
                .mapNotNull(known -> known.getString("subject"));
    }

    /**
     * Says whom a key's request is about, for as long as the key is kept; to be called before
     * anything is written that the same request must find again.
     *
     * @return who it is: whoever said it first is right
     */
    public Mono<String> isAbout(CommandKey key, String subject) {
        Bson unsaid = Filters.and(present(key, clock.instant()), Filters.eq("subject", null));
        return Mono.from(keys.updateOne(unsaid, Updates.set("subject", subject)))
                .then(Mono.defer(() -> subject(key)))
                .defaultIfEmpty(subject);
    }

    /** Takes back what {@link #isAbout} said, of a subject that has ceased to be. */
    public Mono<Void> isNotAbout(CommandKey key, String subject) {
        Bson said = Filters.and(present(key, clock.instant()), Filters.eq("subject", subject));
        return Mono.from(keys.updateOne(said, Updates.unset("subject"))).then();
    }

    /** The entry of a key that is not a day old. */
    private static Bson present(CommandKey key, Instant now) {
        return Filters.and(
                Filters.in("_id", id(key, now), id(key, now.minus(KEPT))),
                Filters.gt("at", Date.from(now.minus(KEPT))));
    }

    /** Forgets what is older than two days; to be called now and then. */
    public Mono<Long> sweep() {
        String oldest = day(clock.instant().minus(KEPT));
        return Mono.from(keys.deleteMany(Filters.lt("_id", oldest)))
                .map(result -> result.getDeletedCount());
    }

    private Mono<Document> remember(CommandKey key, Instant now) {
        Document entry =
                new Document("_id", id(key, now))
                        .append("body", key.body())
                        .append("at", Date.from(now));
        return Mono.from(keys.insertOne(entry))
                .thenReturn(entry)
                .onErrorResume(DuplicateKey::is, _ -> rememberedOf(key, now));
    }

    private Mono<Document> rememberedOf(CommandKey key, Instant now) {
        return Mono.from(keys.find(Filters.eq("_id", id(key, now))).first());
    }

    private static Mono<CommandKey> compared(CommandKey key, Document known) {
        return key.body().equals(known.getString("body"))
                ? Mono.just(key)
                : Mono.error(new RefusedException(StoreRefusal.IDEMPOTENCY_KEY_REUSED));
    }

    private static String id(CommandKey key, Instant at) {
        return day(at) + key.key();
    }

    private static String day(Instant at) {
        return "%06d/".formatted(Math.floorDiv(at.getEpochSecond(), 86_400));
    }
}
