package bootcamp.enrollment.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Whether of those with a chance of one in ten one in ten left: by fifths, ascending by chance. */
public final class Calibration {

    private static final int FIFTHS = 5;

    private Calibration() {}

    /**
     * A fifth of the rows, by their chance.
     *
     * @param chance the mean
     * @param left the share who did withdraw
     * @param lower of Wilson's interval of 95 %
     * @param upper as {@code lower}
     */
    public record Bin(int rows, double chance, double left, double lower, double upper) {}

    /**
     * Of as many fifths as have a row.
     *
     * @param chances from 0 to 1
     * @param left who of them withdrew, in the same order
     */
    public static List<Bin> of(double[] chances, boolean[] left) {
        List<Integer> ascending =
                IntStream.range(0, chances.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> chances[i]))
                        .toList();
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < FIFTHS; i++) {
            int from = ascending.size() * i / FIFTHS;
            int to = ascending.size() * (i + 1) / FIFTHS;
            if (to > from) {
                bins.add(bin(ascending.subList(from, to), chances, left));
            }
        }
        return List.copyOf(bins);
    }

    private static Bin bin(List<Integer> rows, double[] chances, boolean[] left) {
        Share share = Share.of(rows.stream().filter(i -> left[i]).count(), rows.size());
        return new Bin(
                rows.size(),
                rows.stream().mapToDouble(i -> chances[i]).average().orElse(0),
                share.value(),
                share.lower(),
                share.upper());
    }
}
