package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;

import bootcamp.competition.team.FairQueue.Job;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
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
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Submissions that wait for their score, for all processes of the service: a document for each,
 * gone once it is settled. Whoever scores one holds it for a while and again and again; what a
 * process that ended held is anybody's after that, and so is what failed, after a rest: another
 * process's first, for what hangs in one need not hang in the next.
 *
 * <pre>{@code
 * { "_id": "5f0c…-00007", "competitionId": "c0ff…", "teamId": "5f0c…", "at": ISODate,
 *   "until": ISODate, "tries": 2, "heldBy": "77aa…", "failedBy": "0b5e…" }
 * }</pre>
 */
final class LineStore implements MeterBinder {

    /** For which one is held at a time; several times as long as the pause between renewals. */
    static final Duration HELD = Duration.ofSeconds(15);

    /** After the first try that failed; twice as long after each more. */
    static final Duration REST = Duration.ofSeconds(2);

    /** So much longer rests the process that failed; more than the pause between two looks. */
    static final Duration OTHERS_FIRST = Duration.ofSeconds(5);

    private static final Duration REST_MAX = Duration.ofMinutes(5);
    private static final int DOUBLED_MAX = 10;

    /** Looked at in one round, the oldest first. */
    private static final int DUE_MAX = 1_000;

    /** Tries of which the last is a second one: it failed, was tried again, and is not done. */
    private static final int STUCK = 2;

    private final MongoCollection<Document> documents;
    private final String process;
    private final InstantSource clock;
    private final BacklogStore backlog;

    LineStore(MongoDatabase database, IdSource ids, InstantSource clock) {
        this.documents =
                database.getCollection("waitingSubmissions")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.process = ids.next();
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
                                and(eq("_id", submissionId), isFree(process, now)),
                                taken(process, now),
                                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(taken -> taken.getInteger("tries"));
    }

    /** What nobody holds, and this process may try. */
    static Bson isFree(String process, Instant now) {
        return and(
                lte("until", Date.from(now)),
                or(ne("failedBy", process), lte("until", Date.from(now.minus(OTHERS_FIRST)))));
    }

    /** What is written of one that a process takes. */
    static Bson taken(String process, Instant now) {
        return Updates.combine(
                Updates.set("until", Date.from(now.plus(HELD))),
                Updates.set("heldBy", process),
                Updates.inc("tries", 1));
    }

    /** Goes on holding those that are at work here, unless another has taken them over. */
    Mono<Void> hold(Collection<String> submissionIds) {
        return hold(documents, submissionIds, process, clock.instant());
    }

    /** As above, of any collection with such documents. */
    static Mono<Void> hold(
            MongoCollection<Document> documents,
            Collection<String> ids,
            String process,
            Instant now) {
        return ids.isEmpty()
                ? Mono.empty()
                : Mono.from(
                                documents.updateMany(
                                        and(in("_id", ids), eq("heldBy", process)),
                                        Updates.set("until", Date.from(now.plus(HELD)))))
                        .then();
    }

    /**
     * Lets go of one that failed, for anybody to try again after a rest; of one that another has
     * taken over meanwhile nothing changes.
     *
     * @param tries so far, from 1
     */
    Mono<Void> rest(String submissionId, int tries) {
        return Mono.from(
                        documents.updateOne(
                                and(eq("_id", submissionId), eq("heldBy", process)),
                                failed(process, clock.instant().plus(restAfter(tries)))))
                .then();
    }

    /** What is written of one with which a process has failed. */
    static Bson failed(String process, Instant until) {
        return Updates.combine(
                Updates.set("until", Date.from(until)),
                Updates.unset("heldBy"),
                Updates.set("failedBy", process));
    }

    /** How long nobody tries what failed so often. */
    static Duration restAfter(int tries) {
        Duration rest = REST.multipliedBy(1L << Math.min(tries - 1, DOUBLED_MAX));
        return rest.compareTo(REST_MAX) > 0 ? REST_MAX : rest;
    }

    /** It is settled. */
    Mono<Void> remove(String submissionId) {
        return Mono.from(documents.deleteOne(eq("_id", submissionId))).then();
    }

    /** What may be tried here, the oldest first. */
    Flux<Job> due() {
        return Flux.from(
                        documents
                                .find(isFree(process, clock.instant()))
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
