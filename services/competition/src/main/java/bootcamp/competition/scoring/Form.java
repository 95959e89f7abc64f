package bootcamp.competition.scoring;

import java.util.List;

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
    }
}
