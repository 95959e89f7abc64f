package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What submissions say of the rows by which they are compared, so that each file is read once for
 * it. It is made of the file again where it is gone.
 *
 * <pre>{@code
 * { "_id": "5f0c…-00007", "values": BinData(…) }
 * }</pre>
 */
final class SketchStore {

    private static final String VALUES = "values";

    private final MongoCollection<Document> sketches;

    SketchStore(MongoDatabase database) {
        this.sketches =
                database.getCollection("sketches")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /**
     * @param values none: the file is none of the solution, and is not read again
     */
    Mono<Void> put(String submissionId, long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return Mono.from(
                        sketches.replaceOne(
                                eq("_id", submissionId),
                                new Document("_id", submissionId)
                                        .append(VALUES, new Binary(bytes.array())),
                                new ReplaceOptions().upsert(true)))
                .then();
    }

    /** By id, those that are there. */
    Mono<Map<String, long[]>> findAll(Collection<String> submissionIds) {
        return Flux.from(sketches.find(in("_id", submissionIds)))
                .collectMap(
                        stored -> stored.getString("_id"),
                        stored -> values(stored.get(VALUES, Binary.class)));
    }

    private static long[] values(Binary stored) {
        long[] values = new long[stored.length() / Long.BYTES];
        ByteBuffer.wrap(stored.getData()).asLongBuffer().get(values);
        return values;
    }

    Mono<Void> remove(String submissionId) {
        return Mono.from(sketches.deleteOne(eq("_id", submissionId))).then();
    }
}
