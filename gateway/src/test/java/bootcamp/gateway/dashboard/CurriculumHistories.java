package bootcamp.gateway.dashboard;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Topics;
import java.time.Duration;
import java.time.Instant;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * What the topic of curriculum may hold, from a seed: a few lectures that are drafted, published,
 * filled, moved between cohorts, held, cancelled and removed. States alone: what a reader folds.
 */
public final class CurriculumHistories {

    private static final EventCodec CODEC = EventCodec.ofAll();
    private static final String SERVICE = "curriculum";
    private static final Instant BEGIN = Instant.parse("2024-03-01T00:00:00Z");

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
        List<Deque<ProducerRecord<String, byte[]>>> lectures = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            lectures.add(new ArrayDeque<>(lecture("lecture-" + i)));
        }
        List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
        while (!lectures.isEmpty()) {
            Deque<ProducerRecord<String, byte[]>> one =
                    lectures.get(random.nextInt(lectures.size()));
            all.add(one.removeFirst());
            lectures.removeIf(Deque::isEmpty);
        }
        return all;
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
            Event event =
                    new Event(
                            "Lecture",
                            id,
                            version,
                            1,
                            SERVICE,
                            BEGIN.plus(Duration.ofHours(version)),
                            List.of(),
                            state,
                            null);
            records.add(CODEC.encode(Topics.events(SERVICE), partition, event));
        }
        return records;
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
