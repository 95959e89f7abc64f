package bootcamp.enrollment.risk;

import java.util.List;

/**
 * What a logistic regression has learnt, or is given.
 *
 * @param means of the values, taken off each
 * @param scales each is multiplied by then; 0: it was the same for all, and says nothing
 * @param beta the constant, and a coefficient for each value; one longer than the others
 */
public record Weights(List<Double> means, List<Double> scales, List<Double> beta) {

    public Weights {
        means = List.copyOf(means);
        scales = List.copyOf(scales);
        beta = List.copyOf(beta);
        if (scales.size() != means.size() || beta.size() != means.size() + 1) {
            throw new IllegalArgumentException("Lengths do not fit.");
        }
    }
}
