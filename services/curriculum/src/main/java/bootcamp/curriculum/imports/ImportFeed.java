package bootcamp.curriculum.imports;

import bootcamp.curriculum.attendance.IntakeDesk.Row;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.stream.BatchReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Reads what enrollment asks to have done with imported attendance, and does it. It is a group of
 * its own, so that who belongs where is read on while rows are entered; what that group has not
 * read yet is waited for.
 */
public final class ImportFeed implements BatchReader<ImportRequest> {

    public static final String SERVICE = "enrollment";

    /** The consumer group. */
    public static final String READER = "curriculum-imports";

    private static final String AGGREGATE = "AttendanceImport";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    public static final EventCodec CODEC =
            EventCodec.reading(Map.of("Cohort", 1, "Enrollment", 1, "Erasure", 1, AGGREGATE, 1));

    /** Asks for nothing: what was entered stays. */
    private static final String KEEP = "KEEP";

    private final Importer importer;

    ImportFeed(Importer importer) {
        this.importer = importer;
    }

    @Override
    public List<ImportRequest> read(Event event) {
        return !event.aggregate().equals(AGGREGATE) || text(event.state(), "step").equals(KEEP)
                ? List.of()
                : List.of(request(event));
    }

    private static ImportRequest request(Event event) {
        JsonNode state = event.state();
        if (!AttendanceImportOutcome.isId(event.id())) {
            throw doesNotFit("id");
        }
        return new ImportRequest(
                event.id(),
                event.version(),
                text(state, "cohortId"),
                parsed(state, "step", Step::valueOf),
                text(state, "by"),
                list(state, "rows").stream().map(ImportFeed::row).toList());
    }

    private static Row row(JsonNode said) {
        if (!said.path("row").isInt()) {
            throw doesNotFit("row");
        }
        List<Mark> marks =
                list(said, "marks").stream()
                        .map(each -> parsed(each, "marks", Mark::valueOf))
                        .toList();
        try {
            return new Row(
                    said.path("row").intValue(),
                    parsed(said, "date", LocalDate::parse),
                    text(said, "studentId"),
                    marks);
        } catch (IllegalArgumentException notTogether) {
            throw doesNotFit("marks");
        }
    }

    // ---- fields

    private static String text(JsonNode state, String field) {
        return parsed(state, field, text -> text);
    }

    private static List<JsonNode> list(JsonNode state, String field) {
        if (!state.path(field).isArray()) {
            throw doesNotFit(field);
        }
        return state.path(field).valueStream().toList();
    }

    /** Of a field of an object, or of a text itself. */
    private static <T> T parsed(JsonNode state, String field, Function<String, T> parse) {
        JsonNode value = state.isString() ? state : state.path(field);
        if (!value.isString()) {
            throw doesNotFit(field);
        }
        try {
            return parse.apply(value.stringValue());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw doesNotFit(field);
        }
    }

    private static Undecodable doesNotFit(String field) {
        return new Undecodable(Code.STATE_DOES_NOT_FIT, field);
    }

    @Override
    public Mono<Void> apply(List<ImportRequest> batch) {
        return Flux.fromIterable(batch).concatMap(importer::carryOut).then();
    }
}
