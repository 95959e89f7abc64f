package bootcamp.enrollment.admission;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.enrollment.admission.Decision.State;
import bootcamp.platform.aggregate.Contended;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was decided of applications, in their very documents: whatever forgets an application
 * forgets it in the same write. The last decision is in force.
 *
 * <pre>{@code
 * applications:        { "_id": "ai-lab-5/5f0c…", "application": …,
 *                        "decisions": { "count": 1, "1": { "decision": "SELECTED", "letter": …, … } } }
 * applicationPointers: { "_id": "letter/ai-lab-5/5f0c…/1" }    a letter that is still to be sent
 * }</pre>
 *
 * <p>A pointer is written before the letter, so that none is lost with a process, and once more
 * after it, as who looked in between found nothing and took the pointer away.
 */
final class DecisionStore {

    /** Of one application; who decides more often writes to the applicant by hand. */
    static final int DECISIONS_MAX = 20;

    private static final String ID = "_id";
    private static final String DECISIONS = "decisions";
    private static final String COUNT = DECISIONS + ".count";
    static final String LETTER = "letter/";

    private final MongoCollection<Document> applications;
    private final MongoCollection<Document> pointers;
    private final JsonMapper json;

    DecisionStore(MongoDatabase people, JsonMapper json) {
        this.applications =
                people.getCollection("applications")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.pointers =
                people.getCollection("applicationPointers")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /**
     * All that was decided of one application.
     *
     * @param decisions oldest first; the last is in force
     */
    record OfApplication(String applicationId, List<Decision> decisions) {}

    /** Of each of them that is there. */
    Flux<OfApplication> of(String cohortId, Collection<String> applicationIds) {
        return applicationIds.isEmpty()
                ? Flux.empty()
                : Flux.from(
                                applications
                                        .find(
                                                in(
                                                        ID,
                                                        applicationIds.stream()
                                                                .map(id -> cohortId + "/" + id)
                                                                .toList()))
                                        .projection(Projections.include(DECISIONS)))
                        .map(
                                found ->
                                        new OfApplication(
                                                found.getString(ID)
                                                        .substring(cohortId.length() + 1),
                                                decisions(found)));
    }

    /**
     * Notes a decision, unless the last one says it; so the same again leaves no second letter.
     *
     * @return what is in force; refused where the application is gone
     */
    Mono<Decision> note(String cohortId, String applicationId, Decision next) {
        return Contended.again(
                () ->
                        of(cohortId, List.of(applicationId))
                                .next()
                                .switchIfEmpty(
                                        Mono.error(
                                                () ->
                                                        new RefusedException(
                                                                AdmissionRefusal
                                                                        .APPLICATION_NOT_FOUND)))
                                .flatMap(
                                        present ->
                                                note(
                                                        cohortId + "/" + applicationId,
                                                        present,
                                                        next)));
    }

    /** Once; empty where somebody else wrote in between. */
    private Mono<Decision> note(String id, OfApplication present, Decision next) {
        int count = present.decisions().size();
        if (count > 0 && present.decisions().getLast().covers(next)) {
            return Mono.just(present.decisions().getLast());
        }
        if (count >= DECISIONS_MAX) {
            return Mono.error(() -> new RefusedException(AdmissionRefusal.TOO_MANY_DECISIONS));
        }
        int number = count + 1;
        Bson condition = and(eq(ID, id), count == 0 ? exists(COUNT, false) : eq(COUNT, count));
        Bson update =
                Updates.combine(
                        Updates.set(DECISIONS + "." + number, written(next)),
                        Updates.set(COUNT, number));
        Mono<Void> pointed = next.letter() == null ? Mono.empty() : point(id, number);
        return pointed.then(Mono.defer(() -> Mono.from(applications.updateOne(condition, update))))
                .filter(result -> result.getMatchedCount() == 1)
                .delayUntil(_ -> next.letter() == null ? Mono.empty() : point(id, number))
                .map(_ -> next);
    }

    private Document written(Object value) {
        return Document.parse(json.writeValueAsString(value));
    }

    private List<Decision> decisions(Document application) {
        Document all = application.get(DECISIONS, new Document());
        List<Decision> decisions = new ArrayList<>();
        for (int number = 1; number <= all.getInteger("count", 0); number++) {
            String found = all.get(String.valueOf(number), Document.class).toJson();
            decisions.add(json.readValue(found, Decision.class));
        }
        return decisions;
    }

    // ---- letters

    /**
     * A letter that was to be sent.
     *
     * @param number of the decision, from 1
     */
    record Due(String pointer, String cohortId, String applicationId, int number) {

        static Due of(String pointer) {
            String[] parts = pointer.split("/");
            return new Due(pointer, parts[1], parts[2], Integer.parseInt(parts[3]));
        }
    }

    /** Those after a pointer, ascending by it. */
    Flux<Due> due(String after, int limit) {
        return Flux.from(
                        pointers.find(
                                        and(
                                                gt(ID, after.isEmpty() ? LETTER : after),
                                                lt(ID, "letter0")))
                                .sort(Sorts.ascending(ID))
                                .limit(limit))
                .map(found -> Due.of(found.getString(ID)));
    }

    /** What became of a letter, unless somebody has noted that it was sent, or is not to be. */
    Mono<Void> note(Due due, Decision.Letter letter) {
        String field = DECISIONS + "." + due.number() + ".letter";
        return Mono.from(
                        applications.updateOne(
                                and(
                                        eq(ID, due.cohortId() + "/" + due.applicationId()),
                                        eq(field + ".state", State.QUEUED.name())),
                                Updates.set(field, written(letter))))
                .then();
    }

    /** It needs nobody any more. */
    Mono<Void> drop(Due due) {
        return Mono.from(pointers.deleteOne(eq(ID, due.pointer()))).then();
    }

    private Mono<Void> point(String id, int number) {
        String pointer = LETTER + id + "/" + number;
        return Mono.from(
                        pointers.replaceOne(
                                eq(ID, pointer),
                                new Document(ID, pointer),
                                new ReplaceOptions().upsert(true)))
                .then()
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }
}
