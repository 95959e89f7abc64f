package bootcamp.competition.team;

import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What of a collection is still to be done, as it was counted last: for the metrics. */
final class BacklogStore {

    private final MongoCollection<Document> documents;
    private final Bson open;
    private final Bson stuck;
    private final InstantSource clock;
    private volatile Figures figures = new Figures(0, 0, null);

    /**
     * @param oldest when it came; null: none is open
     */
    private record Figures(long open, long stuck, @Nullable Instant oldest) {}

    /**
     * @param documents each with {@code at}, when it came
     * @param stuck of those that are open
     */
    BacklogStore(MongoCollection<Document> documents, Bson open, Bson stuck, InstantSource clock) {
        this.documents = documents;
        this.open = open;
        this.stuck = stuck;
        this.clock = clock;
    }

    /** Counts anew. */
    Mono<Void> count() {
        return Mono.zip(
                        Mono.from(documents.countDocuments(open)),
                        Mono.from(documents.countDocuments(stuck)),
                        Mono.from(documents.find(open).sort(Sorts.ascending("at")).limit(1))
                                .map(first -> first.getDate("at").toInstant())
                                .defaultIfEmpty(Instant.MAX))
                .doOnNext(
                        found ->
                                figures =
                                        new Figures(
                                                found.getT1(),
                                                found.getT2(),
                                                found.getT3().equals(Instant.MAX)
                                                        ? null
                                                        : found.getT3()))
                .then();
    }

    long open() {
        return figures.open();
    }

    long stuck() {
        return figures.stuck();
    }

    /** Of the oldest, from when it came until now; zero where none is open. */
    Duration age() {
        Instant oldest = figures.oldest();
        return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
    }
}
