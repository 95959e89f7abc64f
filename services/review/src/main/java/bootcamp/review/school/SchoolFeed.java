package bootcamp.review.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.stream.BatchReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Reads cohorts and who belongs to them, or modules, sessions and who was there. */
public final class SchoolFeed implements BatchReader<Entry> {

    /** The consumer groups. */
    public static final String OF_ENROLLMENT = "review-school";

    public static final String OF_CURRICULUM = "review-curriculum";

    /** The aggregates of the topics and the newest version of each that is understood here. */
    public static final EventCodec ENROLLMENT =
            EventCodec.reading(
                    Map.of("Cohort", 1, "Enrollment", 1, "Erasure", 1, "AttendanceImport", 1));

    public static final EventCodec CURRICULUM =
            EventCodec.reading(
                    Map.ofEntries(
                            Map.entry("AttendanceImportOutcome", 1),
                            Map.entry("AttendancePolicy", 1),
                            Map.entry("AttendanceRequest", 1),
                            Map.entry("Booking", 1),
                            Map.entry("Clinic", 1),
                            Map.entry("Instructor", 1),
                            Map.entry("Lecture", 1),
                            Map.entry("Module", 1),
                            Map.entry("Participation", 1),
                            Map.entry("Question", 1),
                            Map.entry("Session", 1),
                            Map.entry("Sheet", 1),
                            Map.entry("Teams", 1)));

    private static final Set<String> NOT_THERE = Set.of("ABSENT", "UNMARKED");

    private final Map<String, Projection> into;
    private final ProjectionReader projections = new ProjectionReader(this::entries);

    /**
     * @param into by name
     */
    public SchoolFeed(Map<String, Projection> into) {
        this.into = Map.copyOf(into);
    }

    @Override
    public List<Entry> read(Event event) {
        return projections.read(event);
    }

    @Override
    public Mono<Void> apply(List<Entry> batch) {
        return projections.apply(batch);
    }

    private List<Entry> entries(Event event) {
        return switch (event.aggregate()) {
            case "Cohort" -> cohort(event);
            case "Enrollment" -> enrollment(event);
            case "Erasure" -> erasure(event);
            case "Module" -> module(event);
            case "Session" -> session(event);
            case "Sheet" -> sheet(event);
            default -> List.of();
        };
    }

    private Entry entry(String projection, String id, Event event, @Nullable Map<String, ?> row) {
        Projection target = into.get(projection);
        if (target == null) {
            throw new IllegalStateException("nothing is kept of " + projection);
        }
        return new Entry(target, new Row(id, event.version(), row));
    }

    private List<Entry> cohort(Event event) {
        JsonNode state = event.state();
        parsed(state, "timeZone", ZoneId::of);
        Map<String, Object> row = new HashMap<>();
        row.put("timeZone", text(state, "timeZone"));
        row.put("programme", text(state, "programme"));
        row.put("start", parsed(state, "startDate", LocalDate::parse).toString());
        row.put("end", parsed(state, "endDate", LocalDate::parse).toString());
        return List.of(entry("cohorts", event.id(), event, row));
    }

    private List<Entry> enrollment(Event event) {
        JsonNode state = event.state();
        String studentId = text(state, "studentId");
        String cohortId = text(state, "cohortId");
        if (studentId.isEmpty() || cohortId.isEmpty()) {
            // A claim that lapsed before anybody was enrolled.
            return List.of();
        }
        Map<String, Object> row = null;
        if (!state.path("removed").asBoolean(false)) {
            row = new HashMap<>();
            row.put(School.ENTERED, hasEntered(state));
            if (state.path("enrolledOn").isString()) {
                row.put("from", parsed(state, "enrolledOn", LocalDate::parse).toString());
            }
            if (text(state, "status").equals("WITHDRAWN")) {
                row.put(
                        "leftOn",
                        parsed(state.path("withdrawal"), "on", LocalDate::parse).toString());
            }
        }
        return List.of(
                entry("students", studentId + "/" + cohortId, event, row),
                entry("roster", cohortId + "/" + studentId, event, row));
    }

    /** Somebody may withdraw who only ever applied. */
    private static boolean hasEntered(JsonNode state) {
        return switch (text(state, "status")) {
            case "ENROLLED", "ON_LEAVE", "COMPLETED", "NOT_COMPLETED" -> true;
            case "WITHDRAWN" ->
                    state.path("statuses")
                            .valueStream()
                            .anyMatch(each -> each.path("status").asString("").equals("ENROLLED"));
            default -> false;
        };
    }

    private List<Entry> erasure(Event event) {
        boolean erased = event.state().path("erasedOn").isString();
        return List.of(entry("students", event.id() + "/", event, Map.of(School.ERASED, erased)));
    }

    private List<Entry> module(Event event) {
        JsonNode state = event.state();
        boolean removed = state.path("removed").asBoolean(false);
        if (!state.path("cohortId").isString() || removed && !state.path("from").isString()) {
            return List.of();
        }
        Map<String, Object> row =
                removed
                        ? null
                        : Map.of(
                                "name",
                                text(state, "name"),
                                "from",
                                parsed(state, "from", LocalDate::parse).toString(),
                                "until",
                                parsed(state, "until", LocalDate::parse).toString());
        return List.of(entry("modules", text(state, "cohortId") + "/" + event.id(), event, row));
    }

    private List<Entry> session(Event event) {
        JsonNode state = event.state();
        if (!state.path("cohortId").isString()) {
            return List.of();
        }
        String id = text(state, "cohortId") + "/" + event.id();
        if (state.path("cancelled").asBoolean(false)
                || state.path("removed").asBoolean(false)
                || !state.path("startsAt").isString()) {
            return List.of(entry("sessions", id, event, null));
        }
        Map<String, Object> row = new HashMap<>();
        row.put("title", text(state, "title"));
        row.put("starts", parsed(state, "startsAt", OffsetDateTime::parse).toInstant().toString());
        row.put("ends", parsed(state, "endsAt", OffsetDateTime::parse).toInstant().toString());
        if (state.path("instructorId").isString()) {
            row.put("instructorId", text(state, "instructorId"));
        }
        return List.of(entry("sessions", id, event, row));
    }

    private List<Entry> sheet(Event event) {
        JsonNode state = event.state();
        List<String> attended = new ArrayList<>();
        for (JsonNode each : state.path("students")) {
            List<String> marks =
                    each.path("marks").valueStream().map(mark -> mark.asString("")).toList();
            if (!marks.isEmpty() && marks.stream().noneMatch(NOT_THERE::contains)) {
                attended.add(text(each, "studentId"));
            }
        }
        String day = parsed(state, "date", LocalDate::parse).toString();
        return List.of(
                entry(
                        "sheets",
                        text(state, "cohortId") + "/" + day,
                        event,
                        Map.of("attended", attended)));
    }

    private static String text(JsonNode state, String field) {
        JsonNode value = state.path(field);
        if (!value.isString()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
        return value.stringValue();
    }

    private static <T> T parsed(JsonNode state, String field, Function<String, T> parse) {
        try {
            return parse.apply(text(state, field));
        } catch (DateTimeException e) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
    }
}
