package bootcamp.enrollment.evidence;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Keeps what evidence is folded from, a small document for each thing that another service says:
 * whatever order it comes in and how often, what is kept is the newest of each.
 */
final class EvidenceFeed implements BatchReader<Entry> {

    /** The consumer groups. */
    static final String OF_CURRICULUM = "enrollment-evidence";

    static final String OF_COMPETITION = "enrollment-submissions";

    /** The aggregates of the topic of competitions and the newest version of each. */
    static final EventCodec COMPETITION = EventCodec.reading(Map.of("Competition", 1, "Team", 1));

    private final EvidenceStore records;
    private final ProjectionReader projections = new ProjectionReader(this::entries);

    EvidenceFeed(EvidenceStore records) {
        this.records = records;
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
            case "Sheet" -> List.of(sheet(event));
            case "AttendancePolicy" -> List.of(policy(event));
            case "Session" -> List.of(session(event));
            case "Participation" -> List.of(participation(event));
            case "Clinic" -> List.of(clinic(event));
            case "Competition" -> competition(event);
            case "Team" -> List.of(team(event));
            default -> List.of();
        };
    }

    private static Entry entry(
            Projection into, String under, Event event, @Nullable Map<String, ?> fields) {
        return new Entry(into, new Row(under + "/" + event.id(), event.version(), fields));
    }

    private static boolean isRemoved(JsonNode state) {
        return state.path("removed").asBoolean(false);
    }

    // ---- curriculum

    /**
     * Of a day that was given up nothing is kept. A mark is a number: what in it adds up to an
     * absence, or {@link SheetRecord#ABSENT}.
     */
    private Entry sheet(Event event) {
        JsonNode state = event.state();
        Map<String, Object> fields = null;
        if (!isRemoved(state)) {
            fields = new HashMap<>();
            fields.put("date", day(state, "date").toString());
            fields.put("closed", flag(state, "closed"));
            fields.put("policyVersion", number(state, "policyVersion"));
            Map<String, Integer> marks = new HashMap<>();
            for (JsonNode each : list(state, "students")) {
                marks.put(text(each, "studentId"), mark(list(each, "marks")));
            }
            fields.put("marks", marks);
        }
        return entry(records.sheets(), text(state, "cohortId"), event, fields);
    }

    private static int mark(List<JsonNode> marks) {
        int parts = 0;
        for (JsonNode each : marks) {
            switch (each.asString("")) {
                case "PRESENT", "EXCUSED" -> {}
                case "LATE", "EARLY_LEAVE", "OUTING" -> parts++;
                case "ABSENT" -> {
                    return SheetRecord.ABSENT;
                }
                default -> throw new Undecodable(Code.STATE_DOES_NOT_FIT, "students/marks");
            }
        }
        return parts;
    }

    private Entry policy(Event event) {
        JsonNode state = event.state();
        List<Map<String, Object>> versions = new ArrayList<>();
        for (JsonNode each : list(state, "versions")) {
            Map<String, Object> version = new HashMap<>();
            version.put("version", number(each, "version"));
            version.put("from", day(each, "from").toString());
            version.put("stamps", text(each, "record").equals("STAMPS"));
            version.put("monthly", text(each, "scope").equals("MONTH"));
            if (!each.path("marksPerAbsence").isNull()) {
                version.put("marksPerAbsence", number(each, "marksPerAbsence"));
            }
            versions.add(version);
        }
        if (versions.isEmpty()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, "versions");
        }
        return entry(
                records.policies(), text(state, "cohortId"), event, Map.of("versions", versions));
    }

    private Entry session(Event event) {
        JsonNode state = event.state();
        boolean counts =
                !isRemoved(state)
                        && !flag(state, "cancelled")
                        && state.path("kind").asString("").equals("TEAM_ACTIVITY");
        return entry(
                records.activities(),
                text(state, "cohortId"),
                event,
                counts ? Map.of("day", localDay(state, "startsAt").toString()) : null);
    }

    private Entry participation(Event event) {
        JsonNode state = event.state();
        return entry(
                records.participations(),
                text(state, "cohortId"),
                event,
                flag(state, "said") ? Map.of("tookPart", texts(state, "participantIds")) : null);
    }

    private Entry clinic(Event event) {
        JsonNode state = event.state();
        Map<String, Object> fields = null;
        if (!flag(state, "cancelled")) {
            List<Map<String, Object>> slots = new ArrayList<>();
            for (JsonNode each : list(state, "slots")) {
                if (!flag(each, "cancelled")) {
                    slots.add(
                            Map.of(
                                    "endsAt",
                                    time(each, "endsAt").toInstant().toString(),
                                    "booked",
                                    texts(each, "booked")));
                }
            }
            fields = Map.of("slots", slots);
        }
        return entry(records.clinics(), text(state, "cohortId"), event, fields);
    }

    // ---- competition

    /** Of a draft nobody knows; once published a competition keeps its cohorts. */
    private List<Entry> competition(Event event) {
        JsonNode state = event.state();
        String status = text(state, "status");
        if (status.equals("DRAFT")) {
            return List.of();
        }
        JsonNode plan = state.path("plan");
        Map<String, Object> fields = null;
        if (!status.equals("ARCHIVED")) {
            fields = new HashMap<>();
            fields.put("endsAt", time(plan, "endsAt").toInstant().toString());
            if (state.path("closedAt").isString()) {
                fields.put("closedAt", time(state, "closedAt").toInstant().toString());
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (String cohortId : texts(plan, "cohortIds")) {
            entries.add(entry(records.competitions(), cohortId, event, fields));
        }
        return entries;
    }

    /** Who submitted for a team and left it has a part in what was scored. */
    private Entry team(Event event) {
        JsonNode state = event.state();
        boolean scored = state.path("scored").asInt(0) > 0;
        List<String> students = new ArrayList<>(texts(state, "members"));
        texts(state, "authors").stream()
                .filter(each -> !students.contains(each))
                .forEach(students::add);
        return entry(
                records.teams(),
                text(state, "competitionId"),
                event,
                scored ? Map.of("students", students) : null);
    }

    // ---- fields

    private static List<JsonNode> list(JsonNode state, String field) {
        if (!state.path(field).isArray()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
        return state.path(field).valueStream().toList();
    }

    private static List<String> texts(JsonNode state, String field) {
        return list(state, field).stream().map(each -> each.asString("")).toList();
    }

    private static String text(JsonNode state, String field) {
        if (!state.path(field).isString()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
        return state.path(field).stringValue();
    }

    private static boolean flag(JsonNode state, String field) {
        if (!state.path(field).isBoolean()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
        return state.path(field).booleanValue();
    }

    private static int number(JsonNode state, String field) {
        if (!state.path(field).isInt()) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
        return state.path(field).intValue();
    }

    private static LocalDate day(JsonNode state, String field) {
        return parsed(state, field, LocalDate::parse);
    }

    private static OffsetDateTime time(JsonNode state, String field) {
        return parsed(state, field, OffsetDateTime::parse);
    }

    /** The day in the zone in which the time is meant. */
    private static LocalDate localDay(JsonNode state, String field) {
        return time(state, field).toLocalDate();
    }

    private static <T> T parsed(JsonNode state, String field, Function<String, T> parse) {
        try {
            return parse.apply(text(state, field));
        } catch (DateTimeException notOne) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
    }
}
