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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Says what the enrollment service would, with what this service reads of it. */
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

    private void say(String aggregate, String id, ObjectNode state) {
        Event event =
                new Event(
                        aggregate,
                        id,
                        1,
                        1,
                        "enrollment",
                        Instant.parse("2024-05-02T03:04:05Z"),
                        List.of(),
                        state,
                        null);
        int partition = Math.floorMod(id.hashCode(), PARTITIONS);
        try {
            producer.send(EventCodec.ofAll().encode(Topics.events("enrollment"), partition, event))
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
