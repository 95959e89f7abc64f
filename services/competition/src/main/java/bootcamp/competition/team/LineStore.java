package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;

import bootcamp.competition.team.FairQueue.Job;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Sorts;
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
 * gone once it is settled. Whoever scores one holds it by a {@link LeaseStore}.
 *
 * <pre>{@code
 * { "_id": "5f0c…-00007", "competitionId": "c0ff…", "teamId": "5f0c…", "at": ISODate,
 *   "until": ISODate, "tries": 2, "heldBy": "77aa…", "failedBy": "0b5e…" }
 * }</pre>
 *
 * <p>Beside it, in a collection of its own, a document for each file of which it is being decided
 * whether it counts, as the process that decides may end before the submission stands in line:
 *
 * <pre>{@code
 * { "_id": "5f0c….0b5e…", "competitionId": "c0ff…", "teamId": "5f0c…", "at": ISODate }
 * }</pre>
 */
final class LineStore implements MeterBinder {

    /** After which nobody is deciding on a file any more; longer than a command takes. */
    static final Duration ANNOUNCED = Duration.ofSeconds(30);

    /** Looked at in one round, the oldest first. */
    private static final int DUE_MAX = 1_000;

    /** As above: each is a few writes. */
    private static final int UNDECIDED_MAX = 100;

    /** Tries of which the last is a second one: it failed, was tried again, and is not done. */
    private static final int STUCK = 2;

    private final MongoCollection<Document> documents;
    private final MongoCollection<Document> announced;
    private final LeaseStore lease;
    private final InstantSource clock;
    private final BacklogStore backlog;

    LineStore(MongoDatabase database, IdSource ids, InstantSource clock) {
        this.documents =
                database.getCollection("waitingSubmissions")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.announced =
                database.getCollection("announcedSubmissions")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.lease = new LeaseStore(documents, ids.next());
        this.clock = clock;
        this.backlog = new BacklogStore(documents, empty(), gte("tries", STUCK), clock);
    }

    /**
     * A file that the ledger of its team is asked to count.
     *
     * @param teamId as it was then: it may be in another by now
     */
    record Announced(String fileId, String teamId) {}

    /** Says that it is being decided on a file; completes when that is durable. */
    Mono<Void> announce(String fileId, Team team) {
        return Mono.from(
                        announced.insertOne(
                                new Document("_id", fileId)
                                        .append("competitionId", team.competitionId())
                                        .append("teamId", team.teamId())
                                        .append("at", Date.from(clock.instant()))))
                .then();
    }

    /** It is in line, or never will be. */
    Mono<Void> decided(String fileId) {
        return Mono.from(announced.deleteOne(eq("_id", fileId))).then();
    }

    /** On what it should have been decided by now, the oldest first. */
    Flux<Announced> undecided() {
        return Flux.from(
                        announced
                                .find(lte("at", Date.from(clock.instant().minus(ANNOUNCED))))
                                .sort(Sorts.ascending("at"))
                                .limit(UNDECIDED_MAX))
                .map(each -> new Announced(each.getString("_id"), each.getString("teamId")));
    }

    /** Puts one into the line, unless it is there; completes when that is durable. */
    Mono<Void> add(Submission submission) {
        return Mono.from(
                        documents.insertOne(
                                LeaseStore.free(
                                        new Document("_id", submission.submissionId())
                                                .append("competitionId", submission.competitionId())
                                                .append("teamId", submission.teamId())
                                                .append("at", Date.from(submission.at())),
                                        submission.at())))
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
        return lease.take(submissionId, empty(), clock.instant())
                .map(taken -> taken.getInteger("tries"));
    }

    /** Goes on holding those that are at work here, unless another has taken them over. */
    Mono<Void> hold(Collection<String> submissionIds) {
        return lease.hold(submissionIds, clock.instant());
    }

    /**
     * Lets go of one that failed, for anybody to try again after a rest.
     *
     * @param tries so far, from 1
     */
    Mono<Void> rest(String submissionId, int tries) {
        return lease.rest(submissionId, tries, clock.instant());
    }

    /** It is settled. */
    Mono<Void> remove(String submissionId) {
        return Mono.from(documents.deleteOne(eq("_id", submissionId))).then();
    }

    /** What may be tried here, the oldest first. */
    Flux<Job> due() {
        return Flux.from(
                        documents
                                .find(lease.isFree(clock.instant()))
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

    /**
     * One whose scoring failed, was tried again, and is not done.
     *
     * @param at when it was sent
     */
    record Stuck(String submissionId, String teamId, Instant at, int tries) {}

    /** Of a competition, the oldest first. */
    Flux<Stuck> stuck(String competitionId, int limit) {
        return Flux.from(
                        documents
                                .find(and(eq("competitionId", competitionId), gte("tries", STUCK)))
                                .sort(Sorts.ascending("at", "_id"))
                                .limit(limit))
                .map(
                        each ->
                                new Stuck(
                                        each.getString("_id"),
                                        each.getString("teamId"),
                                        each.getDate("at").toInstant(),
                                        each.getInteger("tries")));
    }

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
