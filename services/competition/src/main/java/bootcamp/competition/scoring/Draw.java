package bootcamp.competition.scoring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Which rows are public, where the solution does not say: drawn by a key of the row, so that the
 * order of rows does not matter and the same seed draws the same rows. Within each label the share
 * is met as nearly as can be, and no label with two rows or more is left out of a split. All
 * metrics of a competition read its rows in one split: which it is, is the matter of the first of
 * them.
 *
 * @param publicFraction above 0 and below 1
 * @param seed kept with the solution; who knows it knows the split
 * @param byLabel whether labels are classes, each of which is to be in both splits; else all rows
 *     are alike
 */
public record Draw(double publicFraction, long seed, boolean byLabel) {

    /**
     * @param primary by which the competition is scored in the first place
     */
    public static Draw of(Metric primary, double publicFraction, long seed) {
        Metric.Family family = primary.kind().family();
        return new Draw(
                publicFraction,
                seed,
                family == Metric.Family.LABEL || family == Metric.Family.PROBABILITY);
    }

    public Draw {
        if (!(publicFraction > 0 && publicFraction < 1)) {
            throw new IllegalArgumentException("a share is above 0 and below 1");
        }
    }

    /** A row, or a query with all its rows. */
    record Unit(String stratum, long place, List<Integer> rows) {}

    /** Of one label after another the rows that are drawn go to the private split. */
    void into(Splits splits, List<Unit> units) {
        TreeMap<String, List<Unit>> strata = new TreeMap<>();
        units.forEach(
                unit -> strata.computeIfAbsent(unit.stratum(), _ -> new ArrayList<>()).add(unit));
        double owed = 0;
        for (List<Unit> stratum : strata.values()) {
            stratum.sort(
                    Comparator.comparingLong(Unit::place)
                            .thenComparing(unit -> unit.rows().getFirst()));
            int size = stratum.size();
            // What is rounded off in one label is made up for in the next.
            owed += publicFraction * size;
            int open = (int) Math.round(owed);
            if (size > 1) {
                open = Math.clamp(open, 1, size - 1);
            }
            open = Math.clamp(open, 0, size);
            owed -= open;
            for (Unit unit : stratum.subList(open, size)) {
                unit.rows().forEach(row -> splits.move(row, Splits.PRIVATE));
            }
        }
    }

    /** Where a key comes in the order of the draw. */
    long placeOf(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((seed + "/" + key).getBytes(StandardCharsets.UTF_8));
            return java.nio.ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
