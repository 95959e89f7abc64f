package bootcamp.enrollment.outreach;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that was done to reach each student, in one document.
 *
 * <pre>{@code
 * { "_id": "77aa…", "count": 1, "contacts": [{ "contactId": "5f0c…", … }] }
 * }</pre>
 */
public final class OutreachStore {

    static final int CONTACTS_MAX = 500;

    private static final String CONTACTS = "contacts";
    private static final String COUNT = "count";
    private static final int AGAIN_MAX = 5;

    /** The newest day first, and of one day what was written last. */
    private static final Comparator<Contact> NEWEST =
            Comparator.comparing(Contact::on)
                    .thenComparing(Contact::at)
                    .thenComparing(Contact::contactId)
                    .reversed();

    private final MongoCollection<Document> outreach;
    private final JsonMapper json;

    OutreachStore(MongoDatabase people, JsonMapper json) {
        this.outreach =
                people.getCollection("outreach")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /**
     * Writes it down once, however often it comes; completes when that is durable.
     *
     * @return what is written of that id; refused where there are too many
     */
    Mono<Contact> add(String studentId, Contact contact) {
        Document written =
                new Document(
                        json.convertValue(contact, new TypeReference<Map<String, Object>>() {}));
        return begin(studentId)
                .then(
                        Mono.defer(
                                () ->
                                        Mono.from(
                                                outreach.updateOne(
                                                        and(
                                                                eq("_id", studentId),
                                                                ne(
                                                                        CONTACTS + ".contactId",
                                                                        contact.contactId()),
                                                                lt(COUNT, CONTACTS_MAX)),
                                                        Updates.combine(
                                                                Updates.push(CONTACTS, written),
                                                                Updates.inc(COUNT, 1))))))
                .then(Mono.defer(() -> of(studentId)))
                .flatMapIterable(all -> all)
                .filter(each -> each.contactId().equals(contact.contactId()))
                .next()
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(OutreachRefusal.TOO_MANY_CONTACTS)));
    }

    private Mono<Void> begin(String studentId) {
        return Mono.from(
                        outreach.updateOne(
                                eq("_id", studentId),
                                Updates.combine(
                                        Updates.setOnInsert(CONTACTS, List.of()),
                                        Updates.setOnInsert(COUNT, 0)),
                                new UpdateOptions().upsert(true)))
                .retryWhen(Retry.max(AGAIN_MAX).filter(DuplicateKey::is))
                .then();
    }

    /** The newest first. */
    Mono<List<Contact>> of(String studentId) {
        return Mono.from(outreach.find(eq("_id", studentId)).first())
                .map(this::contacts)
                .defaultIfEmpty(List.of());
    }

    /** Of each of them for whom anything is written down, the newest first. */
    public Flux<OfStudent> of(Collection<String> studentIds) {
        return Flux.from(outreach.find(in("_id", studentIds)))
                .map(found -> new OfStudent(found.getString("_id"), contacts(found)))
                .filter(each -> !each.contacts().isEmpty());
    }

    /**
     * @param contacts one at least, the newest first
     */
    public record OfStudent(String studentId, List<Contact> contacts) {}

    private List<Contact> contacts(Document found) {
        return found.getList(CONTACTS, Document.class).stream()
                .map(each -> json.convertValue(each, Contact.class))
                .sorted(NEWEST)
                .toList();
    }

    /** Of somebody who is erased. */
    public Mono<Void> forget(String studentId) {
        return Mono.from(outreach.deleteOne(eq("_id", studentId))).then();
    }
}
