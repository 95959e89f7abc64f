package bootcamp.platform.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.Topics;
import java.time.DayOfWeek;
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
    private static final String SERVICE = "enrollment";
    private static final int PARTITIONS = 12;

    private final Producer<String, byte[]> producer;

    public SchoolTopic(String bootstrapServers) {
        this.producer = new KafkaClients(bootstrapServers).producer("school");
    }

    /** In Seoul, from a day to another, with training from Monday to Friday and no holidays. */
    public void cohort(String cohortId, LocalDate start, LocalDate end) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("cohortId", cohortId)
                        .put("timeZone", "Asia/Seoul")
                        .put("startDate", start.toString())
                        .put("endDate", end.toString());
        state.putArray("trainingWeekdays")
                .add("MONDAY")
                .add("TUESDAY")
                .add("WEDNESDAY")
                .add("THURSDAY")
                .add("FRIDAY");
        state.putArray("holidays");
        say("Cohort", cohortId, 1, state);
    }

    /** From a day to another, with training every day. */
    public void cohortOfEveryDay(String cohortId, String timeZone, LocalDate start, LocalDate end) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("cohortId", cohortId)
                        .put("timeZone", timeZone)
                        .put("startDate", start.toString())
                        .put("endDate", end.toString());
        var weekdays = state.putArray("trainingWeekdays");
        for (DayOfWeek day : DayOfWeek.values()) {
            weekdays.add(day.name());
        }
        state.putArray("holidays");
        say("Cohort", cohortId, 1, state);
    }

    /** Of 2024, with training from Monday to Friday and one holiday. */
    public void cohort(String cohortId, String timeZone) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("cohortId", cohortId)
                        .put("timeZone", timeZone)
                        .put("startDate", "2024-01-02")
                        .put("endDate", "2024-12-31");
        state.putArray("trainingWeekdays")
                .add("MONDAY")
                .add("TUESDAY")
                .add("WEDNESDAY")
                .add("THURSDAY")
                .add("FRIDAY");
        state.putArray("holidays").add("2024-03-13");
        say("Cohort", cohortId, 1, state);
    }

    /** One whose days do not matter. */
    public void cohort(String cohortId) {
        cohort(cohortId, LocalDate.parse("2024-01-02"), LocalDate.parse("2024-07-31"));
    }

    /** Since the cohort began; who withdrew did so two months later. */
    public void enrollment(String studentId, String cohortId, long version, String status) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("studentId", studentId)
                        .put("cohortId", cohortId)
                        .put("status", status)
                        .put("removed", false)
                        .putNull("enrolledOn");
        state.putArray("leaves");
        state.putArray("statuses").addObject().put("status", "ENROLLED").putNull("on");
        if (status.equals("WITHDRAWN")) {
            state.putObject("withdrawal").put("on", "2024-03-01").put("reason", "TIME");
        }
        say("Enrollment", studentId + "-" + cohortId, version, state);
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
