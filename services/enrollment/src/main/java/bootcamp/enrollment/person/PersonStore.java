package bootcamp.enrollment.person;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.enrollment.person.Person.Remark;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Persons one at a time: reading, correcting, remarks and erasure. {@link IdentityStore} makes them
 * and shares these documents:
 *
 * <pre>{@code
 * claims:  { "_id": "9f3a…", "studentId": "5f0c…", "at": ISODate, "erased": true }
 * persons: { "_id": "5f0c…", "version": 3, "externalId": "2024-017", "name": "김하늘", "email": "h@example.org",
 *            "phone": "010-0000-0000", "claims": ["9f3a…"], "enrollmentIds": ["77c1…"],
 *            "remarks": { "b07d…": {"score": 87.5, "text": "…"} }, "erasedOn": "2024-05-02" }
 * }</pre>
 *
 * <p>A remark's id is made from what it says, so writing it again finds it. Erasing marks the
 * claims first, so that nobody is recognised while the rest goes.
 */
public final class PersonStore {

    static final int REMARKS_MAX = 200;

    private static final int ATTEMPTS_MAX = 16;
    private static final int REMARK_ID_CHARS = 32;
    private static final List<String> PERSONAL =
            List.of("externalId", "name", "email", "phone", "remarks", "before");

    private final MongoCollection<Document> claims;
    private final MongoCollection<Document> persons;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final IdSource ids;

    /**
     * @param people the database of what is personal
     * @param hash under the service's secret, which must stay the same
     */
    public PersonStore(MongoDatabase people, KeyedHash hash, InstantSource clock, IdSource ids) {
        WriteConcern durable = WriteConcern.MAJORITY.withJournal(true);
        this.claims = people.getCollection("claims").withWriteConcern(durable);
        this.persons = people.getCollection("persons").withWriteConcern(durable);
        this.hash = hash;
        this.clock = clock;
        this.ids = ids;
    }

    // ---- reading

    public Mono<Person> find(String studentId) {
        return Mono.from(persons.find(eq("_id", studentId)).first()).map(PersonStore::person);
    }

    /** Those of the ids that exist, in no particular order. */
    public Flux<Person> findAll(Collection<String> studentIds) {
        return studentIds.isEmpty()
                ? Flux.empty()
                : Flux.from(persons.find(in("_id", studentIds))).map(PersonStore::person);
    }

    private static Person person(Document stored) {
        String erasedOn = stored.getString("erasedOn");
        return new Person(
                stored.getString("_id"),
                stored.get("version", Number.class).longValue(),
                stored.getString("externalId"),
                stored.getString("name"),
                stored.getString("email"),
                stored.getString("phone"),
                stored.getList("claims", String.class, List.of()),
                stored.getList("enrollmentIds", String.class, List.of()),
                remarks(stored.get("remarks", Document.class)),
                erasedOn == null ? null : LocalDate.parse(erasedOn));
    }

    private static Map<String, Remark> remarks(@Nullable Document stored) {
        Map<String, Remark> remarks = new HashMap<>();
        if (stored != null) {
            stored.forEach(
                    (id, value) -> {
                        Document remark = (Document) value;
                        remarks.put(
                                id,
                                new Remark(remark.getDouble("score"), remark.getString("text")));
                    });
        }
        return remarks;
    }

    // ---- making and correcting

    /** Somebody of whom nothing is known by which to recognise them; there already: as it is. */
    public Mono<Void> create(String studentId, String name) {
        Document person =
                new Document("_id", studentId)
                        .append("version", 1L)
                        .append("name", name)
                        .append("claims", List.of());
        return Mono.from(persons.insertOne(person))
                .then()
                .onErrorResume(PersonStore::isDuplicate, _ -> Mono.empty());
    }

    /** Refused for who is not known, was erased, or claims to be somebody else. */
    public Mono<Void> edit(String studentId, PersonEdit edit) {
        return edit.saysNothing()
                ? Mono.empty()
                : change(studentId, person -> List.of())
                        .then(Mono.defer(() -> claim(studentId, claimIds(edit))))
                        .then(Mono.defer(() -> change(studentId, person -> updates(edit))));
    }

    private List<String> claimIds(PersonEdit edit) {
        List<String> claimIds = new ArrayList<>();
        if (edit.externalId() != null) {
            claimIds.add(hash.of("person", "externalId", edit.externalId()));
        }
        if (edit.email() != null) {
            claimIds.add(hash.of("person", "email", edit.email()));
        }
        return claimIds.stream().sorted().toList();
    }

    private Mono<Void> claim(String studentId, List<String> claimIds) {
        return claimIds.isEmpty()
                ? Mono.empty()
                : Flux.fromIterable(claimIds)
                        .concatMap(claimId -> claim(studentId, claimId))
                        .then(Mono.defer(() -> Mono.from(naming(studentId, claimIds))))
                        .then();
    }

    private Publisher<UpdateResult> naming(String studentId, List<String> claimIds) {
        return persons.updateOne(eq("_id", studentId), Updates.addEachToSet("claims", claimIds));
    }

    private Mono<Void> claim(String studentId, String claimId) {
        Document claim =
                new Document("_id", claimId)
                        .append("studentId", studentId)
                        .append("at", Date.from(clock.instant()));
        return Mono.from(claims.insertOne(claim))
                .then()
                .onErrorResume(
                        PersonStore::isDuplicate,
                        _ ->
                                Mono.from(claims.find(eq("_id", claimId)).first())
                                        .filter(known -> !isOwn(known, studentId))
                                        .flatMap(_ -> refused(PersonRefusal.IDENTITY_TAKEN)));
    }

    private static boolean isOwn(Document claim, String studentId) {
        return studentId.equals(claim.getString("studentId")) && !claim.getBoolean("erased", false);
    }

    private static List<Bson> updates(PersonEdit edit) {
        List<Bson> updates = new ArrayList<>();
        set(updates, "externalId", edit.externalId());
        set(updates, "name", edit.name());
        set(updates, "email", edit.email());
        set(updates, "phone", edit.phone());
        edit.cleared().forEach(field -> updates.add(Updates.unset(field)));
        return updates;
    }

    private static void set(List<Bson> updates, String field, @Nullable String value) {
        if (value != null) {
            updates.add(Updates.set(field, value));
        }
    }

    /** Names what the student takes part in; who is not known stays so. */
    public Mono<Void> enrolled(String studentId, String enrollmentId) {
        return Mono.from(
                        persons.updateOne(
                                eq("_id", studentId),
                                Updates.addToSet("enrollmentIds", enrollmentId)))
                .then();
    }

    /** Keeps what staff wrote; gives its id. */
    public Mono<String> remark(String studentId, Remark remark) {
        String id =
                hash.of(
                                "remark",
                                studentId,
                                String.valueOf(remark.score()),
                                String.valueOf(remark.text()))
                        .substring(0, REMARK_ID_CHARS);
        Document stored = new Document("score", remark.score()).append("text", remark.text());
        return change(
                        studentId,
                        person -> {
                            if (person.remarks().containsKey(id)) {
                                return List.of();
                            }
                            if (person.remarks().size() >= REMARKS_MAX) {
                                throw new RefusedException(PersonRefusal.TOO_MANY_REMARKS);
                            }
                            return List.of(Updates.set("remarks." + id, stored));
                        })
                .thenReturn(id);
    }

    /** One guarded update, thought over again where somebody else was quicker. */
    private Mono<Void> change(String studentId, Function<Person, List<Bson>> change) {
        return Mono.defer(() -> find(studentId))
                .switchIfEmpty(refused(PersonRefusal.STUDENT_NOT_FOUND))
                .flatMap(
                        person ->
                                person.erasedOn() == null
                                        ? write(person, change.apply(person))
                                        : refused(PersonRefusal.ERASED))
                .filter(written -> written)
                .repeatWhenEmpty(ATTEMPTS_MAX, rounds -> rounds)
                .onErrorMap(
                        IllegalStateException.class,
                        _ -> new RefusedException(PersonRefusal.PERSON_CONTENDED))
                .then();
    }

    private Mono<Boolean> write(Person person, List<Bson> changes) {
        if (changes.isEmpty()) {
            return Mono.just(true);
        }
        List<Bson> updates = new ArrayList<>(changes);
        updates.add(Updates.set("version", person.version() + 1));
        Document present =
                new Document("_id", person.studentId()).append("version", person.version());
        return Mono.from(persons.updateOne(present, Updates.combine(updates)))
                .map(result -> result.getMatchedCount() == 1);
    }

    // ---- forgetting

    /** Leaves the ids and forgets the rest; who is not known has nothing to forget. */
    public Mono<Void> erase(String studentId, LocalDate on) {
        return find(studentId)
                .filter(person -> person.erasedOn() == null)
                .flatMap(person -> erase(person, on))
                .then();
    }

    private Mono<Boolean> erase(Person person, LocalDate on) {
        List<Bson> updates = new ArrayList<>();
        PERSONAL.forEach(field -> updates.add(Updates.unset(field)));
        updates.add(Updates.set("erasedOn", on.toString()));
        updates.add(Updates.inc("version", 1L));
        return Mono.from(claims.updateMany(in("_id", person.claims()), Updates.set("erased", true)))
                .then(
                        Mono.from(
                                persons.updateOne(
                                        eq("_id", person.studentId()), Updates.combine(updates))))
                .thenReturn(true);
    }

    /** Lets who was erased come again, as a student with another id. Sent again it does nothing. */
    public Mono<Void> lift(String studentId) {
        return find(studentId)
                .switchIfEmpty(refused(PersonRefusal.STUDENT_NOT_FOUND))
                .flatMap(
                        person ->
                                person.erasedOn() == null
                                        ? refused(PersonRefusal.NOT_ERASED)
                                        : lift(person));
    }

    private Mono<Void> lift(Person person) {
        Bson anew =
                Updates.combine(Updates.set("studentId", ids.next()), Updates.set("erased", false));
        return Mono.from(
                        claims.updateMany(
                                new Document("_id", new Document("$in", person.claims()))
                                        .append("erased", true),
                                anew))
                .then();
    }

    private static boolean isDuplicate(Throwable error) {
        return error instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    private static <T> Mono<T> refused(PersonRefusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
