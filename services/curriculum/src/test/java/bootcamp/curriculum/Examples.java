package bootcamp.curriculum;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumEvent.OfAttendancePolicy;
import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
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
import bootcamp.curriculum.lecture.LectureCommand.MarkAttendance;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LecturePlan;
import bootcamp.curriculum.question.QuestionExamples;
import bootcamp.curriculum.request.RequestExamples;
import bootcamp.curriculum.team.TeamExamples;
import bootcamp.curriculum.week.WeekExamples;
import bootcamp.platform.aggregate.AggregatesInMemory;
import bootcamp.platform.aggregate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One story in which everything happens that can happen to a lecture, to the sheet of a day and to
 * an attendance policy, so that each kind of change has a record. It has no chance and no clock in
 * it: told again, it is the same to the byte.
 */
final class Examples {

    private static final int PARTITIONS = 12;
    private static final String FIRST = "lecture-first";
    private static final String SECOND = "lecture-second";
    private static final String SHEET = COHORT + ".2025-03-03";
    private static final String STAMPED_SHEET = COHORT + ".2025-03-04";
    private static final DayPolicy STAMPED =
            DayPolicy.of(
                    new PolicyVersion(
                            3,
                            LocalDate.parse("2025-03-04"),
                            PolicyTerms.stampedKdt(LocalTime.of(9, 0), LocalTime.of(18, 0))),
                    LocalDate.parse("2025-03-04"),
                    ZoneId.of("Asia/Seoul"));

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

    private Examples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    static List<ProducerRecord<String, byte[]>> records() {
        Examples story = new Examples();
        story.told();
        story.said.addAll(WeekExamples.records());
        story.said.addAll(QuestionExamples.records());
        story.said.addAll(RequestExamples.records());
        story.said.addAll(ClinicExamples.records());
        story.said.addAll(ImportExamples.records());
        story.said.addAll(TeamExamples.records());
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    static List<ProducerRecord<String, byte[]>> repeated() {
        Examples story = new Examples();
        story.told();
        List<ProducerRecord<String, byte[]>> repeated = new ArrayList<>(WeekExamples.repeated());
        repeated.addAll(QuestionExamples.repeated());
        repeated.addAll(RequestExamples.repeated());
        repeated.addAll(ClinicExamples.repeated());
        repeated.addAll(ImportExamples.repeated());
        repeated.addAll(TeamExamples.repeated());
        repeated.add(story.lectures.repeated(FIRST));
        repeated.add(story.sheets.repeated(SHEET));
        repeated.add(story.sheets.repeated(STAMPED_SHEET));
        repeated.add(story.policies.repeated(COHORT));
        return List.copyOf(repeated);
    }

    private void told() {
        LecturePlan plan = Plans.seats(2);
        does(FIRST, new DraftLecture(plan, Plans.staff(now)));
        LecturePlan wider =
                Plans.with(
                        plan, List.of(COHORT, "cohort-second"), plan.title(), plan.startsAt(), 2);
        does(FIRST, new EditLecture(plan, wider, Plans.staff(now)));
        does(FIRST, new PublishLecture(Plans.staff(now)));
        does(FIRST, register(1));
        does(FIRST, register(2));
        does(FIRST, register(3));
        does(FIRST, register(4));
        does(FIRST, new GiveUp("student-4", now));
        does(FIRST, new GiveUp("student-1", now));
        does(FIRST, new ConfirmSeat("student-3", now));
        does(FIRST, register(1));
        does(FIRST, new ReleaseStudents(Set.of("student-2"), now));
        now = now.plus(Duration.ofHours(24));
        does(FIRST, new ApplyDue(now));
        now = Plans.STARTS.plus(Duration.ofMinutes(15));
        does(FIRST, new MarkAttendance("student-3", false, Plans.staff(now)));
        now = Plans.ENDS;
        does(FIRST, new ApplyDue(now));
        now = Plans.NOW;
        does(SECOND, new DraftLecture(plan, Plans.staff(now)));
        does(SECOND, new PublishLecture(Plans.staff(now)));
        does(
                SECOND,
                new CancelLecture(
                        CancellationReason.SPEAKER_UNAVAILABLE, "is ill", Plans.staff(now)));
        attendance();
    }

    private void attendance() {
        does(
                new MarkStudents(
                        List.of(
                                marking(1, Mark.PRESENT),
                                marking(2, Mark.LATE, Mark.EARLY_LEAVE),
                                marking(3, Mark.EXCUSED),
                                marking(4, Mark.ABSENT)),
                        DayPolicy.ofSheet(1),
                        Plans.staff(now)));
        does(new MarkStudents(List.of(marking(4)), DayPolicy.ofSheet(1), Plans.staff(now)));
        adopts(
                new AdoptPolicy(
                        LocalDate.parse("2025-04-01"), PolicyTerms.SIMPLE, Plans.staff(now)));
        adopts(
                new AdoptPolicy(
                        LocalDate.parse("2025-03-04"),
                        PolicyTerms.stampedKdt(LocalTime.of(9, 0), LocalTime.of(18, 0)),
                        Plans.staff(now)));
        stamps();
        Set<String> all = Set.of("student-1", "student-2", "student-3");
        does(new CloseSheet(all, DayPolicy.ofSheet(1), Plans.staff(now)));
        does(new ReopenSheet(Plans.staff(now)));
        does(new CloseSheet(all, DayPolicy.ofSheet(1), Plans.staff(now)));
    }

    /** On a sheet of the day after, of which a version without stamps makes nothing. */
    private void stamps() {
        Instant told = now;
        now = Instant.parse("2025-03-04T00:20:00Z");
        does(new TakeStamp("student-1", StampKind.IN, STAMPED, now));
        now = Instant.parse("2025-03-04T02:00:00Z");
        does(new TakeStamp("student-1", StampKind.OUTING, STAMPED, now));
        does(new TakeStamp("student-1", StampKind.BACK, STAMPED, now));
        now = Instant.parse("2025-03-04T09:00:00Z");
        does(new TakeStamp("student-1", StampKind.OUT, STAMPED, now));
        does(new TakeStamp("student-2", StampKind.IN, STAMPED, now.minusSeconds(20_000)));
        does(new JudgeAgain(DayPolicy.ofSheet(4), now));
        does(new JudgeAgain(STAMPED, now));
        now = told;
    }

    private static Marking marking(int student, Mark... marks) {
        return new Marking("student-" + student, List.of(marks), Clause.STAFF_SET, false);
    }

    private Register register(int student) {
        return new Register("student-" + student, Set.of(COHORT), Set.of(COHORT), now);
    }

    private void does(String lectureId, LectureCommand command) {
        accepted(command, lectures.transact(lectureId, command));
    }

    private void does(SheetCommand command) {
        boolean stamped = command instanceof TakeStamp || command instanceof JudgeAgain;
        accepted(command, sheets.transact(stamped ? STAMPED_SHEET : SHEET, command));
    }

    private void adopts(AdoptPolicy command) {
        accepted(command, policies.transact(COHORT, command));
    }

    private void accepted(Object command, Optional<Refusal> refused) {
        refused.ifPresent(
                refusal -> {
                    throw new AssertionError(command + " was refused: " + refusal.code());
                });
        now = now.plus(Duration.ofMinutes(5));
    }
}
