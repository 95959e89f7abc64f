package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FiguresTest {

    private static final double TOLERANCE = 1e-9;

    /** Of {@code figures/reference.py}, which says by what they are computed. */
    @Test
    void figuresAreThoseOfTheReference() throws IOException {
        JsonNode cases;
        try (InputStream in = FiguresTest.class.getResourceAsStream("/figures/reference.json")) {
            cases = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
        assertThat(cases.size()).isEqualTo(16);
        for (JsonNode each : cases) {
            List<Integer> ratings = numbers(each.path("ratings"));
            List<Integer> recommends = numbers(each.path("recommends"));
            same(each.path("mean"), Figures.mean(ratings));
            same(each.path("interval"), Figures.interval(ratings, 10));
            same(each.path("adjusted"), Figures.adjusted(ratings, each.path("ofKind").asDouble()));
            same(each.path("nps"), Figures.nps(recommends));
            same(each.path("npsInterval"), Figures.npsInterval(recommends));
        }
    }

    private static List<Integer> numbers(JsonNode of) {
        return of.valueStream().map(JsonNode::asInt).toList();
    }

    private static void same(JsonNode reference, Figures.Interval interval) {
        same(reference.path(0), interval.low());
        same(reference.path(1), interval.high());
    }

    private static void same(JsonNode reference, double figure) {
        assertThat(figure).isCloseTo(reference.asDouble(), within(TOLERANCE));
    }

    /** Wilson for 5 of 10 is 0.2366 to 0.7634 (Newcombe, 1998, and R's prop.test uncorrected). */
    @Test
    void theIntervalIsWilsonsOnTheScale() {
        Figures.Interval interval =
                Figures.interval(List.of(1, 1, 1, 1, 1, 10, 10, 10, 10, 10), 10);

        assertThat(interval.low()).isCloseTo(1 + 9 * 0.2366, within(0.001));
        assertThat(interval.high()).isCloseTo(1 + 9 * 0.7634, within(0.001));
        assertThat(Figures.interval(List.of(10, 10, 10, 10, 10), 10).high()).isEqualTo(10);
    }

    @Test
    void theAdjustedMeanIsTheFormulaOfTheGlossary() {
        assertThat(Figures.adjusted(List.of(10, 10, 10, 10, 10), 6)).isEqualTo(8);
    }

    @Test
    void npsIsPromotersLessDetractors() {
        assertThat(Figures.nps(List.of(10, 9, 8, 7, 6))).isEqualTo(20);
        assertThat(Figures.nps(List.of(0, 0, 6, 6))).isEqualTo(-100);
    }

    @Test
    void theDistributionHasEveryRating() {
        assertThat(Figures.distribution(List.of(1, 10, 10), 10))
                .containsEntry("1", 1)
                .containsEntry("10", 2)
                .hasSize(10);
    }

    /** As in {@link #theIntervalIsWilsonsOnTheScale}, on the scale of a week. */
    @Test
    void aWeekIsRatedFromOneToFive() {
        Figures.Interval interval = Figures.interval(List.of(1, 1, 1, 1, 1, 5, 5, 5, 5, 5), 5);

        assertThat(interval.low()).isCloseTo(1 + 4 * 0.2366, within(0.001));
        assertThat(interval.high()).isCloseTo(1 + 4 * 0.7634, within(0.001));
        assertThat(Figures.distribution(List.of(1, 5, 5), 5)).containsEntry("5", 2).hasSize(5);
        assertThat(Figures.range(2, 5)).isEqualTo(new Figures.Range(1, 2));
        assertThat(Figures.range(3, 5)).isEqualTo(new Figures.Range(3, 5));
        assertThat(Figures.range(3, 10)).isEqualTo(new Figures.Range(1, 3));
    }
}
