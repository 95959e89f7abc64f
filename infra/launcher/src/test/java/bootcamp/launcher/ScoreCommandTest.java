package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a participant uses it; the scores themselves are held where they are computed. */
class ScoreCommandTest {

    private static final String LABELS =
            "id,label,usage\na,0,Public\nb,1,Private\nc,1,Public\nd,0,Private\n";

    @TempDir Path directory;
    private Path solution = Path.of("");

    @BeforeEach
    void solution() throws IOException {
        solution = file("solution.csv", LABELS);
    }

    @Test
    void scoresOfBothSplitsAreSaidInFullPrecision() throws IOException {
        Run run = score("id,label\nd,1\nc,1\nb,1\na,0\n", "--metric", "accuracy", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().strip())
                .isEqualTo(
                        "{\"verdict\":\"SCORED\",\"rows\":4,\"publicScore\":1.0,\"privateScore\":0.5}");
        assertThat(score("id,label\nd,1\nc,1\nb,1\na,0\n", "--metric", "accuracy").out())
                .startsWith("accuracy: public 1.0, private 0.5, over 4 rows");
    }

    @Test
    void oneSplitHasNoPrivateScore() throws IOException {
        solution = file("one.csv", "id,label\na,1.5\nb,2\n");

        JsonNode json = json(score("id,label\na,1\nb,2\n", "--metric", "mae", "--json"));

        assertThat(json.path("publicScore").asDouble()).isEqualTo(0.25);
        assertThat(json.has("privateScore")).isTrue();
        assertThat(json.path("privateScore").isNull()).isTrue();
    }

    @Test
    void refusedFileNamesItsLineAndReasonAndEndsWithOne() throws IOException {
        String wrong = "id,label\na,0\nb,9\nc,1\nd,1\n";

        Run run = score(wrong, "--metric", "accuracy", "--json");

        assertThat(run.status()).isEqualTo(1);
        JsonNode error = json(run).path("error");
        assertThat(json(run).path("verdict").asString()).isEqualTo("REJECTED");
        assertThat(error.path("code").asString()).isEqualTo("NOT_A_LABEL");
        assertThat(error.path("row").asInt()).isEqualTo(3);
        assertThat(error.path("reason").asString()).isNotBlank().doesNotContain("score.");
        assertThat(score(wrong, "--metric", "accuracy").out()).startsWith("NOT_A_LABEL, line 3: ");
    }

    @Test
    void packedFileIsUnpackedAndOptionsReachTheMetric() throws IOException {
        Path packed = directory.resolve("submission.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("id,label\na,0\nb,1\nc,1\nd,0\n".getBytes(StandardCharsets.UTF_8));
        }

        Run run =
                Run.of(
                        "score",
                        "--metric",
                        "f1-binary",
                        "--option",
                        "positive=0",
                        "--solution",
                        solution.toString(),
                        packed.toString(),
                        "--json");

        assertThat(json(run).path("publicScore").asDouble()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadOrScoredIsOneSentence() throws IOException {
        Run none = score("id,label\na,0\n", "--metric", "auc");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("There is no metric auc; there are accuracy");

        solution = directory.resolve("nowhere.csv");
        Run missing = score("id,label\na,0\n", "--metric", "accuracy");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("There is no file").doesNotContain("Exception");

        solution = file("wrong.csv", "id,label\na,\n");
        Run useless = score("id,label\na,0\n", "--metric", "accuracy");
        assertThat(useless.status()).isEqualTo(1);
        assertThat(useless.err()).contains("scores nothing, line 2: ");
    }

    private Run score(String submission, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("score"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--solution", solution.toString()));
        arguments.add(file("submission.csv", submission).toString());
        return Run.of(arguments.toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static JsonNode json(Run run) {
        return JsonMapper.shared().readTree(run.out());
    }
}
