package bootcamp.review.box;

import bootcamp.review.topic.Topic;
import bootcamp.review.topic.TopicFinder;
import bootcamp.review.topic.Whole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Topics of a target: what its published words speak of more than those of all targets do. They are
 * made of words that everybody can read who sees the target, and of nothing else, so they tell of
 * no review what these do not. What is hidden or taken back is gone from them at the next look.
 */
final class TopicDesk {

    /** How old the comparison with all texts may be; those of the target are of now. */
    private static final Duration WHOLE_AGE = Duration.ofMinutes(10);

    private final TopicFinder finder = new TopicFinder();
    private final Scheduler reading = Schedulers.parallel();
    private final Mono<Wholes> wholes;

    /**
     * @param all boxes, read anew at each subscription
     */
    TopicDesk(Flux<Box> all) {
        this.wholes =
                all.map(Box::published)
                        .publishOn(reading)
                        .collect(ArrayList<Words>::new, List::addAll)
                        .map(
                                words ->
                                        new Wholes(
                                                finder.whole(texts(words, Words::pros)),
                                                finder.whole(texts(words, Words::cons))))
                        .cache(_ -> WHOLE_AGE, _ -> Duration.ZERO, () -> Duration.ZERO);
    }

    /**
     * Of what is good, and of what could be better.
     *
     * @param texts reviews that have the word
     * @param sentences that show it
     */
    record Told(String word, Side side, int texts, List<String> sentences) {}

    /** Of a review. */
    enum Side {
        PROS,
        CONS
    }

    private record Wholes(Whole pros, Whole cons) {}

    /** Those of what is good first; none where no words are shown. */
    Mono<List<Told>> topics(Box box) {
        List<Words> published = box.published();
        if (published.isEmpty()) {
            return Mono.just(List.of());
        }
        return wholes.publishOn(reading).map(all -> topics(published, all));
    }

    private List<Told> topics(List<Words> published, Wholes all) {
        List<Told> topics = new ArrayList<>();
        finder.topics(texts(published, Words::pros), all.pros())
                .forEach(each -> topics.add(told(each, Side.PROS)));
        finder.topics(texts(published, Words::cons), all.cons())
                .forEach(each -> topics.add(told(each, Side.CONS)));
        return topics;
    }

    private static Told told(Topic topic, Side side) {
        return new Told(topic.word(), side, topic.texts(), topic.sentences());
    }

    private static List<String> texts(List<Words> words, Function<Words, @Nullable String> side) {
        return words.stream().<@Nullable String>map(side).filter(Objects::nonNull).toList();
    }
}
