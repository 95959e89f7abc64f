package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Mono;

/**
 * By which one of several processes works on a document: it holds it for a while, again and again.
 * What a process that ended held is anybody's after that, and so is what failed, after a rest:
 * another process's first, for what hangs in one need not hang in the next.
 *
 * <pre>{@code
 * { …, "until": ISODate, "tries": 2, "heldBy": "77aa…", "failedBy": "0b5e…" }
 * }</pre>
 *
 * @param process that holds by it
 */
record LeaseStore(MongoCollection<Document> documents, String process) {

    /** For which one is held at a time; several times as long as the pause between renewals. */
    static final Duration HELD = Duration.ofSeconds(15);

    /** After the first try that failed; twice as long after each more. */
    static final Duration REST = Duration.ofSeconds(2);

    /** So much longer rests the process that failed; more than the pause between two looks. */
    static final Duration OTHERS_FIRST = Duration.ofSeconds(5);

    private static final Duration REST_MAX = Duration.ofMinutes(5);
    private static final int DOUBLED_MAX = 10;

    private static final String ID = "_id";
    private static final String UNTIL = "until";
    private static final String TRIES = "tries";
    private static final String HELD_BY = "heldBy";
    private static final String FAILED_BY = "failedBy";

    /** As of one that nobody has taken yet. */
    static Document free(Document document, Instant since) {
        return document.append(UNTIL, Date.from(since)).append(TRIES, 0);
    }

    /** What nobody holds, and this process may try. */
    Bson isFree(Instant now) {
        return and(
                lte(UNTIL, Date.from(now)),
                or(ne(FAILED_BY, process), lte(UNTIL, Date.from(now.minus(OTHERS_FIRST)))));
    }

    /**
     * Takes one to work on it.
     *
     * @param where what else has to be so
     * @return as it is then; empty: another holds it, or it is not so
     */
    Mono<Document> take(String id, Bson where, Instant now) {
        return Mono.from(
                documents.findOneAndUpdate(
                        and(eq(ID, id), isFree(now), where),
                        Updates.combine(
                                Updates.set(UNTIL, Date.from(now.plus(HELD))),
                                Updates.set(HELD_BY, process),
                                Updates.inc(TRIES, 1)),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    /** Goes on holding those that are at work here, unless another has taken them over. */
    Mono<Void> hold(Collection<String> ids, Instant now) {
        return ids.isEmpty()
                ? Mono.empty()
                : Mono.from(
                                documents.updateMany(
                                        and(in(ID, ids), eq(HELD_BY, process)),
                                        Updates.set(UNTIL, Date.from(now.plus(HELD)))))
                        .then();
    }

    /**
     * Lets go of one that failed, for anybody to try again after a rest; of one that another has
     * taken over meanwhile nothing changes.
     *
     * @param tries so far, from 1
     */
    Mono<Void> rest(String id, int tries, Instant now) {
        return Mono.from(
                        documents.updateOne(
                                and(eq(ID, id), eq(HELD_BY, process)),
                                Updates.combine(
                                        Updates.set(UNTIL, Date.from(now.plus(restAfter(tries)))),
                                        Updates.unset(HELD_BY),
                                        Updates.set(FAILED_BY, process))))
                .then();
    }

    /** How long nobody tries what failed so often. */
    static Duration restAfter(int tries) {
        Duration rest = REST.multipliedBy(1L << Math.min(tries - 1, DOUBLED_MAX));
        return rest.compareTo(REST_MAX) > 0 ? REST_MAX : rest;
    }
}
