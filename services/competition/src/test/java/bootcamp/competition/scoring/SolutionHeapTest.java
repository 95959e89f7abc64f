package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What labels that are kept for more submissions take, by which it is decided how many are. */
class SolutionHeapTest {

    private static final int ROWS = 200_000;
    private static final int OTHERS_MAX = 5;
    private static final Limits LIMITS = new Limits(1 << 28, 1 << 20);

    private static byte[] labels(String header, String row) {
        StringBuilder all = new StringBuilder(header).append('\n');
        for (int i = 0; i < ROWS; i++) {
            all.append(row.replace("#", String.valueOf(i)).replace("%", String.valueOf(i % 7)))
                    .append('\n');
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Solution read(String metric, byte[] file) throws IOException {
        return Solution.read(
                new ByteArrayInputStream(file), Metric.named(metric, Map.of()), LIMITS);
    }

    private static long used() {
        System.gc();
        Runtime now = Runtime.getRuntime();
        return now.totalMemory() - now.freeMemory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "accuracy; id,label; #,%",
                "rmse; id,label; #,%",
                "roc-auc-ovr-macro; id,label; #,%",
                "map@10; id,label; #,a% b%",
                "ndcg-graded@10; query,item,label; q%,#,%",
                "rouge-l; id,label; #,A sentence of some words and % more words",
                "mask-iou; id,label; #,010101110000101010101",
            })
    void whatIsKeptTakesNoMoreThanIsReckoned(String metric, String header, String row)
            throws IOException {
        byte[] file = labels(header, row);
        long before = used();

        Solution solution = read(metric, file);

        long reckoned = Solution.heapOf(solution.metric(), file.length);
        long kept = used() - before;
        // What others in this JVM let go of later is not its own.
        for (int i = 0; i < OTHERS_MAX && kept > reckoned; i++) {
            kept = used() - before;
        }
        System.out.printf(
                "%s: %d rows, %.1f MB of labels keep %.1f MB: %.1f times%n",
                metric, ROWS, file.length / 1e6, kept / 1e6, (double) kept / file.length);
        assertThat(solution.rows()).isEqualTo(ROWS);
        assertThat(kept).isLessThanOrEqualTo(reckoned);
    }
}
