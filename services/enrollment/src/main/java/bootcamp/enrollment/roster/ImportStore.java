package bootcamp.enrollment.roster;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Imports and the pieces of their files. An import's id begins with its cohort's and goes on with
 * the time, so a cohort's imports are a range of ids; those whose rows are still here are named in
 * one document, so that a process that starts finds them without looking at all.
 *
 * <pre>{@code
 * imports:      { "_id": "ai-lab-3~018cf2…", "version": 7, "import": { "phase": "APPLYING", "progress": {"next": 3, …}, … } }
 *               { "_id": "~key~9a…", "importId": "ai-lab-3~018cf2…", "body": "77…", "at": ISODate }
 *               { "_id": "~staged", "ids": ["ai-lab-3~018cf2…"] }
 * importPieces: { "_id": "ai-lab-3~018cf2…/00003", "rows": BinData, "meant": [ {"row": 1502, "studentId": "5f0c…"} ],
 *                 "plan": [ {"row": 1502, "version": 4, …} ], "changes": [ … ] }
 * }</pre>
 */
public final class ImportStore {

    private static final String STAGED = "~staged";
    private static final String KEY = "~key~";
    private static final Duration KEY_KEPT = Duration.ofHours(24);
    private static final int TIME_DIGITS = 12;

    /** Separates a cohort's id from the rest of an import's; no cohort's id holds it. */
    private static final String SEPARATOR = "~";

    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS =
            new TypeReference<>() {};

    private final MongoCollection<Document> imports;
    private final MongoCollection<Document> pieces;
    private final SealedRows seal;
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * @param hash of the service's secret, which seals the rows
     */
    public ImportStore(MongoDatabase database, KeyedHash hash, IdSource nonces) {
        this.imports = durable(database, "imports");
        this.pieces = durable(database, "importPieces");
        byte[] key = HexFormat.of().parseHex(hash.of("staged-rosters", "key"));
        this.seal = new SealedRows(key, nonces, json);
    }

    private static MongoCollection<Document> durable(MongoDatabase database, String name) {
        return database.getCollection(name)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** An id that nobody has; {@code tail} makes it so. */
    static String idOf(String cohortId, Instant at, String tail) {
        return cohortId + SEPARATOR + "%012x".formatted(at.toEpochMilli()) + tail;
    }

    // ---- imports

    /**
     * Writes an import down with all its rows, the import last: what has a beginning is whole. One
     * that is there already stays as it is.
     */
    Mono<Void> add(RosterImport begun, List<? extends List<?>> rows) {
        // Each by itself: rows that a process left behind must not keep their import from coming.
        return stage(begun.importId())
                .then(insertPieces(begun.importId(), rows))
                .onErrorResume(ImportStore::isDuplicate, error -> Mono.empty())
                .then(Mono.from(imports.insertOne(document(begun))))
                .onErrorResume(ImportStore::isDuplicate, error -> Mono.empty())
                .then();
    }

    /** Names an import among those that somebody has to look after. */
    Mono<Void> stage(String importId) {
        return Mono.from(
                        imports.updateOne(
                                eq("_id", STAGED),
                                Updates.addToSet("ids", importId),
                                new UpdateOptions().upsert(true)))
                .then();
    }

    private Mono<Void> insertPieces(String importId, List<? extends List<?>> rows) {
        List<Document> all =
                IntStream.range(0, rows.size())
                        .mapToObj(index -> staged(pieceId(importId, index), rows.get(index)))
                        .toList();
        return all.isEmpty()
                ? Mono.empty()
                : Mono.from(pieces.insertMany(all, new InsertManyOptions().ordered(false))).then();
    }

    private Document staged(String id, List<?> rows) {
        return new Document("_id", id).append("rows", new Binary(seal.seal(id, rows)));
    }

    private static boolean isDuplicate(Throwable error) {
        return error instanceof MongoBulkWriteException bulk
                        && bulk.getWriteErrors().stream()
                                .allMatch(each -> isDuplicate(each.getCode()))
                || error instanceof MongoWriteException write
                        && isDuplicate(write.getError().getCode());
    }

    private static boolean isDuplicate(int code) {
        return ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY;
    }

    Mono<RosterImport> find(String importId) {
        return importId.startsWith(SEPARATOR)
                ? Mono.empty()
                : Mono.from(imports.find(eq("_id", importId))).map(this::rosterImport);
    }

    /** Writes the next step; false where somebody else made one first. */
    Mono<Boolean> replace(RosterImport next) {
        Document present =
                new Document("_id", next.importId()).append("version", next.version() - 1);
        return Mono.from(
                        imports.replaceOne(
                                present, document(next), new ReplaceOptions().upsert(false)))
                .map(result -> result.getMatchedCount() == 1);
    }

    /**
     * A cohort's imports, the newest first.
     *
     * @param before the last id of the page before; null: from the newest
     */
    Flux<RosterImport> ofCohort(String cohortId, @Nullable String before, int limit) {
        String first = cohortId + SEPARATOR;
        String end = before == null ? cohortId + SEPARATOR + SEPARATOR : before;
        return Flux.from(
                        imports.find(new Document("_id", range(first, end)))
                                .sort(Sorts.descending("_id"))
                                .limit(limit))
                .map(this::rosterImport);
    }

    /** Those whose rows are still here. */
    Flux<RosterImport> staged() {
        return stagedIds()
                .flatMapMany(ids -> Flux.from(imports.find(in("_id", ids))))
                .map(this::rosterImport);
    }

    /** Their ids, with those whose import was never written down because its process ended. */
    Mono<List<String>> stagedIds() {
        return Mono.from(imports.find(eq("_id", STAGED)))
                .map(found -> found.getList("ids", String.class));
    }

    /** Forgets the rows; what an undo needs stays. */
    Mono<Void> forgetRows(String importId) {
        return Mono.from(
                        pieces.updateMany(
                                new Document("_id", piecesOf(importId)),
                                Updates.combine(
                                        Updates.unset("rows"),
                                        Updates.unset("meant"),
                                        Updates.unset("plan"))))
                .then(
                        Mono.from(
                                imports.updateOne(
                                        eq("_id", STAGED), Updates.pull("ids", importId))))
                .then();
    }

    /** Rows whose import was not written down, since its process ended before. */
    Mono<Void> forgetUnwritten(Instant before) {
        return stagedIds()
                .flatMapIterable(ids -> ids)
                .filter(id -> begunAt(id).isBefore(before))
                .concatMap(id -> find(id).hasElement().flatMap(is -> is ? Mono.empty() : drop(id)))
                .then();
    }

    private static Instant begunAt(String importId) {
        int time = importId.lastIndexOf(SEPARATOR) + 1;
        return Instant.ofEpochMilli(Long.parseLong(importId, time, time + TIME_DIGITS, 16));
    }

    private Mono<Void> drop(String importId) {
        return Mono.from(pieces.deleteMany(new Document("_id", piecesOf(importId))))
                .then(forgetRows(importId));
    }

    /**
     * The import that a request with this key began, or is to begin now under {@code importId}.
     *
     * @return refused for another body under the key of the last day
     */
    Mono<String> claim(CommandKey key, String importId, Instant now) {
        String id = KEY + key.key();
        Document claim =
                new Document("_id", id)
                        .append("body", key.body())
                        .append("importId", importId)
                        .append("at", Date.from(now));
        return Mono.from(imports.insertOne(claim))
                .thenReturn(importId)
                .onErrorResume(
                        ImportStore::isDuplicate,
                        error ->
                                Mono.from(imports.find(eq("_id", id)))
                                        .flatMap(known -> same(known, claim)));
    }

    private Mono<String> same(Document known, Document claim) {
        Instant kept = claim.getDate("at").toInstant().minus(KEY_KEPT);
        if (known.getDate("at").toInstant().isBefore(kept)) {
            return Mono.from(imports.replaceOne(eq("_id", known.getString("_id")), claim))
                    .thenReturn(claim.getString("importId"));
        }
        return known.getString("body").equals(claim.getString("body"))
                ? Mono.just(known.getString("importId"))
                : Mono.error(new RefusedException(StoreRefusal.IDEMPOTENCY_KEY_REUSED));
    }

    private static Document piecesOf(String importId) {
        return range(importId + "/", importId + "/~");
    }

    private static Document range(String from, String before) {
        return new Document("$gte", from).append("$lt", before);
    }

    private Document document(RosterImport each) {
        return new Document("_id", each.importId())
                .append("version", each.version())
                .append("import", new Document(json.convertValue(each, FIELDS)));
    }

    private RosterImport rosterImport(Document stored) {
        return json.convertValue(stored.get("import"), RosterImport.class);
    }

    // ---- pieces

    Mono<RosterPiece> piece(String importId, int index) {
        String id = pieceId(importId, index);
        return Mono.from(pieces.find(eq("_id", id))).map(stored -> piece(index, stored));
    }

    private RosterPiece piece(int index, Document stored) {
        return new RosterPiece(
                index,
                rows(stored, RosterRow.class),
                list(stored, "plan", RosterPiece.Planned.class),
                list(stored, "changes", RosterPiece.Change.class));
    }

    /** The rows of a piece of an attendance sheet; none once they are not needed any more. */
    Mono<List<Row>> attendance(String importId, int index) {
        return Mono.from(pieces.find(eq("_id", pieceId(importId, index))))
                .map(stored -> rows(stored, Row.class));
    }

    private <R> List<R> rows(Document stored, Class<R> type) {
        Binary rows = stored.get("rows", Binary.class);
        return rows == null ? List.of() : seal.open(stored.getString("_id"), rows.getData(), type);
    }

    /** Notes whom the rows of a piece mean, for the pieces after it. */
    Mono<Void> meant(String importId, int index, List<RosterPiece.Meant> meant) {
        return set(importId, index, "meant", meant);
    }

    /**
     * Those of the students whom a row of an earlier piece meant, with the first such row.
     *
     * @param index of the first piece that is not asked
     */
    Mono<Map<String, Integer>> meantBefore(
            String importId, int index, Collection<String> studentIds) {
        if (index == 0 || studentIds.isEmpty()) {
            return Mono.just(Map.of());
        }
        Document earlier =
                new Document("_id", range(importId + "/", pieceId(importId, index)))
                        .append("meant.studentId", new Document("$in", List.copyOf(studentIds)));
        return Flux.from(pieces.find(earlier).projection(include("meant")))
                .flatMapIterable(stored -> stored.getList("meant", Document.class))
                .filter(meant -> studentIds.contains(meant.getString("studentId")))
                .collect(
                        HashMap::new,
                        (rows, meant) ->
                                rows.merge(
                                        meant.getString("studentId"),
                                        meant.getInteger("row"),
                                        Math::min));
    }

    Mono<Void> plan(String importId, int index, List<RosterPiece.Planned> plan) {
        return set(importId, index, "plan", plan);
    }

    Mono<Void> changes(String importId, int index, List<RosterPiece.Change> changes) {
        return set(importId, index, "changes", changes);
    }

    private Mono<Void> set(String importId, int index, String field, List<?> values) {
        List<Document> documents = new ArrayList<>(values.size());
        values.forEach(value -> documents.add(new Document(json.convertValue(value, FIELDS))));
        return Mono.from(
                        pieces.updateOne(
                                eq("_id", pieceId(importId, index)), Updates.set(field, documents)))
                .then();
    }

    private <T> @Nullable List<T> list(Document stored, String field, Class<T> type) {
        List<Document> found = stored.getList(field, Document.class);
        return found == null
                ? null
                : found.stream().map(each -> json.convertValue(each, type)).toList();
    }

    private static String pieceId(String importId, int index) {
        return importId + "/%05d".formatted(index);
    }
}
