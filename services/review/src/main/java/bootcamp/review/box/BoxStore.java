package bootcamp.review.box;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import bootcamp.platform.aggregate.Lines;
import bootcamp.platform.document.DuplicateKey;
import bootcamp.platform.http.ProblemException;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/**
 * One document for each target with all its reviews, so that a review and the step that it causes
 * are one write, and nothing in the database has the order in which they came. Those who change the
 * same box at once share a write; between processes its version decides, and who loses does it
 * again.
 */
public final class BoxStore {

    private static final String VERSION = "version";
    private static final int TRIES = 40;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration PAUSE_MAX = Duration.ofMillis(200);

    /** More than places for who spends, see {@link bootcamp.review.Places}, and all staff. */
    private static final int WAITING_MAX = 1_024;

    private static final int TAKEN_MAX = 64;

    /**
     * What the database leaves without an answer holds up nobody behind it for longer. It may be
     * written after all; a ticket that is spent again with the same content changes nothing then.
     */
    static final Duration SETTLED_MAX = Duration.ofSeconds(10);

    private final Lines<Waiting> lines = new Lines<>(WAITING_MAX, TAKEN_MAX);
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

    /**
     * Changes a box as if nobody else did at the same time; gives what it is then. Once asked for,
     * it is done even if nobody waits for it any more.
     *
     * @param change may be called more than once, what it gave last is kept; what it throws, its
     *     caller is told, and others at the same time are not
     */
    public Mono<Box> update(String id, UnaryOperator<Box> change) {
        return Mono.defer(
                () -> {
                    Waiting waiting = new Waiting(change);
                    return lines.join(id, waiting, taken -> settle(id, taken))
                            ? waiting.told().asMono()
                            : Mono.error(BoxStore::busy);
                });
    }

    private static ProblemException busy() {
        return ProblemException.notAvailable("NOT_AVAILABLE", Duration.ofSeconds(1));
    }

    /** All of them by one write, in their order. */
    private Mono<Void> settle(String id, List<Waiting> taken) {
        return Mono.defer(() -> Mono.from(boxes.find(eq("_id", id)).first()))
                .map(found -> new Kept(box(found), found.get(VERSION, 0L)))
                .defaultIfEmpty(new Kept(Box.empty(id), 0))
                .flatMap(kept -> write(kept, taken))
                .retryWhen(
                        Retry.backoff(TRIES, PAUSE)
                                .maxBackoff(PAUSE_MAX)
                                .filter(Overtaken.class::isInstance)
                                .onRetryExhaustedThrow((_, _) -> busy()))
                .timeout(SETTLED_MAX, Mono.error(BoxStore::busy))
                .onErrorResume(failure -> Mono.fromRunnable(() -> failed(taken, failure)));
    }

    private static void failed(List<Waiting> all, Throwable failure) {
        all.forEach(each -> each.told().tryEmitError(failure));
    }

    private Mono<Void> write(Kept kept, List<Waiting> taken) {
        Box after = kept.box();
        List<Changed> all = new ArrayList<>();
        for (Waiting each : taken) {
            Changed changed = each.changed(after);
            all.add(changed);
            after = changed.box();
        }
        return replace(kept, after).doOnSuccess(_ -> all.forEach(Changed::tell)).then();
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

    /** A change that somebody waits for. */
    private record Waiting(UnaryOperator<Box> change, Sinks.One<Box> told) {

        Waiting(UnaryOperator<Box> change) {
            this(change, Sinks.one());
        }

        Changed changed(Box before) {
            try {
                return new Changed(this, change.apply(before), null);
            } catch (RuntimeException refused) {
                return new Changed(this, before, refused);
            }
        }
    }

    /**
     * @param refused null: the box is what the change made of it, and else what it was before
     */
    private record Changed(Waiting by, Box box, @Nullable RuntimeException refused) {

        void tell() {
            if (refused == null) {
                by.told().tryEmitValue(box);
            } else {
                by.told().tryEmitError(refused);
            }
        }
    }

    /** Somebody else was there first. */
    private static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1;

        Overtaken() {
            super("overtaken", null, false, false);
        }
    }
}
