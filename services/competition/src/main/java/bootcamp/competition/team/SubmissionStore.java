package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.competition.contest.Generations;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A document for each submission, those of a team next to each other in the order in which they
 * were taken. The team's ledger decides that there is one; scores, files and faults are here, and
 * in no event.
 *
 * <pre>{@code
 * { "_id": "5f0c…-00007", "submission": { "state": "SCORED", … }, "scores": { "1": { … } },
 *   "trial": { … }, "trialBy": ["77aa…"] }
 * }</pre>
 */
final class SubmissionStore {

    private static final String FIELD = "submission";

    /** Beside it, so that none of them is written over by another. */
    private static final String TRIAL = "trial";

    /** Ids of the students who ever wrote the trial: each may have kept words of the others. */
    private static final String WRITERS = "trialBy";

    private static final String SCORES = "scores";

    private static final Bson WITHOUT_TRIAL =
            Updates.combine(Updates.unset(TRIAL), Updates.unset(WRITERS));

    private final MongoCollection<Document> documents;
    private final JsonMapper json;

    SubmissionStore(MongoDatabase database, JsonMapper json) {
        this.documents =
                database.getCollection("submissions")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /** Writes one that was taken; where it is there already nothing changes. */
    Mono<Void> add(Submission submission) {
        return Mono.from(
                        documents.insertOne(
                                new Document("_id", submission.submissionId())
                                        .append(FIELD, fields(submission))))
                .then()
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /** Writes what became of one, and its scores; completes when that is durable. */
    Mono<Void> settle(Submission submission) {
        List<Bson> updates = new ArrayList<>();
        updates.add(Updates.set(FIELD, fields(submission)));
        submission
                .scores()
                .forEach(
                        (generation, score) ->
                                updates.add(Updates.set(SCORES + "." + generation, fields(score))));
        return Mono.from(
                        documents.updateOne(
                                eq("_id", submission.submissionId()), Updates.combine(updates)))
                .then();
    }

    /** Takes the scores of a generation away that was never shown, of the teams of those ids. */
    Mono<Void> forget(Collection<String> teamIds, int generation) {
        return Flux.fromIterable(teamIds)
                .concatMap(
                        teamId ->
                                documents.updateMany(
                                        all(teamId), Updates.unset(SCORES + "." + generation)))
                .then();
    }

    /**
     * Writes down a trial, in the place of the one before; of no submission: nothing is written.
     *
     * @param studentId who writes it
     */
    Mono<Void> write(String submissionId, Trial trial, String studentId) {
        return Mono.from(
                        documents.updateOne(
                                eq("_id", submissionId),
                                Updates.combine(
                                        Updates.set(TRIAL, fields(trial)),
                                        Updates.addToSet(WRITERS, studentId))))
                .then();
    }

    /** Takes the trial away; where there is none nothing changes. */
    Mono<Void> unwrite(String submissionId) {
        return Mono.from(documents.updateOne(eq("_id", submissionId), WITHOUT_TRIAL)).then();
    }

    /** Takes away what a student ever wrote at, of the teams of those ids. */
    Mono<Void> unwrite(Collection<String> teamIds, String studentId) {
        return Flux.fromIterable(teamIds)
                .concatMap(
                        teamId ->
                                documents.updateMany(
                                        and(all(teamId), eq(WRITERS, studentId)), WITHOUT_TRIAL))
                .then();
    }

    /** Of one team: one range of ids. */
    private static Bson all(String teamId) {
        return and(gt("_id", teamId + "-"), lt("_id", teamId + "."));
    }

    Mono<Submission> find(String submissionId) {
        return Mono.from(documents.find(eq("_id", submissionId))).map(this::submission);
    }

    /** Those of the ids that exist, in no order. */
    Flux<Submission> findAll(Collection<String> submissionIds) {
        return Flux.from(documents.find(in("_id", submissionIds))).map(this::submission);
    }

    /**
     * Of a team, the newest first.
     *
     * @param before the last id of the page before; null: from the newest
     */
    Flux<Submission> of(String teamId, @Nullable String before, int limit) {
        return Flux.from(
                        documents
                                .find(
                                        and(
                                                gt("_id", teamId + "-"),
                                                lt("_id", before == null ? teamId + "." : before)))
                                .sort(Sorts.descending("_id"))
                                .limit(limit))
                .map(this::submission);
    }

    /**
     * Of a team and those that went into it, the newest first: each team's are in the order of
     * their numbers, so that a page goes on where the one before ended.
     *
     * @param before the last id of the page before; null: from the newest
     * @param limit 0: all
     */
    Flux<Submission> of(Team team, @Nullable String before, int limit) {
        if (team.ids().size() == 1) {
            return of(team.teamId(), before, limit);
        }
        Comparator<Submission> newestFirst =
                Comparator.comparing(Submission::at).thenComparing(Submission::submissionId);
        List<Flux<Submission>> each =
                team.ids().stream().map(teamId -> of(teamId, null, 0)).toList();
        Flux<Submission> all =
                Flux.mergeComparing(newestFirst.reversed(), each.toArray(Flux[]::new));
        Flux<Submission> rest =
                before == null
                        ? all
                        : all.skipUntil(sent -> sent.submissionId().equals(before)).skip(1);
        return limit == 0 ? rest : rest.take(limit);
    }

    /**
     * How many a team, and those that went into it, had sent before.
     *
     * @param newest of them all, which are not counted: of each team those after a number
     */
    Mono<Long> before(Team team, List<Submission> newest) {
        return Flux.fromIterable(team.ids())
                .concatMap(
                        teamId ->
                                documents.countDocuments(
                                        and(
                                                gt("_id", teamId + "-"),
                                                lt(
                                                        "_id",
                                                        newest.stream()
                                                                .map(Submission::submissionId)
                                                                .filter(
                                                                        id ->
                                                                                id.startsWith(
                                                                                        teamId
                                                                                                + "-"))
                                                                .min(Comparator.naturalOrder())
                                                                .orElse(teamId + ".")))))
                .reduce(0L, Long::sum);
    }

    private Document fields(Submission submission) {
        Document fields = fields((Object) submission);
        fields.remove(TRIAL);
        fields.remove(SCORES);
        return fields;
    }

    private Document fields(Object value) {
        return new Document(json.convertValue(value, new TypeReference<Map<String, Object>>() {}));
    }

    private Submission submission(Document stored) {
        Document fields = new Document(stored.get(FIELD, Document.class));
        fields.put(TRIAL, stored.get(TRIAL));
        fields.put(SCORES, scores(stored.get(SCORES, Document.class), fields));
        return json.convertValue(fields, Submission.class);
    }

    /** One that was stored before there were generations has its first score in it alone. */
    private static Document scores(@Nullable Document stored, Document fields) {
        if (stored != null) {
            return stored;
        }
        return fields.getString("state").equals(Submission.State.QUEUED.name())
                ? new Document()
                : new Document(
                        String.valueOf(Generations.FIRST),
                        new Document("labelsVersion", fields.get("labelsVersion"))
                                .append("metricVersion", 1)
                                .append("entry", fields.get("entry"))
                                .append("fault", fields.get("fault")));
    }
}
