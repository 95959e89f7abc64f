package bootcamp.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Invariant.Violation;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Partitions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A checker that sees nothing wrong with a broken platform is worth less than none. */
class CheckerTest {

    private static final String AT = "2024-03-01T00:00:00Z";
    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    private final Ground.Course course =
            new Ground.Course("c1", START, LocalDate.of(2024, 12, 31), 1);
    private final Student student = new Student("r-s1", course, new Random(1));
    private final Call enrolling = student.enroll(1, "key-1");
    private final ObjectNode cohort = cohort();
    private final ObjectNode enrollment = enrollment();
    private final ObjectNode dashboard = dashboard();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    CheckerTest() {
        enrolling.attempted();
        enrolling.answered(new Answer(201, enrollment.toString()));
        say("Cohort", "c1", 1, cohort, List.of());
        say("Enrollment", "e1", 1, enrollment, List.of(change("EnrollmentBegan")));
        say("Enrollment", "e1", 2, enrollment, List.of(change("StudentEnrolled")));
    }

    @Test
    void whatIsAsItShouldBeIsNotComplainedAbout() {
        assertThat(broken()).isEmpty();
        assertThat(brokenInTopic()).isEmpty();
    }

    @Test
    void anAcceptedCommandThatIsNotInItsAggregateIsFound() {
        ((ArrayNode) enrollment.path("history")).remove(1);

        assertThat(broken()).contains(Invariant.I1);
    }

    @Test
    void anEffectOfARefusedCommandIsFound() {
        enrolling.answered(new Answer(422, "{}"));

        assertThat(broken()).contains(Invariant.I2);
    }

    @Test
    void anEffectOfALostAnswerIsFine() {
        enrolling.cut();

        assertThat(broken()).isEmpty();
    }

    @Test
    void somebodyWhomNobodyEnrolledIsFound() {
        enrollment.put("externalId", "stranger");

        assertThat(broken()).contains(Invariant.I1, Invariant.I2);
    }

    @Test
    void aWrongFigureIsFound() {
        ((ObjectNode) dashboard.path("counts")).put("active", 2);

        assertThat(broken()).containsExactly(Invariant.I5);
    }

    @Test
    void aDashboardThatStaysBehindIsFound() {
        dashboard.put("revision", dashboard.path("revision").asLong() - 1);

        assertThat(broken()).containsExactly(Invariant.I7);
    }

    @Test
    void oneTooManyIsFound() {
        cohort.put("capacity", 0);

        assertThat(broken()).contains(Invariant.I13);
    }

    @Test
    void aChangeThatNoRecordTellsIsFound() {
        records.remove(1);

        assertThat(brokenInTopic()).containsExactly(Invariant.I1);
    }

    @Test
    void aTopicThatStaysBehindIsFound() {
        records.removeLast();

        assertThat(brokenInTopic()).contains(Invariant.I1);
    }

    @Test
    void anOldVersionThatComesLastIsFound() {
        records.add(records.remove(1));

        assertThat(brokenInTopic()).contains(Invariant.I3);
    }

    @Test
    void aNameInTheTopicIsFound() {
        enrollment.put("name", Canary.nameOf("r-s1"));
        say("Enrollment", "e1", 2, enrollment, List.of());

        assertThat(brokenInTopic()).containsExactly(Invariant.I11);
    }

    @Test
    void whoWasErasedIsKnownByTheEnrollmentAlone() {
        erase();
        enrollment.remove("externalId");
        enrollment.put("erased", true);

        assertThat(broken()).isEmpty();
    }

    @Test
    void anErasedPersonWhoStillHasANameIsFound() {
        erase();
        enrollment.remove("externalId");
        enrollment.put("erased", true).put("name", student.name);

        assertThat(broken()).containsExactly(Invariant.I12);
    }

    @Test
    void aHistoryThatWentWithThePersonIsFound() {
        erase();
        enrollment.remove("externalId");
        enrollment.put("erased", true);
        ((ArrayNode) enrollment.path("history")).remove(1);

        assertThat(broken()).containsExactly(Invariant.I1);
    }

    @Test
    void anErasingThatWasRefusedIsFound() {
        erase().answered(new Answer(404, "{}"));
        enrollment.remove("externalId");
        enrollment.put("erased", true);

        assertThat(broken()).containsExactly(Invariant.I12);
    }

    @Test
    void somebodyErasedWithoutACommandIsFound() {
        enrollment.remove("externalId");
        enrollment.put("erased", true);

        assertThat(broken()).contains(Invariant.I1, Invariant.I2);
    }

    @Test
    void whoWasErasedIsFoundInAnyText() {
        erase();
        Whereabouts whereabouts = new Whereabouts(List.of(student), List.of());

        whereabouts.lookIn(Whereabouts.PERSONS, "{\"name\": \"%s\"}".formatted(student.name));
        whereabouts.lookIn("a record", "<%s>".formatted(student.externalId));
        whereabouts.lookIn("a log", "Somebody else is %s0".formatted(student.externalId));
        whereabouts.lookIn("nothing", null);

        assertThat(whereabouts.violations())
                .extracting(Violation::how)
                .containsExactly(
                        "r-s1, who was erased, is in " + Whereabouts.PERSONS,
                        "r-s1, who was erased, is in a record");
    }

    @Test
    void whoWasNotErasedIsFoundEverywhereButWherePeopleAreKept() {
        Whereabouts whereabouts = new Whereabouts(List.of(student), List.of());

        Whereabouts.PLACES_OF_PEOPLE.forEach(place -> whereabouts.lookIn(place, student.name));
        assertThat(whereabouts.violations()).isEmpty();

        whereabouts.lookIn("a collection", student.name.toUpperCase(Locale.ROOT));
        whereabouts.lookIn("a topic", "<somebody@" + Canary.MAIL + ">");
        whereabouts.lookIn("a log", Canary.PHONE);
        whereabouts.lookIn("a file", student.externalId);
        assertThat(whereabouts.violations())
                .containsExactly(
                        Invariant.I11.violated("%s is in a collection", Canary.NAME),
                        Invariant.I11.violated("%s is in a topic", Canary.MAIL),
                        Invariant.I11.violated("%s is in a log", Canary.PHONE),
                        Invariant.I11.violated("%s is in a file", student.externalId));
    }

    private Call erase() {
        student.settled(enrolling);
        Call erasing = student.erase(2);
        erasing.attempted();
        erasing.answered(new Answer(204, ""));
        return erasing;
    }

    private List<Invariant> broken() {
        return invariants(new Checker(List.of(student), List.of(), observed()).check());
    }

    private List<Invariant> brokenInTopic() {
        return invariants(
                new Checker(List.of(student), List.of(), observed())
                        .check(Topic.of(records), true));
    }

    private static List<Invariant> invariants(List<Violation> violations) {
        return violations.stream().map(Violation::invariant).distinct().toList();
    }

    private Observed observed() {
        Map<String, JsonNode> cohorts = new LinkedHashMap<>(Map.of("c1", cohort));
        return new Observed(cohorts, Map.of("e1", enrollment), Map.of("c1", dashboard), Map.of());
    }

    private static ObjectNode cohort() {
        ObjectNode cohort =
                Api.JSON
                        .createObjectNode()
                        .put("cohortId", "c1")
                        .put("programme", "p")
                        .put("name", "n")
                        .put("startDate", START.toString())
                        .put("endDate", "2024-12-31")
                        .put("capacity", 1)
                        .put("status", "OPEN")
                        .put("version", 1);
        cohort.putObject("seats").put("taken", 1).put("waiting", 0);
        return cohort;
    }

    private ObjectNode enrollment() {
        String on = enrolledOn();
        ObjectNode enrollment =
                Api.JSON
                        .createObjectNode()
                        .put("enrollmentId", "e1")
                        .put("studentId", "p1")
                        .put("externalId", "r-s1")
                        .put("cohortId", "c1")
                        .put("status", "ENROLLED")
                        .put("enrolledOn", on)
                        .put("version", 2);
        enrollment.putArray("statuses").addObject().put("status", "ENROLLED").put("on", on);
        ArrayNode history = enrollment.putArray("history");
        history.addObject().put("what", "EnrollmentBegan").put("at", AT);
        history.addObject().put("what", "StudentEnrolled").put("on", on).put("at", AT);
        return enrollment;
    }

    private String enrolledOn() {
        return Api.JSON
                .readTree(String.valueOf(enrolling.request.body()))
                .path("enrolledOn")
                .asString("");
    }

    private ObjectNode dashboard() {
        LocalDate asOf = START.plusDays(60);
        return Recomputed.sections(cohort, List.of(enrollment), asOf)
                .put("asOf", asOf.toString())
                .put("revision", 3 + asOf.toEpochDay());
    }

    private static JsonNode change(String type) {
        ObjectNode change = Api.JSON.createObjectNode().put("type", type);
        change.putObject("stamp").put("at", AT);
        return change;
    }

    private void say(
            String aggregate, String id, long version, ObjectNode state, List<JsonNode> changes) {
        ProducerRecord<String, byte[]> said =
                EventCodec.ofAll()
                        .encode(
                                Topic.NAME,
                                Partitions.of("c1", 12),
                                new Event(
                                        aggregate,
                                        id,
                                        version,
                                        1,
                                        "enrollment",
                                        Instant.parse(AT),
                                        changes,
                                        state.deepCopy(),
                                        null));
        records.add(
                new ConsumerRecord<>(
                        said.topic(),
                        said.partition(),
                        records.size(),
                        0,
                        TimestampType.CREATE_TIME,
                        -1,
                        -1,
                        said.key().getBytes(UTF_8),
                        said.value(),
                        said.headers(),
                        Optional.empty()));
    }
}
