package bootcamp.enrollment.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rosters as people write them, and rows that cannot be used. */
class RosterFileTest extends RosterFiles {

    // --- rows that cannot be used ---

    @ParameterizedTest
    @CsvSource({
        "2024-02-30, NO_SUCH_DATE",
        "2023-02-29, NO_SUCH_DATE",
        "2024-13-01, NO_SUCH_DATE",
        "0224-01-02, DATE_OUT_OF_RANGE",
        "20240231, NO_SUCH_DATE",
        "01/02/2024, AMBIGUOUS_DATE",
        "1.2.2024, AMBIGUOUS_DATE",
        "24-01-02, AMBIGUOUS_DATE",
        "soon, NOT_A_DATE",
        "2024-01, NOT_A_DATE",
        "2024-1/2, NOT_A_DATE",
        "2024-01-02 09:00, NOT_A_DATE",
        "45293, NOT_A_DATE"
    })
    void aDateThatIsNoneIsSaidOfItsRowAndField(String date, String code) {
        RosterFile file = read("externalId,enrolledOn\n1,2024-01-02\n2," + date + "\n");

        assertThat(file.problems()).containsExactly(problem(3, "enrolledOn", code));
        assertThat(file.rows()).extracting(RosterRow::externalId).containsExactly("1");
        assertThat(file.rejected()).isEqualTo(1);
    }

    @Test
    void eachThingWrongWithARowIsSaid() {
        RosterFile file =
                read(
                        "externalId,name,email,enrolledOn,withdrawnOn,reason\n"
                                + "1,A,no address,x,2024-02-30,bored\n"
                                + ",B,,,,\n"
                                + "3,C,,,,TIME\n"
                                + "2.02401E+09,D,,,,\n"
                                + "5,\u0007,,,,\n"
                                + "6,F,,,,,,oops\n"
                                + "7,"
                                + "G".repeat(201)
                                + ",,,,\n");

        assertThat(file.problems())
                .extracting(RosterProblem::row, RosterProblem::field, RosterProblem::code)
                .containsExactly(
                        tuple(2, "email", "INVALID_EMAIL"),
                        tuple(2, "withdrawnOn", "NO_SUCH_DATE"),
                        tuple(2, "reason", "UNKNOWN_REASON"),
                        tuple(2, "enrolledOn", "NOT_A_DATE"),
                        tuple(3, "externalId", "MISSING_IDENTITY"),
                        tuple(4, "withdrawnOn", "REASON_WITHOUT_DATE"),
                        tuple(5, "externalId", "MANGLED_NUMBER"),
                        tuple(6, "name", "INVALID_CHARACTER"),
                        tuple(7, null, "TOO_MANY_FIELDS"),
                        tuple(8, "name", "TOO_LONG"));
        assertThat(file.rows()).isEmpty();
        assertThat(file.rejected()).isEqualTo(7);
    }

    @Test
    void theSamePersonTwiceIsSaidOfBothRows() {
        RosterFile file =
                read(
                        "externalId,email\n"
                                + "7,a@example.com\n"
                                + "8,b@example.com\n"
                                + "\u00a07\u3000,\n"
                                + "9,B@Example.com \n"
                                + "10,\n");

        assertThat(file.problems())
                .containsExactly(
                        twin(2, "externalId", 4),
                        twin(3, "email", 5),
                        twin(4, "externalId", 2),
                        twin(5, "email", 3));
        assertThat(file.rows()).extracting(RosterRow::externalId).containsExactly("10");
    }

    @Test
    void aPersonWhoseOtherRowIsWrongIsStillThereTwice() {
        RosterFile file = read("externalId,enrolledOn\n1,never\n1,2024-01-02\n");

        assertThat(file.rows()).isEmpty();
    }

    @Test
    void noProblemQuotesAValue() {
        String secret = "kim-secret";
        RosterFile file =
                read(
                        "externalId,email,enrolledOn,reason\n"
                                + "1,kim-secret,kim-secret,kim-secret\n");

        assertThat(file.problems()).hasSize(3).noneMatch(p -> p.toString().contains(secret));
    }

    // --- rows as people write them ---

    @Test
    void columnsComeInAnyOrderInEitherLanguage() {
        RosterFile file =
                read(
                        "\uFEFF 사 유 ,Withdrawn_On,E-MAIL,성명,비고,수강생 번호,입과일\r\n"
                                + "취업,2024-03-05,Ann@X.org,\"Lee, \"\"Ann\"\"\",memo,0007,2024. 1. 2.\r\n");

        assertThat(file.rows())
                .containsExactly(
                        new RosterRow(
                                2,
                                "0007",
                                "Lee, \"Ann\"",
                                "ann@x.org",
                                LocalDate.of(2024, 1, 2),
                                LocalDate.of(2024, 3, 5),
                                WithdrawalReason.EMPLOYMENT));
        assertThat(file.ignoredColumns()).isEqualTo(1);
        assertThat(file.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EMPLOYMENT, EMPLOYMENT",
        "found a job, EMPLOYMENT",
        "Not Enough Time, TIME",
        "team-conflict, TEAM_CONFLICT",
        "경제 사정, FINANCIAL",
        "수업의 질, TEACHING_QUALITY",
        "나오지 않음, NO_SHOW",
        "기수이동, TRANSFER",
        "그 밖의 이유, OTHER"
    })
    void reasonsAreCodesOrWordsInEitherLanguage(String word, WithdrawalReason reason) {
        assertThat(RosterReason.of(word)).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-02",
                "2024.1.2",
                "2024/1/2",
                "2024. 1. 2.",
                "2024년 1월 2일",
                "20240102",
                "2024-01-02T00:00:00",
                "2024-01-02 00:00",
                "\u00a02024-01-02\u3000",
                "２０２４-01-02"
            })
    void aDayIsReadWhereverTheYearComesFirst(String day) {
        assertThat(RosterDate.of(day).day()).isEqualTo(LocalDate.of(2024, 1, 2));
    }

    @Test
    void aWithdrawalBeforeTheEntryIsNoError() {
        RosterFile file = read("externalId,enrolledOn,withdrawnOn\n1,2024-02-01,2024-01-15\n");

        assertThat(file.problems()).isEmpty();
        assertThat(file.rows()).hasSize(1);
    }

    @Test
    void blanksAndCompositionMakeNoOtherPerson() {
        String composed = "이름,학번,이메일\n김 하늘,한1,jos\u00e9@x.org\n";
        String decomposed =
                Normalizer.normalize(
                        "이름,학번,이메일\n\u3000김\u00a0\u2003하늘\u200b,\uFEFF한1 ,JOS\u00c9@X.ORG\n",
                        Normalizer.Form.NFD);

        assertThat(decomposed).isNotEqualTo(composed);
        assertThat(read(decomposed).rows()).isEqualTo(read(composed).rows());
    }

    @Test
    void rowsAreCountedAsASpreadsheetCountsThem() {
        RosterFile file = read("\nexternalId,name\n\n1,\"two\nlines\"\r\n,\n2,\n3,,,x\n");

        assertThat(file.rows()).extracting(RosterRow::row).containsExactly(4, 6);
        assertThat(file.problems()).extracting(RosterProblem::row).containsExactly(7);
        assertThat(file.rowCount()).isEqualTo(3);
    }

    // --- encodings and separators ---

    @ParameterizedTest
    @CsvSource({
        "UTF-8, , UTF-8",
        "UTF-8, \uFEFF, UTF-8",
        "UTF-16LE, \uFEFF, UTF-16LE",
        "UTF-16BE, \uFEFF, UTF-16BE",
        "UTF-16LE, , UTF-16LE",
        "UTF-16BE, , UTF-16BE",
        "x-windows-949, , CP949"
    })
    void anEncodingIsFoundOutAndStated(String charset, String mark, String stated) {
        String text = Objects.requireNonNullElse(mark, "") + KOREAN;
        RosterFile file = RosterFile.read(text.getBytes(Charset.forName(charset)), null, null);

        assertThat(file.encoding()).isEqualTo(stated);
        assertThat(file.rows()).extracting(RosterRow::name).containsExactly("김하늘", "뷁쀍");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUC-KR", "cp949", "MS949"})
    void anEncodingThatIsToldIsTaken(String told) {
        // The bytes of these letters in UTF-8 are other ones in CP949: only a person can know.
        byte[] bytes = "externalId,name\n1,¿¬\n".getBytes(StandardCharsets.UTF_8);

        assertThat(RosterFile.read(bytes, null, null).encoding()).isEqualTo("UTF-8");
        assertThat(RosterFile.read(bytes, told, null).encoding()).isEqualTo("CP949");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void aSeparatorIsFoundOutAndStated(String separator) {
        String text = "학번,이름,비고\n1,\"a,b;c\td\",x\n".replace(",", separator);
        RosterFile file =
                read(text.replace("a" + separator + "b", "a,b").replace("c" + separator, "c\t"));

        assertThat(file.separator()).isEqualTo(separator);
        assertThat(file.rows()).hasSize(1);
    }

    @Test
    void aHeaderFullOfOtherSeparatorsIsStillUnderstood() {
        RosterFile file = read("학번;이름;\"a,b,c,d,e,f,g\"\n1;김;x\n");

        assertThat(file.separator()).isEqualTo(";");
    }

    @Test
    void aSeparatorThatIsToldIsTaken() {
        byte[] bytes = "externalId;name,email\n1;A,b@c.d\n".getBytes(StandardCharsets.UTF_8);

        assertThat(RosterFile.read(bytes, null, "comma").rows().getFirst().email())
                .isEqualTo("b@c.d");
        assertThat(RosterFile.read(bytes, null, ";").rows().getFirst().externalId()).isEqualTo("1");
    }

    @Test
    void aSingleColumnNeedsNoSeparator() {
        assertThat(read("email\na@b.c\nd@e.f\n").rows()).hasSize(2);
    }

    // --- workbooks ---

    @Test
    void aWorkbookIsReadWithItsDaysAndNumbers() throws IOException {
        RosterFile file = RosterFile.read(resource("openpyxl.xlsx"), null, null);

        assertThat(file.format()).isEqualTo(RosterFile.Format.XLSX);
        assertThat(file.encoding()).isNull();
        assertThat(file.separator()).isNull();
        assertThat(file.rows())
                .containsExactly(
                        new RosterRow(
                                2,
                                "20240001",
                                "김하늘",
                                "haneul@example.com",
                                LocalDate.of(2024, 1, 2),
                                null,
                                null),
                        new RosterRow(
                                3,
                                "A-2",
                                "이바다",
                                "bada@example.com",
                                LocalDate.of(2024, 2, 29),
                                LocalDate.of(2024, 3, 5),
                                WithdrawalReason.EMPLOYMENT),
                        new RosterRow(6, "A-4", null, null, null, null, null));
        assertThat(file.problems()).containsExactly(problem(5, "withdrawnOn", "NOT_A_DATE"));
    }

    @Test
    void numbersThatAreNoDaysAreNotTakenForOnes() {
        String rows =
                Workbooks.row(1, Workbooks.text("A1", "학번"), Workbooks.text("B1", "등록일"))
                        + day(2, "45293")
                        + day(3, "20240102")
                        + day(4, "1E999999999")
                        + day(5, "-5")
                        + day(6, "45293.5")
                        + day(7, "NaN");
        RosterFile file = RosterFile.read(Workbooks.ofSheet(rows), null, null);

        assertThat(file.rows())
                .extracting(RosterRow::row, RosterRow::enrolledOn)
                .containsExactly(
                        tuple(2, LocalDate.of(2024, 1, 2)), tuple(3, LocalDate.of(2024, 1, 2)));
        assertThat(file.problems())
                .containsExactly(
                        problem(4, "enrolledOn", "NOT_A_DATE"),
                        problem(5, "enrolledOn", "NOT_A_DATE"),
                        problem(6, "enrolledOn", "NOT_A_DATE"),
                        problem(7, "enrolledOn", "CELL_ERROR"));
    }

    @Test
    void rowsWithoutNumbersAreCountedFromOne() {
        String rows =
                "<row><c t=\"inlineStr\"><is><t>externalId</t></is></c></row>"
                        + "<row><c><v>17</v></c></row>";
        RosterFile file = RosterFile.read(Workbooks.ofSheet(rows), null, null);

        assertThat(file.rows()).extracting(RosterRow::row).containsExactly(2);
        assertThat(file.rows()).extracting(RosterRow::externalId).containsExactly("17");
    }
}
