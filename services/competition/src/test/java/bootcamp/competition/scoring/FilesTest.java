package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bootcamp.competition.scoring.Fault.Code;
import bootcamp.competition.scoring.Verdict.Rejected;
import bootcamp.competition.scoring.Verdict.Scored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as organisers really receive them. */
class FilesTest {

    private static final String LABELS = "id,label,usage\na,0,Public\nb,1,Private\nc,1,Public\n";

    @Test
    void everyFileOfTheOrganisersHasItsVerdict() {
        Solution solution =
                Reference.solution("competitions/files/solution.csv", "accuracy", Map.of());
        for (List<String> row : Reference.table("competitions/files/expected.csv")) {
            Verdict verdict = Reference.score(solution, "competitions/files/" + row.get(0));
            if (row.get(1).equals("ACCEPTED")) {
                Scored scored = Reference.scored(verdict);
                assertThat(scored.publicScore()).isEqualTo(Double.parseDouble(row.get(4)));
                assertThat(scored.privateScore()).isEqualTo(Double.parseDouble(row.get(5)));
            } else {
                Fault fault = refused(verdict);
                assertThat(fault.code().name()).as(row.toString()).isEqualTo(row.get(2));
                assertThat(fault.row())
                        .as(row.toString())
                        .isEqualTo(row.get(3).isEmpty() ? null : Long.valueOf(row.get(3)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"digits,digits,accuracy", "iris-proba,iris,log-loss"})
    void filesThatStudentsSendAreTakenOrRefused(String set, String solutions, String metric) {
        Solution solution =
                Reference.solutionOfAllRows(
                        "leaderboards/%s/solution.csv".formatted(solutions), metric);
        int taken = 0;
        int refused = 0;
        for (List<String> row :
                Reference.table("submission-files/%s/expected.csv".formatted(set))) {
            Verdict verdict =
                    Reference.score(solution, "submission-files/%s/%s".formatted(set, row.get(0)));
            // Where either was allowed: docs/metrics.md says which.
            boolean isTaken =
                    row.get(1).equals("accept") || row.get(0).equals("policy_cr_only.csv");
            if (isTaken) {
                assertThat(Reference.scored(verdict).publicScore())
                        .as(row.toString())
                        .isCloseTo(Double.parseDouble(row.get(4)), within(1e-12));
                taken++;
            } else {
                Reference.Refusal expected = Reference.refusal(row, metric.equals("accuracy"));
                Fault fault = refused(verdict);
                assertThat(fault.code()).as(row.toString()).isEqualTo(expected.code());
                if (expected.line() != null) {
                    assertThat(fault.row()).as(row.toString()).isEqualTo(expected.line());
                }
                refused++;
            }
        }
        System.out.printf("%s: %d taken, %d refused%n", set, taken, refused);
        assertThat(taken).isGreaterThan(8);
        assertThat(refused).isGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({
        "'id,label\na,0\nb,9\nz,1\n', NOT_A_LABEL, 3",
        "'id,label\na,0\nz,9\nc,1\n', UNKNOWN_ID, 3",
        "'id,label\na,0\n\nb,1\nc,1\n', WRONG_COLUMN_COUNT, 3",
        "'id,label\na,0\nb\nc,1\n', WRONG_COLUMN_COUNT, 3",
        "'id,label\na,0\nb,\"1\nc,1\n', UNCLOSED_QUOTE, 3",
        "'id,label\na,0\nb,\"1\"x\nc,1\n', UNCLOSED_QUOTE, 3",
        "'id,label\na,0\nb,１\nc,1\n', NOT_A_LABEL, 3",
        "'id,label\na,0\n\" b\",1\nc,1\n', UNKNOWN_ID, 3",
        "'id,label,label\na,0,0\n', HEADER_MISMATCH, 1",
        "'id,label\n\"a\nb\",0\nb,1\n', UNKNOWN_ID, 2",
    })
    void firstFaultInTheOrderOfTheFileIsNamedByItsLine(String text, Code code, long line) {
        Fault fault = refused(scored(text));

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.row()).isEqualTo(line);
    }

    @Test
    void whatIsNoUtf8IsToldAfterAFaultBeforeIt() throws IOException {
        byte[] wrong = "id,label\na,0\nb,1\nc,X\n".getBytes(StandardCharsets.US_ASCII);
        wrong[wrong.length - 2] = (byte) 0xFF;
        assertThat(refused(scored(wrong)))
                .extracting(Fault::code, Fault::row)
                .containsExactly(Code.NOT_UTF8, 4L);

        byte[] both = "id,label\nz,0\nb,1\nc,X\n".getBytes(StandardCharsets.US_ASCII);
        both[both.length - 2] = (byte) 0xFF;
        assertThat(refused(scored(both)))
                .extracting(Fault::code, Fault::row)
                .containsExactly(Code.UNKNOWN_ID, 2L);
    }

    @Test
    void endlessInputIsRefusedBySize() throws IOException {
        Solution solution = Reference.solutionOf(LABELS, "accuracy", Map.of());
        Limits small = new Limits(10_000, 5_000);
        byte[] zeros = new byte[1 << 20];

        assertThat(refused(solution.score(new ByteArrayInputStream(zeros), small)).code())
                .isEqualTo(Code.TOO_LARGE);
        byte[] columns = "a,".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(refused(solution.score(new ByteArrayInputStream(columns), Limits.USUAL)).code())
                .isIn(Code.HEADER_MISMATCH, Code.TOO_LARGE);
    }

    @Test
    void refusalQuotesNothingOfTheSubmission() {
        Fault fault = refused(scored("id,label\n=HYPERLINK(\"x\"),0\nb,1\nc,1\n"));

        assertThat(fault.toString()).doesNotContain("HYPERLINK");
    }

    @ParameterizedTest
    @CsvSource({
        "accuracy, 'id,label,usage\na,0,Public\na,1,Public\n', DUPLICATE_ID, 3",
        "accuracy, 'id,label,usage\na,0,Private\n', EMPTY,",
        "accuracy, 'id,label,usage\na,0,public\n', NOT_A_LABEL, 2",
        "accuracy, 'id,label\na,\n', NOT_A_LABEL, 2",
        "accuracy, 'key,label\na,1\n', HEADER_MISMATCH, 1",
        "rmse, 'id,label\na,NaN\n', NOT_A_NUMBER, 2",
        "rmsle, 'id,label\na,-1\n', NOT_A_NUMBER, 2",
        "pearson, 'id,label\na,1\nb,1\n', NOT_A_NUMBER,",
        "roc-auc, 'id,label,usage\na,1,Public\nb,0,Private\n', NOT_A_LABEL,",
        "f1-binary, 'id,label\na,1\nb,2\nc,3\n', NOT_A_LABEL,",
        "mask-iou, 'id,mask\na,012\n', NOT_A_LABEL, 2",
    })
    void solutionByWhichNothingCanBeScoredSaysWhy(
            String metric, String text, Code code, @Nullable Long line) {
        assertThatThrownBy(() -> Reference.solutionOf(text, metric, Map.of()))
                .isInstanceOfSatisfying(
                        UnusableSolution.class,
                        e -> {
                            assertThat(e.fault().code()).isEqualTo(code);
                            assertThat(e.fault().row()).isEqualTo(line);
                        });
    }

    @Test
    void metricThatIsNotThereAndOptionThatIsNotItsOwnAreNamed() {
        assertThatThrownBy(() -> Metric.named("auc", Map.of()))
                .hasMessageContaining("There is no metric auc; there are accuracy");
        assertThatThrownBy(() -> Metric.named("map", Map.of())).hasMessageContaining("map@K");
        assertThatThrownBy(() -> Metric.named("rmse", Map.of("gain", "linear")))
                .hasMessage("rmse has no option gain; it has none.");
        assertThatThrownBy(() -> Metric.named("rouge-1", Map.of("tokens", "words")))
                .hasMessage("The option tokens is space or char.");
        assertThatThrownBy(() -> Metric.named("log-loss", Map.of("clip", "1")))
                .hasMessageContaining("The option clip is a number");
    }

    private static Verdict scored(String text) {
        return Reference.scoreText(Reference.solutionOf(LABELS, "accuracy", Map.of()), text);
    }

    private static Verdict scored(byte[] bytes) throws IOException {
        return Reference.solutionOf(LABELS, "accuracy", Map.of())
                .score(new ByteArrayInputStream(bytes), Limits.USUAL);
    }

    private static Fault refused(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Rejected.class);
        return ((Rejected) verdict).fault();
    }
}
