package bootcamp.launcher.demo;

import bootcamp.launcher.client.RunningPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The competitions of the present cohort, on real labels with predictions of real models: two that
 * are over and one that runs. Submissions are of the day on which they are told.
 */
final class Contests {

    private static final String LIST = "/api/competitions";
    private static final String CSV = "text/csv";
    private static final int BEGAN_DAYS_AGO = 9;
    private static final int ENDS_IN_DAYS = 12;

    /** The last one runs; in the others more took part. */
    private static final List<Contest> ALL =
            List.of(
                    new Contest(
                            "한국어 요약 · Korean summaries",
                            "rouge-l",
                            Map.of("tokens", "char"),
                            0.5,
                            "summaries",
                            List.of(
                                    new Trial(
                                            "words_shuffled",
                                            "단어만 맞아도 점수가 나올 것이다.",
                                            "기준 요약의 단어를 순서 없이 냈다.",
                                            "순서가 틀리면 ROUGE-L이 낮다.",
                                            "문장 순서를 지킨다."),
                                    new Trial(
                                            "every_third_word_dropped",
                                            "순서를 지키면 빠진 단어가 있어도 낫다.",
                                            "세 번째 단어마다 뺐다.",
                                            "훨씬 올랐다.",
                                            "앞부분만 내 본다."),
                                    new Trial(
                                            "lead20",
                                            "첫머리에 중요한 내용이 있다.",
                                            "앞 20단어만 냈다.",
                                            "기준선으로 삼는다.",
                                            "요약 모델을 미세 조정한다.")),
                            true),
                    new Contest(
                            "숫자 마스크 · Masks of digits",
                            "mask-iou",
                            Map.of(),
                            0.3,
                            "masks",
                            List.of(
                                    new Trial(
                                            "pca2",
                                            "Two components keep the rough shape.",
                                            "PCA with 2 components, threshold at half.",
                                            "Blurred: most digits become a blob.",
                                            "Keep more components."),
                                    new Trial(
                                            "pca8",
                                            "Eight components keep the strokes.",
                                            "PCA with 8 components.",
                                            "Strokes are there, gaps are filled.",
                                            "24 components, then look at the threshold."),
                                    new Trial(
                                            "pca24",
                                            "Gaps come back with 24 components.",
                                            "PCA with 24 components.",
                                            "The best so far.",
                                            "A small U-Net.")),
                            true),
                    new Contest(
                            "손글씨 숫자 · Handwritten digits",
                            "accuracy",
                            Map.of(),
                            null,
                            "digits",
                            List.of(
                                    new Trial(
                                            "naive_bayes",
                                            "픽셀이 서로 독립이라고 보아도 쓸 만하다.",
                                            "나이브 베이즈, 조정 없음.",
                                            "3과 8을 자주 헷갈린다.",
                                            "가까운 이웃을 본다."),
                                    new Trial(
                                            "knn",
                                            "모양이 비슷하면 같은 숫자다.",
                                            "k-NN, k = 5.",
                                            "크게 올랐다.",
                                            "학습 자료를 조금씩 돌려 늘린다.")),
                            false));

    private final RunningPlatform platform;
    private final String cohortId;

    /**
     * @param publicFraction null: the solution says which rows are public
     * @param trials of the first team all, in this order; of each other team one of them
     * @param isOver whether it is closed after the submissions
     */
    private record Contest(
            String title,
            String metric,
            Map<String, String> options,
            @Nullable Double publicFraction,
            String data,
            List<Trial> trials,
            boolean isOver) {}

    /**
     * What the first team writes down of a submission.
     *
     * @param predictions the name of their file
     */
    private record Trial(
            String predictions, String hypothesis, String change, String result, String next) {

        Map<String, String> said() {
            return Map.of(
                    "hypothesis", hypothesis, "change", change, "result", result, "next", next);
        }
    }

    Contests(RunningPlatform platform, String cohortId) {
        this.platform = platform;
        this.cohortId = cohortId;
    }

    /**
     * Holds those that are not there yet. Each student is a team of one, but the first, who founds
     * one and has the last join.
     *
     * @param students by their external ids
     * @param key of a write by its name, the same each time
     */
    void hold(Map<String, RunningPlatform> students, LocalDate today, UnaryOperator<String> key) {
        List<String> there =
                platform.list(LIST).stream()
                        .filter(each -> !each.path("status").asString().equals("DRAFT"))
                        .map(each -> each.path("title").asString())
                        .toList();
        for (Contest contest : ALL) {
            if (!there.contains(contest.title())) {
                String path = open(contest, today, key);
                List<RunningPlatform> all = new ArrayList<>(new TreeMap<>(students).values());
                take(contest, path, all, key);
                if (contest.isOver()) {
                    platform.post(path + "/closing");
                    rate(path, all.getFirst(), 4);
                    rate(path, all.getLast(), 3);
                }
            }
        }
    }

    /** Up to its publication; its path. */
    private String open(Contest contest, LocalDate today, UnaryOperator<String> key) {
        String path = LIST + "/" + drafted(contest, today, key).path("competitionId").asString();
        platform.put(
                path + "/solution", CSV, BodyPublishers.ofByteArray(file(contest, "solution")));
        platform.post(path + "/publication");
        return path;
    }

    private JsonNode drafted(Contest contest, LocalDate today, UnaryOperator<String> key) {
        Optional<JsonNode> draft =
                platform.list(LIST).stream()
                        .filter(each -> each.path("title").asString().equals(contest.title()))
                        .findFirst();
        Map<String, Object> plan = new HashMap<>();
        plan.put("cohortIds", List.of(cohortId));
        plan.put("title", contest.title());
        plan.put("metric", contest.metric());
        plan.put("metricOptions", contest.options());
        plan.put("startsAt", today.minusDays(BEGAN_DAYS_AGO) + "T09:00");
        plan.put("endsAt", today.plusDays(ENDS_IN_DAYS) + "T18:00");
        plan.put("maxTeamSize", 3);
        plan.put("publicScores", "LADDER");
        Double publicFraction = contest.publicFraction();
        if (publicFraction != null) {
            plan.put("publicFraction", publicFraction);
        }
        return draft.orElseGet(
                () -> platform.post(LIST, key.apply("contest/" + contest.data()), plan));
    }

    private static void take(
            Contest contest,
            String path,
            List<RunningPlatform> students,
            UnaryOperator<String> key) {
        JsonNode team =
                students.getFirst()
                        .post(
                                path + "/teams",
                                key.apply("contest/" + contest.data() + "/team"),
                                Map.of("name", "Team 1"));
        students.getLast()
                .post(
                        path + "/teams/" + team.path("teamId").asString() + "/members",
                        key.apply("contest/" + contest.data() + "/member"),
                        Map.of("code", team.path("code").asString()));
        for (Trial trial : contest.trials()) {
            students.getFirst()
                    .put(
                            path
                                    + "/submissions/"
                                    + submitted(contest, path, students.getFirst(), trial)
                                    + "/trial",
                            trial.said());
        }
        for (int i = 1; i < contest.trials().size(); i++) {
            submitted(contest, path, students.get(i), contest.trials().get(i));
        }
    }

    /** Its id. */
    private static String submitted(
            Contest contest, String path, RunningPlatform student, Trial trial) {
        return student.post(
                        path + "/submissions",
                        CSV,
                        BodyPublishers.ofByteArray(file(contest, trial.predictions())))
                .path("submissionId")
                .asString();
    }

    /** What a member of the first team says of all of it once it is over: the same of each. */
    private static void rate(String path, RunningPlatform member, int rating) {
        String own = path + "/peer-ratings/me";
        List<Map<String, Object>> ratings =
                member.get(own)
                        .path("ratings")
                        .valueStream()
                        .<Map<String, Object>>map(
                                each ->
                                        Map.of(
                                                "studentId",
                                                each.path("studentId").asString(),
                                                "rating",
                                                rating))
                        .toList();
        member.put(own, Map.of("ratings", ratings));
    }

    private static byte[] file(Contest contest, String name) {
        String path = contest.data() + "/" + name + ".csv";
        try (InputStream in = Contests.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
