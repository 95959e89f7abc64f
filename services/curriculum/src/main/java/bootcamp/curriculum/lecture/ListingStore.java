package bootcamp.curriculum.lecture;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.WriteConcern;
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
 * Which lectures a cohort ever had, so that its list needs no scan.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3", "lectureIds": ["5f0c…", "77aa…"] }
 * }</pre>
 *
 * <p>A lecture is listed before it is written, and stays listed: whoever reads the list believes
 * the lecture, not the list. So a crash in between leaves an id of nothing, which harms nobody.
 */
public final class ListingStore {

    private static final String LECTURE_IDS = "lectureIds";
    private static final UpdateOptions OR_INSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> listings;

    public ListingStore(MongoDatabase database) {
        this.listings =
                database.getCollection("listings")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Lists a lecture under cohorts; completes when that is durable. */
    Mono<Void> add(Collection<String> cohortIds, String lectureId) {
        return Flux.fromIterable(cohortIds)
                .concatMap(
                        cohortId ->
                                listings.updateOne(
                                        eq("_id", cohortId),
                                        Updates.addToSet(LECTURE_IDS, lectureId),
                                        OR_INSERT))
                .then();
    }

    /** Ids of lectures that any of the cohorts ever had, each once, ascending. */
    Mono<TreeSet<String>> lectureIds(Collection<String> cohortIds) {
        return Flux.from(listings.find(in("_id", cohortIds)))
                .map(listing -> listing.getList(LECTURE_IDS, String.class, List.of()))
                .collect(TreeSet::new, TreeSet::addAll);
    }
}
