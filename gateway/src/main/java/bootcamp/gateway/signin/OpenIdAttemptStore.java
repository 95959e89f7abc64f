package bootcamp.gateway.signin;

import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Attempts to sign in by an issuer. One that is open is kept nowhere: its secret is in the
 * browser's cookie, all else follows from it. One that came back is noted, so that it comes back
 * once.
 *
 * <pre>{@code
 * { "_id": "1722416400/5e88…" }
 * }</pre>
 *
 * <p>{@code _id} begins with the second of the end, so that sweeping is one range of ids.
 */
final class OpenIdAttemptStore {

    static final Duration LIFE = Duration.ofMinutes(10);

    private static final Pattern SECRET = Pattern.compile("\\d{10}[0-9a-f]{64}");
    private static final int END_DIGITS = 10;

    private final MongoCollection<Document> spent;
    private final KeyedHash hash;
    private final IdSource ids;
    private final InstantSource clock;

    OpenIdAttemptStore(MongoDatabase database, KeyedHash hash, IdSource ids, InstantSource clock) {
        this.spent = database.getCollection("openIdAttempts");
        this.hash = hash;
        this.ids = ids;
        this.clock = clock;
    }

    OpenIdAttempt begin() {
        return attempt(second(clock.instant().plus(LIFE)) + ids.next() + ids.next());
    }

    /**
     * The attempt that comes back; empty if there is none, it is another one's, too late, or came
     * back before. A secret that was made up has a state that nobody can know.
     */
    Mono<OpenIdAttempt> spend(@Nullable String secret, String state) {
        if (secret == null || !SECRET.matcher(secret).matches()) {
            return Mono.empty();
        }
        OpenIdAttempt attempt = attempt(secret);
        String end = secret.substring(0, END_DIGITS);
        if (!KeyedHash.same(attempt.state(), state)
                || end.compareTo(second(clock.instant())) <= 0) {
            return Mono.empty();
        }
        String id = end + "/" + hash.of("attempt by issuer", secret);
        return Mono.from(spent.insertOne(new Document("_id", id)))
                .map(_ -> attempt)
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /** Forgets what is too late by itself. */
    Mono<Long> sweep() {
        return Mono.from(spent.deleteMany(lt("_id", second(clock.instant()))))
                .map(result -> result.getDeletedCount());
    }

    private OpenIdAttempt attempt(String secret) {
        return new OpenIdAttempt(
                secret,
                hash.of("state for issuer", secret),
                hash.of("nonce for issuer", secret),
                hash.of("verifier for issuer", secret));
    }

    private static String second(Instant at) {
        return "%010d".formatted(at.getEpochSecond());
    }
}
