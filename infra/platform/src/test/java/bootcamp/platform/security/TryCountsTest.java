package bootcamp.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.http.ProblemException;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TryCountsTest {

    private static final Instant START = Instant.parse("2024-03-04T09:00:00Z");
    private static final int MAX = 3;

    private final EmbeddedDatabase database = EmbeddedDatabase.inMemory();
    private final MongoClient client = MongoClients.create(database.uri());
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @AfterAll
    void close() {
        client.close();
        database.close();
    }

    private MongoCollection<Document> collection(String name) {
        return client.getDatabase("tries").getCollection(name);
    }

    private TryCounts counts(String name) {
        return new TryCounts(collection(name), Duration.ofMinutes(10), now::get);
    }

    private static boolean isLet(TryCounts counts, String what) {
        return Boolean.TRUE.equals(
                counts.count(what, MAX)
                        .thenReturn(true)
                        .onErrorResume(
                                ProblemException.class,
                                refused -> {
                                    assertThat(refused.status().value()).isEqualTo(429);
                                    return Mono.just(false);
                                })
                        .block());
    }

    @Test
    void soManyASpanForEachAndAgainInTheNextOne() {
        TryCounts counts = counts("spans");
        for (int i = 0; i < MAX; i++) {
            assertThat(isLet(counts, "one")).isTrue();
        }
        assertThat(isLet(counts, "one")).isFalse();
        assertThat(isLet(counts, "other")).isTrue();

        now.set(START.plusSeconds(599));
        assertThat(isLet(counts, "one")).isFalse();
        now.set(START.plusSeconds(600));
        assertThat(isLet(counts, "one")).isTrue();
        now.set(START);
    }

    @Test
    void whatIsTakenBackIsNotCountedAndIsNoCreditForLater() {
        TryCounts counts = counts("back");
        counts.takeBack("one").block();
        for (int i = 0; i < MAX; i++) {
            assertThat(isLet(counts, "one")).isTrue();
        }
        counts.takeBack("one").block();
        assertThat(isLet(counts, "one")).isTrue();
        assertThat(isLet(counts, "one")).isFalse();
    }

    @Test
    void atTheSameMomentNoMoreAreLetThanOneAfterTheOther() {
        TryCounts counts = counts("once");

        long let =
                Flux.range(0, 50)
                        .flatMap(
                                _ ->
                                        counts.count("one", MAX)
                                                .thenReturn(1)
                                                .onErrorResume(
                                                        ProblemException.class, _ -> Mono.empty()),
                                50)
                        .count()
                        .blockOptional()
                        .orElseThrow();

        assertThat(let).isEqualTo(MAX);
    }

    @Test
    void oldSpansAreForgotten() {
        TryCounts counts = counts("sweep");
        assertThat(isLet(counts, "one")).isTrue();
        now.set(START.plusSeconds(600));
        assertThat(isLet(counts, "one")).isTrue();
        assertThat(counts.sweep().block()).isZero();
        now.set(START.plusSeconds(1_200));

        assertThat(counts.sweep().block()).isOne();
        assertThat(Mono.from(collection("sweep").countDocuments()).block()).isOne();
        now.set(START);
    }
}
