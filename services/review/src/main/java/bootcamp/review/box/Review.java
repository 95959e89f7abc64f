package bootcamp.review.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One review, without a date and without a name.
 *
 * @param id keyed hash of its ticket, so no order is in it
 * @param now what its writer says; empty where it was taken back
 * @param counted what the published figures hold of it
 * @param words null: none
 * @param said the words that a step gave to the moderators; null: none
 * @param published null: nobody has decided
 * @param reason why the words are hidden, for their writer, in staff's own words; null: none
 * @param why the same from a list; null: none
 * @param redactedBy accounts that took something out of {@code said}, which is nowhere else; empty:
 *     it is as it was written
 */
public record Review(
        String id,
        Map<Measure, Integer> now,
        Map<Measure, Integer> counted,
        @Nullable Words words,
        @Nullable Words said,
        @Nullable Boolean published,
        @Nullable String reason,
        @Nullable HideReason why,
        List<String> redactedBy) {

    public Review {
        // A review of before there was such a thing has none.
        redactedBy = redactedBy == null ? List.of() : List.copyOf(redactedBy);
        now = Map.copyOf(now);
        counted = Map.copyOf(counted);
    }

    /** As it says something else now, which nobody has read or decided on. */
    Review saying(Map<Measure, Integer> otherwise, @Nullable Words other) {
        boolean same = other != null && other.equals(words);
        return new Review(
                id,
                otherwise,
                counted,
                other,
                same ? said : null,
                same ? published : null,
                same ? reason : null,
                same ? why : null,
                same ? redactedBy : List.of());
    }

    Review counting(Map<Measure, Integer> values) {
        return new Review(id, now, values, words, said, published, reason, why, redactedBy);
    }

    /** Its words are read by staff from now on. */
    Review read() {
        return new Review(id, now, counted, words, words, null, null, null, List.of());
    }

    /**
     * @param because null where it is published, or staff's own words say it
     */
    Review decided(boolean shown, @Nullable String text, @Nullable HideReason because) {
        return new Review(id, now, counted, words, said, shown, text, because, redactedBy);
    }

    /**
     * Without these texts, wherever they were kept; a decision that was made stands.
     *
     * @param by the account that takes them out
     */
    Review redacted(List<String> texts, String by) {
        Words left = Objects.requireNonNull(said).without(texts);
        if (left.equals(said)) {
            return this;
        }
        List<String> all = new ArrayList<>(redactedBy);
        all.remove(by);
        all.add(by);
        return new Review(
                id,
                now,
                counted,
                words == null ? null : words.without(texts),
                left,
                published,
                reason,
                why,
                all);
    }

    boolean isGone() {
        return now.isEmpty() && counted.isEmpty();
    }
}
