package bootcamp.enrollment.evidence;

import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.completion.Evidence;
import bootcamp.enrollment.completion.Evidence.Activities;
import bootcamp.enrollment.completion.Evidence.Competition;
import bootcamp.enrollment.completion.Evidence.Days;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cohort as of a moment, and what it comes to for each student. Attendance is
 * counted as ruling 16 says, of days on which the student is in the course.
 *
 * @param sheets in no order
 * @param terms of attendance, ascending by day, then by number; at least one
 * @param activities days of team activities, by session
 * @param tookPart by session; of one that is not in it nothing is confirmed
 * @param asked by session, whom it was for; of one that is not in it: everybody in the course
 * @param teams students of teams with a scored submission, by competition
 * @param contributions by student, a factor for each competition in which enough others rated the
 *     student
 * @param lectures special lectures that were held and of which is known who came
 * @param waiting requests about a day of attendance that nobody has decided
 * @param members students of teams, whether they submitted or not, by competition
 * @param submissions days on which a student or somebody of the own team sent something, by
 *     competition and student
 */
record Course(
        CohortPlan plan,
        Instant now,
        List<SheetRecord> sheets,
        List<AttendanceTerms> terms,
        Map<String, LocalDate> activities,
        Map<String, Set<String>> tookPart,
        Map<String, Set<String>> asked,
        List<Slot> clinics,
        List<Contest> contests,
        Map<String, Set<String>> teams,
        Map<String, List<Double>> contributions,
        List<Held> lectures,
        List<Request> waiting,
        Map<String, Set<String>> members,
        Map<String, Map<String, Set<LocalDate>>> submissions) {

    /** Half of what adds up within a scope. */
    private record Scope(@Nullable Integer marksPerAbsence, @Nullable YearMonth month) {}

    /**
     * A slot of a clinic that was not cancelled.
     *
     * @param helps students come to it for help
     * @param told who has feedback by now
     */
    record Slot(Instant endsAt, Set<String> booked, boolean helps, Set<String> told) {}

    /** A special lecture that was held: who of those with a seat came, and who did not. */
    record Held(LocalDate day, Set<String> came, Set<String> missed) {}

    /**
     * @param decideBy the last day on which staff are to decide
     */
    record Request(String studentId, LocalDate decideBy) {}

    /**
     * @param closedAt null: was not closed by anybody
     * @param startsAt null: not known
     * @param teamSize how many may be in a team
     */
    record Contest(
            String competitionId,
            Instant endsAt,
            @Nullable Instant closedAt,
            @Nullable Instant startsAt,
            int teamSize) {

        private boolean isOver(Instant now) {
            return closedAt != null || !endsAt.isAfter(now);
        }

        boolean isRunning(Instant now) {
            return startsAt != null && !startsAt.isAfter(now) && !isOver(now);
        }

        /** Whichever came first: its planned end, or somebody closed it. */
        Instant overAt() {
            return closedAt != null && closedAt.isBefore(endsAt) ? closedAt : endsAt;
        }
    }

    Course {
        sheets = sheets.stream().sorted(Comparator.comparing(SheetRecord::date)).toList();
        contests =
                contests.stream()
                        .sorted(
                                Comparator.comparing(Contest::endsAt)
                                        .thenComparing(Contest::competitionId))
                        .toList();
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, plan.zone());
    }

    /**
     * The last day that is known whole: today only once its sheet is closed. Half of a day beside
     * whole ones would be a day on which nobody was seen yet.
     */
    LocalDate lastWholeDay() {
        LocalDate today = today();
        boolean over =
                sheets.stream().anyMatch(each -> each.date().equals(today) && isDue(each, today));
        return over ? today : today.minusDays(1);
    }

    boolean isRunning() {
        LocalDate today = today();
        return !today.isBefore(plan.startDate()) && !today.isAfter(plan.endDate());
    }

    boolean isTrainingDay(LocalDate day) {
        return !day.isBefore(plan.startDate())
                && !day.isAfter(plan.endDate())
                && plan.trainingWeekdays().contains(day.getDayOfWeek())
                && !plan.holidays().contains(day);
    }

    Evidence evidence(CourseStay stay) {
        return new Evidence(
                days(stay),
                activities(stay),
                competitions(stay),
                submitted(stay.studentId()),
                medianOrNull(contributions.getOrDefault(stay.studentId(), List.of())),
                clinics(stay.studentId()));
    }

    // ---- training days

    private Days days(CourseStay stay) {
        LocalDate today = today();
        int course =
                (int)
                        plan.startDate()
                                .datesUntil(plan.endDate().plusDays(1))
                                .filter(day -> isTrainingDay(day) && stay.isInCourse(day))
                                .count();
        int held = 0;
        int absent = 0;
        Map<Scope, Integer> parts = new HashMap<>();
        for (SheetRecord sheet : sheets) {
            if (!isDue(sheet, today) || !stay.isInCourse(sheet.date())) {
                continue;
            }
            AttendanceTerms judge = AttendanceTerms.of(sheet, terms);
            Integer mark = mark(sheet, stay.studentId(), judge, today);
            if (mark == null) {
                continue;
            }
            held++;
            if (mark == SheetRecord.ABSENT) {
                absent++;
            } else if (mark > 0) {
                Scope scope =
                        new Scope(
                                judge.marksPerAbsence(),
                                judge.monthly() ? YearMonth.from(sheet.date()) : null);
                parts.merge(scope, mark, Integer::sum);
            }
        }
        return new Days(course, held, absent + madeOf(parts));
    }

    /**
     * Since when a student was absent on each day that was held; of days without a mark of the
     * student nothing is known.
     *
     * @param days at least one
     */
    record Absence(int days, LocalDate since) {}

    /**
     * @return null: was there on the last day that was held
     */
    @Nullable Absence absence(CourseStay stay) {
        LocalDate today = today();
        Absence absence = null;
        for (SheetRecord sheet : sheets) {
            if (!isDue(sheet, today) || !stay.isInCourse(sheet.date())) {
                continue;
            }
            Integer mark = mark(sheet, stay.studentId(), AttendanceTerms.of(sheet, terms), today);
            if (mark != null) {
                absence = mark == SheetRecord.ABSENT ? longer(absence, sheet.date()) : null;
            }
        }
        return absence;
    }

    private static Absence longer(@Nullable Absence absence, LocalDate day) {
        return absence == null
                ? new Absence(1, day)
                : new Absence(absence.days() + 1, absence.since());
    }

    /** Over, or closed; of a day that nobody was marked on, none was held. */
    boolean isDue(SheetRecord sheet, LocalDate today) {
        return !sheet.isBlank()
                && isTrainingDay(sheet.date())
                && (sheet.date().isBefore(today) || sheet.closed() && !sheet.date().isAfter(today));
    }

    static @Nullable Integer mark(
            SheetRecord sheet, String studentId, AttendanceTerms judge, LocalDate today) {
        Integer mark = sheet.marks().get(studentId);
        boolean missed = judge.stamps() && sheet.date().plusDays(1).isBefore(today);
        return mark == null && missed ? Integer.valueOf(SheetRecord.ABSENT) : mark;
    }

    private static int madeOf(Map<Scope, Integer> parts) {
        int made = 0;
        for (Map.Entry<Scope, Integer> each : parts.entrySet()) {
            Integer perAbsence = each.getKey().marksPerAbsence();
            made += perAbsence == null ? 0 : each.getValue() / perAbsence;
        }
        return made;
    }

    // ---- the rest

    private Activities activities(CourseStay stay) {
        LocalDate today = today();
        int held = 0;
        int took = 0;
        for (Map.Entry<String, LocalDate> each : activities.entrySet()) {
            Set<String> there = tookPart.get(each.getKey());
            if (there != null
                    && !each.getValue().isAfter(today)
                    && stay.isInCourse(each.getValue())
                    && isAsked(each.getKey(), stay.studentId())) {
                held++;
                took += there.contains(stay.studentId()) ? 1 : 0;
            }
        }
        return new Activities(held, took);
    }

    boolean isAsked(String sessionId, String studentId) {
        Set<String> only = asked.get(sessionId);
        return only == null || only.contains(studentId);
    }

    /** Nobody is asked for what was over before. */
    private List<Competition> competitions(CourseStay stay) {
        return contests.stream()
                .filter(each -> stay.hasEnteredBy(LocalDate.ofInstant(each.endsAt(), plan.zone())))
                .map(each -> new Competition(each.competitionId(), each.isOver(now)))
                .toList();
    }

    private Set<String> submitted(String studentId) {
        Set<String> submitted = new HashSet<>();
        teams.forEach(
                (competitionId, students) -> {
                    if (students.contains(studentId)) {
                        submitted.add(competitionId);
                    }
                });
        return submitted;
    }

    /** Of an even number the mean of the two in the middle. */
    private static @Nullable Double medianOrNull(List<Double> figures) {
        if (figures.isEmpty()) {
            return null;
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private int clinics(String studentId) {
        return (int)
                clinics.stream()
                        .filter(each -> !each.endsAt().isAfter(now))
                        .filter(each -> each.booked().contains(studentId))
                        .count();
    }

    Set<String> competitionIds() {
        Set<String> ids = new HashSet<>();
        contests.forEach(each -> ids.add(each.competitionId()));
        return ids;
    }
}
