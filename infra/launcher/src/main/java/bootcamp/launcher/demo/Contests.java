package bootcamp.launcher.demo;

import bootcamp.launcher.client.RunningPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
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
                            List.of("lead20", "every_third_word_dropped", "words_shuffled"),
                            true),
                    new Contest(
                            "숫자 마스크 · Masks of digits",
                            "mask-iou",
                            Map.of(),
                            0.3,
                            "masks",
                            List.of("pca2", "pca8", "pca24"),
                            true),
                    new Contest(
                            "손글씨 숫자 · Handwritten digits",
                            "accuracy",
                            Map.of(),
                            null,
                            "digits",
                            List.of("naive_bayes", "knn"),
                            false));

    private final RunningPlatform platform;
    private final String cohortId;

    /**
     * @param publicFraction null: the solution says which rows are public
     * @param predictions one for each team, in this order
     * @param isOver whether it is closed after the submissions
     */
    private record Contest(
            String title,
            String metric,
            Map<String, String> options,
            @Nullable Double publicFraction,
            String data,
            List<String> predictions,
            boolean isOver) {}

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
                take(contest, path, new ArrayList<>(new TreeMap<>(students).values()), key);
                if (contest.isOver()) {
                    platform.post(path + "/closing");
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
        Iterator<RunningPlatform> some = students.iterator();
        for (String predictions : contest.predictions()) {
            some.next()
                    .post(
                            path + "/submissions",
                            CSV,
                            BodyPublishers.ofByteArray(file(contest, predictions)));
        }
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
