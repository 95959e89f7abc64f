package bootcamp.enrollment.evidence;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps what evidence is folded from, a small document for each thing that another service says:
 * whatever order it comes in and how often, what is kept is the newest of each.
 */
final class EvidenceFeed implements BatchReader<Entry> {

    /** The consumer groups. */
    static final String OF_CURRICULUM = "enrollment-evidence";

    static final String OF_COMPETITION = "enrollment-submissions";

    /** The aggregates of the topic of competitions and the newest version of each. */
    static final EventCodec COMPETITION =
            EventCodec.reading(
                    Map.of(
                            "Competition", 1,
                            "Team", 1,
                            "PeerContribution", 1,
                            "GpuPool", 1,
                            "GpuWeek", 1));

    private final EvidenceStore records;
    private final ProjectionReader projections = new ProjectionReader(this::entries);
    private final @Nullable BatchReader<Entry> beside;

    EvidenceFeed(EvidenceStore records) {
        this(records, null);
    }

    /**
     * @param beside reads the same events for another purpose, and writes what both have read;
     *     null: nobody does
     */
    EvidenceFeed(EvidenceStore records, @Nullable BatchReader<Entry> beside) {
        this.records = records;
        this.beside = beside;
    }

    @Override
    public List<Entry> read(Event event) {
        List<Entry> own = projections.read(event);
        return beside == null
                ? own
                : Stream.concat(own.stream(), beside.read(event).stream()).toList();
    }

    @Override
    public Mono<Void> apply(List<Entry> batch) {
        return beside == null ? projections.apply(batch) : beside.apply(batch);
    }

    private List<Entry> entries(Event event) {
        return switch (event.aggregate()) {
            case "Sheet" -> List.of(sheet(event));
            case "AttendancePolicy" -> List.of(policy(event));
            case "Session" -> List.of(session(event));
            case "Participation" -> List.of(participation(event));
            case "Clinic" -> List.of(clinic(event));
            case "Lecture" -> lecture(event);
            case "AttendanceRequest" -> List.of(request(event));
            case "Competition" -> competition(event);
            case "Team" -> List.of(team(event));
            case "PeerContribution" -> List.of(contribution(event));
            default -> List.of();
        };
    }

    private static Entry entry(
            Projection into, String under, Event event, @Nullable Map<String, ?> fields) {
        return new Entry(into, new Row(under + "/" + event.id(), event.version(), fields));
    }

    // ---- curriculum

    /**
     * Of a day that was given up nothing is kept. A mark is a number: what in it adds up to an
     * absence, or {@link SheetRecord#ABSENT}.
     */
    private Entry sheet(Event event) {
        State state = State.of(event);
        Map<String, Object> fields = null;
        if (!state.isTrue("removed")) {
            fields = new HashMap<>();
            fields.put("date", state.day("date").toString());
            fields.put("closed", state.flag("closed"));
            fields.put("policyVersion", state.number("policyVersion"));
            Map<String, Integer> marks = new HashMap<>();
            for (State each : state.list("students")) {
                marks.put(each.text("studentId"), mark(each.texts("marks")));
            }
            fields.put("marks", marks);
        }
        return entry(records.sheets(), state.text("cohortId"), event, fields);
    }

    private static int mark(List<String> marks) {
        int parts = 0;
        for (String each : marks) {
            switch (each) {
                case "PRESENT", "EXCUSED" -> {}
                case "LATE", "EARLY_LEAVE", "OUTING" -> parts++;
                case "ABSENT" -> {
                    return SheetRecord.ABSENT;
                }
                default -> throw State.doesNotFit("students/marks");
            }
        }
        return parts;
    }

    private Entry policy(Event event) {
        State state = State.of(event);
        List<Map<String, Object>> versions = new ArrayList<>();
        for (State each : state.list("versions")) {
            Map<String, Object> version = new HashMap<>();
            version.put("version", each.number("version"));
            version.put("from", each.day("from").toString());
            version.put("stamps", each.text("record").equals("STAMPS"));
            version.put("monthly", each.text("scope").equals("MONTH"));
            Integer marksPerAbsence = each.numberOrNull("marksPerAbsence");
            if (marksPerAbsence != null) {
                version.put("marksPerAbsence", marksPerAbsence);
            }
            versions.add(version);
        }
        if (versions.isEmpty()) {
            throw State.doesNotFit("versions");
        }
        return entry(
                records.policies(), state.text("cohortId"), event, Map.of("versions", versions));
    }

    private Entry session(Event event) {
        State state = State.of(event);
        boolean counts =
                !state.isTrue("removed")
                        && !state.flag("cancelled")
                        && state.text("kind").equals("TEAM_ACTIVITY");
        return entry(
                records.activities(),
                state.text("cohortId"),
                event,
                counts ? Map.of("day", state.time("startsAt").toLocalDate().toString()) : null);
    }

    private Entry participation(Event event) {
        State state = State.of(event);
        return entry(
                records.participations(),
                state.text("cohortId"),
                event,
                state.flag("said") ? participation(state) : null);
    }

    private static Map<String, Object> participation(State state) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("tookPart", state.texts("participantIds"));
        if (state.has("askedIds")) {
            fields.put("asked", state.texts("askedIds"));
        }
        return fields;
    }

    private Entry clinic(Event event) {
        State state = State.of(event);
        Map<String, Object> fields = null;
        if (!state.flag("cancelled")) {
            List<Map<String, Object>> slots = new ArrayList<>();
            for (State each : state.list("slots")) {
                if (!each.flag("cancelled")) {
                    slots.add(
                            Map.of(
                                    "endsAt",
                                    each.time("endsAt").toInstant().toString(),
                                    "booked",
                                    each.texts("booked")));
                }
            }
            fields = new HashMap<>();
            fields.put("slots", slots);
            // Who comes to be mentored asks for help, unlike who brings a résumé.
            fields.put("helps", state.has("kind") && state.text("kind").equals("MENTORING"));
            fields.put("told", state.textsIfAny("toldStudentIds"));
        }
        return entry(records.clinics(), state.text("cohortId"), event, fields);
    }

    /** Nothing until it was held and somebody said who came. */
    private List<Entry> lecture(Event event) {
        State state = State.of(event);
        List<String> came = state.textsIfAny("cameStudentIds");
        List<String> missed = state.textsIfAny("missedStudentIds");
        boolean counts =
                state.text("status").equals("HELD") && !(came.isEmpty() && missed.isEmpty());
        Map<String, Object> fields =
                counts
                        ? Map.of(
                                "day",
                                state.time("startsAt").toLocalDate().toString(),
                                "came",
                                came,
                                "missed",
                                missed)
                        : null;
        List<Entry> entries = new ArrayList<>();
        for (String cohortId : state.texts("cohortIds")) {
            entries.add(entry(records.lectures(), cohortId, event, fields));
        }
        for (String cohortId : state.textsIfAny("formerCohortIds")) {
            if (!state.texts("cohortIds").contains(cohortId)) {
                entries.add(entry(records.lectures(), cohortId, event, null));
            }
        }
        return entries;
    }

    /** Only of one that waits for a decision. */
    private Entry request(Event event) {
        State state = State.of(event);
        boolean waits = !state.isTrue("removed") && state.text("phase").equals("OPEN");
        return entry(
                records.requests(),
                state.text("cohortId"),
                event,
                waits
                        ? Map.of(
                                "studentId",
                                state.text("studentId"),
                                "decideBy",
                                state.day("decideBy").toString())
                        : null);
    }

    // ---- competition

    /** Of a draft nobody knows; once published a competition keeps its cohorts. */
    private List<Entry> competition(Event event) {
        State state = State.of(event);
        String status = state.text("status");
        if (status.equals("DRAFT")) {
            return List.of();
        }
        State plan = state.part("plan");
        Map<String, Object> fields = null;
        if (!status.equals("ARCHIVED")) {
            fields = new HashMap<>();
            fields.put("endsAt", plan.time("endsAt").toInstant().toString());
            if (plan.has("startsAt")) {
                fields.put("startsAt", plan.time("startsAt").toInstant().toString());
            }
            if (plan.has("maxTeamSize")) {
                fields.put("teamSize", plan.number("maxTeamSize"));
            }
            if (state.has("closedAt")) {
                fields.put("closedAt", state.time("closedAt").toInstant().toString());
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (String cohortId : plan.texts("cohortIds")) {
            entries.add(entry(records.competitions(), cohortId, event, fields));
        }
        return entries;
    }

    /** Who submitted for a team and left it has a part in what was scored. */
    private Entry team(Event event) {
        State state = State.of(event);
        boolean scored = state.has("scored") && state.number("scored") > 0;
        List<String> students = new ArrayList<>(state.texts("members"));
        state.texts("authors").stream()
                .filter(each -> !students.contains(each))
                .forEach(students::add);
        Map<String, Object> fields = new HashMap<>();
        fields.put("students", scored ? students : List.of());
        fields.put("members", state.texts("members"));
        fields.put("submitted", submitted(state));
        return entry(records.teams(), state.text("competitionId"), event, fields);
    }

    /** The days on which each student sent what counts. */
    private static Map<String, List<String>> submitted(State team) {
        Map<String, List<String>> submitted = new HashMap<>();
        if (team.has("submittedBy")) {
            State by = team.part("submittedBy");
            for (String student : by.names()) {
                submitted.put(student, by.part(student).names());
            }
        }
        return submitted;
    }

    /** Nothing as long as there are no figures. */
    private Entry contribution(Event event) {
        State state = State.of(event);
        Map<String, Double> factors = new HashMap<>();
        for (State each : state.list("figures")) {
            factors.put(each.text("studentId"), each.decimal("factor"));
        }
        return entry(
                records.contributions(),
                state.text("competitionId"),
                event,
                factors.isEmpty() ? null : Map.of("factors", factors));
    }
}
