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

    private void staysBounded(int documents, int updates) {
        Random random = new Random(SEED);
        long whileRunning;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            one(rows.insertMany(IntStream.range(0, documents).mapToObj(this::row).toList()));
            long started = System.nanoTime();
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
            System.out.printf(
                    "%,d updates of %,d documents of 600 bytes in %.1f s; file at most %.1f MiB,",
                    updates,
                    documents,
                    (System.nanoTime() - started) / 1e9,
                    whileRunning / 1048576.0);
        }
        long closed = directory.resolve(EmbeddedDatabase.FILE_NAME).toFile().length();
        System.out.printf(" %.1f MiB when closed%n", closed / 1048576.0);

        long contentBytes = 600L * documents;
        assertThat(whileRunning).isLessThan(256L << 20);
        assertThat(closed).isLessThan(10 * contentBytes + (4L << 20));
    }

    private Document row(int i) {
        return new Document("_id", "row" + i).append("n", 0).append("text", "x".repeat(560));
    }
}
