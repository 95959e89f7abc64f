package bootcamp.enrollment.evidence;

import bootcamp.enrollment.evidence.Course.Contest;
import bootcamp.enrollment.evidence.Course.Held;
import bootcamp.enrollment.evidence.Course.Slot;
import bootcamp.enrollment.risk.CohortHistory;
import bootcamp.enrollment.risk.CohortHistory.Away;
import bootcamp.enrollment.risk.CohortHistory.Happening;
import bootcamp.enrollment.risk.CohortHistory.Kind;
import bootcamp.enrollment.risk.CohortHistory.Student;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of a cohort, day by day, for early warning. */
final class Histories {

    private final Course course;
    private final LocalDate start;

    private Histories(Course course) {
        this.course = course;
        this.start = course.plan().startDate();
    }

    /**
     * @param stays of all who ever entered
     * @param horizon the last day of which is known who was there
     */
    static CohortHistory of(Course course, List<RiskStay> stays, LocalDate horizon) {
        Histories histories = new Histories(course);
        return new CohortHistory(
                histories.day(horizon),
                course.contests().stream()
                        .<CohortHistory.Contest>mapMulti(
                                (each, out) -> {
                                    Instant startsAt = each.startsAt();
                                    if (startsAt != null) {
                                        out.accept(
                                                new CohortHistory.Contest(
                                                        histories.day(startsAt),
                                                        histories.day(each.overAt())));
                                    }
                                })
                        .toList(),
                stays.stream().map(histories::student).toList());
    }

    /**
     * @param moved left for another cohort
     */
    record RiskStay(CourseStay stay, boolean moved) {}

    private Student student(RiskStay each) {
        CourseStay stay = each.stay();
        LocalDate entered = stay.enteredOn();
        LocalDate left = stay.leftOn();
        return new Student(
                stay.studentId(),
                entered == null ? 0 : Math.max(0, day(entered)),
                left == null ? Student.STAYS : day(left),
                each.moved(),
                happenings(stay),
                stay.leaves().stream()
                        .map(
                                leave ->
                                        new Away(
                                                day(leave.from()),
                                                leave.until() == null
                                                        ? Student.STAYS
                                                        : day(leave.until())))
                        .toList());
    }

    private List<Happening> happenings(CourseStay stay) {
        List<Happening> all = new ArrayList<>();
        addAttendance(stay, all);
        addActivities(stay, all);
        addContests(stay, all);
        String student = stay.studentId();
        for (Held each : course.lectures()) {
            if (each.came().contains(student)) {
                all.add(new Happening(day(each.day()), Kind.CAME_TO_LECTURE));
            } else if (each.missed().contains(student)) {
                all.add(new Happening(day(each.day()), Kind.MISSED_LECTURE));
            }
        }
        for (Slot each : course.clinics()) {
            if (each.booked().contains(student) && !each.endsAt().isAfter(course.now())) {
                all.add(new Happening(day(each.endsAt()), Kind.CLINIC));
            }
        }
        return all;
    }

    private void addAttendance(CourseStay stay, List<Happening> all) {
        LocalDate today = course.today();
        for (SheetRecord sheet : course.sheets()) {
            if (!course.isDue(sheet, today) || !stay.isInCourse(sheet.date())) {
                continue;
            }
            Integer mark =
                    Course.mark(
                            sheet,
                            stay.studentId(),
                            AttendanceTerms.of(sheet, course.terms()),
                            today);
            if (mark != null) {
                Kind kind =
                        mark == SheetRecord.ABSENT
                                ? Kind.ABSENT
                                : mark > 0 ? Kind.PARTLY_PRESENT : Kind.PRESENT;
                all.add(new Happening(day(sheet.date()), kind));
            }
        }
    }

    private void addActivities(CourseStay stay, List<Happening> all) {
        LocalDate today = course.today();
        for (Map.Entry<String, LocalDate> each : course.activities().entrySet()) {
            Set<String> there = course.tookPart().get(each.getKey());
            if (there != null
                    && !each.getValue().isAfter(today)
                    && stay.isInCourse(each.getValue())
                    && course.isAsked(each.getKey(), stay.studentId())) {
                all.add(
                        new Happening(
                                day(each.getValue()),
                                there.contains(stay.studentId())
                                        ? Kind.TOOK_PART
                                        : Kind.MISSED_ACTIVITY));
            }
        }
    }

    /** Of a competition that is over is known whether the student had submitted by then. */
    private void addContests(CourseStay stay, List<Happening> all) {
        for (Contest each : course.contests()) {
            Set<LocalDate> days =
                    course.submissions()
                            .getOrDefault(each.competitionId(), Map.of())
                            .getOrDefault(stay.studentId(), Set.of());
            days.forEach(day -> all.add(new Happening(day(day), Kind.SUBMITTED)));
            LocalDate over = LocalDate.ofInstant(each.overAt(), course.plan().zone());
            if (!each.overAt().isAfter(course.now()) && stay.isInCourse(over)) {
                boolean submitted =
                        days.stream().anyMatch(day -> !day.isAfter(over))
                                || course.teams()
                                        .getOrDefault(each.competitionId(), Set.of())
                                        .contains(stay.studentId());
                all.add(
                        new Happening(
                                day(over),
                                submitted
                                        ? Kind.ENDED_WITH_SUBMISSION
                                        : Kind.ENDED_WITHOUT_SUBMISSION));
            }
        }
    }

    private int day(LocalDate date) {
        return (int) ChronoUnit.DAYS.between(start, date);
    }

    private int day(Instant moment) {
        return day(LocalDate.ofInstant(moment, course.plan().zone()));
    }
}
