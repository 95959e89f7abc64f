package bootcamp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.feed.CohortFact.RisksStand;
import bootcamp.gateway.feed.CohortFact.StudentStands;
import bootcamp.platform.event.Event;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The feed reads whatever the enrollment service has ever published, as its examples show it. */
class EnrollmentExamplesTest {

    private static final Set<String> BEFORE = Set.of("APPLIED", "SELECTED", "WAITING", "REJECTED");

    private final List<CohortFact> facts = new ArrayList<>();
    private final EnrollmentFeed feed =
            new EnrollmentFeed((fact, _, _) -> facts.add(fact), _ -> {});

    static List<Example> examples() {
        return Contracts.ofThisCheckout().examples(EnrollmentFeed.SERVICE);
    }

    @Test
    void thereAreExamples() {
        assertThat(examples()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadAsItsStateSays(Example example) {
        Event event = DashboardFeed.CODEC.decode(example.record());

        feed.on(event);

        JsonNode state = example.value().path("state");
        switch (event.aggregate()) {
            case "Cohort" -> isRead(state, (CohortStands) facts.getFirst());
            case "Enrollment" -> isRead(state, (StudentStands) facts.getFirst());
            case "RiskList" -> isRead(state, (RisksStand) facts.getFirst());
            default -> assertThat(facts).isEmpty();
        }
    }

    private static void isRead(JsonNode state, CohortStands cohort) {
        assertThat(cohort.cohortId()).isEqualTo(state.path("cohortId").asString());
        assertThat(cohort.name()).isEqualTo(state.path("name").asString());
        assertThat(cohort.startDate()).isEqualTo(state.path("startDate").asString());
        assertThat(cohort.endDate()).isEqualTo(state.path("endDate").asString());
        assertThat(cohort.timeZone().getId()).isEqualTo(state.path("timeZone").asString());
        assertThat(cohort.capacity()).isEqualTo(state.path("capacity").asInt());
        assertThat(cohort.status()).isEqualTo(state.path("status").asString());
    }

    private static void isRead(JsonNode state, RisksStand list) {
        assertThat(list.cohortId()).isEqualTo(state.path("cohortId").asString());
        assertThat(list.risks().on()).isEqualTo(state.path("on").asString());
        assertThat(list.risks().basis()).isEqualTo(state.path("basis").asString());
        assertThat(list.risks().students())
                .extracting(Risks.AtRisk::studentId)
                .containsExactlyElementsOf(
                        state.path("students")
                                .valueStream()
                                .map(each -> each.path("studentId").asString())
                                .toList());
    }

    private static void isRead(JsonNode state, StudentStands student) {
        String status = state.path("status").asString();
        boolean removed = state.path("removed").asBoolean();
        assertThat(student.cohortId()).isEqualTo(state.path("cohortId").asString());
        assertThat(student.waiting()).isEqualTo(!removed && status.equals("WAITING"));
        assertThat(student.stay() == null).isEqualTo(removed || BEFORE.contains(status));
        boolean applied = !removed && state.path("appliedOn").isString();
        assertThat(student.applicant() != null).isEqualTo(applied);
        if (student.applicant() != null) {
            assertThat(student.applicant().wasEnrolled()).isEqualTo(!BEFORE.contains(status));
            assertThat(student.applicant().status()).isEqualTo(status);
        }
        if (student.stay() != null) {
            JsonNode left = state.path("withdrawal").path("on");
            assertThat(student.stay().withdrawnOn())
                    .isEqualTo(left.isString() ? LocalDate.parse(left.asString()) : null);
        }
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

        assertThat(facts.size() % 2).isZero();
        assertThat(facts.subList(facts.size() / 2, facts.size()))
                .isEqualTo(facts.subList(0, facts.size() / 2));
    }
}
