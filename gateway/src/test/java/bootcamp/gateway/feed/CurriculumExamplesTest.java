package bootcamp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.gateway.feed.CohortFact.LectureStands;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The feed reads whatever the curriculum service has ever published, as its examples show it. */
class CurriculumExamplesTest {

    private final List<CohortFact> facts = new ArrayList<>();
    private final DashboardFeed feed = new DashboardFeed((fact, _, _) -> facts.add(fact));

    static List<Example> all() {
        return Contracts.ofThisCheckout().examples(CurriculumFeed.SERVICE);
    }

    static List<Example> examples() {
        return all().stream().filter(each -> each.key().startsWith("Lecture/")).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyExampleIsUnderstood(Example example) {
        feed.on(DashboardFeed.CODEC.decode(example.record()));

        assertThat(facts).hasSize(isShown(example) ? 1 : 0);
    }

    private static boolean isShown(Example example) {
        return Stream.of(
                        "Lecture/",
                        "Question/",
                        "Clinic/",
                        "Session/",
                        "Participation/",
                        "Sheet/",
                        "AttendancePolicy/",
                        "AttendanceRequest/")
                .anyMatch(example.key()::startsWith);
    }

    @Test
    void thereAreExamples() {
        assertThat(examples()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadAsItsStateSays(Example example) {
        feed.on(DashboardFeed.CODEC.decode(example.record()));

        JsonNode state = example.value().path("state");
        LectureStands stands = (LectureStands) facts.getFirst();
        Lecture lecture = stands.lecture();
        assertThat(lecture).isNotNull();
        assertThat(stands.cohortIds()).isEqualTo(texts(state.path("cohortIds")));
        assertThat(stands.formerCohortIds()).isEqualTo(texts(state.path("formerCohortIds")));
        assertThat(lecture.lectureId()).isEqualTo(state.path("lectureId").asString());
        assertThat(lecture.title()).isEqualTo(state.path("title").asString());
        assertThat(lecture.startsAt())
                .isEqualTo(OffsetDateTime.parse(state.path("startsAt").asString()));
        assertThat(lecture.endsAt())
                .isEqualTo(OffsetDateTime.parse(state.path("endsAt").asString()));
        assertThat(lecture.timeZone()).isEqualTo(state.path("timeZone").asString());
        assertThat(lecture.status()).isEqualTo(state.path("status").asString());
        assertThat(lecture.capacity()).isEqualTo(state.path("capacity").asInt());
        assertThat(lecture.registered()).isEqualTo(state.path("registered").asInt());
        assertThat(lecture.unconfirmed()).isEqualTo(state.path("unconfirmed").asInt());
        assertThat(lecture.waiting()).isEqualTo(state.path("waiting").asInt());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatLaterMinorChangesAddIsIgnored(Example example) {
        JsonNode grown = example.value().deepCopy();
        ((ObjectNode) grown.path("state")).putObject("later").put("deep", 1);
        ((ArrayNode) grown.path("changes")).addObject().put("type", "SomethingNobodyKnowsYet");
        Example later =
                new Example(
                        example.contract(),
                        example.name(),
                        example.key(),
                        example.headers(),
                        grown);

        feed.on(DashboardFeed.CODEC.decode(example.record()));
        feed.on(DashboardFeed.CODEC.decode(later.record()));

        assertThat(facts).hasSize(2);
        assertThat(facts.getLast()).isEqualTo(facts.getFirst());
    }
}
