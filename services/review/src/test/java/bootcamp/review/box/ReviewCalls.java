package bootcamp.review.box;

import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.review.SchoolTopic;
import bootcamp.review.SharedService;
import bootcamp.review.ticket.Browser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What callers of the service do about reviews, in short. Each test has a cohort of its own. */
public abstract class ReviewCalls {

    protected static final RunningService SERVICE = SharedService.SERVICE;
    protected static final SchoolTopic SCHOOL = SharedService.SCHOOL;
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    protected final String cohort = "c" + UUID.randomUUID().toString().substring(0, 8);
    protected final Calls staff = SERVICE.as(STAFF);
    protected final Calls nobody = SERVICE.as(Caller.NOBODY);

    @BeforeEach
    protected void cohortIsThere() {
        LocalDate today = LocalDate.now();
        SCHOOL.cohort(cohort, today.minusDays(60), today.plusDays(60));
    }

    @AfterEach
    protected void clockGoes() {
        SERVICE.stopClock(null);
    }

    protected String id(String name) {
        return name + cohort;
    }

    protected Calls student(String name) {
        SCHOOL.enrolled(name + cohort, cohort);
        Calls student =
                SERVICE.as(new Caller(name, Set.of(Role.STUDENT), name + cohort, null, Set.of()));
        Instant until = Instant.now().plus(PATIENCE);
        while (student.get("/api/reviews/due").json().path("items").isEmpty()
                && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }
        return student;
    }

    protected static JsonNode programme(Calls student) {
        JsonNode due = student.get("/api/reviews/due").is(200).json().path("items").path(0);
        assertThat(due.at("/target/kind").asString()).isEqualTo("PROGRAMME");
        assertThat(due.at("/target/id").asString()).isEqualTo("ai-lab");
        assertThat(due.at("/publicKey/kty").asString()).isEqualTo("RSA");
        return due;
    }

    protected static JsonNode due(Calls student, String kind) {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            for (JsonNode each : student.get("/api/reviews/due").is(200).json().path("items")) {
                if (each.at("/target/kind").asString().equals(kind)) {
                    return each;
                }
            }
        }
        throw new AssertionError("never due: " + kind);
    }

    protected static String asks(JsonNode due, Browser browser) {
        return """
        {"target": %s, "blinded": "%s"}"""
                .formatted(due.path("target"), browser.blinded());
    }

    /** A ticket as it is sent, target and all, but without the cohort, which its key tells. */
    protected static String ticket(Calls student) {
        return "\"target\": {\"kind\": \"PROGRAMME\", \"id\": \"ai-lab\"}, "
                + signed(student, programme(student));
    }

    protected static String ticketFor(Calls student, JsonNode due) {
        return "\"target\": " + due.path("target") + ", " + signed(student, due);
    }

    private static String signed(Calls student, JsonNode due) {
        Browser browser = new Browser(due.path("publicKey"));
        String signature =
                student.post("/api/reviews/tickets", asks(due, browser)).is(200).text("signature");
        return "\"ticket\": {\"message\": \"%s\", \"signature\": \"%s\"}"
                .formatted(browser.message(), browser.finished(signature));
    }

    protected static String review(String ticket, int rating, String more) {
        return "{" + ticket + ", \"rating\": " + rating + more + "}";
    }

    protected JsonNode summary() {
        return staff.get("/api/reviews/summaries?kind=PROGRAMME&cohortId=" + cohort)
                .is(200)
                .json()
                .path("items")
                .path(0);
    }

    /** Of the one summary that this test's cohort has, every record that was written. */
    protected List<JsonNode> told() {
        assertThat(SERVICE.bean(OutboxRelay.class).drained(PATIENCE)).isTrue();
        List<JsonNode> told = new ArrayList<>();
        try (Consumer<byte[], byte[]> topic =
                new KafkaClients(SERVICE.bootstrapServers()).consumer("told")) {
            List<TopicPartition> all =
                    topic.partitionsFor("bootcamp.review").stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            topic.assign(all);
            topic.seekToBeginning(all);
            Map<TopicPartition, Long> ends = topic.endOffsets(all);
            while (all.stream().anyMatch(each -> topic.position(each) < ends.get(each))) {
                topic.poll(Duration.ofMillis(100))
                        .forEach(each -> told.add(JsonMapper.shared().readTree(each.value())));
            }
        }
        return told.stream()
                .map(each -> each.path("state"))
                .filter(each -> each.path("cohortId").asString().equals(cohort))
                .toList();
    }

    protected List<JsonNode> toldAfterPublishing() {
        SERVICE.bean(SummaryPress.class).publish().block(PATIENCE);
        return told();
    }
}
