package bootcamp.enrollment.person;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.enrollment.person.Person.Remark;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Persons one at a time: reading, correcting, remarks, erasure, and whom nobody enrolled in the
 * end. {@link IdentityStore} makes them and shares these documents; {@link ClaimStore} has the
 * claims:
 *
 * <pre>{@code
 * persons: { "_id": "5f0c…", "version": 3, "externalId": "2024-017", "name": "김하늘", "email": "h@example.org",
 *            "phone": "010-0000-0000", "claims": ["9f3a…"], "enrollmentIds": ["77c1…"],
 *            "enrollings": 2, "enrolling": [ {"by": "0c1d…", "at": ISODate} ],
 *            "remarks": { "b07d…": {"score": 87.5, "text": "…"} }, "erasedOn": "2024-05-02" }
 *          { "_id": "5f0c…", "version": 4, "claims": ["9f3a…"], "leaving": true }
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
    private static final List<String> ENROLLMENTS =
            List.of("enrollmentIds", "enrolling", "enrollings");

    /** Of an enrolling, which then counts as broken off. */
    private static final Duration HELD = Duration.ofSeconds(60);

    private final ClaimStore claiming;
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
        this.claiming = new ClaimStore(people, hash, clock, ids);
        this.claims = people.getCollection("claims").withWriteConcern(durable);
        this.persons = people.getCollection("persons").withWriteConcern(durable);
        this.hash = hash;
        this.clock = clock;
        this.ids = ids;
    }

    // ---- reading

    public Mono<Person> find(String studentId) {
        return Mono.from(persons.find(eq("_id", studentId)).first())
                .filter(stored -> !ClaimStore.isLeaving(stored))
                .map(PersonDocument::person);
    }

    /** Those of the ids that exist, in no particular order. */
    public Flux<Person> findAll(Collection<String> studentIds) {
        return studentIds.isEmpty()
                ? Flux.empty()
                : Flux.from(persons.find(in("_id", studentIds)))
                        .filter(stored -> !ClaimStore.isLeaving(stored))
                        .map(PersonDocument::person);
    }

    /** By what {@link #claimsInForce} and {@link #studentOf} know an e-mail, cleaned. */
    public String claimOf(String email) {
        return claiming.ofEmail(email);
    }

    /** Whose an e-mail is, cleaned; empty: nobody's, or that of somebody who was erased. */
    public Mono<String> studentOf(String email) {
        return claiming.find(List.of(claimOf(email)))
                .filter(claim -> !ClaimStore.isErased(claim))
                .next()
                .map(claim -> claim.getString("studentId"));
    }

    /** By what the student is recognised; nothing once the student was erased. */
    public Flux<String> claimsInForce(String studentId) {
        return find(studentId)
                .flatMapMany(person -> claiming.find(person.claims()))
                .filter(claim -> studentId.equals(claim.getString("studentId")))
                .filter(claim -> !ClaimStore.isErased(claim))
                .map(claim -> claim.getString("_id"));
    }

    // ---- making and correcting

    /** Somebody of whom nothing is known by which to recognise them; there already: as it is. */
    public Mono<Void> create(String studentId, String name, @Nullable String phone) {
        Document person =
                new Document("_id", studentId)
                        .append("version", 1L)
                        .append("name", name)
                        .append("claims", List.of());
        if (phone != null) {
            person.append("phone", phone);
        }
        return Mono.from(persons.insertOne(person))
                .then()
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /**
     * Corrects a person, and lets go what identified it before. Quiet where it is so already;
     * refused for who is not known, was erased, or claims to be somebody else.
     *
     * @param ifVersion only on this version of the person; null: on any
     */
    public Mono<Void> edit(String studentId, PersonEdit edit, @Nullable Long ifVersion) {
        return edit.saysNothing()
                ? onVersion(studentId, ifVersion)
                : change(studentId, ifVersion, person -> edited(person, edit))
                        .onErrorResume(
                                RefusedException.class,
                                refused -> claiming.release(studentId).then(Mono.error(refused)))
                        .then(Mono.defer(() -> claiming.release(studentId)));
    }

    private Mono<Void> onVersion(String studentId, @Nullable Long ifVersion) {
        return ifVersion == null
                ? Mono.empty()
                : find(studentId)
                        .filter(person -> person.version() != ifVersion)
                        .flatMap(_ -> refused(StoreRefusal.STALE_VERSION));
    }

    /** What was claimed in vain is let go by who asked. */
    private Mono<List<Bson>> edited(Person person, PersonEdit edit) {
        List<Bson> updates = updates(person, edit);
        List<String> ids = claiming.idsOf(edit.externalId(), edit.email());
        return updates.isEmpty()
                ? Mono.just(updates)
                : claiming.take(person.studentId(), ids)
                        .flatMap(
                                others ->
                                        others.isEmpty()
                                                ? Mono.just(naming(updates, ids))
                                                : refused(PersonRefusal.IDENTITY_TAKEN));
    }

    private static List<Bson> naming(List<Bson> updates, List<String> claimIds) {
        if (!claimIds.isEmpty()) {
            updates.add(Updates.addEachToSet("claims", claimIds));
        }
        return updates;
    }

    private static List<Bson> updates(Person person, PersonEdit edit) {
        List<Bson> updates = new ArrayList<>();
        set(updates, "externalId", person.externalId(), edit.externalId());
        set(updates, "name", person.name(), edit.name());
        set(updates, "email", person.email(), edit.email());
        set(updates, "phone", person.phone(), edit.phone());
        clear(updates, "email", person.email(), edit);
        clear(updates, "phone", person.phone(), edit);
        return updates;
    }

    private static void set(
            List<Bson> updates, String field, @Nullable String known, @Nullable String value) {
        if (value != null && !value.equals(known)) {
            updates.add(Updates.set(field, value));
        }
    }

    private static void clear(
            List<Bson> updates, String field, @Nullable String known, PersonEdit edit) {
        if (known != null && edit.cleared().contains(field)) {
            updates.add(Updates.unset(field));
        }
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
                        null,
                        person -> {
                            if (person.remarks().containsKey(id)) {
                                return Mono.just(List.of());
                            }
                            return person.remarks().size() >= REMARKS_MAX
                                    ? refused(PersonRefusal.TOO_MANY_REMARKS)
                                    : Mono.just(List.of(Updates.set("remarks." + id, stored)));
                        })
                .thenReturn(id);
    }

    /** One guarded update, thought over again where somebody else was quicker. */
    private Mono<Void> change(
            String studentId, @Nullable Long ifVersion, Function<Person, Mono<List<Bson>>> change) {
        return Mono.defer(() -> find(studentId))
                .switchIfEmpty(refused(PersonRefusal.STUDENT_NOT_FOUND))
                .flatMap(person -> demand(person, ifVersion).thenReturn(person))
                .flatMap(person -> change.apply(person).flatMap(changes -> write(person, changes)))
                .filter(written -> written)
                .repeatWhenEmpty(ATTEMPTS_MAX, rounds -> rounds)
                .onErrorMap(
                        IllegalStateException.class,
                        _ -> new RefusedException(PersonRefusal.PERSON_CONTENDED))
                .then();
    }

    private static Mono<Void> demand(Person person, @Nullable Long ifVersion) {
        if (person.erasedOn() != null) {
            return refused(PersonRefusal.ERASED);
        }
        return ifVersion == null || ifVersion == person.version()
                ? Mono.empty()
                : refused(StoreRefusal.STALE_VERSION);
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
        return claiming.release(studentId)
                .then(Mono.defer(() -> find(studentId)))
                .filter(person -> person.erasedOn() == null)
                .flatMap(person -> erase(person, on))
                .then();
    }

    private Mono<Boolean> erase(Person person, LocalDate on) {
        List<Bson> updates = new ArrayList<>();
        PERSONAL.forEach(field -> updates.add(Updates.unset(field)));
        updates.add(Updates.set("erasedOn", on.toString()));
        updates.add(Updates.inc("version", 1L));
        Document own =
                new Document("_id", new Document("$in", person.claims()))
                        .append("studentId", person.studentId());
        Document present = new Document("_id", person.studentId()).append("leaving", null);
        return Mono.from(claims.updateMany(own, Updates.set("erased", true)))
                .then(Mono.from(persons.updateOne(present, Updates.combine(updates))))
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
                                        .append("studentId", person.studentId())
                                        .append("erased", true),
                                anew))
                .then();
    }

    // ---- enrolling

    /**
     * Names what students are about to take part in, and keeps them until {@link #enrolled}, for a
     * minute at most. Refused where one of them has been removed meanwhile.
     *
     * @param enrollmentIds by student
     * @param by tells one who enrolls from another
     */
    public Mono<Void> enrolling(Map<String, String> enrollmentIds, String by) {
        Date now = Date.from(clock.instant());
        List<UpdateOneModel<Document>> updates = new ArrayList<>();
        enrollmentIds.forEach(
                (studentId, enrollmentId) ->
                        updates.add(
                                new UpdateOneModel<>(
                                        new Document("_id", studentId).append("leaving", null),
                                        Updates.combine(
                                                Updates.addToSet("enrollmentIds", enrollmentId),
                                                Updates.inc("enrollings", 1L),
                                                Updates.push(
                                                        "enrolling",
                                                        new Document("by", by)
                                                                .append("at", now))))));
        return updates.isEmpty()
                ? Mono.empty()
                : Mono.from(persons.bulkWrite(updates, new BulkWriteOptions().ordered(false)))
                        .filter(result -> result.getMatchedCount() == updates.size())
                        .switchIfEmpty(refused(PersonRefusal.PERSON_CONTENDED))
                        .then();
    }

    /**
     * Names an enrollment before it is written. One that never is stays named and does no harm:
     * nobody finds it.
     */
    public Mono<Void> takesPartIn(String studentId, String enrollmentId) {
        return Mono.from(
                        persons.updateOne(
                                eq("_id", studentId),
                                Updates.addToSet("enrollmentIds", enrollmentId)))
                .then();
    }

    /** The enrollments that were named are written. */
    public Mono<Void> enrolled(Collection<String> studentIds, String by) {
        return studentIds.isEmpty()
                ? Mono.empty()
                : Mono.from(
                                persons.updateMany(
                                        in("_id", studentIds),
                                        Updates.pull("enrolling", new Document("by", by))))
                        .then();
    }

    /**
     * Removes somebody of whom no enrollment speaks, with the claims. Quiet for who was erased,
     * whom others enroll, and where anything has happened since the person was read.
     *
     * @param person as it was read before the enrollments were looked at
     * @param by who may have begun to enroll it, and is not going to
     */
    public Mono<Void> remove(Person person, String by) {
        Instant brokenOff = clock.instant().minus(HELD);
        boolean isKept =
                person.erasedOn() != null
                        || person.enrolling().open().entrySet().stream()
                                .anyMatch(
                                        open ->
                                                !open.getKey().equals(by)
                                                        && open.getValue().isAfter(brokenOff));
        if (isKept) {
            return Mono.empty();
        }
        long begun = person.enrolling().begun();
        Document present =
                new Document("_id", person.studentId())
                        .append("version", person.version())
                        .append("enrollings", begun == 0 ? null : begun);
        List<Bson> updates = new ArrayList<>();
        PERSONAL.forEach(field -> updates.add(Updates.unset(field)));
        ENROLLMENTS.forEach(field -> updates.add(Updates.unset(field)));
        updates.add(Updates.set("leaving", true));
        updates.add(Updates.set("version", person.version() + 1));
        return Mono.from(persons.updateOne(present, Updates.combine(updates)))
                .filter(result -> result.getMatchedCount() == 1)
                .flatMap(_ -> Mono.from(persons.find(eq("_id", person.studentId())).first()))
                .flatMap(claiming::forget);
    }

    /**
     * Finishes what was being removed or let go, and gives those whose enrolling was broken off or
     * never came to it. Reads everybody: once after a start.
     */
    public Flux<Person> leftBehind() {
        return Flux.from(persons.find())
                .concatMap(
                        stored ->
                                ClaimStore.isLeaving(stored)
                                        ? claiming.forget(stored).then(Mono.<Document>empty())
                                        : claiming.unsaid(stored).isEmpty()
                                                ? Mono.just(stored)
                                                : claiming.release(stored.getString("_id"))
                                                        .thenReturn(stored))
                .map(PersonDocument::person)
                .filter(person -> person.erasedOn() == null)
                .filter(
                        person ->
                                person.enrollmentIds().isEmpty()
                                        || !person.enrolling().open().isEmpty());
    }

    /** Forgets what was broken off about somebody who is enrolled all the same. */
    public Mono<Void> forgetBrokenOff(String studentId) {
        Date brokenOff = Date.from(clock.instant().minus(HELD));
        return Mono.from(
                        persons.updateOne(
                                eq("_id", studentId),
                                Updates.pull(
                                        "enrolling",
                                        new Document("at", new Document("$lt", brokenOff)))))
                .then();
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
