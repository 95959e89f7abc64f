package bootcamp.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.projection.Projection.Row;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The guard, against a real database of the wire protocol. */
class ProjectionTest {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.inMemory();
    private static final MongoClient CLIENT = MongoClients.create(DATABASE.uri());
    private static final MongoDatabase MONGO = CLIENT.getDatabase("test");
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();
    private static final int SEEDS = 40;

    private final String collection = fresh();
    private final Projection projection = new Projection(MONGO, collection);

    @AfterAll
    static void stop() {
        CLIENT.close();
        DATABASE.close();
    }

    private static String fresh() {
        return "things-" + COLLECTIONS.incrementAndGet();
    }

    private static Row row(String id, long version, String word) {
        return new Row(id, version, Map.of("word", word));
    }

    // --- whatever the delivery ---

    @Test
    void duplicatedReorderedRewoundAndHalfWrittenBatchesEndAsTheStraightFold() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            String name = fresh();
            Map<String, Document> ends = run(new Projection(MONGO, name), seed);

            assertThat(ends).as("seed %d", seed).isEqualTo(straightFold(history(seed)));
        }
    }

    @Test
    void withoutItsGuardTheSameDeliveryEndsOtherwise() {
        MongoDatabase unguarded = bulkWritesOf(MONGO, ProjectionTest::withoutVersion);

        long found =
                IntStream.rangeClosed(1, SEEDS)
                        .filter(
                                seed ->
                                        !run(new Projection(unguarded, fresh()), seed)
                                                .equals(straightFold(history(seed))))
                        .count();

        assertThat(found).isGreaterThan(SEEDS / 2);
    }

    private static List<Row> history(long seed) {
        Random random = new Random(seed);
        Map<String, Integer> versions = new HashMap<>();
        List<Row> history = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            String id = "id-" + random.nextInt(8);
            int version = versions.merge(id, 1 + random.nextInt(2), Integer::sum);
            history.add(
                    random.nextInt(10) == 0
                            ? new Row(id, version, null)
                            : row(id, version, "word " + i));
        }
        return history;
    }

    private static Map<String, Document> straightFold(List<Row> history) {
        Map<String, Document> fold = new TreeMap<>();
        for (Row row : history) {
            Document document = new Document("version", row.version());
            fold.put(
                    row.id(),
                    row.fields() == null
                            ? document.append("removed", true)
                            : document.append("word", row.fields().get("word")));
        }
        return fold;
    }

    /** Batches of any size; some come twice, some in part before a crash, then all from behind. */
    private static Map<String, Document> run(Projection into, long seed) {
        Random random = new Random(seed);
        List<Row> history = history(seed);
        List<Row> shuffled = new ArrayList<>(history);
        Collections.shuffle(shuffled, random);
        for (List<Row> delivery : List.of(history, shuffled)) {
            int at = 0;
            while (at < delivery.size()) {
                List<Row> batch =
                        delivery.subList(
                                at, Math.min(delivery.size(), at + 1 + random.nextInt(20)));
                if (random.nextInt(3) == 0) {
                    // An unordered write that dies has carried out any part of itself.
                    into.write(batch.stream().filter(_ -> random.nextBoolean()).toList()).block();
                    at = Math.max(0, at - random.nextInt(10));
                } else {
                    into.write(batch).block();
                    at += batch.size();
                }
            }
        }
        Map<String, Document> ends = new TreeMap<>();
        into.findAll(history.stream().map(Row::id).distinct().toList())
                .toIterable()
                .forEach(
                        found -> {
                            Document end = new Document("version", found.version());
                            if (found.removed()) {
                                end.append("removed", true);
                            }
                            end.putAll(found.fields());
                            ends.put(found.id(), end);
                        });
        return ends;
    }

    private static List<?> withoutVersion(MongoCollection<Document> collection, List<?> models) {
        return models.stream()
                .map(
                        each -> {
                            ReplaceOneModel<?> model = (ReplaceOneModel<?>) each;
                            BsonDocument guarded = model.getFilter().toBsonDocument();
                            return new ReplaceOneModel<>(
                                    new BsonDocument("_id", guarded.get("_id")),
                                    model.getReplacement(),
                                    model.getReplaceOptions());
                        })
                .toList();
    }

    @Test
    void twoProcessesThatWriteAtTheSameTimeKeepTheNewest() {
        List<Row> rows = IntStream.rangeClosed(1, 200).mapToObj(i -> row("a", i, "w" + i)).toList();

        Flux.fromIterable(rows)
                .flatMap(
                        row ->
                                projection
                                        .write(List.of(row))
                                        .subscribeOn(Schedulers.boundedElastic()),
                        16)
                .blockLast();

        assertThat(found("a").version()).isEqualTo(200);
        assertThat(found("a").fields()).isEqualTo(Map.of("word", "w200"));
    }

    @Test
    void duplicateKeyOfSomebodyOlderIsReadAndWrittenAgain() {
        AtomicInteger writes = new AtomicInteger();
        MongoDatabase raced =
                bulkWritesOf(
                        MONGO,
                        (documents, models) -> {
                            if (writes.getAndIncrement() == 0) {
                                // Another process inserts between this one's match and its insert.
                                Mono.from(
                                                documents.insertOne(
                                                        new Document("_id", "a")
                                                                .append("version", 1L)
                                                                .append("word", "older")))
                                        .block();
                                throw duplicateKey();
                            }
                            return models;
                        });

        new Projection(raced, collection).write(List.of(row("a", 2, "newer"))).block();

        assertThat(found("a").fields()).isEqualTo(Map.of("word", "newer"));
        assertThat(writes).hasValue(2);
    }

    @Test
    void failureThatIsNoDuplicateKeyIsThrown() {
        MongoDatabase broken =
                bulkWritesOf(
                        MONGO,
                        (_, _) -> {
                            throw failure(50, "time is up");
                        });

        assertThatThrownBy(
                        () ->
                                new Projection(broken, collection)
                                        .write(List.of(row("a", 1, "x")))
                                        .block())
                .isInstanceOf(MongoBulkWriteException.class);
    }

    private static MongoBulkWriteException duplicateKey() {
        return failure(11_000, "duplicate key");
    }

    private static MongoBulkWriteException failure(int code, String message) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(),
                List.of(new BulkWriteError(code, message, new BsonDocument(), 0)),
                null,
                new ServerAddress(),
                Set.of());
    }

    /** The same database, but for what its collections are given to write in bulk. */
    private static MongoDatabase bulkWritesOf(
            MongoDatabase real, BiFunction<MongoCollection<Document>, List<?>, List<?>> change) {
        return proxy(
                MongoDatabase.class,
                real,
                (name, result, _) ->
                        name.equals("getCollection") ? collection(result, change) : result);
    }

    @SuppressWarnings("unchecked")
    private static Object collection(
            Object real, BiFunction<MongoCollection<Document>, List<?>, List<?>> change) {
        MongoCollection<Document> documents = (MongoCollection<Document>) real;
        return Proxy.newProxyInstance(
                ProjectionTest.class.getClassLoader(),
                new Class<?>[] {MongoCollection.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("bulkWrite")) {
                        return Mono.defer(
                                () -> {
                                    List<?> changed =
                                            change.apply(documents, (List<?>) arguments[0]);
                                    return Mono.from(
                                            documents.bulkWrite(
                                                    (List<ReplaceOneModel<Document>>) changed,
                                                    (com.mongodb.client.model.BulkWriteOptions)
                                                            arguments[1]));
                                });
                    }
                    return method.invoke(documents, arguments);
                });
    }

    private interface After {
        Object on(String method, Object result, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T real, After after) {
        return type.cast(
                Proxy.newProxyInstance(
                        ProjectionTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            try {
                                return after.on(
                                        method.getName(),
                                        method.invoke(real, arguments),
                                        arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    // --- what is kept ---

    @Test
    void endedAggregateStaysEndedWhenSomethingOlderComesLate() {
        projection.write(List.of(new Row("a", 3, null))).block();

        projection.write(List.of(row("a", 2, "late"))).block();

        assertThat(found("a").removed()).isTrue();
        assertThat(found("a").fields()).isEmpty();
    }

    @Test
    void fieldThatTheGuardNeedsIsRefused() {
        for (String reserved : List.of("_id", "version", "removed")) {
            assertThatThrownBy(() -> new Row("a", 1, Map.of(reserved, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void batchReadsTheDocumentsItWritesAndNoOthers() {
        projection
                .write(IntStream.range(0, 5_000).mapToObj(i -> row("id-" + i, 1, "x")).toList())
                .block();
        long before = DATABASE.documentsRead();

        projection
                .write(IntStream.range(0, 10).mapToObj(i -> row("id-" + i, 2, "y")).toList())
                .block();
        projection
                .write(IntStream.range(0, 10).mapToObj(i -> row("id-" + i, 1, "z")).toList())
                .block();

        assertThat(DATABASE.documentsRead() - before).isLessThan(100);
        assertThat(found("id-3").fields()).isEqualTo(Map.of("word", "y"));
    }

    @Test
    void whatLiesUnderAPrefixIsReadAndNothingElse() {
        projection
                .write(
                        IntStream.range(0, 5_000)
                                .mapToObj(i -> row("id-%04d/%d".formatted(i / 2, i % 2), 1, "x"))
                                .toList())
                .block();
        long before = DATABASE.documentsRead();

        var found = projection.findUnder("id-1000/").map(Projected::id).collectList().block();

        assertThat(found).containsExactly("id-1000/0", "id-1000/1");
        assertThat(DATABASE.documentsRead() - before).isLessThan(10);
        assertThat(projection.findUnder("id-9").collectList().block()).isEmpty();
    }

    private Projected found(String id) {
        return projection.find(id).blockOptional().orElseThrow();
    }

    // --- what is not known yet ---

    @Test
    void lookupWaitsForWhatIsOnItsWay() {
        Lookup lookup = new Lookup(projection, Mono.just(true));
        Mono.delay(Duration.ofMillis(300))
                .then(projection.write(List.of(row("a", 1, "x"))))
                .subscribe();

        assertThat(lookup.find("a").block()).isNotNull();
    }

    @Test
    void lookupSaysThatItIsNotYetKnownWhileTheFeedIsBehind() {
        Lookup lookup = new Lookup(projection, Mono.just(true));

        assertThatThrownBy(() -> lookup.find("a").block())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo("NOT_YET_KNOWN");
                            assertThat(problem.status().value()).isEqualTo(503);
                            assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                        });
    }

    @Test
    void lookupFindsNothingWhereTheFeedIsAtItsEndOrTheAggregateHasEnded() {
        projection.write(List.of(new Row("gone", 2, null))).block();
        Lookup lookup = new Lookup(projection, Mono.just(false));

        assertThat(lookup.find("never").blockOptional()).isEmpty();
        assertThat(lookup.find("gone").blockOptional()).isEmpty();
    }

    @Test
    void lookupFindsWhatCameBetweenItsWaitingAndTheEndOfTheFeed() {
        Mono<Boolean> behind = projection.write(List.of(row("a", 1, "x"))).then(Mono.just(false));

        assertThat(new Lookup(projection, behind).find("a").block()).isNotNull();
    }
}
