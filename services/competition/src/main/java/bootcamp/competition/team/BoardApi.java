package bootcamp.competition.team;

import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.team.BoardStore.Board;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /api/competitions/{id}/leaderboard}: the boards, and how the public one stood each day.
 * The private one is told to staff, and to all once the competition is over.
 */
@RestController
final class BoardApi {

    private static final String OF_COMPETITION = "/api/competitions/{competitionId}";

    private final CompetitionAccess access;
    private final BoardStore boards;

    BoardApi(CompetitionAccess access, BoardStore boards) {
        this.access = access;
        this.boards = boards;
    }

    record BoardRow(
            int rank, String teamId, String team, double score, int submissions, String bestAt) {}

    record BoardView(List<BoardRow> rows) {}

    @GetMapping(
            value = OF_COMPETITION + "/leaderboard",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<BoardView> board(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        return rows(competitionId, query, caller).map(BoardView::new);
    }

    @GetMapping(value = OF_COMPETITION + "/leaderboard", produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> boardAsCsv(
            @PathVariable String competitionId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        return rows(competitionId, query, caller)
                .map(
                        rows ->
                                ResponseEntity.ok()
                                        .contentType(Csv.TYPE)
                                        .body(
                                                Csv.table(
                                                        List.of(
                                                                "rank",
                                                                "teamId",
                                                                "team",
                                                                "score",
                                                                "submissions",
                                                                "bestAt"),
                                                        rows.stream()
                                                                .map(BoardApi::cells)
                                                                .toList())));
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

    private Mono<List<BoardRow>> rows(
            String competitionId, MultiValueMap<String, String> query, Caller caller) {
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
                .flatMap(
                        competition ->
                                boards.rows(
                                                competitionId,
                                                competition.state().numbers().present(),
                                                board)
                                        .map(rows -> ranked(rows, competition.state().planned())));
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
