package bootcamp.enrollment.risk;

import bootcamp.enrollment.risk.CohortHistory.Student;
import java.util.ArrayList;
import java.util.List;

/**
 * The chance of withdrawing in the next fortnight by what the platform itself has seen: a
 * regularised logistic regression over person-fortnights, or a simple rule where that is as good.
 *
 * @param basis where the chances come from
 * @param weights of the values of {@link Signals}
 * @param byIdleness of the days since anything was seen, alone
 * @param rates the share that left in each fortnight of the programme, the first in that after day
 *     0; beyond them {@code rate} holds
 * @param rate the share that left in a fortnight, of all
 * @param cohorts learnt from
 * @param rows person-fortnights learnt from
 * @param events those of them in which somebody withdrew
 */
public record WarningModel(
        Basis basis,
        Weights weights,
        Weights byIdleness,
        List<Double> rates,
        double rate,
        int cohorts,
        int rows,
        int events) {

    /** Fewer withdrawals than that teach nothing about so many values. */
    static final int EVENTS_MIN = 20;

    /** A tenth of the command's: an installation has a tenth of the rows. */
    private static final double PENALTY = 10;

    /** A chance is rising that is so many times what it was a week ago, … */
    private static final double RISEN = 1.5;

    /** … and so many times the usual. */
    private static final double ABOVE_USUAL = 2;

    /** The rate of a fortnight is drawn to that of all as if so many more had been seen. */
    private static final double DRAWN_BY = 50;

    public WarningModel {
        rates = List.copyOf(rates);
    }

    /** Where chances come from. */
    public enum Basis {
        /** Stated, not learnt here: there are too few closed cohorts. */
        PRIOR,
        /** Learnt from the closed cohorts of this installation. */
        LEARNT,
        /** Days since anything was seen: the model was no better on later cohorts. */
        LAST_ACTIVITY
    }

    /**
     * @param chance in (0, 1)
     * @param usual of somebody of whom nothing is known but the week; in (0, 1)
     * @param signals the strongest first, at most three; those that raise the chance
     */
    public record Score(double chance, double usual, List<Signal> signals) {

        public Score {
            signals = List.copyOf(signals);
        }

        /** More likely to leave than usual, and than the same student a week ago. */
        public boolean isRisenFrom(double before) {
            return isRisen(chance, before, usual);
        }
    }

    /**
     * From cohorts that are over; the weights are those of the given model where too few left.
     *
     * @param prior its rates hold where nobody is to learn from
     */
    public static WarningModel learn(List<CohortHistory> cohorts, WarningModel prior) {
        List<double[]> values = new ArrayList<>();
        List<double[]> idle = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        for (CohortHistory cohort : cohorts) {
            for (int day : days(cohort)) {
                for (Student student : cohort.students()) {
                    if (student.isAtRisk(day)) {
                        values.add(new Signals(cohort, student, day).values());
                        idle.add(new double[] {Signals.idle(student, day)});
                        labels.add(student.leavesAfter(day));
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
        if (left.length == 0) {
            return prior;
        }
        boolean enough = events >= EVENTS_MIN && events < left.length;
        double rate = (events + DRAWN_BY * prior.rate) / (left.length + DRAWN_BY);
        return new WarningModel(
                enough ? Basis.LEARNT : Basis.PRIOR,
                enough ? Logistic.fit(values, left, PENALTY).weights() : prior.weights,
                enough ? Logistic.fit(idle, left, 1).weights() : prior.byIdleness,
                rates(cohorts, rate),
                rate,
                cohorts.size(),
                left.length,
                events);
    }

    private static List<Double> rates(List<CohortHistory> cohorts, double rate) {
        List<Double> rates = new ArrayList<>();
        for (int day = 0; ; day += RiskModel.FORTNIGHT) {
            int atRisk = 0;
            int left = 0;
            for (CohortHistory cohort : cohorts) {
                if (day + RiskModel.FORTNIGHT <= cohort.horizon()) {
                    for (Student student : cohort.students()) {
                        atRisk += student.isAtRisk(day) ? 1 : 0;
                        left += student.isAtRisk(day) && student.leavesAfter(day) ? 1 : 0;
                    }
                }
            }
            if (atRisk == 0) {
                return rates;
            }
            rates.add((left + DRAWN_BY * rate) / (atRisk + DRAWN_BY));
        }
    }

    /** Those on which something is known, and a fortnight is left to see what comes of it. */
    static List<Integer> days(CohortHistory cohort) {
        List<Integer> days = new ArrayList<>();
        for (int day = RiskModel.FORTNIGHT;
                day + RiskModel.FORTNIGHT <= cohort.horizon();
                day += RiskModel.FORTNIGHT) {
            days.add(day);
        }
        return days;
    }

    /** With the rates of these cohorts, and the weights that are stated. */
    WarningModel withWeightsOf(WarningModel prior) {
        return new WarningModel(
                Basis.PRIOR, prior.weights, prior.byIdleness, rates, rate, cohorts, rows, events);
    }

    WarningModel basedOn(Basis other) {
        return new WarningModel(other, weights, byIdleness, rates, rate, cohorts, rows, events);
    }

    /** Of somebody at risk on that day. */
    public Score score(CohortHistory cohort, Student student, int day) {
        double usual = usual(day);
        if (basis == Basis.LAST_ACTIVITY) {
            return new Score(
                    chanceByIdleness(student, day), usual, List.of(Signals.silence(student, day)));
        }
        Signals signals = new Signals(cohort, student, day);
        Logistic logistic = Logistic.of(weights);
        return new Score(
                logistic.chance(signals.values()),
                usual,
                signals.strongest(logistic.lifts(signals.values())));
    }

    static boolean isRisen(double chance, double before, double usual) {
        return chance >= RISEN * before && chance >= ABOVE_USUAL * usual;
    }

    /** As {@link #score}, without words. */
    double chance(CohortHistory cohort, Student student, int day) {
        return basis == Basis.LAST_ACTIVITY
                ? chanceByIdleness(student, day)
                : Logistic.of(weights).chance(new Signals(cohort, student, day).values());
    }

    double chanceByIdleness(Student student, int day) {
        return Logistic.of(byIdleness).chance(new double[] {Signals.idle(student, day)});
    }

    /** In the fortnight after that day. */
    public double usual(int day) {
        int fortnight = Math.max(0, day) / RiskModel.FORTNIGHT;
        return fortnight < rates.size() ? rates.get(fortnight) : rate;
    }
}
