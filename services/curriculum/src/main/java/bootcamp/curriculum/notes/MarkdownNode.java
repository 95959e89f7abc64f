package bootcamp.curriculum.notes;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a text as a page may draw it: there is no kind for markup that somebody wrote, for
 * pictures of other places, or for links that lead anywhere but by https or to a mailbox.
 *
 * @param text of {@link Kind#TEXT}, {@link Kind#CODE} and {@link Kind#CODE_BLOCK}; else null
 * @param level of a heading, 1 to 6; else null
 * @param start the first number of {@link Kind#NUMBERS}; else null
 * @param href of {@link Kind#LINK}; else null
 * @param children null: it has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MarkdownNode(
        Kind kind,
        @Nullable String text,
        @Nullable Integer level,
        @Nullable Integer start,
        @Nullable String href,
        @Nullable List<MarkdownNode> children) {

    enum Kind {
        PARAGRAPH,
        HEADING,
        QUOTE,
        BULLETS,
        NUMBERS,
        ITEM,
        CODE_BLOCK,
        RULE,
        TABLE,
        ROW,
        HEAD_CELL,
        CELL,
        TEXT,
        CODE,
        EMPHASIS,
        STRONG,
        LINK,
        BREAK
    }

    static MarkdownNode leaf(Kind kind) {
        return new MarkdownNode(kind, null, null, null, null, null);
    }

    static MarkdownNode said(Kind kind, String text) {
        return new MarkdownNode(kind, text, null, null, null, null);
    }

    static MarkdownNode around(Kind kind, List<MarkdownNode> children) {
        return new MarkdownNode(kind, null, null, null, null, List.copyOf(children));
    }

    static MarkdownNode heading(int level, List<MarkdownNode> children) {
        return new MarkdownNode(Kind.HEADING, null, level, null, null, List.copyOf(children));
    }

    static MarkdownNode numbers(int start, List<MarkdownNode> children) {
        return new MarkdownNode(Kind.NUMBERS, null, null, start, null, List.copyOf(children));
    }

    static MarkdownNode link(String href, List<MarkdownNode> children) {
        return new MarkdownNode(Kind.LINK, null, null, null, href, List.copyOf(children));
    }
}
