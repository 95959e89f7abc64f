package bootcamp.enrollment.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.aggregate.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no roster, and workbooks that are none. */
class UnreadableRosterTest extends RosterFiles {

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
}
