package bootcamp.curriculum.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.SheetClosed;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.CurriculumEvent.StampsJudgedAgain;
import bootcamp.curriculum.CurriculumEvent.StudentStamped;
import bootcamp.curriculum.CurriculumEvent.StudentsMarked;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.SheetCommand.CloseSheet;
import bootcamp.curriculum.attendance.SheetCommand.JudgeAgain;
import bootcamp.curriculum.attendance.SheetCommand.MarkStudents;
import bootcamp.curriculum.attendance.SheetCommand.ReopenSheet;
import bootcamp.curriculum.attendance.SheetCommand.TakeStamp;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Story;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The sheet of a day on which students stamp. */
class StampedSheetTest {

    private static final LocalDate DAY = LocalDate.parse("2024-03-04");
    private static final String ID = "ai-lab-3." + DAY;
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final DayPolicy KDT = policy(1, 10);

    private final Story<Sheet, SheetCommand, OfSheet> story = Story.of(Sheet.TYPE, ID);

    private static DayPolicy policy(int version, int grace) {
        StampTerms terms =
                new StampTerms(LocalTime.of(9, 0), LocalTime.of(18, 0), 30, grace, true, true);
        return new DayPolicy(version, StampHours.of(terms, DAY, SEOUL));
    }

    private static Instant at(String time) {
        return DAY.atTime(LocalTime.parse(time)).atZone(SEOUL).toInstant();
    }

    private static TakeStamp stamps(String student, StampKind kind, String time) {
        return new TakeStamp(student, kind, KDT, at(time));
    }

    private static MarkStudents marks(String time, String student, Mark... marks) {
        return new MarkStudents(
                List.of(new Marking(student, List.of(marks), Clause.STAFF_SET, false)),
                KDT,
                new Stamp(at(time), "staff"));
    }

    private static CloseSheet closes(Instant at, String... expected) {
        return new CloseSheet(Set.of(expected), KDT, new Stamp(at, "staff"));
    }

    private Story<Sheet, SheetCommand, OfSheet> given(SheetCommand... commands) {
        List.of(commands).forEach(story::given);
        return story;
    }

    private Entry entry(String student) {
        return Objects.requireNonNull(story.state().entryOf(student));
    }

    @Test
    void whoStampsInIsThereAndAbsentInTheEndUnlessStampingOut() {
        story.when(stamps("a", StampKind.IN, "08:57")).yields(StudentStamped.class);
        assertThat(entry("a").day(false)).isEqualTo(Marks.of(Mark.PRESENT));
        assertThat(entry("a").day(true)).isEqualTo(Marks.of(Mark.ABSENT));
        assertThat(entry("a").clause()).isEqualTo(Clause.NOT_STAMPED_OUT);
        assertThat(entry("a").provisional()).isTrue();
        assertThat(entry("a").by()).isNull();

        story.when(stamps("a", StampKind.OUT, "18:02")).yields(StudentStamped.class);

        assertThat(entry("a").day(true)).isEqualTo(Marks.of(Mark.PRESENT));
        assertThat(entry("a").clause()).isEqualTo(Clause.STAMPED);
        assertThat(entry("a").provisional()).isFalse();
        assertThat(story.state().publicState().students())
                .containsExactly(
                        new Marking("a", List.of(Mark.PRESENT), Clause.STAMPED, false, null));
    }

    @Test
    void secondTimeItSaysNothingAndTheFirstStands() {
        for (StampKind kind : List.of(StampKind.IN, StampKind.OUTING, StampKind.BACK)) {
            given(stamps("a", kind, "10:00")).when(stamps("a", kind, "11:00")).staysQuiet();
        }
        given(stamps("a", StampKind.OUT, "17:00"))
                .when(stamps("a", StampKind.OUT, "18:00"))
                .staysQuiet();

        assertThat(story.state().stampsOf("a"))
                .isEqualTo(new Stamps(at("10:00"), at("17:00"), at("10:00"), at("10:00")));
    }

    @Test
    void stampsComeInTheirOrder() {
        story.when(stamps("a", StampKind.OUT, "10:00"))
                .refuses("NOT_STAMPED_IN")
                .when(stamps("a", StampKind.OUTING, "10:00"))
                .refuses("NOT_STAMPED_IN")
                .when(stamps("a", StampKind.IN, "10:00"))
                .yields(StudentStamped.class)
                .when(stamps("a", StampKind.BACK, "10:30"))
                .refuses("NO_OUTING")
                .when(stamps("a", StampKind.OUT, "17:00"))
                .yields(StudentStamped.class)
                .when(stamps("a", StampKind.OUTING, "17:10"))
                .refuses("STAMPED_OUT")
                .when(stamps("a", StampKind.BACK, "17:10"))
                .refuses("STAMPED_OUT");
    }

    @Test
    void untimelyStampsAreRefused() {
        story.when(stamps("a", StampKind.IN, "08:29:59"))
                .refuses("STAMP_TOO_EARLY")
                .when(stamps("a", StampKind.IN, "18:00"))
                .refuses("STAMP_TOO_LATE")
                .given(stamps("a", StampKind.IN, "08:30"))
                .when(stamps("a", StampKind.OUT, "08:59"))
                .refuses("STAMP_TOO_EARLY")
                .when(
                        new TakeStamp(
                                "a",
                                StampKind.OUT,
                                KDT,
                                DAY.plusDays(1).atStartOfDay(SEOUL).toInstant()))
                .refuses("STAMP_TOO_LATE");
        assertThat(new AttendanceRefusal.StampTooEarly(at("08:30"), SEOUL).parameters())
                .hasEntrySatisfying(
                        "opensAt",
                        opens -> assertThat(opens).hasToString("2024-03-04T08:30+09:00"));
    }

    @Test
    void nobodyStampsWhereStaffKeepASheetOrHaveClosedIt() {
        story.when(new TakeStamp("a", StampKind.IN, DayPolicy.ofSheet(1), at("09:00")))
                .refuses("NO_STAMPS");
        given(marks("09:00", "a", Mark.PRESENT), closes(at("09:05"), "a"))
                .when(stamps("b", StampKind.IN, "09:06"))
                .refuses("SHEET_CLOSED");
    }

    // ---- staff and stamps

    @Test
    void whatStaffSetStandsAndWhatIsStampedIsKeptBesideIt() {
        given(stamps("a", StampKind.IN, "09:30"), marks("10:00", "a", Mark.PRESENT))
                .when(stamps("a", StampKind.OUT, "18:00"))
                .yields(StudentStamped.class);

        assertThat(entry("a").day(true)).isEqualTo(Marks.of(Mark.PRESENT));
        assertThat(entry("a").clause()).isEqualTo(Clause.STAFF_SET);
        assertThat(entry("a").by()).isEqualTo("staff");
        assertThat(story.state().stampsOf("a").out()).isEqualTo(at("18:00"));
    }

    @Test
    void whatStaffTakeBackStampsMakeAgain() {
        given(
                        stamps("a", StampKind.IN, "09:30"),
                        marks("10:00", "a", Mark.EXCUSED),
                        stamps("a", StampKind.OUT, "18:00"))
                .when(marks("19:00", "a"))
                .yields(StudentsMarked.class);

        assertThat(entry("a").day(true)).isEqualTo(Marks.of(Mark.LATE));
        assertThat(entry("a").clause()).isEqualTo(Clause.STAMPED);
        assertThat(entry("a").by()).isNull();
        story.when(marks("19:01", "a")).staysQuiet();
    }

    @Test
    void absenceThatStaffSetGivesWayToWhoStampsInAfterIt() {
        given(marks("09:20", "a", Mark.ABSENT))
                .when(stamps("a", StampKind.IN, "09:30"))
                .yields(StudentStamped.class);
        assertThat(entry("a").day(false)).isEqualTo(Marks.of(Mark.LATE));

        given(marks("12:00", "a", Mark.ABSENT))
                .when(stamps("a", StampKind.OUT, "18:00"))
                .yields(StudentStamped.class);
        assertThat(entry("a").day(true)).isEqualTo(Marks.of(Mark.ABSENT));
        assertThat(entry("a").clause()).isEqualTo(Clause.STAFF_SET);
    }

    // ---- closing

    @Test
    void dayIsNotClosedOverWhoMayStillStampOut() {
        Instant midnight = DAY.plusDays(1).atStartOfDay(SEOUL).toInstant();
        given(stamps("b", StampKind.IN, "09:00"), stamps("a", StampKind.IN, "09:00"))
                .when(closes(at("18:30"), "a", "b"))
                .refuses("STILL_IN")
                .when(closes(midnight, "a", "b"))
                .yields(SheetClosed.class);
        assertThat(new AttendanceRefusal.StillIn(List.of("a", "b")).parameters())
                .containsEntry("count", 2)
                .containsEntry("students", "a, b");

        assertThat(entry("a").day(false)).isEqualTo(Marks.of(Mark.ABSENT));
        assertThat(entry("a").provisional()).isFalse();
        assertThat(entry("a").clause()).isEqualTo(Clause.NOT_STAMPED_OUT);
        given(new ReopenSheet(new Stamp(midnight, "staff")))
                .when(stamps("a", StampKind.OUT, "18:31"))
                .yields(StudentStamped.class);
    }

    /** Where nobody has to stamp out, who is still out can come back until the hours are over. */
    @Test
    void dayIsNotClosedOverWhoMayStillComeBack() {
        StampTerms terms =
                new StampTerms(LocalTime.of(9, 0), LocalTime.of(18, 0), 30, 10, false, true);
        DayPolicy policy = new DayPolicy(1, StampHours.of(terms, DAY, SEOUL));
        given(
                        new TakeStamp("a", StampKind.IN, policy, at("09:00")),
                        new TakeStamp("a", StampKind.OUTING, policy, at("13:00")))
                .when(new CloseSheet(Set.of("a"), policy, new Stamp(at("17:59"), "staff")))
                .refuses("STILL_IN");
        assertThat(entry("a").day(false)).isEqualTo(Marks.of(Mark.OUTING));
        assertThat(entry("a").day(true)).isEqualTo(Marks.of(Mark.ABSENT));

        story.when(new CloseSheet(Set.of("a"), policy, new Stamp(at("18:00"), "staff")))
                .yields(SheetClosed.class);
        assertThat(entry("a").day(false)).isEqualTo(Marks.of(Mark.ABSENT));
        assertThat(entry("a").clause()).isEqualTo(Clause.HALF_DAY_MISSED);
    }

    // ---- another policy

    @Test
    void stampsAreJudgedByTheVersionThatIsForTheDayNow() {
        DayPolicy kinder = policy(2, 60);
        given(
                        stamps("a", StampKind.IN, "09:30"),
                        stamps("a", StampKind.OUT, "18:00"),
                        stamps("b", StampKind.IN, "09:30"),
                        marks("10:00", "c", Mark.LATE))
                .when(new JudgeAgain(kinder, at("12:00")))
                .yields(StampsJudgedAgain.class)
                .when(new JudgeAgain(kinder, at("12:00")))
                .staysQuiet();

        assertThat(entry("a").day(true)).isEqualTo(Marks.of(Mark.PRESENT));
        assertThat(entry("b").day(false)).isEqualTo(Marks.of(Mark.PRESENT));
        assertThat(entry("c").day(true)).isEqualTo(Marks.of(Mark.LATE));
        assertThat(story.state().policyVersion()).isEqualTo(2);
    }

    @Test
    void nextStampOfAnybodyJudgesAllByTheVersionThatIsForTheDay() {
        given(stamps("a", StampKind.IN, "09:30"))
                .when(new TakeStamp("b", StampKind.IN, policy(2, 60), at("09:40")))
                .yields(StampsJudgedAgain.class, StudentStamped.class)
                .when(new TakeStamp("b", StampKind.IN, policy(3, 10), at("09:41")))
                .staysQuiet();

        assertThat(entry("a").day(false)).isEqualTo(Marks.of(Mark.PRESENT));
    }

    @Test
    void underAPolicyWithoutStampsTheyMakeNoMarksAndAreNotForgotten() {
        given(stamps("a", StampKind.IN, "09:00"))
                .when(new JudgeAgain(DayPolicy.ofSheet(2), at("12:00")))
                .yields(StampsJudgedAgain.class);
        assertThat(story.state().entries()).isEmpty();

        given(new JudgeAgain(policy(3, 10), at("12:01")));

        assertThat(entry("a").day(false)).isEqualTo(Marks.of(Mark.PRESENT));
    }

    @Test
    void closedDayIsJudgedByNoOther() {
        given(
                        stamps("a", StampKind.IN, "09:30"),
                        stamps("a", StampKind.OUT, "18:00"),
                        closes(at("18:30"), "a"))
                .when(new JudgeAgain(policy(2, 60), at("19:00")))
                .staysQuiet();

        assertThat(story.state().entryOf("a", policy(2, 60))).isEqualTo(entry("a"));
    }

    // ---- as documents

    @Test
    void sheetOfBeforeThereWereStampsIsRead() {
        JsonMapper json = JsonMapper.builder().build();
        given(marks("09:00", "a", Mark.PRESENT));
        ObjectNode old = json.valueToTree(story.state());
        old.remove("stamps");
        ((ObjectNode) old.at("/entries/a")).remove("soFar");

        Sheet read = json.treeToValue(old, Sheet.class);

        assertThat(read).isEqualTo(story.state());
    }

    @Test
    void fullSheetOfStampsKeepsTheBounds() {
        JsonMapper json = JsonMapper.builder().build();
        String pad = "x".repeat(60);
        Sheet sheet = Sheet.initial(ID);
        for (int i = 0; i < Sheet.STUDENTS_MAX; i++) {
            String student = "%s%04d".formatted(pad, i);
            for (TakeStamp stamp :
                    List.of(
                            stamps(student, StampKind.IN, "09:30:00.123456789"),
                            stamps(student, StampKind.OUTING, "11:30:00.123456789"),
                            stamps(student, StampKind.BACK, "11:40:00.123456789"))) {
                sheet = after(sheet, stamp);
            }
        }

        int bytes = json.writeValueAsBytes(sheet.publicState()).length;
        System.out.printf("%d students in %d KiB%n", Sheet.STUDENTS_MAX, bytes >> 10);
        assertThat(bytes).isLessThan(256 << 10);
        assertThat(json.writeValueAsBytes(sheet).length).isLessThan(2 << 20);
        assertThat(sheet.decide(stamps("one-more", StampKind.IN, "09:30")))
                .isInstanceOf(Decision.Refused.class);
    }

    private static Sheet after(Sheet sheet, TakeStamp stamp) {
        return switch (sheet.decide(stamp)) {
            case Decision.Accepted<OfSheet>(var facts) -> {
                Sheet after = sheet;
                for (OfSheet fact : facts) {
                    after = after.evolve(fact);
                }
                yield after;
            }
            case Decision.Refused<OfSheet>(var refusal) -> throw new AssertionError(refusal.code());
        };
    }
}
