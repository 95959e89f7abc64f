package bootcamp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.contracts.Contracts;
import bootcamp.contracts.Example;
import bootcamp.gateway.feed.CohortFact.ReviewsStand;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the review service has ever published is read; what would show too much is not. */
class ReviewFeedTest {

    private static final String SHOWN =
            """
            {"cohortId": "c", "kind": "MODULE", "targetId": "m", "title": "Models", "n": 5,
             "mean": 7.5, "interval": {"low": 4, "high": 9}, "nps": 20.5,
             "distribution": [0, 0, 0, 0, 0, 1, 2, 1, 1, 0], "aspects": {"depth": 4.5, "respect": null},
             "range": null, "responseRate": 0.5, "hidden": null, "later": 1}
            """;
    private static final String ALIKE =
            """
            {"cohortId": "c", "kind": "MODULE", "targetId": "m", "title": "Models", "n": 5,
             "mean": null, "interval": null, "nps": null, "distribution": null, "aspects": null,
             "range": {"from": 8, "until": 10}, "responseRate": 0.5, "hidden": "ALL_AGREE"}
            """;
    private static final String FEW =
            """
            {"cohortId": "c", "kind": "MODULE", "targetId": "m", "title": "Models", "n": null,
             "mean": null, "interval": null, "nps": null, "distribution": null, "aspects": null,
             "range": null, "responseRate": null, "hidden": "FEWER_THAN_5"}
            """;

    private final List<CohortFact> facts = new ArrayList<>();
    private final DashboardFeed feed = new DashboardFeed((fact, _, _) -> facts.add(fact));

    static List<Example> examples() {
        return Contracts.ofThisCheckout().examples(ReviewFeed.SERVICE);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadAsItsStateSays(Example example) {
        feed.on(DashboardFeed.CODEC.decode(example.record()));

        JsonNode state = example.value().path("state");
        ReviewsStand stands = (ReviewsStand) facts.getFirst();
        ReviewSummary summary = Objects.requireNonNull(stands.summary());
        assertThat(stands.cohortIds()).containsExactly(state.path("cohortId").asString());
        assertThat(summary.kind()).isEqualTo(state.path("kind").asString());
        assertThat(summary.targetId()).isEqualTo(state.path("targetId").asString());
        assertThat(summary.title()).isEqualTo(state.path("title").asString());
        assertThat(summary.n()).isEqualTo(state.path("n").asInt());
        assertThat(summary.mean()).isEqualTo(state.path("mean").asDouble());
        assertThat(summary.responseRate()).isEqualTo(state.path("responseRate").asDouble());
        long[] sums = new long[2];
        List<Integer> counts = Objects.requireNonNull(summary.distribution());
        for (int rating = 1; rating <= counts.size(); rating++) {
            sums[0] += counts.get(rating - 1);
            sums[1] += rating * counts.get(rating - 1);
        }
        assertThat(sums[0]).as("reviews of the distribution").isEqualTo((long) summary.n());
        assertThat((double) sums[1] / sums[0])
                .as("mean of the distribution")
                .isEqualTo(summary.mean());
    }

    @Test
    void thereAreExamples() {
        assertThat(examples()).isNotEmpty();
    }

    @Test
    void whatIsHiddenAndWhyIsRead() {
        feed.on(event(SHOWN));
        feed.on(event(ALIKE));
        feed.on(event(FEW));
        feed.on(event("{\"cohortId\": \"c\", \"removed\": true}"));

        assertThat(facts.stream().map(each -> ((ReviewsStand) each).summary()))
                .extracting(each -> each == null ? "none" : each.hidden())
                .containsExactly(
                        null,
                        ReviewSummary.Hidden.ALL_AGREE,
                        ReviewSummary.Hidden.FEWER_THAN_5,
                        "none");
    }

    @ParameterizedTest
    @CsvSource({
        "SHOWN, cohortId, null",
        "SHOWN, kind, null",
        "SHOWN, kind, '\"STUDENT\"'",
        "SHOWN, targetId, null",
        "SHOWN, title, null",
        "SHOWN, n, null",
        "SHOWN, n, 4",
        "SHOWN, mean, null",
        "SHOWN, mean, '\"high\"'",
        "SHOWN, interval, null",
        "SHOWN, distribution, null",
        "SHOWN, distribution, '[5]'",
        "SHOWN, range, '{\"from\": 8, \"until\": 10}'",
        "SHOWN, hidden, '\"SECRET\"'",
        "ALIKE, n, 4",
        "ALIKE, mean, 9",
        "ALIKE, interval, '{\"low\": 4, \"high\": 9}'",
        "ALIKE, distribution, '[0, 0, 0, 0, 0, 0, 0, 0, 5, 0]'",
        "ALIKE, range, null",
        "FEW, n, 4",
        "FEW, mean, 9",
        "FEW, nps, 9",
        "FEW, aspects, '{\"depth\": 4.5}'",
        "FEW, distribution, '[0, 0, 0, 0, 0, 0, 0, 0, 4, 0]'",
    })
    void stateThatShowsTooMuchOrTooLittleIsParked(String which, String field, String value) {
        ObjectNode state =
                (ObjectNode)
                        JsonMapper.shared()
                                .readTree(
                                        switch (which) {
                                            case "SHOWN" -> SHOWN;
                                            case "ALIKE" -> ALIKE;
                                            default -> FEW;
                                        });
        feed.on(event(state.toString()));
        state.set(field, JsonMapper.shared().readTree(value));

        assertThatThrownBy(() -> feed.on(event(state.toString()))).isInstanceOf(Undecodable.class);
        assertThat(facts).hasSize(1);
    }

    private static Event event(String state) {
        return new Event(
                "ReviewSummary",
                "id",
                1,
                1,
                ReviewFeed.SERVICE,
                Instant.EPOCH,
                List.of(),
                JsonMapper.shared().readTree(state),
                null);
    }
}
