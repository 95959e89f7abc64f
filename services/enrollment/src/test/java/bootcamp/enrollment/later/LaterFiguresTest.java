package bootcamp.enrollment.later;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.enrollment.later.LaterOutcome.Kind;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LaterFiguresTest {

    private static List<Kind> noted(int employed, int studying, int searching, int unknown) {
        return Stream.of(
                        Collections.nCopies(employed, Kind.EMPLOYED),
                        Collections.nCopies(studying, Kind.STUDYING),
                        Collections.nCopies(searching, Kind.SEARCHING),
                        Collections.nCopies(unknown, Kind.UNKNOWN))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void sharesAreOfThoseWhoAreKnownWithTheirIntervals() {
        LaterFigures figures = LaterFigures.of(3, null, 20, noted(7, 2, 1, 4));

        assertThat(figures.known()).isEqualTo(10);
        assertThat(figures.completed()).isEqualTo(20);
        assertThat(figures.hidden()).isFalse();
        assertThat(figures.responseRate().value()).isEqualTo(0.5);
        assertThat(figures.shares())
                .extracting(LaterFigures.OfKind::outcome)
                .containsExactly(Kind.EMPLOYED, Kind.STUDYING, Kind.SEARCHING);
        LaterFigures.OfKind employed = figures.shares().getFirst();
        assertThat(employed.count()).isEqualTo(7);
        assertThat(employed.share().value()).isEqualTo(0.7);
        // The roots of (0.7 - s)^2 = z^2 s (1 - s) / 10, reckoned apart.
        assertThat(employed.share().lower()).isEqualTo(0.3967781, within(1e-7));
        assertThat(employed.share().upper()).isEqualTo(0.8922087, within(1e-7));
        assertThat(figures.responseRate().lower()).isEqualTo(0.2992980, within(1e-7));
        assertThat(figures.responseRate().upper()).isEqualTo(0.7007020, within(1e-7));
    }

    @Test
    void ofFewerThanFiveNothingIsSaidAndWhoIsUnknownIsNoAnswer() {
        LaterFigures few = LaterFigures.of(6, null, 20, noted(4, 0, 0, 9));

        assertThat(few.hidden()).isTrue();
        assertThat(few.shares()).isEmpty();
        assertThat(few.known()).isEqualTo(4);
        assertThat(LaterFigures.of(6, null, 20, noted(4, 0, 1, 0)).hidden()).isFalse();
    }

    @Test
    void ofNobodyThereIsNoRate() {
        LaterFigures none = LaterFigures.of(3, null, 0, List.of());

        assertThat(none.responseRate()).isNull();
        assertThat(none.hidden()).isTrue();
    }
}
