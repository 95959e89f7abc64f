package bootcamp.enrollment.screening;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.not;

import bootcamp.enrollment.admission.AdmissionRefusal;
import bootcamp.enrollment.screening.ScoreSheet.Score;
import bootcamp.platform.aggregate.Contended;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.StoreRefusal;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scores, in the very document of the application that they are of: whatever forgets an application
 * forgets them in the same write, and none can be given to one that is gone.
 *
 * <pre>{@code
 * { "_id": "ai-lab-5/5f0c…", "application": …,
 *   "scores": { "done": 1, "by": { "bWluYQ": { "reviewer": "mina", "points": { "code": 7 }, "note": "…",
 *                                              "done": true, "version": 2, "at": "2024-03-04T…" } } } }
 * }</pre>
 *
 * <p>A score is one update that asks for all it depends on: that fewer than needed are done, and
 * that the own one is what it was. Of reviewers who come at once the database lets so many through
 * as are needed and no more, whatever processes they ask.
 */
final class ScoreStore {

    /** So that the document stays small; nobody has so many at work on one application. */
    static final int BEGUN_MAX = 50;

    private static final String ID = "_id";
    private static final String NAME = "application.name";
    private static final String ENROLLMENT = "application.outcome.enrollmentId";
    private static final String SCORES = "scores";
    private static final String DONE = SCORES + ".done";
    private static final String BY = SCORES + ".by.";

    private final MongoCollection<Document> applications;
    private final JsonMapper json;

    ScoreStore(MongoDatabase people, JsonMapper json) {
        this.applications =
                people.getCollection("applications")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
    }

    /** Refused as not found where there is no such application. */
    Mono<ScoreSheet> of(String cohortId, String applicationId) {
        return Mono.from(
                        applications
                                .find(eq(ID, cohortId + "/" + applicationId))
                                .projection(Projections.include(SCORES))
                                .first())
                .map(this::sheet)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                AdmissionRefusal.APPLICATION_NOT_FOUND)));
    }

    /**
     * @param name of the applicant
     * @param enrollmentId that the application led to; null: it led to none
     */
    record Scored(
            String applicationId, String name, @Nullable String enrollmentId, ScoreSheet sheet) {}

    /**
     * By id of the application.
     *
     * @param after id of an application; null: from the first
     */
    Flux<Scored> of(String cohortId, @Nullable String after, int limit) {
        Bson range =
                and(
                        gt(ID, cohortId + "/" + (after == null ? "" : after)),
                        // What follows a slash.
                        lt(ID, cohortId + "0"));
        return Flux.from(
                        applications
                                .find(range)
                                .projection(Projections.include(NAME, ENROLLMENT, SCORES))
                                .sort(Sorts.ascending(ID))
                                .limit(limit))
                .map(
                        found ->
                                new Scored(
                                        found.getString(ID).substring(cohortId.length() + 1),
                                        found.getEmbedded(List.of("application", "name"), ""),
                                        enrollmentId(found),
                                        sheet(found)));
    }

    /**
     * In the place of what the reviewer gave before; the same again changes nothing.
     *
     * @param given its version counts for nothing
     * @param reviewersNeeded when so many are done, nobody begins or goes on
     * @param ifVersion of what the reviewer gave before, 0: nothing; null: whatever it was
     */
    Mono<ScoreSheet> put(
            String cohortId,
            String applicationId,
            Score given,
            int reviewersNeeded,
            @Nullable Long ifVersion) {
        return Contended.again(
                        () ->
                                of(cohortId, applicationId)
                                        .flatMap(
                                                present ->
                                                        put(
                                                                cohortId + "/" + applicationId,
                                                                present,
                                                                given,
                                                                reviewersNeeded,
                                                                ifVersion)))
                .then(Mono.defer(() -> of(cohortId, applicationId)));
    }

    /** Once; empty where somebody else wrote in between. */
    private Mono<Boolean> put(
            String id,
            ScoreSheet present,
            Score given,
            int reviewersNeeded,
            @Nullable Long ifVersion) {
        Score own = present.of(given.reviewer()).orElse(null);
        long version = own == null ? 0 : own.version();
        if (ifVersion != null && ifVersion != version) {
            return refused(StoreRefusal.STALE_VERSION);
        }
        if (own != null && own.saysTheSameAs(given)) {
            return Mono.just(true);
        }
        if (own != null && own.done()) {
            return refused(ScreeningRefusal.SCORE_DONE);
        }
        if (present.done() >= reviewersNeeded
                || (own == null && present.scores().size() >= BEGUN_MAX)) {
            return refused(ScreeningRefusal.ENOUGH_REVIEWERS);
        }
        String key = BY + key(given.reviewer());
        Bson condition =
                and(
                        eq(ID, id),
                        not(gte(DONE, reviewersNeeded)),
                        own == null ? exists(key, false) : eq(key + ".version", version));
        List<Bson> updates = new ArrayList<>();
        updates.add(Updates.set(key, written(given, version + 1)));
        if (given.done()) {
            updates.add(Updates.inc(DONE, 1));
        }
        return Mono.from(applications.updateOne(condition, Updates.combine(updates)))
                .map(result -> result.getMatchedCount() == 1)
                .filter(done -> done);
    }

    private static @Nullable String enrollmentId(Document found) {
        Document application = found.get("application", Document.class);
        // Null for moments after somebody has applied.
        Document outcome = application.get("outcome", Document.class);
        return outcome == null ? null : outcome.getString("enrollmentId");
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }

    /** A user name may have what a field's name may not. */
    private static String key(String reviewer) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(reviewer.getBytes(StandardCharsets.UTF_8));
    }

    private Document written(Score score, long version) {
        return Document.parse(
                json.writeValueAsString(
                        new Score(
                                score.reviewer(),
                                score.points(),
                                score.note(),
                                score.done(),
                                version,
                                score.at())));
    }

    private ScoreSheet sheet(Document application) {
        Document by = application.getEmbedded(List.of(SCORES, "by"), new Document());
        return new ScoreSheet(
                by.values().stream()
                        .map(each -> json.readValue(((Document) each).toJson(), Score.class))
                        .toList());
    }
}
