package bootcamp.enrollment.risk;

import bootcamp.enrollment.risk.RiskCohort.Participant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** How right a model is about cohorts that it did not learn from, beside two simple rules. */
public final class RiskEvaluation {

    private RiskEvaluation() {}

    /**
     * @param students at risk on that day in the cohorts that last a fortnight longer
     * @param events those of them who withdraw within that fortnight
     * @param lastActivity the rule "longest without a submission first"
     * @param weekRate the rule "all alike, as many as left at that time in other cohorts"
     * @param calibration of the model
     */
    public record Row(
            int day,
            int students,
            int events,
            Figures model,
            Figures lastActivity,
            Figures weekRate,
            List<Calibration.Bin> calibration) {}

    /** With intervals of 95 %: of the students drawn, not of the model learnt. */
    public record Figures(Judgement judgement, Judgement.Intervals intervals) {}

    /** All cohorts together, one row for each day. */
    public static Row of(RiskModel model, List<RiskCohort> cohorts, int day) {
        DoubleStream.Builder chances = DoubleStream.builder();
        DoubleStream.Builder idle = DoubleStream.builder();
        List<Boolean> labels = new ArrayList<>();
        for (RiskCohort cohort : cohorts) {
            if (day + RiskModel.FORTNIGHT <= cohort.horizon()) {
                Arrays.stream(model.chances(cohort, day)).forEach(chances);
                Arrays.stream(RiskModel.idleness(cohort, day)).forEach(idle);
                for (Participant participant : cohort.participants()) {
                    if (participant.isAtRisk(day)) {
                        labels.add(participant.leavesAfter(day));
                    }
                }
            }
        }
        boolean[] left = new boolean[labels.size()];
        int events = 0;
        for (int i = 0; i < left.length; i++) {
            left[i] = labels.get(i);
            events += left[i] ? 1 : 0;
        }
        double[] scores = chances.build().toArray();
        double[] days = idle.build().toArray();
        double[] rate = new double[left.length];
        Arrays.fill(rate, model.rateAfter(day));
        return new Row(
                day,
                left.length,
                events,
                figures(scores, scores, left),
                figures(days, Arrays.stream(days).map(model::chanceByIdleness).toArray(), left),
                figures(rate, rate, left),
                Calibration.of(scores, left));
    }

    private static Figures figures(double[] scores, double[] chances, boolean[] left) {
        return new Figures(
                Judgement.of(scores, chances, left), Judgement.intervals(scores, chances, left));
    }
}
