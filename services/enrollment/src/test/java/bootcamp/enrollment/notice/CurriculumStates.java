package bootcamp.enrollment.notice;

import bootcamp.enrollment.CurriculumTopic;
import bootcamp.platform.delivery.Log;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * States of clinics and of requests with the fields that this service reads, as the curriculum
 * would say them, and histories of all that students are told of.
 */
final class CurriculumStates {

    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final EventCodec CODEC = EventCodec.ofAll();
    private static final Instant START = Instant.parse("2024-03-04T03:00:00Z");
    private static final int PARTITIONS = 12;
    private static final int THINGS = 4;
    private static final int STEPS = 40;

    private CurriculumStates() {}

    static int partition(String id) {
        return Math.floorMod(id.hashCode(), PARTITIONS);
    }

    static Event event(String aggregate, String id, long version, ObjectNode state) {
        return new Event(
                aggregate,
                id,
                version,
                1,
                CurriculumTopic.SERVICE,
                START.plusSeconds(version),
                List.of(JSON.readTree("{\"type\": \"%sEdited\"}".formatted(aggregate))),
                state,
                null);
    }

    // ---- clinics

    /** Three slots of a Thursday afternoon in Seoul, of which nothing is to be told. */
    static ObjectNode clinic(String clinicId, String title, String cohortId) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("clinicId", clinicId)
                        .put("cohortId", cohortId)
                        .put("title", title)
                        .put("timeZone", "Asia/Seoul");
        for (int slot = 1; slot <= 3; slot++) {
            state.withArray("slots")
                    .addObject()
                    .put("slotId", String.valueOf(slot))
                    .put("startsAt", "2034-03-16T1%d:00:00+09:00".formatted(3 + slot))
                    .put("cancelled", false)
                    .putNull("cancelledAt")
                    .putArray("booked");
        }
        state.putArray("staffChanges");
        return state;
    }

    /**
     * @param slot from 1
     */
    private static ObjectNode slot(ObjectNode clinic, int slot) {
        return (ObjectNode) clinic.path("slots").path(slot - 1);
    }

    static void book(ObjectNode clinic, int slot, String studentId) {
        slot(clinic, slot).withArray("booked").add(studentId);
    }

    static void cancel(ObjectNode clinic, int slot, Instant at) {
        slot(clinic, slot).put("cancelled", true).put("cancelledAt", at.toString());
    }

    static void change(ObjectNode clinic, int slot, String studentId, boolean removed, Instant at) {
        clinic.withArray("staffChanges")
                .addObject()
                .put("studentId", studentId)
                .put("slotId", String.valueOf(slot))
                .put("removed", removed)
                .put("at", at.toString());
    }

    // ---- requests

    /**
     * @param decidedAt null: it waits
     */
    static ObjectNode request(
            String requestId,
            String cohortId,
            String studentId,
            String phase,
            @Nullable Instant decidedAt) {
        return JSON.createObjectNode()
                .put("requestId", requestId)
                .put("cohortId", cohortId)
                .put("studentId", studentId)
                .put("date", "2034-03-02")
                .put("phase", phase)
                .put("decidedAt", decidedAt == null ? null : decidedAt.toString())
                .put("removed", false);
    }

    // ---- histories

    /**
     * Lectures; clinics of which places are moved, taken away and cancelled; and requests that are
     * decided, and whose students are erased.
     */
    static Log history(long seed) {
        Random random = new Random(seed);
        List<ProducerRecord<String, byte[]>> sent = new ArrayList<>(LectureStates.history(seed));
        long[] versions = new long[THINGS];
        for (int step = 0; step < STEPS; step++) {
            int which = random.nextInt(THINGS);
            Instant at = START.plusSeconds(step);
            String student = "student-" + random.nextInt(5);
            boolean isClinic = which % 2 == 0;
            String id = (isClinic ? "clinic-" : "request-") + which;
            ObjectNode state =
                    isClinic
                            ? anyClinic(id, student, at, random)
                            : anyRequest(id, "student-" + which, at, random);
            Event event =
                    event(isClinic ? "Clinic" : "AttendanceRequest", id, ++versions[which], state);
            sent.add(CODEC.encode("bootcamp.curriculum", which, event));
        }
        return Log.of(sent);
    }

    private static ObjectNode anyClinic(String id, String student, Instant at, Random random) {
        ObjectNode state = clinic(id, "Clinic of " + at, "cohort-0");
        int slot = 1 + random.nextInt(3);
        switch (random.nextInt(4)) {
            case 0 -> {}
            case 1 -> change(state, slot, student, random.nextBoolean(), at);
            default -> {
                book(state, slot, student);
                cancel(state, slot, at);
            }
        }
        return state;
    }

    private static ObjectNode anyRequest(String id, String student, Instant at, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> request(id, "cohort-0", student, "OPEN", null);
            case 1 -> request(id, "cohort-0", student, "REFUSED", at).put("removed", true);
            case 2 -> request(id, "cohort-0", student, "REFUSED", at);
            default -> request(id, "cohort-0", student, "ACCEPTED", at);
        };
    }
}
