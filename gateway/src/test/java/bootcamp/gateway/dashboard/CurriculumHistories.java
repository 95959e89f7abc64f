package bootcamp.gateway.dashboard;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the topic of curriculum may hold, from a seed: a few lectures that are drafted, published,
 * filled, moved between cohorts, held, cancelled and removed; sheets of attendance that fill, are
 * corrected, closed and opened again; and the cohorts' policies. States alone: what a reader folds.
 */
public final class CurriculumHistories {

    private static final EventCodec CODEC = EventCodec.ofAll();
    private static final String SERVICE = "curriculum";
    private static final Instant BEGIN = Instant.parse("2024-03-01T00:00:00Z");

    private static final LocalDate BEGIN_DAY = LocalDate.parse("2024-03-01");
    private static final List<String> MARKS =
            List.of("PRESENT", "LATE", "EARLY_LEAVE", "OUTING", "ABSENT", "EXCUSED");

    private final Random random;
    private final List<String> cohortIds;

    private CurriculumHistories(long seed, List<String> cohortIds) {
        this.random = new Random(seed);
        this.cohortIds = cohortIds;
    }

    /**
     * A history of both topics: that of enrollment, with one of lectures for its cohorts among it.
     * Each topic keeps its order.
     */
    public static List<ProducerRecord<String, byte[]>> among(
            List<ProducerRecord<String, byte[]>> enrollment, long seed) {
        List<String> cohortIds =
                enrollment.stream()
                        .map(ProducerRecord::key)
                        .filter(key -> key.startsWith("Cohort/"))
                        .map(key -> key.substring("Cohort/".length()))
                        .distinct()
                        .toList();
        CurriculumHistories histories = new CurriculumHistories(seed, cohortIds);
        Deque<ProducerRecord<String, byte[]>> own = new ArrayDeque<>(histories.all());
        List<ProducerRecord<String, byte[]>> both = new ArrayList<>();
        for (ProducerRecord<String, byte[]> each : enrollment) {
            while (!own.isEmpty() && histories.random.nextInt(3) == 0) {
                both.add(own.removeFirst());
            }
            both.add(each);
        }
        both.addAll(own);
        return both;
    }

    private List<ProducerRecord<String, byte[]>> all() {
        List<Deque<ProducerRecord<String, byte[]>>> entities = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            entities.add(new ArrayDeque<>(lecture("lecture-" + i)));
            for (int question = 0; question < random.nextInt(4); question++) {
                entities.add(
                        new ArrayDeque<>(question("question-" + i + question, "lecture-" + i)));
            }
        }
        for (String cohortId : cohortIds) {
            for (int day = 0; day < random.nextInt(6); day++) {
                entities.add(new ArrayDeque<>(sheet(cohortId, BEGIN_DAY.plusDays(day))));
            }
            if (random.nextBoolean()) {
                entities.add(new ArrayDeque<>(policy(cohortId)));
            }
            for (int request = 0; request < random.nextInt(5); request++) {
                entities.add(new ArrayDeque<>(request(cohortId + "-request-" + request, cohortId)));
            }
            for (int clinic = 0; clinic < random.nextInt(3); clinic++) {
                entities.add(new ArrayDeque<>(clinic("clinic-" + cohortId + clinic, cohortId)));
            }
            for (int session = 0; session < random.nextInt(4); session++) {
                String id = "session-" + cohortId + session;
                entities.add(new ArrayDeque<>(session(id, cohortId)));
                entities.add(new ArrayDeque<>(participation(id, cohortId)));
            }
        }
        List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
        while (!entities.isEmpty()) {
            Deque<ProducerRecord<String, byte[]>> one =
                    entities.get(random.nextInt(entities.size()));
            all.add(one.removeFirst());
            entities.removeIf(Deque::isEmpty);
        }
        return all;
    }

    private List<ProducerRecord<String, byte[]>> sheet(String cohortId, LocalDate date) {
        List<ObjectNode> states = new ArrayList<>();
        for (int step = 0; step < 1 + random.nextInt(5); step++) {
            ObjectNode state =
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("cohortId", cohortId)
                            .put("date", date.toString())
                            .put("closed", random.nextBoolean())
                            .put("policyVersion", 1 + random.nextInt(2));
            ArrayNode students = state.putArray("students");
            for (int student = 0; student < random.nextInt(5); student++) {
                students.addObject()
                        .put("studentId", "student-" + student)
                        .put("provisional", false)
                        .putArray("marks")
                        .add(MARKS.get(random.nextInt(MARKS.size())));
            }
            states.add(state);
        }
        return records("Sheet", cohortId + "." + date, states);
    }

    /** Booked, moved and cancelled, slot by slot or as a whole. */
    private List<ProducerRecord<String, byte[]>> clinic(String id, String cohortId) {
        List<ObjectNode> states = new ArrayList<>();
        for (int step = 0; step < 1 + random.nextInt(6); step++) {
            ObjectNode state =
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("clinicId", id)
                            .put("cohortId", cohortId)
                            .put("kind", random.nextBoolean() ? "MENTORING" : "RESUME_FEEDBACK")
                            .put("cancelled", random.nextInt(8) == 0);
            ArrayNode slots = state.putArray("slots");
            for (int slot = 0; slot < 3; slot++) {
                ObjectNode each =
                        slots.addObject()
                                .put(
                                        "startsAt",
                                        BEGIN_DAY.plusDays(random.nextInt(9)) + "T14:00:00+09:00")
                                .put("cancelled", random.nextInt(5) == 0);
                ArrayNode booked = each.putArray("booked");
                for (int student = 0; student < random.nextInt(3); student++) {
                    booked.add("student-" + (slot + student));
                }
            }
            states.add(state);
        }
        return records("Clinic", id, states);
    }

    /** Moved, cancelled, and sometimes no team activity. */
    private List<ProducerRecord<String, byte[]>> session(String id, String cohortId) {
        List<ObjectNode> states = new ArrayList<>();
        for (int step = 0; step < 1 + random.nextInt(4); step++) {
            states.add(
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("sessionId", id)
                            .put("cohortId", cohortId)
                            .put("kind", random.nextInt(4) == 0 ? "LAB" : "TEAM_ACTIVITY")
                            .put(
                                    "startsAt",
                                    BEGIN_DAY.plusDays(random.nextInt(9)) + "T14:00:00+09:00")
                            .put("cancelled", random.nextInt(6) == 0)
                            .put("removed", false));
        }
        return records("Session", id, states);
    }

    private List<ProducerRecord<String, byte[]>> participation(String id, String cohortId) {
        List<ObjectNode> states = new ArrayList<>();
        for (int step = 0; step < 1 + random.nextInt(4); step++) {
            ObjectNode state =
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("sessionId", id)
                            .put("cohortId", cohortId)
                            .put("said", random.nextInt(3) > 0)
                            .put("waiting", random.nextInt(3));
            ArrayNode participants = state.putArray("participantIds");
            for (int student = 0; student < random.nextInt(5); student++) {
                participants.add("student-" + student);
            }
            states.add(state);
        }
        return records("Participation", id, states);
    }

    private List<ProducerRecord<String, byte[]>> policy(String cohortId) {
        List<ObjectNode> states = new ArrayList<>();
        for (int step = 0; step < 1 + random.nextInt(3); step++) {
            ObjectNode state = JsonMapper.shared().createObjectNode().put("cohortId", cohortId);
            ArrayNode versions = state.putArray("versions");
            for (int version = 1; version <= step + 1; version++) {
                versions.addObject()
                        .put("version", version)
                        .put("from", BEGIN_DAY.plusDays(version).toString())
                        .put("record", random.nextBoolean() ? "STAMPS" : "SHEET")
                        .put("thresholdPerMille", random.nextInt(1001))
                        .put("marksPerAbsence", 1 + random.nextInt(4))
                        .put("scope", random.nextBoolean() ? "MONTH" : "COURSE");
            }
            states.add(state);
        }
        return records("AttendancePolicy", cohortId, states);
    }

    private List<ProducerRecord<String, byte[]>> records(
            String aggregate, String id, List<ObjectNode> states) {
        int partition = random.nextInt(12);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        long version = 0;
        for (ObjectNode state : states) {
            version += 1 + random.nextInt(3);
            records.add(record(aggregate, id, version, partition, state));
        }
        return records;
    }

    private static ProducerRecord<String, byte[]> record(
            String aggregate, String id, long version, int partition, ObjectNode state) {
        return CODEC.encode(
                Topics.events(SERVICE),
                partition,
                new Event(
                        aggregate,
                        id,
                        version,
                        1,
                        SERVICE,
                        BEGIN.plus(Duration.ofHours(version)),
                        List.of(),
                        state,
                        null));
    }

    /** Versions rise with gaps; who is of a cohort no more says so for ever. */
    private List<ProducerRecord<String, byte[]>> lecture(String id) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        Set<String> ever = new TreeSet<>();
        Set<String> present = someCohorts();
        int partition = random.nextInt(12);
        long version = 0;
        for (int step = 0; step < 1 + random.nextInt(15); step++) {
            version += 1 + random.nextInt(3);
            ever.addAll(present);
            if (random.nextInt(4) == 0) {
                present = someCohorts();
            }
            boolean removed = random.nextInt(12) == 0;
            ObjectNode state = JsonMapper.shared().createObjectNode().put("lectureId", id);
            present.forEach(state.putArray("cohortIds")::add);
            Set<String> former = new TreeSet<>(ever);
            former.removeAll(present);
            former.forEach(state.putArray("formerCohortIds")::add);
            if (removed) {
                state.put("removed", true);
            } else {
                seats(state);
            }
            records.add(record("Lecture", id, version, partition, state));
        }
        return records;
    }

    /** Asked for some cohorts and, with its lecture, for others; voted for, held back, removed. */
    private List<ProducerRecord<String, byte[]>> question(String id, String lectureId) {
        List<ObjectNode> states = new ArrayList<>();
        Set<String> ever = new TreeSet<>();
        Set<String> present = someCohorts();
        for (int step = 0; step < 1 + random.nextInt(8); step++) {
            ever.addAll(present);
            if (random.nextInt(4) == 0) {
                present = someCohorts();
            }
            ObjectNode state =
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("questionId", id)
                            .put("lectureId", lectureId)
                            .put(
                                    "standing",
                                    List.of("OPEN", "OPEN", "HELD", "HIDDEN")
                                            .get(random.nextInt(4)))
                            .put("answered", random.nextBoolean())
                            .put("votes", random.nextInt(9))
                            .put("reports", random.nextInt(4))
                            .put("edition", 1 + step)
                            .put("mergedInto", random.nextInt(4) == 0 ? "another" : null)
                            .put("removed", random.nextInt(12) == 0);
            present.forEach(state.putArray("cohortIds")::add);
            Set<String> former = new TreeSet<>(ever);
            former.removeAll(present);
            former.forEach(state.putArray("formerCohortIds")::add);
            states.add(state);
        }
        return records("Question", id, states);
    }

    /** Asked, decided in some way, its student erased. */
    private List<ProducerRecord<String, byte[]>> request(String id, String cohortId) {
        List<ObjectNode> states = new ArrayList<>();
        for (int step = 0; step < 1 + random.nextInt(5); step++) {
            states.add(
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("requestId", id)
                            .put("cohortId", cohortId)
                            .put("studentId", "student-" + random.nextInt(5))
                            .put("date", BEGIN_DAY.toString())
                            .put(
                                    "phase",
                                    List.of("OPEN", "OPEN", "ACCEPTED", "REFUSED", "TAKEN_BACK")
                                            .get(random.nextInt(5)))
                            .put("decideBy", BEGIN_DAY.plusDays(random.nextInt(300)).toString())
                            .put("entered", random.nextBoolean())
                            .put("removed", random.nextInt(12) == 0));
        }
        return records("AttendanceRequest", id, states);
    }

    private void seats(ObjectNode state) {
        OffsetDateTime start =
                OffsetDateTime.of(
                        2024, 5, 1 + random.nextInt(20), 19, 0, 0, 0, ZoneOffset.ofHours(9));
        int capacity = 1 + random.nextInt(50);
        int registered = random.nextInt(capacity + 1);
        state.put("title", "Lecture " + random.nextInt(9))
                .put("startsAt", start.toString())
                .put("endsAt", start.plusHours(1 + random.nextInt(3)).toString())
                .put("timeZone", "Asia/Seoul")
                .put(
                        "status",
                        List.of("DRAFT", "PUBLISHED", "HELD", "CANCELLED").get(random.nextInt(4)))
                .put("capacity", capacity)
                .put("registered", registered)
                .put("unconfirmed", random.nextInt(registered + 1))
                .put("waiting", random.nextInt(9));
    }

    private Set<String> someCohorts() {
        List<String> shuffled = new ArrayList<>(cohortIds);
        Collections.shuffle(shuffled, random);
        return new TreeSet<>(shuffled.subList(0, 1 + random.nextInt(shuffled.size())));
    }
}
