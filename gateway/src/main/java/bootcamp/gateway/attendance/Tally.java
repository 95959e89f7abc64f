package bootcamp.gateway.attendance;

import bootcamp.gateway.attendance.Attendance.Student;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one student's days come to, all in integers: with H days held and x of late, early leave and
 * outing within a scope, the penalty is absences + ⌊x / marksPerAbsence⌋ for each scope; the rate
 * (H − penalty) / H; still to miss D − ⌈p·D / 1000⌉ − penalty of D course days at p per mille.
 */
final class Tally {

    /**
     * What adds up together: days under versions that count alike.
     *
     * @param month null: the whole course
     */
    private record Scope(@Nullable Integer marksPerAbsence, @Nullable YearMonth month) {}

    private final int[] counts = new int[Mark.values().length];
    private final Map<Scope, Integer> small = new HashMap<>();
    private int held;
    private int unmarked;

    /**
     * @param marks 0: none
     * @param expected whether the student was to be there
     * @return whether the day is held
     */
    boolean add(LocalDate day, byte marks, boolean expected, Policy policy) {
        if (marks == 0) {
            unmarked += expected ? 1 : 0;
            return false;
        }
        held++;
        for (Mark mark : Mark.values()) {
            counts[mark.ordinal()] += mark.isIn(marks) ? 1 : 0;
        }
        int added =
                count(marks, Mark.LATE)
                        + count(marks, Mark.EARLY_LEAVE)
                        + count(marks, Mark.OUTING);
        Scope scope =
                new Scope(policy.marksPerAbsence(), policy.monthly() ? YearMonth.from(day) : null);
        small.merge(scope, added, Integer::sum);
        return true;
    }

    private static int count(byte marks, Mark mark) {
        return mark.isIn(marks) ? 1 : 0;
    }

    int held() {
        return held;
    }

    int penalty() {
        int penalty = of(Mark.ABSENT);
        for (Map.Entry<Scope, Integer> each : small.entrySet()) {
            Integer perAbsence = each.getKey().marksPerAbsence();
            penalty += perAbsence == null ? 0 : each.getValue() / perAbsence;
        }
        return penalty;
    }

    private int of(Mark mark) {
        return counts[mark.ordinal()];
    }

    Student row(String studentId, int courseDays, Policy policy) {
        int penalty = penalty();
        int asked = Math.ceilDiv(policy.thresholdPerMille() * courseDays, 1000);
        return new Student(
                studentId,
                courseDays,
                held,
                of(Mark.ABSENT),
                of(Mark.LATE),
                of(Mark.EARLY_LEAVE),
                of(Mark.OUTING),
                of(Mark.EXCUSED),
                unmarked,
                penalty,
                held == 0 ? null : (double) (held - penalty) / held,
                courseDays - asked - penalty);
    }
}
