package bootcamp.gateway.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import bootcamp.gateway.retention.Retention.Censoring;
import bootcamp.gateway.retention.Retention.Counts;
import bootcamp.gateway.retention.Retention.ReasonCount;
import bootcamp.gateway.retention.Retention.RiskRow;
import bootcamp.gateway.retention.Stay.Standing;
import bootcamp.gateway.retention.Stay.Turn;
import bootcamp.gateway.retention.SurvivalCurve.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The edges of the definitions: each row of counts and curve that a plain roster does not reach.
 */
class RetentionTest {

    private static final LocalDate START = LocalDate.parse("2024-01-02");
    private static final LocalDate END = START.plusDays(211);

    @Test
    void cohortOfTheExampleKeepsFiftyOfEightyOne() {
        List<Stay> stays = new ArrayList<>(stayed(80));
        stays.add(left(9, "EMPLOYMENT"));

        List<Row> curve = Retention.of(stays, START, END, END).retention().curve();

        assertThat(curve.getFirst()).isEqualTo(new Row(0, 81, 0, 1, 1.0, 1.0));
        assertThat(curve.get(1).survival()).isEqualTo(80.0 / 81);
        assertThat(Math.round(lower(curve.get(1)) * 1e6)).isEqualTo(915587);
        assertThat(Math.round(upper(curve.get(1)) * 1e6)).isEqualTo(998252);
    }

    @Test
    void nobodyEnrolledIsRowZeroAloneAndAMeanOfZero() {
        Retention retention = Retention.of(List.of(), START, END, END);

        assertThat(retention.counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(retention.retention().curve()).containsExactly(new Row(0, 0, 0, 1, 1.0, 1.0));
        assertThat(retention.retention().restrictedMean()).isZero();
        assertThat(retention.retention().median()).isNull();
    }

    @Test
    void allLeavingOnOneDayHasNoIntervalThereAndThatDayAsMedian() {
        List<Stay> stays = Collections.nCopies(7, left(40, "FINANCIAL"));

        Retention retention = Retention.of(stays, START, END, END);

        assertThat(retention.retention().curve())
                .containsExactly(new Row(0, 7, 0, 1, 1.0, 1.0), new Row(40, 7, 7, 0, null, null));
        assertThat(retention.retention().median()).isEqualTo(40);
        assertThat(retention.retention().restrictedMean()).isEqualTo(40);
    }

    @Test
    void leavingOnTheLastDayIsAWithdrawalAndOnTheDayAfterIsNone() {
        Retention retention =
                Retention.of(
                        List.of(left(211, "TIME"), left(212, "TIME")), START, END, END.plusDays(9));

        assertThat(retention.counts()).isEqualTo(new Counts(2, 1, 0, 1, 0, 0, 0, 0));
        assertThat(retention.retention().curve().getLast().day()).isEqualTo(211);
        assertThat(retention.retention().curve().getLast().survival()).isEqualTo(0.5);
        assertThat(retention.retention().median()).isEqualTo(211);
        assertThat(retention.retention().reasons()).containsExactly(new ReasonCount("TIME", 1));
    }

    @Test
    void cohortOfOneDayHasHorizonZeroAndRowZeroAlone() {
        Retention retention = Retention.of(stayed(3), START, START, START.plusDays(5));

        assertThat(retention.counts().enrolled()).isEqualTo(3);
        assertThat(retention.retention().horizon()).isZero();
        assertThat(retention.retention().curve()).hasSize(1);
        assertThat(retention.retention().restrictedMean()).isZero();
    }

    @Test
    void dayBeforeTheStartHasCountsAndRowZero() {
        List<Stay> stays =
                List.of(
                        Stay.of(START.minusDays(20), null, null),
                        Stay.of(null, null, null),
                        Stay.of(START.minusDays(20), START.minusDays(9), "NO_SHOW"),
                        Stay.of(START.minusDays(20), START.minusDays(2), "NO_SHOW"));

        Retention retention = Retention.of(stays, START, END, START.minusDays(5));

        assertThat(retention.counts()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 0, 1));
        assertThat(retention.retention().curve()).hasSize(1);
        assertThat(retention.retention().riskTable()).containsExactly(new RiskRow(0, 0, 0, 0));
    }

    @Test
    void leapDayIsADayOfItsOwn() {
        LocalDate leap = LocalDate.parse("2024-02-29");

        Retention retention =
                Retention.of(
                        List.of(Stay.of(START, leap, "HEALTH"), Stay.of(START, null, null)),
                        START,
                        LocalDate.parse("2025-01-02"),
                        LocalDate.parse("2025-01-02"));

        assertThat(retention.retention().horizon()).isEqualTo(366);
        assertThat(retention.retention().curve().get(1).day()).isEqualTo(58);
    }

    @Test
    void whoLeavesOnOrBeforeTheDayOfEntryNeverStartedWhateverTheReason() {
        List<Stay> stays =
                List.of(
                        left(0, "NO_SHOW"),
                        Stay.of(START.plusDays(5), START.plusDays(5), "TRANSFER"),
                        Stay.of(START.minusDays(9), START.minusDays(3), null));

        Retention retention = Retention.of(stays, START, END, END);

        assertThat(retention.counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0, 3));
        assertThat(retention.retention().reasons()).isEmpty();
        assertThat(retention.retention().censorings()).isEmpty();
    }

    @Test
    void movingToAnotherCohortCensorsAndIsNoReasonForLeaving() {
        List<Stay> stays = List.of(left(10, "TRANSFER"), left(20, null), Stay.of(null, null, null));

        Retention retention = Retention.of(stays, START, END, END);

        assertThat(retention.counts()).isEqualTo(new Counts(3, 1, 0, 1, 1, 0, 0, 0));
        assertThat(retention.retention().censorings()).containsExactly(new Censoring(10, 1));
        assertThat(retention.retention().curve()).hasSize(2);
        assertThat(retention.retention().curve().get(1).atRisk()).isEqualTo(2);
        assertThat(retention.retention().reasons()).containsExactly(new ReasonCount("OTHER", 1));
    }

    @Test
    void riskTableHasEveryThirtyDaysAndTheLastDayKnown() {
        List<Stay> stays =
                List.of(
                        Stay.of(null, null, null),
                        Stay.of(START.plusDays(30), null, null),
                        left(30, "TIME"),
                        left(31, "TRANSFER"));

        assertThat(Retention.of(stays, START, END, START.plusDays(70)).retention().riskTable())
                .containsExactly(
                        new RiskRow(0, 3, 0, 0),
                        new RiskRow(30, 3, 1, 0),
                        new RiskRow(60, 2, 1, 1),
                        new RiskRow(70, 2, 1, 1));
    }

    @Test
    void whoEntersOnTheDayLookedAtIsCountedButNotAtRiskYet() {
        Retention retention =
                Retention.of(
                        List.of(Stay.of(START.plusDays(30), null, null)),
                        START,
                        END,
                        START.plusDays(30));

        assertThat(retention.counts().enrolled()).isEqualTo(1);
        assertThat(retention.retention().riskTable().getLast()).isEqualTo(new RiskRow(30, 0, 0, 0));
        assertThat(retention.retention().restrictedMean()).isZero();
    }

    @Test
    void everyStandingCountsFromItsOwnDay() {
        Stay stay =
                new Stay(
                        START,
                        null,
                        null,
                        List.of(
                                new Turn(START.plusDays(10), Standing.ON_LEAVE),
                                new Turn(START.plusDays(20), Standing.ACTIVE),
                                new Turn(END, Standing.COMPLETED)));

        assertThat(on(stay, 9).active()).isEqualTo(1);
        assertThat(on(stay, 10).onLeave()).isEqualTo(1);
        assertThat(on(stay, 20).active()).isEqualTo(1);
        assertThat(on(stay, 210).completed()).isZero();
        assertThat(on(stay, 211).completed()).isEqualTo(1);
        assertThat(on(stay, 211).here()).isEqualTo(1);
    }

    @Test
    void halfIsHalfThoughTheFactorsAreThirds() {
        List<Stay> stays = new ArrayList<>(stayed(50));
        for (int i = 0; i < 50; i++) {
            stays.add(left(1 + i, "TIME"));
        }

        Retention retention = Retention.of(stays, START, END, END);

        assertThat(retention.retention().curve().getLast().survival()).isEqualTo(0.5);
        assertThat(retention.retention().median()).isEqualTo(50);
    }

    @Test
    void anEndBeforeTheStartIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retention.of(List.of(), END, START, END));
    }

    private static Counts on(Stay stay, int day) {
        return Retention.of(List.of(stay), START, END, START.plusDays(day)).counts();
    }

    private static List<Stay> stayed(int students) {
        return Collections.nCopies(students, Stay.of(null, null, null));
    }

    private static Stay left(int day, @Nullable String reason) {
        return Stay.of(START, START.plusDays(day), reason);
    }

    private static double lower(Row row) {
        Double lower = row.lower();
        assertThat(lower).isNotNull();
        return lower;
    }

    private static double upper(Row row) {
        Double upper = row.upper();
        assertThat(upper).isNotNull();
        return upper;
    }
}
