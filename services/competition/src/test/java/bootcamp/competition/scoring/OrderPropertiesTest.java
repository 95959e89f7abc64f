package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.AbstractDoubleAssert;

/** Metrics of orders, beside second formulations. */
class OrderPropertiesTest extends MetricProperties {

    @Property(tries = 200)
    void listsOfIdsAreWorthWhatIsNewInEachPartFromTheirBeginning(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 10) int rows,
            @ForAll @IntRange(min = 1, max = 6) int cut) {
        Random random = new Random(seed);
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            truth.add(words(random, random.nextInt(5)));
            predicted.add(words(random, random.nextInt(8)));
        }
        Data data = new Data(truth, predicted);
        isAs("map@" + cut, data, random, (d, _) -> ofRows(d, cut, OrderPropertiesTest::precision));
        isAs("ndcg@" + cut, data, random, (d, _) -> ofRows(d, cut, OrderPropertiesTest::gain));
        isAs("map@all", data, random, (d, _) -> ofRows(d, 1_000, OrderPropertiesTest::precision));
    }

    /** What a hit is worth that is the so many-th, and at which place. */
    private interface Worth {
        double of(int hits, int place);
    }

    private static double precision(int hits, int place) {
        return (double) hits / place;
    }

    private static double gain(int hits, int place) {
        return Math.log(2) / Math.log(place + 1);
    }

    /** Beside an order in which all that could be hits come first. */
    private static double ofRows(Data d, int cut, Worth worth) {
        double sum = 0;
        for (int i = 0; i < d.rows(); i++) {
            Set<String> relevant = Set.copyOf(runs(d.truth().get(i), 1));
            List<String> said = runs(d.predicted().get(i), 1);
            double own = 0;
            for (int place = 1; place <= Math.min(cut, said.size()); place++) {
                int hits = hits(relevant, said.subList(0, place));
                own +=
                        hits > hits(relevant, said.subList(0, place - 1))
                                ? worth.of(hits, place)
                                : 0;
            }
            double best = 0;
            for (int place = 1; place <= Math.min(cut, relevant.size()); place++) {
                best += worth.of(place, place);
            }
            sum += best == 0 ? 0 : own / best;
        }
        return sum / d.rows();
    }

    private static int hits(Set<String> relevant, List<String> said) {
        Set<String> found = new HashSet<>(said);
        found.retainAll(relevant);
        return found.size();
    }

    /** An item of a query, as it is graded and as it is scored. */
    private record Item(String id, int grade, int score) {}

    @Property(tries = 100)
    void gradesAreWorthTheMeanOfAllOrdersThatTheScoresAllow(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int queries,
            @ForAll @IntRange(min = 1, max = 6) int cut) {
        Random random = new Random(seed);
        List<List<Item>> all = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int query = 0; query < queries; query++) {
            List<Item> items = new ArrayList<>();
            int count = 1 + random.nextInt(5);
            for (int item = 0; item < count; item++) {
                items.add(new Item("i" + item, random.nextInt(6), random.nextInt(3)));
                keys.add("q" + query + ",i" + item);
            }
            all.add(items);
        }
        List<Item> flat = all.stream().flatMap(List::stream).toList();
        Data data =
                new Data(
                        flat.stream().map(each -> "" + each.grade()).toList(),
                        flat.stream().map(each -> "" + each.score()).toList());
        graded("map-graded@" + cut, Map.of(), keys, data, random)
                .isCloseTo(mean(all.stream().map(q -> precision(q, cut))), within(TOLERANCE));
        graded("ndcg-graded@" + cut, Map.of(), keys, data, random)
                .isCloseTo(mean(all.stream().map(q -> gain(q, cut, i -> i))), within(TOLERANCE));
        graded("ndcg-graded@" + cut, Map.of("gain", "exponential"), keys, data, random)
                .isCloseTo(
                        mean(all.stream().map(q -> gain(q, cut, i -> Math.pow(2, i) - 1))),
                        within(TOLERANCE));
    }

    private static AbstractDoubleAssert<?> graded(
            String metric,
            Map<String, String> options,
            List<String> keys,
            Data data,
            Random random) {
        return assertThat(
                        score(
                                metric,
                                options,
                                "query,item,relevance",
                                "query,item,score",
                                keys,
                                data,
                                random))
                .as("%s of %s", metric, data);
    }

    /** By how many come before an item, which no sorting is needed for. */
    private static double precision(List<Item> items, int cut) {
        List<Item> relevant = items.stream().filter(each -> each.grade() >= 3).toList();
        double sum =
                relevant.stream()
                        .filter(each -> placeOf(each, items) <= cut)
                        .mapToDouble(
                                each -> (double) placeOf(each, relevant) / placeOf(each, items))
                        .sum();
        return relevant.isEmpty() ? 0 : sum / Math.min(cut, relevant.size());
    }

    private static long placeOf(Item item, List<Item> items) {
        return items.stream()
                .filter(
                        each ->
                                each.score() > item.score()
                                        || each.score() == item.score()
                                                && each.id().compareTo(item.id()) <= 0)
                .count();
    }

    private static double gain(List<Item> items, int cut, IntToDoubleFunction of) {
        List<List<Item>> orders = orders(items);
        double best =
                orders.stream().mapToDouble(each -> gained(each, cut, of)).max().orElseThrow();
        double own =
                orders.stream()
                        .filter(OrderPropertiesTest::isByScore)
                        .mapToDouble(each -> gained(each, cut, of))
                        .average()
                        .orElseThrow();
        return best == 0 ? 0 : own / best;
    }

    private static boolean isByScore(List<Item> order) {
        return IntStream.range(1, order.size())
                .allMatch(i -> order.get(i - 1).score() >= order.get(i).score());
    }

    private static double gained(List<Item> order, int cut, IntToDoubleFunction of) {
        return IntStream.range(0, Math.min(cut, order.size()))
                .mapToDouble(i -> of.applyAsDouble(order.get(i).grade()) * gain(1, i + 1))
                .sum();
    }

    private static List<List<Item>> orders(List<Item> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Item>> all = new ArrayList<>();
        for (Item first : items) {
            List<Item> rest = new ArrayList<>(items);
            rest.remove(first);
            for (List<Item> order : orders(rest)) {
                List<Item> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }
}
