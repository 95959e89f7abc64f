package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import bootcamp.competition.team.FairQueue.Job;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Submissions that wait for their score, for all processes of the service: a document for each,
 * gone once it is settled. Whoever scores one holds it for a while and again and again; what a
 * process that ended held is anybody's after that, and so is what failed, after a rest.
 *
 * <pre>{@code
 * { "_id": "5f0c…-00007", "competitionId": "c0ff…", "teamId": "5f0c…", "at": ISODate,
 *   "until": ISODate, "tries": 1 }
 * }</pre>
 */
final class LineStore implements MeterBinder {

    /** For which one is held at a time; several times as long as the pause between renewals. */
    static final Duration HELD = Duration.ofSeconds(15);

    /** After the first try that failed; twice as long after each more. */
    private static final Duration REST = Duration.ofSeconds(2);

    private static final Duration REST_MAX = Duration.ofMinutes(5);
    private static final int DOUBLED_MAX = 10;

    /** Looked at in one round, the oldest first. */
    private static final int DUE_MAX = 1_000;

    /** Tries of which the last is a second one: it failed, was tried again, and is not done. */
    private static final int STUCK = 2;

    private final MongoCollection<Document> documents;
    private final InstantSource clock;
    private final BacklogStore backlog;

    LineStore(MongoDatabase database, InstantSource clock) {
        this.documents =
                database.getCollection("waitingSubmissions")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.clock = clock;
        this.backlog = new BacklogStore(documents, empty(), gte("tries", STUCK), clock);
    }

    /** Puts one into the line, unless it is there; completes when that is durable. */
    Mono<Void> add(Submission submission) {
        return Mono.from(
                        documents.insertOne(
                                new Document("_id", submission.submissionId())
                                        .append("competitionId", submission.competitionId())
                                        .append("teamId", submission.teamId())
                                        .append("at", Date.from(submission.at()))
                                        .append("until", Date.from(submission.at()))
                                        .append("tries", 0)))
                .then()
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /**
     * Takes one to work on it.
     *
     * @return how often it has been tried, with this time; empty: another holds it, or it is
     *     settled
     */
    Mono<Integer> take(String submissionId) {
        Instant now = clock.instant();
        return Mono.from(
                        documents.findOneAndUpdate(
                                and(eq("_id", submissionId), lte("until", Date.from(now))),
                                Updates.combine(
                                        Updates.set("until", Date.from(now.plus(HELD))),
                                        Updates.inc("tries", 1)),
                                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(taken -> taken.getInteger("tries"));
    }

    /** Goes on holding those that are at work here. */
    Mono<Void> hold(Collection<String> submissionIds) {
        return submissionIds.isEmpty()
                ? Mono.empty()
                : until(submissionIds, clock.instant().plus(HELD));
    }

    /**
     * Lets go of one that failed, for anybody to try again after a rest.
     *
     * @param tries so far, from 1
     */
    Mono<Void> rest(String submissionId, int tries) {
        return until(java.util.List.of(submissionId), clock.instant().plus(restAfter(tries)));
    }

    /** How long nobody tries what failed so often. */
    static Duration restAfter(int tries) {
        Duration rest = REST.multipliedBy(1L << Math.min(tries - 1, DOUBLED_MAX));
        return rest.compareTo(REST_MAX) > 0 ? REST_MAX : rest;
    }

    private Mono<Void> until(Collection<String> submissionIds, Instant until) {
        return Mono.from(
                        documents.updateMany(
                                in("_id", submissionIds), Updates.set("until", Date.from(until))))
                .then();
    }

    /** It is settled. */
    Mono<Void> remove(String submissionId) {
        return Mono.from(documents.deleteOne(eq("_id", submissionId))).then();
    }

    /** What nobody holds, the oldest first. */
    Flux<Job> due() {
        return Flux.from(
                        documents
                                .find(lte("until", Date.from(clock.instant())))
                                .sort(Sorts.ascending("at"))
                                .limit(DUE_MAX))
                .map(
                        each ->
                                new Job(
                                        each.getString("competitionId"),
                                        each.getString("teamId"),
                                        each.getString("_id")));
    }

    // ---- how it stands

    /** Counts anew what the metrics tell. */
    Mono<Void> count() {
        return backlog.count();
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("bootcamp.scoring.waiting", backlog::open)
                .description("submissions that wait for their score")
                .register(meters);
        Gauge.builder("bootcamp.scoring.stuck", backlog::stuck)
                .description("submissions whose scoring failed and was tried again")
                .register(meters);
        TimeGauge.builder(
                        "bootcamp.scoring.age",
                        this,
                        TimeUnit.MILLISECONDS,
                        line -> line.backlog.age().toMillis())
                .description("how long the oldest of them has waited")
                .register(meters);
    }
}
