package bootcamp.enrollment.notice;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** States of lectures with the fields that this service reads, as the curriculum would say them. */
final class LectureStates {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final EventCodec CODEC = EventCodec.ofAll();
    private static final Instant START = Instant.parse("2024-03-04T03:00:00Z");
    private static final int LECTURES = 4;
    private static final int STEPS = 60;

    private LectureStates() {}

    /** A lecture in Seoul's evening, of which nothing is to be told. */
    static ObjectNode of(String lectureId, String title, List<String> cohortIds) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("lectureId", lectureId)
                        .put("title", title)
                        .put("startsAt", "2034-03-14T19:00:00+09:00")
                        .put("timeZone", "Asia/Seoul")
                        .put("removed", false)
                        .putNull("cancelledAt")
                        .putNull("movedAt");
        ArrayNode cohorts = state.putArray("cohortIds");
        cohortIds.forEach(cohorts::add);
        state.putArray("formerCohortIds");
        state.putArray("promoted");
        state.putArray("registeredStudentIds");
        return state;
    }

    static void promote(
            ObjectNode state, String studentId, Instant at, @Nullable Instant confirmBy) {
        state.withArray("promoted")
                .addObject()
                .put("studentId", studentId)
                .put("at", at.toString())
                .put("confirmBy", confirmBy == null ? null : confirmBy.toString());
    }

    static void cancel(ObjectNode state, Instant at, String... registered) {
        ArrayNode students =
                state.put("cancelledAt", at.toString()).putArray("registeredStudentIds");
        for (String studentId : registered) {
            students.add(studentId);
        }
    }

    static Event event(String lectureId, long version, ObjectNode state) {
        return CurriculumStates.event("Lecture", lectureId, version, state);
    }

    /** Lectures that are moved and cancelled, go from cohort to cohort, and promote students. */
    static List<ProducerRecord<String, byte[]>> history(long seed) {
        Random random = new Random(seed);
        List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();
        long[] versions = new long[LECTURES];
        List<Set<String>> everOf = new ArrayList<>();
        List<ObjectNode> states = new ArrayList<>();
        for (int i = 0; i < LECTURES; i++) {
            everOf.add(new LinkedHashSet<>());
            states.add(of("lecture-" + i, "Lecture " + i, List.of("cohort-0")));
        }
        for (int step = 0; step < STEPS; step++) {
            int which = random.nextInt(LECTURES);
            ObjectNode state = states.get(which).deepCopy();
            Instant at = START.plusSeconds(step);
            switch (random.nextInt(6)) {
                case 0 -> state.put("movedAt", at.toString()).put("title", "Moved " + step);
                case 1 -> {
                    state.putArray("promoted");
                    cancel(state, at, "student-" + random.nextInt(5));
                }
                case 2 -> move(state, everOf.get(which), random);
                case 3 -> state.putArray("promoted");
                default ->
                        promote(
                                state,
                                "student-" + random.nextInt(5),
                                at,
                                random.nextBoolean() ? null : at.plusSeconds(3_600));
            }
            states.set(which, state);
            Event event = event("lecture-" + which, ++versions[which], state);
            sent.add(CODEC.encode("bootcamp.curriculum", which, event));
        }
        return sent;
    }

    private static void move(ObjectNode state, Set<String> ever, Random random) {
        state.path("cohortIds").forEach(each -> ever.add(each.asString()));
        String now = "cohort-" + random.nextInt(3);
        state.putArray("cohortIds").add(now);
        ArrayNode former = state.putArray("formerCohortIds");
        ever.stream().filter(each -> !each.equals(now)).forEach(former::add);
    }
}
