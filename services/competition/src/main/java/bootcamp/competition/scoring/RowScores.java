package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Form.Predictions;

/** Of metrics that give each row a score of its own: the mean of them. */
final class RowScores implements Predictions {

    /** What the prediction of one row comes to. */
    interface Judge {

        /**
         * @param row of the solution
         * @throws FaultException if it is no prediction
         */
        double judge(int row, Rows rows, int field);
    }

    private final double[] scores;
    private final Judge judge;

    RowScores(int rows, Judge judge) {
        this.scores = new double[rows];
        this.judge = judge;
    }

    @Override
    public void take(int row, Rows rows, int[] fields) {
        scores[row] = judge.judge(row, rows, fields[0]);
    }

    @Override
    public double score(Splits splits, int split) {
        return splits.mean(scores, split);
    }

    @Override
    public Weighed over(int[] units) {
        return Weighed.mean(Weighed.of(scores, units));
    }
}
