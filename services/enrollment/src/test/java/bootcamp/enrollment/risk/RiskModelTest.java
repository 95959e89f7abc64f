package bootcamp.enrollment.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bootcamp.enrollment.risk.RiskCohort.Participant;
import bootcamp.enrollment.risk.RiskCohort.Submission;
import bootcamp.enrollment.risk.RiskCohort.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskModelTest {

    private static final List<Task> TASKS =
            List.of(new Task("a", 20), new Task("b", 50), new Task("c", 80), new Task("d", 110));

    @Test
    void whatHappensLaterChangesNoScore() {
        RiskModel model = RiskModel.learn(List.of(cohort(new Random(1))));
        RiskCohort cohort = cohort(new Random(2));
        for (int day = 0; day <= 126; day += 7) {
            int today = day;
            Random random = new Random(day);
            List<Participant> shuffled = new ArrayList<>();
            for (Participant each : cohort.participants()) {
                List<Submission> past =
                        new ArrayList<>(
                                each.submissions().stream()
                                        .filter(one -> one.day() <= today)
                                        .toList());
                past.add(new Submission("d", today + 1 + random.nextInt(60)));
                boolean here = each.exit() > today;
                shuffled.add(
                        new Participant(
                                each.id(),
                                each.enrolled() > today
                                        ? today + 1 + random.nextInt(9)
                                        : each.enrolled(),
                                here ? today + 1 + random.nextInt(90) : each.exit(),
                                here ? random.nextBoolean() : each.moved(),
                                past));
            }
            RiskCohort other = new RiskCohort(140, TASKS, shuffled);

            assertThat(model.chances(other, day)).isEqualTo(model.chances(cohort, day));
        }
    }

    @Test
    void whoMissedWhatOthersHandedInIsLikelierToLeaveWhereThatWasSo() {
        RiskModel model = RiskModel.learn(List.of(cohort(new Random(3)), cohort(new Random(4))));
        RiskEvaluation.Row row = RiskEvaluation.of(model, List.of(cohort(new Random(5))), 60);

        assertThat(row.model().judgement().auc()).isGreaterThan(0.75);
        assertThat(row.weekRate().judgement().auc()).isEqualTo(0.5);
        assertThat(row.model().judgement().brier()).isLessThan(row.weekRate().judgement().brier());
    }

    @Test
    void atRiskAndLabelAreOfTheirDays() {
        Participant leaves = new Participant("x", -5, 44, false, List.of());
        assertThat(leaves.isAtRisk(43)).isTrue();
        assertThat(leaves.isAtRisk(44)).isFalse();
        assertThat(leaves.leavesAfter(29)).isFalse();
        assertThat(leaves.leavesAfter(30)).isTrue();
        assertThat(leaves.leavesAfter(43)).isTrue();
        assertThat(new Participant("y", -5, 44, true, List.of()).leavesAfter(30)).isFalse();
        assertThat(new Participant("z", 9, 99, false, List.of()).isAtRisk(8)).isFalse();
        assertThat(new Participant("n", -5, -1, false, List.of()).isAtRisk(0)).isFalse();
    }

    @Test
    void nothingHandedInAndOneStudentAreJudgedWithoutFailing() {
        RiskCohort one =
                new RiskCohort(
                        60,
                        List.of(),
                        List.of(new Participant("x", 0, Participant.STAYS, false, List.of())));
        RiskModel model = RiskModel.learn(List.of(one));
        RiskEvaluation.Row row = RiskEvaluation.of(model, List.of(one), 28);

        assertThat(row.students()).isOne();
        assertThat(row.events()).isZero();
        assertThat(row.model().judgement().auc()).isNull();
        assertThat(row.model().judgement().brier()).isBetween(0.0, 1.0);
        assertThat(RiskEvaluation.of(model, List.of(one), 47).students()).isZero();
        assertThatThrownBy(() -> RiskModel.learn(List.of(new RiskCohort(60, List.of(), List.of()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void figuresEqualTheirDefinitionsAlsoWithTies() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            int size = 2 + random.nextInt(60);
            double[] scores = new double[size];
            boolean[] left = new boolean[size];
            for (int i = 0; i < size; i++) {
                scores[i] = random.nextInt(8) / 8.0;
                left[i] = random.nextInt(4) == 0;
            }
            left[0] = true;
            left[1] = false;
            Judgement judgement = Judgement.of(scores, scores, left);

            assertThat(judgement.auc()).isCloseTo(pairs(scores, left), within(1e-12));
            assertThat(judgement.averagePrecision())
                    .isCloseTo(stepwise(scores, left), within(1e-12));
            assertThat(judgement.recall()).isCloseTo(called(scores, left), within(1e-12));
            double squares = 0;
            for (int i = 0; i < size; i++) {
                squares += Math.pow(scores[i] - (left[i] ? 1 : 0), 2) / size;
            }
            assertThat(judgement.brier()).isCloseTo(squares, within(1e-12));
        }
    }

    /** Over all pairs of one who left and one who stayed. */
    private static double pairs(double[] scores, boolean[] left) {
        double won = 0;
        int all = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (left[i] && !left[j]) {
                    all++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return won / all;
    }

    /** The mean, over those who left, of the precision among all scored no lower. */
    private static double stepwise(double[] scores, boolean[] left) {
        double sum = 0;
        int events = 0;
        for (int i = 0; i < scores.length; i++) {
            if (left[i]) {
                events++;
                int above = 0;
                int hits = 0;
                for (int j = 0; j < scores.length; j++) {
                    if (scores[j] >= scores[i]) {
                        above++;
                        hits += left[j] ? 1 : 0;
                    }
                }
                sum += hits / (double) above;
            }
        }
        return sum / events;
    }

    /** Each who left counts with the chance of being among the called, ties drawn by lot. */
    private static double called(double[] scores, boolean[] left) {
        int calls = (scores.length + 19) / 20;
        double sum = 0;
        int events = 0;
        for (int i = 0; i < scores.length; i++) {
            if (left[i]) {
                events++;
                int higher = 0;
                int same = 0;
                for (double score : scores) {
                    higher += score > scores[i] ? 1 : 0;
                    same += score == scores[i] ? 1 : 0;
                }
                sum += Math.max(0, Math.min(1, (calls - higher) / (double) same));
            }
        }
        return sum / events;
    }

    /** Who misses a task leaves soon, half of the time. */
    private static RiskCohort cohort(Random random) {
        List<Participant> participants = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int exit = Participant.STAYS;
            List<Submission> submissions = new ArrayList<>();
            for (Task task : TASKS) {
                if (exit == Participant.STAYS) {
                    if (random.nextInt(6) > 0) {
                        submissions.add(new Submission(task.id(), task.due() - random.nextInt(12)));
                    } else if (random.nextBoolean()) {
                        exit = task.due() + 5 + random.nextInt(20);
                    }
                }
            }
            participants.add(
                    new Participant(
                            "s" + i, -random.nextInt(90) + 5, exit, i % 40 == 0, submissions));
        }
        return new RiskCohort(140, TASKS, participants);
    }
}
