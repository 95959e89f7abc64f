package bootcamp.competition.team;

import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Metric.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a team's public scores, after Blum and Hardt (2015): one is told only where it
 * beats the one told last by more than a step, and never better than it is. What is not told tells
 * of the labels no more than that it was not better.
 *
 * <p>The step is made of the number of public rows and of what was told, of no label. It is about
 * two standard errors: 1 ÷ √rows where scores end at 1; where lower is better, so many times the
 * power of two above the score. Blum and Hardt's step without a parameter asks for a loss of each
 * row, which half of the metrics do not have.
 *
 * @param step above 0
 */
public record Ladder(Direction better, double step) {

    /**
     * @param publicRows from 1
     */
    static Ladder of(Metric metric, int publicRows) {
        return new Ladder(metric.direction(), 1 / Math.sqrt(publicRows));
    }

    /**
     * What is told of a score.
     *
     * @param told last; null: nothing
     * @return null: it is no better by a step, and what was told stands
     */
    @Nullable Double climbed(@Nullable Double told, double score) {
        double size = size(told == null ? score : told);
        if (told != null) {
            boolean isBetter =
                    better == Direction.HIGHER ? score > told + size : score < told - size;
            if (!isBetter) {
                return null;
            }
        }
        if (size == 0) {
            return score;
        }
        double steps = score / size;
        return (better == Direction.HIGHER ? Math.floor(steps) : Math.ceil(steps)) * size;
    }

    private double size(double score) {
        if (better == Direction.HIGHER) {
            return step;
        }
        return score == 0 ? 0 : step * Math.scalb(1.0, Math.getExponent(score) + 1);
    }
}
