package bootcamp.enrollment.risk;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.risk.CohortHistory.Away;
import bootcamp.enrollment.risk.CohortHistory.Contest;
import bootcamp.enrollment.risk.CohortHistory.Happening;
import bootcamp.enrollment.risk.CohortHistory.Kind;
import bootcamp.enrollment.risk.CohortHistory.Student;
import bootcamp.enrollment.risk.Signal.Code;
import bootcamp.enrollment.risk.WarningEvaluation.Verdict;
import bootcamp.enrollment.risk.WarningModel.Basis;
import bootcamp.enrollment.risk.WarningModel.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarningModelTest {

    private static final int HORIZON = 140;
    private static final List<Contest> CONTESTS =
            List.of(new Contest(20, 50), new Contest(60, 100), new Contest(110, 130));
    private static final WarningModel PRIOR = prior();

    /** Chances rise with the share of absences alone. */
    private static WarningModel prior() {
        int width = Signals.NAMES.size();
        List<Double> zero = Collections.nCopies(width, 0.0);
        List<Double> beta = new ArrayList<>(Collections.nCopies(width + 1, 0.0));
        beta.set(0, -3.5);
        beta.set(1, 2.0);
        return new WarningModel(
                Basis.PRIOR,
                new Weights(zero, Collections.nCopies(width, 1.0), beta),
                new Weights(List.of(0.0), List.of(1.0), List.of(-3.5, 0.1)),
                List.of(),
                0.03,
                0,
                0,
                0);
    }

    /**
     * Who is going to leave is absent more often in the three weeks before, and does not submit.
     *
     * @param tells whether it is so; else attendance says nothing
     */
    private static CohortHistory cohort(Random random, int size, boolean tells) {
        List<Student> students = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int exit = random.nextInt(3) == 0 ? 20 + random.nextInt(110) : Student.STAYS;
            List<Happening> all = new ArrayList<>();
            for (int day = 0; day < Math.min(exit, HORIZON); day++) {
                boolean drifts = tells && exit - day < 21;
                all.add(
                        new Happening(
                                day,
                                random.nextInt(100) < (drifts ? 45 : 8)
                                        ? Kind.ABSENT
                                        : random.nextInt(10) == 0
                                                ? Kind.PARTLY_PRESENT
                                                : Kind.PRESENT));
                if (random.nextInt(12) == 0) {
                    all.add(
                            new Happening(
                                    day, Kind.values()[random.nextInt(Kind.values().length)]));
                }
            }
            students.add(
                    new Student(
                            "s" + i,
                            random.nextInt(10) == 0 ? random.nextInt(10) : 0,
                            exit,
                            random.nextInt(20) == 0,
                            all,
                            random.nextInt(8) == 0
                                    ? List.of(new Away(30, 33 + random.nextInt(40)))
                                    : List.of()));
        }
        return new CohortHistory(HORIZON, CONTESTS, students);
    }

    @Test
    void whatHappensLaterChangesNoScore() {
        WarningModel model = WarningModel.learn(List.of(cohort(new Random(1), 150, true)), PRIOR);
        CohortHistory cohort = cohort(new Random(2), 60, true);
        assertThat(model.basis()).isEqualTo(Basis.LEARNT);
        for (int day = 0; day <= 126; day += 7) {
            CohortHistory other = withAnotherFuture(cohort, day);
            int compared = 0;
            for (int i = 0; i < cohort.students().size(); i++) {
                Student student = cohort.students().get(i);
                if (student.isAtRisk(day)) {
                    assertThat(model.score(other, other.students().get(i), day))
                            .isEqualTo(model.score(cohort, student, day));
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(20);
        }
    }

    private static CohortHistory withAnotherFuture(CohortHistory cohort, int day) {
        Random random = new Random(day);
        List<Student> students = new ArrayList<>();
        for (Student each : cohort.students()) {
            List<Happening> known =
                    new ArrayList<>(
                            each.happenings().stream().filter(one -> one.day() <= day).toList());
            for (int i = 0; i < 30; i++) {
                known.add(
                        new Happening(
                                day + 1 + random.nextInt(60),
                                Kind.values()[random.nextInt(Kind.values().length)]));
            }
            List<Away> leaves = new ArrayList<>();
            for (Away leave : each.leaves()) {
                if (leave.from() <= day) {
                    leaves.add(
                            leave.until() < day
                                    ? leave
                                    : new Away(leave.from(), day + random.nextInt(50)));
                }
            }
            leaves.add(new Away(day + 1 + random.nextInt(9), Student.STAYS));
            boolean here = each.exit() > day;
            students.add(
                    new Student(
                            each.id(),
                            each.entered() > day ? day + 1 + random.nextInt(9) : each.entered(),
                            here ? day + 1 + random.nextInt(90) : each.exit(),
                            here ? random.nextBoolean() : each.moved(),
                            known,
                            leaves));
        }
        return new CohortHistory(cohort.horizon(), cohort.contests(), students);
    }

    @Test
    void aModelThatFindsWhoLeavesIsUsedAndIsCalibratedWithinItsIntervals() {
        Random random = new Random(3);
        List<CohortHistory> cohorts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            cohorts.add(cohort(random, 90, true));
        }

        WarningEvaluation evaluation = WarningEvaluation.of(cohorts, PRIOR);

        assertThat(evaluation).isNotNull();
        assertThat(evaluation.basis()).isEqualTo(Basis.LEARNT);
        assertThat(evaluation.learntFrom()).isEqualTo(4);
        assertThat(evaluation.judgedBy()).isEqualTo(2);
        assertThat(evaluation.verdict()).isEqualTo(Verdict.MODEL_BEATS_RULES);
        assertThat(evaluation.model().judgement().auc())
                .isGreaterThan(0.8)
                .isGreaterThan(evaluation.lastActivity().judgement().auc());
        assertThat(evaluation.model().intervals().auc().lower()).isGreaterThan(0.7);
        assertThat(evaluation.calibration()).hasSize(5);
        assertThat(evaluation.calibration())
                .filteredOn(bin -> bin.lower() <= bin.chance() && bin.chance() <= bin.upper())
                .hasSizeGreaterThanOrEqualTo(4);
        WarningModel chosen = WarningEvaluation.chosen(evaluation, cohorts, PRIOR);
        assertThat(chosen.basis()).isEqualTo(Basis.LEARNT);
        assertThat(chosen.cohorts()).isEqualTo(6);
    }

    @Test
    void whereTheModelIsNoBetterTheSimpleRuleIsUsed() {
        Random random = new Random(4);
        List<CohortHistory> cohorts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cohorts.add(silentBeforeLeaving(random));
        }

        WarningEvaluation evaluation = WarningEvaluation.of(cohorts, PRIOR);
        WarningModel chosen = WarningEvaluation.chosen(evaluation, cohorts, PRIOR);

        assertThat(evaluation.verdict()).isEqualTo(Verdict.RULE_IS_AS_GOOD);
        assertThat(chosen.basis()).isEqualTo(Basis.LAST_ACTIVITY);
        CohortHistory cohort = cohorts.getFirst();
        Student student = cohort.students().getFirst();
        assertThat(chosen.score(cohort, student, 0).signals())
                .containsExactly(new Signal(Code.SILENT, 0, null));
    }

    /** Days of silence say all: who left was never absent before, so that the rule is perfect. */
    private static CohortHistory silentBeforeLeaving(Random random) {
        List<Student> students = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            int last = random.nextInt(3) == 0 ? 14 + 14 * random.nextInt(7) : HORIZON;
            List<Happening> all = new ArrayList<>();
            for (int day = 0; day <= last - (last < HORIZON ? 1 : 0); day++) {
                all.add(new Happening(day, Kind.PRESENT));
            }
            students.add(
                    new Student(
                            "s" + i,
                            0,
                            last < HORIZON ? last + 1 + random.nextInt(13) : Student.STAYS,
                            false,
                            all,
                            List.of()));
        }
        return new CohortHistory(HORIZON, List.of(), students);
    }

    @Test
    void withOneClosedCohortThereIsNothingToJudgeAndThePriorIsUsed() {
        List<CohortHistory> one = List.of(cohort(new Random(5), 80, true));

        WarningEvaluation evaluation = WarningEvaluation.of(one, PRIOR);
        WarningModel chosen = WarningEvaluation.chosen(evaluation, one, PRIOR);

        assertThat(evaluation).isNull();
        assertThat(chosen.basis()).isEqualTo(Basis.PRIOR);
        assertThat(chosen.weights()).isEqualTo(PRIOR.weights());
        assertThat(chosen.rates()).isNotEmpty();
        assertThat(WarningEvaluation.chosen(null, List.of(), PRIOR)).isEqualTo(PRIOR);
    }

    @Test
    void aCohortOfWhichOnlyARosterIsKnownTeachesNothing() {
        Student seen =
                new Student(
                        "a",
                        0,
                        Student.STAYS,
                        false,
                        List.of(new Happening(3, Kind.PRESENT)),
                        List.of());
        Student unseen =
                new Student(
                        "b",
                        0,
                        60,
                        false,
                        List.of(new Happening(3, Kind.ENDED_WITHOUT_SUBMISSION)),
                        List.of());

        assertThat(new CohortHistory(HORIZON, List.of(), List.of(seen, unseen)).isSeen()).isTrue();
        assertThat(new CohortHistory(HORIZON, List.of(), List.of(seen, unseen, unseen)).isSeen())
                .isFalse();
        assertThat(new CohortHistory(HORIZON, List.of(), List.of()).isSeen()).isFalse();
    }

    @Test
    void fewWithdrawalsTeachAndJudgeNothing() {
        Student stays =
                new Student(
                        "s",
                        0,
                        Student.STAYS,
                        false,
                        List.of(new Happening(3, Kind.PRESENT)),
                        List.of());
        CohortHistory cohort = new CohortHistory(HORIZON, List.of(), List.of(stays));

        WarningEvaluation evaluation = WarningEvaluation.of(List.of(cohort, cohort, cohort), PRIOR);

        assertThat(evaluation.verdict()).isEqualTo(Verdict.TOO_FEW_EVENTS);
        assertThat(evaluation.basis()).isEqualTo(Basis.PRIOR);
        assertThat(evaluation.model().judgement().auc()).isNull();
        assertThat(WarningEvaluation.chosen(evaluation, List.of(cohort), PRIOR).weights())
                .isEqualTo(PRIOR.weights());
    }

    @Test
    void theWordsAreTheNumbersThatRaiseTheChance() {
        List<Happening> all = new ArrayList<>();
        for (int day = 0; day < 14; day++) {
            all.add(new Happening(day, Kind.PRESENT));
        }
        for (int day = 14; day < 28; day++) {
            all.add(new Happening(day, day > 21 ? Kind.ABSENT : Kind.PRESENT));
        }
        Student student = new Student("s", 0, Student.STAYS, false, all, List.of());
        CohortHistory cohort = new CohortHistory(HORIZON, List.of(), List.of(student));

        Score score = PRIOR.score(cohort, student, 27);

        assertThat(score.signals()).containsExactly(new Signal(Code.ABSENT_LATELY, 6, 14));
        assertThat(score.chance()).isGreaterThan(PRIOR.score(cohort, student, 13).chance());
        assertThat(score.usual()).isEqualTo(0.03);
    }

    @Test
    void fewLecturesOrClinicsAreSaidOnlyWhereTheCohortHadSome() {
        List<Double> beta = new ArrayList<>(Collections.nCopies(Signals.NAMES.size() + 1, 0.0));
        beta.set(1 + Signals.NAMES.indexOf("lecturesAttended"), -1.0);
        beta.set(1 + Signals.NAMES.indexOf("clinics"), -1.0);
        WarningModel model =
                new WarningModel(
                        Basis.LEARNT,
                        new Weights(
                                Collections.nCopies(Signals.NAMES.size(), 1.0),
                                Collections.nCopies(Signals.NAMES.size(), 1.0),
                                beta),
                        PRIOR.byIdleness(),
                        List.of(),
                        0.03,
                        0,
                        0,
                        0);
        Student idle = new Student("s", 0, Student.STAYS, false, List.of(), List.of());

        assertThat(said(model, idle, List.of())).isEmpty();
        assertThat(said(model, idle, List.of(new Happening(40, Kind.CLINIC)))).isEmpty();
        assertThat(said(model, idle, List.of(new Happening(2, Kind.CLINIC)))).isEmpty();
        assertThat(said(model, idle, List.of(new Happening(20, Kind.CLINIC))))
                .containsExactly(Code.FEW_CLINICS);
        assertThat(said(model, idle, List.of(new Happening(2, Kind.MISSED_LECTURE))))
                .containsExactly(Code.FEW_LECTURES);
    }

    private static List<Code> said(WarningModel model, Student idle, List<Happening> others) {
        Student other = new Student("o", 0, Student.STAYS, false, others, List.of());
        CohortHistory cohort = new CohortHistory(HORIZON, List.of(), List.of(idle, other));
        return model.score(cohort, idle, 35).signals().stream().map(Signal::code).toList();
    }
}
