package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows are public where the labels do not say. */
class DrawTest {

    private static final int ROWS = 300;
    private static final Limits LIMITS = new Limits(1 << 20, 1 << 16);

    /** Numbers that are classes as well: few of the third. */
    private static final byte[] LABELS =
            IntStream.range(0, ROWS)
                    .mapToObj(i -> i + "," + (i % 50 == 0 ? "2" : i % 3 == 0 ? "1" : "0"))
                    .collect(java.util.stream.Collectors.joining("\n", "id,label\n", "\n"))
                    .getBytes(StandardCharsets.UTF_8);

    private static double[] publicRows(Metric metric, Draw draw) throws IOException {
        Solution solution = Solution.read(new ByteArrayInputStream(LABELS), metric, LIMITS, draw);
        return solution.labelsOf(
                DoubleStream.iterate(0, i -> i + 1).limit(ROWS).toArray(), Splits.PUBLIC);
    }

    @ParameterizedTest
    @CsvSource({"accuracy, rmse", "accuracy, rouge-1", "rmse, accuracy", "rouge-1, f1-macro"})
    void bothMetricsOfACompetitionHaveOneSplit(String first, String second) throws IOException {
        Metric primary = Metric.named(first, Map.of());
        Draw draw = Draw.of(primary, 0.3, 7);

        double[] rows = publicRows(primary, draw);

        assertThat(rows).hasSize(90);
        assertThat(publicRows(Metric.named(second, Map.of()), draw)).isEqualTo(rows);
    }
}
