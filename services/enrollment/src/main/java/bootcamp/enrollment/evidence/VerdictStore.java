package bootcamp.enrollment.evidence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;

import bootcamp.enrollment.completion.Evidence;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The verdicts of each enrollment with the evidence they rest on: one of each closing, and none is
 * ever changed. Ids, days and figures alone.
 *
 * <pre>{@code
 * completionVerdicts: { "_id": "5f0c…", "verdicts": [{ "closing": "2024-07-31T…", "completed": true, … }] }
 * completionClosings: { "_id": "ai-lab-4", "closings": [{ "closing": "2024-07-31T…", "policyVersion": 2,
 *                                                         "excepted": ["5f0c…"] }] }
 * }</pre>
 */
final class VerdictStore {

    private static final String VERDICTS = "verdicts";
    private static final String CLOSINGS = "closings";
    private static final String CLOSING = "closing";

    private final MongoCollection<Document> verdicts;
    private final MongoCollection<Document> closings;
    private final JsonMapper json;

    VerdictStore(MongoDatabase database, JsonMapper json) {
        this.verdicts =
                database.getCollection("completionVerdicts")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.closings =
                database.getCollection("completionClosings")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /**
     * What was said of one student when the cohort was closed.
     *
     * @param closing when somebody closed the cohort; which closing it is of
     * @param on the day as of which it was closed
     * @param by name of the account that closed it
     * @param policyVersion 0: the default
     * @param completed the policy was met, or there was an exception
     * @param byException there was one, and the policy was not met
     * @param requirements of the policy, and what each came to
     * @param evidence that they rest on, as it was known then
     */
    record Frozen(
            Instant closing,
            LocalDate on,
            String by,
            int policyVersion,
            boolean completed,
            boolean byException,
            List<CompletionApi.FindingView> requirements,
            Evidence evidence) {}

    /**
     * @param verdicts ascending by closing; never empty
     */
    record OfEnrollment(String enrollmentId, List<Frozen> verdicts) {

        /** Of the last closing. */
        Frozen last() {
            return verdicts.getLast();
        }
    }

    /**
     * By what everybody is judged in one closing, whatever is decided while it goes on.
     *
     * @param closing when somebody closed the cohort
     * @param policyVersion 0: the default
     * @param excepted enrollments of which an exception was in force
     */
    record Basis(Instant closing, int policyVersion, Set<String> excepted) {

        Basis {
            excepted = Set.copyOf(excepted);
        }
    }

    /** Keeps it, unless there is one of the same closing; completes with the one kept. */
    Mono<Basis> begin(String cohortId, Basis basis) {
        return keep(closings, cohortId, CLOSINGS, basis.closing(), basis)
                .then(Mono.defer(() -> basis(cohortId, basis.closing())));
    }

    /** Empty: nobody has begun it. */
    Mono<Basis> basis(String cohortId, Instant closing) {
        return bases(cohortId).filter(each -> each.closing().equals(closing)).next();
    }

    /** Of the cohort's last closing; empty where there was none. */
    Mono<Basis> lastBasis(String cohortId) {
        return bases(cohortId).sort(Comparator.comparing(Basis::closing)).takeLast(1).next();
    }

    private Flux<Basis> bases(String cohortId) {
        return Flux.from(closings.find(eq("_id", cohortId)))
                .flatMapIterable(found -> found.getList(CLOSINGS, Document.class))
                .map(each -> json.convertValue(each, Basis.class));
    }

    /** One of each closing, and the first stays. */
    private Mono<Void> keep(
            MongoCollection<Document> in, String id, String list, Instant closing, Object kept) {
        Document written =
                new Document(json.convertValue(kept, new TypeReference<Map<String, Object>>() {}));
        written.put(CLOSING, closing.toString());
        return Mono.from(
                        in.updateOne(
                                and(eq("_id", id), ne(list + "." + CLOSING, closing.toString())),
                                Updates.push(list, written),
                                new UpdateOptions().upsert(true)))
                .then()
                // It is there: whoever was first is right.
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /** Keeps a verdict, unless there is one of the same closing; completes with the one kept. */
    Mono<Frozen> freeze(String enrollmentId, Frozen verdict) {
        return keep(verdicts, enrollmentId, VERDICTS, verdict.closing(), verdict)
                .thenMany(Flux.defer(() -> of(List.of(enrollmentId))))
                .flatMapIterable(OfEnrollment::verdicts)
                .filter(each -> each.closing().equals(verdict.closing()))
                .next();
    }

    /** Of each of them that has any, in no order. */
    Flux<OfEnrollment> of(Collection<String> enrollmentIds) {
        return enrollmentIds.isEmpty()
                ? Flux.empty()
                : Flux.from(verdicts.find(in("_id", enrollmentIds)))
                        .map(
                                found ->
                                        new OfEnrollment(
                                                found.getString("_id"),
                                                found.getList(VERDICTS, Document.class).stream()
                                                        .map(
                                                                each ->
                                                                        json.convertValue(
                                                                                each, Frozen.class))
                                                        // Whoever was slow kept it later.
                                                        .sorted(
                                                                Comparator.comparing(
                                                                        Frozen::closing))
                                                        .toList()));
    }
}
