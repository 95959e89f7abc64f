package bootcamp.review.box;

import java.util.Map;
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
 * @param reason why the words are hidden, for their writer; null: they are not
 */
public record Review(
        String id,
        Map<Measure, Integer> now,
        Map<Measure, Integer> counted,
        @Nullable Words words,
        @Nullable Words said,
        @Nullable Boolean published,
        @Nullable String reason) {

    public Review {
        now = Map.copyOf(now);
        counted = Map.copyOf(counted);
    }

    boolean isGone() {
        return now.isEmpty() && counted.isEmpty();
    }
}
