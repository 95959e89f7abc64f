package bootcamp.enrollment.person;

import static com.mongodb.client.model.Filters.in;

import bootcamp.enrollment.person.Who.Known;
import bootcamp.enrollment.person.Who.Nobody;
import bootcamp.enrollment.person.Who.Stranger;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who is who: persons, and the claims by which they are recognised, many at a time.
 *
 * <p>A claim is a keyed hash of an external id or an e-mail and belongs to one student for good, so
 * two processes that meet the same stranger make one student of them: both claim in the order of
 * the claims' ids, and who comes second at the first claim goes on with the first one's student. A
 * claim whose person was never written, since a process ended, is finished by whoever comes next.
 *
 * <pre>{@code
 * claims:  { "_id": "9f3a…", "studentId": "5f0c…", "at": ISODate, "erased": true }
 * persons: { "_id": "5f0c…", "version": 3, "externalId": "2024-017", "name": "김하늘", "email": "h@example.org",
 *            "claims": ["9f3a…", "77c1…"],
 *            "before": { "cause": "ai-lab-3~018c…", "version": 3, "externalId": null, "name": "…", "email": "…" } }
 * }</pre>
 */
public final class IdentityStore {

    /** Of one question against others who change the same people. */
    private static final int ATTEMPTS_MAX = 16;

    private static final int DUPLICATE_KEY = 11000;
    private static final String EXTERNAL_ID = "externalId";
    private static final String NAME = "name";
    private static final String EMAIL = "email";
    private static final List<String> FIELDS = List.of(EXTERNAL_ID, NAME, EMAIL);
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final MongoCollection<Document> claims;
    private final MongoCollection<Document> persons;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final IdSource ids;

    /**
     * @param people the database of what is personal
     * @param hash under the service's secret, which must stay the same
     */
    public IdentityStore(MongoDatabase people, KeyedHash hash, InstantSource clock, IdSource ids) {
        this.claims = durable(people, "claims");
        this.persons = durable(people, "persons");
        this.hash = hash;
        this.clock = clock;
        this.ids = ids;
    }

    private static MongoCollection<Document> durable(MongoDatabase database, String name) {
        return database.getCollection(name)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    // ---- questions

    /** Looks, and changes nothing. An answer for each, by its key. */
    public Mono<Map<Integer, Who>> recognise(List<Said> said) {
        List<Asked> all = asked(said);
        return look(all).map(known -> answers(all, known));
    }

    /**
     * Makes those known who are not, and notes what is said anew of those who are. Sent again it
     * finds what it did. An answer for each, by its key, none of them {@link Stranger}.
     *
     * @param cause under which {@link #restore} finds what stood before
     */
    public Mono<Map<Integer, Who>> settle(String cause, List<Said> said) {
        List<Asked> all = asked(said);
        return Mono.defer(() -> look(all))
                .flatMap(known -> settle(cause, all, answers(all, known), known))
                .repeatWhenEmpty(ATTEMPTS_MAX, rounds -> rounds);
    }

    /** A question with the claims it makes, in the order of their ids. */
    private record Asked(Said said, List<String> claimIds) {

        int key() {
            return said.key();
        }

        String firstClaim() {
            return claimIds.getFirst();
        }
    }

    private List<Asked> asked(List<Said> all) {
        return all.stream().map(said -> new Asked(said, claimIds(said))).toList();
    }

    /** Names, by student, an enrollment that the student takes part in. */
    public Mono<Void> enrolled(Map<String, String> enrollmentIds) {
        List<UpdateOneModel<Document>> updates = new ArrayList<>();
        enrollmentIds.forEach(
                (studentId, enrollmentId) ->
                        updates.add(
                                new UpdateOneModel<>(
                                        new Document("_id", studentId),
                                        Updates.addToSet("enrollmentIds", enrollmentId))));
        return update(updates).then();
    }

    /** Puts back what a cause changed about people, of those whom nobody changed since. */
    public Mono<Void> restore(String cause, Collection<String> studentIds) {
        return Flux.from(persons.find(in("_id", studentIds)))
                .filter(person -> isNewest(cause, person))
                .map(IdentityStore::restoring)
                .collectList()
                .flatMap(this::update)
                .then();
    }

    private static boolean isNewest(String cause, Document person) {
        Document before = person.get("before", Document.class);
        return before != null
                && cause.equals(before.getString("cause"))
                && version(before) == version(person);
    }

    private static UpdateOneModel<Document> restoring(Document person) {
        Document before = person.get("before", Document.class);
        List<Bson> updates = new ArrayList<>();
        FIELDS.forEach(field -> updates.add(Updates.set(field, before.getString(field))));
        updates.add(Updates.unset("before"));
        return guarded(person, updates);
    }

    // ---- what is known

    /** What was found for some claims. */
    private record Look(Map<String, Document> claims, Map<String, Document> persons) {

        @Nullable Document claim(String id) {
            return claims.get(id);
        }

        @Nullable Document person(Document claim) {
            return persons.get(claim.getString("studentId"));
        }
    }

    private Mono<Look> look(List<Asked> all) {
        Set<String> claimIds =
                all.stream()
                        .flatMap(asked -> asked.claimIds().stream())
                        .collect(Collectors.toSet());
        return Flux.from(claims.find(in("_id", claimIds)))
                .collectMap(IdentityStore::id)
                .flatMap(
                        found ->
                                persons(students(found.values()))
                                        .map(people -> new Look(found, people)));
    }

    private Mono<Map<String, Document>> persons(Set<String> studentIds) {
        return studentIds.isEmpty()
                ? Mono.just(Map.of())
                : Flux.from(persons.find(in("_id", studentIds))).collectMap(IdentityStore::id);
    }

    private static Set<String> students(Collection<Document> claims) {
        return claims.stream()
                .map(claim -> claim.getString("studentId"))
                .collect(Collectors.toSet());
    }

    private static Map<Integer, Who> answers(List<Asked> all, Look known) {
        Map<Integer, Who> answers = new HashMap<>();
        all.forEach(asked -> answers.put(asked.key(), answer(asked, known)));
        return answers;
    }

    private static Who answer(Asked asked, Look known) {
        Map<String, @Nullable Document> found = new LinkedHashMap<>();
        for (String id : asked.claimIds()) {
            Document claim = known.claim(id);
            if (claim == null) {
                continue;
            }
            if (claim.getBoolean("erased", false)) {
                return new Nobody(null, "ERASED", false);
            }
            found.put(claim.getString("studentId"), known.person(claim));
        }
        return answer(asked.said(), found);
    }

    /** A claim without a person was left behind; who settles next writes the person. */
    private static Who answer(Said said, Map<String, @Nullable Document> found) {
        if (found.size() > 1) {
            return new Nobody(EMAIL, "TWO_PEOPLE", true);
        }
        for (Map.Entry<String, @Nullable Document> only : found.entrySet()) {
            Document person = only.getValue();
            return person == null ? new Stranger() : answer(said, only.getKey(), person);
        }
        return new Stranger();
    }

    private static Who answer(Said said, String studentId, Document person) {
        if (person.containsKey("erasedOn")) {
            return new Nobody(null, "ERASED", false);
        }
        String externalId = person.getString(EXTERNAL_ID);
        boolean isOther =
                said.externalId() != null
                        && externalId != null
                        && !said.externalId().equals(externalId);
        return isOther
                ? new Nobody(EXTERNAL_ID, "OTHER_EXTERNAL_ID", true)
                : new Known(studentId, !news(said, person).isEmpty());
    }

    /** What is said of a person and not noted, by field. */
    private static Map<String, String> news(Said said, Document person) {
        Map<String, String> news = new LinkedHashMap<>();
        said(said)
                .forEach(
                        (field, value) -> {
                            if (!value.equals(person.getString(field))) {
                                news.put(field, value);
                            }
                        });
        return news;
    }

    private static Map<String, String> said(Said said) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, EXTERNAL_ID, said.externalId());
        put(fields, NAME, said.name());
        put(fields, EMAIL, said.email());
        return fields;
    }

    private static void put(Map<String, String> fields, String field, @Nullable String value) {
        if (value != null) {
            fields.put(field, value);
        }
    }

    // ---- making known

    private Mono<Map<Integer, Who>> settle(
            String cause, List<Asked> all, Map<Integer, Who> answers, Look known) {
        List<Asked> open = all.stream().filter(asked -> isOpen(answers.get(asked.key()))).toList();
        if (open.isEmpty()) {
            return Mono.just(answers);
        }
        return claim(open, answers, known)
                .then(Mono.defer(() -> look(open)))
                .flatMap(claimed -> write(cause, open, claimed))
                .map(
                        settled -> {
                            Map<Integer, Who> whole = new HashMap<>(answers);
                            whole.putAll(settled);
                            return whole;
                        });
    }

    private static boolean isOpen(@Nullable Who who) {
        return who instanceof Stranger || who instanceof Known known && known.changes();
    }

    /**
     * One's own claims go in the order of their ids: first all first ones, then all second ones.
     */
    private Mono<Void> claim(List<Asked> open, Map<Integer, Who> answers, Look known) {
        Map<Integer, String> students = new HashMap<>();
        for (Asked asked : open) {
            students.put(asked.key(), studentOf(asked, answers.get(asked.key()), known));
        }
        return insertClaims(open, students, 0)
                .then(Mono.defer(() -> adopt(open, students)))
                .then(Mono.defer(() -> insertClaims(open, students, 1)));
    }

    private String studentOf(Asked asked, @Nullable Who who, Look known) {
        if (who instanceof Known(var studentId, _)) {
            return studentId;
        }
        return asked.claimIds().stream()
                .map(known::claim)
                .filter(Objects::nonNull)
                .map(claim -> claim.getString("studentId"))
                .findFirst()
                .orElseGet(ids::next);
    }

    private Mono<Void> insertClaims(List<Asked> open, Map<Integer, String> students, int nth) {
        List<Document> wanted = new ArrayList<>();
        Date now = Date.from(clock.instant());
        for (Asked asked : open) {
            List<String> claimIds = asked.claimIds();
            if (nth < claimIds.size()) {
                wanted.add(
                        new Document("_id", claimIds.get(nth))
                                .append("studentId", students.get(asked.key()))
                                .append("at", now));
            }
        }
        return insert(claims, wanted);
    }

    /** Who came second at the first claim goes on with the student of who came first. */
    private Mono<Void> adopt(List<Asked> open, Map<Integer, String> students) {
        Map<String, Integer> firsts = new HashMap<>();
        open.stream()
                .filter(asked -> asked.claimIds().size() > 1)
                .forEach(asked -> firsts.put(asked.firstClaim(), asked.key()));
        if (firsts.isEmpty()) {
            return Mono.empty();
        }
        return Flux.from(claims.find(in("_id", firsts.keySet())))
                .doOnNext(
                        claim ->
                                students.put(
                                        Objects.requireNonNull(firsts.get(id(claim))),
                                        claim.getString("studentId")))
                .then();
    }

    /** Empty where somebody else was quicker with one of them: then it is thought over again. */
    private Mono<Map<Integer, Who>> write(String cause, List<Asked> open, Look claimed) {
        Map<Integer, Who> settled = new HashMap<>();
        List<Document> strangers = new ArrayList<>();
        List<UpdateOneModel<Document>> changes = new ArrayList<>();
        Set<String> added = new HashSet<>();
        for (Asked asked : open) {
            switch (answer(asked, claimed)) {
                case Nobody nobody -> settled.put(asked.key(), nobody);
                case Known known -> {
                    settled.put(asked.key(), known);
                    changing(cause, asked, person(claimed, known), changes);
                }
                case Stranger _ -> {
                    String studentId = claimant(asked, claimed);
                    settled.put(asked.key(), new Known(studentId, true));
                    if (added.add(studentId)) {
                        strangers.add(person(studentId, asked));
                    }
                }
            }
        }
        return insert(persons, strangers)
                .then(Mono.defer(() -> update(changes)))
                .filter(whole -> whole)
                .map(whole -> settled);
    }

    private static Document person(Look claimed, Known known) {
        return Objects.requireNonNull(claimed.persons().get(known.studentId()));
    }

    private String claimant(Asked asked, Look claimed) {
        Document claim = claimed.claim(asked.firstClaim());
        return Objects.requireNonNull(claim, "a claim was just made").getString("studentId");
    }

    private Document person(String studentId, Asked asked) {
        Document person = new Document("_id", studentId).append("version", 1L);
        said(asked.said()).forEach(person::append);
        return person.append("claims", asked.claimIds());
    }

    private void changing(
            String cause, Asked asked, Document person, List<UpdateOneModel<Document>> changes) {
        Map<String, String> news = news(asked.said(), person);
        if (news.isEmpty()) {
            return;
        }
        List<Bson> updates = new ArrayList<>();
        news.forEach((field, value) -> updates.add(Updates.set(field, value)));
        updates.add(Updates.set("before", before(cause, person)));
        updates.add(Updates.addEachToSet("claims", asked.claimIds()));
        changes.add(guarded(person, updates));
    }

    private static Document before(String cause, Document person) {
        Document before = new Document("cause", cause).append("version", version(person) + 1);
        FIELDS.forEach(field -> before.append(field, person.getString(field)));
        return before;
    }

    private static UpdateOneModel<Document> guarded(Document person, List<Bson> updates) {
        updates.add(Updates.set("version", version(person) + 1));
        Document present = new Document("_id", id(person)).append("version", version(person));
        return new UpdateOneModel<>(present, Updates.combine(updates));
    }

    /** False where somebody else was quicker with one of them. */
    private Mono<Boolean> update(List<UpdateOneModel<Document>> changes) {
        return changes.isEmpty()
                ? Mono.just(true)
                : Mono.from(persons.bulkWrite(changes, new BulkWriteOptions().ordered(false)))
                        .map(result -> result.getMatchedCount() == changes.size());
    }

    /** Those that are there already stay as they are. */
    private static Mono<Void> insert(MongoCollection<Document> into, List<Document> documents) {
        return documents.isEmpty()
                ? Mono.empty()
                : Mono.from(into.insertMany(documents, UNORDERED))
                        .then()
                        .onErrorResume(IdentityStore::isDuplicates, error -> Mono.empty());
    }

    private static boolean isDuplicates(Throwable error) {
        return error instanceof MongoBulkWriteException bulk
                && bulk.getWriteConcernError() == null
                && bulk.getWriteErrors().stream().allMatch(each -> each.getCode() == DUPLICATE_KEY);
    }

    // ---- claims

    private List<String> claimIds(Said said) {
        List<String> claimIds = new ArrayList<>();
        if (said.externalId() != null) {
            claimIds.add(hash.of("person", EXTERNAL_ID, said.externalId()));
        }
        if (said.email() != null) {
            claimIds.add(hash.of("person", EMAIL, said.email()));
        }
        return claimIds.stream().sorted().toList();
    }

    private static String id(Document document) {
        return document.getString("_id");
    }

    private static long version(Document document) {
        return document.get("version", Number.class).longValue();
    }
}
