package bootcamp.review.box;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All reviews of one target, in the order of their ids, which are random; and the steps in which
 * they are counted. A measure's figures move when at least {@value #STEP} reviews say in it what no
 * figure has held yet, and never otherwise; what was taken back leaves with them. So whatever is
 * added to and taken from each other of all figures that were ever published, at least {@value
 * #STEP} people remain in it: those who were new in the last of them are in none before. A question
 * that few answer therefore moves later than the rating. Where most were taken back, so that fewer
 * than {@value #STEP} are left, figures are hidden, which tells nothing.
 *
 * @param id of the target
 */
public record Box(String id, List<Review> reviews) {

    /** Reviews by which figures move at once, and under which there are none. */
    public static final int STEP = 5;

    /** Counted reviews under which no words are shown. */
    public static final int WORDS_FROM = 10;

    public Box {
        reviews = List.copyOf(reviews);
    }

    public static Box empty(String id) {
        return new Box(id, List.of());
    }

    public @Nullable Review find(String reviewId) {
        return reviews.stream().filter(each -> each.id().equals(reviewId)).findFirst().orElse(null);
    }

    /** Whether there is such a review that was not taken back. */
    public boolean holds(String reviewId) {
        Review found = find(reviewId);
        return found != null && !found.now().isEmpty();
    }

    /** A review, or another content of the one there is. */
    public Box with(String reviewId, Map<Measure, Integer> now, @Nullable Words words) {
        Review before = find(reviewId);
        Review after =
                before == null
                        ? new Review(
                                reviewId, now, Map.of(), words, null, null, null, null, List.of())
                        : before.saying(now, words);
        return replaced(reviewId, after).settled();
    }

    /** Words that are taken back are gone at once; figures move with the next step. */
    public Box without(String reviewId) {
        Review before = find(reviewId);
        return before == null ? this : replaced(reviewId, before.saying(Map.of(), null)).settled();
    }

    /**
     * @param reason null where it is published, or {@code why} says it
     */
    Box moderated(
            String reviewId, boolean published, @Nullable String reason, @Nullable HideReason why) {
        return replaced(
                reviewId, Objects.requireNonNull(find(reviewId)).decided(published, reason, why));
    }

    /** Takes texts out of words that staff may read. */
    Box redacted(String reviewId, List<String> texts, String by) {
        return replaced(reviewId, Objects.requireNonNull(find(reviewId)).redacted(texts, by));
    }

    private Box replaced(String reviewId, Review after) {
        List<Review> all = new ArrayList<>(reviews);
        all.removeIf(each -> each.id().equals(reviewId));
        all.add(after);
        return sorted(all);
    }

    private Box sorted(List<Review> all) {
        return new Box(id, all.stream().sorted(Comparator.comparing(Review::id)).toList());
    }

    private Box settled() {
        Box settled = this;
        for (Measure measure : Measure.values()) {
            Predicate<Review> answers = each -> each.now().containsKey(measure);
            Predicate<Review> differs =
                    each -> !Objects.equals(each.now().get(measure), each.counted().get(measure));
            boolean isNew = settled.count(differs.and(answers)) >= STEP;
            boolean hides = settled.count(differs) >= STEP && settled.count(answers) < STEP;
            if (isNew || hides) {
                settled = settled.each(review -> counted(review, measure));
            }
        }
        Predicate<Review> unsaid =
                each -> each.words() != null && !each.words().equals(each.said());
        if (settled.counted(Measure.RATING).size() >= WORDS_FROM && settled.count(unsaid) >= STEP) {
            settled = settled.each(review -> unsaid.test(review) ? review.read() : review);
        }
        List<Review> left = new ArrayList<>(settled.reviews());
        left.removeIf(Review::isGone);
        return sorted(left);
    }

    private long count(Predicate<Review> which) {
        return reviews.stream().filter(which).count();
    }

    private Box each(UnaryOperator<Review> change) {
        return sorted(reviews.stream().map(change).toList());
    }

    private static Review counted(Review review, Measure measure) {
        Map<Measure, Integer> counted = new HashMap<>(review.counted());
        Integer now = review.now().get(measure);
        if (now == null) {
            counted.remove(measure);
        } else {
            counted.put(measure, now);
        }
        return review.counting(counted);
    }

    // ---- what may be seen

    /** The published values of a measure; under {@value #STEP} they may not be shown. */
    public List<Integer> counted(Measure measure) {
        return reviews.stream()
                .map(each -> each.counted().get(measure))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Values that may be shown, by measure. */
    public Map<Measure, List<Integer>> visible() {
        Map<Measure, List<Integer>> visible = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Integer> values = counted(measure);
            if (values.size() >= STEP) {
                visible.put(measure, values);
            }
        }
        return visible;
    }

    /** Those whose words staff may read. */
    public List<Review> said() {
        return counted(Measure.RATING).size() < WORDS_FROM
                ? List.of()
                : reviews.stream().filter(each -> each.said() != null).toList();
    }

    /** Whether all may read its words now: staff let them be, and enough are counted. */
    boolean shows(Review review) {
        return Boolean.TRUE.equals(review.published()) && said().contains(review);
    }

    /** Words that all may read. */
    List<Words> published() {
        return said().stream()
                .filter(each -> Boolean.TRUE.equals(each.published()))
                .map(Review::said)
                .filter(Objects::nonNull)
                .toList();
    }
}
