package bootcamp.review;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what the enrollment, curriculum and competition services would, with what this service reads
 * of it.
 */
public final class SchoolTopic implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PARTITIONS = 12;

    private final Producer<String, byte[]> producer;

    public SchoolTopic(String bootstrapServers) {
        this.producer = new KafkaClients(bootstrapServers).producer("school");
    }

    public void cohort(String cohortId, LocalDate start, LocalDate end) {
        say(
                "Cohort",
                cohortId,
                JSON.createObjectNode()
                        .put("cohortId", cohortId)
                        .put("programme", "AI Lab")
                        .put("timeZone", "Asia/Seoul")
                        .put("startDate", start.toString())
                        .put("endDate", end.toString()));
    }

    public void enrolled(String studentId, String cohortId) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("studentId", studentId)
                        .put("cohortId", cohortId)
                        .put("status", "ENROLLED")
                        .put("removed", false)
                        .putNull("enrolledOn");
        state.putArray("statuses").addObject().put("status", "ENROLLED").putNull("on");
        say("Enrollment", studentId + "-" + cohortId, state);
    }

    /** Once enrolled; from that day on no more. */
    public void withdrew(String studentId, String cohortId, LocalDate on) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("studentId", studentId)
                        .put("cohortId", cohortId)
                        .put("status", "WITHDRAWN")
                        .put("removed", false)
                        .putNull("enrolledOn");
        state.putObject("withdrawal").put("on", on.toString());
        state.putArray("statuses").addObject().put("status", "ENROLLED").putNull("on");
        say("enrollment", "Enrollment", studentId + "-" + cohortId, 2, state);
    }

    /**
     * @param closedAt null: it runs
     */
    public void competition(
            String competitionId, String cohortId, int version, @Nullable Instant closedAt) {
        String status = closedAt == null ? "PUBLISHED" : "CLOSED";
        competition(competitionId, cohortId, version, status, closedAt);
    }

    private void competition(
            String competitionId,
            String cohortId,
            int version,
            String status,
            @Nullable Instant closedAt) {
        ObjectNode state =
                JSON.createObjectNode().put("competitionId", competitionId).put("status", status);
        state.putObject("plan").put("title", "Cats").putArray("cohortIds").add(cohortId);
        state.put("closedAt", closedAt == null ? null : closedAt.toString());
        say("competition", "Competition", competitionId, version, state);
    }

    /** A session of that day, which ended at noon, and who was there. */
    public void taught(String instructorId, String cohortId, LocalDate day, String... attended) {
        say(
                "curriculum",
                "Session",
                "session-" + instructorId,
                1,
                JSON.createObjectNode()
                        .put("cohortId", cohortId)
                        .put("title", "Gradients")
                        .put("instructorId", instructorId)
                        .put("startsAt", day + "T10:00:00+09:00")
                        .put("endsAt", day + "T12:00:00+09:00"));
        attended(cohortId, day, attended);
    }

    /** The session of which {@link #taught} told. */
    public void cancelled(String instructorId, String cohortId) {
        say(
                "curriculum",
                "Session",
                "session-" + instructorId,
                2,
                JSON.createObjectNode().put("cohortId", cohortId).put("cancelled", true));
    }

    /** Who was there on a day. */
    public void attended(String cohortId, LocalDate day, String... attended) {
        ObjectNode sheet =
                JSON.createObjectNode().put("cohortId", cohortId).put("date", day.toString());
        ArrayNode students = sheet.putArray("students");
        for (String each : attended) {
            students.addObject().put("studentId", each).putArray("marks").add("PRESENT");
        }
        say("curriculum", "Sheet", cohortId + "-" + day, 1, sheet);
    }

    /**
     * A special lecture of two hours that ended at this moment, for one cohort or several.
     *
     * @param status {@code HELD}: of those with a seat, who came, who did not, and the rest
     */
    public void lecture(
            String lectureId,
            int version,
            String status,
            Instant ended,
            List<String> cohortIds,
            List<String> came,
            List<String> missed,
            List<String> unmarked) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("lectureId", lectureId)
                        .put("title", "From the inside")
                        .put("status", status)
                        .put("startsAt", ended.minusSeconds(7_200).toString())
                        .put("endsAt", ended.toString());
        cohortIds.forEach(state.putArray("cohortIds")::add);
        state.putArray("formerCohortIds");
        state.putArray("registeredStudentIds");
        came.forEach(state.putArray("cameStudentIds")::add);
        missed.forEach(state.putArray("missedStudentIds")::add);
        unmarked.forEach(state.putArray("unmarkedStudentIds")::add);
        say("curriculum", "Lecture", lectureId, version, state);
    }

    public void team(String competitionId, String teamId, int scored, String... members) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("competitionId", competitionId)
                        .put("teamId", teamId)
                        .put("scored", scored);
        List.of(members).forEach(state.putArray("members")::add);
        state.putArray("authors");
        say("competition", "Team", teamId, 1, state);
    }

    public void archived(
            String competitionId, String cohortId, int version, @Nullable Instant closedAt) {
        competition(competitionId, cohortId, version, "ARCHIVED", closedAt);
    }

    private void say(String aggregate, String id, ObjectNode state) {
        say("enrollment", aggregate, id, 1, state);
    }

    private void say(String service, String aggregate, String id, int version, ObjectNode state) {
        Event event =
                new Event(
                        aggregate,
                        id,
                        version,
                        1,
                        service,
                        Instant.parse("2024-05-02T03:04:05Z"),
                        List.of(),
                        state,
                        null);
        int partition = Math.floorMod(id.hashCode(), PARTITIONS);
        try {
            producer.send(EventCodec.ofAll().encode(Topics.events(service), partition, event))
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
