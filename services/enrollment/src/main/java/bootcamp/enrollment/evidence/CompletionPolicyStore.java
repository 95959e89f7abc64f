package bootcamp.enrollment.evidence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.evidence.PolicyVersions.Adopted;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.InvalidInput;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The completion policies of cohorts, all versions. Nobody outside the service is told of them, so
 * they are no aggregates: one document, written where its version is the one that was read.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3", "version": 2, "versions": [
 *   { "version": 1, "requirements": "[{\"kind\": \"ATTENDANCE_RATE\", …}]", "at": "2024-01-02T…",
 *     "by": "account" }, … ] }
 * }</pre>
 */
final class CompletionPolicyStore {

    private static final TypeReference<List<RequirementForm>> FORMS = new TypeReference<>() {};

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
                found.getList("versions", Document.class).stream().map(this::adopted).toList());
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
     * @return all of them then; empty where another came first
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
        Mono<Boolean> written =
                version == 1
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
                                                        eq("version", read.version())),
                                                Updates.combine(
                                                        Updates.set("version", version),
                                                        Updates.push("versions", adopted))))
                                .map(done -> done.getModifiedCount() == 1);
        return written.filter(done -> done)
                .map(_ -> read.and(new Adopted(version, policy, at, by)));
    }
}
