package bootcamp.bench;

import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The limit of every write: one update matched on {@code _id} and {@code version}, of a document of
 * the same size, with the same driver and write concern, and nothing around it.
 */
final class BareWrites {

    private final MongoCollection<Document> documents;
    private final long[] versions;

    BareWrites(MongoDatabase database, int count) {
        documents = database.getCollection("bare");
        versions = new long[count];
        List<Document> all =
                IntStream.range(0, count)
                        .mapToObj(i -> state(0).append("_id", id(i)).append("version", 0L))
                        .toList();
        Flux.fromIterable(all)
                .buffer(1000)
                .concatMap(documents::insertMany)
                .blockLast(Duration.ofMinutes(2));
    }

    private static String id(int i) {
        return "bare-%06d".formatted(i);
    }

    private static Document state(long total) {
        return new Document(
                "state",
                new Document("id", "bare")
                        .append("total", total)
                        .append(
                                "lines",
                                Collections.nCopies(
                                        12, "the same forty characters on every line")));
    }

    /** One guarded update of the n-th document; whoever writes it waits for the one before. */
    Mono<Long> write(int i) {
        return Mono.defer(
                () ->
                        Mono.from(
                                        documents.updateOne(
                                                // Flat: an $and would miss the look-up.
                                                new Document("_id", id(i))
                                                        .append("version", versions[i]),
                                                Updates.combine(
                                                        Updates.set("version", versions[i] + 1),
                                                        Updates.set(
                                                                "state",
                                                                state(versions[i] + 1)
                                                                        .get("state")))))
                                .map(
                                        result -> {
                                            if (result.getMatchedCount() != 1) {
                                                throw new IllegalStateException(
                                                        "a bare write met another version");
                                            }
                                            return ++versions[i];
                                        }));
    }

    /**
     * As many as go, for so long, from so many writers each with documents of its own.
     *
     * @return writes each second
     */
    double rate(int writers, Duration time) {
        return Rate.of(
                writers, time, (writer, n) -> write(writer + writers * (n % each(writers))).then());
    }

    /** Every document once, from so many writers. */
    double each(int writers, int count) {
        AtomicLong done = new AtomicLong();
        long start = System.nanoTime();
        Flux.range(0, count)
                .flatMap(i -> write(i).doOnNext(_ -> done.incrementAndGet()), writers)
                .blockLast(Duration.ofMinutes(5));
        return done.get() / Rate.secondsSince(start);
    }

    private int each(int writers) {
        return versions.length / writers;
    }
}
