package bootcamp.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void textsThatASpreadsheetWouldRunGetAnApostrophe() {
        for (String start : List.of("=", "+", "-", "@", "\t", "＝")) {
            assertThat(Csv.line(List.of(start + "cmd|' /C calc'!A0")))
                    .contains("'" + start + "cmd");
        }
    }

    @Test
    void negativeNumbersAndEmptyCellsStayAsTheyAre() {
        assertThat(Csv.line(Arrays.asList(-2, null, "", -0.5))).isEqualTo("-2,,,-0.5\r\n");
    }

    @Test
    void quotesCommasAndLineEndsAreQuoted() {
        assertThat(Csv.table(List.of("a", "b"), List.of(List.of("x,y", "say \"no\"\nnow"))))
                .isEqualTo("a,b\r\n\"x,y\",\"say \"\"no\"\"\nnow\"\r\n");
    }
}
