package bootcamp.competition.gpu;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * When a cluster saw the GPU of a reservation at work last. It is said often, decides nothing, and
 * so is in no event.
 *
 * <pre>{@code
 * { "_id": "pool-2026-W48-5f0c…", "at": ISODate }
 * }</pre>
 */
final class BusyStore {

    private static final UpdateOptions OR_INSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> busy;

    BusyStore(MongoDatabase database) {
        this.busy =
                database.getCollection("gpuBusy")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** What is said late takes nothing back. */
    Mono<Void> seen(String reservationId, Instant at) {
        return Mono.from(
                        busy.updateOne(
                                eq("_id", reservationId),
                                Updates.max("at", Date.from(at)),
                                OR_INSERT))
                .then();
    }

    /** By id of the reservation, of those that were seen. */
    Mono<Map<String, Instant>> of(Collection<String> reservationIds) {
        return reservationIds.isEmpty()
                ? Mono.just(Map.of())
                : Flux.from(busy.find(in("_id", reservationIds)))
                        .collectMap(
                                found -> found.getString("_id"),
                                found -> found.getDate("at").toInstant());
    }
}
