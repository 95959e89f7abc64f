package bootcamp.enrollment.notice;

import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.platform.event.Event;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.stream.BatchReader;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads from the curriculum and of teams of competitions what students are to be told, a row for
 * each thing that it is about and for whom, and what came of the pieces of imported attendance
 * sheets. Only states are read, so what compaction forgets is missed by nobody.
 */
public final class NoticeFeed implements BatchReader<Entry> {

    /**
     * The consumer group. It has another name than before, and so reads the topic from its start,
     * since there are news of more than lectures (docs/decisions/0007).
     */
    public static final String READER = "enrollment-news";

    private static final Map<String, NewsSource> SOURCES =
            Map.of(
                    "Lecture", new LectureNews(),
                    "Clinic", new ClinicNews(),
                    "AttendanceRequest", new RequestNews(),
                    "Competition", new CompetitionNews(),
                    "Team", new MergeNews());

    private final Projection news;
    private final Projection outcomes;
    private final Function<List<News>, Mono<Void>> letters;
    private final ProjectionReader projections = new ProjectionReader(this::entries);

    /**
     * @param outcomes of imported attendance sheets
     */
    public NoticeFeed(Projection news, Projection outcomes) {
        this(news, outcomes, _ -> Mono.empty());
    }

    /**
     * As above.
     *
     * @param letters notes to whom letters are due; may be told the same again
     */
    NoticeFeed(Projection news, Projection outcomes, Function<List<News>, Mono<Void>> letters) {
        this.news = news;
        this.outcomes = outcomes;
        this.letters = letters;
    }

    @Override
    public List<Entry> read(Event event) {
        return projections.read(event);
    }

    @Override
    public Mono<Void> apply(List<Entry> batch) {
        return projections.apply(batch).then(Mono.defer(() -> letters.apply(newsIn(batch))));
    }

    private List<News> newsIn(List<Entry> batch) {
        return batch.stream()
                .filter(entry -> entry.into() == news)
                .map(Entry::row)
                .flatMap(row -> Stream.ofNullable(kept(row)))
                .toList();
    }

    private static @Nullable News kept(Row row) {
        Map<String, ?> fields = row.fields();
        return fields == null ? null : News.kept(row.id(), fields);
    }

    private List<Entry> entries(Event event) {
        if (event.aggregate().equals(AttendanceOutcomes.AGGREGATE)) {
            return List.of(new Entry(outcomes, AttendanceOutcomes.row(event)));
        }
        NewsSource source = SOURCES.get(event.aggregate());
        return source == null ? List.of() : entries(event, source, news);
    }

    private static List<Entry> entries(Event event, NewsSource source, Projection into) {
        return source.of(event).entrySet().stream()
                .map(each -> entry(event, each.getKey(), each.getValue(), into))
                .toList();
    }

    private static Entry entry(Event event, String under, News said, Projection into) {
        News told = said.withoutWhatIsForNobody();
        return new Entry(
                into,
                new Row(
                        under + event.id(),
                        event.version(),
                        told.tellings().isEmpty() ? null : told.fields()));
    }
}
