package bootcamp.gateway.retention;

import static java.lang.Double.parseDouble;
import static java.lang.Integer.parseInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.gateway.retention.Retention.RiskRow;
import bootcamp.gateway.retention.SurvivalCurve.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight real rosters, at their end and as of day 100, against R's {@code survival} 3.5. */
class ReferenceTest {

    private static final Offset<Double> EXACT = within(1e-9);

    static Stream<Arguments> everyRosterAtBothDays() {
        return OuladRosters.cohorts().stream()
                .flatMap(
                        cohort ->
                                Stream.of("at-end", "at-day-100")
                                        .map(at -> Arguments.of(cohort.cohortId(), at)));
    }

    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void curveIsThatOfTheReference(String cohortId, String at) {
        List<String[]> expected = OuladRosters.lines(at + "/" + cohortId);

        List<Row> curve = retention(cohortId, at).retention().curve();

        assertThat(curve).hasSize(expected.size() + 1);
        for (int i = 0; i < expected.size(); i++) {
            String[] cells = expected.get(i);
            Row row = curve.get(i + 1);
            assertThat(row.day()).isEqualTo(parseInt(cells[0]));
            assertThat(row.atRisk()).isEqualTo(parseInt(cells[1]));
            assertThat(row.withdrawn()).isEqualTo(parseInt(cells[2]));
            assertThat(row.survival()).isCloseTo(parseDouble(cells[3]), EXACT);
            assertThat(row.lower()).isCloseTo(parseDouble(cells[4]), EXACT);
            assertThat(row.upper()).isCloseTo(parseDouble(cells[5]), EXACT);
        }
    }

    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void figuresAreThoseOfTheReference(String cohortId, String at) {
        String[] expected =
                OuladRosters.lines(at + "/summary").stream()
                        .filter(cells -> cells[0].equals(cohortId))
                        .findFirst()
                        .orElseThrow();

        Retention retention = retention(cohortId, at);

        assertThat(retention.counts().neverStarted()).isEqualTo(parseInt(expected[2]));
        assertThat(retention.counts().enrolled()).isEqualTo(parseInt(expected[3]));
        assertThat(retention.counts().withdrawn()).isEqualTo(parseInt(expected[4]));
        assertThat(retention.retention().horizon()).isEqualTo(parseInt(expected[5]));
        RiskRow last = retention.retention().riskTable().getLast();
        assertThat(last.day()).isEqualTo(parseInt(expected[6]));
        assertThat(last.withdrawn()).isEqualTo(parseInt(expected[4]));
        assertThat(retention.retention().curve().getLast().survival())
                .isCloseTo(parseDouble(expected[7]), EXACT);
        assertThat(String.valueOf(retention.retention().median()).replace("null", "NA"))
                .isEqualTo(expected[8]);
        assertThat(retention.retention().restrictedMean())
                .isCloseTo(parseDouble(expected[9]), EXACT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-end", "at-day-100"})
    void logRankIsThatOfTheReference(String at) {
        for (String[] cells : OuladRosters.lines(at + "/logrank")) {
            List<RiskDays> cohorts = new ArrayList<>();
            for (String cohortId : cells[0].split("\\+")) {
                OuladRosters.Cohort cohort = OuladRosters.cohort(cohortId);
                cohorts.add(
                        RiskDays.of(cohort.stays(), cohort.start(), cohort.end(), day(cohort, at)));
            }

            LogRank logRank = LogRank.of(cohorts);

            assertThat(logRank).isNotNull();
            assertThat(logRank.chiSquare()).isCloseTo(parseDouble(cells[1]), EXACT);
            assertThat(logRank.degreesOfFreedom()).isEqualTo(parseInt(cells[2]));
            double pValue = parseDouble(cells[3]);
            assertThat(logRank.pValue()).isCloseTo(pValue, within(1e-9 * pValue));
        }
    }

    private static Retention retention(String cohortId, String at) {
        OuladRosters.Cohort cohort = OuladRosters.cohort(cohortId);
        return Retention.of(cohort.stays(), cohort.start(), cohort.end(), day(cohort, at));
    }

    private static LocalDate day(OuladRosters.Cohort cohort, String at) {
        return at.equals("at-end") ? cohort.end() : cohort.start().plusDays(100);
    }
}
