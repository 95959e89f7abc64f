package bootcamp.enrollment.screening;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import bootcamp.platform.aggregate.Contended;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rubric of each cohort.
 *
 * <pre>{@code
 * { "_id": "ai-lab-5", "version": 3, "inUse": true, "rubric": { "items": [{ "itemId": "code", … }], "reviewersNeeded": 2 } }
 * }</pre>
 *
 * <p>Whoever scores says first that the very version is in use by which the points were looked at,
 * and whoever asks for something else writes only what is not in use; both in one update of this
 * document. So one of two who come at once finds what the other did, and no points are ever kept
 * that the rubric does not ask for.
 */
final class RubricStore {

    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String IN_USE = "inUse";
    private static final String RUBRIC = "rubric";

    private final MongoCollection<Document> rubrics;
    private final JsonMapper json;

    RubricStore(MongoDatabase database, JsonMapper json) {
        this.rubrics =
                database.getCollection("rubrics")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /**
     * @param version counts from 1 and rises by one with every rubric that differs
     * @param inUse whether points may have been given by it
     */
    record Kept(long version, boolean inUse, Rubric rubric) {

        static final Kept NONE = new Kept(0, false, Rubric.NONE);
    }

    /** Empty: nobody has said it yet. */
    Mono<Kept> find(String cohortId) {
        return Mono.from(rubrics.find(eq(ID, cohortId)).first())
                .map(
                        found ->
                                new Kept(
                                        found.getLong(VERSION),
                                        found.getBoolean(IN_USE),
                                        json.readValue(
                                                found.get(RUBRIC, Document.class).toJson(),
                                                Rubric.class)));
    }

    /** Refused as not found where nobody has said it yet. */
    Mono<Kept> known(String cohortId) {
        return find(cohortId)
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(ScreeningRefusal.RUBRIC_NOT_FOUND)));
    }

    /**
     * In the place of the one before; the same again changes nothing.
     *
     * @param ifVersion 0: there is none yet; null: whatever there is
     * @return fails with {@code STALE_VERSION} where there is another, and with {@code
     *     RUBRIC_IN_USE} where points were given that would mean something else
     */
    Mono<Kept> put(String cohortId, Rubric rubric, @Nullable Long ifVersion) {
        return Contended.again(
                () ->
                        find(cohortId)
                                .defaultIfEmpty(Kept.NONE)
                                .flatMap(present -> put(cohortId, present, rubric, ifVersion)));
    }

    /** Once; empty where somebody else wrote in between. */
    private Mono<Kept> put(String cohortId, Kept present, Rubric rubric, @Nullable Long ifVersion) {
        if (ifVersion != null && ifVersion != present.version()) {
            return Mono.error(() -> new RefusedException(StoreRefusal.STALE_VERSION));
        }
        if (present.version() > 0 && present.rubric().equals(rubric)) {
            return Mono.just(present);
        }
        if (present.inUse() && !present.rubric().asksTheSameAs(rubric)) {
            return Mono.error(() -> new RefusedException(ScreeningRefusal.RUBRIC_IN_USE));
        }
        Kept next = new Kept(present.version() + 1, present.inUse(), rubric);
        return (present.version() == 0 ? insert(cohortId, next) : replace(cohortId, present, next))
                .filter(done -> done)
                .map(_ -> next);
    }

    private Mono<Boolean> insert(String cohortId, Kept next) {
        return Mono.from(rubrics.insertOne(document(cohortId, next)))
                .thenReturn(true)
                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false));
    }

    private Mono<Boolean> replace(String cohortId, Kept present, Kept next) {
        return Mono.from(
                        rubrics.replaceOne(
                                and(
                                        eq(ID, cohortId),
                                        eq(VERSION, present.version()),
                                        eq(IN_USE, present.inUse())),
                                document(cohortId, next)))
                .map(result -> result.getMatchedCount() == 1);
    }

    private Document document(String cohortId, Kept kept) {
        return new Document(ID, cohortId)
                .append(VERSION, kept.version())
                .append(IN_USE, kept.inUse())
                .append(RUBRIC, Document.parse(json.writeValueAsString(kept.rubric())));
    }

    /**
     * That points are about to be given by it.
     *
     * @return false: it is not the present one any more
     */
    Mono<Boolean> use(String cohortId, Kept kept) {
        return kept.inUse()
                ? Mono.just(true)
                : Mono.from(
                                rubrics.updateOne(
                                        and(eq(ID, cohortId), eq(VERSION, kept.version())),
                                        Updates.set(IN_USE, true)))
                        .map(result -> result.getMatchedCount() == 1);
    }
}
