package bootcamp.bench;

import org.jspecify.annotations.Nullable;

/**
 * One number that a benchmark yields, with what was set for it before the first run.
 *
 * @param name within the benchmark; empty where there is one
 * @param unit of ours and of the limit
 * @param sense which way is better
 * @param ratio goal of ours ÷ limit; null: only {@code absolute} was set
 * @param absolute goal of ours itself, in {@code unit}; null: none
 */
record Figure(
        String name, String unit, Sense sense, @Nullable Double ratio, @Nullable Double absolute) {

    /** Which way is better. */
    enum Sense {
        /** A rate: ours ÷ limit at least. */
        AT_LEAST,
        /** A time or a size: ours ÷ limit at most. */
        AT_MOST
    }

    static Figure rate(String name, String unit, double atLeast) {
        return new Figure(name, unit, Sense.AT_LEAST, atLeast, null);
    }

    static Figure time(String name, String unit, double atMost) {
        return new Figure(name, unit, Sense.AT_MOST, atMost, null);
    }

    /** A time or a size that is not meant to be near the limit's. */
    static Figure bounded(String name, String unit, double atMost) {
        return new Figure(name, unit, Sense.AT_MOST, null, atMost);
    }

    Figure with(double absoluteGoal) {
        return new Figure(name, unit, sense, ratio, absoluteGoal);
    }

    boolean meetsRatio(double value) {
        return ratio == null || meets(value, ratio);
    }

    boolean meetsAbsolute(double value) {
        return absolute == null || meets(value, absolute);
    }

    private boolean meets(double value, double goal) {
        return sense == Sense.AT_LEAST ? value >= goal : value <= goal;
    }
}
