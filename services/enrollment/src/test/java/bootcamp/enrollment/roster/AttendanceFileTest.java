package bootcamp.enrollment.roster;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.attendance.Mark;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attendance sheets as files of all kinds, and what is wrong with their rows. */
class AttendanceFileTest {

    private static final LocalDate DAY = LocalDate.parse("2024-03-04");
    private static final String HEADER = "date,student,status\n";

    private static AttendanceFile sheet(String csv) {
        return AttendanceFile.read(csv.getBytes(StandardCharsets.UTF_8), null, null);
    }

    private static RosterProblem problem(int row, String field, String code) {
        return new RosterProblem(row, field, code, Map.of());
    }

    @Test
    void aSheetOfKoreanWindowsIsReadAsItIs() {
        byte[] bytes =
                "출결 상태;훈련일;학번\n지각 + 조퇴;2024. 3. 4.;a1\n공가;20240305;a2\n"
                        .getBytes(RosterFiles.CP949);

        AttendanceFile file = AttendanceFile.read(bytes, null, null);

        assertThat(file.source().encoding()).isEqualTo("CP949");
        assertThat(file.source().separator()).isEqualTo(";");
        assertThat(file.columns()).isEqualTo(Map.of("status", 0, "date", 1, "student", 2));
        assertThat(file.problems()).isEmpty();
        assertThat(file.lines())
                .containsExactly(
                        new AttendanceLine(2, DAY, "a1", List.of(Mark.LATE, Mark.EARLY_LEAVE)),
                        new AttendanceLine(3, DAY.plusDays(1), "a2", List.of(Mark.EXCUSED)));
    }

    @Test
    void aWorkbookIsASheetAndAnErrorOfAFormulaAProblem() {
        byte[] bytes =
                Workbooks.ofSheet(
                        Workbooks.row(
                                        1,
                                        Workbooks.text("A1", "날짜"),
                                        Workbooks.text("B1", "학번"),
                                        Workbooks.text("C1", "출결"))
                                + Workbooks.row(
                                        2,
                                        Workbooks.text("A2", "2024-03-04"),
                                        Workbooks.number("B2", "1.1391E4"),
                                        "<c r=\"C2\" t=\"str\"><f>IF(1,\"출석\")</f><v>출석</v></c>")
                                + Workbooks.row(
                                        3,
                                        Workbooks.text("A3", "2024-03-04"),
                                        Workbooks.text("B3", "7"),
                                        "<c r=\"C3\" t=\"e\"><f>X()</f><v>#NAME?</v></c>"));

        AttendanceFile file = AttendanceFile.read(bytes, null, null);

        assertThat(file.lines())
                .containsExactly(new AttendanceLine(2, DAY, "11391", List.of(Mark.PRESENT)));
        assertThat(file.problems()).containsExactly(problem(3, "status", "CELL_ERROR"));
    }

    @ParameterizedTest
    @CsvSource({
        "PRESENT, PRESENT",
        "출석, PRESENT",
        "지각, LATE",
        "조퇴, EARLY_LEAVE",
        "외출, OUTING",
        "결석, ABSENT",
        "공가, EXCUSED",
        "late+early_leave, LATE EARLY_LEAVE",
        "외출 / 지각, LATE OUTING",
        "UNMARKED, ''",
        "미기록, ''"
    })
    void aStatusIsACodeOrAWord(String status, String marks) {
        AttendanceFile file = sheet(HEADER + "2024-03-04,1," + status + "\n");

        assertThat(file.lines().getFirst().marks().stream().map(Enum::name))
                .containsExactly(marks.isEmpty() ? new String[0] : marks.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AWAY", "출석+지각", "LATE+LATE", "LATE+", "+", "UNMARKED+LATE", "0", "출석 결석"})
    void whatIsNoStatusIsAProblemThatQuotesNothing(String status) {
        AttendanceFile file = sheet(HEADER + "2024-03-04,1," + status + "\n");

        assertThat(file.lines()).isEmpty();
        assertThat(file.problems()).containsExactly(problem(2, "status", "UNKNOWN_STATUS"));
    }

    @Test
    void eachFieldHasItsProblems() {
        AttendanceFile file =
                sheet(
                        HEADER
                                + "01/02/2024,1,LATE\n2024-02-30,1,LATE\nsoon,1,LATE\n"
                                + "2024-03-04,,LATE\n,1,LATE\n2024-03-04,1,\n"
                                + "2024-03-04,1.2E+15,LATE\n2024-03-04,a\u0007,LATE\n"
                                + "2024-03-04,9,LATE,x\n"
                                + "2024-03-04,"
                                + "x".repeat(255)
                                + ",LATE\n");

        assertThat(file.lines()).isEmpty();
        assertThat(file.rowCount()).isEqualTo(10);
        assertThat(file.problems())
                .containsExactly(
                        problem(2, "date", "AMBIGUOUS_DATE"),
                        problem(3, "date", "NO_SUCH_DATE"),
                        problem(4, "date", "NOT_A_DATE"),
                        problem(5, "student", "MISSING_VALUE"),
                        problem(6, "date", "MISSING_VALUE"),
                        problem(7, "status", "MISSING_VALUE"),
                        problem(8, "student", "MANGLED_NUMBER"),
                        problem(9, "student", "INVALID_CHARACTER"),
                        new RosterProblem(10, null, "TOO_MANY_FIELDS", Map.of("max", 3)),
                        new RosterProblem(11, "student", "TOO_LONG", Map.of("max", 254)));
    }

    @Test
    void theSameStudentAndDayTwiceIsInNeitherRow() {
        AttendanceFile file =
                sheet(
                        HEADER
                                + "2024-03-04,1,LATE\n2024-03-05,1,LATE\n2024. 3. 4, 1 ,LATE\n"
                                + "2024-03-04,2,LATE\n");

        assertThat(file.lines()).extracting(AttendanceLine::row).containsExactly(3, 5);
        assertThat(file.problems())
                .containsExactly(
                        new RosterProblem(2, "student", "SAME_DAY_TWICE", Map.of("other", 4)),
                        new RosterProblem(4, "student", "SAME_DAY_TWICE", Map.of("other", 2)));
    }

    @Test
    void aFileWithoutOneOfTheColumnsIsNone() {
        RosterFiles.assertRefused(
                () -> sheet("date,status\n2024-03-04,LATE\n"), "MISSING_SHEET_COLUMN");
        RosterFiles.assertRefused(
                () -> sheet("date,name,status\n2024-03-04,Hana,LATE\n"), "MISSING_SHEET_COLUMN");
        RosterFiles.assertRefused(() -> sheet("date,day,student,status\n"), "DUPLICATE_COLUMN");
        RosterFiles.assertRefused(() -> sheet(HEADER), "EMPTY_FILE");
        RosterFiles.assertRefused(() -> sheet(""), "EMPTY_FILE");
        RosterFiles.assertRefused(() -> sheet(HEADER + "2024-03-04,\"1,LATE\n"), "UNCLOSED_QUOTE");
    }
}
