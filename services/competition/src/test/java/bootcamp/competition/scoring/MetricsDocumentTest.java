package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What people read of metrics, beside those that there are. */
class MetricsDocumentTest {

    @Test
    void documentDefinesEveryMetric() throws IOException {
        String document = Files.readString(Path.of("../../docs/metrics.md"));

        assertThat(Metric.names()).hasSize(27);
        assertThat(Metric.names())
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    @Test
    void everyCodeHasAReasonInWords() throws IOException {
        Properties words = new Properties();
        try (var in =
                Files.newBufferedReader(
                        Path.of("src/main/resources/messages/competition_en.properties"))) {
            words.load(in);
        }

        assertThat(Fault.Code.values())
                .allSatisfy(
                        code ->
                                assertThat(words.stringPropertyNames())
                                        .anyMatch(key -> key.startsWith("score." + code + ".")));
    }
}
