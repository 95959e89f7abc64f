package bootcamp.competition.scoring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a family of metrics reads labels and predictions. One is filled with the labels of a
 * solution, and then only read: by any number of submissions at once.
 */
interface Form {

    /**
     * The label of the next row of the solution.
     *
     * @param key the fields of its key
     */
    void label(Rows rows, int[] key, int field);

    /**
     * When all labels are there.
     *
     * @throws FaultException if the metric is not defined for them
     */
    void complete(Splits splits);

    /**
     * The columns that a submission may have beside its key, in the order of preference; the fields
     * of {@link Predictions#take} are in the order of those that it has.
     *
     * @param labelColumn of the solution
     */
    default List<List<String>> columns(String labelColumn) {
        return List.of(List.of(labelColumn));
    }

    /**
     * Of one submission.
     *
     * @param columns one of {@link #columns}
     * @param rows of the solution
     */
    Predictions begin(List<String> columns, int rows);

    /** What is drawn for a split as one, where rows are: each row, or all rows of a query. */
    default int[] units(Splits splits, int split) {
        return splits.rowsOf(split);
    }

    /** About how many steps of a computer {@link Weighed#score} takes. */
    default long steps(int units) {
        return units;
    }

    /**
     * What a row of a submission says, as bits: those of a number, or a hash of anything else. How
     * it was written makes no difference.
     *
     * @param fields as {@link Predictions#take} has them
     * @param pick any number; where a row has several values, one of them by it
     */
    default long told(Rows rows, int[] fields, int pick) {
        return hash(rows.text(fields[0]));
    }

    /** Whether {@link #told} has bits of numbers. */
    default boolean tellsNumbers() {
        return false;
    }

    /**
     * What {@link #told} would be of a row that is right.
     *
     * @return null: it has no such thing, or not as bits that could be compared
     */
    default @Nullable Long truth(int row) {
        return null;
    }

    /** 64 bits of a text: FNV-1a over its characters, ended as MurmurHash3 is. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    /** The predictions of one submission; used by one thread. */
    interface Predictions {

        /**
         * Those of one row.
         *
         * @param row of the solution, from 0
         * @param fields of the row of the submission, one for each column
         * @throws FaultException if they are none
         */
        void take(int row, Rows rows, int[] fields);

        /** When every row was taken; finite. */
        double score(Splits splits, int split);

        /**
         * The same score over units of {@link Form#units}, of which each counts any number of
         * times.
         */
        Weighed over(int[] units);
    }
}
