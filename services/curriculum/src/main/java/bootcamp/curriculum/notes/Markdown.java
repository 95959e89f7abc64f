package bootcamp.curriculum.notes;

import bootcamp.curriculum.notes.MarkdownNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.internal.InlineParserImpl;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Reads Markdown (CommonMark, and the tables of GitHub) into what a page may draw. Only what is
 * named here comes through: HTML is shown as it was typed, a picture is a link to where it is, and
 * what a link that is not allowed said stays without the link.
 */
final class Markdown {

    /**
     * Deeper than this the words stay and the form goes, so that no reader of it runs out of stack.
     */
    static final int DEPTH_MAX = 24;

    /**
     * A paragraph with more characters that may mean something is shown as it was typed: the parser
     * looks from each of some kinds to the end, and calls itself for each pair of others. 64 KiB of
     * them took it minutes, or all of its stack.
     */
    static final int MARKS_MAX = 1_000;

    private static final String MARKS = "<*_[]`!&\\";

    /**
     * With more cells than this all tables of a text are shown as they were typed: the parser fills
     * each row up to the width of its table, so that 64 KiB could be a hundred million cells.
     */
    static final int CELLS_MAX = 5_000;

    /** What may stand between the heading of a table and its rows, in quotes and lists too. */
    private static final Pattern UNDER_HEADING = Pattern.compile("[-|:>*+.)\\s0-9]*");

    private static final Parser WITH_TABLES =
            parser().extensions(List.of(TablesExtension.create())).build();

    private static final Parser WITHOUT_TABLES = parser().build();

    private Markdown() {}

    private static Parser.Builder parser() {
        return Parser.builder()
                .maxOpenBlockParsers(DEPTH_MAX)
                .inlineParserFactory(Markdown::boundedParser);
    }

    private static InlineParser boundedParser(InlineParserContext context) {
        InlineParser parser = new InlineParserImpl(context);
        return (lines, parent) -> {
            String content = lines.getContent();
            if (content.chars().filter(each -> MARKS.indexOf(each) >= 0).count() > MARKS_MAX) {
                parent.appendChild(new Text(content));
            } else {
                parser.parse(lines, parent);
            }
        };
    }

    static List<MarkdownNode> read(String text) {
        Parser parser = cellsAtMost(text) > CELLS_MAX ? WITHOUT_TABLES : WITH_TABLES;
        return children(parser.parse(text), 0);
    }

    /**
     * Not fewer cells than its tables can have: a table has the columns of the line under its
     * heading, and ends at an empty line.
     */
    private static long cellsAtMost(String text) {
        long cells = 0;
        long columns = 0;
        for (String line : text.split("\n", -1)) {
            if (line.isBlank()) {
                columns = 0;
            } else if (line.contains("|") && UNDER_HEADING.matcher(line).matches()) {
                columns = Math.max(columns, line.chars().filter(each -> each == '|').count() + 1);
            }
            cells += columns;
        }
        return cells;
    }

    private static List<MarkdownNode> children(Node parent, int depth) {
        List<MarkdownNode> read = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            add(child, depth, read);
        }
        return merged(read);
    }

    private static void add(Node node, int depth, List<MarkdownNode> to) {
        if (depth > DEPTH_MAX) {
            addText(words(node), to);
            return;
        }
        switch (node) {
            case Paragraph it -> to.add(around(Kind.PARAGRAPH, it, depth));
            case Heading it -> to.add(MarkdownNode.heading(it.getLevel(), children(it, depth + 1)));
            case BlockQuote it -> to.add(around(Kind.QUOTE, it, depth));
            case BulletList it -> to.add(around(Kind.BULLETS, it, depth));
            case OrderedList it -> to.add(MarkdownNode.numbers(start(it), children(it, depth + 1)));
            case ListItem it -> to.add(around(Kind.ITEM, it, depth));
            case FencedCodeBlock it -> to.add(MarkdownNode.said(Kind.CODE_BLOCK, it.getLiteral()));
            case IndentedCodeBlock it ->
                    to.add(MarkdownNode.said(Kind.CODE_BLOCK, it.getLiteral()));
            case HtmlBlock it ->
                    to.add(
                            MarkdownNode.around(
                                    Kind.PARAGRAPH,
                                    List.of(MarkdownNode.said(Kind.TEXT, it.getLiteral()))));
            case ThematicBreak _ -> to.add(MarkdownNode.leaf(Kind.RULE));
            case TableBlock it -> to.add(around(Kind.TABLE, it, depth));
            // What a table has between itself and its rows is in the cells.
            case TableHead it -> to.addAll(children(it, depth));
            case TableBody it -> to.addAll(children(it, depth));
            case TableRow it -> to.add(around(Kind.ROW, it, depth));
            case TableCell it ->
                    to.add(around(it.isHeader() ? Kind.HEAD_CELL : Kind.CELL, it, depth));
            case Text it -> addText(it.getLiteral(), to);
            case HtmlInline it -> addText(it.getLiteral(), to);
            case SoftLineBreak _ -> addText("\n", to);
            case HardLineBreak _ -> to.add(MarkdownNode.leaf(Kind.BREAK));
            case Code it -> to.add(MarkdownNode.said(Kind.CODE, it.getLiteral()));
            case Emphasis it -> to.add(around(Kind.EMPHASIS, it, depth));
            case StrongEmphasis it -> to.add(around(Kind.STRONG, it, depth));
            case Link it -> addLink(it.getDestination(), children(it, depth + 1), to);
            case Image it -> addLink(it.getDestination(), shown(it), to);
            // Such as the definition of a link elsewhere in the text: nothing of it is shown.
            default -> {}
        }
    }

    private static MarkdownNode around(Kind kind, Node node, int depth) {
        return MarkdownNode.around(kind, children(node, depth + 1));
    }

    private static int start(OrderedList list) {
        Integer number = list.getMarkerStartNumber();
        return number == null ? 1 : number;
    }

    /** The words instead of a picture; its address where there are none. */
    private static List<MarkdownNode> shown(Image image) {
        String words = words(image);
        return List.of(
                MarkdownNode.said(Kind.TEXT, words.isBlank() ? image.getDestination() : words));
    }

    private static void addLink(String href, List<MarkdownNode> says, List<MarkdownNode> to) {
        if (SafeLink.isAllowed(href)) {
            // A picture in a link, say: a page can't have a link in another one.
            to.add(MarkdownNode.link(href, unlinked(says)));
        } else {
            to.addAll(says);
        }
    }

    private static List<MarkdownNode> unlinked(List<MarkdownNode> nodes) {
        List<MarkdownNode> plain = new ArrayList<>();
        for (MarkdownNode node : nodes) {
            List<MarkdownNode> children = node.children();
            if (children == null) {
                plain.add(node);
            } else if (node.kind() == Kind.LINK) {
                plain.addAll(unlinked(children));
            } else {
                plain.add(MarkdownNode.around(node.kind(), unlinked(children)));
            }
        }
        return merged(plain);
    }

    private static void addText(String text, List<MarkdownNode> to) {
        to.add(MarkdownNode.said(Kind.TEXT, text));
    }

    /** Texts side by side are one. */
    private static List<MarkdownNode> merged(List<MarkdownNode> nodes) {
        List<MarkdownNode> merged = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (MarkdownNode node : nodes) {
            if (node.kind() == Kind.TEXT) {
                text.append(node.text());
                continue;
            }
            flush(text, merged);
            merged.add(node);
        }
        flush(text, merged);
        return merged;
    }

    private static void flush(StringBuilder text, List<MarkdownNode> to) {
        if (!text.isEmpty()) {
            addText(text.toString(), to);
            text.setLength(0);
        }
    }

    /** All words of it, however deep: by steps, not by calls. */
    private static String words(Node top) {
        StringBuilder words = new StringBuilder();
        Node node = top;
        while (node != null) {
            words.append(
                    switch (node) {
                        case Text it -> it.getLiteral();
                        case HtmlInline it -> it.getLiteral();
                        case HtmlBlock it -> it.getLiteral();
                        case Code it -> it.getLiteral();
                        case FencedCodeBlock it -> it.getLiteral();
                        case IndentedCodeBlock it -> it.getLiteral();
                        case SoftLineBreak _, HardLineBreak _ -> "\n";
                        default -> "";
                    });
            node = next(node, top);
        }
        return words.toString();
    }

    private static @Nullable Node next(Node node, Node top) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != top && at.getNext() == null) {
            at = at.getParent();
        }
        return at == top ? null : at.getNext();
    }
}
