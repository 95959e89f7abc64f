package bootcamp.enrollment.risk;

import bootcamp.enrollment.risk.Calibration.Bin;
import bootcamp.enrollment.risk.CohortHistory.Student;
import bootcamp.enrollment.risk.WarningModel.Basis;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How right early warning was on cohorts later than those that it learnt from, beside two simple
 * rules, and what follows from it.
 *
 * @param basis of the model that was judged: learnt from the earlier cohorts, or the prior
 * @param learntFrom how many cohorts it learnt from
 * @param judgedBy how many later ones judge it
 * @param rows person-fortnights in these
 * @param events those of them in which somebody withdrew
 * @param model what was judged
 * @param lastActivity the rule "longest unseen first"
 * @param weekRate the rule "all alike, as many as left at that time before"
 * @param calibration ascending by chance
 * @param verdict what follows
 */
public record WarningEvaluation(
        Basis basis,
        int learntFrom,
        int judgedBy,
        int rows,
        int events,
        Figures model,
        Figures lastActivity,
        Figures weekRate,
        List<Bin> calibration,
        Verdict verdict) {

    /** Closed cohorts without which there is nothing to judge. */
    public static final int COHORTS_MIN = 2;

    /** Of the later cohorts: with fewer withdrawals no figure tells good from bad. */
    private static final int EVENTS_MIN = 10;

    /** One cohort of so many is kept to judge by. */
    private static final int JUDGED_OF = 3;

    /** What follows. */
    public enum Verdict {
        /** It ranks better than both rules, and its chances are no further off. */
        MODEL_BEATS_RULES,
        /** It does not, and the simple rule is used. */
        RULE_IS_AS_GOOD,
        /** Too few left in the later cohorts. */
        TOO_FEW_EVENTS
    }

    /** With intervals of 95 %, of the students drawn. */
    public record Figures(Judgement judgement, Judgement.Intervals intervals) {}

    private record Row(double chance, double idle, double byIdleness, double rate, boolean left) {}

    /**
     * @param cohorts that are over, the earliest first
     * @return null: there are not two
     */
    public static @Nullable WarningEvaluation of(List<CohortHistory> cohorts, WarningModel prior) {
        if (cohorts.size() < COHORTS_MIN) {
            return null;
        }
        int judging = Math.max(1, cohorts.size() / JUDGED_OF);
        List<CohortHistory> earlier = cohorts.subList(0, cohorts.size() - judging);
        List<CohortHistory> later = cohorts.subList(cohorts.size() - judging, cohorts.size());
        WarningModel model = WarningModel.learn(earlier, prior);
        List<Row> rows = new ArrayList<>();
        List<Integer> students = new ArrayList<>();
        int number = 0;
        for (CohortHistory cohort : later) {
            for (Student student : cohort.students()) {
                number++;
                for (int day : WarningModel.days(cohort)) {
                    if (student.isAtRisk(day)) {
                        rows.add(
                                new Row(
                                        model.score(cohort, student, day).chance(),
                                        Signals.idle(student, day),
                                        model.chanceByIdleness(student, day),
                                        model.usual(day),
                                        student.leavesAfter(day)));
                        students.add(number - 1);
                    }
                }
            }
        }
        int[] groups = students.stream().mapToInt(Integer::intValue).toArray();
        Figures byModel = figures(rows, groups, Row::chance, Row::chance);
        Figures byIdleness = figures(rows, groups, Row::idle, Row::byIdleness);
        Figures byWeek = figures(rows, groups, Row::rate, Row::rate);
        int events = (int) rows.stream().filter(Row::left).count();
        return new WarningEvaluation(
                model.basis(),
                earlier.size(),
                later.size(),
                rows.size(),
                events,
                byModel,
                byIdleness,
                byWeek,
                Calibration.of(rows.stream().mapToDouble(Row::chance).toArray(), left(rows)),
                verdict(events, byModel.judgement(), byIdleness.judgement(), byWeek.judgement()));
    }

    private static Figures figures(
            List<Row> rows,
            int[] groups,
            ToDoubleFunction<Row> score,
            ToDoubleFunction<Row> chance) {
        double[] scores = rows.stream().mapToDouble(score).toArray();
        double[] chances = rows.stream().mapToDouble(chance).toArray();
        boolean[] left = left(rows);
        return new Figures(
                Judgement.of(scores, chances, left),
                Judgement.intervals(scores, chances, left, groups));
    }

    private static boolean[] left(List<Row> rows) {
        boolean[] left = new boolean[rows.size()];
        IntStream.range(0, left.length).forEach(i -> left[i] = rows.get(i).left());
        return left;
    }

    private static Verdict verdict(
            int events, Judgement model, Judgement lastActivity, Judgement weekRate) {
        if (events < EVENTS_MIN) {
            return Verdict.TOO_FEW_EVENTS;
        }
        return isAbove(model.auc(), lastActivity.auc())
                        && isAbove(model.auc(), weekRate.auc())
                        && !isAbove(model.brier(), lastActivity.brier())
                        && !isAbove(model.brier(), weekRate.brier())
                ? Verdict.MODEL_BEATS_RULES
                : Verdict.RULE_IS_AS_GOOD;
    }

    private static boolean isAbove(@Nullable Double one, @Nullable Double other) {
        return one != null && other != null && one > other;
    }

    /** The model for those who are enrolled now. */
    public static WarningModel chosen(
            @Nullable WarningEvaluation evaluation,
            List<CohortHistory> cohorts,
            WarningModel prior) {
        WarningModel learnt = WarningModel.learn(cohorts, prior);
        if (evaluation == null) {
            return learnt.withWeightsOf(prior);
        }
        return switch (evaluation.verdict()) {
            case MODEL_BEATS_RULES ->
                    evaluation.basis() == Basis.LEARNT ? learnt : learnt.withWeightsOf(prior);
            case RULE_IS_AS_GOOD -> learnt.basedOn(Basis.LAST_ACTIVITY);
            case TOO_FEW_EVENTS -> learnt.withWeightsOf(prior);
        };
    }
}
