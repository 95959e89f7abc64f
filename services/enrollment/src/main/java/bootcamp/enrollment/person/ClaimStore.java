package bootcamp.enrollment.person;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
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
 * Claims: whose an external id or an e-mail is. A claim is made before the person says it, and let
 * go after the person has ceased to say it.
 *
 * <pre>{@code
 * claims: { "_id": "9f3a…", "studentId": "5f0c…", "at": ISODate, "mark": "b07d…", "erased": true }
 * }</pre>
 *
 * <p>Why no claim is let go on which somebody relies at that moment. Who is about to write what a
 * person says reads the person, then marks the claims anew ({@link #hold}), then writes on the
 * version that was read. Who lets go reads the marks, then writes the person's next version, then
 * deletes what still has the mark that was read. Of the two writes on one version one fails, and
 * whoever fails begins again: so a claim that was marked before the marks were read belongs to a
 * write that failed or that is seen, and one that was marked afterwards stays.
 *
 * <p>A claim of somebody who was erased is never let go here.
 */
final class ClaimStore {

    private static final int ATTEMPTS_MAX = 16;
    private static final int DUPLICATE_KEY = 11000;
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final MongoCollection<Document> claims;
    private final MongoCollection<Document> persons;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final IdSource marks;

    ClaimStore(MongoDatabase people, KeyedHash hash, InstantSource clock, IdSource marks) {
        WriteConcern durable = WriteConcern.MAJORITY.withJournal(true);
        this.claims = people.getCollection("claims").withWriteConcern(durable);
        this.persons = people.getCollection("persons").withWriteConcern(durable);
        this.hash = hash;
        this.clock = clock;
        this.marks = marks;
    }

    // ---- ids

    String ofExternalId(String externalId) {
        return hash.of("person", "externalId", externalId);
    }

    String ofEmail(String email) {
        return hash.of("person", "email", email);
    }

    /** Of all that identifies somebody, in the order in which they are claimed. */
    List<String> idsOf(@Nullable String externalId, @Nullable String email) {
        List<String> ids = new ArrayList<>();
        if (externalId != null) {
            ids.add(ofExternalId(externalId));
        }
        if (email != null) {
            ids.add(ofEmail(email));
        }
        return ids.stream().sorted().toList();
    }

    /** Named by a person and not, or not any more, what the person says. */
    Set<String> unsaid(Document person) {
        Set<String> unsaid = new HashSet<>(person.getList("claims", String.class, List.of()));
        idsOf(person.getString("externalId"), person.getString("email")).forEach(unsaid::remove);
        return unsaid;
    }

    /** Of somebody who was erased; null: there is none. */
    static boolean isErased(@Nullable Document claim) {
        return claim != null && claim.getBoolean("erased", false);
    }

    // ---- claiming

    Flux<Document> find(Collection<String> ids) {
        return ids.isEmpty() ? Flux.empty() : Flux.from(claims.find(in("_id", ids)));
    }

    /** Those that are somebody's already stay theirs. */
    Mono<Void> insert(Map<String, String> studentByClaim) {
        Date now = Date.from(clock.instant());
        String mark = marks.next();
        List<Document> wanted = new ArrayList<>();
        studentByClaim.forEach(
                (id, studentId) ->
                        wanted.add(
                                new Document("_id", id)
                                        .append("studentId", studentId)
                                        .append("at", now)
                                        .append("mark", mark)));
        return wanted.isEmpty()
                ? Mono.empty()
                : Mono.from(claims.insertMany(wanted, UNORDERED))
                        .then()
                        .onErrorResume(ClaimStore::isDuplicates, _ -> Mono.empty());
    }

    /**
     * Keeps claims from being let go by who read them before; to be called between reading persons
     * and writing them.
     *
     * @return those that are not, or not any more, these students'
     */
    Mono<Set<String>> hold(Map<String, String> studentByClaim) {
        if (studentByClaim.isEmpty()) {
            return Mono.just(Set.of());
        }
        Document own =
                new Document("_id", new Document("$in", List.copyOf(studentByClaim.keySet())))
                        .append(
                                "studentId",
                                new Document("$in", List.copyOf(studentByClaim.values())));
        return Mono.from(claims.updateMany(own, Updates.set("mark", marks.next())))
                .thenMany(Flux.defer(() -> find(studentByClaim.keySet())))
                .filter(claim -> isOf(claim, studentByClaim.get(claim.getString("_id"))))
                .map(claim -> claim.getString("_id"))
                .collectList()
                .map(
                        held -> {
                            Set<String> others = new HashSet<>(studentByClaim.keySet());
                            held.forEach(others::remove);
                            return others;
                        });
    }

    private static boolean isOf(Document claim, @Nullable String studentId) {
        return claim.getString("studentId").equals(studentId) && !claim.getBoolean("erased", false);
    }

    /**
     * Claims for one student whose person was read before; named by the person first, so that
     * {@link #release} finds what is not written then.
     *
     * @return those that are somebody else's
     */
    Mono<Set<String>> take(String studentId, List<String> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Set.of());
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        ids.forEach(id -> wanted.put(id, studentId));
        return Mono.from(
                        persons.updateOne(
                                eq("_id", studentId), Updates.addEachToSet("claims", ids)))
                .then(Mono.defer(() -> insert(wanted)))
                .then(Mono.defer(() -> hold(wanted)));
    }

    // ---- letting go

    /** Lets go what a student does not say; sent again it finishes what was left. */
    Mono<Void> release(String studentId) {
        return Mono.defer(() -> Mono.from(persons.find(eq("_id", studentId)).first()))
                .flatMap(this::released)
                .defaultIfEmpty(true)
                .filter(released -> released)
                .repeatWhenEmpty(ATTEMPTS_MAX, rounds -> rounds)
                .onErrorMap(
                        IllegalStateException.class,
                        _ -> new RefusedException(PersonRefusal.PERSON_CONTENDED))
                .then();
    }

    /** As above, of many, of whom few have anything to let go. */
    Mono<Void> releaseAll(Collection<String> studentIds) {
        return Flux.from(persons.find(in("_id", studentIds)))
                .filter(person -> !unsaid(person).isEmpty())
                .concatMap(person -> release(person.getString("_id")))
                .then();
    }

    /** False where somebody else wrote the person meanwhile. */
    private Mono<Boolean> released(Document person) {
        Set<String> unsaid = unsaid(person);
        if (unsaid.isEmpty() || person.containsKey("erasedOn") || isLeaving(person)) {
            return Mono.just(true);
        }
        String studentId = person.getString("_id");
        return find(unsaid)
                .filter(claim -> isOf(claim, studentId))
                .collectList()
                .flatMap(
                        seen ->
                                Mono.from(persons.updateOne(present(person), next(person)))
                                        .map(result -> result.getMatchedCount() == 1)
                                        .flatMap(
                                                written ->
                                                        written
                                                                ? delete(seen)
                                                                        .then(
                                                                                unname(
                                                                                        person,
                                                                                        unsaid))
                                                                        .thenReturn(true)
                                                                : Mono.just(false)));
    }

    private static Document present(Document person) {
        return new Document("_id", person.getString("_id")).append("version", version(person));
    }

    /** What an import would put back is still the newest change. */
    private static Bson next(Document person) {
        Document before = person.get("before", Document.class);
        Bson next = Updates.set("version", version(person) + 1);
        return before != null && version(before) == version(person)
                ? Updates.combine(next, Updates.set("before.version", version(person) + 1))
                : next;
    }

    private Mono<Void> delete(List<Document> seen) {
        List<DeleteOneModel<Document>> deletes =
                seen.stream()
                        .map(
                                claim ->
                                        new DeleteOneModel<Document>(
                                                new Document("_id", claim.getString("_id"))
                                                        .append(
                                                                "studentId",
                                                                claim.getString("studentId"))
                                                        .append("mark", claim.getString("mark"))))
                        .toList();
        return deletes.isEmpty()
                ? Mono.empty()
                : Mono.from(claims.bulkWrite(deletes, new BulkWriteOptions().ordered(false)))
                        .then();
    }

    /** Only while nobody has written: who has names what is said then. */
    private Mono<Void> unname(Document person, Set<String> ids) {
        Document next = present(person).append("version", version(person) + 1);
        return Mono.defer(
                        () ->
                                Mono.from(
                                        persons.updateOne(
                                                next, Updates.pullAll("claims", List.copyOf(ids)))))
                .then();
    }

    // ---- people who leave

    /** Somebody of whom nothing is left but the claims that are still to be let go. */
    static boolean isLeaving(Document person) {
        return person.getBoolean("leaving", false);
    }

    /** The end of somebody who {@link #isLeaving}; nobody can write that person any more. */
    Mono<Void> forget(Document person) {
        String studentId = person.getString("_id");
        Document own =
                new Document(
                                "_id",
                                new Document(
                                        "$in", person.getList("claims", String.class, List.of())))
                        .append("studentId", studentId)
                        .append("erased", new Document("$ne", true));
        return Mono.from(claims.deleteMany(own))
                .then(
                        Mono.defer(
                                () ->
                                        Mono.from(
                                                persons.deleteOne(
                                                        new Document("_id", studentId)
                                                                .append("leaving", true)))))
                .then();
    }

    private static boolean isDuplicates(Throwable error) {
        return error instanceof MongoBulkWriteException bulk
                && bulk.getWriteConcernError() == null
                && bulk.getWriteErrors().stream().allMatch(each -> each.getCode() == DUPLICATE_KEY);
    }

    private static long version(Document document) {
        return document.get("version", Number.class).longValue();
    }
}
