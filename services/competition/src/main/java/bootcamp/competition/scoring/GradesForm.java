package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Items of a query with a grade each, and a score for each of them: the higher the score, the
 * earlier. Of equal scores MAP takes the smaller id first; NDCG gives each of them the mean of what
 * they gain, as scikit-learn does. The mean over the queries.
 */
final class GradesForm implements Form {

    private static final double RELEVANT = 3;

    /** Gains are finite, and so are their sums. */
    private static final int GRADE_MAX = 100;

    private final Metric metric;
    private final double relevantFrom;
    private final Map<String, List<Item>> queries = new LinkedHashMap<>();
    private int rows;

    /** One item of a query, by its row in the solution. */
    private record Item(int row, String id, double grade) {}

    GradesForm(Metric metric) {
        this.metric = metric;
        this.relevantFrom = metric.number("relevant", RELEVANT);
    }

    @Override
    public void label(Rows row, int[] key, int field) {
        double grade = Numbers.parse(row.chars(), row.from(field), row.length(field));
        if (!(grade >= 0 && grade <= GRADE_MAX)) {
            throw new FaultException(
                    Fault.at(
                            row.line(),
                            null,
                            Code.NOT_A_NUMBER,
                            "grade",
                            Map.of("max", GRADE_MAX)));
        }
        queries.computeIfAbsent(row.text(key[0]), _ -> new ArrayList<>())
                .add(new Item(rows++, row.text(key[1]), grade));
    }

    @Override
    public void complete(Splits splits) {
        for (List<Item> items : queries.values()) {
            if (items.stream()
                    .anyMatch(
                            item ->
                                    splits.isIn(item.row(), Splits.PRIVATE)
                                            != splits.isIn(
                                                    items.getFirst().row(), Splits.PRIVATE))) {
                throw new FaultException(Fault.of(Code.NOT_A_LABEL, "query", Map.of()));
            }
        }
    }

    @Override
    public List<List<String>> columns(String labelColumn) {
        return List.of(List.of("score"));
    }

    @Override
    public Predictions begin(List<String> columns, int count) {
        double[] scores = new double[count];
        return new Predictions() {
            @Override
            public void take(int row, Rows rows, int[] fields) {
                scores[row] = GradesForm.score(rows, fields[0]);
            }

            @Override
            public double score(Splits splits, int split) {
                ExactSum sum = new ExactSum();
                int count = 0;
                for (List<Item> items : queries.values()) {
                    if (splits.isIn(items.getFirst().row(), split)) {
                        sum.add(worth(items, scores));
                        count++;
                    }
                }
                return sum.value() / count;
            }

            @Override
            public Weighed over(int[] units) {
                List<List<Item>> all = List.copyOf(queries.values());
                return Weighed.mean(
                        Arrays.stream(units)
                                .mapToDouble(query -> worth(all.get(query), scores))
                                .toArray());
            }
        };
    }

    /** Queries, by their places in the solution. */
    @Override
    public int[] units(Splits splits, int split) {
        List<List<Item>> all = List.copyOf(queries.values());
        return IntStream.range(0, all.size())
                .filter(query -> splits.isIn(all.get(query).getFirst().row(), split))
                .toArray();
    }

    @Override
    public long told(Rows rows, int[] fields, int pick) {
        return Double.doubleToLongBits(score(rows, fields[0]));
    }

    @Override
    public boolean tellsNumbers() {
        return true;
    }

    private static double score(Rows rows, int field) {
        double score = Numbers.parse(rows.chars(), rows.from(field), rows.length(field));
        if (Double.isNaN(score)) {
            throw new FaultException(Fault.at(rows.line(), null, Code.NOT_A_NUMBER, "number"));
        }
        return score + 0.0;
    }

    private double worth(List<Item> items, double[] scores) {
        Comparator<Item> byScore = Comparator.comparingDouble(item -> -scores[item.row()]);
        List<Item> sorted = items.stream().sorted(byScore.thenComparing(Item::id)).toList();
        double[] grades = sorted.stream().mapToDouble(Item::grade).toArray();
        int counted = Math.min(grades.length, metric.cut());
        if (metric.kind() == Metric.Kind.MAP_GRADED) {
            boolean[] hits = new boolean[counted];
            for (int i = 0; i < counted; i++) {
                hits[i] = grades[i] >= relevantFrom;
            }
            long relevant = Arrays.stream(grades).filter(each -> each >= relevantFrom).count();
            return Ranking.averagePrecision(hits, Math.toIntExact(relevant), metric.cut());
        }
        double[] gains = Arrays.stream(grades).map(this::gain).toArray();
        double[] best = gains.clone();
        Arrays.sort(best);
        double[] ideal = new double[counted];
        for (int i = 0; i < counted; i++) {
            ideal[i] = best[best.length - 1 - i];
        }
        level(gains, sorted, scores);
        return Ranking.normalised(Arrays.copyOf(gains, counted), ideal);
    }

    /** Those with equal scores gain the same. */
    private static void level(double[] gains, List<Item> sorted, double[] scores) {
        int from = 0;
        while (from < gains.length) {
            int to = from + 1;
            while (to < gains.length
                    && scores[sorted.get(to).row()] == scores[sorted.get(from).row()]) {
                to++;
            }
            ExactSum sum = new ExactSum();
            for (int i = from; i < to; i++) {
                sum.add(gains[i]);
            }
            Arrays.fill(gains, from, to, sum.value() / (to - from));
            from = to;
        }
    }

    private double gain(double grade) {
        return metric.option("gain", "linear").equals("linear") ? grade : Math.pow(2, grade) - 1;
    }
}
