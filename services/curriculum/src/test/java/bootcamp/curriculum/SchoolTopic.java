package bootcamp.curriculum;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import java.time.Instant;
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
    private static final String SERVICE = "enrollment";
    private static final int PARTITIONS = 12;

    private final Producer<String, byte[]> producer;

    public SchoolTopic(String bootstrapServers) {
        this.producer = new KafkaClients(bootstrapServers).producer("school");
    }

    public void cohort(String cohortId) {
        say(
                "Cohort",
                cohortId,
                1,
                JSON.createObjectNode().put("cohortId", cohortId).put("timeZone", "Asia/Seoul"));
    }

    public void enrollment(String studentId, String cohortId, long version, String status) {
        say(
                "Enrollment",
                studentId + "-" + cohortId,
                version,
                JSON.createObjectNode()
                        .put("studentId", studentId)
                        .put("cohortId", cohortId)
                        .put("status", status)
                        .put("removed", false));
    }

    /** Which no reader can make anything of. */
    public void enrollmentWithoutStatus(String studentId, String cohortId) {
        say(
                "Enrollment",
                studentId + "-" + cohortId,
                1,
                JSON.createObjectNode().put("studentId", studentId).put("cohortId", cohortId));
    }

    public void erasure(String studentId) {
        say(
                "Erasure",
                studentId,
                1,
                JSON.createObjectNode().put("studentId", studentId).put("erasedOn", "2024-05-02"));
    }

    private void say(String aggregate, String id, long version, ObjectNode state) {
        Event event =
                new Event(
                        aggregate,
                        id,
                        version,
                        1,
                        SERVICE,
                        Instant.parse("2024-05-02T03:04:05Z"),
                        List.of(),
                        state,
                        null);
        int partition = Math.floorMod(id.hashCode(), PARTITIONS);
        try {
            producer.send(EventCodec.ofAll().encode(Topics.events(SERVICE), partition, event))
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
