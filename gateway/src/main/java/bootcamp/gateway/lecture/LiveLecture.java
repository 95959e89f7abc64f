package bootcamp.gateway.lecture;

import bootcamp.gateway.feed.Lecture;
import bootcamp.gateway.feed.Question;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * One lecture's newest figures, and those of its questions: for pages that are open on it. Written
 * by the feed, read by every page's stream; rendered once for all of them.
 */
final class LiveLecture {

    /** What a stream has to look at when something came; the figures are asked for then. */
    private static final Integer MOVED = 1;

    private final JsonMapper json;
    private final Map<String, Held<Question>> questions = new HashMap<>();
    private final Sinks.Many<Integer> moves = Sinks.many().multicast().directBestEffort();
    private Held<Lecture> lecture = new Held<>(0, null);
    private @Nullable Rendered rendered;

    LiveLecture(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param state null: it is no more
     */
    private record Held<T>(long version, @Nullable T state) {}

    /** The same moment for both kinds of readers. */
    private record Rendered(byte[] forStaff, byte[] forStudents) {}

    /**
     * What a page is told: figures alone, texts are the service's.
     *
     * @param revision rises with each change
     */
    record Figures(
            String lectureId,
            long revision,
            String status,
            int capacity,
            int registered,
            int unconfirmed,
            int waiting,
            List<QuestionFigures> questions) {}

    /**
     * @param reports null: not for this reader
     */
    record QuestionFigures(
            String questionId,
            String standing,
            boolean answered,
            int votes,
            @Nullable Integer reports,
            int edition) {}

    /** An older version never replaces a newer one. */
    synchronized void lecture(long version, @Nullable Lecture state) {
        if (version > lecture.version()) {
            lecture = new Held<>(version, state);
            moved();
        }
    }

    /** As above. */
    synchronized void question(String questionId, long version, @Nullable Question state) {
        Held<Question> held = questions.get(questionId);
        if (held == null || version > held.version()) {
            questions.put(questionId, new Held<>(version, state));
            moved();
        }
    }

    private void moved() {
        rendered = null;
        // A page that is behind looks at the newest figures as soon as it is not.
        var _ = moves.tryEmitNext(MOVED);
    }

    /** Something each time that there is news, and at once; to be looked at as fast as one can. */
    Flux<Integer> moves() {
        // Listening begins before the first look, or what comes between the two would be missed.
        return moves.asFlux().mergeWith(Flux.just(MOVED)).onBackpressureLatest();
    }

    /** Its title, which anybody may know from its publication on; empty before that. */
    synchronized Optional<String> sharedTitle() {
        return Optional.ofNullable(lecture.state())
                .filter(present -> !present.status().equals("DRAFT"))
                .map(Lecture::title);
    }

    /**
     * The event of the newest figures.
     *
     * @param staff whether the reader may know of what is held back or hidden
     * @return null: nothing is known of the lecture yet, or it is no more
     */
    synchronized byte @Nullable [] event(boolean staff) {
        Lecture present = lecture.state();
        if (present == null) {
            return null;
        }
        Rendered now = rendered;
        if (now == null) {
            now =
                    new Rendered(
                            event(present, true, _ -> true),
                            event(present, false, Question::isOpen));
            rendered = now;
        }
        return staff ? now.forStaff() : now.forStudents();
    }

    private byte[] event(Lecture present, boolean staff, Predicate<Question> shown) {
        long revision =
                lecture.version() + questions.values().stream().mapToLong(Held::version).sum();
        Figures figures =
                new Figures(
                        present.lectureId(),
                        revision,
                        present.status(),
                        present.capacity(),
                        present.registered(),
                        present.unconfirmed(),
                        present.waiting(),
                        states().filter(shown).map(question -> figures(question, staff)).toList());
        return "event: lecture\nid: %d\ndata: %s\n\n"
                .formatted(revision, json.writeValueAsString(figures))
                .getBytes(StandardCharsets.UTF_8);
    }

    private Stream<Question> states() {
        return questions.values().stream().map(Held::state).filter(Objects::nonNull);
    }

    private static QuestionFigures figures(Question question, boolean staff) {
        return new QuestionFigures(
                question.questionId(),
                question.standing(),
                question.answered(),
                question.votes(),
                staff ? question.reports() : null,
                question.edition());
    }
}
