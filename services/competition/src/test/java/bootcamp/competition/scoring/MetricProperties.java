package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.competition.scoring.Verdict.Scored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Each metric beside a second formulation that goes by the letter of its definition, over random
 * data with ties, classes that are absent and single rows.
 */
abstract class MetricProperties {

    static final double TOLERANCE = 1e-11;

    /** Truth and prediction of so many rows, as they are written. */
    record Data(List<String> truth, List<String> predicted) {

        int rows() {
            return truth.size();
        }

        double t(int i) {
            return Double.parseDouble(truth.get(i));
        }

        double p(int i) {
            return Double.parseDouble(predicted.get(i));
        }

        boolean both(int i, String c) {
            return truth.get(i).equals(c) && predicted.get(i).equals(c);
        }

        long count(List<String> of, String c) {
            return of.stream().filter(c::equals).count();
        }

        List<String> classes() {
            return truth.stream().distinct().sorted().toList();
        }

        Data shuffled(Random random) {
            List<Integer> order = new ArrayList<>(IntStream.range(0, rows()).boxed().toList());
            Collections.shuffle(order, random);
            return new Data(
                    order.stream().map(truth::get).toList(),
                    order.stream().map(predicted::get).toList());
        }
    }

    static double score(String metric, Data data, Random order) {
        String predicted = metric.equals("roc-auc-ovr-macro") ? "0,1,2" : "label";
        return score(
                metric, Map.of(), "id,label", "id," + predicted, ids(data.rows()), data, order);
    }

    static List<String> ids(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> "id" + i).toList();
    }

    static double score(
            String metric,
            Map<String, String> options,
            String ofSolution,
            String ofSubmission,
            List<String> keys,
            Data data,
            Random order) {
        String solution =
                IntStream.range(0, data.rows())
                        .mapToObj(i -> keys.get(i) + "," + data.truth().get(i) + "\n")
                        .collect(Collectors.joining("", ofSolution + "\n", ""));
        List<String> rows =
                new ArrayList<>(
                        IntStream.range(0, data.rows())
                                .mapToObj(i -> keys.get(i) + "," + data.predicted().get(i) + "\n")
                                .toList());
        Collections.shuffle(rows, order);
        Scored scored =
                Reference.scored(
                        Reference.scoreText(
                                Reference.solutionOf(solution, metric, options),
                                ofSubmission + "\n" + String.join("", rows)));
        return scored.publicScore();
    }

    static void isAs(
            String metric, Data data, Random random, ToDoubleBiFunction<Data, Random> second) {
        double ours = score(metric, data, random);
        double theirs = second.applyAsDouble(data, random);
        assertThat(ours)
                .as("%s of %s", metric, data)
                .isCloseTo(theirs, within(TOLERANCE * Math.max(1, Math.abs(theirs))));
        // Bit by bit, whatever the order of rows.
        assertThat(score(metric, data, random)).isEqualTo(ours);
        assertThat(score(metric, data.shuffled(random), random)).as(metric).isEqualTo(ours);
    }

    static double mean(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> String.valueOf((char) ('a' + random.nextInt(6))))
                .collect(Collectors.joining(" "));
    }

    /** One in four has no point at all. */
    static String mask(Random random, int points) {
        boolean isEmpty = random.nextInt(4) == 0;
        return IntStream.range(0, points)
                .mapToObj(_ -> isEmpty ? "0" : String.valueOf(random.nextInt(2)))
                .collect(Collectors.joining());
    }

    static List<String> runs(String text, int length) {
        List<String> words = text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        return IntStream.rangeClosed(0, words.size() - length)
                .mapToObj(i -> String.join(" ", words.subList(i, i + length)))
                .toList();
    }
}
