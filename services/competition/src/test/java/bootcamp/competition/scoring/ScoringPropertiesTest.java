package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.scoring.Verdict.Rejected;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for all metrics: what is refused tells nothing, and sums are exact. */
class ScoringPropertiesTest extends MetricProperties {

    /** What can be wrong with a file; the first ones by whatever metric. */
    private static final int FAULTS = 8;

    private static final int FAULTS_OF_FORM = 5;

    /** Whoever sends faulty files learns nothing of which row has which label. */
    @Property(tries = 100)
    void whatIsRefusedIsTheSameWhicheverRowHasWhichLabel(
            @ForAll long seed, @ForAll @IntRange(min = 4, max = 20) int rows) {
        Random random = new Random(seed);
        for (String metric :
                List.of(
                        "accuracy",
                        "rmsle",
                        "log-loss",
                        "roc-auc",
                        "map@3",
                        "rouge-l",
                        "mask-iou")) {
            List<String> labels = labelsFor(metric, random, rows);
            List<String> others = new ArrayList<>(labels);
            Collections.shuffle(others, random);
            Solution one = Reference.solutionOf(solution(labels), metric, Map.of());
            Solution other = Reference.solutionOf(solution(others), metric, Map.of());
            for (int fault = 0; fault < FAULTS; fault++) {
                String file = faulty(labels, fault, random);

                Verdict told = Reference.scoreText(one, file);

                assertThat(faultOf(Reference.scoreText(other, file)))
                        .as("%s of %s", metric, file)
                        .isEqualTo(faultOf(told));
                if (fault < FAULTS_OF_FORM) {
                    assertThat(told).as("%s of %s", metric, file).isInstanceOf(Rejected.class);
                }
            }
        }
    }

    private static @Nullable Fault faultOf(Verdict verdict) {
        return verdict instanceof Rejected(var fault) ? fault : null;
    }

    private static List<String> labelsFor(String metric, Random random, int rows) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            labels.add(
                    switch (metric) {
                        case "map@3", "rouge-l" -> words(random, 1 + random.nextInt(4));
                        case "mask-iou" -> mask(random, 6);
                        // Each at least twice, so that no split is without it.
                        default -> String.valueOf(i < 4 ? i % 2 : random.nextInt(2));
                    });
        }
        return labels;
    }

    private static String solution(List<String> labels) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> "id%d,%s\n".formatted(i, labels.get(i)))
                .collect(Collectors.joining("", "id,label\n", ""));
    }

    private static String faulty(List<String> labels, int fault, Random random) {
        int at = random.nextInt(labels.size());
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            rows.add("id%d,%s".formatted(i, labels.get(i)));
        }
        String row = rows.get(at);
        switch (fault) {
            case 0 -> rows.remove(at);
            case 1 -> rows.add(row);
            case 2 -> rows.set(at, "other" + row);
            case 3 -> rows.set(at, row + ",");
            case 4 -> rows.set(at, "\"" + row);
            case 5 -> rows.set(at, "id%d,-1".formatted(at));
            case 6 -> rows.set(at, "id%d,".formatted(at));
            default -> rows.set(at, "id%d,bird".formatted(at));
        }
        return "id,label\n" + String.join("\n", rows) + "\n";
    }

    // ---- sums

    @Property(tries = 300)
    void sumIsTheExactOneRounded(@ForAll long seed, @ForAll @IntRange(max = 60) int terms) {
        Random random = new Random(seed);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < terms; i++) {
            all.add(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
        }
        BigDecimal exact =
                all.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        ExactSum sum = new ExactSum();
        all.forEach(sum::add);

        assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }
}
