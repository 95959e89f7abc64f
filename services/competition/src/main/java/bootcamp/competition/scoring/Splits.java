package bootcamp.competition.scoring;

import java.util.Arrays;

/** Which rows of a solution count for which score. */
final class Splits {

    static final int PUBLIC = 0;
    static final int PRIVATE = 1;

    private byte[] splits = new byte[64];
    private final int[] sizes = new int[2];
    private int rows;

    void add(int split) {
        if (rows == splits.length) {
            splits = Arrays.copyOf(splits, rows + (rows >> 1));
        }
        splits[rows++] = (byte) split;
        sizes[split]++;
    }

    /** Puts a row into another split. */
    void move(int row, int split) {
        sizes[splits[row]]--;
        splits[row] = (byte) split;
        sizes[split]++;
    }

    int rows() {
        return rows;
    }

    boolean isIn(int row, int split) {
        return splits[row] == split;
    }

    /** How many rows it has. */
    int size(int split) {
        return sizes[split];
    }

    /** Whether there are two. */
    boolean areTwo() {
        return sizes[PRIVATE] > 0;
    }

    /** The values of its rows, in their order. */
    double[] of(double[] values, int split) {
        double[] chosen = new double[sizes[split]];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            if (splits[row] == split) {
                chosen[next++] = values[row];
            }
        }
        return chosen;
    }

    /** Its rows, in their order. */
    int[] rowsOf(int split) {
        int[] chosen = new int[sizes[split]];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            if (splits[row] == split) {
                chosen[next++] = row;
            }
        }
        return chosen;
    }

    /** The mean over its rows, exact but for its rounding. */
    double mean(double[] values, int split) {
        ExactSum sum = new ExactSum();
        for (int row = 0; row < rows; row++) {
            if (splits[row] == split) {
                sum.add(values[row]);
            }
        }
        return sum.value() / sizes[split];
    }
}
