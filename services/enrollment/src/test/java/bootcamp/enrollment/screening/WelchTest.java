package bootcamp.enrollment.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.enrollment.admission.Words;
import bootcamp.enrollment.screening.Rubric.Item;
import bootcamp.enrollment.screening.RubricOutcomes.ItemOutcome;
import bootcamp.enrollment.screening.RubricOutcomes.LetIn;
import bootcamp.enrollment.screening.ScoreSheet.Score;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What scores had to do with completion, against SciPy and by hand. */
class WelchTest {

    private static final Rubric RUBRIC =
            new Rubric(
                    List.of(
                            new Item("code", new Words("코드", "Code"), null, 10),
                            new Item("essay", new Words("동기", "Essay"), null, 5)),
                    2);

    @Test
    void intervalsAreThoseOfTheReference() throws IOException {
        JsonNode cases;
        try (InputStream in = WelchTest.class.getResourceAsStream("/screening/reference.json")) {
            cases = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
        assertThat(cases.size()).isEqualTo(17);
        for (JsonNode each : cases) {
            double[] first = numbers(each.path("first"));
            double[] second = numbers(each.path("second"));

            Welch welch = Objects.requireNonNull(Welch.of(first, second));
            Welch turned = Objects.requireNonNull(Welch.of(second, first));

            same(welch.difference(), each.path("difference"));
            same(welch.lower(), each.path("lower"));
            same(welch.upper(), each.path("upper"));
            assertThat(turned.lower()).isCloseTo(-welch.upper(), within(1e-9));
        }
    }

    private static void same(double found, JsonNode expected) {
        assertThat(found).isCloseTo(expected.asDouble(), within(1e-9));
    }

    private static double[] numbers(JsonNode values) {
        return values.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    @Test
    void thereIsNoIntervalWhereOneIsAloneOrNothingVaries() {
        assertThat(Welch.of(new double[] {1}, new double[] {2, 3})).isNull();
        assertThat(Welch.of(new double[] {}, new double[] {})).isNull();
        assertThat(Welch.of(new double[] {2, 2}, new double[] {3, 3, 3})).isNull();
        assertThat(Welch.of(new double[] {2, 2}, new double[] {3, 3, 4})).isNotNull();
    }

    private static Score score(String reviewer, int code, int essay, boolean done) {
        return new Score(
                reviewer, Map.of("code", code, "essay", essay), null, done, 1, Instant.EPOCH);
    }

    private static LetIn letIn(boolean completed, Score... scores) {
        return new LetIn(new ScoreSheet(List.of(scores)), completed);
    }

    @Test
    void anApplicantCountsOnceWithTheMeanOfThoseWhoAreDone() {
        List<LetIn> all = new ArrayList<>();
        all.add(letIn(true, score("a", 10, 4, true), score("b", 6, 4, true)));
        all.add(letIn(true, score("a", 9, 2, true), score("b", 0, 0, false)));
        all.add(letIn(false, score("a", 3, 3, true)));

        RubricOutcomes found = RubricOutcomes.of(RUBRIC, all);

        assertThat(found.completed()).isEqualTo(2);
        assertThat(found.notCompleted()).isEqualTo(1);
        assertThat(found.items())
                .containsExactly(
                        new ItemOutcome("code", 8.5, 3.0, 5.5, null, null, true),
                        new ItemOutcome("essay", 3.0, 3.0, 0.0, null, null, true),
                        new ItemOutcome("total", 11.5, 6.0, 5.5, null, null, true));
    }

    @Test
    void fewIsUnderTwentyInEitherGroupAndNobodyHasNoMean() {
        List<LetIn> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(letIn(true, score("a", i % 5, 1, true)));
        }
        assertThat(RubricOutcomes.of(RUBRIC, all).items().getFirst())
                .isEqualTo(new ItemOutcome("code", 2.0, null, null, null, null, true));
        for (int i = 0; i < 20; i++) {
            all.add(letIn(false, score("a", i % 4, 1, true)));
        }

        List<ItemOutcome> items = RubricOutcomes.of(RUBRIC, all).items();

        assertThat(items).noneMatch(ItemOutcome::few);
        assertThat(items.getFirst().lower()).isLessThan(0.5);
        // Everybody was given the same.
        assertThat(items.get(1).lower()).isNull();
        assertThat(items.get(1).difference()).isZero();
    }
}
