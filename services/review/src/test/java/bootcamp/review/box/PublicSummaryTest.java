package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What anybody may see of a programme's cohorts together. */
class PublicSummaryTest {

    private static Map<Measure, Integer> gives(int rating, int depth) {
        return Map.of(Measure.RATING, rating, Measure.RECOMMEND, 9, Measure.DEPTH, depth);
    }

    /**
     * @param other the rating of every second
     */
    private static Box cohort(String id, int count, int rating, int other) {
        Box box = Box.empty(id);
        for (int each = 0; each < count; each++) {
            box =
                    box.with(
                            id + each,
                            gives(each % 2 == 0 ? rating : other, 3),
                            new Words(id + each, null));
        }
        return box;
    }

    @Test
    void publishedStepsOfCohortsAreAddedAndNothingElse() {
        PublicSummary summary =
                PublicSummary.of(List.of(cohort("a", 6, 8, 9), cohort("b", 4, 1, 2)));

        assertThat(summary.figures().n()).as("5 of 6, and none of 4").isEqualTo(5);
        assertThat(summary.figures().mean()).isCloseTo(42.0 / 5, within(1e-9));
        PublicSummary both = PublicSummary.of(List.of(cohort("a", 6, 8, 9), cohort("b", 5, 1, 2)));
        assertThat(both.figures().n()).isEqualTo(10);
        assertThat(both.figures().mean()).isCloseTo((42.0 + 7) / 10, within(1e-9));
        assertThat(both.figures().nps()).isEqualTo(100);
    }

    @Test
    void aCohortOfWhichOnlyARangeIsToldIsInNoFigureFromWhichItCouldBeHad() {
        PublicSummary summary =
                PublicSummary.of(List.of(cohort("a", 5, 8, 9), cohort("b", 5, 2, 2)));

        assertThat(summary.figures().n()).isEqualTo(5);
        assertThat(summary.figures().mean()).isCloseTo(42.0 / 5, within(1e-9));
        assertThat(summary.figures().aspects())
                .as("all alike in each")
                .containsEntry("depth", null);
        PublicSummary alike = PublicSummary.of(List.of(cohort("b", 5, 2, 2)));
        assertThat(alike.figures().hidden()).isEqualTo(PublishedFigures.FEWER_THAN_5);
        assertThat(alike.figures().mean()).isNull();
    }

    @Test
    void wordsAreThoseThatStaffLetBeShownFromTenOnInTheOrderOfTheirLetters() {
        Box shown = cohort("b", 10, 8, 9);
        for (String each : List.of("b7", "b2")) {
            shown = shown.moderated(each, true, null, null);
        }
        Box other = cohort("a", 10, 8, 9).moderated("a1", true, null, null);

        assertThat(PublicSummary.of(List.of(shown, other, cohort("c", 9, 8, 9))).words())
                .extracting(Words::pros)
                .containsExactly("a1", "b2", "b7");
    }
}
