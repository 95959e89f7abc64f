package bootcamp.gateway.dashboard;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the topic of competition may hold, from a seed: competitions that are drafted for these
 * cohorts and those, published, given more cohorts, closed and archived; and teams that grow,
 * submit and have attempts given back. States alone: what a reader folds.
 */
public final class CompetitionHistories {

    private static final EventCodec CODEC = EventCodec.ofAll();
    private static final String SERVICE = "competition";
    private static final Instant BEGIN = Instant.parse("2024-03-01T00:00:00Z");
    private static final LocalDate BEGIN_DAY = LocalDate.parse("2024-05-01");

    private final Random random;
    private final List<String> cohortIds;
    private final List<String> studentIds;

    private CompetitionHistories(long seed, List<String> cohortIds, List<String> studentIds) {
        this.random = new Random(seed);
        this.cohortIds = cohortIds;
        this.studentIds = studentIds;
    }

    /** A history of other topics with one of competitions for its cohorts among it. */
    public static List<ProducerRecord<String, byte[]>> among(
            List<ProducerRecord<String, byte[]>> others, long seed) {
        CompetitionHistories histories =
                new CompetitionHistories(seed, ids(others), students(others));
        Deque<ProducerRecord<String, byte[]>> own = new ArrayDeque<>(histories.all());
        List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
        for (ProducerRecord<String, byte[]> each : others) {
            while (!own.isEmpty() && histories.random.nextInt(3) == 0) {
                all.add(own.removeFirst());
            }
            all.add(each);
        }
        all.addAll(own);
        return all;
    }

    /** A history of some competitions for these cohorts with teams of these students. */
    public static List<ProducerRecord<String, byte[]>> of(
            List<String> cohortIds, List<String> studentIds, long seed) {
        return new CompetitionHistories(seed, cohortIds, studentIds).all();
    }

    private static List<String> ids(List<ProducerRecord<String, byte[]>> records) {
        return records.stream()
                .map(ProducerRecord::key)
                .filter(key -> key.startsWith("Cohort/"))
                .map(key -> key.substring("Cohort/".length()))
                .distinct()
                .toList();
    }

    private static List<String> students(List<ProducerRecord<String, byte[]>> records) {
        return records.stream()
                .filter(each -> each.key().startsWith("Enrollment/"))
                .map(each -> JsonMapper.shared().readTree(each.value()))
                .map(value -> value.at("/state/studentId").asString(""))
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    private List<ProducerRecord<String, byte[]>> all() {
        List<Deque<ProducerRecord<String, byte[]>>> entities = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            String id = "competition-" + i;
            List<String> order = new ArrayList<>(cohortIds);
            Collections.shuffle(order, random);
            entities.add(new ArrayDeque<>(competition(id, order)));
            for (int team = 0; team < random.nextInt(4); team++) {
                entities.add(new ArrayDeque<>(team("team-" + i + team, id, order)));
            }
        }
        List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
        while (!entities.isEmpty()) {
            all.add(entities.get(random.nextInt(entities.size())).removeFirst());
            entities.removeIf(Deque::isEmpty);
        }
        return all;
    }

    private List<ProducerRecord<String, byte[]>> competition(String id, List<String> order) {
        List<ObjectNode> states = new ArrayList<>();
        for (int step = 0; step < random.nextInt(3); step++) {
            // A draft may be for others than it is for in the end.
            List<String> others = new ArrayList<>(cohortIds);
            Collections.shuffle(others, random);
            states.add(competition(id, "DRAFT", others.subList(0, 1)));
        }
        int cohorts = 1;
        for (int step = 0; step < random.nextInt(5); step++) {
            states.add(competition(id, "PUBLISHED", order.subList(0, cohorts)));
            cohorts = Math.min(order.size(), cohorts + random.nextInt(2));
        }
        if (states.isEmpty() || random.nextBoolean()) {
            states.add(competition(id, "CLOSED", order.subList(0, cohorts)));
            if (random.nextBoolean()) {
                states.add(competition(id, "ARCHIVED", order.subList(0, cohorts)));
            }
        }
        return records("Competition", id, states);
    }

    private ObjectNode competition(String id, String status, List<String> cohorts) {
        ObjectNode state =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("competitionId", id)
                        .put("status", status)
                        .put(
                                "closedAt",
                                List.of("CLOSED", "ARCHIVED").contains(status)
                                        ? "2024-05-12T09:00:00Z"
                                        : null);
        ObjectNode plan =
                state.putObject("plan")
                        .put("title", "Competition " + random.nextInt(9))
                        .put("startsAt", "2024-05-0" + (1 + random.nextInt(9)) + "T09:00:00+09:00")
                        .put("endsAt", "2024-05-2" + random.nextInt(9) + "T09:00:00+09:00")
                        .put("timeZone", "Asia/Seoul");
        cohorts.forEach(plan.putArray("cohortIds")::add);
        return state;
    }

    private List<ProducerRecord<String, byte[]>> team(
            String id, String competitionId, List<String> order) {
        List<ObjectNode> states = new ArrayList<>();
        List<String> students = new ArrayList<>(studentIds);
        Collections.shuffle(students, random);
        int cohorts = 1;
        for (int step = 0; step < 1 + random.nextInt(8); step++) {
            List<String> members =
                    students.subList(0, Math.min(students.size(), 1 + random.nextInt(3)));
            ObjectNode state =
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("competitionId", competitionId)
                            .put("teamId", id);
            members.forEach(state.putArray("members")::add);
            members.forEach(state.putArray("authors")::add);
            order.subList(0, cohorts).forEach(state.putArray("cohortIds")::add);
            cohorts = Math.min(order.size(), cohorts + random.nextInt(2));
            ObjectNode days = state.putObject("submissions");
            ObjectNode by = state.putObject("submittedBy");
            for (String member : members) {
                String day = BEGIN_DAY.plusDays(random.nextInt(14)).toString();
                int count = random.nextInt(3);
                days.put(day, days.path(day).asInt(0) + count);
                if (count > 0) {
                    by.putObject(member).put(day, count);
                }
            }
            states.add(state.put("scored", random.nextInt(3)));
        }
        return records("Team", id, states);
    }

    private List<ProducerRecord<String, byte[]>> records(
            String aggregate, String id, List<ObjectNode> states) {
        int partition = random.nextInt(12);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        long version = 0;
        for (ObjectNode state : states) {
            version += 1 + random.nextInt(3);
            records.add(
                    CODEC.encode(
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
                                    null)));
        }
        return records;
    }
}
