package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.service.Hangs;
import bootcamp.review.ReviewRefusal;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Many who change the same box at once, in one process and in two. */
class BoxStoreTest {

    private static final MongoDatabase DATABASE =
            MongoClients.create(EmbeddedDatabase.inMemory().uri()).getDatabase("boxes");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 200;

    private final String id = "PROGRAMME/ai-lab/" + UUID.randomUUID();
    private final BoxStore store = new BoxStore(DATABASE);

    private static Mono<Box> review(BoxStore in, String id, int number) {
        Map<Measure, Integer> now = Map.of(Measure.RATING, 1 + number % 10);
        return in.update(id, box -> box.with("r" + number, now, null));
    }

    private List<String> kept() {
        return store.find(id)
                .flatMapIterable(Box::reviews)
                .map(Review::id)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** Each write is another version. */
    private long writes() {
        return Mono.from(DATABASE.getCollection("boxes").find(new Document("_id", id)).first())
                .map(found -> found.getLong("version"))
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    @Test
    void thoseWhoComeAtOnceShareWritesAndNoneIsLost() {
        List<Box> told =
                Flux.range(0, AT_ONCE)
                        .flatMap(number -> review(store, id, number), AT_ONCE)
                        .collectList()
                        .block(PATIENCE);

        assertThat(told).hasSize(AT_ONCE);
        assertThat(kept()).hasSize(AT_ONCE).doesNotHaveDuplicates();
        assertThat(writes()).isLessThan(AT_ONCE / 2);
    }

    @Test
    void ofTwoProcessesNeitherOverwritesWhatTheOtherDid() {
        BoxStore other = new BoxStore(DATABASE);

        Flux.range(0, AT_ONCE)
                .flatMap(number -> review(number % 2 == 0 ? store : other, id, number), AT_ONCE)
                .blockLast(PATIENCE);

        assertThat(kept()).hasSize(AT_ONCE).doesNotHaveDuplicates();
    }

    @Test
    void whoIsRefusedIsToldAndTheOthersAreServed() {
        List<String> told =
                Flux.range(0, AT_ONCE)
                        .flatMap(
                                number ->
                                        (number % 2 == 0
                                                        ? review(store, id, number)
                                                        : store.update(id, BoxStoreTest::refuse))
                                                .map(_ -> "done")
                                                .onErrorResume(
                                                        RefusedException.class,
                                                        refused ->
                                                                Mono.just(
                                                                        refused.refusal().code())),
                                AT_ONCE)
                        .collectList()
                        .blockOptional(PATIENCE)
                        .orElseThrow();

        assertThat(told).filteredOn("done"::equals).hasSize(AT_ONCE / 2);
        assertThat(told).filteredOn("REVIEW_NOT_FOUND"::equals).hasSize(AT_ONCE / 2);
        assertThat(kept()).hasSize(AT_ONCE / 2);
    }

    private static Box refuse(Box box) {
        throw new RefusedException(ReviewRefusal.REVIEW_NOT_FOUND);
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        review(store, id, 1).block(PATIENCE);
        long before = writes();

        review(store, id, 1).block(PATIENCE);

        assertThat(writes()).isEqualTo(before);
    }

    /** It is told to whoever waits, and who comes later is served as if it had not been. */
    @Test
    void whatTheDatabaseLeavesWithoutAnAnswerHoldsUpNobodyForLong() {
        Hangs hangs = new Hangs("");
        hangs.silence("boxes", "find");
        BoxStore sometimes = new BoxStore(hangs.of(DATABASE));

        StepVerifier.withVirtualTime(() -> review(sometimes, id, 1))
                .thenAwait(BoxStore.SETTLED_MAX)
                .expectErrorSatisfies(
                        failure ->
                                assertThat(failure)
                                        .isInstanceOfSatisfying(
                                                ProblemException.class,
                                                busy ->
                                                        assertThat(busy.code())
                                                                .isEqualTo("NOT_AVAILABLE")))
                .verify(PATIENCE);
        hangs.answer();
        review(sometimes, id, 2).block(PATIENCE);

        assertThat(kept()).containsExactly("r2");
    }
}
