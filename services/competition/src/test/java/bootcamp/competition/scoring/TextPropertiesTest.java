package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Metrics of texts, beside second formulations. */
class TextPropertiesTest extends MetricProperties {

    @Property(tries = 200)
    void longestCommonSequenceIsThatOfTheTable(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int length) {
        Random random = new Random(seed);
        Data data =
                new Data(
                        List.of(words(random, length)),
                        List.of(words(random, random.nextInt(length) + 1)));
        String[] a = data.truth().getFirst().split(" ");
        String[] b = data.predicted().getFirst().split(" ");
        int[][] table = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int k = 1; k <= b.length; k++) {
                table[i][k] =
                        a[i - 1].equals(b[k - 1])
                                ? table[i - 1][k - 1] + 1
                                : Math.max(table[i - 1][k], table[i][k - 1]);
            }
        }
        double precision = table[a.length][b.length] / (double) b.length;
        double recall = table[a.length][b.length] / (double) a.length;

        double ours = score("rouge-l", data, random);

        assertThat(ours)
                .isCloseTo(
                        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall),
                        within(TOLERANCE));
    }

    @Property(tries = 200)
    void whatTextsHaveInCommonIsCountedByCrossingOut(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int rows) {
        Random random = new Random(seed);
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            truth.add(words(random, 1 + random.nextInt(8)));
            predicted.add(words(random, random.nextInt(8)));
        }
        Data data = new Data(truth, predicted);
        isAs("rouge-1", data, random, (d, _) -> inCommon(d, 1));
        isAs("rouge-2", data, random, (d, _) -> inCommon(d, 2));
    }

    private static double inCommon(Data d, int length) {
        double sum = 0;
        for (int i = 0; i < d.rows(); i++) {
            List<String> wanted = new ArrayList<>(runs(d.truth().get(i), length));
            List<String> said = runs(d.predicted().get(i), length);
            double of = wanted.size();
            double both = said.stream().filter(wanted::remove).count();
            double precision = said.isEmpty() ? 0 : both / said.size();
            double recall = of == 0 ? 0 : both / of;
            sum += both == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
        return sum / d.rows();
    }
}
