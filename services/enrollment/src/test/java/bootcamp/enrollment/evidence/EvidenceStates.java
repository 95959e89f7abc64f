package bootcamp.enrollment.evidence;

import bootcamp.platform.delivery.Log;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** States with the fields that evidence is made of, as the other services would say them. */
final class EvidenceStates {

    static final String COHORT = "ai-lab-3";
    static final List<String> STUDENTS = List.of("hana", "dul", "set");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final EventCodec CODEC = EventCodec.ofAll();
    private static final Instant START = Instant.parse("2024-01-02T03:00:00Z");
    private static final LocalDate MONDAY = LocalDate.parse("2024-01-08");
    private static final int PARTITIONS = 12;
    private static final int STEPS = 60;
    private static final List<String> MARKS =
            List.of("PRESENT", "LATE", "EARLY_LEAVE", "OUTING", "ABSENT", "EXCUSED");

    private EvidenceStates() {}

    static Event event(String aggregate, String id, long version, ObjectNode state) {
        boolean ofCompetition =
                List.of("Competition", "Team", "PeerContribution").contains(aggregate);
        return new Event(
                aggregate,
                id,
                version,
                1,
                ofCompetition ? "competition" : "curriculum",
                START.plusSeconds(version),
                List.of(JSON.readTree("{\"type\": \"Said\"}")),
                state,
                null);
    }

    static ObjectNode sheet(LocalDate date, boolean closed, Map<String, List<String>> marks) {
        return sheet(COHORT, date, closed, marks);
    }

    static ObjectNode sheet(
            String cohortId, LocalDate date, boolean closed, Map<String, List<String>> marks) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("cohortId", cohortId)
                        .put("date", date.toString())
                        .put("closed", closed)
                        .put("policyVersion", 1);
        ArrayNode students = state.putArray("students");
        marks.forEach(
                (student, each) -> {
                    ArrayNode list =
                            students.addObject().put("studentId", student).putArray("marks");
                    each.forEach(list::add);
                });
        return state;
    }

    static ObjectNode activity(LocalDate day, boolean cancelled) {
        return JSON.createObjectNode()
                .put("cohortId", COHORT)
                .put("kind", "TEAM_ACTIVITY")
                .put("startsAt", day + "T14:00:00+09:00")
                .put("cancelled", cancelled)
                .put("removed", false);
    }

    static ObjectNode participation(boolean said, List<String> students) {
        ObjectNode state = JSON.createObjectNode().put("cohortId", COHORT).put("said", said);
        students.forEach(state.putArray("participantIds")::add);
        return state;
    }

    /** Of an activity that was for these alone. */
    static ObjectNode participation(List<String> students, List<String> asked) {
        ObjectNode state = participation(true, students);
        asked.forEach(state.putArray("askedIds")::add);
        return state;
    }

    static ObjectNode clinic(LocalDate day, List<String> booked) {
        ObjectNode state = JSON.createObjectNode().put("cohortId", COHORT).put("cancelled", false);
        ObjectNode slot =
                state.putArray("slots")
                        .addObject()
                        .put("endsAt", day + "T15:00:00+09:00")
                        .put("cancelled", false);
        booked.forEach(slot.putArray("booked")::add);
        return state;
    }

    static ObjectNode competition(String status, LocalDate end) {
        ObjectNode state = JSON.createObjectNode().put("status", status).putNull("closedAt");
        state.putObject("plan")
                .put("endsAt", end + "T18:00:00+09:00")
                .putArray("cohortIds")
                .add(COHORT);
        return state;
    }

    static ObjectNode team(String competitionId, int scored, List<String> members) {
        ObjectNode state =
                JSON.createObjectNode().put("competitionId", competitionId).put("scored", scored);
        members.forEach(state.putArray("members")::add);
        state.putArray("authors");
        return state;
    }

    /** Of a team of which each of these sent something on that day. */
    static ObjectNode team(String competitionId, LocalDate day, List<String> senders) {
        ObjectNode state = team(competitionId, 1, senders);
        ObjectNode by = state.putObject("submittedBy");
        senders.forEach(each -> by.putObject(each).put(day.toString(), 2));
        return state;
    }

    static ObjectNode lecture(
            String status, LocalDate day, List<String> came, List<String> missed) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("status", status)
                        .put("startsAt", day + "T19:00:00+09:00");
        state.putArray("cohortIds").add(COHORT);
        came.forEach(state.putArray("cameStudentIds")::add);
        missed.forEach(state.putArray("missedStudentIds")::add);
        return state;
    }

    static ObjectNode request(String studentId, String phase, LocalDate decideBy) {
        return JSON.createObjectNode()
                .put("cohortId", COHORT)
                .put("studentId", studentId)
                .put("phase", phase)
                .put("decideBy", decideBy.toString());
    }

    static ObjectNode contribution(String competitionId, Map<String, Double> factors) {
        ObjectNode state = JSON.createObjectNode().put("competitionId", competitionId);
        ArrayNode figures = state.putArray("figures");
        factors.forEach(
                (student, factor) ->
                        figures.addObject().put("studentId", student).put("factor", factor));
        return state;
    }

    /**
     * Sheets that are corrected, activities that are cancelled, teams that win and lose members.
     */
    static Log history(long seed, boolean ofCompetition) {
        Random random = new Random(seed);
        Map<String, Long> versions = new HashMap<>();
        List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            String which = String.valueOf(random.nextInt(3));
            String aggregate = ofCompetition ? contest(random) : lesson(random);
            Event event =
                    event(
                            aggregate,
                            which,
                            versions.merge(aggregate + which, 1L, Long::sum),
                            state(aggregate, which, random));
            sent.add(
                    CODEC.encode(
                            "bootcamp." + (ofCompetition ? "competition" : "curriculum"),
                            (aggregate + which).hashCode() % PARTITIONS < 0
                                    ? 0
                                    : (aggregate + which).hashCode() % PARTITIONS,
                            event));
        }
        return Log.of(sent);
    }

    private static String contest(Random random) {
        return List.of("Competition", "Team", "PeerContribution").get(random.nextInt(3));
    }

    private static String lesson(Random random) {
        return List.of(
                        "Sheet",
                        "Sheet",
                        "Session",
                        "Participation",
                        "Clinic",
                        "Lecture",
                        "AttendanceRequest")
                .get(random.nextInt(7));
    }

    private static ObjectNode state(String aggregate, String which, Random random) {
        LocalDate day = MONDAY.plusDays(which.charAt(0) - '0');
        return switch (aggregate) {
            case "Sheet" -> sheet(day, random.nextBoolean(), marks(random));
            case "Session" -> activity(day, random.nextInt(4) == 0);
            case "Participation" ->
                    random.nextBoolean()
                            ? participation(some(random), some(random))
                            : participation(random.nextInt(4) > 0, some(random));
            case "Clinic" -> clinic(day, some(random));
            case "Lecture" ->
                    lecture(
                            List.of("PUBLISHED", "HELD", "HELD").get(random.nextInt(3)),
                            day,
                            some(random),
                            some(random));
            case "AttendanceRequest" ->
                    request(
                            STUDENTS.get(random.nextInt(3)),
                            List.of("OPEN", "OPEN", "ACCEPTED").get(random.nextInt(3)),
                            day);
            case "Competition" ->
                    competition(
                            List.of("PUBLISHED", "CLOSED", "ARCHIVED").get(random.nextInt(3)),
                            day.plusDays(random.nextInt(9)));
            case "PeerContribution" -> contribution(which, factors(random));
            default ->
                    random.nextBoolean()
                            ? team(which, day.plusDays(random.nextInt(5)), some(random))
                            : team(which, random.nextInt(2), some(random));
        };
    }

    private static Map<String, Double> factors(Random random) {
        Map<String, Double> factors = new HashMap<>();
        some(random).forEach(each -> factors.put(each, (1 + random.nextInt(19)) / 10.0));
        return factors;
    }

    private static Map<String, List<String>> marks(Random random) {
        Map<String, List<String>> marks = new HashMap<>();
        for (String each : some(random)) {
            marks.put(each, List.of(MARKS.get(random.nextInt(MARKS.size()))));
        }
        return marks;
    }

    private static List<String> some(Random random) {
        return STUDENTS.stream().filter(_ -> random.nextBoolean()).toList();
    }
}
