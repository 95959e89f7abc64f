package bootcamp.bench;

import bootcamp.embedded.FreePorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * BOARD: reading a leaderboard of 2,000 teams, each of which has submitted, with a million
 * submissions behind it: the real ones, and as many copies of them as are lacking.
 */
final class BoardReads implements Benchmark {

    private static final int TEAMS = 2_000;
    private static final int READERS = 16;
    private static final int READS = 100;
    private static final int SUBMITTING = 50;
    private static final int DAILY_LIMIT = 100;
    private static final int ROWS = 100;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private static final String RATE = "reads of 16 readers";
    private static final String CALM = "100 reads in a second, p99";
    private static final String BUSY = "the same while 50 submit, p99";

    private final Surroundings around;
    private final int submissions;
    private final Duration window;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Contests contests;
    private @Nullable Process bare;
    private String path = "";
    private int barePort;
    private int round;
    private int refused;

    /**
     * @param submissions behind the board
     */
    BoardReads(Surroundings around, int submissions, Duration window) {
        this.around = around;
        this.submissions = submissions;
        this.window = window;
    }

    @Override
    public String id() {
        return "BOARD";
    }

    @Override
    public String title() {
        return "read a leaderboard of 2,000 teams with %,d submissions behind it"
                .formatted(submissions);
    }

    @Override
    public String limitTitle() {
        return "a bare server that hands out the same bytes";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.rate(RATE, "1/s", 0.1),
                Figure.bounded(CALM, "ms", 200),
                Figure.bounded(BUSY, "ms", 200));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("refused or failed in all runs", String.valueOf(refused));
    }

    @Override
    public int warmUpPairs() {
        return 1;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Contests all = new Contests(around, TEAMS);
        contests = all;
        path =
                all.published(
                        "Board", DAILY_LIMIT, String.join("\n", Contests.solution(ROWS)) + "\n");
        Flux.range(0, TEAMS)
                .flatMap(
                        i -> Mono.fromFuture(() -> all.submit(all.student(i), path, file(i))),
                        READERS)
                .doOnNext(
                        answer -> {
                            if (answer.statusCode() != 202) {
                                throw new IllegalStateException(answer.body());
                            }
                        })
                .blockLast(WITHIN);
        all.awaitScored(path, TEAMS, WITHIN);
        copies();
        byte[] body = all.board(path).toString().getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(around.directory().resolve("board"), body);
        barePort = FreePorts.next();
        bare =
                GatewayProcess.java(
                        around.directory().resolve("bare.log"),
                        BareServer.class.getName(),
                        String.valueOf(barePort),
                        file.toString());
        GatewayProcess.awaitPort(barePort);
    }

    private static String file(int i) {
        return Contests.predictions(ROWS, i % ROWS);
    }

    /** Of every team as many, older than the one it has sent. */
    private void copies() {
        MongoCollection<Document> documents =
                around.database("bootcamp_competition").getCollection("submissions");
        int each = submissions / TEAMS - 1;
        Flux.from(documents.find())
                .concatMapIterable(
                        sent -> IntStream.range(0, each).mapToObj(i -> copy(sent, i)).toList())
                .buffer(5_000)
                .concatMap(documents::insertMany, 1)
                .blockLast(WITHIN);
    }

    private static Document copy(Document sent, int i) {
        String id = sent.getString("_id") + "-%04d".formatted(i);
        Document copy = new Document(sent).append("_id", id);
        copy.put(
                "submission",
                new Document(sent.get("submission", Document.class)).append("submissionId", id));
        return copy;
    }

    @Override
    public Map<String, Double> limit() throws ExecutionException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + barePort + BareServer.PLAIN);
        IntFunction<CompletableFuture<HttpResponse<String>>> read =
                _ ->
                        client.sendAsync(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString());
        double p99 = Rush.of(READS, read).p99Millis();
        return Map.of(
                RATE,
                new HttpLoad(barePort, BareServer.PLAIN, 200, List.of()).rate(READERS, window),
                CALM,
                p99,
                BUSY,
                p99);
    }

    @Override
    public Map<String, Double> ours() throws ExecutionException, InterruptedException {
        Contests all = Objects.requireNonNull(contests);
        RealService service = all.service;
        String board = path + "/leaderboard";
        Map<String, Double> figures = new HashMap<>();
        figures.put(
                RATE,
                new HttpLoad(
                                service.port(),
                                board,
                                200,
                                List.of(service.identity(RealService.ADMIN, "GET", board)))
                        .rate(READERS, window));
        figures.put(CALM, p99(i -> service.ask(all.student(i), "GET", board, null)));
        List<CompletableFuture<HttpResponse<String>>> sent =
                IntStream.range(0, SUBMITTING)
                        .mapToObj(i -> all.submit(all.student(i), path, file(i + round)))
                        .toList();
        figures.put(BUSY, p99(i -> service.ask(all.student(i), "GET", board, null)));
        sent.forEach(each -> refused += each.join().statusCode() == 202 ? 0 : 1);
        round++;
        return figures;
    }

    private double p99(IntFunction<CompletableFuture<HttpResponse<String>>> read) {
        Rush rush = Rush.of(READS, read);
        refused += rush.refused();
        return rush.p99Millis();
    }

    @Override
    public void close() {
        client.close();
        if (bare != null) {
            bare.destroy();
        }
        if (contests != null) {
            contests.close();
        }
    }
}
