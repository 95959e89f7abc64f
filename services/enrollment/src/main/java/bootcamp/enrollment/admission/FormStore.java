package bootcamp.enrollment.admission;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import bootcamp.platform.aggregate.Contended;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of each cohort. Nobody else needs it, so it is no aggregate and makes no event.
 *
 * <pre>{@code
 * { "_id": "ai-lab-4", "version": 3, "form": { "items": [{ "itemId": "why", … }], … } }
 * }</pre>
 */
final class FormStore {

    private static final String VERSION = "version";
    private static final String FORM = "form";

    private final MongoCollection<Document> forms;
    private final JsonMapper json;

    FormStore(MongoDatabase database, JsonMapper json) {
        this.forms = database.getCollection("admissionForms");
        this.json = json;
    }

    /**
     * @param version counts from 1 and rises by one with every form that differs
     */
    record Kept(long version, AdmissionForm form) {

        static final Kept NONE = new Kept(0, AdmissionForm.EMPTY);
    }

    Mono<Kept> find(String cohortId) {
        return Mono.from(forms.find(eq("_id", cohortId)).first())
                .map(
                        found ->
                                new Kept(
                                        found.getLong(VERSION),
                                        json.readValue(
                                                found.get(FORM, Document.class).toJson(),
                                                AdmissionForm.class)));
    }

    /**
     * In the place of the one before; the same again changes nothing.
     *
     * @param ifVersion 0: there is none yet; null: whatever there is
     * @return fails with {@code STALE_VERSION} where there is another
     */
    Mono<Kept> put(String cohortId, AdmissionForm form, @Nullable Long ifVersion) {
        return Contended.again(
                () ->
                        find(cohortId)
                                .defaultIfEmpty(Kept.NONE)
                                .flatMap(present -> put(cohortId, present, form, ifVersion)));
    }

    /** Once; empty where somebody else wrote in between. */
    private Mono<Kept> put(
            String cohortId, Kept present, AdmissionForm form, @Nullable Long ifVersion) {
        if (ifVersion != null && ifVersion != present.version()) {
            return Mono.error(() -> new RefusedException(StoreRefusal.STALE_VERSION));
        }
        if (present.version() > 0 && present.form().equals(form)) {
            return Mono.just(present);
        }
        Kept next = new Kept(present.version() + 1, form);
        Document document =
                new Document("_id", cohortId)
                        .append(VERSION, next.version())
                        .append(FORM, Document.parse(json.writeValueAsString(form)));
        Mono<Boolean> written =
                present.version() == 0
                        ? Mono.from(forms.insertOne(document))
                                .thenReturn(true)
                                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false))
                        : Mono.from(
                                        forms.replaceOne(
                                                and(
                                                        eq("_id", cohortId),
                                                        eq(VERSION, present.version())),
                                                document))
                                .map(result -> result.getMatchedCount() == 1);
        return written.filter(done -> done).map(_ -> next);
    }
}
