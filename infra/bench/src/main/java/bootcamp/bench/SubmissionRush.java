package bootcamp.bench;

import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * SUBMISSIONS: 500 submissions at once over HTTP, 490 of 49 teams to one competition and then ten
 * of a team to another. Each of a team's is better than the one before in another order than it was
 * taken, so that the board shows at any time whether they were scored in that order.
 */
final class SubmissionRush implements Benchmark {

    private static final int TEAMS = 49;
    private static final int EACH = 10;
    private static final int ROWS = 10_000;
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final double MIB = 1024 * 1024;

    private static final String RATE = "taken and scored";
    private static final String SHARE = "the calm one's wait, of the rush";
    private static final String APART = "teams apart, submissions";
    private static final String ORDER = "scored out of order";
    private static final String HEAP = "heap";

    private final Surroundings around;
    private final List<String> files = new ArrayList<>();
    private final String labels = String.join("\n", Contests.solution(ROWS)) + "\n";
    private @Nullable Contests contests;
    private int refused;
    private int looks;
    private int round;

    SubmissionRush(Surroundings around) {
        this.around = around;
    }

    @Override
    public String id() {
        return "SUBMISSIONS";
    }

    @Override
    public String title() {
        return "500 submissions of 10,000 rows at once, over HTTP: 490 of 49 teams, then 10 of one"
                + " team to another competition";
    }

    @Override
    public String limitTitle() {
        return "the same files scored by the engine alone, one after another; a queue of first come"
                + " first served";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.rate(RATE, "1/s", 0.25),
                Figure.bounded(SHARE, "", 0.25),
                Figure.bounded(APART, "", 3),
                Figure.bounded(ORDER, "", 0),
                Figure.bounded(HEAP, "MiB", 256));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "refused in all runs",
                String.valueOf(refused),
                "looks at the board in the last run",
                String.valueOf(looks),
                "heap",
                "most that lived after a collection beyond what lived before, with the database,"
                        + " the broker and the senders");
    }

    @Override
    public int warmUpPairs() {
        return 1;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        contests = new Contests(around, TEAMS + 1);
        for (int i = 0; i < EACH; i++) {
            files.add(Contests.predictions(ROWS, ROWS / 2 + ROWS / 20 * i));
        }
    }

    @Override
    public Map<String, Double> limit() throws IOException {
        Solution solution =
                Solution.read(bytes(labels), Metric.named("accuracy", Map.of()), Limits.USUAL);
        int count = (TEAMS + 1) * EACH;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Verdict verdict = solution.score(bytes(files.get(i % EACH)), Limits.USUAL);
            if (!(verdict instanceof Verdict.Scored)) {
                throw new IllegalStateException("not scored: " + verdict);
            }
        }
        return Map.of(
                RATE,
                count / Rate.secondsSince(start),
                SHARE,
                1.0,
                APART,
                (double) EACH,
                ORDER,
                1.0,
                HEAP,
                64.0);
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What one team had on the board at one look.
     *
     * @param scored of its submissions
     * @param best of their scores
     */
    private record Seen(String teamId, int scored, double best) {}

    @Override
    public Map<String, Double> ours() throws IOException, InterruptedException {
        Contests all = Objects.requireNonNull(contests);
        round++;
        String hot = all.published("Hot " + round, EACH, labels);
        String calm = all.published("Calm " + round, EACH, labels);
        System.gc();
        double before = living();
        long start = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < TEAMS * EACH; i++) {
            // In another order for each team, and not from worse to better.
            String file = files.get((i / TEAMS * 7 + i) % EACH);
            sent.add(all.submit(all.student(i % TEAMS), hot, file));
        }
        taken(sent);
        long calmStart = System.nanoTime();
        taken(
                IntStream.range(0, EACH)
                        .mapToObj(i -> all.submit(all.student(TEAMS), calm, files.get(i)))
                        .toList());
        Double calmSeconds = null;
        double most = before;
        int apart = 0;
        List<Seen> seen = new ArrayList<>();
        JsonNode board = all.board(hot);
        for (looks = 0; Contests.scored(board) < TEAMS * EACH; looks++) {
            if (Rate.secondsSince(start) > WITHIN.toSeconds()) {
                throw new IllegalStateException("not scored within " + WITHIN);
            }
            if (calmSeconds == null && Contests.scored(all.board(calm)) == EACH) {
                calmSeconds = Rate.secondsSince(calmStart);
            }
            most = Math.max(most, living());
            TimeUnit.MILLISECONDS.sleep(50);
            board = all.board(hot);
            apart = Math.max(apart, apart(board));
            board.forEach(
                    row ->
                            seen.add(
                                    new Seen(
                                            row.path("teamId").asString(),
                                            row.path("submissions").asInt(),
                                            row.path("score").asDouble())));
        }
        double seconds = Rate.secondsSince(start);
        if (calmSeconds == null) {
            all.awaitScored(calm, EACH, WITHIN);
            calmSeconds = Rate.secondsSince(calmStart);
        }
        return Map.of(
                RATE,
                TEAMS * EACH / seconds,
                SHARE,
                calmSeconds / seconds,
                APART,
                (double) apart,
                ORDER,
                (double) outOfOrder(hot, seen),
                HEAP,
                Math.max(0, most - before) / MIB);
    }

    private void taken(List<CompletableFuture<HttpResponse<String>>> sent) {
        for (CompletableFuture<HttpResponse<String>> each : sent) {
            if (each.join().statusCode() != 202) {
                refused++;
            }
        }
    }

    /** Teams that have none yet are not on the board. */
    private static int apart(JsonNode board) {
        int[] counts =
                IntStream.range(0, board.size())
                        .map(i -> board.get(i).path("submissions").asInt())
                        .toArray();
        int least = counts.length < TEAMS ? 0 : IntStream.of(counts).min().orElse(0);
        return IntStream.of(counts).max().orElse(0) - least;
    }

    /** Looks at which a team's score was not the best of its first ones, in the order of taking. */
    private int outOfOrder(String path, List<Seen> seen) throws IOException {
        Map<String, double[]> bests = new HashMap<>();
        Contests all = Objects.requireNonNull(contests);
        for (int i = 0; i < TEAMS; i++) {
            JsonNode items =
                    all.service
                            .send(all.student(i), "GET", path + "/submissions", null)
                            .path("items");
            double[] best = new double[EACH];
            for (int k = 0; k < EACH; k++) {
                // The newest comes first.
                double score = items.get(EACH - 1 - k).path("publicScore").asDouble();
                best[k] = k == 0 ? score : Math.max(best[k - 1], score);
            }
            bests.put(items.get(0).path("teamId").asString(), best);
        }
        return (int)
                seen.stream()
                        .filter(
                                each ->
                                        Objects.requireNonNull(bests.get(each.teamId()))[
                                                        each.scored() - 1]
                                                != each.best())
                        .count();
    }

    /** Bytes of heap after the last collection of each part of it. */
    private static double living() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(pool -> pool.getCollectionUsage())
                .filter(Objects::nonNull)
                .mapToDouble(MemoryUsage::getUsed)
                .sum();
    }

    @Override
    public void close() {
        if (contests != null) {
            contests.close();
        }
    }
}
