package bootcamp.competition.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.scoring.Verdict.Scored;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every score that a reference tool computed for the files in the resources. */
class ReferenceTest {

    /** Of the value itself, as the quality goals set it. */
    private static final double TOLERANCE = 1e-12;

    /** Ours by the name that the reference tool has for it. */
    static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("accuracy", "accuracy"),
                    Map.entry("balanced_accuracy", "balanced-accuracy"),
                    Map.entry("f1_binary_pos1", "f1-binary"),
                    Map.entry("f1_macro", "f1-macro"),
                    Map.entry("f1_micro", "f1-micro"),
                    Map.entry("f1_weighted", "f1-weighted"),
                    Map.entry("matthews_corrcoef", "mcc"),
                    Map.entry("quadratic_weighted_kappa", "qwk"),
                    Map.entry("jaccard_macro", "mean-iou"),
                    Map.entry("log_loss_eps_1e-15", "log-loss"),
                    Map.entry("roc_auc", "roc-auc"),
                    Map.entry("roc_auc_ovr_macro", "roc-auc-ovr-macro"),
                    Map.entry("mae", "mae"),
                    Map.entry("rmse", "rmse"),
                    Map.entry("rmsle", "rmsle"),
                    Map.entry("r2", "r2"),
                    Map.entry("mape", "mape"),
                    Map.entry("pearson", "pearson"),
                    Map.entry("spearman", "spearman"));

    private int compared;
    private double worst;

    @AfterEach
    void say() {
        System.out.printf("%d scores compared, worst relative error %.1e%n", compared, worst);
    }

    @Test
    void competitionsScoreAsTheReferenceDoes() {
        for (List<String> row : Reference.table("competitions/expected.csv")) {
            String directory = "competitions/" + row.get(0) + "/";
            Solution solution = Reference.solution(directory + row.get(1), row.get(3), Map.of());

            Scored scored = Reference.scored(Reference.score(solution, directory + row.get(2)));

            same(row, scored.publicScore(), row.get(4));
            same(row, scored.privateScore(), row.get(5));
        }
        assertThat(compared).isEqualTo(364);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "digits-even", "iris", "diabetes"})
    void leaderboardsScoreAsTheReferenceDoes(String set) {
        String directory = "leaderboards/" + set + "/";
        for (List<String> row : Reference.table(directory + "reference_scores.csv")) {
            String metric = NAMES.get(row.get(1));
            // A prediction is negative: ours is refused whole, for whichever split it is.
            boolean isRefused =
                    row.get(0).equals("ridge_one_negative.csv") && "rmsle".equals(metric);
            if (metric == null || row.get(2).equals("All") || isRefused) {
                continue;
            }
            Solution solution = Reference.solution(directory + "solution.csv", metric, Map.of());
            Scored scored =
                    Reference.scored(
                            Reference.score(solution, directory + "submissions/" + row.get(0)));
            same(
                    row,
                    row.get(2).equals("Public")
                            ? Double.valueOf(scored.publicScore())
                            : scored.privateScore(),
                    row.get(4));
        }
        assertThat(compared).isGreaterThan(80);
    }

    @Test
    void masksScoreAsTheReferenceDoes() {
        Solution solution =
                Reference.solution("leaderboards/masks/solution.csv", "mask-iou", Map.of());
        for (List<String> row : Reference.table("leaderboards/masks/reference_scores.csv")) {
            if (row.get(1).equals("mean_iou_empty_is_1")) {
                same(row, of(solution, "masks", row.get(0)), row.get(2));
            }
        }
        assertThat(compared).isEqualTo(3);
    }

    @Test
    void gradedRankingsScoreAsTheReferenceDoes() {
        for (List<String> row : Reference.table("leaderboards/ranking/reference_scores.csv")) {
            String[] parts = row.get(1).split("_");
            Solution solution =
                    parts[0].equals("map")
                            ? Reference.solution(
                                    "leaderboards/ranking/solution.csv",
                                    "map-graded@" + parts[2],
                                    Map.of())
                            : Reference.solution(
                                    "leaderboards/ranking/solution.csv",
                                    "ndcg-graded@" + parts[3],
                                    Map.of("gain", parts[1]));
            same(row, of(solution, "ranking", row.get(0)), row.get(2));
        }
        assertThat(compared).isEqualTo(48);
    }

    @Test
    void summariesScoreAsTheReferenceDoes() {
        List<String> metrics = List.of("rouge-1", "rouge-2", "rouge-l");
        for (List<String> row : Reference.table("leaderboards/rouge-ko/reference_scores.csv")) {
            for (int i = 0; i < metrics.size(); i++) {
                Solution solution =
                        Reference.solution(
                                "leaderboards/rouge-ko/solution.csv",
                                metrics.get(i),
                                Map.of("tokens", row.get(1)));
                same(row, of(solution, "rouge-ko", row.get(0)), row.get(2 + i));
            }
        }
        assertThat(compared).isEqualTo(42);
    }

    private static double of(Solution solution, String set, String submission) {
        return Reference.scored(
                        Reference.score(
                                solution,
                                "leaderboards/%s/submissions/%s".formatted(set, submission)))
                .publicScore();
    }

    private void same(List<String> row, @Nullable Double ours, String text) {
        double reference = Double.parseDouble(text);
        assertThat(ours).as(row.toString()).isNotNull();
        double error =
                Math.abs(Objects.requireNonNull(ours) - reference)
                        / (reference == 0 ? 1 : Math.abs(reference));
        assertThat(error).as("%s: %s", row, ours).isLessThanOrEqualTo(TOLERANCE);
        worst = Math.max(worst, error);
        compared++;
    }
}
