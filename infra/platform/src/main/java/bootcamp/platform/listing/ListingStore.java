package bootcamp.platform.listing;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a cohort ever had of one kind, so that its list needs no scan.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3", "thingIds": ["5f0c…", "77aa…"] }
 * }</pre>
 *
 * <p>What is listed is listed before it is written, and stays listed: whoever reads the list
 * believes the document, not the list. So a crash in between leaves an id of nothing, which harms
 * nobody.
 */
public final class ListingStore {

    private static final UpdateOptions OR_INSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> listings;
    private final String field;

    /**
     * @param collection of the listings of one kind
     * @param field that holds the ids
     */
    public ListingStore(MongoDatabase database, String collection, String field) {
        this.listings =
                database.getCollection(collection)
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.field = field;
    }

    /** Lists ids under a cohort; completes when that is durable. */
    public Mono<Void> add(String cohortId, Collection<String> ids) {
        return Mono.from(
                        listings.updateOne(
                                eq("_id", cohortId),
                                Updates.addEachToSet(field, List.copyOf(ids)),
                                OR_INSERT))
                .then();
    }

    /** Lists an id under cohorts; completes when that is durable. */
    public Mono<Void> add(Collection<String> cohortIds, String id) {
        return Flux.fromIterable(cohortIds)
                .concatMap(cohortId -> add(cohortId, List.of(id)))
                .then();
    }

    /** Under what ids were ever listed. */
    public Flux<String> keys() {
        return Flux.from(listings.find().projection(Projections.include("_id")))
                .map(listing -> listing.getString("_id"));
    }

    /** Ids that were ever listed under any of the cohorts, each once, ascending. */
    public Mono<TreeSet<String>> ids(Collection<String> cohortIds) {
        return Flux.from(listings.find(in("_id", cohortIds)))
                .map(listing -> listing.getList(field, String.class, List.of()))
                .collect(TreeSet::new, TreeSet::addAll);
    }
}
