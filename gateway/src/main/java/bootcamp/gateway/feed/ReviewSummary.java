package bootcamp.gateway.feed;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The published figures of what was reviewed, as dashboards show them.
 *
 * @param kind {@code PROGRAMME}, {@code MODULE}, {@code SESSION}, {@code INSTRUCTOR} or {@code
 *     COMPETITION}
 * @param title as staff gave it; of an instructor the id
 * @param n counted reviews; null: fewer than five, and there is no figure
 * @param mean from 1 to 10; null where hidden
 * @param interval at 95 %; null where hidden
 * @param nps from -100 to 100 points; null where hidden or too few told
 * @param distribution how many gave each rating, from 1 to 10; null where hidden
 * @param aspects mean of each from 1 to 5, null for one that too few told; null where hidden
 * @param range the part of the scale in which all ratings lie that are alike; null: they are not
 * @param responseRate from 0 to 1; null where there is none
 * @param hidden why there are no figures; null: there are
 */
public record ReviewSummary(
        String summaryId,
        String kind,
        String targetId,
        String title,
        @Nullable Integer n,
        @Nullable Double mean,
        @Nullable Interval interval,
        @Nullable Double nps,
        @Nullable List<Integer> distribution,
        @Nullable Map<String, @Nullable Double> aspects,
        @Nullable Range range,
        @Nullable Double responseRate,
        @Nullable Hidden hidden) {

    /** Why figures are not shown. */
    public enum Hidden {
        FEWER_THAN_5,
        ALL_AGREE
    }

    /** Bounds from 1 to 10. */
    public record Interval(double low, double high) {}

    /** The lowest and the highest rating in it. */
    public record Range(int from, int until) {}
}
