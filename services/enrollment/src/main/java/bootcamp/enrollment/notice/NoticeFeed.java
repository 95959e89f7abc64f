package bootcamp.enrollment.notice;

import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.enrollment.notice.LectureNews.Promoted;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.stream.BatchReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Reads from the curriculum what students are to be told, a row for each lecture and cohort, and
 * what came of the pieces of imported attendance sheets. Only states are read, so what compaction
 * forgets is missed by nobody.
 */
public final class NoticeFeed implements BatchReader<Entry> {

    /** The consumer group. */
    public static final String READER = "enrollment-notices";

    private final Projection news;
    private final Projection outcomes;
    private final Function<List<LectureNews>, Mono<Void>> letters;
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
    NoticeFeed(
            Projection news, Projection outcomes, Function<List<LectureNews>, Mono<Void>> letters) {
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

    private List<LectureNews> newsIn(List<Entry> batch) {
        return batch.stream()
                .filter(entry -> entry.into() == news)
                .map(Entry::row)
                .flatMap(row -> Stream.ofNullable(kept(row)))
                .toList();
    }

    private static @Nullable LectureNews kept(Row row) {
        Map<String, ?> fields = row.fields();
        return fields == null ? null : LectureNews.kept(row.id(), fields);
    }

    private List<Entry> entries(Event event) {
        if (event.aggregate().equals(AttendanceOutcomes.AGGREGATE)) {
            return List.of(new Entry(outcomes, AttendanceOutcomes.row(event)));
        }
        if (!event.aggregate().equals("Lecture")) {
            return List.of();
        }
        JsonNode state = event.state();
        LectureNews all = news(event.id(), state);
        LectureNews ofSeats = all.ofSeatsAlone();
        List<Entry> entries = new ArrayList<>();
        list(state, "cohortIds").forEach(each -> entries.add(entry(event, text(each), all)));
        list(state, "formerCohortIds")
                .forEach(each -> entries.add(entry(event, text(each), ofSeats)));
        return entries;
    }

    private Entry entry(Event event, String cohortId, LectureNews said) {
        return new Entry(
                news,
                new Row(
                        LectureNews.id(cohortId, event.id()),
                        event.version(),
                        said.isNone() ? null : said.fields()));
    }

    /** Of a lecture that students never knew of there is no news. */
    private static LectureNews news(String lectureId, JsonNode state) {
        boolean removed = state.path("removed").asBoolean(false);
        String startsAt = text(state.path("startsAt"));
        time(startsAt);
        return new LectureNews(
                lectureId,
                text(state.path("title")),
                startsAt,
                text(state.path("timeZone")),
                removed ? null : momentOrNull(state.path("cancelledAt")),
                momentOrNull(state.path("movedAt")),
                promoted(state.path("promoted")),
                registered(state.path("registeredStudentIds")),
                false);
    }

    /** A lecture that was said before there were any has none. */
    private static List<Promoted> promoted(JsonNode stated) {
        return stated.valueStream()
                .map(
                        each ->
                                new Promoted(
                                        text(each.path("studentId")),
                                        moment(text(each.path("at"))),
                                        momentOrNull(each.path("confirmBy"))))
                .toList();
    }

    /** A lecture that was said before they were in states has none. */
    private static List<String> registered(JsonNode stated) {
        return stated.valueStream().map(NoticeFeed::text).toList();
    }

    // ---- fields

    private static List<JsonNode> list(JsonNode state, String field) {
        if (!state.path(field).isArray()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
        return state.path(field).valueStream().toList();
    }

    private static String text(JsonNode value) {
        if (!value.isString()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, "a text");
        }
        return value.stringValue();
    }

    private static @Nullable Instant momentOrNull(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : moment(text(value));
    }

    private static Instant moment(String text) {
        return time(text).toInstant();
    }

    private static OffsetDateTime time(String text) {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException notOne) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, "a time");
        }
    }
}
