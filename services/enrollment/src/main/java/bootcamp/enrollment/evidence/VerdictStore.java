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
import java.util.List;
import java.util.Map;
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
 * { "_id": "5f0c…", "verdicts": [{ "closing": "2024-07-31T…", "completed": true, … }] }
 * }</pre>
 */
final class VerdictStore {

    private static final String VERDICTS = "verdicts";
    private static final String CLOSING = "closing";

    private final MongoCollection<Document> verdicts;
    private final JsonMapper json;

    VerdictStore(MongoDatabase database, JsonMapper json) {
        this.verdicts =
                database.getCollection("completionVerdicts")
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
    record OfEnrollment(String enrollmentId, List<Frozen> verdicts) {}

    /** Keeps a verdict, unless there is one of the same closing; completes with the one kept. */
    Mono<Frozen> freeze(String enrollmentId, Frozen verdict) {
        String closing = verdict.closing().toString();
        Document written =
                new Document(
                        json.convertValue(verdict, new TypeReference<Map<String, Object>>() {}));
        written.put(CLOSING, closing);
        return Mono.from(
                        verdicts.updateOne(
                                and(eq("_id", enrollmentId), ne(VERDICTS + "." + CLOSING, closing)),
                                Updates.push(VERDICTS, written),
                                new UpdateOptions().upsert(true)))
                .then()
                // It is there: whoever was first is right.
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty())
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
                                                        .toList()));
    }
}
