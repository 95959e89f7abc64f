package bootcamp.enrollment.cohort;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Map;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What admins wrote of a cohort: words, so they lie with what is personal and are in no event,
 * which names them by id.
 *
 * <pre>{@code
 * { "_id": "ai-lab-4/9f3a…", "text": "…" }
 * }</pre>
 *
 * <p>Written before the cohort says it; the id is made from what is said, so writing it again finds
 * it. One that no cohort names is shown to nobody.
 */
public final class CohortRemarkStore {

    private static final int ID_CHARS = 32;
    private static final String TEXT = "text";

    private final MongoCollection<Document> remarks;
    private final KeyedHash hash;

    /**
     * @param people the database of what is personal
     */
    public CohortRemarkStore(MongoDatabase people, KeyedHash hash) {
        this.remarks =
                people.getCollection("cohortRemarks")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.hash = hash;
    }

    /** Keeps it; completes with its id once that is durable. */
    Mono<String> keep(String cohortId, String text) {
        String remarkId = hash.of("remark of a cohort", cohortId, text).substring(0, ID_CHARS);
        String id = id(cohortId, remarkId);
        return Mono.from(
                        remarks.replaceOne(
                                eq("_id", id),
                                new Document("_id", id).append(TEXT, text),
                                new ReplaceOptions().upsert(true)))
                .then()
                // Somebody says the same at this very moment.
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty())
                .thenReturn(remarkId);
    }

    /** Texts by id; of what is not there none. */
    Mono<Map<String, String>> of(String cohortId, Collection<String> remarkIds) {
        return remarkIds.isEmpty()
                ? Mono.just(Map.of())
                : Flux.from(
                                remarks.find(
                                        in(
                                                "_id",
                                                remarkIds.stream()
                                                        .map(each -> id(cohortId, each))
                                                        .toList())))
                        .collectMap(
                                found -> found.getString("_id").substring(cohortId.length() + 1),
                                found -> found.getString(TEXT));
    }

    private static String id(String cohortId, String remarkId) {
        return cohortId + "/" + remarkId;
    }
}
