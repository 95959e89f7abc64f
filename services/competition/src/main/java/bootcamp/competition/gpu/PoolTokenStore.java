package bootcamp.competition.gpu;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import bootcamp.competition.gpu.PoolToken.OfPool;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/**
 * A token for each pool, and what became of those before it: who made, replaced and withdrew which
 * and when. Whoever reads the database can ask nothing with it: of the secret only a keyed hash is
 * kept.
 *
 * <pre>{@code
 * { "_id": "5f0c…", "edition": 3, "seal": "9b1e…", "present": { "id": "77aa…", "madeAt": ISODate,
 *   "madeBy": "maple" }, "past": [ { …, "endedAt": ISODate, "endedBy": "oak" } ] }
 * }</pre>
 */
final class PoolTokenStore {

    /** So many that are good no more are remembered. */
    static final int PAST_MAX = 20;

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{96}");
    private static final int ID_DIGITS = 32;
    private static final int TRIES_MAX = 20;
    private static final ReplaceOptions OR_INSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<Document> tokens;
    private final KeyedHash hash;

    PoolTokenStore(MongoDatabase database, KeyedHash hash) {
        this.tokens =
                database.getCollection("gpuPoolTokens")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.hash = hash;
    }

    /** What a script sends: the id and the secret. */
    static String token(PoolToken token, String secret) {
        return token.tokenId() + secret;
    }

    /**
     * Makes a token good, and the one before it good no more; one of the same id is there already
     * where the same request came before.
     *
     * @param token its id is 32 hexadecimal digits
     * @param secret 64 hexadecimal digits
     * @return the one that is there; fails with 409 where that one is good no more
     */
    Mono<PoolToken> make(String poolId, PoolToken token, String secret) {
        return changing(
                        poolId,
                        stored -> {
                            OfPool there = read(stored);
                            PoolToken present = there.present();
                            if (present != null && present.tokenId().equals(token.tokenId())) {
                                return null;
                            }
                            if (there.past().stream()
                                    .anyMatch(each -> each.tokenId().equals(token.tokenId()))) {
                                throw ProblemException.of(
                                        HttpStatus.CONFLICT, "GPU_TOKEN_WITHDRAWN");
                            }
                            return written(token, past(there, token.madeAt(), token.madeBy()))
                                    .append("seal", seal(poolId, token.tokenId(), secret));
                        })
                .map(found -> Objects.requireNonNull(found.present(), "it was made just now"));
    }

    /** From now on it is no word any more; where there is none nothing is done. */
    Mono<Void> withdraw(String poolId, Instant at, String by) {
        return changing(
                        poolId,
                        stored -> {
                            OfPool there = read(stored);
                            return there.present() == null
                                    ? null
                                    : written(null, past(there, at, by));
                        })
                .then();
    }

    Mono<OfPool> of(String poolId) {
        return found(poolId).map(PoolTokenStore::read);
    }

    /** Whether it is the pool's, and good. */
    Mono<Boolean> opens(String poolId, @Nullable String token) {
        if (token == null || !TOKEN.matcher(token).matches()) {
            return Mono.just(false);
        }
        String seal = seal(poolId, token.substring(0, ID_DIGITS), token.substring(ID_DIGITS));
        return found(poolId)
                .map(
                        stored ->
                                stored.getString("seal") instanceof String kept
                                        && KeyedHash.same(kept, seal));
    }

    private String seal(String poolId, String tokenId, String secret) {
        return hash.of("gpu pool token", poolId, tokenId, secret);
    }

    // ---- the document

    private interface Change {
        /** Null: nothing is to be changed. */
        @Nullable Document of(Document stored);
    }

    /** An edition is written in the place of the one before it, once. */
    private Mono<OfPool> changing(String poolId, Change change) {
        return Mono.defer(() -> found(poolId))
                .flatMap(
                        stored -> {
                            Document next = change.of(stored);
                            return next == null
                                    ? Mono.just(read(stored))
                                    : replace(poolId, stored.getInteger("edition", 0), next)
                                            .map(_ -> read(next));
                        })
                .repeatWhenEmpty(TRIES_MAX, again -> again)
                .onErrorMap(
                        IllegalStateException.class,
                        _ -> ProblemException.notAvailable("NOT_AVAILABLE", Duration.ofSeconds(1)));
    }

    /** Empty: somebody else wrote at the same time. */
    private Mono<Boolean> replace(String poolId, int edition, Document next) {
        next.append("edition", edition + 1);
        return (edition == 0
                        ? Mono.from(
                                        tokens.replaceOne(
                                                and(eq("_id", poolId), eq("edition", 0)),
                                                next,
                                                OR_INSERT))
                                .thenReturn(true)
                        : Mono.from(
                                        tokens.replaceOne(
                                                and(eq("_id", poolId), eq("edition", edition)),
                                                next))
                                .map(result -> result.getMatchedCount() == 1))
                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false))
                .filter(done -> done);
    }

    private Mono<Document> found(String poolId) {
        return Mono.from(tokens.find(eq("_id", poolId)).first())
                .defaultIfEmpty(new Document("_id", poolId));
    }

    private static List<PoolToken> past(OfPool there, Instant at, String by) {
        List<PoolToken> past = new ArrayList<>(there.past());
        if (there.present() != null) {
            past.addFirst(there.present().ended(at, by));
        }
        return past.subList(0, Math.min(past.size(), PAST_MAX));
    }

    private static Document written(@Nullable PoolToken present, List<PoolToken> past) {
        Document written =
                new Document("past", past.stream().map(PoolTokenStore::written).toList());
        return present == null ? written : written.append("present", written(present));
    }

    private static Document written(PoolToken token) {
        Document written =
                new Document("id", token.tokenId())
                        .append("madeAt", Date.from(token.madeAt()))
                        .append("madeBy", token.madeBy());
        return token.endedAt() == null
                ? written
                : written.append("endedAt", Date.from(token.endedAt()))
                        .append("endedBy", token.endedBy());
    }

    private static OfPool read(Document stored) {
        Document present = stored.get("present", Document.class);
        return new OfPool(
                present == null ? null : token(present),
                stored.getList("past", Document.class, List.of()).stream()
                        .map(PoolTokenStore::token)
                        .toList());
    }

    private static PoolToken token(Document written) {
        Date ended = written.getDate("endedAt");
        return new PoolToken(
                written.getString("id"),
                written.getDate("madeAt").toInstant(),
                written.getString("madeBy"),
                ended == null ? null : ended.toInstant(),
                written.getString("endedBy"));
    }
}
