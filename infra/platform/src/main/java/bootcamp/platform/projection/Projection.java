package bootcamp.platform.projection;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.event.Event;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A collection in which a service keeps what it needs of another service's aggregates, one document
 * each.
 *
 * <pre>{@code
 * { "_id": "5f0c…", "version": 7, "cohortId": "ai-lab-3", "status": "ENROLLED" }
 * { "_id": "77aa…", "version": 3, "removed": true }
 * }</pre>
 *
 * <p>A row is written where it is newer than what is kept, and nowhere else. So rows may come
 * twice, late, in any order, again from the start or from two processes at once: what is kept is
 * the newest of each. An aggregate that has ended stays as a document without fields; if it were
 * deleted, an older row that comes late would bring it back.
 */
public final class Projection {

    private static final String VERSION = "version";
    private static final String REMOVED = "removed";
    private static final Set<String> RESERVED = Set.of("_id", VERSION, REMOVED);

    /** Rounds of writing in which somebody else was there first, yet with something older. */
    private static final int ROUNDS_MAX = 10;

    private static final ReplaceOptions OR_INSERT = new ReplaceOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> documents;

    public Projection(MongoDatabase database, String collection) {
        this.documents = database.getCollection(collection);
    }

    /**
     * What one event says of one document.
     *
     * @param fields null: the aggregate has ended; else texts, numbers, dates, lists and maps
     */
    public record Row(String id, long version, @Nullable Map<String, ?> fields) {

        public Row {
            if (fields != null && !Collections.disjoint(fields.keySet(), RESERVED)) {
                throw new IllegalArgumentException("a field has a name that is reserved");
            }
        }

        /** What is kept of the event's aggregate. */
        public static Row of(Event event, Map<String, ?> fields) {
            return new Row(event.id(), event.version(), fields);
        }

        public static Row removed(Event event) {
            return new Row(event.id(), event.version(), null);
        }

        private Row newer(Row other) {
            return other.version > version ? other : this;
        }

        private Document document() {
            Document document = new Document("_id", id).append(VERSION, version);
            if (fields == null) {
                document.append(REMOVED, true);
            } else {
                document.putAll(fields);
            }
            return document;
        }
    }

    // --- writing ---

    /**
     * Keeps the newest of what is there and what is given: one unordered bulk write.
     *
     * @return completes when every row is kept or known to be overtaken
     */
    public Mono<Void> write(Collection<Row> rows) {
        return Mono.defer(() -> write(newest(rows), ROUNDS_MAX));
    }

    /** An unordered write may carry out its parts in any order, so each id is in it once. */
    private static Map<String, Row> newest(Collection<Row> rows) {
        Map<String, Row> newest = new LinkedHashMap<>();
        rows.forEach(row -> newest.merge(row.id(), row, Row::newer));
        return newest;
    }

    private Mono<Void> write(Map<String, Row> rows, int roundsLeft) {
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        List<Row> ordered = List.copyOf(rows.values());
        return Mono.from(
                        documents.bulkWrite(
                                ordered.stream().map(Projection::guarded).toList(), UNORDERED))
                .then()
                .onErrorResume(
                        MongoBulkWriteException.class,
                        error -> again(duplicates(ordered, error), roundsLeft));
    }

    /** Replaces an older document; where there is none, inserts; where it is newer, is refused. */
    private static ReplaceOneModel<Document> guarded(Row row) {
        Document older =
                new Document("_id", row.id()).append(VERSION, new Document("$lt", row.version()));
        return new ReplaceOneModel<>(older, row.document(), OR_INSERT);
    }

    /** The rows that met a document which the guard did not match; any other failure is thrown. */
    private static Map<String, Row> duplicates(List<Row> rows, MongoBulkWriteException error) {
        Map<String, Row> duplicates = new LinkedHashMap<>();
        for (BulkWriteError each : error.getWriteErrors()) {
            if (each.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw error;
            }
            Row row = rows.get(each.getIndex());
            duplicates.put(row.id(), row);
        }
        if (error.getWriteConcernError() != null) {
            throw error;
        }
        return duplicates;
    }

    /**
     * A duplicate key says that somebody was there first, not what he wrote: two that insert at the
     * same time meet one, too. So it is read, and what is still newer is written again.
     */
    private Mono<Void> again(Map<String, Row> duplicates, int roundsLeft) {
        return Flux.from(
                        documents
                                .find(in("_id", duplicates.keySet()))
                                .projection(Projections.include(VERSION)))
                .doOnNext(
                        kept ->
                                duplicates.computeIfPresent(
                                        kept.getString("_id"),
                                        (_, row) -> versionOf(kept) >= row.version() ? null : row))
                .then(
                        Mono.defer(
                                () ->
                                        roundsLeft > 0
                                                ? write(duplicates, roundsLeft - 1)
                                                : Mono.error(
                                                        new IllegalStateException(
                                                                "rows could not be written for"
                                                                        + " others"))));
    }

    // --- reading ---

    /** The aggregate as last heard of; empty where nothing was ever heard of it. */
    public Mono<Projected> find(String id) {
        return Mono.from(documents.find(eq("_id", id)).first()).map(Projection::projected);
    }

    /** Those of the ids that were ever heard of, in no order. */
    public Flux<Projected> findAll(Collection<String> ids) {
        Bson named = in("_id", ids);
        return Flux.from(documents.find(named)).map(Projection::projected);
    }

    /** Those whose ids begin so, in the order of their ids: one range of the index. */
    public Flux<Projected> findUnder(String prefix) {
        // One condition with both ends: two joined by $and are not one range to every database.
        Bson range =
                new Document(
                        "_id",
                        new Document("$gte", prefix).append("$lt", prefix + Character.MAX_VALUE));
        return Flux.from(documents.find(range).sort(Sorts.ascending("_id")))
                .map(Projection::projected);
    }

    private static Projected projected(Document stored) {
        Map<String, Object> fields = new LinkedHashMap<>(stored);
        fields.keySet().removeAll(Set.of("_id", VERSION));
        boolean removed = fields.remove(REMOVED) != null;
        return new Projected(stored.getString("_id"), versionOf(stored), removed, fields);
    }

    private static long versionOf(Document stored) {
        return stored.get(VERSION, Number.class).longValue();
    }
}
