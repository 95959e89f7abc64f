package bootcamp.competition.team;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.Generations;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.document.DuplicateKey;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The leaderboards: one document for each competition and board with its rows in their order. A row
 * moves when its team's submission was scored, and nothing is sorted when it is read. Each
 * generation of scores has boards of its own, so that none is ever a mixture of two: which are
 * shown follows from the competition.
 *
 * <pre>{@code
 * { "_id": "c0ff…/public", "version": 7, "rows": [{ "teamId": "5f0c…", … }] }
 * { "_id": "c0ff…~2/public", "version": 7, "rows": [{ "teamId": "5f0c…", … }] }
 * { "_id": "c0ff…/2024-03-01", "version": 7, "teamIds": ["5f0c…"] }
 * }</pre>
 */
public final class BoardStore {

    private static final int ATTEMPTS_MAX = 50;

    /** Of a day that was over when it was written: any other was written before all was done. */
    private static final long RESTATED = Long.MAX_VALUE;

    private final MongoCollection<Document> boards;
    private final MongoCollection<Document> days;
    private final JsonMapper json;
    private final InstantSource clock;

    /** Which scores it is of. */
    enum Board {
        PUBLIC,
        PRIVATE;

        String id(String competitionId, int generation) {
            return under(competitionId, generation) + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Where the boards of a generation are. */
    private static String under(String competitionId, int generation) {
        return generation == Generations.FIRST
                ? competitionId + "/"
                : competitionId + "~" + generation + "/";
    }

    /**
     * A team's row.
     *
     * @param version of the team, by which an older row never replaces a newer one
     * @param submissions that were scored
     * @param former ids of teams that went into it, which have no row any more
     */
    public record Row(
            String teamId,
            long version,
            String team,
            Standing.Result result,
            int submissions,
            List<String> former) {
        public Row {
            // A row that was stored before teams merged is of one that never did.
            former = List.copyOf(Objects.requireNonNullElse(former, List.of()));
        }
    }

    public BoardStore(MongoDatabase database, JsonMapper json, InstantSource clock) {
        this.boards =
                database.getCollection("boards")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.days =
                database.getCollection("boardDays")
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.json = json;
        this.clock = clock;
    }

    /**
     * Puts a team where it belongs on both boards, those of a proposed generation too where it is
     * scored by that; completes when that is durable.
     */
    Mono<Void> put(Versioned<Team> team, Competition competition) {
        return Flux.fromIterable(competition.numbers().counting())
                .filter(
                        generation ->
                                generation == competition.numbers().present()
                                        || team.state().ledger().has(generation))
                .concatMap(generation -> put(team, competition, generation))
                .then();
    }

    private Mono<Void> put(Versioned<Team> team, Competition competition, int generation) {
        Team state = team.state();
        int finalPicks = competition.planned().finalPicks();
        return put(Board.PUBLIC, team, generation, state.onPublic(generation))
                .then(Mono.defer(() -> remember(state.competitionId(), competition, generation)))
                .then(
                        Mono.defer(
                                () -> {
                                    Entry best = state.bestOnPrivate(generation, finalPicks);
                                    return put(
                                            Board.PRIVATE,
                                            team,
                                            generation,
                                            best == null ? null : best.onPrivate());
                                }));
    }

    private Mono<Void> put(
            Board board, Versioned<Team> team, int generation, Standing.@Nullable Result best) {
        if (best == null) {
            return Mono.empty();
        }
        Team state = team.state();
        Row row =
                new Row(
                        team.id(),
                        team.version(),
                        state.name(),
                        new Standing.Result(best.score(), best.secondary(), best.at(), team.id()),
                        state.ledger().scored(),
                        state.merges().former().stream().map(Merges.Former::teamId).toList());
        return put(board.id(state.competitionId(), generation), row, state.ordered());
    }

    /**
     * Puts a row where it belongs; completes when that is durable.
     *
     * @param id of the competition and the board
     */
    public Mono<Void> put(String id, Row row, Standing ordered) {
        return put(id, row, Comparator.comparing(Row::result, ordered.order()), 1);
    }

    private Mono<Void> put(String id, Row row, Comparator<Row> order, int attempt) {
        return Mono.from(boards.find(eq("_id", id)))
                .flatMap(
                        stored -> {
                            List<Row> next = with(rows(stored), row, order);
                            return next == null ? Mono.just(true) : replace(stored, next);
                        })
                .switchIfEmpty(Mono.defer(() -> begin(id, row)))
                .flatMap(
                        written ->
                                written
                                        ? Mono.<Void>empty()
                                        : attempt >= ATTEMPTS_MAX
                                                ? Mono.error(
                                                        new IllegalStateException(
                                                                "a board is written all the time"))
                                                : put(id, row, order, attempt + 1));
    }

    /**
     * Rows with one that takes the place of its team's older one.
     *
     * @param rows in their order
     * @return null: it has the row already, a newer one, or one of the team that its team went into
     */
    public static @Nullable List<Row> with(List<Row> rows, Row row, Comparator<Row> order) {
        List<Row> next = new ArrayList<>(rows.size() + 1);
        for (Row each : rows) {
            if (each.former().contains(row.teamId())) {
                return null;
            }
            if (row.former().contains(each.teamId())) {
                continue;
            }
            if (!each.teamId().equals(row.teamId())) {
                next.add(each);
            } else if (each.version() >= row.version()) {
                return null;
            }
        }
        int place = Collections.binarySearch(next, row, order);
        next.add(place < 0 ? -place - 1 : place, row);
        return next;
    }

    private Mono<Boolean> begin(String id, Row row) {
        return Mono.from(
                        boards.insertOne(
                                new Document("_id", id)
                                        .append("version", 1L)
                                        .append("rows", List.of(fields(row)))))
                .thenReturn(true)
                .onErrorResume(DuplicateKey::is, _ -> Mono.just(false));
    }

    private Mono<Boolean> replace(Document stored, List<Row> rows) {
        long version = stored.getLong("version");
        return Mono.from(
                        boards.updateOne(
                                and(eq("_id", stored.getString("_id")), eq("version", version)),
                                Updates.combine(
                                        Updates.set("version", version + 1),
                                        Updates.set(
                                                "rows", rows.stream().map(this::fields).toList()))))
                .map(done -> done.getMatchedCount() == 1);
    }

    /**
     * Gives a team, and those that went into it, its present name on the boards of generations that
     * are not shown any more, which are written no more but for that.
     */
    Mono<Void> rename(Versioned<Team> team, Competition competition) {
        Team state = team.state();
        return Flux.range(Generations.FIRST, competition.numbers().numbered())
                .filter(generation -> !competition.numbers().counting().contains(generation))
                .concatMap(
                        generation ->
                                Flux.fromArray(Board.values())
                                        .map(board -> board.id(state.competitionId(), generation)))
                .concatMap(
                        id ->
                                Flux.fromIterable(state.ids())
                                        .concatMap(teamId -> rename(id, teamId, state.name())))
                .then();
    }

    private Mono<Void> rename(String id, String teamId, String name) {
        return Mono.from(
                        boards.updateOne(
                                and(eq("_id", id), eq("rows.teamId", teamId)),
                                Updates.combine(
                                        Updates.inc("version", 1L),
                                        Updates.set("rows.$.team", name))))
                .then();
    }

    // ---- what it was like

    /**
     * How the public board stood when a day ended, or stands on the present one.
     *
     * @param day of the competition's zone, as 2024-03-01; days on which nothing moved have none
     * @param teamIds the best first
     */
    record Day(String day, List<String> teamIds) {}

    /** Whoever comes last that day has the newest version; an older one never replaces it. */
    private Mono<Void> remember(String competitionId, Competition competition, int generation) {
        String id = under(competitionId, generation) + today(competition);
        return Mono.from(boards.find(eq("_id", Board.PUBLIC.id(competitionId, generation))))
                .flatMap(
                        stored ->
                                remember(
                                        id,
                                        stored.getLong("version"),
                                        rows(stored).stream().map(Row::teamId).toList()));
    }

    /** The day on which what moves now moves, or the last one. */
    private LocalDate today(Competition competition) {
        Instant end =
                Objects.requireNonNullElse(competition.closedAt(), competition.planned().ends());
        Instant now = clock.instant();
        return competition.planned().dayOf(now.isBefore(end) ? now : end);
    }

    /**
     * Writes how the board of a generation would have stood at the ends of days that are over.
     *
     * @param past by day; the present one and those to come are left out
     */
    Mono<Void> restate(Competition competition, int generation, Map<String, List<String>> past) {
        String today = today(competition).toString();
        return Flux.fromIterable(past.entrySet())
                .filter(day -> day.getKey().compareTo(today) < 0)
                .concatMap(
                        day ->
                                remember(
                                        under(competition.competitionId(), generation)
                                                + day.getKey(),
                                        RESTATED,
                                        day.getValue()))
                .then();
    }

    private Mono<Void> remember(String id, long version, List<String> teamIds) {
        return Mono.from(
                        days.updateOne(
                                and(eq("_id", id), lt("version", version)),
                                Updates.combine(
                                        Updates.set("version", version),
                                        Updates.set("teamIds", teamIds)),
                                new UpdateOptions().upsert(true)))
                // Two begin the day at once, and the later one is to stay.
                .retryWhen(
                        Retry.max(1)
                                .filter(DuplicateKey::is)
                                .onRetryExhaustedThrow((_, again) -> again.failure()))
                .then()
                // A later one is there.
                .onErrorResume(DuplicateKey::is, _ -> Mono.empty());
    }

    /** Takes a generation away that was never shown. */
    Mono<Void> forget(String competitionId, int generation) {
        String under = under(competitionId, generation);
        Bson all = and(gt("_id", under), lt("_id", after(under)));
        return Mono.from(boards.deleteMany(all)).then(Mono.from(days.deleteMany(all))).then();
    }

    /** Above all that begins so, and below all else that does not. */
    private static String after(String under) {
        return under.substring(0, under.length() - 1) + "0";
    }

    /** In the order of days: one range of ids. */
    Flux<Day> days(String competitionId, int generation) {
        String under = under(competitionId, generation);
        return Flux.from(
                        days.find(and(gt("_id", under), lt("_id", after(under))))
                                .sort(Sorts.ascending("_id")))
                .map(
                        stored ->
                                new Day(
                                        stored.getString("_id").substring(under.length()),
                                        stored.getList("teamIds", String.class, List.of())));
    }

    /** It grows whenever the board moves; 0 before the first row. */
    Mono<Long> version(String competitionId, int generation, Board board) {
        return Mono.from(
                        boards.find(eq("_id", board.id(competitionId, generation)))
                                .projection(Projections.include("version")))
                .map(stored -> stored.getLong("version"))
                .defaultIfEmpty(0L);
    }

    /** As they stand, the best first; none where nothing was scored. */
    Mono<List<Row>> rows(String competitionId, int generation, Board board) {
        return Mono.from(boards.find(eq("_id", board.id(competitionId, generation))))
                .map(this::rows)
                .defaultIfEmpty(List.of());
    }

    private List<Row> rows(Document stored) {
        return stored.getList("rows", Document.class, List.of()).stream()
                .map(row -> json.convertValue(row, Row.class))
                .toList();
    }

    private Document fields(Row row) {
        return new Document(json.convertValue(row, new TypeReference<Map<String, Object>>() {}));
    }
}
