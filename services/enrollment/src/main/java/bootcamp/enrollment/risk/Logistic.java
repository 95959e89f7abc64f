package bootcamp.enrollment.risk;

import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression with an L2 penalty on the standardised coefficients, not on the constant:
 * Newton's method (iteratively reweighted least squares; Hastie, Tibshirani, Friedman, <i>The
 * Elements of Statistical Learning</i>, 4.4.1), solved by Cholesky's decomposition.
 */
final class Logistic {

    private static final int STEPS = 50;
    private static final double ENOUGH = 1e-9;

    private final double[] means;
    private final double[] scales;
    private final double[] beta;

    private Logistic(double[] means, double[] scales, double[] beta) {
        this.means = means;
        this.scales = scales;
        this.beta = beta;
    }

    /**
     * @param rows not empty, all of one length, finite
     * @param penalty positive, so that there is always exactly one answer
     */
    static Logistic fit(List<double[]> rows, boolean[] labels, double penalty) {
        int width = rows.getFirst().length;
        double[] means = new double[width];
        double[] scales = new double[width];
        for (int j = 0; j < width; j++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : rows) {
                sum += row[j];
            }
            means[j] = sum / rows.size();
            for (double[] row : rows) {
                squares += (row[j] - means[j]) * (row[j] - means[j]);
            }
            double deviation = Math.sqrt(squares / rows.size());
            scales[j] = deviation < 1e-12 ? 0 : 1 / deviation;
        }
        Logistic model = new Logistic(means, scales, new double[width + 1]);
        int events = 0;
        for (boolean label : labels) {
            events += label ? 1 : 0;
        }
        double rate = (events + 0.5) / (labels.length + 1.0);
        model.beta[0] = Math.log(rate / (1 - rate));
        if (events > 0 && events < labels.length) {
            model.climb(rows, labels, penalty);
        }
        return model;
    }

    private void climb(List<double[]> rows, boolean[] labels, double penalty) {
        int size = beta.length;
        for (int step = 0; step < STEPS; step++) {
            double[][] hessian = new double[size][size];
            double[] gradient = new double[size];
            for (int i = 0; i < labels.length; i++) {
                double[] x = standardised(rows.get(i));
                double chance = sigmoid(dot(x));
                double weight = chance * (1 - chance);
                double error = (labels[i] ? 1 : 0) - chance;
                for (int j = 0; j < size; j++) {
                    gradient[j] += error * x[j];
                    for (int k = 0; k <= j; k++) {
                        hessian[j][k] += weight * x[j] * x[k];
                    }
                }
            }
            for (int j = 0; j < size; j++) {
                hessian[j][j] += j == 0 ? ENOUGH : penalty;
                gradient[j] -= j == 0 ? 0 : penalty * beta[j];
            }
            double[] move = solve(hessian, gradient);
            if (Arrays.stream(move).allMatch(each -> Math.abs(each) < ENOUGH)) {
                return;
            }
            advance(rows, labels, penalty, move);
        }
    }

    /**
     * A whole step may overshoot, from where next to no curvature is left: halved until it helps.
     */
    private void advance(List<double[]> rows, boolean[] labels, double penalty, double[] move) {
        double before = objective(rows, labels, penalty);
        double[] from = beta.clone();
        for (double part = 1; part > ENOUGH; part /= 2) {
            for (int j = 0; j < beta.length; j++) {
                beta[j] = from[j] + part * move[j];
            }
            if (objective(rows, labels, penalty) >= before) {
                return;
            }
        }
        System.arraycopy(from, 0, beta, 0, beta.length);
    }

    /** The logarithm of the likelihood, less the penalty: what is to be as high as possible. */
    private double objective(List<double[]> rows, boolean[] labels, double penalty) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double z = dot(standardised(rows.get(i)));
            double against = labels[i] ? -z : z;
            sum -= Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
        }
        for (int j = 1; j < beta.length; j++) {
            sum -= penalty * beta[j] * beta[j] / 2;
        }
        return sum;
    }

    /** By Cholesky's decomposition, in place; reads the lower triangle. */
    private static double[] solve(double[][] matrix, double[] right) {
        int size = right.length;
        double[] x = right.clone();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
            }
        }
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= matrix[i][k] * x[k];
            }
            x[i] /= matrix[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                x[i] -= matrix[k][i] * x[k];
            }
            x[i] /= matrix[i][i];
        }
        return x;
    }

    /** One that was learnt before, or stated. */
    static Logistic of(Weights weights) {
        return new Logistic(array(weights.means()), array(weights.scales()), array(weights.beta()));
    }

    Weights weights() {
        return new Weights(list(means), list(scales), list(beta));
    }

    private static double[] array(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Double> list(double[] array) {
        return Arrays.stream(array).boxed().toList();
    }

    /** What each value adds to the logarithm of the odds of somebody who has the mean of it. */
    double[] lifts(double[] row) {
        double[] x = standardised(row);
        double[] lifts = new double[row.length];
        for (int j = 0; j < lifts.length; j++) {
            lifts[j] = beta[j + 1] * x[j + 1];
        }
        return lifts;
    }

    /** In (0, 1). */
    double chance(double[] row) {
        return sigmoid(dot(standardised(row)));
    }

    private double[] standardised(double[] row) {
        double[] x = new double[beta.length];
        x[0] = 1;
        for (int j = 0; j < row.length; j++) {
            x[j + 1] = (row[j] - means[j]) * scales[j];
        }
        return x;
    }

    private double dot(double[] x) {
        double sum = 0;
        for (int j = 0; j < beta.length; j++) {
            sum += beta[j] * x[j];
        }
        return sum;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
