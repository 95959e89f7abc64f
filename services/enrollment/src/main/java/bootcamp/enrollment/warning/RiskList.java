package bootcamp.enrollment.warning;

import bootcamp.enrollment.EnrollmentEvent.OfRiskList;
import bootcamp.enrollment.EnrollmentEvent.RisksScored;
import bootcamp.enrollment.risk.Signal;
import bootcamp.enrollment.risk.WarningModel.Basis;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who of a cohort is likeliest to leave within a fortnight, as of one day: written over each day,
 * so that nothing is left of the day before.
 *
 * @param on the day, where the cohort is; null: none was ever scored
 * @param basis where the chances come from; null: none was ever scored
 * @param students the likeliest first, at most {@link #STUDENTS_MAX}
 */
public record RiskList(
        String cohortId, @Nullable LocalDate on, @Nullable Basis basis, List<AtRisk> students) {

    /** More than anybody looks at; a list of so many is well under the bound of a record. */
    public static final int STUDENTS_MAX = 100;

    public static final AggregateType<RiskList, ScoreRisks, OfRiskList> TYPE =
            new AggregateType<>(
                    "RiskList",
                    1,
                    RiskList.class,
                    Map.of("RisksScored", RisksScored.class),
                    RiskList::initial,
                    RiskList::decide,
                    RiskList::evolve,
                    RiskList::publicState,
                    RiskList::publicChange,
                    RiskList::cohortId);

    public RiskList {
        students = List.copyOf(students);
    }

    /**
     * @param score the chance of leaving within 14 days, 0 to 100, in tenths
     * @param usual of somebody of whom nothing is known but the week; as {@code score}
     * @param signals what raises it most, the strongest first; at most three
     */
    public record AtRisk(String studentId, double score, double usual, List<Signal> signals) {

        public AtRisk {
            signals = List.copyOf(signals);
        }
    }

    /** All that can be asked of it: to be as it is on that day. */
    public record ScoreRisks(LocalDate on, Basis basis, List<AtRisk> students) {

        public ScoreRisks {
            students = students.stream().limit(STUDENTS_MAX).toList();
        }
    }

    public static RiskList initial(String cohortId) {
        return new RiskList(cohortId, null, null, List.of());
    }

    /** What was known on a day before says nothing any more. */
    public Decision<OfRiskList> decide(ScoreRisks scored) {
        boolean isOld = on != null && scored.on().isBefore(on);
        boolean isSaid =
                scored.on().equals(on)
                        && scored.basis() == basis
                        && scored.students().equals(students);
        return isOld || isSaid
                ? Decision.staysQuiet()
                : Decision.yields(new RisksScored(scored.on(), scored.basis(), scored.students()));
    }

    public RiskList evolve(OfRiskList fact) {
        return switch (fact) {
            case RisksScored(var day, var by, var scored) ->
                    new RiskList(cohortId, day, by, scored);
        };
    }

    public RiskList publicState() {
        return this;
    }

    /** What the world may see of a fact: the list is in the state. */
    public record Scored(LocalDate on, int students) {}

    private static Object publicChange(OfRiskList fact) {
        return switch (fact) {
            case RisksScored scored -> new Scored(scored.on(), scored.students().size());
        };
    }
}
