package bootcamp.review.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.stream.BatchReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads cohorts and who belongs to them; modules, sessions, special lectures and who was there; or
 * competitions and who took part.
 */
public final class SchoolFeed implements BatchReader<Entry> {

    /** The consumer groups. */
    public static final String OF_ENROLLMENT = "review-school";

    /** Not {@code review-curriculum}: that one has read past lectures and kept none. */
    public static final String OF_CURRICULUM = "review-teaching";

    /** Not {@code review-competition}: that one kept nothing of archived competitions. */
    public static final String OF_COMPETITION = "review-contests";

    /** The aggregates of the topics and the newest version of each that is understood here. */
    public static final EventCodec ENROLLMENT =
            EventCodec.reading(
                    Map.of(
                            "Cohort",
                            1,
                            "Enrollment",
                            1,
                            "Erasure",
                            1,
                            "AttendanceImport",
                            1,
                            "RiskList",
                            1));

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

    public static final EventCodec COMPETITION =
            EventCodec.reading(
                    Map.of(
                            "Competition", 1,
                            "Team", 1,
                            "PeerContribution", 1,
                            "GpuPool", 1,
                            "GpuWeek", 1));

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
            case "Lecture" -> lecture(event);
            case "Competition" -> competition(event);
            case "Team" -> team(event);
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
        State state = State.of(event);
        Map<String, Object> row = new HashMap<>();
        row.put("timeZone", state.zone("timeZone").getId());
        row.put("programme", state.text("programme"));
        row.put("start", state.day("startDate").toString());
        row.put("end", state.day("endDate").toString());
        return List.of(entry("cohorts", event.id(), event, row));
    }

    private List<Entry> enrollment(Event event) {
        State state = State.of(event);
        String studentId = state.text("studentId");
        String cohortId = state.text("cohortId");
        if (studentId.isEmpty() || cohortId.isEmpty()) {
            // A claim that lapsed before anybody was enrolled.
            return List.of();
        }
        Map<String, Object> row = null;
        if (!state.isTrue("removed")) {
            row = new HashMap<>();
            row.put(School.ENTERED, hasEntered(state));
            if (state.has("enrolledOn")) {
                row.put("from", state.day("enrolledOn").toString());
            }
            if (state.text("status").equals("WITHDRAWN")) {
                row.put("leftOn", state.part("withdrawal").day("on").toString());
            }
        }
        return List.of(
                entry("students", studentId + "/" + cohortId, event, row),
                entry("roster", cohortId + "/" + studentId, event, row));
    }

    /** Somebody may withdraw who only ever applied. */
    private static boolean hasEntered(State state) {
        return switch (state.text("status")) {
            case "ENROLLED", "ON_LEAVE", "COMPLETED", "NOT_COMPLETED" -> true;
            case "WITHDRAWN" ->
                    state.listIfAny("statuses").stream()
                            .anyMatch(each -> each.text("status").equals("ENROLLED"));
            default -> false;
        };
    }

    private List<Entry> erasure(Event event) {
        boolean erased = State.of(event).has("erasedOn");
        return List.of(entry("students", event.id() + "/", event, Map.of(School.ERASED, erased)));
    }

    private List<Entry> module(Event event) {
        State state = State.of(event);
        boolean removed = state.isTrue("removed");
        if (!state.has("cohortId") || removed && !state.has("from")) {
            return List.of();
        }
        Map<String, Object> row =
                removed
                        ? null
                        : Map.of(
                                "name",
                                state.text("name"),
                                "from",
                                state.day("from").toString(),
                                "until",
                                state.day("until").toString());
        return List.of(entry("modules", state.text("cohortId") + "/" + event.id(), event, row));
    }

    private List<Entry> session(Event event) {
        State state = State.of(event);
        if (!state.has("cohortId")) {
            return List.of();
        }
        String id = state.text("cohortId") + "/" + event.id();
        if (state.isTrue("cancelled") || state.isTrue("removed") || !state.has("startsAt")) {
            return List.of(entry("sessions", id, event, null));
        }
        Map<String, Object> row = new HashMap<>();
        row.put("title", state.text("title"));
        row.put("starts", state.time("startsAt").toInstant().toString());
        row.put("ends", state.time("endsAt").toInstant().toString());
        if (state.has("instructorId")) {
            row.put("instructorId", state.text("instructorId"));
        }
        return List.of(entry("sessions", id, event, row));
    }

    private List<Entry> sheet(Event event) {
        State state = State.of(event);
        List<String> attended = new ArrayList<>();
        for (State each : state.listIfAny("students")) {
            List<String> marks = each.textsIfAny("marks");
            if (!marks.isEmpty() && marks.stream().noneMatch(NOT_THERE::contains)) {
                attended.add(each.text("studentId"));
            }
        }
        String day = state.day("date").toString();
        return List.of(
                entry(
                        "sheets",
                        state.text("cohortId") + "/" + day,
                        event,
                        Map.of("attended", attended)));
    }

    /** Of one that was not held nothing is kept; who is not marked counts as having come. */
    private List<Entry> lecture(Event event) {
        State state = State.of(event);
        Map<String, Object> row = null;
        if (state.text("status").equals("HELD")) {
            row = new HashMap<>();
            row.put("title", state.text("title"));
            row.put("starts", state.time("startsAt").toInstant().toString());
            row.put("ends", state.time("endsAt").toInstant().toString());
            row.put(
                    "seated",
                    Stream.of("cameStudentIds", "unmarkedStudentIds")
                            .flatMap(each -> state.textsIfAny(each).stream())
                            .toList());
        }
        Map<String, Object> held = row;
        return Stream.concat(
                        state.texts("cohortIds").stream()
                                .map(id -> entry("lectures", id + "/" + event.id(), event, held)),
                        state.texts("formerCohortIds").stream()
                                .map(id -> entry("lectures", id + "/" + event.id(), event, null)))
                .toList();
    }

    /**
     * Of one that is not closed nothing is kept; once published it loses no cohort. To archive it
     * takes it out of lists and nothing from who took part.
     */
    private List<Entry> competition(Event event) {
        State state = State.of(event);
        State plan = state.part("plan");
        Map<String, Object> row =
                state.has("closedAt")
                        ? Map.of(
                                "title",
                                plan.text("title"),
                                "closed",
                                state.time("closedAt").toInstant().toString())
                        : null;
        return plan.texts("cohortIds").stream()
                .map(cohortId -> entry("closedContests", cohortId + "/" + event.id(), event, row))
                .toList();
    }

    /** Who submitted for a team and left it has a part in what was scored. */
    private List<Entry> team(Event event) {
        State state = State.of(event);
        boolean scored = state.has("scored") && state.number("scored") > 0;
        List<String> students =
                Stream.concat(state.texts("members").stream(), state.texts("authors").stream())
                        .distinct()
                        .toList();
        return List.of(
                entry(
                        "contestants",
                        state.text("competitionId") + "/" + event.id(),
                        event,
                        scored ? Map.of("students", students) : null));
    }
}
