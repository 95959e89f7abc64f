package bootcamp.competition.scoring;

import java.util.Arrays;

/**
 * Places of values from the smallest to the largest, so that they are sorted once and not again.
 */
final class Order {

    private final int[] sorted;

    /** Of the place in the order, whether its value is the same as the one before it. */
    private final boolean[] isTied;

    private Order(int[] sorted, boolean[] isTied) {
        this.sorted = sorted;
        this.isTied = isTied;
    }

    /** Of finite values. */
    static Order of(double[] values) {
        double[] byValue = values.clone();
        Arrays.sort(byValue);
        int[] next = new int[values.length];
        int[] sorted = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int first = Numbers.firstNotBelow(byValue, values[i]);
            sorted[first + next[first]++] = i;
        }
        boolean[] isTied = new boolean[values.length];
        for (int i = 1; i < isTied.length; i++) {
            isTied[i] = byValue[i] == byValue[i - 1];
        }
        return new Order(sorted, isTied);
    }

    int size() {
        return sorted.length;
    }

    int at(int place) {
        return sorted[place];
    }

    /** Where those end that are equal to the one at that place. */
    int endOfTie(int place) {
        int end = place + 1;
        while (end < sorted.length && isTied[end]) {
            end++;
        }
        return end;
    }

    /** From 1, and the mean of their places for those that are equal; each counts so many times. */
    double[] ranks(short[] times) {
        double[] ranks = new double[sorted.length];
        long below = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = endOfTie(from);
            long equal = 0;
            for (int i = from; i < to; i++) {
                equal += times[sorted[i]];
            }
            double rank = below + (equal + 1) / 2.0;
            for (int i = from; i < to; i++) {
                ranks[sorted[i]] = rank;
            }
            below += equal;
            from = to;
        }
        return ranks;
    }
}
