package bootcamp.gateway.lecture;

import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.gateway.feed.CohortFact.QuestionStands;
import bootcamp.gateway.feed.FactReader;
import bootcamp.gateway.stream.EventStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** All lectures with their figures as they are now, and the streams of the pages open on them. */
public final class LiveLectures implements FactReader, AutoCloseable {

    /** Between two events on one stream: no page draws faster, and a rush is told as a few. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Map<String, LiveLecture> lectures = new ConcurrentHashMap<>();
    private final EventStreams streams;
    private final JsonMapper json;

    /**
     * @param heartbeat between two signs of life on a stream
     */
    public LiveLectures(JsonMapper json, Duration heartbeat) {
        this.json = json;
        this.streams = new EventStreams(heartbeat);
    }

    @Override
    public void on(CohortFact fact, long version, Instant time) {
        switch (fact) {
            case LectureStands stands -> of(stands.lectureId()).lecture(version, stands.lecture());
            case QuestionStands stands ->
                    of(stands.lectureId())
                            .question(stands.questionId(), version, stands.question());
            default -> {
                // Is of no lecture.
            }
        }
    }

    private LiveLecture of(String lectureId) {
        return lectures.computeIfAbsent(lectureId, _ -> new LiveLecture(json));
    }

    /** The title of a lecture that was published, for whoever has its address; empty else. */
    public Optional<String> sharedTitle(String lectureId) {
        return Optional.ofNullable(lectures.get(lectureId)).flatMap(LiveLecture::sharedTitle);
    }

    /**
     * What happens to a lecture that there is, until the page goes away.
     *
     * @param staff whether the reader may know of questions that are held back or hidden
     * @return an error of 503 where too many streams are open
     */
    Flux<byte[]> watch(String lectureId, boolean staff) {
        return streams.open(Flux.defer(() -> events(of(lectureId), staff)));
    }

    private static Flux<byte[]> events(LiveLecture lecture, boolean staff) {
        return lecture.moves()
                .concatMap(
                        _ ->
                                Mono.fromSupplier(() -> lecture.event(staff))
                                        .concatWith(Mono.delay(PAUSE).then(Mono.empty())),
                        0);
    }

    int viewers() {
        return streams.viewers();
    }

    /** Ends every stream with a hint when to come back. */
    @Override
    public void close() {
        streams.close();
    }
}
