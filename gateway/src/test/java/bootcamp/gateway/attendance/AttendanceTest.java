package bootcamp.gateway.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.gateway.attendance.Attendance.Student;
import bootcamp.gateway.attendance.Attendance.Today;
import bootcamp.gateway.attendance.Attendance.Week;
import bootcamp.gateway.retention.Stay;
import bootcamp.gateway.retention.Stay.Standing;
import bootcamp.gateway.retention.Stay.Turn;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * By hand; two weeks of five days from Monday, 4 March 2024, with a holiday on the second Friday.
 */
class AttendanceTest {

    private static final LocalDate MONDAY = LocalDate.parse("2024-03-04");
    private static final Course COURSE =
            new Course(
                    MONDAY,
                    MONDAY.plusDays(11),
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    Set.of(MONDAY.plusDays(11)));
    private static final LocalDate AFTER = MONDAY.plusDays(20);
    private static final Policy KDT = Policy.DEFAULT.getFirst();

    private final Map<String, Stay> students =
            new TreeMap<>(Map.of("a", Stay.of(null, null, null)));
    private final List<DaySheet> sheets = new ArrayList<>();
    private List<Policy> policies = List.of(KDT);

    @Test
    void threeOfLateEarlyLeaveAndOutingAreOneAbsence() {
        day(0, "a", "LATE", "EARLY_LEAVE");
        day(1, "a", "OUTING");
        day(2, "a", "LATE");
        day(3, "a", "LATE");
        day(4, "a", "PRESENT");

        // Five of them: one absence, and two that are not yet one.
        assertThat(student(AFTER))
                .isEqualTo(new Student("a", 9, 5, 0, 3, 1, 1, 0, 0, 1, 0.8, 9 - 8 - 1));
    }

    @Test
    void excusedCountsAsPresent() {
        day(0, "a", "EXCUSED");
        day(1, "a", "ABSENT");

        Student student = student(AFTER);
        assertThat(student.excused()).isEqualTo(1);
        assertThat(student.rate()).isEqualTo(0.5);
    }

    @Test
    void daysLeftToMissAreOfAllCourseDaysAndRoundedAgainstTheStudent() {
        // 80 % of 9 days are 7.2: 8 are asked for.
        day(4, "a", "PRESENT");
        assertThat(student(AFTER).stillToMiss()).isEqualTo(1);
        day(0, "a", "ABSENT");
        assertThat(student(AFTER).stillToMiss()).isZero();
        day(1, "a", "ABSENT");
        assertThat(student(AFTER).stillToMiss()).isEqualTo(-1);
    }

    @Test
    void withoutAHeldDayThereIsNoRate() {
        Attendance nothing = attendance(AFTER, AFTER);

        assertThat(nothing.rate()).isNull();
        assertThat(nothing.n()).isZero();
        assertThat(nothing.weeks()).isEmpty();
        assertThat(nothing.students()).isEmpty();
    }

    @Test
    void whoHasNoHeldDayHasNoRate() {
        students.put("b", Stay.of(null, null, null));
        day(0, "a", "PRESENT");

        assertThat(attendance(AFTER, AFTER).students().getLast().rate()).isNull();
    }

    @Test
    void daysBeforeEnteringAndOnLeaveAreNoneOfTheStudents() {
        students.put(
                "a",
                new Stay(
                        MONDAY.plusDays(1),
                        null,
                        null,
                        List.of(
                                new Turn(MONDAY.plusDays(1), Standing.ACTIVE),
                                new Turn(MONDAY.plusDays(3), Standing.ON_LEAVE),
                                new Turn(MONDAY.plusDays(7), Standing.ACTIVE))));

        students.put("b", Stay.of(null, null, null));
        day(0, "b", "PRESENT");

        // The 4th is before, the 7th and 8th are leave, the 15th is a holiday.
        assertThat(student(AFTER).courseDays()).isEqualTo(6);
    }

    @Test
    void whoHasLeftHasNoRowButTheDaysBeforeCount() {
        students.put("b", Stay.of(null, MONDAY.plusDays(1), "HEALTH"));
        day(0, "a", "PRESENT");
        both(1, "PRESENT", "ABSENT");

        Attendance attendance = attendance(AFTER, AFTER);

        assertThat(attendance.students()).extracting(Student::studentId).containsExactly("a");
        assertThat(attendance.n()).isEqualTo(3);
        assertThat(attendance.rate()).isEqualTo(2.0 / 3);
        assertThat(attendance(AFTER, MONDAY).students())
                .extracting(Student::studentId)
                .containsExactly("a", "b");
    }

    @Test
    void unmarkedIsLeftOutOnASheetAndShown() {
        students.put("b", Stay.of(null, null, null));
        day(0, "a", "PRESENT");

        Student unmarked = attendance(AFTER, AFTER).students().getLast();

        assertThat(unmarked.heldDays()).isZero();
        assertThat(unmarked.unmarked()).isEqualTo(1);
    }

    @Test
    void unmarkedIsAnAbsenceAfterTheNextDayWhereStampsAreUsed() {
        policies = List.of(new Policy(1, LocalDate.MIN, true, 800, 3, false));
        students.put("b", Stay.of(null, null, null));
        day(0, "a", "PRESENT");

        assertThat(attendance(MONDAY.plusDays(1), MONDAY.plusDays(1)).students().getLast())
                .extracting(Student::absent, Student::unmarked)
                .containsExactly(0, 1);
        assertThat(attendance(MONDAY.plusDays(2), MONDAY.plusDays(2)).students().getLast())
                .extracting(Student::absent, Student::unmarked)
                .containsExactly(1, 0);
    }

    @Test
    void whoMayStillStampOutIsThereTodayAndWasAbsentTomorrow() {
        sheets.add(
                new DaySheet(
                        MONDAY,
                        false,
                        1,
                        List.of("a"),
                        new byte[] {Mark.unless(List.of("LATE", "OUTING"))}));

        assertThat(attendance(MONDAY, MONDAY).today())
                .isEqualTo(new Today(MONDAY, false, 1, 0, 1, 0, 1, 0, 0, 0));
        Student tomorrow = student(MONDAY.plusDays(1));
        assertThat(tomorrow.absent()).isEqualTo(1);
        assertThat(tomorrow.late()).isZero();
        assertThat(tomorrow.rate()).isZero();
        assertThat(tomorrow.penalty()).isEqualTo(1);
    }

    @Test
    void absenceIsNothingByNow() {
        assertThatThrownBy(() -> Mark.unless(List.of("ABSENT")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mark.unless(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void todayIsHeldOnceItsSheetIsClosed() {
        DaySheet open = sheet(0, false, "a", "ABSENT");
        sheets.add(open);
        assertThat(attendance(MONDAY, MONDAY).n()).isZero();
        assertThat(attendance(MONDAY, MONDAY).today())
                .isEqualTo(new Today(MONDAY, false, 1, 0, 0, 0, 0, 1, 0, 0));

        sheets.set(0, sheet(0, true, "a", "ABSENT"));

        assertThat(attendance(MONDAY, MONDAY).n()).isEqualTo(1);
    }

    @Test
    void aPastDayIsSeenWithoutWhatCameAfter() {
        day(0, "a", "PRESENT");
        day(1, "a", "ABSENT");

        Attendance monday = attendance(AFTER, MONDAY);

        assertThat(monday.n()).isEqualTo(1);
        assertThat(monday.rate()).isEqualTo(1.0);
        assertThat(monday.today()).isNull();
    }

    @Test
    void aWeekThatIsNotOverSaysSo() {
        day(4, "a", "ABSENT");
        day(7, "a", "PRESENT");

        assertThat(attendance(MONDAY.plusDays(8), MONDAY.plusDays(8)).weeks())
                .containsExactly(
                        new Week(MONDAY, 0.0, 1, true),
                        new Week(MONDAY.plusDays(7), 1.0, 1, false));
    }

    @Test
    void withinAMonthAndUnderEachVersionTheyAddUpApart() {
        Course twoMonths = new Course(MONDAY, MONDAY.plusDays(60), COURSE.weekdays(), Set.of());
        sheets.add(sheet(24, true, "a", "LATE", "EARLY_LEAVE"));
        sheets.add(sheet(28, true, "a", "LATE"));

        assertThat(penalty(twoMonths, false)).isEqualTo(1);
        // 28 March and 1 April.
        assertThat(penalty(twoMonths, true)).isZero();
    }

    @Test
    void closedDayStaysWithThePolicyThatClosedIt() {
        Policy strict = new Policy(2, MONDAY, false, 900, 1, false);
        policies = List.of(KDT, strict);
        sheets.add(sheet(0, true, "a", "LATE"));
        assertThat(student(AFTER).penalty()).isZero();

        sheets.set(0, sheet(0, false, "a", "LATE"));

        assertThat(student(AFTER).penalty()).isEqualTo(1);
        assertThat(attendance(AFTER, AFTER).policyVersion()).isEqualTo(2);
        assertThat(attendance(AFTER, AFTER).thresholdPerMille()).isEqualTo(900);
    }

    @Test
    void sheetOfADayWithoutTrainingCountsNothing() {
        day(5, "a", "ABSENT");
        day(11, "a", "ABSENT");

        assertThat(attendance(AFTER, AFTER).n()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PRESENT,LATE", "ABSENT,EXCUSED", "SICK", "LATE,ABSENT"})
    void marksThatDoNotGoTogetherAreRefused(String codes) {
        List<String> marks = codes.isEmpty() ? List.of() : List.of(codes.split(",", -1));

        assertThatThrownBy(() -> Mark.marks(marks)).isInstanceOf(IllegalArgumentException.class);
    }

    private int penalty(Course course, boolean monthly) {
        return Attendance.of(
                        course,
                        students,
                        sheets,
                        List.of(new Policy(1, LocalDate.MIN, false, 800, 3, monthly)),
                        course.end(),
                        course.end())
                .students()
                .getFirst()
                .penalty();
    }

    private Student student(LocalDate today) {
        return attendance(today, today).students().getFirst();
    }

    private Attendance attendance(LocalDate today, LocalDate asOf) {
        return Attendance.of(COURSE, students, sheets, policies, today, asOf);
    }

    private void day(int day, String student, String... marks) {
        sheets.add(sheet(day, true, student, marks));
    }

    private void both(int day, String ofA, String ofB) {
        sheets.add(
                new DaySheet(
                        MONDAY.plusDays(day),
                        true,
                        1,
                        List.of("a", "b"),
                        new byte[] {Mark.marks(List.of(ofA)), Mark.marks(List.of(ofB))}));
    }

    private static DaySheet sheet(int day, boolean closed, String student, String... marks) {
        return new DaySheet(
                MONDAY.plusDays(day),
                closed,
                1,
                List.of(student),
                new byte[] {Mark.marks(Arrays.asList(marks))});
    }
}
