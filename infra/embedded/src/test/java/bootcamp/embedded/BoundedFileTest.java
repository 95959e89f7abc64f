package bootcamp.embedded;

import static bootcamp.embedded.Client.one;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoCollection;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** The file does not grow with the number of updates, only with what it holds. */
class BoundedFileTest {

    private static final int CLIENTS = 32;
    private static final int SEED = 20240131;

    @TempDir Path directory;

    @Test
    void tenThousandUpdatesOfFiveHundredDocumentsLeaveASmallFile() {
        staysBounded(500, 10_000);
    }

    @Test
    @Tag("full")
    void aMillionUpdatesOfTenThousandDocumentsLeaveASmallFile() {
        staysBounded(10_000, 1_000_000);
    }

    /** With a restart between, after which free room is used again. */
    private void staysBounded(int documents, int updates) {
        long before = largest(documents, updates / 2);
        long after = largest(documents, updates / 2);

        assertThat(before).isLessThan(256L << 20);
        assertThat(after).isLessThan(256L << 20);
    }

    /** How many bytes the file has at most until it is closed. */
    private long largest(int documents, int updates) {
        Random random = new Random(SEED);
        long started = System.nanoTime();
        long whileRunning;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            one(rows.deleteMany(new Document()));
            one(rows.insertMany(IntStream.range(0, documents).mapToObj(this::row).toList()));
            whileRunning =
                    Flux.range(1, updates)
                            .flatMap(
                                    i ->
                                            rows.updateOne(
                                                    eq("_id", "row" + random.nextInt(documents)),
                                                    new Document("$set", new Document("n", i))),
                                    CLIENTS)
                            .index((i, result) -> i % 1000 == 0 ? database.fileBytes() : 0L)
                            .reduce(0L, Math::max)
                            .blockOptional()
                            .orElseThrow();
        }
        long closed = directory.resolve(EmbeddedDatabase.FILE_NAME).toFile().length();
        System.out.printf(
                "%,d updates of %,d documents of 600 bytes in %.1f s; file at most %.1f MiB, %.1f MiB when closed%n",
                updates,
                documents,
                (System.nanoTime() - started) / 1e9,
                whileRunning / 1048576.0,
                closed / 1048576.0);
        return Math.max(whileRunning, closed);
    }

    private Document row(int i) {
        return new Document("_id", "row" + i).append("n", 0).append("text", "x".repeat(560));
    }
}
