package bootcamp.gateway.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The comparison of cohorts where the reference is silent: degenerate ones, and its symmetries. */
class LogRankTest {

    private static final int LIMIT = 40;

    @Test
    void fewerThanTwoCohortsCannotBeCompared() {
        assertThat(LogRank.of(List.of())).isNull();
        assertThat(LogRank.of(List.of(cohort(new int[] {5, 9}, 3)))).isNull();
    }

    @Test
    void withoutAWithdrawalThereIsNothingToCompare() {
        assertThat(LogRank.of(List.of(cohort(new int[0], 3), cohort(new int[0], 9)))).isNull();
    }

    @Test
    void anEmptyCohortTakesNoDegreeOfFreedom() {
        RiskDays one = cohort(new int[] {5, 9, 12}, 10);
        RiskDays two = cohort(new int[] {3, 4, 5, 6}, 6);

        assertThat(LogRank.of(List.of(one, cohort(new int[0], 0), two)))
                .isEqualTo(LogRank.of(List.of(one, two)));
    }

    @Test
    void equalCohortsAreAlike() {
        LogRank logRank =
                LogRank.of(
                        List.of(
                                cohort(new int[] {5, 9, 12}, 10),
                                cohort(new int[] {5, 9, 12}, 10),
                                cohort(new int[] {5, 9, 12}, 10)));

        assertThat(logRank).isNotNull();
        assertThat(logRank.cohorts()).isEqualTo(3);
        assertThat(logRank.degreesOfFreedom()).isEqualTo(2);
        assertThat(logRank.chiSquare()).isCloseTo(0, within(1e-12));
        assertThat(logRank.pValue()).isCloseTo(1, within(1e-9));
    }

    @Property(tries = 200)
    void twoCohortsGiveTheSquareOverTheVariance(@ForAll long seed) {
        Random random = new Random(seed);
        RiskDays one = random(random);
        RiskDays two = random(random);
        double excess = 0;
        double variance = 0;
        int[] a = one.atRisk();
        int[] b = two.atRisk();
        for (int day = 1; day <= LIMIT; day++) {
            double n = a[day] + b[day];
            double d = one.withdrawn(day) + two.withdrawn(day);
            if (d > 0) {
                excess += one.withdrawn(day) - d * a[day] / n;
                variance += n > 1 ? d * (a[day] / n) * (b[day] / n) * (n - d) / (n - 1) : 0;
            }
        }

        LogRank logRank = LogRank.of(List.of(one, two));

        if (variance == 0) {
            assertThat(logRank).isNull();
        } else {
            assertThat(logRank).isNotNull();
            assertThat(logRank.degreesOfFreedom()).isEqualTo(1);
            assertThat(logRank.chiSquare()).isCloseTo(excess * excess / variance, within(1e-9));
        }
    }

    @Property(tries = 200)
    void orderOfCohortsChangesNothing(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int k) {
        Random random = new Random(seed);
        List<RiskDays> cohorts = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            cohorts.add(random(random));
        }

        LogRank forward = LogRank.of(cohorts);
        LogRank backward = LogRank.of(cohorts.reversed());

        if (forward == null) {
            assertThat(backward).isNull();
        } else {
            assertThat(backward).isNotNull();
            assertThat(backward.degreesOfFreedom()).isEqualTo(forward.degreesOfFreedom());
            assertThat(backward.chiSquare()).isCloseTo(forward.chiSquare(), within(1e-9));
        }
    }

    private static RiskDays random(Random random) {
        RiskDays days = new RiskDays(LIMIT, LIMIT);
        int students = random.nextInt(12);
        for (int i = 0; i < students; i++) {
            int entry = random.nextInt(3) * random.nextInt(10);
            int exit = random.nextBoolean() ? random.nextInt(LIMIT + 5) : Window.NEVER;
            days.add(entry, exit, random.nextInt(4) == 0);
        }
        return days;
    }

    private static RiskDays cohort(int[] withdrawals, int stayed) {
        RiskDays days = new RiskDays(LIMIT, LIMIT);
        for (int day : withdrawals) {
            days.add(0, day, false);
        }
        for (int i = 0; i < stayed; i++) {
            days.add(0, Window.NEVER, false);
        }
        return days;
    }
}
