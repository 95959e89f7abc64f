package bootcamp.competition.team;

import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.scoring.Metric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * By what scores of one competition are compared; it stays once the competition is published.
 *
 * @param direction which score is better
 * @param digits after the point, to which scores are rounded, half to even, before they are
 *     compared
 * @param secondary which secondary score is better; null: there is none
 */
public record Standing(
        Metric.Direction direction, int digits, Metric.@Nullable Direction secondary) {

    /**
     * What is compared.
     *
     * @param secondary null: there is none
     * @param at the earlier one is better
     * @param id decides where all else is equal
     */
    public record Result(double score, @Nullable Double secondary, Instant at, String id) {}

    static Standing of(CompetitionPlan plan) {
        Metric secondary = plan.secondary();
        return new Standing(
                plan.scoredBy().direction(),
                plan.digits(),
                secondary == null ? null : secondary.direction());
    }

    /** The best first. */
    Comparator<Result> order() {
        return Comparator.comparing((Result each) -> rounded(each.score()), by(direction))
                .thenComparing(this::second, Comparator.nullsLast(by(secondary)))
                .thenComparing(Result::at)
                .thenComparing(Result::id);
    }

    private @Nullable BigDecimal second(Result result) {
        Double score = result.secondary();
        return secondary == null || score == null ? null : rounded(score);
    }

    private static Comparator<BigDecimal> by(Metric.@Nullable Direction better) {
        return better == Metric.Direction.HIGHER
                ? Comparator.reverseOrder()
                : Comparator.naturalOrder();
    }

    private BigDecimal rounded(double score) {
        return BigDecimal.valueOf(score).setScale(digits, RoundingMode.HALF_EVEN);
    }
}
