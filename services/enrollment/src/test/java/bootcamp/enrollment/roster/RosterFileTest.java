package bootcamp.enrollment.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import bootcamp.platform.aggregate.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosterFileTest {

    private static final Charset CP949 = Charset.forName("x-windows-949");
    private static final Charset UTF_16LE = StandardCharsets.UTF_16LE;
    private static final String KOREAN = "이름,학번\n김하늘,2024-1\n뷁쀍,2024-2\n";

    // --- files that are no roster ---

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n  \r\n", "externalId,name\n", "externalId,name\n,\n , \n"})
    void aFileWithoutARowIsEmpty(String text) {
        assertRefused(text, "EMPTY_FILE");
    }

    @Test
    void bytesOfNoKnownEncodingAreRefused() {
        byte[] latin = "externalId,name\n1,José\n2,Zoë\n".getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(latin, "UNKNOWN_ENCODING");
    }

    @Test
    void bytesOfAPictureAreRefused() {
        byte[] noise = new byte[5_000];
        new java.util.Random(7).nextBytes(noise);

        assertRefused(noise, "UNKNOWN_ENCODING");
    }

    @Test
    void aTextWithNulIsRefused() {
        assertRefused("externalId,name\n1,a\u0000b\n", "UNKNOWN_ENCODING");
    }

    @Test
    void halfACharacterAtTheEndIsRefused() {
        byte[] whole = "externalId,name\n1,김".getBytes(StandardCharsets.UTF_8);
        byte[] marked = concat(new byte[] {(byte) 0xFF, (byte) 0xFE}, "학".getBytes(UTF_16LE), "x");

        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 1), "UTF-8"))
                .isInstanceOf(RefusedException.class);
        assertRefused(marked, "UNKNOWN_ENCODING");
    }

    @Test
    void anEncodingThatIsToldAndDoesNotFitIsRefused() {
        assertRefused(() -> read(KOREAN.getBytes(CP949), "UTF-8"), "UNKNOWN_ENCODING");
        assertRefused(() -> read(KOREAN.getBytes(CP949), "KOI8-R"), "UNKNOWN_ENCODING");
    }

    @Test
    void aSeparatorThatNobodyUsesIsRefused() {
        byte[] bytes = KOREAN.getBytes(StandardCharsets.UTF_8);

        assertRefused(() -> RosterFile.read(bytes, null, "|"), "UNKNOWN_SEPARATOR");
    }

    @Test
    void aQuoteThatIsNeverClosedIsRefusedWithItsRow() {
        assertRefused("externalId,name\n1,A\n2,\"B\n3,C\n", "UNCLOSED_QUOTE", Map.of("row", 3));
    }

    @Test
    void aQuoteThatIsNeverClosedInALargeFileIsRefusedBeforeItsEnd() {
        String rows = IntStream.range(0, 40_000).mapToObj(i -> i + ",n").collect(joined());

        assertRefused("externalId,name\n1,\"A\n" + rows, "UNCLOSED_QUOTE", Map.of("row", 2));
    }

    @Test
    void textAfterAClosingQuoteIsRefusedWithItsRow() {
        assertRefused("externalId,name\n1,\"A\"B\n", "BAD_QUOTE", Map.of("row", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name,reason\nA,TIME\n", "번호,이름\n1,김\n", "11391,Kim\n28400,Lee\n"})
    void aFileThatSaysOfNobodyWhoItIsIsRefused(String text) {
        assertRefused(text, "MISSING_COLUMN");
    }

    @Test
    void twoColumnsOfOneMeaningAreRefused() {
        assertRefused("학번,E-mail,이메일\n1,a@b,c@d\n", "DUPLICATE_COLUMN", Map.of("field", "email"));
    }

    @Test
    void aFileOfHundredMegabytesIsRefused() {
        assertRefused(new byte[100 << 20], "FILE_TOO_LARGE");
    }

    @Test
    void aLineWithoutEndIsRefused() {
        assertRefused("externalId,name\n1," + "x".repeat(70_000), "LINE_TOO_LONG");
        assertRefused("externalId" + ",".repeat(10_000_000), "LINE_TOO_LONG");
    }

    @Test
    void moreColumnsThanAnyRosterHasAreRefused() {
        assertRefused("externalId" + ",".repeat(300) + "\n1\n", "TOO_MANY_COLUMNS");
    }

    @Test
    void moreRowsThanAnyRosterHasAreRefused() {
        String rows = IntStream.rangeClosed(0, 50_000).mapToObj(i -> i + "").collect(joined());

        assertRefused("externalId\n" + rows, "TOO_MANY_ROWS", Map.of("max", 50_000));
    }

    // --- workbooks that are none ---

    @Test
    void anOldExcelFileIsRefused() {
        byte[] xls = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 1, 2};

        assertRefused(xls, "NOT_A_SPREADSHEET");
    }

    @Test
    void aZipOfSomethingElseIsRefused() {
        assertRefused(Workbooks.of(Map.of("a.txt", new byte[10])), "NOT_A_SPREADSHEET");
    }

    @Test
    void aWorkbookThatIsCutOffIsRefused() throws IOException {
        byte[] whole = resource("openpyxl.xlsx");

        for (int length = 4; length < whole.length; length += 97) {
            assertRefused(Arrays.copyOf(whole, length), "NOT_A_SPREADSHEET");
        }
    }

    @Test
    void aZipBombIsRefusedWhileItIsUnpacked() {
        Map<String, byte[]> parts = Workbooks.parts("<worksheet/>");
        parts.put("xl/sharedStrings.xml", new byte[80 << 20]);
        byte[] bomb = Workbooks.of(parts);

        assertThat(bomb.length).isLessThan(200_000);
        assertRefused(bomb, "UNPACKED_TOO_LARGE");
    }

    @Test
    void aBombOfXmlIsRefusedWhileItIsUnpacked() {
        String row = Workbooks.row(1, Workbooks.text("A1", "x".repeat(1_000)));

        assertRefused(Workbooks.ofSheet(row.repeat(70_000)), "UNPACKED_TOO_LARGE");
    }

    @Test
    void aCellFarOutIsRefusedBeforeAListIsMadeThatLong() {
        byte[] far = Workbooks.ofSheet(Workbooks.row(1, Workbooks.text("ZZZZZZ1", "x")));

        assertRefused(far, "TOO_MANY_COLUMNS");
    }

    @Test
    void formulasThatGrowAreRefused() {
        String formula = "<c r=\"A1\"><f><b/>" + "A".repeat(9_000) + "</f></c>";
        String array = "<c r=\"A1\"><f t=\"array\" ref=\"A1\">1</f></c>";

        assertRefused(Workbooks.ofSheet(Workbooks.row(1, formula)), "TOO_MANY_FORMULAS");
        assertRefused(
                Workbooks.ofSheet(Workbooks.row(1, array.repeat(5_001))), "TOO_MANY_FORMULAS");
    }

    @Test
    void entitiesOfAWorkbookAreNotFollowed() {
        String bomb =
                "<!DOCTYPE w [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;\">]>"
                        + "<worksheet><sheetData><row r=\"1\">"
                        + Workbooks.text("A1", "externalId&b;")
                        + "</row></sheetData></worksheet>";

        assertRefused(Workbooks.of(Workbooks.parts(bomb)), "NOT_A_SPREADSHEET");
    }

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

    private static String day(int row, String number) {
        return Workbooks.row(
                row, Workbooks.text("A" + row, "s" + row), Workbooks.number("B" + row, number));
    }

    private static RosterProblem problem(int row, String field, String code) {
        return new RosterProblem(row, field, code, Map.of());
    }

    private static RosterProblem twin(int row, String field, int other) {
        return new RosterProblem(row, field, "SAME_PERSON_TWICE", Map.of("other", other));
    }

    private static RosterFile read(String text) {
        return RosterFile.read(text.getBytes(StandardCharsets.UTF_8), null, null);
    }

    private static RosterFile read(byte[] bytes, String encoding) {
        return RosterFile.read(bytes, encoding, null);
    }

    private static void assertRefused(String text, String code) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8), code);
    }

    private static void assertRefused(String text, String code, Map<String, Object> parameters) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e ->
                                assertThat(e.refusal())
                                        .isEqualTo(new UnreadableRoster(code, parameters)));
    }

    private static void assertRefused(byte[] bytes, String code) {
        assertRefused(() -> RosterFile.read(bytes, null, null), code);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String code) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    private static byte[] concat(byte[] first, byte[] second, String third) {
        byte[] all = Arrays.copyOf(first, first.length + second.length + third.length());
        System.arraycopy(second, 0, all, first.length, second.length);
        byte[] last = third.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(last, 0, all, first.length + second.length, last.length);
        return all;
    }

    private static java.util.stream.Collector<CharSequence, ?, String> joined() {
        return Collectors.joining("\n");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = RosterFileTest.class.getResourceAsStream("/rosters/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
