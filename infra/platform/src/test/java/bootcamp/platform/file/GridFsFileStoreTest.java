package bootcamp.platform.file;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedDatabase;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GridFsFileStoreTest extends FileStoreTest {

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private @Nullable EmbeddedDatabase server;
    private @Nullable MongoClient client;
    private String bucket = "";

    String startDatabase() {
        server = EmbeddedDatabase.inMemory();
        return server.uri();
    }

    @BeforeAll
    void start() {
        client = MongoClients.create(startDatabase());
    }

    @AfterAll
    void stop() {
        Objects.requireNonNull(client).close();
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void anotherBucket() {
        bucket = "bucket" + BUCKETS.incrementAndGet();
    }

    private MongoDatabase database() {
        return Objects.requireNonNull(client).getDatabase("files");
    }

    @Override
    FileStore store() {
        return new GridFsFileStore(database(), bucket, InstantSource.system());
    }

    /** As a process that is killed leaves it: begun, some chunks, no entry. */
    @Test
    void chunksWithoutAnEntryAreFoundAndRemoved() {
        Mono.from(
                        database()
                                .getCollection(bucket + ".begun")
                                .insertOne(
                                        new Document("_id", "half")
                                                .append("at", Date.from(Instant.now()))))
                .block(PATIENCE);
        Mono.from(
                        database()
                                .getCollection(bucket + ".chunks")
                                .insertOne(
                                        new Document("files_id", "half")
                                                .append("n", 0)
                                                .append("data", new Binary(bytes(10)))))
                .block(PATIENCE);

        assertThat(store().begunBefore(Instant.now().plusSeconds(60)).collectList().block(PATIENCE))
                .containsExactly("half");
        store().remove("half").block(PATIENCE);

        for (String part : new String[] {".begun", ".files", ".chunks"}) {
            assertThat(
                            Flux.from(database().getCollection(bucket + part).find())
                                    .collectList()
                                    .block(PATIENCE))
                    .as(part)
                    .isEmpty();
        }
    }
}
