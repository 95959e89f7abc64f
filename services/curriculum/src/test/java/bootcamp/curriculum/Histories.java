package bootcamp.curriculum;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AttendancePolicy;
import bootcamp.curriculum.attendance.Clause;
import bootcamp.curriculum.attendance.DayPolicy;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.attendance.PolicyCommand;
import bootcamp.curriculum.attendance.PolicyCommand.AdoptPolicy;
import bootcamp.curriculum.attendance.PolicyTerms;
import bootcamp.curriculum.attendance.PolicyVersion;
import bootcamp.curriculum.attendance.Sheet;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.SheetCommand;
import bootcamp.curriculum.attendance.SheetCommand.CloseSheet;
import bootcamp.curriculum.attendance.SheetCommand.JudgeAgain;
import bootcamp.curriculum.attendance.SheetCommand.MarkStudents;
import bootcamp.curriculum.attendance.SheetCommand.ReopenSheet;
import bootcamp.curriculum.attendance.SheetCommand.TakeStamp;
import bootcamp.curriculum.attendance.StampKind;
import bootcamp.curriculum.clinic.ClinicExamples;
import bootcamp.curriculum.imports.ImportExamples;
import bootcamp.curriculum.lecture.CancellationReason;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.lecture.LectureCommand;
import bootcamp.curriculum.lecture.LectureCommand.ApplyDue;
import bootcamp.curriculum.lecture.LectureCommand.CancelLecture;
import bootcamp.curriculum.lecture.LectureCommand.ConfirmSeat;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.HoldLecture;
import bootcamp.curriculum.lecture.LectureCommand.MarkAttendance;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LectureCommand.RemoveStudent;
import bootcamp.curriculum.lecture.LecturePlan;
import bootcamp.curriculum.question.QuestionExamples;
import bootcamp.curriculum.request.RequestExamples;
import bootcamp.curriculum.team.TeamExamples;
import bootcamp.curriculum.week.WeekHistories;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The two weeks of a few lectures, and the attendance of a week, from a seed: everything that staff
 * and students do, much of it refused. What is said is what the aggregate decides.
 */
public final class Histories {

    private static final int PARTITIONS = 12;
    private static final int STEPS = 120;
    private static final int LECTURES = 3;
    private static final int STUDENTS = 10;
    private static final int DAYS = 5;
    private static final PolicyTerms STAMPED =
            PolicyTerms.stampedKdt(LocalTime.of(9, 0), LocalTime.of(18, 0));
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    private final Random random;
    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<Lecture, LectureCommand, OfLecture> lectures =
            new AggregatesInMemory<>(
                    Lecture.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);
    private final AggregatesInMemory<Sheet, SheetCommand, OfSheet> sheets =
            new AggregatesInMemory<>(
                    Sheet.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);
    private final AggregatesInMemory<AttendancePolicy, PolicyCommand, OfAttendancePolicy> policies =
            new AggregatesInMemory<>(
                    AttendancePolicy.TYPE,
                    CurriculumApplication.NAME,
                    PARTITIONS,
                    this::now,
                    said::add);

    private Histories(long seed) {
        random = new Random(seed);
    }

    /** The records of a history in the order in which they were written; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        Histories history = new Histories(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now =
                    history.now.plus(
                            Duration.ofMinutes(
                                    history.random.nextInt(3) * history.random.nextInt(200)));
            history.step("lecture-" + history.random.nextInt(LECTURES));
        }
        history.now = Plans.STARTS.plusSeconds(60);
        for (int i = 0; i < LECTURES; i++) {
            for (int student = 0; student < STUDENTS; student++) {
                history.does("lecture-" + i, history.mark("student-" + student));
            }
            history.does(
                    "lecture-" + i,
                    history.random.nextBoolean()
                            ? new HoldLecture(Plans.staff(history.now))
                            : new ApplyDue(Plans.ENDS));
        }
        for (int i = 0; i < 2 * STEPS; i++) {
            history.attend();
        }
        history.said.addAll(WeekHistories.of(seed));
        history.said.addAll(QuestionExamples.of(seed));
        history.said.addAll(RequestExamples.of(seed));
        history.said.addAll(ClinicExamples.of(seed));
        history.said.addAll(ImportExamples.of(seed));
        history.said.addAll(TeamExamples.of(seed));
        return List.copyOf(history.said);
    }

    private Instant now() {
        return now;
    }

    private void step(String lectureId) {
        String student = "student-" + random.nextInt(STUDENTS);
        LecturePlan plan = lectures.find(lectureId).state().plan();
        if (plan == null) {
            does(lectureId, new DraftLecture(Plans.seats(2), Plans.staff(now)));
            return;
        }
        switch (random.nextInt(20)) {
            case 0 ->
                    does(
                            lectureId,
                            new EditLecture(
                                    plan,
                                    Plans.with(plan, 1 + random.nextInt(4)),
                                    Plans.staff(now)));
            case 1 ->
                    does(
                            lectureId,
                            new EditLecture(
                                    plan,
                                    Plans.with(
                                            plan,
                                            random.nextBoolean()
                                                    ? List.of("cohort-second")
                                                    : List.of(COHORT, "cohort-third"),
                                            "Title " + random.nextInt(3),
                                            plan.startsAt(),
                                            plan.capacity()),
                                    Plans.staff(now)));
            case 2, 3 -> does(lectureId, new PublishLecture(Plans.staff(now)));
            case 4 -> {
                if (random.nextInt(6) == 0) {
                    does(
                            lectureId,
                            new CancelLecture(
                                    CancellationReason.values()[random.nextInt(5)],
                                    "a note",
                                    Plans.staff(now)));
                }
            }
            case 5, 6, 7 -> does(lectureId, new GiveUp(student, now));
            case 8, 9 -> does(lectureId, new ConfirmSeat(student, now));
            case 10 -> does(lectureId, new RemoveStudent(student, Plans.staff(now)));
            case 11 -> does(lectureId, new ReleaseStudents(Set.of(student), now));
            case 12 -> does(lectureId, new ApplyDue(now));
            default -> {
                Set<String> all = Set.of(COHORT, "cohort-second", "cohort-third");
                does(lectureId, new Register(student, all, all, now));
            }
        }
    }

    private MarkAttendance mark(String student) {
        return new MarkAttendance(student, random.nextBoolean(), Plans.staff(now));
    }

    private void does(String lectureId, LectureCommand command) {
        lectures.transact(lectureId, command);
    }

    private void attend() {
        LocalDate day = LocalDate.parse("2025-03-03").plusDays(random.nextInt(DAYS));
        String sheetId = COHORT + "." + day;
        DayPolicy version =
                DayPolicy.of(
                        new PolicyVersion(
                                1 + random.nextInt(3),
                                day,
                                random.nextInt(4) == 0 ? PolicyTerms.KDT : STAMPED),
                        day,
                        SEOUL);
        Stamp stamp = Plans.staff(now);
        switch (random.nextInt(24)) {
            case 0 -> sheets.transact(sheetId, new CloseSheet(Set.of("student-1"), version, stamp));
            case 1 -> sheets.transact(sheetId, new ReopenSheet(stamp));
            case 2 ->
                    policies.transact(
                            COHORT,
                            new AdoptPolicy(
                                    day,
                                    switch (random.nextInt(3)) {
                                        case 0 -> PolicyTerms.KDT;
                                        case 1 -> STAMPED;
                                        default -> PolicyTerms.SIMPLE;
                                    },
                                    stamp));
            case 3 -> sheets.transact(sheetId, new JudgeAgain(version, now));
            case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 ->
                    sheets.transact(
                            sheetId,
                            new TakeStamp(
                                    "student-" + random.nextInt(STUDENTS),
                                    StampKind.values()[random.nextInt(4)],
                                    version,
                                    day.atTime(8 + random.nextInt(12), random.nextInt(60))
                                            .atZone(SEOUL)
                                            .toInstant()));
            default ->
                    sheets.transact(
                            sheetId,
                            new MarkStudents(
                                    List.of(
                                            new Marking(
                                                    "student-" + random.nextInt(STUDENTS),
                                                    marks(),
                                                    Clause.STAFF_SET,
                                                    random.nextInt(8) == 0)),
                                    version,
                                    stamp));
        }
    }

    private List<Mark> marks() {
        return switch (random.nextInt(4)) {
            case 0 -> List.of();
            case 1 -> List.of(Mark.LATE, Mark.OUTING);
            default -> List.of(Mark.values()[random.nextInt(Mark.values().length)]);
        };
    }
}
