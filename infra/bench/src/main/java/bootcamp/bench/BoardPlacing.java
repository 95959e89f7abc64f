package bootcamp.bench;

import bootcamp.competition.scoring.Metric;
import bootcamp.competition.team.BoardStore;
import bootcamp.competition.team.BoardStore.Row;
import bootcamp.competition.team.Standing;
import bootcamp.platform.http.StrictJson;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * P12: one team's new score finds its place among all: in memory, beside sorting the same rows
 * once; and on the stored board, durably, beside reading and writing the same document.
 */
final class BoardPlacing implements Benchmark {

    private static final String SMALL = "1,000 teams";
    private static final String LARGE = "10,000 teams";
    private static final String STORED = "1,000 teams, stored";
    private static final int TEAMS = 1_000;
    private static final String BOARD = "contest/public";

    private static final Standing ORDERED = new Standing(Metric.Direction.HIGHER, 5, null, null);
    private static final Comparator<Row> ORDER = Comparator.comparing(Row::result, ORDERED.order());

    private final Surroundings around;
    private final Duration window;
    private final Random random = new Random(20_241_231);
    private final List<Row> small = board(TEAMS);
    private final List<Row> large = board(10 * TEAMS);
    private final List<Row> smallMixed = mixed(small);
    private final List<Row> largeMixed = mixed(large);
    private @Nullable BoardStore store;
    private @Nullable MongoCollection<Document> bare;
    private long version = 2;

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile int sink;

    BoardPlacing(Surroundings around, Duration window) {
        this.around = around;
        this.window = window;
    }

    @Override
    public String id() {
        return "P12";
    }

    @Override
    public String title() {
        return "the board after one more submission";
    }

    @Override
    public String limitTitle() {
        return "sorting the same rows once; stored: reading and writing the same document, durably";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.time(SMALL, "ms", 3).with(2),
                Figure.time(LARGE, "ms", 3).with(15),
                Figure.time(STORED, "ms", 3));
    }

    @Override
    public void prepare() {
        var database = around.database("bench_boards");
        store = new BoardStore(database, StrictJson.mapper(), InstantSource.system());
        bare = database.getCollection("bare");
        for (Row row : small) {
            store.put(BOARD, row, ORDERED).block(Duration.ofMinutes(1));
        }
        Document board =
                Objects.requireNonNull(Mono.from(database.getCollection("boards").find()).block());
        Mono.from(bare.insertOne(board)).block();
    }

    private List<Row> board(int teams) {
        return new ArrayList<>(
                IntStream.range(0, teams).mapToObj(i -> row(i, 1)).sorted(ORDER).toList());
    }

    /** In no order, as they are before they are sorted. */
    private List<Row> mixed(List<Row> rows) {
        List<Row> mixed = new ArrayList<>(rows);
        Collections.shuffle(mixed, random);
        return mixed;
    }

    private Row row(int team, long version) {
        String id = "team-%05d".formatted(team);
        return new Row(
                id,
                version,
                "Team number " + team,
                new Standing.Result(
                        random.nextDouble(),
                        null,
                        Instant.ofEpochSecond(1_714_612_345L + team),
                        id),
                7,
                List.of());
    }

    @Override
    public Map<String, Double> limit() {
        return measured(
                () -> sorted(smallMixed),
                () -> sorted(largeMixed),
                () -> {
                    Document stored = Objects.requireNonNull(Mono.from(bare().find()).block());
                    Mono.from(
                                    bare().updateOne(
                                                    new Document("_id", BOARD),
                                                    Updates.set("rows", stored.get("rows"))))
                            .block();
                });
    }

    private MongoCollection<Document> bare() {
        return Objects.requireNonNull(bare);
    }

    private void sorted(List<Row> rows) {
        List<Row> mixed = new ArrayList<>(rows);
        mixed.sort(ORDER);
        sink = mixed.size();
    }

    @Override
    public Map<String, Double> ours() {
        return measured(
                () -> placed(small),
                () -> placed(large),
                () ->
                        Objects.requireNonNull(store)
                                .put(BOARD, row(random.nextInt(TEAMS), version++), ORDERED)
                                .block());
    }

    private void placed(List<Row> rows) {
        Row row = row(random.nextInt(rows.size()), 2);
        sink = Objects.requireNonNull(BoardStore.with(rows, row, ORDER)).size();
    }

    private Map<String, Double> measured(Runnable small, Runnable large, Runnable stored) {
        Map<String, Double> figures = new HashMap<>();
        figures.put(SMALL, Rate.millisEach(window, small));
        figures.put(LARGE, Rate.millisEach(window, large));
        figures.put(STORED, Rate.millisEach(window, stored));
        return figures;
    }

    @Override
    public void close() {
        // The surroundings end with the run.
    }
}
