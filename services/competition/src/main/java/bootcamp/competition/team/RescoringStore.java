package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.source.IdSource;
import com.mongodb.WriteConcern;
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
 * Generations that are proposed and scored, for all processes of the service: a document for each,
 * gone some time after it was shown or discarded. As with submissions that wait, one process is at
 * work on it, by a {@link LeaseStore}.
 *
 * <pre>{@code
 * { "_id": "c0ff…~2", "competitionId": "c0ff…", "generation": 2, "at": ISODate, "until": ISODate,
 *   "tries": 2, "heldBy": "77aa…", "failedBy": "0b5e…", "furthest": 121, "done": false,
 *   "total": 400, "scored": 120, "refused": 1, "gone": 0 }
 * { "_id": "c0ff…~3", …, "sweptAt": ISODate }
 * }</pre>
 */
final class RescoringStore implements MeterBinder {

    /** After what was scored by one that is over nothing more is: longer than anything takes. */
    static final Duration SWEPT_AFTER = ScoringDesk.SCORING_MAX.multipliedBy(3);

    /** Tries, without a submission more, of which the last is a second one. */
    private static final int STUCK = 2;

    private static final Bson IS_OPEN = and(eq("done", false), exists("sweptAt", false));

    private final MongoCollection<Document> documents;
    private final LeaseStore lease;
    private final InstantSource clock;
    private final BacklogStore backlog;

    record Job(String competitionId, int generation) {

        String id() {
            return competitionId + "~" + generation;
        }
    }

    /**
     * How far it has come.
     *
     * @param done whether every submission has its score, and whatever comes gets it at once
     * @param total submissions that had a score when it began
     * @param refused of those that were looked at, which do not fit any more
     * @param gone of those, of which there is no file any more
     */
    record Progress(boolean done, int total, int scored, int refused, int gone) {

        static final Progress NONE = new Progress(false, 0, 0, 0, 0);

        int looked() {
            return scored + refused + gone;
        }

        Progress with(Score score) {
            return new Progress(
                    done,
                    total,
                    scored + (score.entry() == null ? 0 : 1),
                    refused + (score.fault() == null ? 0 : 1),
                    gone + (score.entry() == null && score.fault() == null ? 1 : 0));
        }
    }

    RescoringStore(MongoDatabase database, IdSource ids, InstantSource clock) {
        this.documents =
                database.getCollection("rescorings")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.lease = new LeaseStore(documents, ids.next());
        this.clock = clock;
        this.backlog =
                new BacklogStore(
                        documents, IS_OPEN, and(eq("done", false), gte("tries", STUCK)), clock);
    }

    /** Unless it is there. */
    Mono<Void> add(Job job) {
        Instant now = clock.instant();
        Document document =
                LeaseStore.free(
                        new Document("_id", job.id())
                                .append("competitionId", job.competitionId())
                                .append("generation", job.generation())
                                .append("at", Date.from(now))
                                .append("done", false),
                        now);
        return Mono.from(documents.insertOne(document))
                .then()
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /**
     * One that is worked on.
     *
     * @param tries since it came further the last time, with this one
     * @param furthest of how many submissions there was a score before
     */
    record Taken(int tries, int furthest) {}

    /**
     * Takes it to work on it for a while; empty: it is done, or another is at work on it. One that
     * is over is taken to be swept.
     */
    Mono<Taken> take(Job job) {
        Instant now = clock.instant();
        return lease.take(job.id(), isOpenOrSwept(now), now)
                .map(
                        taken ->
                                new Taken(
                                        taken.getInteger("tries"),
                                        taken.getInteger("furthest", 0)));
    }

    private static Bson isOpenOrSwept(Instant now) {
        return or(IS_OPEN, lte("sweptAt", Date.from(now)));
    }

    /** Goes on holding those that are at work here. */
    Mono<Void> hold(Collection<String> ids) {
        return lease.hold(ids, clock.instant());
    }

    /**
     * Lets go of one that failed, for anybody to go on with after a rest.
     *
     * @param tries so far, from 1
     */
    Mono<Void> rest(Job job, int tries) {
        return lease.rest(job.id(), tries, clock.instant());
    }

    /** It is shown or discarded: what is left of it is swept later. */
    Mono<Void> over(Job job) {
        return over(job, 0);
    }

    /** As above, of one that could not be made: until then it is told as stuck. */
    Mono<Void> failed(Job job) {
        return over(job, STUCK);
    }

    private Mono<Void> over(Job job, int tries) {
        Instant swept = clock.instant().plus(SWEPT_AFTER);
        return Mono.from(
                        documents.updateOne(
                                eq("_id", job.id()),
                                Updates.combine(
                                        Updates.set("sweptAt", Date.from(swept)),
                                        Updates.set("done", false),
                                        Updates.set("tries", tries))))
                .then();
    }

    /** Who comes further than ever before tries for the first time again. */
    Mono<Void> note(Job job, Taken taken, Progress progress) {
        Mono<Void> further =
                progress.looked() <= taken.furthest()
                        ? Mono.empty()
                        : Mono.from(
                                        documents.updateOne(
                                                eq("_id", job.id()),
                                                Updates.combine(
                                                        Updates.max("furthest", progress.looked()),
                                                        Updates.set("tries", 1))))
                                .then();
        return further.then(note(job, progress));
    }

    private Mono<Void> note(Job job, Progress progress) {
        return Mono.from(
                        documents.updateOne(
                                // Who was overtaken does not undo that all is done.
                                and(eq("_id", job.id()), eq("done", false)),
                                Updates.combine(
                                        Updates.set("done", progress.done()),
                                        Updates.set("total", progress.total()),
                                        Updates.set("scored", progress.scored()),
                                        Updates.set("refused", progress.refused()),
                                        Updates.set("gone", progress.gone()))))
                .then();
    }

    Mono<Progress> find(Job job) {
        return Mono.from(documents.find(eq("_id", job.id())))
                .map(
                        stored ->
                                new Progress(
                                        stored.getBoolean("done"),
                                        stored.getInteger("total", 0),
                                        stored.getInteger("scored", 0),
                                        stored.getInteger("refused", 0),
                                        stored.getInteger("gone", 0)));
    }

    Mono<Void> remove(Job job) {
        return Mono.from(documents.deleteOne(eq("_id", job.id()))).then();
    }

    /** What is not done, or is to be swept, and nobody holds. */
    Flux<Job> due() {
        Instant now = clock.instant();
        return Flux.from(documents.find(and(lease.isFree(now), isOpenOrSwept(now))))
                .map(RescoringStore::job);
    }

    /** What is done and, as far as is known here, not over. */
    Flux<Job> done() {
        return Flux.from(documents.find(and(eq("done", true), exists("sweptAt", false))))
                .map(RescoringStore::job);
    }

    private static Job job(Document stored) {
        return new Job(stored.getString("competitionId"), stored.getInteger("generation"));
    }

    // ---- how it stands

    /**
     * One whose scoring failed, was tried again without coming further, and is not done.
     *
     * @param at when it was proposed
     */
    record Stuck(int generation, Instant at, int tries) {}

    /** Of a competition; empty: none is. */
    Mono<Stuck> stuck(String competitionId) {
        return Flux.from(
                        documents.find(
                                and(
                                        eq("competitionId", competitionId),
                                        IS_OPEN,
                                        gte("tries", STUCK))))
                .next()
                .map(
                        each ->
                                new Stuck(
                                        each.getInteger("generation"),
                                        each.getDate("at").toInstant(),
                                        each.getInteger("tries")));
    }

    /** Counts anew what the metrics tell; one that failed is stuck until it is swept. */
    Mono<Void> count() {
        return backlog.count();
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("bootcamp.rescoring.open", backlog::open)
                .description("competitions that are scored anew")
                .register(meters);
        Gauge.builder("bootcamp.rescoring.stuck", backlog::stuck)
                .description("of them, whose scoring failed and was tried again")
                .register(meters);
        TimeGauge.builder(
                        "bootcamp.rescoring.age",
                        this,
                        TimeUnit.MILLISECONDS,
                        store -> store.backlog.age().toMillis())
                .description("how long the oldest of them has not been done")
                .register(meters);
    }
}
