package bootcamp.competition.scoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Ids separated by blanks: those that are relevant, and a prediction with the best first. An item
 * that is predicted again takes a place and counts once. A row to which nothing is relevant counts
 * 0.
 */
final class ItemsForm implements Form {

    private final Metric metric;
    private final List<Set<String>> relevant = new ArrayList<>();

    ItemsForm(Metric metric) {
        this.metric = metric;
    }

    @Override
    public void label(Rows rows, int[] key, int field) {
        relevant.add(Set.copyOf(new LinkedHashSet<>(items(rows.text(field)))));
    }

    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(text, " ");
        while (tokens.hasMoreTokens()) {
            items.add(tokens.nextToken());
        }
        return items;
    }

    @Override
    public void complete(Splits splits) {}

    @Override
    public Predictions begin(List<String> columns, int rows) {
        return new RowScores(rows, this::judge);
    }

    @Override
    public long told(Rows rows, int[] fields, int pick) {
        return Form.hash(String.join(" ", items(rows.text(fields[0]))));
    }

    private double judge(int row, Rows rows, int field) {
        Set<String> wanted = relevant.get(row);
        boolean[] hits = hits(wanted, rows.text(field));
        return metric.kind() == Metric.Kind.MAP
                ? Ranking.averagePrecision(hits, wanted.size(), metric.cut())
                : Ranking.discountedGain(hits, wanted.size(), metric.cut());
    }

    /** Of the first that count. */
    private boolean[] hits(Set<String> wanted, String predicted) {
        List<String> items = items(predicted);
        boolean[] hits = new boolean[Math.min(items.size(), metric.cut())];
        Set<String> before = new HashSet<>();
        for (int i = 0; i < hits.length; i++) {
            hits[i] = before.add(items.get(i)) && wanted.contains(items.get(i));
        }
        return hits;
    }
}
