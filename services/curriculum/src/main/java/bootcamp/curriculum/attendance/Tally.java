package bootcamp.curriculum.attendance;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a student's days come to under the policy (ruling 16), in whole days:
 *
 * <pre>
 * penalty     = absent + the sum over scopes of ⌊(late + earlyLeave + outing) / marksPerAbsence⌋
 * rate        = (heldDays − penalty) / heldDays
 * stillToMiss = courseDays − ⌈thresholdPerMille · courseDays / 1000⌉ − penalty
 * </pre>
 *
 * Each day counts under the version of the policy that it has. Marks are added up together where
 * the versions of their days have the same {@code marksPerAbsence} and scope, so a version that
 * changes neither splits nothing.
 *
 * @param courseDays training days on which the student is in the course, those to come among them
 * @param heldDays those of them that are over, or closed, and have a mark
 * @param absent of the held days; those that count as absent for a clause of the policy among them
 * @param late days with this mark; a day can be among those of {@code earlyLeave} and {@code
 *     outing} too
 * @param unmarked days that are over, or closed, and have no mark where others have one: not held
 * @param stillToMiss how many more days can be missed before the threshold is out of reach;
 *     negative: it is
 */
public record Tally(
        int courseDays,
        int heldDays,
        int absent,
        int late,
        int earlyLeave,
        int outing,
        int excused,
        int unmarked,
        int penalty,
        int stillToMiss) {

    /**
     * A training day on which the student is in the course.
     *
     * @param closed whether its sheet is
     * @param blank whether nobody has a mark on it: no such day was held, of whomever
     * @param clause that made the marks; null: there are none
     * @param policy the version that the day counts under
     */
    public record CourseDay(
            LocalDate date,
            boolean closed,
            boolean blank,
            Marks marks,
            @Nullable Clause clause,
            PolicyVersion policy) {

        /** The policy decides otherwise than whoever marked it. */
        private CourseDay absentBy(Clause other) {
            return new CourseDay(date, closed, blank, Marks.of(Mark.ABSENT), other, policy);
        }

        /** Over, or closed, as of a day. */
        private boolean isDue(LocalDate asOf, LocalDate today) {
            return !date.isAfter(asOf) && (date.isBefore(today) || closed);
        }

        private boolean isHeld(LocalDate asOf, LocalDate today) {
            return isDue(asOf, today) && !marks.isUnmarked();
        }
    }

    /**
     * The days as the policy sees them: what was not marked in time is absent. What was excused
     * over a cap came to be an absence when it was accepted.
     *
     * @param asOf what comes later says nothing
     */
    static List<CourseDay> judged(List<CourseDay> days, LocalDate asOf) {
        return days.stream()
                .map(day -> isMissed(day, asOf) ? day.absentBy(Clause.NOT_MARKED) : day)
                .toList();
    }

    /** Nobody marked it by the end of the next day, though others were. */
    private static boolean isMissed(CourseDay day, LocalDate asOf) {
        return day.marks().isUnmarked()
                && !day.blank()
                && day.policy().terms().record() == Keeping.STAMPS
                && asOf.isAfter(day.date().plusDays(1));
    }

    /**
     * @param days all course days of the student, ascending
     * @param threshold the version of the policy whose threshold is asked for
     */
    public static Tally of(
            List<CourseDay> days, PolicyVersion threshold, LocalDate asOf, LocalDate today) {
        List<CourseDay> judged = judged(days, asOf);
        List<CourseDay> held = judged.stream().filter(day -> day.isHeld(asOf, today)).toList();
        int absent = count(held, Mark.ABSENT);
        int penalty = absent + madeOfParts(held);
        int demanded =
                Math.ceilDiv(
                        threshold.terms().thresholdPerMille() * days.size(), PolicyTerms.PER_MILLE);
        return new Tally(
                days.size(),
                held.size(),
                absent,
                count(held, Mark.LATE),
                count(held, Mark.EARLY_LEAVE),
                count(held, Mark.OUTING),
                count(held, Mark.EXCUSED),
                (int)
                        judged.stream()
                                .filter(day -> !day.blank())
                                .filter(day -> day.isDue(asOf, today) && day.marks().isUnmarked())
                                .count(),
                penalty,
                days.size() - demanded - penalty);
    }

    private static int count(List<CourseDay> days, Mark mark) {
        return (int) days.stream().filter(day -> day.marks().has(mark)).count();
    }

    /**
     * What is added up together.
     *
     * @param period the course or a month
     */
    private record Together(int marksPerAbsence, Object period) {}

    /** Absences made of days missed in part. */
    private static int madeOfParts(List<CourseDay> held) {
        Map<Together, Integer> parts = new HashMap<>();
        for (CourseDay day : held) {
            Integer marksPerAbsence = day.policy().terms().marksPerAbsence();
            int marks = (int) day.marks().all().stream().filter(Mark::isPartial).count();
            if (marksPerAbsence != null) {
                parts.merge(
                        new Together(
                                marksPerAbsence, day.policy().terms().scope().periodOf(day.date())),
                        marks,
                        Integer::sum);
            }
        }
        return parts.entrySet().stream()
                .mapToInt(each -> each.getValue() / each.getKey().marksPerAbsence())
                .sum();
    }

    /** Share of the held days that count as attended; null: none was held. */
    public @Nullable Double rate() {
        return heldDays == 0 ? null : (double) (heldDays - penalty) / heldDays;
    }

    /** Whether the student would notice a difference. */
    boolean tellsTheSameAs(Tally other) {
        return Objects.equals(rate(), other.rate())
                && penalty == other.penalty
                && stillToMiss == other.stillToMiss;
    }
}
