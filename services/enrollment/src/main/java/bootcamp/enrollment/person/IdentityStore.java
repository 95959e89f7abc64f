package bootcamp.enrollment.person;

import static com.mongodb.client.model.Filters.in;

import bootcamp.enrollment.person.RecognitionStore.Asked;
import bootcamp.enrollment.person.RecognitionStore.Look;
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
import java.util.HashMap;
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
 * <p>A claim is a keyed hash of an external id or an e-mail and belongs to one student, as long as
 * the person says it ({@link ClaimStore}). So two processes that meet the same stranger make one
 * student of them: both claim in the order of the claims' ids, and who comes second at the first
 * claim goes on with the first one's student. A claim whose person was never written, since a
 * process ended, is finished by whoever comes next.
 *
 * <pre>{@code
 * persons: { "_id": "5f0c…", "version": 3, "externalId": "2024-017", "name": "김하늘", "email": "h@example.org",
 *            "claims": ["9f3a…", "77c1…"],
 *            "before": { "cause": "ai-lab-3~018c…", "version": 3, "externalId": null, "name": "…", "email": "…", "phone": null } }
 * }</pre>
 */
public final class IdentityStore {

    /** Of one question against others who change the same people. */
    private static final int ATTEMPTS_MAX = 16;

    private static final int RESTORED_AT_ONCE = 32;
    private static final int DUPLICATE_KEY = 11000;
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final ClaimStore claims;
    private final MongoCollection<Document> persons;
    private final RecognitionStore recognition;
    private final IdSource ids;

    /**
     * @param people the database of what is personal
     * @param hash under the service's secret, which must stay the same
     */
    public IdentityStore(MongoDatabase people, KeyedHash hash, InstantSource clock, IdSource ids) {
        this.claims = new ClaimStore(people, hash, clock, ids);
        this.persons =
                people.getCollection("persons")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.recognition = new RecognitionStore(claims, persons);
        this.ids = ids;
    }

    // ---- questions

    /** Looks, and changes nothing. An answer for each, by its key. */
    public Mono<Map<Integer, Who>> recognise(List<Said> said) {
        List<Asked> all = recognition.asked(said);
        return recognition.look(all).map(known -> recognition.answers(all, known));
    }

    /**
     * Makes those known who are not, and notes what is said anew of those who are. Sent again it
     * finds what it did. An answer for each, by its key, none of them {@link Stranger}.
     *
     * @param cause under which {@link #restore} finds what stood before
     */
    public Mono<Map<Integer, Who>> settle(String cause, List<Said> said) {
        return settle(new Question(cause, ids), said);
    }

    /** As above, of one, who gets this id if it is a stranger. */
    public Mono<Who> settle(String cause, Said said, String studentId) {
        return settle(new Question(cause, () -> studentId), List.of(said))
                .map(answers -> Objects.requireNonNull(answers.get(said.key())));
    }

    /**
     * @param strangers ids of those who are not known
     */
    private record Question(String cause, IdSource strangers) {}

    private Mono<Map<Integer, Who>> settle(Question question, List<Said> said) {
        List<Asked> all = recognition.asked(said);
        return Mono.defer(() -> recognition.look(all))
                .flatMap(
                        known ->
                                known.leaving().isEmpty()
                                        ? settle(
                                                question,
                                                all,
                                                recognition.answers(all, known),
                                                known)
                                        : forget(known.leaving()))
                .repeatWhenEmpty(ATTEMPTS_MAX, rounds -> rounds);
    }

    private <T> Mono<T> forget(List<Document> leaving) {
        return Flux.fromIterable(leaving).concatMap(claims::forget).then(Mono.empty());
    }

    /**
     * Puts back what a cause changed about people, of those whom nobody changed since, and lets go
     * what identified them meanwhile. Sent again it finishes what was left.
     *
     * @return those whose external id or e-mail from before is somebody else's now, and stays away
     */
    public Mono<Set<String>> restore(String cause, Collection<String> studentIds) {
        return Flux.from(persons.find(in("_id", studentIds)))
                .filter(person -> isNewest(cause, person))
                .flatMap(this::restore, RESTORED_AT_ONCE)
                .collect(Collectors.toSet())
                .flatMap(incomplete -> claims.releaseAll(studentIds).thenReturn(incomplete));
    }

    private static boolean isNewest(String cause, Document person) {
        Document before = person.get("before", Document.class);
        return before != null
                && cause.equals(before.getString("cause"))
                && version(before) == version(person);
    }

    /** The id of one who is not restored in full. */
    private Mono<String> restore(Document person) {
        Document before = person.get("before", Document.class);
        String externalId = before.getString(RecognitionStore.EXTERNAL_ID);
        String email = before.getString(RecognitionStore.EMAIL);
        return claims.take(RecognitionStore.id(person), claims.idsOf(externalId, email))
                .flatMap(
                        others -> {
                            Document back = new Document(before);
                            if (externalId != null
                                    && others.contains(claims.ofExternalId(externalId))) {
                                back.remove(RecognitionStore.EXTERNAL_ID);
                            }
                            if (email != null && others.contains(claims.ofEmail(email))) {
                                back.remove(RecognitionStore.EMAIL);
                            }
                            return update(List.of(restoring(person, back)))
                                    .filter(_ -> !others.isEmpty())
                                    .map(_ -> RecognitionStore.id(person));
                        });
    }

    private UpdateOneModel<Document> restoring(Document person, Document back) {
        List<Bson> updates = new ArrayList<>();
        RecognitionStore.FIELDS.forEach(
                field -> updates.add(Updates.set(field, back.getString(field))));
        updates.add(Updates.unset("before"));
        updates.add(
                Updates.addEachToSet(
                        "claims",
                        claims.idsOf(
                                back.getString(RecognitionStore.EXTERNAL_ID),
                                back.getString(RecognitionStore.EMAIL))));
        return guarded(person, updates);
    }

    // ---- making known

    private Mono<Map<Integer, Who>> settle(
            Question question, List<Asked> all, Map<Integer, Who> answers, Look known) {
        List<Asked> open = all.stream().filter(asked -> isOpen(answers.get(asked.key()))).toList();
        if (open.isEmpty()) {
            return Mono.just(answers);
        }
        return claim(question, open, answers, known)
                .then(Mono.defer(() -> recognition.look(open)))
                .flatMap(
                        claimed ->
                                isWhole(open, claimed)
                                        ? write(question.cause(), open, claimed)
                                        : forget(claimed.leaving()))
                .map(
                        settled -> {
                            Map<Integer, Who> whole = new HashMap<>(answers);
                            whole.putAll(settled);
                            return whole;
                        });
    }

    /** Whether nothing was let go or removed since it was claimed. */
    private static boolean isWhole(List<Asked> open, Look claimed) {
        return claimed.leaving().isEmpty()
                && open.stream()
                        .flatMap(asked -> asked.claimIds().stream())
                        .allMatch(claimed.claims()::containsKey);
    }

    private static boolean isOpen(@Nullable Who who) {
        return who instanceof Stranger || who instanceof Known known && known.changes();
    }

    /**
     * One's own claims go in the order of their ids: first all first ones, then all second ones.
     */
    private Mono<Void> claim(
            Question question, List<Asked> open, Map<Integer, Who> answers, Look known) {
        Map<Integer, String> students = new HashMap<>();
        for (Asked asked : open) {
            Who who = answers.get(asked.key());
            students.put(
                    asked.key(),
                    who instanceof Known(var studentId, _)
                            ? studentId
                            : strangerOf(question, asked, known));
        }
        return insertClaims(open, students, 0)
                .then(Mono.defer(() -> adopt(open, students)))
                .then(Mono.defer(() -> insertClaims(open, students, 1)));
    }

    private static String strangerOf(Question question, Asked asked, Look known) {
        return asked.claimIds().stream()
                .map(known::claim)
                .filter(Objects::nonNull)
                .map(claim -> claim.getString("studentId"))
                .findFirst()
                .orElseGet(question.strangers()::next);
    }

    private Mono<Void> insertClaims(List<Asked> open, Map<Integer, String> students, int nth) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Asked asked : open) {
            List<String> claimIds = asked.claimIds();
            if (nth < claimIds.size()) {
                wanted.putIfAbsent(
                        claimIds.get(nth), Objects.requireNonNull(students.get(asked.key())));
            }
        }
        return claims.insert(wanted);
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
        return claims.find(firsts.keySet())
                .doOnNext(
                        claim ->
                                students.put(
                                        Objects.requireNonNull(
                                                firsts.get(RecognitionStore.id(claim))),
                                        claim.getString("studentId")))
                .then();
    }

    /** Empty where somebody else was quicker with one of them: then it is thought over again. */
    private Mono<Map<Integer, Who>> write(String cause, List<Asked> open, Look claimed) {
        Map<Integer, Who> settled = new HashMap<>();
        Map<String, Document> strangers = new LinkedHashMap<>();
        List<UpdateOneModel<Document>> changes = new ArrayList<>();
        Map<String, String> relied = new LinkedHashMap<>();
        for (Asked asked : open) {
            switch (recognition.answer(asked, claimed)) {
                case Nobody nobody -> settled.put(asked.key(), nobody);
                case Known known -> {
                    settled.put(asked.key(), known);
                    changing(cause, asked, person(claimed, known), changes);
                    asked.claimIds().forEach(id -> relied.put(id, known.studentId()));
                }
                case Stranger _ -> {
                    String studentId = claimant(asked, claimed);
                    settled.put(asked.key(), new Known(studentId, true));
                    strangers.putIfAbsent(studentId, person(studentId, asked));
                    asked.claimIds().forEach(id -> relied.put(id, studentId));
                }
            }
        }
        return insert(List.copyOf(strangers.values()))
                .then(Mono.defer(() -> claims.hold(relied)))
                .flatMap(
                        lost ->
                                lost.isEmpty()
                                        ? update(changes)
                                        : drop(strangers.keySet()).thenReturn(false))
                .filter(whole -> whole)
                .flatMap(_ -> claims.releaseAll(changed(changes, settled)).thenReturn(settled));
    }

    private static Set<String> changed(
            List<UpdateOneModel<Document>> changes, Map<Integer, Who> settled) {
        return changes.isEmpty()
                ? Set.of()
                : settled.values().stream()
                        .filter(Known.class::isInstance)
                        .map(who -> ((Known) who).studentId())
                        .collect(Collectors.toSet());
    }

    /** Those whose claims were let go before they were written; nobody enrolls them. */
    private Mono<Void> drop(Set<String> strangers) {
        Document fresh =
                new Document("_id", new Document("$in", List.copyOf(strangers)))
                        .append("version", 1L)
                        .append("enrollings", null);
        return Mono.from(persons.deleteMany(fresh)).then();
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
        RecognitionStore.said(asked.said()).forEach(person::append);
        return person.append("claims", asked.claimIds());
    }

    private void changing(
            String cause, Asked asked, Document person, List<UpdateOneModel<Document>> changes) {
        Map<String, String> news = RecognitionStore.news(asked.said(), person);
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
        RecognitionStore.FIELDS.forEach(field -> before.append(field, person.getString(field)));
        return before;
    }

    private static UpdateOneModel<Document> guarded(Document person, List<Bson> updates) {
        updates.add(Updates.set("version", version(person) + 1));
        Document present =
                new Document("_id", RecognitionStore.id(person)).append("version", version(person));
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
    private Mono<Void> insert(List<Document> strangers) {
        return strangers.isEmpty()
                ? Mono.empty()
                : Mono.from(persons.insertMany(strangers, UNORDERED))
                        .then()
                        .onErrorResume(IdentityStore::isDuplicates, error -> Mono.empty());
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
