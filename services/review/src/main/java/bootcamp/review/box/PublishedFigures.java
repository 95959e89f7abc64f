package bootcamp.review.box;

import bootcamp.review.school.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a target as they may leave the service, the same by whatever way: under five
 * counted reviews there are none; where all gave the same rating there is only how many they are
 * and in which part of the scale they lie, for else everybody's rating would be known.
 *
 * @param n counted reviews; null: fewer than five
 * @param mean from 1 to 10; of a week from 1 to 5, as the other figures of its ratings
 * @param nps from -100 to 100 points; null also where fewer than five told
 * @param distribution how many gave each rating, from 1 to 10
 * @param aspects mean of each, from 1 to 5; one is null that fewer than five told, or all alike;
 *     all of them null where they are not asked
 * @param range in which all ratings lie that are alike; null: they are not
 * @param responseRate from 0 to 1: counted reviews of those who may review; null also where nobody
 *     is known who may
 * @param hidden why there are no figures, {@code FEWER_THAN_5} or {@code ALL_AGREE}; null: there
 *     are
 */
public record PublishedFigures(
        @Nullable Integer n,
        @Nullable Double mean,
        Figures.@Nullable Interval interval,
        @Nullable Double nps,
        @Nullable Map<String, Integer> distribution,
        @Nullable Map<String, @Nullable Double> aspects,
        Figures.@Nullable Range range,
        @Nullable Double responseRate,
        @Nullable String hidden) {

    static final String FEWER_THAN_5 = "FEWER_THAN_5";
    static final String ALL_AGREE = "ALL_AGREE";

    private static final PublishedFigures NONE =
            new PublishedFigures(null, null, null, null, null, null, null, null, FEWER_THAN_5);

    public PublishedFigures {
        distribution = distribution == null ? null : ordered(distribution);
        aspects = aspects == null ? null : ordered(aspects);
    }

    /** Values may be null, which {@code Map.copyOf} refuses. */
    private static <V extends @Nullable Object> Map<String, V> ordered(Map<String, V> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * @param visible values that may be shown, by measure
     * @param eligible how many may review; 0: not known
     */
    public static PublishedFigures of(
            Kind kind, Map<Measure, List<Integer>> visible, int eligible) {
        List<Integer> ratings = visible.get(Measure.RATING);
        if (ratings == null) {
            return NONE;
        }
        List<Integer> recommends = visible.get(Measure.RECOMMEND);
        boolean alike = areAlike(ratings);
        return new PublishedFigures(
                ratings.size(),
                alike ? null : Figures.mean(ratings),
                alike ? null : Figures.interval(ratings, kind.highest()),
                recommends == null ? null : Figures.nps(recommends),
                alike ? null : Figures.distribution(ratings, kind.highest()),
                kind.isRatingAlone() ? null : Figures.aspects(visible),
                alike ? Figures.range(ratings.getFirst(), kind.highest()) : null,
                eligible == 0 ? null : Math.min(1, (double) ratings.size() / eligible),
                alike ? ALL_AGREE : null);
    }

    static boolean areAlike(List<Integer> values) {
        return values.stream().distinct().count() == 1;
    }

    /** Whether these say anything of reviews that those do not. */
    boolean sayNothingNew(PublishedFigures published) {
        return of(published.responseRate()).equals(published)
                && (responseRate == null || published.responseRate() != null);
    }

    private PublishedFigures of(@Nullable Double rate) {
        return Objects.equals(rate, responseRate)
                ? this
                : new PublishedFigures(
                        n, mean, interval, nps, distribution, aspects, range, rate, hidden);
    }
}
