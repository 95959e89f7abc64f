package bootcamp.gateway.retention;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Whether cohorts lose their students alike: the log-rank test (Mantel 1966, Peto and Peto 1972)
 * over risk sets with delayed entry.
 *
 * <p>On each day with withdrawals the observed number of each cohort is held against the number
 * expected if all were alike, with the hypergeometric variance; {@code χ² = (O − E)ᵀ V⁻ (O − E)}.
 * Cohorts that are never at risk together with another cannot be told apart by it: they take no
 * degree of freedom.
 *
 * @param cohorts those that could be compared: on a day on which somebody withdrew they had
 *     students at risk, and so had another
 * @param degreesOfFreedom the rank of the variance; one less than the cohorts as a rule
 * @param pValue the chance of a χ² at least as large were all alike
 */
public record LogRank(int cohorts, double chiSquare, int degreesOfFreedom, double pValue) {

    /** Below this share of the largest variance a variance is rounding. */
    private static final double RANK_TOLERANCE = 1e-10;

    /**
     * @return null where nothing can be compared: fewer than two cohorts, or no day on which
     *     somebody withdrew while two of them had students at risk
     */
    public static @Nullable LogRank of(List<RiskDays> cohorts) {
        Sums sums = new Sums(cohorts.size());
        int[][] atRisk = cohorts.stream().map(RiskDays::atRisk).toArray(int[][]::new);
        int last = cohorts.stream().mapToInt(RiskDays::limit).max().orElse(0);
        for (int day = 1; day <= last; day++) {
            sums.add(at(atRisk, day), withdrawn(cohorts, day));
        }
        return sums.test();
    }

    private static int[] at(int[][] byCohort, int day) {
        return IntStream.range(0, byCohort.length)
                .map(i -> day < byCohort[i].length ? byCohort[i][day] : 0)
                .toArray();
    }

    private static int[] withdrawn(List<RiskDays> cohorts, int day) {
        return cohorts.stream().mapToInt(c -> day <= c.limit() ? c.withdrawn(day) : 0).toArray();
    }

    /** Observed minus expected, and its variance, over the days so far. */
    private static final class Sums {
        private final int k;
        private final double[] excess;
        private final double[][] variance;

        Sums(int k) {
            this.k = k;
            excess = new double[k];
            variance = new double[k][k];
        }

        void add(int[] n, int[] d) {
            long all = IntStream.of(n).asLongStream().sum();
            long left = IntStream.of(d).asLongStream().sum();
            if (left == 0) {
                return;
            }
            double spread = all > 1 ? left * ((double) (all - left) / (all - 1)) : 0;
            for (int i = 0; i < k; i++) {
                double share = (double) n[i] / all;
                excess[i] += d[i] - left * share;
                for (int j = 0; j < k; j++) {
                    variance[i][j] += spread * ((i == j ? share : 0) - share * n[j] / all);
                }
            }
        }

        /**
         * Solves by Cholesky with the largest pivot first (Higham 2002, §10.3): the variance is
         * singular by nature, its rows sum to 0, and it ends where only rounding is left.
         */
        @Nullable LogRank test() {
            double largest = IntStream.range(0, k).mapToDouble(i -> variance[i][i]).max().orElse(0);
            int compared = compared(largest);
            double chiSquare = 0;
            int rank = 0;
            for (; rank < k; rank++) {
                int pivot = largestFrom(rank);
                if (variance[pivot][pivot] <= RANK_TOLERANCE * largest) {
                    break;
                }
                swap(rank, pivot);
                chiSquare += excess[rank] * excess[rank] / variance[rank][rank];
                eliminate(rank);
            }
            return rank == 0 ? null : of(compared, chiSquare, rank);
        }

        /** Who is never at risk together with another has no variance. */
        private int compared(double largest) {
            return (int)
                    IntStream.range(0, k)
                            .filter(i -> variance[i][i] > RANK_TOLERANCE * largest)
                            .count();
        }

        private static LogRank of(int compared, double chiSquare, int rank) {
            return new LogRank(
                    compared,
                    chiSquare,
                    rank,
                    ChiSquaredDistribution.of(rank).survivalProbability(chiSquare));
        }

        private int largestFrom(int from) {
            int largest = from;
            for (int i = from + 1; i < k; i++) {
                if (variance[i][i] > variance[largest][largest]) {
                    largest = i;
                }
            }
            return largest;
        }

        private void swap(int a, int b) {
            double[] row = variance[a];
            variance[a] = variance[b];
            variance[b] = row;
            for (double[] each : variance) {
                double cell = each[a];
                each[a] = each[b];
                each[b] = cell;
            }
            double value = excess[a];
            excess[a] = excess[b];
            excess[b] = value;
        }

        private void eliminate(int pivot) {
            for (int i = pivot + 1; i < k; i++) {
                double factor = variance[i][pivot] / variance[pivot][pivot];
                excess[i] -= factor * excess[pivot];
                for (int j = pivot + 1; j < k; j++) {
                    variance[i][j] -= factor * variance[pivot][j];
                }
            }
        }
    }
}
