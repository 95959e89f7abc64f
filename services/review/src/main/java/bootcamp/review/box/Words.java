package bootcamp.review.box;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a review says in words; at least one of the two. */
public record Words(@Nullable String pros, @Nullable String cons) {

    /** Instead of what was taken out; as long whatever that was. */
    static final String REDACTED = "■■■";

    /** Without any of these texts; the same where none of them is in it. */
    Words without(List<String> texts) {
        return new Words(without(pros, texts), without(cons, texts));
    }

    private static @Nullable String without(@Nullable String in, List<String> texts) {
        String left = in;
        for (String text : texts) {
            left = left == null ? null : left.replace(text, REDACTED);
        }
        return left;
    }
}
