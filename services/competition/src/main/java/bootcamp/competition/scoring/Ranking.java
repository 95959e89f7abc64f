package bootcamp.competition.scoring;

import java.util.Arrays;

/** What an order is worth. */
final class Ranking {

    private Ranking() {}

    /**
     * The sum of the precision at each hit, by as many hits as could be; 0 where none could.
     *
     * @param hits the best first, at most {@code cut}
     */
    static double averagePrecision(boolean[] hits, int relevant, int cut) {
        int found = 0;
        ExactSum sum = new ExactSum();
        for (int i = 0; i < hits.length; i++) {
            if (hits[i]) {
                found++;
                sum.add((double) found / (i + 1));
            }
        }
        int possible = Math.min(relevant, cut);
        return possible == 0 ? 0 : sum.value() / possible;
    }

    /** NDCG with hit or no hit. */
    static double discountedGain(boolean[] hits, int relevant, int cut) {
        double[] gains = new double[hits.length];
        for (int i = 0; i < hits.length; i++) {
            gains[i] = hits[i] ? 1 : 0;
        }
        double[] ideal = new double[Math.min(relevant, cut)];
        Arrays.fill(ideal, 1);
        return normalised(gains, ideal);
    }

    /**
     * Järvelin and Kekäläinen (2002): gains by the logarithm to base 2 of their place and 1, beside
     * the best that could be; 0 where nothing could be gained.
     */
    static double normalised(double[] gains, double[] ideal) {
        double best = discounted(ideal);
        return best == 0 ? 0 : discounted(gains) / best;
    }

    private static double discounted(double[] gains) {
        ExactSum sum = new ExactSum();
        for (int i = 0; i < gains.length; i++) {
            sum.add(gains[i] / (Math.log(i + 2) / Math.log(2)));
        }
        return sum.value();
    }
}
