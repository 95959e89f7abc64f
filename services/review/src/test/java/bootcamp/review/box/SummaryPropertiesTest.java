package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures are told neither all the time nor never. */
class SummaryPropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-24H", "PT0.999S", "PT168H0.001S", "PT100000H"})
    void whatIsOutOfRangeStopsTheStart(String every) {
        assertThatThrownBy(() -> new SummaryProperties(Duration.parse(every)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootcamp.summaries.every")
                .hasMessageContaining("from 1s to 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT24H", "PT168H"})
    void bothEndsAreInRange(String every) {
        assertThat(new SummaryProperties(Duration.parse(every)).every())
                .isEqualTo(Duration.parse(every));
    }
}
