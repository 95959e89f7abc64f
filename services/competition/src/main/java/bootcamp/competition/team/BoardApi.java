package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.team.BoardStore.Board;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/competitions/{id}/leaderboard}: the boards, and how the public one stood each day.
 * The private one is told to staff, and to all once the competition is over.
 */
@RestController
final class BoardApi {

    private static final String OF_COMPETITION = "/api/competitions/{competitionId}";

    private static final List<String> COLUMNS =
            List.of("rank", "teamId", "team", "score", "submissions", "bestAt");

    /** Of boards of 2,000 teams, 10 MiB. */
    private static final int WRITTEN_MAX = 32;

    private final CompetitionAccess access;
    private final BoardStore boards;
    private final JsonMapper json;

    /**
     * @param tag of the bytes, made once
     */
    private record Body(byte[] bytes, String tag) {
        static Body of(byte[] bytes) {
            return new Body(bytes, '"' + DigestUtils.md5DigestAsHex(bytes) + '"');
        }
    }

    /** A board is read by many each time it moved: decoding and writing it is what that costs. */
    private final Cache<Shown, Mono<Body>> written =
            Caffeine.newBuilder().maximumSize(WRITTEN_MAX).build();

    BoardApi(CompetitionAccess access, BoardStore boards, JsonMapper json) {
        this.access = access;
        this.boards = boards;
        this.json = json;
    }

    private enum Format {
        JSON,
        CSV;

        MediaType type() {
            return this == CSV ? Csv.TYPE : MediaType.APPLICATION_JSON;
        }
    }

    /**
     * All that what is written depends on.
     *
     * @param id of the board and its generation
     */
    private record Shown(String id, long version, ZoneId zone, Format format) {}

    record BoardRow(
            int rank, String teamId, String team, double score, int submissions, String bestAt) {}

    record BoardView(List<BoardRow> rows) {}

    @GetMapping(
            value = OF_COMPETITION + "/leaderboard",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<byte[]>> board(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        return written(competitionId, query, caller, Format.JSON);
    }

    @GetMapping(value = OF_COMPETITION + "/leaderboard", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<byte[]>> boardAsCsv(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        return written(competitionId, query, caller, Format.CSV);
    }

    /**
     * @param days on which the board moved, the first one first
     */
    record BoardHistory(List<BoardStore.Day> days) {}

    @GetMapping(OF_COMPETITION + "/leaderboard/history")
    Mono<BoardHistory> boardHistory(@PathVariable String competitionId, Caller caller) {
        return access.visible(competitionId, caller)
                .flatMapMany(
                        competition ->
                                boards.days(competitionId, competition.state().numbers().present()))
                .collectList()
                .map(BoardHistory::new);
    }

    private static List<Object> cells(BoardRow row) {
        return List.of(
                row.rank(), row.teamId(), row.team(), row.score(), row.submissions(), row.bestAt());
    }

    private Mono<ResponseEntity<byte[]>> written(
            String competitionId,
            MultiValueMap<String, String> query,
            Caller caller,
            Format format) {
        Board board =
                switch (String.valueOf(query.getFirst("board"))) {
                    case "null", "public" -> Board.PUBLIC;
                    case "private" -> Board.PRIVATE;
                    default ->
                            throw ProblemException.malformed(FieldError.of("board", "NOT_A_BOARD"));
                };
        boolean isStaff = CompetitionAccess.studentOrNull(caller) == null;
        return access.visible(competitionId, caller)
                .doOnNext(
                        competition -> {
                            if (board == Board.PRIVATE
                                    && !isStaff
                                    && !competition.state().isOver()) {
                                throw new RefusedException(TeamRefusal.Now.PRIVATE_BOARD_HIDDEN);
                            }
                        })
                .flatMap(competition -> written(competition.state(), board, format))
                .map(
                        body ->
                                ResponseEntity.ok()
                                        .eTag(body.tag())
                                        .contentType(format.type())
                                        .body(body.bytes()));
    }

    private Mono<Body> written(Competition competition, Board board, Format format) {
        String competitionId = competition.competitionId();
        int generation = competition.numbers().present();
        CompetitionPlan plan = competition.planned();
        String id = board.id(competitionId, generation);
        return boards.version(competitionId, generation, board)
                .map(version -> new Shown(id, version, plan.zone(), format))
                .flatMap(
                        shown ->
                                written.get(
                                        shown,
                                        _ ->
                                                boards.rows(competitionId, generation, board)
                                                        .map(rows -> ranked(rows, plan))
                                                        .map(rows -> body(rows, format))
                                                        .doOnError(_ -> written.invalidate(shown))
                                                        .cache()));
    }

    private Body body(List<BoardRow> rows, Format format) {
        return Body.of(
                switch (format) {
                    case JSON -> json.writeValueAsBytes(new BoardView(rows));
                    case CSV ->
                            Csv.table(COLUMNS, rows.stream().map(BoardApi::cells).toList())
                                    .getBytes(StandardCharsets.UTF_8);
                });
    }

    private static List<BoardRow> ranked(List<BoardStore.Row> rows, CompetitionPlan plan) {
        return IntStream.range(0, rows.size())
                .mapToObj(
                        i -> {
                            BoardStore.Row row = rows.get(i);
                            Instant at = row.result().at();
                            return new BoardRow(
                                    i + 1,
                                    row.teamId(),
                                    row.team(),
                                    row.result().score(),
                                    row.submissions(),
                                    plan.written(at));
                        })
                .toList();
    }
}
