package bootcamp.enrollment.cohort;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.source.IdSource;
import com.mongodb.WriteConcern;
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
 * <p>Written before the cohort says it, each time under an id of its own, and dropped where the
 * cohort does not say it then. What a process left in between is shown to nobody.
 */
public final class CohortRemarkStore {

    private static final String TEXT = "text";

    private final MongoCollection<Document> remarks;
    private final IdSource ids;

    /**
     * @param people the database of what is personal
     */
    public CohortRemarkStore(MongoDatabase people, IdSource ids) {
        this.remarks =
                people.getCollection("cohortRemarks")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.ids = ids;
    }

    /** Keeps it; completes with its id once that is durable. */
    Mono<String> keep(String cohortId, String text) {
        return Mono.defer(
                () -> {
                    String remarkId = ids.next();
                    Document remark =
                            new Document("_id", id(cohortId, remarkId)).append(TEXT, text);
                    return Mono.from(remarks.insertOne(remark)).thenReturn(remarkId);
                });
    }

    /** One that no cohort is ever going to name. */
    Mono<Void> drop(String cohortId, String remarkId) {
        return Mono.from(remarks.deleteOne(eq("_id", id(cohortId, remarkId)))).then();
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
