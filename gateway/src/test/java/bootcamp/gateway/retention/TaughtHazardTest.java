package bootcamp.gateway.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hazards of some weeks beside the others. */
class TaughtHazardTest {

    /** R 4: {@code poisson.test(c(left, leftInOthers), c(these, others))}; empty: 0 or infinite. */
    @ParameterizedTest
    @CsvSource({
        "41, 28010, 15, 19017, 1.85575865762, 1.00568406269, 3.60930031108",
        "3, 2100, 17, 9000, 0.756302521008, 0.142000978101, 2.61478386634",
        "0, 700, 9, 5000, 0, 0, 3.61878707353",
        "6, 700, 0, 5000, , 8.41017661232, "
    })
    void ratiosAreThoseOfR(
            int left,
            long these,
            int leftInOthers,
            long others,
            Double ratio,
            Double lower,
            Double upper) {
        TaughtHazard found = TaughtHazard.of("m", 1, these, left, others, leftInOthers);

        same(found.ratio(), ratio);
        same(found.ratioLower(), lower);
        same(found.ratioUpper(), upper);
        assertThat(found.hazard()).isCloseTo(7.0 * left / these, within(1e-12));
        assertThat(found.lower()).isLessThanOrEqualTo(found.hazard());
        assertThat(found.upper()).isGreaterThan(found.hazard());
    }

    private static void same(Double found, Double expected) {
        if (expected == null) {
            assertThat(found).isNull();
        } else {
            assertThat(found).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void weeksAreCountedOnceAndThoseToComeNotAtAll() {
        RiskDays days = new RiskDays(60, 27);
        for (int i = 0; i < 20; i++) {
            days.add(0, i < 6 ? 8 + i : Window.NEVER, false);
        }
        WeeklyHazard weeks = WeeklyHazard.of(days);

        List<TaughtHazard> found =
                TaughtHazard.of(
                        days, Map.of("b", Set.of(1, 3, 4, 9), "a", Set.of(0), "c", Set.of(7)));

        assertThat(found).extracting(TaughtHazard::id).containsExactly("a", "b");
        TaughtHazard b = found.getLast();
        assertThat(b.weeks()).isEqualTo(2);
        assertThat(b.withdrawn()).isEqualTo(6);
        assertThat(b.daysAtRisk())
                .isEqualTo(weeks.weeks().get(1).daysAtRisk() + weeks.weeks().get(3).daysAtRisk());
        assertThat(b.ratio()).isNull();
        assertThat(b.ratioLower()).isGreaterThan(1);
        assertThat(found.getFirst().ratio()).isZero();
    }

    @Test
    void ofFewWhoLeftNoRatioIsTold() {
        TaughtHazard few = TaughtHazard.of("m", 1, 700, 3, 5000, 1);

        assertThat(few.ratio()).isNull();
        assertThat(few.ratioLower()).isNull();
        assertThat(few.ratioUpper()).isNull();
        assertThat(few.hazard()).isNotNull();
        assertThat(TaughtHazard.of("m", 1, 0, 0, 5000, 9).hazard()).isNull();
    }
}
