package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    /** Wilson for 5 of 10 is 0.2366 to 0.7634 (Newcombe, 1998, and R's prop.test uncorrected). */
    @Test
    void theIntervalIsWilsonsOnTheScale() {
        Figures.Interval interval = Figures.interval(List.of(1, 1, 1, 1, 1, 10, 10, 10, 10, 10));

        assertThat(interval.low()).isCloseTo(1 + 9 * 0.2366, within(0.001));
        assertThat(interval.high()).isCloseTo(1 + 9 * 0.7634, within(0.001));
        assertThat(Figures.interval(List.of(10, 10, 10, 10, 10)).high()).isEqualTo(10);
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
        assertThat(Figures.distribution(List.of(1, 10, 10)))
                .containsEntry("1", 1)
                .containsEntry("10", 2)
                .hasSize(10);
    }
}
