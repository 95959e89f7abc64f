package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Generations that are proposed and scored, for all processes of the service: a document for each
 * that was not discarded. As with submissions that wait, one process is at work on it; what that
 * leaves when it ends is anybody's.
 *
 * <pre>{@code
 * { "_id": "c0ff…~2", "competitionId": "c0ff…", "generation": 2, "until": ISODate, "done": false,
 *   "total": 400, "scored": 120, "refused": 1, "gone": 0 }
 * }</pre>
 */
final class RescoringStore {

    private final MongoCollection<Document> documents;
    private final InstantSource clock;

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

        Progress with(Score score) {
            return new Progress(
                    done,
                    total,
                    scored + (score.entry() == null ? 0 : 1),
                    refused + (score.fault() == null ? 0 : 1),
                    gone + (score.entry() == null && score.fault() == null ? 1 : 0));
        }
    }

    RescoringStore(MongoDatabase database, InstantSource clock) {
        this.documents =
                database.getCollection("rescorings")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.clock = clock;
    }

    /** Unless it is there. */
    Mono<Void> add(Job job) {
        Document document =
                new Document("_id", job.id())
                        .append("competitionId", job.competitionId())
                        .append("generation", job.generation())
                        .append("until", Date.from(clock.instant()));
        return Mono.from(documents.insertOne(document.append("done", false)))
                .then()
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /** Takes it to work on it for a while; false: it is done, or another is at work on it. */
    Mono<Boolean> take(Job job) {
        Instant now = clock.instant();
        return Mono.from(
                        documents.updateOne(
                                and(
                                        eq("_id", job.id()),
                                        eq("done", false),
                                        lte("until", Date.from(now))),
                                until(now.plus(LineStore.HELD))))
                .map(done -> done.getModifiedCount() == 1);
    }

    private static org.bson.conversions.Bson until(Instant moment) {
        return Updates.set("until", Date.from(moment));
    }

    /** Goes on holding those that are at work here. */
    Mono<Void> hold(Collection<String> ids) {
        return ids.isEmpty()
                ? Mono.empty()
                : Mono.from(
                                documents.updateMany(
                                        in("_id", ids),
                                        until(clock.instant().plus(LineStore.HELD))))
                        .then();
    }

    /** Lets go of one that failed, for anybody to go on with after a rest. */
    Mono<Void> rest(Job job, Duration rest) {
        return Mono.from(
                        documents.updateOne(eq("_id", job.id()), until(clock.instant().plus(rest))))
                .then();
    }

    Mono<Void> note(Job job, Progress progress) {
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

    /** What is not done and nobody holds. */
    Flux<Job> due() {
        return Flux.from(
                        documents.find(
                                and(eq("done", false), lte("until", Date.from(clock.instant())))))
                .map(
                        each ->
                                new Job(
                                        each.getString("competitionId"),
                                        each.getInteger("generation")));
    }
}
