package bootcamp.enrollment.evidence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.evidence.PolicyVersions.Adopted;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.InvalidInput;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The completion policies of cohorts, all versions. Nobody outside the service is told of them, so
 * they are no aggregates: one document, written where its version is the one that was read. Nor is
 * it written where a closing has read it since: whoever adopts one has to look anew whether the
 * cohort is open.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3", "version": 2, "sealed": 1, "versions": [
 *   { "version": 1, "requirements": "[{\"kind\": \"ATTENDANCE_RATE\", …}]", "at": "2024-01-02T…",
 *     "by": "account" }, … ] }
 * }</pre>
 */
final class CompletionPolicyStore {

    private static final TypeReference<List<RequirementForm>> FORMS = new TypeReference<>() {};

    private static final String SEALED = "sealed";

    private final MongoCollection<Document> policies;
    private final JsonMapper json;

    CompletionPolicyStore(MongoDatabase database, JsonMapper json) {
        this.policies =
                database.getCollection("completionPolicies")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    Mono<PolicyVersions> of(String cohortId) {
        return Mono.from(policies.find(eq("_id", cohortId)).first())
                .map(this::versions)
                .defaultIfEmpty(PolicyVersions.NONE);
    }

    private PolicyVersions versions(Document found) {
        return new PolicyVersions(
                found.getList("versions", Document.class).stream().map(this::adopted).toList(),
                found.getInteger(SEALED, 0));
    }

    /** All there are, for a closing: nothing is adopted any more by what was read before. */
    Mono<PolicyVersions> seal(String cohortId) {
        return Mono.from(
                        policies.findOneAndUpdate(
                                eq("_id", cohortId),
                                Updates.combine(
                                        Updates.inc(SEALED, 1),
                                        Updates.setOnInsert("version", 0),
                                        Updates.setOnInsert("versions", List.of())),
                                new FindOneAndUpdateOptions()
                                        .upsert(true)
                                        .returnDocument(ReturnDocument.AFTER)))
                .retryWhen(Retry.max(1).filter(DuplicateKey::is))
                .map(this::versions);
    }

    private Adopted adopted(Document kept) {
        List<RequirementForm> forms = json.readValue(kept.getString("requirements"), FORMS);
        return new Adopted(
                kept.getInteger("version"),
                RequirementForm.policy(forms, InvalidInput.checking()),
                Instant.parse(kept.getString("at")),
                kept.getString("by"));
    }

    /**
     * Adds a version after the ones that were read.
     *
     * @return all of them then; empty where another, or a closing, came first
     */
    Mono<PolicyVersions> adopt(
            String cohortId, PolicyVersions read, CompletionPolicy policy, Instant at, String by) {
        int version = read.version() + 1;
        Document adopted =
                new Document("version", version)
                        .append(
                                "requirements",
                                json.writeValueAsString(RequirementForm.of(policy.requirements())))
                        .append("at", at.toString())
                        .append("by", by);
        // Kept before there were seals it has none.
        Bson seal = read.sealed() == 0 ? exists(SEALED, false) : eq(SEALED, read.sealed());
        Mono<Boolean> written =
                read.equals(PolicyVersions.NONE)
                        ? Mono.from(
                                        policies.insertOne(
                                                new Document("_id", cohortId)
                                                        .append("version", version)
                                                        .append("versions", List.of(adopted))))
                                .thenReturn(true)
                                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false))
                        : Mono.from(
                                        policies.updateOne(
                                                and(
                                                        eq("_id", cohortId),
                                                        eq("version", read.version()),
                                                        seal),
                                                Updates.combine(
                                                        Updates.set("version", version),
                                                        Updates.push("versions", adopted))))
                                .map(done -> done.getModifiedCount() == 1);
        return written.filter(done -> done)
                .map(_ -> read.and(new Adopted(version, policy, at, by)));
    }
}
