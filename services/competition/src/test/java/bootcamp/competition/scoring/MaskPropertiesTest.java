package bootcamp.competition.scoring;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Metrics of masks, beside a second formulation. */
class MaskPropertiesTest extends MetricProperties {

    @Property(tries = 200)
    void masksAreSetsOfPoints(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 10) int rows,
            @ForAll @IntRange(min = 1, max = 9) int points) {
        Random random = new Random(seed);
        Data data =
                new Data(
                        Stream.generate(() -> mask(random, points)).limit(rows).toList(),
                        Stream.generate(() -> mask(random, points)).limit(rows).toList());
        isAs(
                "mask-iou",
                data,
                random,
                (d, _) ->
                        mean(
                                IntStream.range(0, d.rows())
                                        .mapToObj(
                                                i ->
                                                        overlap(
                                                                points(d.truth().get(i)),
                                                                points(d.predicted().get(i))))));
    }

    private static Set<Integer> points(String mask) {
        return IntStream.range(0, mask.length())
                .filter(i -> mask.charAt(i) == '1')
                .boxed()
                .collect(Collectors.toSet());
    }

    private static double overlap(Set<Integer> a, Set<Integer> b) {
        Set<Integer> either = new HashSet<>(a);
        either.addAll(b);
        Set<Integer> both = new HashSet<>(a);
        both.retainAll(b);
        return either.isEmpty() ? 1 : (double) both.size() / either.size();
    }
}
