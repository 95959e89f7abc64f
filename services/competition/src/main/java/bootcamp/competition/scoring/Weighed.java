package bootcamp.competition.scoring;

/** The score of one submission where each unit of its file counts any number of times. */
interface Weighed {

    /**
     * @param times how often each unit counts, in the order of the units that it was made of; one
     *     of them does at least once
     * @return NaN where the metric is not defined for these labels, whatever was predicted
     */
    double score(short[] times);

    /** The mean of what the units come to. */
    static Weighed mean(double[] values) {
        return times -> {
            double sum = 0;
            long count = 0;
            for (int i = 0; i < values.length; i++) {
                sum += times[i] * values[i];
                count += times[i];
            }
            return sum / count;
        };
    }

    /** Those of some rows, in their order. */
    static double[] of(double[] values, int[] rows) {
        double[] chosen = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = values[rows[i]];
        }
        return chosen;
    }
}
