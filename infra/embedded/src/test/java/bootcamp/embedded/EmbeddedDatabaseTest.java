package bootcamp.embedded;

import static bootcamp.embedded.Client.all;
import static bootcamp.embedded.Client.one;
import static bootcamp.embedded.Client.oneOrNull;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class EmbeddedDatabaseTest {

    @TempDir Path directory;

    @Test
    void documentsAndUniqueIndexesSurviveARestart() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Client client = new Client(database.uri())) {
            MongoCollection<Document> people = client.collection("people");
            one(people.createIndex(new Document("mail", 1), new IndexOptions().unique(true)));
            one(people.insertOne(new Document("_id", "p1").append("mail", "a@example.org")));
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Client client = new Client(database.uri())) {
            MongoCollection<Document> people = client.collection("people");

            assertThat(one(people.find(eq("mail", "a@example.org"))).getString("_id"))
                    .isEqualTo("p1");
            assertThatThrownBy(
                            () ->
                                    one(
                                            people.insertOne(
                                                    new Document("_id", "p2")
                                                            .append("mail", "a@example.org"))))
                    .isInstanceOfSatisfying(
                            MongoWriteException.class,
                            e -> assertThat(e.getError().getCode()).isEqualTo(11000));
        }
    }

    @Test
    void theFileOnDiskHoldsEveryAnsweredWriteAtTheMomentOfTheAnswer(@TempDir Path copies)
            throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            for (int i = 0; i < 5; i++) {
                one(rows.insertOne(new Document("_id", "r" + i)));
                Path copy = Files.createDirectory(copies.resolve("after" + i));
                Files.copy(
                        directory.resolve(EmbeddedDatabase.FILE_NAME),
                        copy.resolve(EmbeddedDatabase.FILE_NAME));

                try (EmbeddedDatabase asLeft = EmbeddedDatabase.start(copy);
                        Client reader = new Client(asLeft.uri())) {
                    assertThat(one(reader.collection("rows").countDocuments())).isEqualTo(i + 1L);
                }
            }
        }
    }

    @Test
    void aFileInUseIsRefused() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(database.uri()).startsWith("mongodb://127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
                    .hasMessageContaining("locked");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void queriesOnTheIdReadOnlyWhatTheyFindAmongManyDocuments(boolean onDisk) {
        try (EmbeddedDatabase database =
                        onDisk ? EmbeddedDatabase.start(directory) : EmbeddedDatabase.inMemory();
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            Flux.range(0, 100_000)
                    .map(i -> row(i).append("version", 7L))
                    .buffer(5_000)
                    .concatMap(rows::insertMany)
                    .blockLast();

            Bson guarded = new Document("_id", id(4711)).append("version", 7L);
            Bson next = new Document("$inc", new Document("version", 1L));
            assertThat(readBy(database, () -> one(rows.find(guarded)))).isEqualTo(1);
            assertThat(readBy(database, () -> one(rows.updateOne(guarded, next)))).isEqualTo(1);
            assertThat(readBy(database, () -> oneOrNull(rows.findOneAndUpdate(guarded, next))))
                    .isEqualTo(1);
            assertThat(readBy(database, () -> oneOrNull(rows.deleteOne(guarded)))).isEqualTo(1);
            assertThat(
                            readBy(
                                    database,
                                    () ->
                                            one(
                                                    rows.find(
                                                            com.mongodb.client.model.Filters.and(
                                                                    eq("_id", id(1)),
                                                                    eq("version", 7L))))))
                    .isEqualTo(1);
            assertThat(readBy(database, () -> all(rows.find(in(id(3), id(99_999), "nobody")))))
                    .isEqualTo(2);
            assertThat(
                            readBy(
                                    database,
                                    () ->
                                            all(
                                                    rows.find(between(id(500), id(900)))
                                                            .sort(new Document("_id", 1))
                                                            .limit(20))))
                    .isLessThanOrEqualTo(21);
            assertThat(
                            readBy(
                                    database,
                                    () -> all(rows.find().sort(new Document("_id", -1)).limit(20))))
                    .isLessThanOrEqualTo(21);
        }
    }

    @Test
    void aRangeOfIdsIsExactAtBothEndsAndInEitherOrder() {
        try (EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            one(rows.insertMany(IntStream.range(0, 50).mapToObj(i -> row(i)).toList()));

            assertThat(ids(rows, between(id(10), id(13)), 1))
                    .containsExactly(id(10), id(11), id(12));
            assertThat(ids(rows, between(id(10), id(13)), -1))
                    .containsExactly(id(12), id(11), id(10));
            assertThat(ids(rows, operators("$gt", id(47)), 1)).containsExactly(id(48), id(49));
            assertThat(ids(rows, operators("$lte", id(1)), 1)).containsExactly(id(0), id(1));
            assertThat(ids(rows, operators("$lt", id(1)).append("n", 0), 1)).containsExactly(id(0));
        }
    }

    @Test
    void idsOfEveryTypeAreFoundAndNumbersAreOneWhateverTheirWidth() {
        try (EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            Document compound = new Document("cohort", "c").append("day", 5);
            List<Object> ids =
                    List.of("text", "", 5, compound, new org.bson.types.ObjectId(), true);
            ids.forEach(id -> one(rows.insertOne(new Document("_id", id))));

            ids.forEach(id -> assertThat(one(rows.find(eq("_id", id))).get("_id")).isEqualTo(id));
            assertThat(one(rows.find(eq("_id", 5L))).get("_id")).isEqualTo(5);
            assertThatThrownBy(() -> one(rows.insertOne(new Document("_id", 5.0))))
                    .isInstanceOf(MongoWriteException.class);
            assertThat(all(rows.find().sort(new Document("_id", 1)))).hasSize(ids.size());
            assertThat(all(rows.find(operators("$gte", "t")))).hasSize(1);
        }
    }

    @Test
    void aGuardedUpsertOfAnOlderVersionMeetsTheNewerDocument() {
        try (EmbeddedDatabase database = EmbeddedDatabase.inMemory();
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            UpdateOptions upsert = new UpdateOptions().upsert(true);
            one(rows.updateOne(olderThan(8), set(8), upsert));

            assertThatThrownBy(() -> one(rows.updateOne(olderThan(7), set(7), upsert)))
                    .isInstanceOfSatisfying(
                            MongoWriteException.class,
                            e -> assertThat(e.getError().getCode()).isEqualTo(11000));
            one(rows.updateOne(olderThan(9), set(9), upsert));

            assertThat(one(rows.find(eq("_id", "a"))).getLong("version")).isEqualTo(9);
        }
    }

    @Test
    void aReaderNeverSeesHalfAnUpdate() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Client client = new Client(database.uri())) {
            MongoCollection<Document> rows = client.collection("rows");
            one(rows.insertOne(versions(0)));
            FindOneAndUpdateOptions after =
                    new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
            Flux<Document> written =
                    Flux.range(1, 400)
                            .concatMap(
                                    i ->
                                            rows.findOneAndUpdate(
                                                    eq("_id", "whole"),
                                                    new Document("$set", versions(i)),
                                                    after));
            Flux<Document> read = Flux.range(0, 800).flatMap(i -> rows.find(eq("_id", "whole")), 4);

            List<Document> seen =
                    Objects.requireNonNull(Flux.merge(written, read).collectList().block());

            assertThat(seen).hasSize(1200);
            assertThat(seen)
                    .allSatisfy(
                            document ->
                                    assertThat(document.get("last"))
                                            .isEqualTo(document.get("first")));
        }
    }

    private static long readBy(EmbeddedDatabase database, Runnable query) {
        long before = database.documentsRead();
        query.run();
        return database.documentsRead() - before;
    }

    private static String id(int i) {
        return "row%05d".formatted(i);
    }

    private static Document row(int i) {
        return new Document("_id", id(i)).append("n", i);
    }

    private static Document operators(String operator, Object value) {
        return new Document("_id", new Document(operator, value));
    }

    private static Document between(String from, String before) {
        return new Document("_id", new Document("$gte", from).append("$lt", before));
    }

    private static Document in(String... ids) {
        return operators("$in", List.of(ids));
    }

    private static List<String> ids(MongoCollection<Document> rows, Bson filter, int direction) {
        return all(rows.find(filter).sort(new Document("_id", direction))).stream()
                .map(row -> row.getString("_id"))
                .toList();
    }

    private static Document olderThan(long version) {
        return new Document("_id", "a").append("version", new Document("$lt", version));
    }

    private static Document set(long version) {
        return new Document("$set", new Document("version", version));
    }

    /** Two fields with many between them, so that a torn read would show. */
    private static Document versions(int version) {
        Document document = new Document("_id", "whole").append("first", version);
        IntStream.range(0, 200).forEach(i -> document.append("field" + i, "x".repeat(20)));
        return document.append("last", version);
    }
}
