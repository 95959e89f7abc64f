package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.platform.aggregate.Decision;
import bootcamp.review.ReviewEvent.OfSummary;
import bootcamp.review.box.ReviewSummary.PublicState;
import bootcamp.review.box.ReviewSummary.PublishFigures;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What somebody finds out who writes down every figure that is ever published, of three targets, by
 * whichever way it leaves the service, and solves the equations that they are. Unknown is what each
 * review said at each time; each sum of figures is one equation. A group that is found is people
 * whose answers alone are left in some combination of equations.
 */
class ObserverTest {

    private static final int HISTORIES = 30;
    private static final int WRITES = 70;
    private static final int STUDENTS = 18;
    private static final int TARGETS = 3;

    /** How figures leave the service. Pages, and the tables that they save, show the first two. */
    private enum Way {
        /** After every write: the summaries of the API, and what pages and tables have of them. */
        API,
        /** Now and again: the topic, and dashboards and their tables, which copy it. */
        TOPIC,
        /** What the mean over all targets of the kind is, by which adjusted means are drawn. */
        ADJUSTED,
        /** All of these together. */
        ALL,
        /** The summaries of weeks, of which one rating is asked and no other way tells. */
        PULSE;

        Kind kind() {
            return this == PULSE ? Kind.PULSE : Kind.SESSION;
        }
    }

    /** Which values of which reviews are published, write after write. */
    private interface Rule extends Function<Box, Map<Measure, Map<String, Integer>>> {}

    private static Map<String, Integer> values(
            Box box, Measure measure, Function<Review, Map<Measure, Integer>> of) {
        Map<String, Integer> values = new HashMap<>();
        for (Review each : box.reviews()) {
            Integer value = of.apply(each).get(measure);
            if (value != null) {
                values.put(each.id(), value);
            }
        }
        return values;
    }

    private static Map<Measure, Map<String, Integer>> all(
            Function<Measure, Map<String, Integer>> of) {
        Map<Measure, Map<String, Integer>> all = new EnumMap<>(Measure.class);
        for (Measure each : Measure.values()) {
            all.put(each, of.apply(each));
        }
        return all;
    }

    /** As the service does it. */
    private static Rule steps() {
        return box -> all(measure -> values(box, measure, Review::counted));
    }

    /** Every review is counted at once. */
    private static Rule atOnce() {
        return box -> all(measure -> values(box, measure, Review::now));
    }

    /** As soon as five differ from what was published last, whether they came or went. */
    private static Rule fiveDiffer() {
        Map<Measure, Map<String, Integer>> published = new EnumMap<>(Measure.class);
        return box -> {
            Map<Measure, Map<String, Integer>> now = atOnce().apply(box);
            now.forEach(
                    (measure, values) -> {
                        Map<String, Integer> before = published.getOrDefault(measure, Map.of());
                        Set<String> ids = new HashSet<>(values.keySet());
                        ids.addAll(before.keySet());
                        ids.removeIf(id -> Objects.equals(values.get(id), before.get(id)));
                        if (ids.size() >= Box.STEP) {
                            published.put(measure, values);
                        }
                    });
            return Map.copyOf(published);
        };
    }

    /** One answer of one review at one time. */
    private record Unknown(int target, String reviewId, Measure measure, int time) {}

    /** What was published of one target, and the answers that are in it. */
    private static final class Shown {

        private final int target;
        private final Map<Measure, Map<String, Integer>> values = new EnumMap<>(Measure.class);
        private final Map<Measure, Map<String, Unknown>> unknowns = new EnumMap<>(Measure.class);
        private int time;

        Shown(int target) {
            this.target = target;
        }

        void is(Map<Measure, Map<String, Integer>> published) {
            time++;
            published.forEach(
                    (measure, now) -> {
                        Map<String, Integer> before = values.getOrDefault(measure, Map.of());
                        Map<String, Unknown> known =
                                new HashMap<>(unknowns.getOrDefault(measure, Map.of()));
                        known.keySet().retainAll(now.keySet());
                        now.forEach(
                                (id, value) -> {
                                    if (!value.equals(before.get(id))) {
                                        known.put(id, new Unknown(target, id, measure, time));
                                    }
                                });
                        values.put(measure, Map.copyOf(now));
                        unknowns.put(measure, known);
                    });
        }

        Map<Measure, List<Integer>> visible() {
            Map<Measure, List<Integer>> visible = new EnumMap<>(Measure.class);
            values.forEach(
                    (measure, each) -> {
                        if (each.size() >= Box.STEP) {
                            visible.put(measure, List.copyOf(each.values()));
                        }
                    });
            return visible;
        }

        Set<Unknown> of(Measure measure) {
            return Set.copyOf(unknowns.getOrDefault(measure, Map.of()).values());
        }
    }

    /** Equations: answers whose sum is known. */
    private static final class Observer {

        private final Set<Set<Unknown>> sums = new HashSet<>();

        /** Where there is a figure it is the one of these answers and of no others. */
        void sees(Shown shown, Measure measure, @Nullable Double figure, Supplier<Double> told) {
            if (figure != null) {
                assertThat(figure).isCloseTo(told.get(), within(1e-9));
                sums.add(shown.of(measure));
            }
        }

        void sees(Collection<Unknown> sum) {
            sums.add(Set.copyOf(sum));
        }

        /** People in the smallest group whose answers are left in a combination of equations. */
        int smallestGroup() {
            List<Unknown> unknowns = sums.stream().flatMap(Set::stream).distinct().toList();
            List<long[]> rows = new ArrayList<>();
            for (Set<Unknown> sum : sums) {
                rows.add(unknowns.stream().mapToLong(each -> sum.contains(each) ? 1 : 0).toArray());
            }
            int[] people = people(unknowns);
            int smallest = Integer.MAX_VALUE;
            for (int one = 0; one < rows.size(); one++) {
                for (int other = 0; other < one; other++) {
                    smallest =
                            smallest(smallest, difference(rows.get(one), rows.get(other)), people);
                }
            }
            for (long[] solved : Equations.solved(rows)) {
                smallest = smallest(smallest, solved, people);
            }
            return smallest;
        }

        /** Who answered, by number. */
        private static int[] people(List<Unknown> unknowns) {
            Map<String, Integer> numbers = new HashMap<>();
            return unknowns.stream()
                    .mapToInt(each -> numbers.computeIfAbsent(each.reviewId(), _ -> numbers.size()))
                    .toArray();
        }

        private static long[] difference(long[] one, long[] other) {
            long[] difference = new long[one.length];
            for (int i = 0; i < one.length; i++) {
                difference[i] = one[i] - other[i];
            }
            return difference;
        }

        /** Of no answers there is nobody whose they are. */
        private static int smallest(int smallest, long[] row, int[] people) {
            BitSet left = new BitSet();
            for (int i = 0; i < row.length && left.cardinality() < smallest; i++) {
                if (row[i] != 0) {
                    left.set(people[i]);
                }
            }
            return left.isEmpty() ? smallest : Math.min(smallest, left.cardinality());
        }
    }

    /** Gauss and Jordan, in the whole numbers modulo a prime, so that nothing is rounded. */
    private static final class Equations {

        private static final long PRIME = 2_147_483_647;

        private Equations() {}

        static List<long[]> solved(List<long[]> equations) {
            List<long[]> rows = new ArrayList<>(equations.stream().map(long[]::clone).toList());
            int rank = 0;
            for (int column = 0; !rows.isEmpty() && column < rows.getFirst().length; column++) {
                int pivot = rank;
                while (pivot < rows.size() && rows.get(pivot)[column] == 0) {
                    pivot++;
                }
                if (pivot < rows.size()) {
                    Collections.swap(rows, rank, pivot);
                    long[] by = rows.get(rank);
                    scale(by, inverse(by[column]));
                    for (int row = 0; row < rows.size(); row++) {
                        if (row != rank) {
                            subtract(rows.get(row), by, rows.get(row)[column]);
                        }
                    }
                    rank++;
                }
            }
            return rows.subList(0, rank);
        }

        private static void scale(long[] row, long factor) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] * factor % PRIME;
            }
        }

        private static void subtract(long[] from, long[] row, long times) {
            if (times != 0) {
                for (int i = 0; i < from.length; i++) {
                    from[i] = Math.floorMod(from[i] - times * row[i] % PRIME, PRIME);
                }
            }
        }

        private static long inverse(long value) {
            return BigInteger.valueOf(value).modInverse(BigInteger.valueOf(PRIME)).longValueExact();
        }
    }

    /** A history of three targets of one kind, as the observer sees it by one way. */
    private static Observer watched(int seed, Way way, Supplier<Rule> rules) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Observer observer = new Observer();
        List<Box> boxes = new ArrayList<>();
        List<Rule> rule = new ArrayList<>();
        List<Shown> shown = new ArrayList<>();
        List<ReviewSummary> told = new ArrayList<>();
        for (int each = 0; each < TARGETS; each++) {
            boxes.add(Box.empty("t" + each));
            rule.add(rules.get());
            shown.add(new Shown(each));
            told.add(ReviewSummary.initial("s" + each));
        }
        for (int write = 0; write < WRITES; write++) {
            int at = random.nextInt(TARGETS);
            boxes.set(at, written(boxes.get(at), way.kind(), random));
            shown.get(at).is(rule.get(at).apply(boxes.get(at)));
            if (way == Way.API || way == Way.ALL || way == Way.PULSE) {
                figuresAreSeen(observer, way.kind(), shown.get(at));
            }
            if ((way == Way.TOPIC || way == Way.ALL) && random.nextInt(4) == 0) {
                told.set(at, told(observer, told.get(at), shown.get(at)));
            }
            if (way == Way.ADJUSTED || way == Way.ALL) {
                theMeanOfAllIsSeen(observer, shown);
            }
        }
        return observer;
    }

    /** Somebody writes, writes something else, or takes it back, often several together. */
    private static Box written(Box before, Kind kind, RandomGenerator random) {
        Box box = before;
        boolean goes = random.nextInt(4) == 0;
        for (int each = random.nextInt(1, 4); each > 0; each--) {
            String id = "r" + random.nextInt(STUDENTS);
            Map<Measure, Integer> now = new EnumMap<>(Measure.class);
            now.put(Measure.RATING, random.nextInt(1, kind.highest() + 1));
            for (Measure measure : EnumSet.complementOf(EnumSet.of(Measure.RATING))) {
                if (!kind.isRatingAlone() && random.nextInt(3) > 0) {
                    now.put(measure, random.nextInt(measure.min(), measure.max() + 1));
                }
            }
            box = goes ? box.without(id) : box.with(id, now, null);
        }
        return box;
    }

    private static void figuresAreSeen(Observer observer, Kind kind, Shown shown) {
        Map<Measure, List<Integer>> visible = shown.visible();
        PublishedFigures figures = PublishedFigures.of(kind, visible, STUDENTS);
        seen(
                observer,
                shown,
                figures.n(),
                figures.mean(),
                figures.range(),
                figures.nps(),
                figures.aspects());
    }

    /** As the press decides it, and as the record on the topic has it. */
    private static ReviewSummary told(Observer observer, ReviewSummary before, Shown shown) {
        PublishedFigures figures = PublishedFigures.of(Kind.SESSION, shown.visible(), STUDENTS);
        Target target = new Target(Kind.SESSION, before.summaryId(), "c");
        if (before.decide(new PublishFigures(target, "Title", figures))
                instanceof Decision.Accepted<OfSummary>(var facts)) {
            ReviewSummary after = before;
            for (OfSummary fact : facts) {
                after = after.evolve(fact);
            }
            PublicState state = after.publicState();
            seen(
                    observer,
                    shown,
                    state.n(),
                    state.mean(),
                    state.range(),
                    state.nps(),
                    state.aspects());
            return after;
        }
        return before;
    }

    private static void seen(
            Observer observer,
            Shown shown,
            @Nullable Integer n,
            @Nullable Double mean,
            Figures.@Nullable Range range,
            @Nullable Double nps,
            @Nullable Map<String, @Nullable Double> aspects) {
        Map<Measure, List<Integer>> visible = shown.visible();
        List<Integer> ratings = visible.getOrDefault(Measure.RATING, List.of());
        assertThat(n).isEqualTo(ratings.isEmpty() ? null : (Integer) ratings.size());
        observer.sees(shown, Measure.RATING, mean, () -> Figures.mean(ratings));
        if (range != null) {
            // Where all agree the observer is given more than there is: what they agree on.
            observer.sees(shown.of(Measure.RATING));
        }
        observer.sees(
                shown,
                Measure.RECOMMEND,
                nps,
                () -> Figures.nps(Objects.requireNonNull(visible.get(Measure.RECOMMEND))));
        if (aspects != null) {
            for (Measure each : Measure.values()) {
                observer.sees(
                        shown,
                        each,
                        aspects.get(each.name().toLowerCase(Locale.ROOT)),
                        () -> Figures.mean(Objects.requireNonNull(visible.get(each))));
            }
        }
    }

    /** Of an adjusted mean, n and the mean it follows; of it, as n are known, the sum over all. */
    private static void theMeanOfAllIsSeen(Observer observer, List<Shown> shown) {
        List<Unknown> all = new ArrayList<>();
        double sum = 0;
        int n = 0;
        for (Shown each : shown) {
            List<Integer> ratings = each.visible().getOrDefault(Measure.RATING, List.of());
            if (!ratings.isEmpty() && !PublishedFigures.areAlike(ratings)) {
                all.addAll(each.of(Measure.RATING));
                sum += ratings.stream().mapToInt(Integer::intValue).sum();
                n += ratings.size();
            }
        }
        if (n > 0) {
            double ofKind = SummaryApi.meanOf(shown.stream().map(each -> each.visible()).toList());
            assertThat(ofKind).isCloseTo(sum / n, within(1e-9));
            observer.sees(all);
        }
    }

    private static int smallestGroup(Way way, Supplier<Rule> rule) {
        int smallest = Integer.MAX_VALUE;
        for (int seed = 0; seed < HISTORIES; seed++) {
            smallest = Math.min(smallest, watched(seed, way, rule).smallestGroup());
        }
        System.out.printf(Locale.ROOT, "observer, %s: smallest group %d%n", way, smallest);
        return smallest;
    }

    @ParameterizedTest
    @EnumSource
    void noGroupUnderFiveIsFoundByAnyWay(Way way) {
        assertThat(smallestGroup(way, ObserverTest::steps)).isGreaterThanOrEqualTo(Box.STEP);
    }

    /** The observer is no fool: where every review is counted at once it finds single people. */
    @ParameterizedTest
    @EnumSource
    void whereEveryReviewIsCountedAtOnceSinglePeopleAreFound(Way way) {
        assertThat(smallestGroup(way, ObserverTest::atOnce)).isEqualTo(1);
    }

    /** Who came together and went apart is left over, though any two figures in a row are far. */
    @Test
    void thatFiveDifferFromTheLastFigureIsNotEnough() {
        assertThat(smallestGroup(Way.API, ObserverTest::fiveDiffer)).isLessThan(Box.STEP);
    }
}
