package bootcamp.curriculum.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    /** In short: the kind, what it says or where it leads, and what is in it. */
    private static String told(List<MarkdownNode> nodes) {
        StringBuilder told = new StringBuilder();
        for (MarkdownNode node : nodes) {
            told.append(told.isEmpty() ? "" : " ").append(node.kind());
            tell(node.text(), told);
            tell(node.level(), told);
            tell(node.start(), told);
            tell(node.href(), told);
            if (node.children() != null) {
                told.append('(').append(told(node.children())).append(')');
            }
        }
        return told.toString();
    }

    private static void tell(@Nullable Object what, StringBuilder told) {
        if (what != null) {
            told.append("[").append(what).append("]");
        }
    }

    private static String read(String text) {
        return told(Markdown.read(text));
    }

    private static int depth(List<MarkdownNode> nodes) {
        return nodes.stream()
                .mapToInt(node -> node.children() == null ? 1 : 1 + depth(node.children()))
                .max()
                .orElse(0);
    }

    @Test
    void headingsListsAndEmphasisAreRead() {
        assertThat(read("## Slides\n\nSee *this* and **that**,\nthen `code`.  \nEnd"))
                .isEqualTo(
                        "HEADING[2](TEXT[Slides]) PARAGRAPH(TEXT[See ] EMPHASIS(TEXT[this]) TEXT["
                                + " and ] STRONG(TEXT[that]) TEXT[,\nthen ] CODE[code] TEXT[.] BREAK"
                                + " TEXT[End])");
        assertThat(read("> said\n\n---\n\n```java\nint a < b;\n```\n\n    indented"))
                .isEqualTo(
                        "QUOTE(PARAGRAPH(TEXT[said])) RULE CODE_BLOCK[int a < b;\n] CODE_BLOCK[indented\n]");
    }

    @Test
    void listsInListsKeepTheirOrderAndNumbers() {
        assertThat(read("3. three\n4. four\n   - in it\n     - deeper"))
                .isEqualTo(
                        "NUMBERS[3](ITEM(PARAGRAPH(TEXT[three])) ITEM(PARAGRAPH(TEXT[four])"
                                + " BULLETS(ITEM(PARAGRAPH(TEXT[in it]) BULLETS(ITEM(PARAGRAPH(TEXT[deeper])))))))");
    }

    @Test
    void tablesHaveHeadsAndCells() {
        assertThat(read("| 모델 | F1 |\n|---|---:|\n| BERT | **0.9** |\n"))
                .isEqualTo(
                        "TABLE(ROW(HEAD_CELL(TEXT[모델]) HEAD_CELL(TEXT[F1])) ROW(CELL(TEXT[BERT])"
                                + " CELL(STRONG(TEXT[0.9]))))");
    }

    @Test
    void htmlIsShownAsItWasTyped() {
        assertThat(read("<script>alert(1)</script>"))
                .isEqualTo("PARAGRAPH(TEXT[<script>alert(1)</script>])");
        assertThat(read("<div onclick=\"x()\">\n\nin\n\n</div>"))
                .isEqualTo(
                        "PARAGRAPH(TEXT[<div onclick=\"x()\">]) PARAGRAPH(TEXT[in])"
                                + " PARAGRAPH(TEXT[</div>])");
        assertThat(read("a <img src=x onerror=alert(1)> b"))
                .isEqualTo("PARAGRAPH(TEXT[a <img src=x onerror=alert(1)> b])");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "&#106;avascript:alert(1)",
                "java&#10;script:alert(1)",
                "data:text/html;base64,PHNjcmlwdD4=",
                "vbscript:x",
                "file:///etc/passwd",
                "//elsewhere.example/",
                "/settings",
                "http://plain.example/",
                "https://",
                "https://bank.example@evil.example/",
                "<https://a b>"
            })
    void aLinkThatIsNotAllowedLeavesItsWords(String href) {
        String read = read("see [the *slides*](" + href + ") now");

        assertThat(read).contains("the ").doesNotContain("LINK");
        assertThat(read("![a picture](" + href + ")")).doesNotContain("LINK");
    }

    @Test
    void linksLeadByHttpsOrToAMailboxAndPicturesAreLinks() {
        assertThat(read("[slides](https://a.example/한국어?q=1#x) <https://b.example> <me@a.example>"))
                .isEqualTo(
                        "PARAGRAPH(LINK[https://a.example/한국어?q=1#x](TEXT[slides]) TEXT[ ]"
                                + " LINK[https://b.example](TEXT[https://b.example]) TEXT[ ]"
                                + " LINK[mailto:me@a.example](TEXT[me@a.example]))");
        assertThat(read("![a cat](https://a.example/cat.png) ![](https://a.example/cat.png)"))
                .isEqualTo(
                        "PARAGRAPH(LINK[https://a.example/cat.png](TEXT[a cat]) TEXT[ ]"
                                + " LINK[https://a.example/cat.png](TEXT[https://a.example/cat.png]))");
        assertThat(read("[![a cat](https://a.example/cat.png)](https://b.example)"))
                .isEqualTo("PARAGRAPH(LINK[https://b.example](TEXT[a cat]))");
        assertThat(read("[words][1]\n\n[1]: https://a.example"))
                .isEqualTo("PARAGRAPH(LINK[https://a.example](TEXT[words]))");
    }

    @Test
    void koreanRightToLeftAndEmojiComeThroughAsTheyAre() {
        assertThat(read("# **한국어**는 된다\n\nمرحبا *بالعالم* 🤔"))
                .isEqualTo(
                        "HEADING[1](STRONG(TEXT[한국어]) TEXT[는 된다]) PARAGRAPH(TEXT[مرحبا ]"
                                + " EMPHASIS(TEXT[بالعالم]) TEXT[ 🤔])");
    }

    @Test
    void nothingIsReadOfNothing() {
        assertThat(Markdown.read("")).isEmpty();
        assertThat(Markdown.read(" \n\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "_", "`", "<", "["})
    void aParagraphOfMarksIsShownAsItWasTypedAndTheNextOneIsRead(String mark) {
        String marks = mark.repeat(Markdown.MARKS_MAX);

        assertThat(read("x" + marks + mark + "y\n\n**next**"))
                .isEqualTo(
                        "PARAGRAPH(TEXT[x%s%sy]) PARAGRAPH(STRONG(TEXT[next]))"
                                .formatted(marks, mark));
        assertThat(depth(Markdown.read("x" + marks + "y"))).isLessThan(Markdown.DEPTH_MAX + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "> ", "- ", "1. "})
    void aTableThatWouldFillTheMemoryIsShownAsItWasTyped(String around) {
        String wide = around + "|a".repeat(1_500) + "|\n" + around + "|-".repeat(1_500) + "|\n";
        String rows = (around.equals("> ") ? around : " ".repeat(around.length())) + "b|\n";

        List<MarkdownNode> read = Markdown.read(wide + rows.repeat(2_000));

        assertThat(told(read)).doesNotContain("TABLE").contains("|a|a", "b|");
    }

    @Test
    void aTableOfAnOrdinarySizeIsATable() {
        String text = "|a|b|c|\n|-|-|-|\n" + "|1|2|3|\n".repeat(200) + "\nafter it";

        List<MarkdownNode> read = Markdown.read(text);

        assertThat(read.getFirst().kind()).isEqualTo(MarkdownNode.Kind.TABLE);
        assertThat(told(read)).endsWith("PARAGRAPH(TEXT[after it])");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "*a ", "[", "![", "**", "_*", "`", "<", "|a|\n"})
    void whatIsNestedTooDeepKeepsItsWordsAndNoForm(String piece) {
        String text = piece.repeat(NotesApi.TEXT_BYTES_MAX / piece.length() / 2);
        String closed = text + "deep" + new StringBuilder(text).reverse();

        List<MarkdownNode> read = Markdown.read(closed);

        assertThat(depth(read)).isLessThanOrEqualTo(Markdown.DEPTH_MAX + 3);
        assertThat(told(read)).contains("deep");
        assertThat(read).isNotEmpty();
    }
}
