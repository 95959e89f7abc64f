package bootcamp.enrollment.risk;

import bootcamp.enrollment.risk.RiskCohort.Participant;
import java.util.ArrayList;
import java.util.List;

/**
 * The chance of withdrawing in the next fortnight, learnt from cohorts that are over: a logistic
 * regression in discrete time, one row for each participant at risk at each step. Name, sex, age
 * and origin are not among what it is given.
 */
public final class RiskModel {

    /** Days that a chance is about. */
    public static final int FORTNIGHT = 14;

    private static final int STEP = FORTNIGHT;
    private static final double PENALTY = 100;

    private final Logistic logistic;
    private final Logistic byIdleness;
    private final List<RiskCohort> learntFrom;

    private RiskModel(Logistic logistic, Logistic byIdleness, List<RiskCohort> learntFrom) {
        this.logistic = logistic;
        this.byIdleness = byIdleness;
        this.learntFrom = learntFrom;
    }

    /**
     * @throws IllegalArgumentException if nobody is at risk in them on any day that has a fortnight
     *     after it
     */
    public static RiskModel learn(List<RiskCohort> cohorts) {
        List<double[]> rows = new ArrayList<>();
        List<double[]> idle = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        for (RiskCohort cohort : cohorts) {
            for (int day = FORTNIGHT; day + FORTNIGHT <= cohort.horizon(); day += STEP) {
                RiskFeatures features = new RiskFeatures(cohort, day);
                for (Participant participant : cohort.participants()) {
                    if (participant.isAtRisk(day)) {
                        rows.add(features.of(participant));
                        idle.add(new double[] {RiskFeatures.idle(participant, day)});
                        labels.add(participant.leavesAfter(day));
                    }
                }
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("Nobody to learn from.");
        }
        boolean[] left = new boolean[labels.size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = labels.get(i);
        }
        return new RiskModel(
                Logistic.fit(rows, left, PENALTY),
                Logistic.fit(idle, left, 1),
                List.copyOf(cohorts));
    }

    /** In (0, 1), for each participant at risk on that day, in their order in the cohort. */
    public double[] chances(RiskCohort cohort, int day) {
        RiskFeatures features = new RiskFeatures(cohort, day);
        return cohort.participants().stream()
                .filter(participant -> participant.isAtRisk(day))
                .mapToDouble(participant -> logistic.chance(features.of(participant)))
                .toArray();
    }

    /** Days since the last submission, in the order of {@link #chances}. */
    public static double[] idleness(RiskCohort cohort, int day) {
        return cohort.participants().stream()
                .filter(participant -> participant.isAtRisk(day))
                .mapToDouble(participant -> RiskFeatures.idle(participant, day))
                .toArray();
    }

    /** The chance of somebody who handed in nothing for so many days, whatever else is known. */
    public double chanceByIdleness(double days) {
        return byIdleness.chance(new double[] {days});
    }

    /** The share that left in the fortnight after that day in the cohorts learnt from. */
    public double rateAfter(int day) {
        long atRisk = 0;
        long left = 0;
        for (RiskCohort cohort : learntFrom) {
            if (day + FORTNIGHT <= cohort.horizon()) {
                for (Participant participant : cohort.participants()) {
                    if (participant.isAtRisk(day)) {
                        atRisk++;
                        left += participant.leavesAfter(day) ? 1 : 0;
                    }
                }
            }
        }
        return (left + 0.5) / (atRisk + 1.0);
    }
}
