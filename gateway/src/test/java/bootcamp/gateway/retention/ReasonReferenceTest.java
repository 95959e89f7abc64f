package bootcamp.gateway.retention;

import static java.lang.Double.parseDouble;
import static java.lang.Integer.parseInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.gateway.retention.WeeklyHazard.Week;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Why and when students of eight real rosters left, against R's {@code survival} and {@code etm};
 * the script is beside the tables.
 */
class ReasonReferenceTest {

    private static final Offset<Double> EXACT = within(1e-9);
    private static final List<String> MADE_UP =
            List.of("EMPLOYMENT", "EMPLOYMENT", "HEALTH", "TIME", "TRANSFER");

    static List<OuladRosters.Cohort> cohorts() {
        return OuladRosters.cohorts();
    }

    @ParameterizedTest
    @MethodSource("cohorts")
    void incidenceIsThatOfTheReference(OuladRosters.Cohort cohort) {
        TreeMap<String, List<CumulativeIncidence.Row>> actual = new TreeMap<>();
        incidence(cohort, 1).reasons().forEach(one -> actual.put(one.reason(), one.curve()));
        TreeMap<String, List<String[]>> expected = new TreeMap<>();
        OuladRosters.lines("reasons/incidence").stream()
                .filter(cells -> cells[0].equals(cohort.cohortId()))
                .forEach(c -> expected.computeIfAbsent(c[1], _ -> new ArrayList<>()).add(c));

        assertThat(expected).hasSize(3);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((reason, lines) -> agree(actual.get(reason), lines));
    }

    private static void agree(List<CumulativeIncidence.Row> rows, List<String[]> lines) {
        assertThat(rows).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i);
            CumulativeIncidence.Row row = rows.get(i);
            assertThat(row.day()).isEqualTo(parseInt(cells[2]));
            assertThat(row.atRisk()).isEqualTo(parseInt(cells[3]));
            assertThat(row.withdrawn()).isEqualTo(parseInt(cells[4]));
            assertThat(row.incidence()).isCloseTo(parseDouble(cells[5]), EXACT);
            assertThat(row.standardError()).isCloseTo(parseDouble(cells[6]), EXACT);
            assertThat(row.lower()).isCloseTo(parseDouble(cells[7]), EXACT);
            assertThat(row.upper()).isCloseTo(parseDouble(cells[8]), EXACT);
        }
    }

    @ParameterizedTest
    @MethodSource("cohorts")
    void weeksAreThoseOfTheReference(OuladRosters.Cohort cohort) {
        List<String[]> expected =
                OuladRosters.lines("reasons/weeks").stream()
                        .filter(cells -> cells[0].equals(cohort.cohortId()))
                        .toList();

        List<Week> weeks =
                WeeklyHazard.of(
                                RiskDays.of(
                                        stays(cohort), cohort.start(), cohort.end(), cohort.end()))
                        .weeks();

        assertThat(weeks).hasSameSizeAs(expected);
        for (int i = 0; i < weeks.size(); i++) {
            String[] cells = expected.get(i);
            Week week = weeks.get(i);
            assertThat(week.week()).isEqualTo(parseInt(cells[1]));
            assertThat(week.daysAtRisk()).isEqualTo(parseInt(cells[2]));
            assertThat(week.withdrawn()).isEqualTo(parseInt(cells[3]));
            assertThat(week.hazard()).isCloseTo(parseDouble(cells[4]), EXACT);
            assertThat(week.lower()).isCloseTo(parseDouble(cells[5]), EXACT);
            assertThat(week.upper()).isCloseTo(parseDouble(cells[6]), EXACT);
            assertThat(week.pValue()).isCloseTo(parseDouble(cells[7]), EXACT);
            assertThat(week.standsOut()).isEqualTo(Boolean.parseBoolean(cells[8]));
        }
    }

    @ParameterizedTest
    @MethodSource("cohorts")
    void whoStayedAndWhoLeftForEachReasonAreAll(OuladRosters.Cohort cohort) {
        List<Stay> stays = stays(cohort);

        double left =
                incidence(cohort, 1).reasons().stream()
                        .mapToDouble(one -> one.curve().getLast().incidence())
                        .sum();

        SurvivalCurve curve =
                SurvivalCurve.of(RiskDays.of(stays, cohort.start(), cohort.end(), cohort.end()));
        assertThat(left + curve.last().survival()).isCloseTo(1, within(1e-12));
    }

    @Test
    void orderOfStudentsChangesNoBit() {
        OuladRosters.Cohort cohort = OuladRosters.cohorts().getFirst();
        List<Stay> shuffled = new ArrayList<>(stays(cohort));
        Collections.shuffle(shuffled, new Random(7));

        assertThat(CumulativeIncidence.of(shuffled, cohort.start(), cohort.end(), cohort.end(), 1))
                .isEqualTo(incidence(cohort, 1));
    }

    @Test
    void reasonOfFewIsOneOfTheOthers() {
        LocalDate start = LocalDate.of(2024, 1, 1);
        List<Stay> stays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stays.add(Stay.of(null, start.plusDays(3), "TIME"));
        }
        for (int i = 0; i < 4; i++) {
            stays.add(Stay.of(null, start.plusDays(5), "HEALTH"));
        }
        stays.add(Stay.of(null, start.plusDays(6), null));
        stays.add(Stay.of(null, start.plusDays(6), "TRANSFER"));
        stays.add(Stay.of(null, null, null));

        CumulativeIncidence joined =
                CumulativeIncidence.of(stays, start, start.plusDays(9), start.plusDays(9), 5);

        assertThat(joined.reasons())
                .extracting(one -> one.reason() + one.count())
                .containsExactly("OTHER5", "TIME5");
        assertThat(joined.reasons().getFirst().curve())
                .extracting(CumulativeIncidence.Row::day)
                .containsExactly(5, 6);
    }

    @Test
    void whereAllHaveLeftForOneReasonThereIsNoInterval() {
        LocalDate start = LocalDate.of(2024, 1, 1);

        CumulativeIncidence all =
                CumulativeIncidence.of(
                        List.of(Stay.of(null, start.plusDays(2), "TIME")),
                        start,
                        start.plusDays(9),
                        start.plusDays(9),
                        1);

        assertThat(all.reasons().getFirst().curve())
                .containsExactly(new CumulativeIncidence.Row(2, 1, 1, 1, 0, null, null));
    }

    @Test
    void beforeTheStartThereIsNothingToTell() {
        LocalDate start = LocalDate.of(2024, 1, 1);
        List<Stay> stays = List.of(Stay.of(null, null, null));
        LocalDate before = start.minusDays(1);

        assertThat(CumulativeIncidence.of(stays, start, start.plusDays(9), before, 1).reasons())
                .isEmpty();
        assertThat(WeeklyHazard.of(RiskDays.of(stays, start, start.plusDays(9), before)))
                .isEqualTo(new WeeklyHazard(List.of(), null));
    }

    private static CumulativeIncidence incidence(OuladRosters.Cohort cohort, int least) {
        return CumulativeIncidence.of(
                stays(cohort), cohort.start(), cohort.end(), cohort.end(), least);
    }

    /** The rosters say no reasons: the row's number makes one up, as in the script. */
    private static List<Stay> stays(OuladRosters.Cohort cohort) {
        List<Stay> stays = cohort.stays();
        List<Stay> withReasons = new ArrayList<>();
        for (int i = 0; i < stays.size(); i++) {
            Stay stay = stays.get(i);
            withReasons.add(
                    Stay.of(
                            stay.enrolledOn(),
                            stay.withdrawnOn(),
                            stay.withdrawnOn() == null
                                    ? null
                                    : MADE_UP.get((i + 1) % MADE_UP.size())));
        }
        return withReasons;
    }
}
