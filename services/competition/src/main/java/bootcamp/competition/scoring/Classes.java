package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The labels of a solution as classes, in the order of numbers where all are numbers. */
final class Classes {

    /** More are no classes: their counts of pairs would not fit into memory. */
    private static final int MAX = 1_000;

    private final Keys names = new Keys();
    private int[] byRow = new int[64];
    private int rows;
    private int[] ranks = {};

    void add(Rows row, int field) {
        if (row.length(field) == 0) {
            throw new FaultException(Fault.at(row.line(), null, Code.NOT_A_LABEL, "empty"));
        }
        if (rows == byRow.length) {
            byRow = Arrays.copyOf(byRow, rows + (rows >> 1));
        }
        byRow[rows++] = names.add(row.chars(), row.from(field), row.length(field));
        if (names.count() > MAX) {
            throw new FaultException(
                    Fault.at(row.line(), null, Code.NOT_A_LABEL, "classes", Map.of("max", MAX)));
        }
    }

    /** Puts them into their order. */
    void complete() {
        List<String> all = IntStream.range(0, names.count()).mapToObj(names::get).toList();
        boolean areNumbers = all.stream().noneMatch(each -> Double.isNaN(number(each)));
        Comparator<Integer> order =
                areNumbers
                        ? Comparator.comparingDouble(each -> number(all.get(each)))
                        : Comparator.comparing(all::get);
        List<Integer> sorted =
                IntStream.range(0, all.size())
                        .boxed()
                        .sorted(order.thenComparing(all::get))
                        .toList();
        ranks = new int[all.size()];
        for (int rank = 0; rank < sorted.size(); rank++) {
            ranks[sorted.get(rank)] = rank;
        }
    }

    private static double number(String text) {
        return Numbers.parse(text.toCharArray(), 0, text.length());
    }

    int count() {
        return ranks.length;
    }

    /** In their order. */
    List<String> names() {
        String[] sorted = new String[ranks.length];
        for (int name = 0; name < ranks.length; name++) {
            sorted[ranks[name]] = names.get(name);
        }
        return List.of(sorted);
    }

    /** The true class of a row, by its place in the order. */
    int of(int row) {
        return ranks[byRow[row]];
    }

    /** The place of what is written there; negative where it is none of them. */
    int find(Rows row, int field) {
        int name = names.find(row.chars(), row.from(field), row.length(field));
        return name < 0 ? name : ranks[name];
    }

    /**
     * The place of the one that counts as positive.
     *
     * @throws FaultException unless there are two and it is one of them
     */
    int positive(Metric metric) {
        int name = names.find(metric.option("positive", "1"));
        if (name < 0 || count() != 2) {
            throw new FaultException(
                    Fault.of(
                            Code.NOT_A_LABEL,
                            "positive",
                            Map.of("positive", metric.option("positive", "1"))));
        }
        return ranks[name];
    }

    /** How many rows of each class a split has. */
    int[] sizes(Splits splits, int split) {
        int[] sizes = new int[count()];
        for (int row = 0; row < rows; row++) {
            if (splits.isIn(row, split)) {
                sizes[of(row)]++;
            }
        }
        return sizes;
    }
}
