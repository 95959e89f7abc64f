package bootcamp.platform.file;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.platform.document.DuplicateKey;
import com.mongodb.MongoGridFSException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Projections;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import com.mongodb.reactivestreams.client.gridfs.GridFSBucket;
import com.mongodb.reactivestreams.client.gridfs.GridFSBuckets;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Files in the database, for all processes of a service: a bucket of GridFS.
 *
 * <pre>{@code
 * evidence.begun:  { "_id": "5f0c…", "at": ISODate(…) }
 * evidence.files:  { "_id": "5f0c…", "length": 20480, "uploadDate": ISODate(…), … }
 * evidence.chunks: { "files_id": "5f0c…", "n": 0, "data": … }
 * }</pre>
 *
 * <p>GridFS writes the entry of a file after its chunks. That one was begun is written before them,
 * so chunks without an entry are found without looking at all chunks there are.
 */
public final class GridFsFileStore implements FileStore {

    private static final WriteConcern DURABLE = WriteConcern.MAJORITY.withJournal(true);

    private final GridFSBucket bucket;
    private final MongoCollection<Document> begun;
    private final MongoCollection<Document> files;
    private final MongoCollection<Document> chunks;
    private final InstantSource clock;

    /**
     * @param name of the bucket
     */
    public GridFsFileStore(MongoDatabase database, String name, InstantSource clock) {
        this.bucket = GridFSBuckets.create(database, name).withWriteConcern(DURABLE);
        this.begun = collection(database, name + ".begun");
        this.files = collection(database, name + ".files");
        this.chunks = collection(database, name + ".chunks");
        this.clock = clock;
    }

    private static MongoCollection<Document> collection(MongoDatabase database, String name) {
        return database.getCollection(name).withWriteConcern(DURABLE);
    }

    @Override
    public Mono<Void> write(String id, Flux<ByteBuffer> bytes) {
        Document entry =
                new Document("_id", FileStore.sound(id)).append("at", Date.from(clock.instant()));
        return Mono.from(files.find(eq("_id", id)).projection(Projections.include("_id")))
                .flatMap(_ -> Mono.<Void>error(GridFsFileStore::exists))
                .then(Mono.defer(() -> Mono.from(begun.insertOne(entry))))
                .onErrorMap(DuplicateKey::is, _ -> exists())
                .then(Mono.defer(() -> upload(id, bytes)));
    }

    private static IllegalStateException exists() {
        return new IllegalStateException("a file of this id is there already");
    }

    private Mono<Void> upload(String id, Flux<ByteBuffer> bytes) {
        return Mono.usingWhen(
                Mono.just(id),
                _ -> Mono.from(bucket.uploadFromPublisher(new BsonString(id), id, bytes)),
                _ -> Mono.from(begun.deleteOne(eq("_id", id))),
                (_, _) -> remove(id),
                _ -> remove(id));
    }

    @Override
    public Flux<ByteBuffer> read(String id) {
        return Flux.from(
                        bucket.downloadToPublisher((BsonValue) new BsonString(FileStore.sound(id))))
                .onErrorMap(MongoGridFSException.class, _ -> new FileMissing(id));
    }

    @Override
    public Mono<Void> remove(String id) {
        return Mono.from(files.deleteOne(eq("_id", FileStore.sound(id))))
                .then(Mono.defer(() -> Mono.from(chunks.deleteMany(eq("files_id", id)))))
                .then(Mono.defer(() -> Mono.from(begun.deleteOne(eq("_id", id)))))
                .then();
    }

    @Override
    public Flux<String> begunBefore(Instant instant) {
        Date then = Date.from(instant);
        return Flux.concat(
                        Flux.from(
                                files.find(lt("uploadDate", then))
                                        .projection(Projections.include("_id"))),
                        Flux.from(begun.find(lt("at", then))))
                .map(each -> String.valueOf(each.get("_id")))
                .distinct();
    }
}
