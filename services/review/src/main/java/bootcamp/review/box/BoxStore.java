package bootcamp.review.box;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.ProblemException;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/**
 * One document for each target with all its reviews, so that a review and the step that it causes
 * are one write, and nothing in the database has the order in which they came.
 */
public final class BoxStore {

    private static final String VERSION = "version";
    private static final int TRIES = 40;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration PAUSE_MAX = Duration.ofMillis(200);

    private final MongoCollection<Document> boxes;
    private final JsonMapper json = JsonMapper.builder().build();

    BoxStore(MongoDatabase database) {
        this.boxes = database.getCollection("boxes");
    }

    public Mono<Box> find(String id) {
        return Mono.from(boxes.find(eq("_id", id)).first())
                .map(this::box)
                .defaultIfEmpty(Box.empty(id));
    }

    public Flux<Box> findAll(Collection<String> ids) {
        return Flux.from(boxes.find(in("_id", ids))).map(this::box);
    }

    /** Of these boxes the one that has the review; no other is read. */
    public Mono<Box> findByReview(String reviewId, Collection<String> ids) {
        return Mono.from(boxes.find(and(in("_id", ids), eq("reviews.id", reviewId))).first())
                .map(this::box);
    }

    /** Changes a box as if nobody else did at the same time; gives what it is then. */
    public Mono<Box> update(String id, UnaryOperator<Box> change) {
        return Mono.defer(() -> Mono.from(boxes.find(eq("_id", id)).first()))
                .map(found -> new Kept(box(found), found.get(VERSION, 0L)))
                .defaultIfEmpty(new Kept(Box.empty(id), 0))
                .flatMap(kept -> replace(kept, change.apply(kept.box())))
                .retryWhen(
                        Retry.backoff(TRIES, PAUSE)
                                .maxBackoff(PAUSE_MAX)
                                .filter(Overtaken.class::isInstance)
                                .onRetryExhaustedThrow(
                                        (_, _) ->
                                                ProblemException.notAvailable(
                                                        "NOT_AVAILABLE", Duration.ofSeconds(1))));
    }

    private Mono<Box> replace(Kept kept, Box after) {
        if (after.equals(kept.box())) {
            return Mono.just(after);
        }
        Document document =
                Document.parse(json.writeValueAsString(after))
                        .append("_id", after.id())
                        .append(VERSION, kept.version() + 1);
        document.remove("id");
        Mono<Long> written =
                kept.version() == 0
                        ? Mono.from(boxes.insertOne(document)).thenReturn(1L)
                        : Mono.from(
                                        boxes.replaceOne(
                                                and(
                                                        eq("_id", after.id()),
                                                        eq(VERSION, kept.version())),
                                                document))
                                .map(com.mongodb.client.result.UpdateResult::getMatchedCount);
        return written.onErrorMap(DuplicateKey::is, _ -> new Overtaken())
                .flatMap(count -> count == 1 ? Mono.just(after) : Mono.error(new Overtaken()));
    }

    private Box box(Document found) {
        Document document = new Document(found);
        document.append("id", document.remove("_id")).remove(VERSION);
        return json.readValue(document.toJson(), Box.class);
    }

    private record Kept(Box box, long version) {}

    /** Somebody else was there first. */
    private static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1;

        Overtaken() {
            super("overtaken", null, false, false);
        }
    }
}
