package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.review.box.TopicDesk.Side;
import bootcamp.review.box.TopicDesk.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Topics are a function of the words that are published, and of nothing else. */
class TopicDeskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Box box(String id, int count, @Nullable String pros, @Nullable String cons) {
        Box box = Box.empty(id);
        for (int each = 0; each < count; each++) {
            box = box.with(id + "r" + each, Map.of(Measure.RATING, 7), new Words(pros, cons));
        }
        return box;
    }

    private static Box published(Box box) {
        Box all = box;
        for (Review each : box.reviews()) {
            all = all.moderated(each.id(), true, null, null);
        }
        return all;
    }

    private static final Box OTHERS = published(box("others", 60, "시간이 좋았다", "시간이 짧았다"));

    private static List<Told> topics(TopicDesk desk, Box box) {
        return Objects.requireNonNull(desk.topics(box).block(PATIENCE));
    }

    @Test
    void whatIsGoodAndWhatIsNotAreToldApart() {
        Box box = published(box("t", 10, "실습가 많다", "속도가 빠르다"));
        List<Told> topics = topics(new TopicDesk(Flux.just(OTHERS, box)), box);

        assertThat(topics)
                .extracting(Told::side, Told::word, Told::texts)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Side.PROS, "실습", 10),
                        org.assertj.core.groups.Tuple.tuple(Side.CONS, "속도", 10));
        assertThat(topics).extracting(Told::side).isSorted();
        assertThat(topics)
                .filteredOn(each -> each.word().equals("속도"))
                .flatExtracting(Told::sentences)
                .containsOnly("속도가 빠르다");
    }

    @Test
    void wordsThatNobodyPublishedOrThatAreHiddenAreInNone() {
        Box waiting = box("t", 10, "실습가 많다", null);
        Box shown = published(waiting);
        TopicDesk desk = new TopicDesk(Flux.just(OTHERS, shown));
        assertThat(topics(desk, waiting)).isEmpty();
        assertThat(topics(desk, shown)).extracting(Told::word).contains("실습");

        Box hidden = shown;
        for (int each = 0; each < 6; each++) {
            hidden = hidden.moderated("tr" + each, false, null, HideReason.OFF_TOPIC);
        }
        assertThat(topics(desk, hidden)).isEmpty();

        Box takenBack = shown;
        for (int each = 0; each < 6; each++) {
            takenBack = takenBack.without("tr" + each);
        }
        assertThat(topics(desk, takenBack)).isEmpty();
    }

    @Test
    void allTextsAreReadOnceForManyLooks() {
        Box box = published(box("t", 10, "실습가 많다", null));
        AtomicInteger reads = new AtomicInteger();
        TopicDesk desk =
                new TopicDesk(
                        Flux.defer(
                                () -> {
                                    reads.incrementAndGet();
                                    return Flux.just(OTHERS, box);
                                }));
        for (int look = 0; look < 5; look++) {
            topics(desk, box);
        }
        assertThat(reads).hasValue(1);
    }

    /** Trouble with the database is told to whoever looks, and not kept for the next one. */
    @Test
    void aFailedReadIsTriedAnew() {
        Box box = published(box("t", 10, "실습가 많다", null));
        AtomicInteger reads = new AtomicInteger();
        TopicDesk desk =
                new TopicDesk(
                        Flux.defer(
                                () ->
                                        reads.getAndIncrement() == 0
                                                ? Flux.error(new IllegalStateException("away"))
                                                : Flux.just(OTHERS, box)));
        assertThat(desk.topics(box).onErrorComplete().block(PATIENCE)).isNull();
        assertThat(topics(desk, box)).isNotEmpty();
    }
}
