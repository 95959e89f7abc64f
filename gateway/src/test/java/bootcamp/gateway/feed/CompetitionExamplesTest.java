package bootcamp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.gateway.feed.CohortFact.CompetitionStands;
import bootcamp.gateway.feed.CohortFact.CompetitionTeamStands;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The feed reads whatever the competition service publishes, as its examples show it. */
class CompetitionExamplesTest {

    private final List<CohortFact> facts = new ArrayList<>();
    private final DashboardFeed feed = new DashboardFeed((fact, _, _) -> facts.add(fact));

    static List<Example> examples() {
        return Contracts.ofThisCheckout().examples(CompetitionFeed.SERVICE);
    }

    @Test
    void thereAreExamples() {
        assertThat(examples()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadAsItsStateSays(Example example) {
        JsonNode state = example.value().path("state");

        feed.on(DashboardFeed.CODEC.decode(example.record()));

        if (state.has("poolId") || state.has("figures")) {
            // What GPUs are reserved for and what peers say is on no dashboard.
            assertThat(facts).isEmpty();
        } else if (state.has("teamId")) {
            CompetitionTeamStands stands = (CompetitionTeamStands) facts.getFirst();
            assertThat(stands.cohortIds()).isEqualTo(texts(state.path("cohortIds")));
            assertThat(stands.team().students()).containsAll(texts(state.path("members")));
            assertThat(stands.team().authors())
                    .extracting(CompetitionTeam.Author::studentId)
                    .containsExactlyInAnyOrderElementsOf(state.path("submittedBy").propertyNames());
        } else if (state.path("status").asString().equals("DRAFT")) {
            assertThat(facts).isEmpty();
        } else {
            CompetitionStands stands = (CompetitionStands) facts.getFirst();
            assertThat(stands.cohortIds()).isEqualTo(texts(state.at("/plan/cohortIds")));
            assertThat(stands.competition().title()).isEqualTo(state.at("/plan/title").asString());
            assertThat(stands.competition().status()).isEqualTo(state.path("status").asString());
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
