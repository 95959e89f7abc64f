package bootcamp.enrollment.risk;

import bootcamp.enrollment.risk.CohortHistory.Away;
import bootcamp.enrollment.risk.CohortHistory.Contest;
import bootcamp.enrollment.risk.CohortHistory.Happening;
import bootcamp.enrollment.risk.CohortHistory.Kind;
import bootcamp.enrollment.risk.CohortHistory.Student;
import bootcamp.enrollment.risk.Signal.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one student at the end of a day, as numbers and in words. Nothing later is read;
 * of a leave, not until when it is either. All counts are of days on which the student was there to
 * be counted: windows begin at entering.
 */
final class Signals {

    /** The order of {@link #values}, as in the prior model. */
    static final List<String> NAMES =
            List.of(
                    "absentShare",
                    "absentShareChange",
                    "lateShare",
                    "absentInARow",
                    "activitiesMissedShare",
                    "silentInCompetition",
                    "competitionsMissedShare",
                    "lecturesMissedShare",
                    "lecturesAttended",
                    "clinics",
                    "daysSinceActivity",
                    "onLeave",
                    "leaveShare",
                    "week",
                    "weekSquared",
                    "enteredLate");

    /** Which word each of the values belongs to, in their order. */
    private static final List<Code> CODES =
            List.of(
                    Code.ABSENT_LATELY,
                    Code.ABSENT_MORE_THAN_BEFORE,
                    Code.LATE_LATELY,
                    Code.ABSENT_IN_A_ROW,
                    Code.ACTIVITIES_MISSED,
                    Code.SILENT_IN_COMPETITION,
                    Code.COMPETITIONS_MISSED,
                    Code.LECTURES_MISSED,
                    Code.FEW_LECTURES,
                    Code.FEW_CLINICS,
                    Code.SILENT,
                    Code.ON_LEAVE,
                    Code.LEAVE_LATELY,
                    Code.WEEK,
                    Code.WEEK,
                    Code.ENTERED_LATE);

    static final int SHOWN = 3;

    private static final int FORTNIGHT = RiskModel.FORTNIGHT;
    private static final int FOUR_WEEKS = 2 * FORTNIGHT;

    /** A competition that has just opened says nothing about who is silent. */
    private static final int OPEN_DAYS_MIN = 7;

    /** Less of it in the logarithm of the odds is not worth a word. */
    private static final double LIFT_MIN = 0.02;

    private final CohortHistory cohort;
    private final Student student;
    private final int day;
    private final double[] values;
    private final Map<Code, Signal> words = new EnumMap<>(Code.class);

    Signals(CohortHistory cohort, Student student, int day) {
        this.cohort = cohort;
        this.student = student;
        this.day = day;
        int absent = count(Kind.ABSENT, FORTNIGHT, 0);
        int partly = count(Kind.PARTLY_PRESENT, FORTNIGHT, 0);
        int held = absent + partly + count(Kind.PRESENT, FORTNIGHT, 0);
        int absentBefore = count(Kind.ABSENT, FOUR_WEEKS, FORTNIGHT);
        int heldBefore =
                absentBefore
                        + count(Kind.PARTLY_PRESENT, FOUR_WEEKS, FORTNIGHT)
                        + count(Kind.PRESENT, FOUR_WEEKS, FORTNIGHT);
        int run = absentInARow(student, day);
        int missed = count(Kind.MISSED_ACTIVITY, FOUR_WEEKS, 0);
        int activities = missed + count(Kind.TOOK_PART, FOUR_WEEKS, 0);
        int silentInContest = silentInContest();
        int without = count(Kind.ENDED_WITHOUT_SUBMISSION, day + 1, 0);
        int ended = without + count(Kind.ENDED_WITH_SUBMISSION, day + 1, 0);
        int lecturesMissed = count(Kind.MISSED_LECTURE, day + 1, 0);
        int lectures = count(Kind.CAME_TO_LECTURE, day + 1, 0);
        int clinics = count(Kind.CLINIC, FOUR_WEEKS, 0);
        int idle = idle(student, day);
        int onLeave = onLeaveFor();
        int leaveDays = leaveDays();
        double week = day / 140.0;
        values =
                new double[] {
                    share(absent, held),
                    share(absent, held) - share(absentBefore, heldBefore),
                    share(partly, held),
                    Math.log1p(run),
                    share(missed, activities),
                    silentInContest > 0 ? 1 : 0,
                    share(without, ended),
                    share(lecturesMissed, lecturesMissed + lectures),
                    Math.log1p(lectures),
                    Math.min(clinics, 1),
                    Math.log1p(idle),
                    onLeave > 0 ? 1 : 0,
                    leaveDays / (double) FOUR_WEEKS,
                    week,
                    week * week,
                    student.entered() > 0 ? 1 : 0
                };
        word(Code.ABSENT_LATELY, absent, held);
        word(Code.ABSENT_MORE_THAN_BEFORE, absent, absentBefore);
        word(Code.LATE_LATELY, partly, held);
        word(Code.ABSENT_IN_A_ROW, run, null);
        word(Code.ACTIVITIES_MISSED, missed, activities);
        word(Code.SILENT_IN_COMPETITION, silentInContest, null);
        word(Code.COMPETITIONS_MISSED, without, ended);
        word(Code.LECTURES_MISSED, lecturesMissed, lecturesMissed + lectures);
        word(Code.FEW_LECTURES, lectures, null);
        word(Code.FEW_CLINICS, clinics, null);
        word(Code.SILENT, idle, null);
        word(Code.ON_LEAVE, onLeave, null);
        word(Code.LEAVE_LATELY, leaveDays, null);
        word(Code.WEEK, day / 7 + 1, null);
        word(Code.ENTERED_LATE, student.entered(), null);
    }

    /** In the order of {@link #NAMES}. */
    double[] values() {
        return values.clone();
    }

    /** Days since anything was seen of the student; since entering where nothing was. */
    static int idle(Student student, int day) {
        int last = student.entered();
        for (Happening each : student.happenings()) {
            if (each.day() <= day && each.kind().isActive()) {
                last = Math.max(last, each.day());
            }
        }
        return Math.max(0, day - last);
    }

    static Signal silence(Student student, int day) {
        return new Signal(Code.SILENT, idle(student, day), null);
    }

    /**
     * The words that raise the chance most, the strongest first.
     *
     * @param lifts what each of the values adds to the logarithm of the odds of somebody usual
     */
    List<Signal> strongest(double[] lifts) {
        Map<Code, Double> byCode = new EnumMap<>(Code.class);
        for (int i = 0; i < lifts.length; i++) {
            byCode.merge(CODES.get(i), lifts[i], Double::sum);
        }
        List<Signal> strongest = new ArrayList<>();
        byCode.entrySet().stream()
                .filter(each -> each.getValue() >= LIFT_MIN && isSayable(each.getKey()))
                .sorted(Map.Entry.<Code, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .forEach(each -> strongest.add(words.get(each.getKey())));
        return strongest;
    }

    /**
     * What did not happen is no sign, but where it is the silence itself: few lectures, or clinics,
     * where others of the cohort had some.
     */
    private boolean isSayable(Code code) {
        Signal word = words.get(code);
        if (word == null || word.count() > 0) {
            return word != null;
        }
        return switch (code) {
            case FEW_LECTURES -> cohortHad(0, Kind.CAME_TO_LECTURE, Kind.MISSED_LECTURE);
            case FEW_CLINICS -> cohortHad(day - FOUR_WEEKS + 1, Kind.CLINIC, Kind.CLINIC);
            default -> false;
        };
    }

    /** Whether it happened to anybody from that day on. */
    private boolean cohortHad(int from, Kind one, Kind other) {
        for (Student each : cohort.students()) {
            for (Happening happening : each.happenings()) {
                if ((happening.kind() == one || happening.kind() == other)
                        && happening.day() >= from
                        && happening.day() <= day) {
                    return true;
                }
            }
        }
        return false;
    }

    private void word(Code code, int count, @Nullable Integer of) {
        words.put(code, new Signal(code, count, of));
    }

    // ---- counting

    /** In (day − from, day − to]. */
    private int count(Kind kind, int from, int to) {
        int count = 0;
        for (Happening each : student.happenings()) {
            if (each.kind() == kind && each.day() > day - from && each.day() <= day - to) {
                count++;
            }
        }
        return count;
    }

    private static double share(int part, int of) {
        return part / (of + 1.0);
    }

    /** Of the last days that were held by then. */
    static int absentInARow(Student student, int day) {
        int run = 0;
        for (Happening each : student.happenings()) {
            if (each.day() <= day) {
                switch (each.kind()) {
                    case ABSENT -> run++;
                    case PRESENT, PARTLY_PRESENT -> run = 0;
                    default -> {}
                }
            }
        }
        return run;
    }

    /** Days without a submission while a competition runs; 0: none does, or there was one. */
    private int silentInContest() {
        int silent = 0;
        int last = lastSubmission();
        for (Contest each : cohort.contests()) {
            int since = Math.max(Math.max(each.opens(), last), student.entered());
            if (each.opens() + OPEN_DAYS_MIN <= day && each.ends() >= day) {
                silent = Math.max(silent, day - since);
            }
        }
        return silent >= OPEN_DAYS_MIN ? silent : 0;
    }

    private int lastSubmission() {
        int last = Integer.MIN_VALUE;
        for (Happening each : student.happenings()) {
            if (each.day() <= day && each.kind() == Kind.SUBMITTED) {
                last = each.day();
            }
        }
        return last;
    }

    private int onLeaveFor() {
        for (Away each : student.leaves()) {
            if (each.from() <= day && each.until() >= day) {
                return day - each.from() + 1;
            }
        }
        return 0;
    }

    private int leaveDays() {
        int days = 0;
        for (Away each : student.leaves()) {
            int from = Math.max(each.from(), day - FOUR_WEEKS + 1);
            days += Math.max(0, Math.min(each.until(), day) - from + 1);
        }
        return days;
    }
}
