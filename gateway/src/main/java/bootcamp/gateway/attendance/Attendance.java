package bootcamp.gateway.attendance;

import bootcamp.gateway.retention.Stay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a cohort attends as of a day, in the shape of the dashboard.
 *
 * @param policyVersion the one that judges the day
 * @param thresholdPerMille the rate it asks for, of all course days
 * @param today null for a past day, and where the day is none of the course
 * @param requests null for a past day
 * @param rate of all held student-days; null where there is none
 * @param n how many student-days were held
 * @param weeks ascending; those with a held day only
 * @param students those who are in the cohort that day, by id; nobody before a day was held
 */
public record Attendance(
        int policyVersion,
        int thresholdPerMille,
        @Nullable Today today,
        @Nullable Requests requests,
        @Nullable Double rate,
        int n,
        List<Week> weeks,
        List<Student> students) {

    /**
     * The sheet of the present day as it fills.
     *
     * @param expected who is to be there; the others add up to it, but that somebody may be late
     *     and leave early
     */
    public record Today(
            LocalDate date,
            boolean closed,
            int expected,
            int present,
            int late,
            int earlyLeave,
            int outing,
            int absent,
            int excused,
            int unmarked) {}

    /**
     * @param from its Monday
     * @param rate share of its held student-days that were no absence; what adds up to an absence
     *     does so over longer than a week
     * @param n how many student-days of it were held; from 1
     * @param over false: more days of it may come
     */
    public record Week(LocalDate from, double rate, int n, boolean over) {}

    /**
     * @param courseDays training days from entering to the end, without leave
     * @param heldDays of them, those that count by now
     * @param unmarked of the days that passed, those nobody wrote anything down for: in no figure
     * @param penalty absences, and what else comes to one
     * @param rate null where no day is held
     * @param stillToMiss absences that are left before the rate asked for is out of reach; below 0:
     *     it is
     */
    public record Student(
            String studentId,
            int courseDays,
            int heldDays,
            int absent,
            int late,
            int earlyLeave,
            int outing,
            int excused,
            int unmarked,
            int penalty,
            @Nullable Double rate,
            int stillToMiss) {}

    /**
     * @param students by id, all who ever were in the cohort
     * @param sheets in no order
     * @param policies ascending by their first day; at least one
     * @param today the present day in the cohort's zone
     * @param asOf today or before
     */
    public static Attendance of(
            Course course,
            Map<String, Stay> students,
            Collection<DaySheet> sheets,
            List<Policy> policies,
            LocalDate today,
            LocalDate asOf) {
        List<LocalDate> days = course.days();
        List<DaySheet> held =
                sheets.stream()
                        .filter(sheet -> isHeld(sheet, course, today, asOf))
                        .sorted((a, b) -> a.date().compareTo(b.date()))
                        .toList();
        Policy policy = Policy.on(asOf, policies);
        Map<LocalDate, int[]> weeks = new TreeMap<>();
        List<Student> rows = new ArrayList<>();
        int n = 0;
        int penalties = 0;
        for (Map.Entry<String, Stay> each : new TreeMap<>(students).entrySet()) {
            Stay stay = each.getValue();
            Tally tally = new Tally();
            for (DaySheet sheet : held) {
                Policy judge = Policy.of(sheet, policies);
                byte marks = judged(sheet, each.getKey(), stay, judge, today);
                if (tally.add(sheet.date(), marks, Course.expects(stay, sheet.date()), judge)) {
                    int[] week = weeks.computeIfAbsent(monday(sheet.date()), _ -> new int[2]);
                    week[0]++;
                    week[1] += Mark.ABSENT.isIn(marks) ? 1 : 0;
                }
            }
            n += tally.held();
            penalties += tally.penalty();
            if (!held.isEmpty() && stay.isHere(course.start(), course.end(), asOf)) {
                int courseDays = (int) days.stream().filter(day -> Course.isOf(stay, day)).count();
                rows.add(tally.row(each.getKey(), courseDays, policy));
            }
        }
        return new Attendance(
                policy.version(),
                policy.thresholdPerMille(),
                asOf.equals(today) ? today(course, students, sheets, today) : null,
                null,
                n == 0 ? null : (double) (n - penalties) / n,
                n,
                weeks.entrySet().stream()
                        .map(week -> week(week.getKey(), week.getValue(), today, asOf))
                        .toList(),
                rows);
    }

    /**
     * With what waits for staff.
     *
     * @param waiting null for a past day
     */
    public Attendance with(@Nullable Requests waiting) {
        return new Attendance(
                policyVersion, thresholdPerMille, today, waiting, rate, n, weeks, students);
    }

    /** Of today's sheet only once it is closed: before, somebody may still come. */
    private static boolean isHeld(DaySheet sheet, Course course, LocalDate today, LocalDate asOf) {
        return !sheet.isBlank()
                && !sheet.date().isAfter(asOf)
                && (sheet.date().isBefore(today) || sheet.closed())
                && course.isTrainingDay(sheet.date());
    }

    private static byte judged(
            DaySheet sheet, String studentId, Stay stay, Policy policy, LocalDate today) {
        byte marks = sheet.of(studentId);
        boolean tooLate = sheet.date().plusDays(1).isBefore(today);
        return marks == 0 && policy.usesStamps() && tooLate && Course.expects(stay, sheet.date())
                ? Mark.marks(List.of(Mark.ABSENT.name()))
                : marks;
    }

    private static @Nullable Today today(
            Course course,
            Map<String, Stay> students,
            Collection<DaySheet> sheets,
            LocalDate today) {
        if (!course.isTrainingDay(today)) {
            return null;
        }
        DaySheet sheet =
                sheets.stream()
                        .filter(each -> each.date().equals(today))
                        .findAny()
                        .orElse(new DaySheet(today, false, 1, List.of(), new byte[0]));
        int[] counts = new int[Mark.values().length];
        int expected = 0;
        int unmarked = 0;
        for (Map.Entry<String, Stay> each : students.entrySet()) {
            if (Course.expects(each.getValue(), today)) {
                byte marks = sheet.closed() ? sheet.of(each.getKey()) : sheet.soFar(each.getKey());
                expected++;
                unmarked += marks == 0 ? 1 : 0;
                for (Mark mark : Mark.values()) {
                    counts[mark.ordinal()] += mark.isIn(marks) ? 1 : 0;
                }
            }
        }
        return new Today(
                today,
                sheet.closed(),
                expected,
                counts[Mark.PRESENT.ordinal()],
                counts[Mark.LATE.ordinal()],
                counts[Mark.EARLY_LEAVE.ordinal()],
                counts[Mark.OUTING.ordinal()],
                counts[Mark.ABSENT.ordinal()],
                counts[Mark.EXCUSED.ordinal()],
                unmarked);
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static Week week(LocalDate from, int[] heldAndAbsent, LocalDate today, LocalDate asOf) {
        LocalDate sunday = from.plusDays(6);
        return new Week(
                from,
                (double) (heldAndAbsent[0] - heldAndAbsent[1]) / heldAndAbsent[0],
                heldAndAbsent[0],
                sunday.isBefore(today) && !sunday.isAfter(asOf));
    }
}
