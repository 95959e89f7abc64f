package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.Labels;
import bootcamp.competition.contest.PublicScores;
import bootcamp.competition.scoring.Metric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what scores of one competition are compared; it stays once the competition is published.
 *
 * @param direction which score is better
 * @param digits after the point, to which scores are rounded, half to even, before they are
 *     compared
 * @param secondary which secondary score is better; null: there is none
 * @param ladder what is told of public scores; null: each as it is
 */
public record Standing(
        Metric.Direction direction,
        int digits,
        Metric.@Nullable Direction secondary,
        @Nullable Ladder ladder) {

    /**
     * What is compared.
     *
     * @param secondary null: there is none
     * @param at the earlier one is better
     * @param id decides where all else is equal
     */
    public record Result(double score, @Nullable Double secondary, Instant at, String id) {}

    /** Of one that is published. */
    static Standing of(Competition competition) {
        CompetitionPlan plan = competition.planned();
        Labels labels = Objects.requireNonNull(competition.labels(), "published with labels");
        Metric secondary = plan.secondary();
        return new Standing(
                plan.scoredBy().direction(),
                plan.digits(),
                secondary == null ? null : secondary.direction(),
                plan.publicScores() == PublicScores.LADDER
                        ? Ladder.of(plan.scoredBy(), labels.publicRows())
                        : null);
    }

    /** The best first. */
    public Comparator<Result> order() {
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
