package bootcamp.curriculum.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.SheetClosed;
import bootcamp.curriculum.CurriculumEvent.SheetReopened;
import bootcamp.curriculum.CurriculumEvent.StudentsMarked;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.attendance.Sheet.Entry;
import bootcamp.curriculum.attendance.Sheet.Marking;
import bootcamp.curriculum.attendance.SheetCommand.CloseSheet;
import bootcamp.curriculum.attendance.SheetCommand.MarkStudents;
import bootcamp.curriculum.attendance.SheetCommand.ReopenSheet;
import bootcamp.platform.aggregate.Story;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sheet of a day: what it takes, what it refuses, and that the second time it says nothing. */
class SheetTest {

    private static final String ID = "ai-lab-3.2024-03-04";

    private final Story<Sheet, SheetCommand, OfSheet> story = Story.of(Sheet.TYPE, ID);

    private static Marking marking(String studentId, Mark... marks) {
        return new Marking(studentId, List.of(marks), Clause.STAFF_SET, false);
    }

    private static MarkStudents marks(Marking... markings) {
        return new MarkStudents(
                Arrays.asList(markings), DayPolicy.ofSheet(2), Plans.staff(Plans.NOW));
    }

    private static CloseSheet closes(String... expected) {
        return new CloseSheet(Set.of(expected), DayPolicy.ofSheet(2), Plans.staff(Plans.NOW));
    }

    private static ReopenSheet reopens() {
        return new ReopenSheet(Plans.staff(Plans.NOW));
    }

    @Test
    void idSaysCohortAndDay() {
        Sheet sheet = Sheet.initial(ID);

        assertThat(sheet.cohortId()).isEqualTo("ai-lab-3");
        assertThat(sheet.date()).isEqualTo(LocalDate.parse("2024-03-04"));
        assertThat(Sheet.idOf(sheet.cohortId(), sheet.date())).isEqualTo(ID);
    }

    @Test
    void thoseListedChangeAndTheRestStay() {
        story.given(marks(marking("a", Mark.PRESENT), marking("b", Mark.ABSENT)))
                .when(marks(marking("b", Mark.LATE, Mark.OUTING)))
                .yields(StudentsMarked.class);

        assertThat(story.state().entries().keySet()).containsExactly("a", "b");
        assertThat(story.state().entryOf("b"))
                .extracting(Entry::marks)
                .isEqualTo(List.of(Mark.LATE, Mark.OUTING));
        assertThat(story.state().entryOf("a")).extracting(Entry::by).isEqualTo("account-of-staff");
    }

    @Test
    void onlyWhatIsNewIsSaid() {
        story.given(marks(marking("a", Mark.PRESENT)))
                .when(marks(marking("a", Mark.PRESENT), marking("b", Mark.ABSENT)))
                .yields(StudentsMarked.class);

        assertThat(story.facts())
                .singleElement()
                .extracting(fact -> ((StudentsMarked) fact).markings())
                .isEqualTo(List.of(marking("b", Mark.ABSENT)));
    }

    @Test
    void secondTimeItSaysNothing() {
        story.given(marks(marking("a", Mark.PRESENT)))
                .when(marks(marking("a", Mark.PRESENT)))
                .staysQuiet()
                .when(marks(marking("z")))
                .staysQuiet();
        story.given(closes("a")).when(closes("a")).staysQuiet();
        story.given(reopens()).when(reopens()).staysQuiet();
    }

    @Test
    void whatIsUnmarkedIsTakenBack() {
        story.given(marks(marking("a", Mark.PRESENT)))
                .when(marks(marking("a")))
                .yields(StudentsMarked.class);

        assertThat(story.state().entries()).isEmpty();
    }

    @Test
    void absenceThatStaffLookedAtIsProvisionalNoMore() {
        story.given(marks(new Marking("a", List.of(Mark.ABSENT), Clause.NOT_MARKED, true)))
                .when(marks(marking("a", Mark.ABSENT)))
                .yields(StudentsMarked.class);

        assertThat(story.state().publicState().students())
                .containsExactly(marking("a", Mark.ABSENT));
    }

    @Test
    void closedDayKeepsItsVersionAndTakesNothing() {
        story.given(marks(marking("a", Mark.PRESENT)))
                .when(closes("a"))
                .yields(SheetClosed.class)
                .when(marks(marking("a", Mark.ABSENT)))
                .refuses("SHEET_CLOSED")
                .when(marks(marking("a", Mark.PRESENT)))
                .staysQuiet()
                .when(reopens())
                .yields(SheetReopened.class)
                .when(marks(marking("a", Mark.ABSENT)))
                .yields(StudentsMarked.class);

        assertThat(story.state().policyVersion()).isEqualTo(2);
    }

    @Test
    void whoIsUnmarkedIsNamedAndNothingIsClosed() {
        story.given(marks(marking("a", Mark.PRESENT)))
                .when(closes("a", "c", "b"))
                .refuses("UNMARKED_LEFT");

        assertThat(new AttendanceRefusal.UnmarkedLeft(List.of("b", "c")).parameters())
                .containsEntry("count", 2)
                .containsEntry("students", "b, c");
        assertThat(story.state().closed()).isFalse();
    }

    @Test
    void sheetHoldsSoMany() {
        Marking[] all =
                IntStream.range(0, Sheet.STUDENTS_MAX)
                        .mapToObj(i -> marking("student-" + i, Mark.PRESENT))
                        .toArray(Marking[]::new);

        story.given(marks(all))
                .when(marks(marking("one-more", Mark.PRESENT)))
                .refuses("SHEET_FULL");
    }

    // ---- marks

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRESENT",
                "ABSENT",
                "EXCUSED",
                "UNMARKED",
                "LATE",
                "LATE+EARLY_LEAVE",
                "LATE+EARLY_LEAVE+OUTING",
            })
    void statusIsReadAsItIsWritten(String status) {
        assertThat(Marks.ofStatus(status)).map(Marks::status).contains(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "LATE+",
                "PRESENT+LATE",
                "ABSENT+EXCUSED",
                "LATE+LATE",
                "late",
                "UNMARKED+LATE",
            })
    void whatIsNoStatusIsNotRead(String status) {
        assertThat(Marks.ofStatus(status)).isEmpty();
    }

    @Test
    void marksThatDoNotGoTogetherAreNone() {
        assertThat(Marks.together(List.of(Mark.PRESENT, Mark.LATE))).isEmpty();
        assertThat(Marks.together(List.of(Mark.OUTING, Mark.LATE)))
                .contains(Marks.of(Mark.LATE, Mark.OUTING));
        assertThatThrownBy(() -> Marks.of(Mark.PRESENT, Mark.LATE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
