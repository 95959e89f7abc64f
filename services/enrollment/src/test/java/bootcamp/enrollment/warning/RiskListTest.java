package bootcamp.enrollment.warning;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.RisksScored;
import bootcamp.enrollment.risk.WarningModel.Basis;
import bootcamp.enrollment.warning.RiskList.AtRisk;
import bootcamp.enrollment.warning.RiskList.ScoreRisks;
import bootcamp.platform.aggregate.Decision;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RiskListTest {

    private static final LocalDate DAY = LocalDate.parse("2024-02-01");
    private static final AtRisk HANA = new AtRisk("hana", 6.2, 2.1, List.of());

    private static ScoreRisks on(LocalDate day, AtRisk... students) {
        return new ScoreRisks(day, Basis.PRIOR, List.of(students));
    }

    private static RiskList after(ScoreRisks scored) {
        return RiskList.initial("ai-lab-3")
                .evolve(new RisksScored(scored.on(), scored.basis(), scored.students()));
    }

    @Test
    void aListIsWrittenOverByThatOfALaterDayAndByANewOneOfTheDay() {
        RiskList list = after(on(DAY, HANA));

        assertThat(list.decide(on(DAY.plusDays(1), HANA)))
                .isEqualTo(
                        Decision.yields(
                                new RisksScored(DAY.plusDays(1), Basis.PRIOR, List.of(HANA))));
        assertThat(list.decide(on(DAY)))
                .isEqualTo(Decision.yields(new RisksScored(DAY, Basis.PRIOR, List.of())));
    }

    @Test
    void theSameAgainAndWhatIsOldSaysNothing() {
        RiskList list = after(on(DAY, HANA));

        assertThat(list.decide(on(DAY, HANA))).isEqualTo(Decision.staysQuiet());
        assertThat(list.decide(on(DAY.minusDays(1)))).isEqualTo(Decision.staysQuiet());
    }

    @Test
    void moreThanAnybodyLooksAtIsLeftOut() {
        ScoreRisks all =
                new ScoreRisks(
                        DAY,
                        Basis.PRIOR,
                        IntStream.range(0, 150)
                                .mapToObj(i -> new AtRisk("s" + i, 6, 2, List.of()))
                                .toList());

        assertThat(all.students()).hasSize(RiskList.STUDENTS_MAX);
        assertThat(all.students().getFirst().studentId()).isEqualTo("s0");
    }
}
