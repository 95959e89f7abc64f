package bootcamp.review.box;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Figures of published values. */
public final class Figures {

    /** Reviews that a target has in advance in the adjusted mean (glossary: C). */
    static final double PRIOR = 5;

    private static final int LOWEST = 1;
    private static final int LOW_MAX = 3;
    private static final int MIDDLE_MAX = 7;

    /** Of a scale that ends at five: in two parts, for one rating alone would be everybody's. */
    private static final int SHORT_SCALE = 5;

    private static final int LOW_OF_FIVE_MAX = 2;

    private static final double NPS_MAX = 100;
    private static final double Z = 1.959963984540054;

    private Figures() {}

    /** Bounds at 95 %, on the scale of what they are of. */
    public record Interval(double low, double high) {}

    /**
     * A part of the scale.
     *
     * @param from the lowest rating in it
     * @param until the highest
     */
    public record Range(int from, int until) {}

    /**
     * The low, the middle or the high part of a scale of ten, of three or four ratings each; the
     * low or the high part of a scale of five, of two or three.
     *
     * @param highest the best rating of the scale
     */
    static Range range(int rating, int highest) {
        if (highest == SHORT_SCALE) {
            return rating <= LOW_OF_FIVE_MAX
                    ? new Range(LOWEST, LOW_OF_FIVE_MAX)
                    : new Range(LOW_OF_FIVE_MAX + 1, highest);
        }
        return rating <= LOW_MAX
                ? new Range(LOWEST, LOW_MAX)
                : rating <= MIDDLE_MAX
                        ? new Range(LOW_MAX + 1, MIDDLE_MAX)
                        : new Range(MIDDLE_MAX + 1, highest);
    }

    public static double mean(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }

    /**
     * Of the mean rating, as {@link #scored} has it.
     *
     * @param highest the best rating; the worst is 1
     */
    public static Interval interval(List<Integer> ratings, int highest) {
        return scored(mean(ratings), ratings.size(), LOWEST, highest);
    }

    /** Of the NPS, from -100 to 100 points; as {@link #scored} has it. */
    public static Interval npsInterval(List<Integer> recommends) {
        return scored(nps(recommends), recommends.size(), -NPS_MAX, NPS_MAX);
    }

    /**
     * Of a mean on a bounded scale: the score interval of Wilson (1927) on the mean mapped to 0..1.
     * A variable between 0 and 1 of mean p varies by p(1 - p) at most (Bhatia and Davis, 2000), as
     * much as a proportion does; so it is never too narrow for that, and never leaves the scale.
     */
    private static Interval scored(double mean, int n, double min, double max) {
        double width = max - min;
        double p = (mean - min) / width;
        double scale = 1 + Z * Z / n;
        double centre = (p + Z * Z / (2.0 * n)) / scale;
        double half = Z / scale * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n));
        return new Interval(
                min + width * Math.max(0, centre - half), min + width * Math.min(1, centre + half));
    }

    /**
     * {@code (m·C + Σ ratings) / (C + n)}: near the mean of its kind where there are few.
     *
     * @param ofKind m, the mean over all targets of the kind
     */
    public static double adjusted(List<Integer> ratings, double ofKind) {
        double sum = ratings.stream().mapToInt(Integer::intValue).sum();
        return (ofKind * PRIOR + sum) / (PRIOR + ratings.size());
    }

    /** Share of 9 and 10 less share of 0 to 6, from -100 to 100 points. */
    public static double nps(List<Integer> recommends) {
        long promoters = recommends.stream().filter(each -> each >= 9).count();
        long detractors = recommends.stream().filter(each -> each <= 6).count();
        return NPS_MAX * (promoters - detractors) / recommends.size();
    }

    /**
     * How many gave each rating.
     *
     * @param highest the best rating; the worst is 1
     */
    public static Map<String, Integer> distribution(List<Integer> ratings, int highest) {
        int[] counts = new int[highest + 1];
        ratings.forEach(each -> counts[each]++);
        Map<String, Integer> distribution = new LinkedHashMap<>();
        IntStream.rangeClosed(LOWEST, highest)
                .forEach(each -> distribution.put(String.valueOf(each), counts[each]));
        return distribution;
    }

    /** Mean of each aspect; null for one that fewer than five told, or all alike. */
    public static Map<String, @Nullable Double> aspects(Map<Measure, List<Integer>> visible) {
        Map<String, @Nullable Double> aspects = new LinkedHashMap<>();
        Arrays.stream(Measure.values())
                .filter(each -> each.compareTo(Measure.RECOMMEND) > 0)
                .forEach(
                        each -> {
                            List<Integer> values = visible.get(each);
                            aspects.put(
                                    each.name().toLowerCase(Locale.ROOT),
                                    values == null || PublishedFigures.areAlike(values)
                                            ? null
                                            : mean(values));
                        });
        return aspects;
    }
}
