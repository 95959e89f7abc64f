package bootcamp.competition.scoring;

import static bootcamp.platform.service.RunningService.STAFF;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.competition.SharedService;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files of the reference, each sent to the running service by HTTP: what it answers is what the
 * reference says.
 */
class ReferenceServiceTest {

    /** Of the value itself, as the quality goals set it. */
    private static final double TOLERANCE = 1e-12;

    private static final Duration SCORED_WITHIN = Duration.ofMinutes(2);
    private static final Duration ASKED_EVERY = Duration.ofMillis(400);
    private static final String COHORT = "c-reference";
    private static final JsonMapper JSON = new JsonMapper();

    private static final RunningService SERVICE = SharedService.SERVICE;
    private static final SchoolTopic SCHOOL = SharedService.SCHOOL;

    private final Calls staff = SERVICE.as(STAFF);
    private final Calls student =
            SERVICE.as(new Caller("maple", Set.of(Role.STUDENT), "s-reference", null, Set.of()));

    @BeforeAll
    static void oneStudentIsThere() {
        SCHOOL.cohort(COHORT);
        SCHOOL.enrollment("s-reference", COHORT, 1, "ENROLLED");
    }

    /**
     * One competition.
     *
     * @param expected by the path of each file
     */
    private record Contest(
            String solution,
            boolean isWithSplits,
            String metric,
            Map<String, String> options,
            Map<String, Expected> expected) {}

    /**
     * @param code of the refusal; null: it is scored
     * @param row of the first fault; null: of any or none
     * @param publicScore of all rows where there are no splits; null: none is known
     * @param privateScore null: none is known
     */
    private record Expected(
            @Nullable String code,
            @Nullable Long row,
            @Nullable Double publicScore,
            @Nullable Double privateScore) {

        private static Expected scored(@Nullable Double publicScore, @Nullable Double priv) {
            return new Expected(null, null, publicScore, priv);
        }

        private static Expected refused(Reference.Refusal refusal) {
            return new Expected(refusal.code().name(), refusal.line(), null, null);
        }
    }

    private int scores;
    private int refusals;
    private double worst;

    @Test
    void competitionsScoreAsTheReferenceDoes() throws Exception {
        Map<List<String>, Contest> contests = new LinkedHashMap<>();
        for (List<String> row : Reference.table("competitions/expected.csv")) {
            String directory = "competitions/" + row.get(0) + "/";
            contests.computeIfAbsent(
                            List.of(row.get(0), row.get(1), row.get(3)),
                            _ -> contest(directory + row.get(1), true, row.get(3), Map.of()))
                    .expected()
                    .put(
                            directory + row.get(2),
                            Expected.scored(
                                    Double.valueOf(row.get(4)), Double.valueOf(row.get(5))));
        }
        hold(contests.values());

        assertThat(scores).isEqualTo(364);
        assertThat(refusals).isZero();
    }

    @Test
    void filesOfOrganisersAndStudentsAreTakenOrRefused() throws Exception {
        Contest organisers = contest("competitions/files/solution.csv", true, "accuracy", Map.of());
        for (List<String> row : Reference.table("competitions/files/expected.csv")) {
            organisers
                    .expected()
                    .put(
                            "competitions/files/" + row.get(0),
                            row.get(1).equals("ACCEPTED")
                                    ? Expected.scored(
                                            Double.valueOf(row.get(4)), Double.valueOf(row.get(5)))
                                    : new Expected(
                                            row.get(2),
                                            row.get(3).isEmpty() ? null : Long.valueOf(row.get(3)),
                                            null,
                                            null));
        }
        hold(
                List.of(
                        organisers,
                        ofStudents("digits", "digits", "accuracy"),
                        ofStudents("iris-proba", "iris", "log-loss")));

        assertThat(scores).isGreaterThan(20);
        assertThat(refusals).isGreaterThan(50);
    }

    private static Contest ofStudents(String set, String solutions, String metric) {
        Contest contest =
                contest("leaderboards/" + solutions + "/solution.csv", false, metric, Map.of());
        String directory = "submission-files/" + set + "/";
        for (List<String> row : Reference.table(directory + "expected.csv")) {
            // Where either was allowed: docs/metrics.md says which.
            boolean isTaken =
                    row.get(1).equals("accept") || row.get(0).equals("policy_cr_only.csv");
            contest.expected()
                    .put(
                            directory + row.get(0),
                            isTaken
                                    ? Expected.scored(Double.valueOf(row.get(4)), null)
                                    : Expected.refused(
                                            Reference.refusal(row, metric.equals("accuracy"))));
        }
        return contest;
    }

    @Test
    void masksAndSummariesScoreAsTheReferenceDoes() throws Exception {
        List<Contest> contests = new ArrayList<>();
        Contest masks = contest("leaderboards/masks/solution.csv", false, "mask-iou", Map.of());
        for (List<String> row : Reference.table("leaderboards/masks/reference_scores.csv")) {
            if (row.get(1).equals("mean_iou_empty_is_1")) {
                masks.expected()
                        .put(
                                "leaderboards/masks/submissions/" + row.get(0),
                                Expected.scored(Double.valueOf(row.get(2)), null));
            }
        }
        contests.add(masks);
        List<String> metrics = List.of("rouge-1", "rouge-2", "rouge-l");
        for (int i = 0; i < metrics.size(); i++) {
            for (String tokens : List.of("space", "char")) {
                Contest summaries =
                        contest(
                                "leaderboards/rouge-ko/solution.csv",
                                false,
                                metrics.get(i),
                                Map.of("tokens", tokens));
                for (List<String> row :
                        Reference.table("leaderboards/rouge-ko/reference_scores.csv")) {
                    if (row.get(1).equals(tokens)) {
                        summaries
                                .expected()
                                .put(
                                        "leaderboards/rouge-ko/submissions/" + row.get(0),
                                        Expected.scored(Double.valueOf(row.get(2 + i)), null));
                    }
                }
                contests.add(summaries);
            }
        }
        hold(contests);

        assertThat(scores).isEqualTo(3 + 42);
    }

    @Test
    @Tag("full")
    void leaderboardsScoreAsTheReferenceDoes() throws Exception {
        Map<List<String>, Contest> contests = new LinkedHashMap<>();
        for (String set : List.of("digits", "digits-even", "iris", "diabetes")) {
            String directory = "leaderboards/" + set + "/";
            for (List<String> row : Reference.table(directory + "reference_scores.csv")) {
                String metric = ReferenceTest.NAMES.get(row.get(1));
                boolean isRefused =
                        row.get(0).equals("ridge_one_negative.csv") && "rmsle".equals(metric);
                if (metric == null || row.get(2).equals("All") || isRefused) {
                    continue;
                }
                boolean isPublic = row.get(2).equals("Public");
                Double score = Double.valueOf(row.get(4));
                contests.computeIfAbsent(
                                List.of(set, metric),
                                _ -> contest(directory + "solution.csv", true, metric, Map.of()))
                        .expected()
                        .merge(
                                directory + "submissions/" + row.get(0),
                                Expected.scored(isPublic ? score : null, isPublic ? null : score),
                                (a, b) ->
                                        Expected.scored(
                                                a.publicScore() == null
                                                        ? b.publicScore()
                                                        : a.publicScore(),
                                                a.privateScore() == null
                                                        ? b.privateScore()
                                                        : a.privateScore()));
            }
        }
        for (List<String> row : Reference.table("leaderboards/ranking/reference_scores.csv")) {
            String[] parts = row.get(1).split("_");
            contests.computeIfAbsent(
                            List.of("ranking", row.get(1)),
                            _ ->
                                    parts[0].equals("map")
                                            ? contest(
                                                    "leaderboards/ranking/solution.csv",
                                                    false,
                                                    "map-graded@" + parts[2],
                                                    Map.of())
                                            : contest(
                                                    "leaderboards/ranking/solution.csv",
                                                    false,
                                                    "ndcg-graded@" + parts[3],
                                                    Map.of("gain", parts[1])))
                    .expected()
                    .put(
                            "leaderboards/ranking/submissions/" + row.get(0),
                            Expected.scored(Double.valueOf(row.get(2)), null));
        }
        hold(contests.values());

        assertThat(scores).isGreaterThan(4 * 80 + 48);
    }

    private static Contest contest(
            String solution, boolean isWithSplits, String metric, Map<String, String> options) {
        return new Contest(solution, isWithSplits, metric, options, new LinkedHashMap<>());
    }

    /** All of them at once, and within one its files one after another. */
    private void hold(Collection<Contest> contests) throws Exception {
        List<Contest> all = List.copyOf(contests);
        AtOnce.ask(all.size(), i -> hold(all.get(i)));
        System.out.printf(
                "%d competitions: %d scores, worst relative error %.1e; %d files refused%n",
                all.size(), scores, worst, refusals);
    }

    private Answer hold(Contest contest) {
        String path = published(contest);
        contest.expected()
                .forEach(
                        (file, expected) -> {
                            Answer receipt =
                                    student.upload(
                                                    path + "/submissions",
                                                    BodyPublishers.ofByteArray(bytes(file)),
                                                    "Content-Type",
                                                    "text/csv")
                                            .is(202);
                            String one = path + "/submissions/" + receipt.text("submissionId");
                            // Fifty ask at once: more often, and nothing is left for scoring.
                            await().pollInterval(ASKED_EVERY)
                                    .atMost(SCORED_WITHIN)
                                    .until(() -> !staff.get(one).text("state").equals("QUEUED"));
                            look(file, expected, staff.get(one).is(200).json());
                        });
        return staff.get(path).is(200);
    }

    private String published(Contest contest) {
        LocalDateTime now =
                LocalDateTime.now(ZoneId.of("Asia/Seoul")).truncatedTo(ChronoUnit.HOURS);
        ObjectNode form =
                JSON.createObjectNode()
                        .put("title", contest.metric())
                        .put("metric", contest.metric())
                        .put("startsAt", now.minusDays(1).toString())
                        .put("endsAt", now.plusDays(5).toString())
                        .put("dailyLimit", 100);
        form.putArray("cohortIds").add(COHORT);
        ObjectNode options = form.putObject("metricOptions");
        contest.options().forEach(options::put);
        String path = staff.post("/api/competitions", form.toString()).is(201).header("Location");
        staff.put(path + "/solution", solution(contest), "text/csv").is(200);
        staff.post(path + "/publication", "").is(200);
        return path;
    }

    private static byte[] solution(Contest contest) {
        return contest.isWithSplits()
                ? bytes(contest.solution())
                : Reference.withoutSplits(contest.solution()).getBytes(UTF_8);
    }

    private static byte[] bytes(String path) {
        Path file = Reference.file(path);
        try {
            if (!path.endsWith(".gz")) {
                return Files.readAllBytes(file);
            }
            try (GZIPInputStream unpacked = new GZIPInputStream(Files.newInputStream(file))) {
                return unpacked.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void look(String file, Expected expected, JsonNode said) {
        if (expected.code() == null) {
            assertThat(said.path("state").asString()).as(file).isEqualTo("SCORED");
            same(file, said.path("publicScore"), expected.publicScore());
            same(file, said.path("privateScore"), expected.privateScore());
            return;
        }
        assertThat(said.path("state").asString()).as(file).isEqualTo("REJECTED");
        assertThat(said.at("/error/code").asString()).as(file).isEqualTo(expected.code());
        if (expected.row() != null) {
            assertThat(said.at("/error/row").asLong()).as(file).isEqualTo(expected.row());
        }
        refusals++;
    }

    private void same(String file, JsonNode said, @Nullable Double reference) {
        if (reference == null) {
            return;
        }
        assertThat(said.isNumber()).as(file).isTrue();
        double error =
                Math.abs(said.asDouble() - reference) / (reference == 0 ? 1 : Math.abs(reference));
        assertThat(error).as(file).isLessThanOrEqualTo(TOLERANCE);
        worst = Math.max(worst, error);
        scores++;
    }
}
