package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.ReviewSummary;
import bootcamp.gateway.feed.ReviewSummary.Hidden;
import java.util.Comparator;
import java.util.List;

/**
 * What students say of the cohort, as far as it is published. There is no sum over targets: what is
 * hidden of one could be had from it by subtraction.
 *
 * @param targets with five counted reviews or more, by kind, title and id; of those whose ratings
 *     are all alike only a part of the scale
 * @param hidden of how many nothing is shown, by kind; a kind is not there where it has none
 */
record Reviews(List<ReviewSummary> targets, List<TooFew> hidden) {

    private static final List<String> KINDS =
            List.of("PROGRAMME", "MODULE", "SESSION", "INSTRUCTOR", "COMPETITION");

    /**
     * Targets with fewer than five counted reviews.
     *
     * @param count from 1
     */
    record TooFew(String kind, int count) {}

    static Reviews of(List<ReviewSummary> summaries) {
        return new Reviews(
                summaries.stream()
                        .filter(each -> !isTooFew(each))
                        .sorted(
                                Comparator.<ReviewSummary>comparingInt(
                                                each -> KINDS.indexOf(each.kind()))
                                        .thenComparing(ReviewSummary::title)
                                        .thenComparing(ReviewSummary::targetId)
                                        .thenComparing(ReviewSummary::summaryId))
                        .toList(),
                KINDS.stream()
                        .map(kind -> new TooFew(kind, tooFew(kind, summaries)))
                        .filter(each -> each.count() > 0)
                        .toList());
    }

    private static int tooFew(String kind, List<ReviewSummary> summaries) {
        return (int)
                summaries.stream()
                        .filter(each -> isTooFew(each) && each.kind().equals(kind))
                        .count();
    }

    private static boolean isTooFew(ReviewSummary summary) {
        return summary.hidden() == Hidden.FEWER_THAN_5;
    }
}
