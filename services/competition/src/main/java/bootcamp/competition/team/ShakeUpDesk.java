package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.scoring.Bootstrap;
import bootcamp.competition.scoring.Bootstrap.Drawn;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.team.ShakeUp.Seat;
import bootcamp.competition.team.ShakeUp.Stand;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes the {@link ShakeUp} of a competition that is over, of the files that count on its boards.
 * It is made when it is asked for and kept by this process while the boards are the same.
 */
final class ShakeUpDesk {

    /** Rows of files that are read for one report: the teams beyond have no intervals. */
    private static final long ROWS_MAX = 10_000_000;

    private static final int KEPT = 4;

    private final TeamDesk teams;
    private final Scorer scorer;
    private final BoardStore boards;
    private final Map<List<Object>, Mono<Made>> made =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                @java.io.Serial private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Object>, Mono<Made>> eldest) {
                    return size() > KEPT;
                }
            };

    ShakeUpDesk(TeamDesk teams, Scorer scorer, BoardStore boards) {
        this.teams = teams;
        this.scorer = scorer;
        this.boards = boards;
    }

    /**
     * @param publicUnits rows, or queries where they are scored, that were drawn from
     * @param publicUnitsOfAll that there are
     * @param gone teams that have no intervals as a file is not there any more
     * @param leftOut teams that have none as there was no time for them
     */
    record Made(
            ShakeUp.Report report,
            int publicUnits,
            int publicUnitsOfAll,
            int privateUnits,
            int privateUnitsOfAll,
            int gone,
            int leftOut) {}

    /** Refused until the competition is over. */
    Mono<Made> of(Competition competition) {
        if (!competition.isOver()) {
            return Mono.error(new RefusedException(CompetitionRefusal.Now.COMPETITION_NOT_CLOSED));
        }
        String id = competition.competitionId();
        int generation = competition.numbers().present();
        return Mono.zip(
                        boards.rows(id, generation, BoardStore.Board.PUBLIC),
                        boards.rows(id, generation, BoardStore.Board.PRIVATE),
                        teams.all(id, null).collectMap(Versioned::id, Versioned::state))
                .flatMap(
                        all ->
                                kept(
                                        List.of(id, generation, all.getT1(), all.getT2()),
                                        make(competition, all.getT1(), all.getT2(), all.getT3())));
    }

    private Mono<Made> kept(List<Object> key, Mono<Made> making) {
        synchronized (made) {
            return made.computeIfAbsent(
                    key,
                    _ ->
                            making.doOnError(
                                            _ -> {
                                                synchronized (made) {
                                                    made.remove(key);
                                                }
                                            })
                                    .cache());
        }
    }

    /** A team's files: of its place on the public board and of that on the private one. */
    private record Files(String teamId, String ofPublic, String ofPrivate) {}

    private Mono<Made> make(
            Competition competition,
            List<BoardStore.Row> open,
            List<BoardStore.Row> hidden,
            Map<String, Team> all) {
        int generation = competition.numbers().present();
        int finalPicks = competition.planned().finalPicks();
        List<Files> files = new ArrayList<>();
        for (BoardStore.Row row : hidden) {
            Team team = all.get(row.teamId());
            Entry best = team == null ? null : team.bestOnPrivate(generation, finalPicks);
            String told = team == null ? null : team.toldBy(generation);
            if (best != null && told != null) {
                files.add(new Files(row.teamId(), told, best.submissionId()));
            }
        }
        return scorer.solution(competition)
                .flatMap(
                        solution -> {
                            int possible =
                                    (int)
                                            Math.clamp(
                                                    ROWS_MAX / solution.rows(),
                                                    1,
                                                    Math.max(1, files.size()));
                            Bootstrap bootstrap =
                                    Bootstrap.of(
                                            solution,
                                            possible,
                                            competition.basis().labels().seed());
                            List<Files> read =
                                    files.subList(
                                            0, Math.min(files.size(), bootstrap.submissions()));
                            return drawn(read, bootstrap)
                                    .map(
                                            drawn ->
                                                    made(
                                                            competition,
                                                            solution,
                                                            bootstrap,
                                                            stands(open, hidden, files, drawn),
                                                            gone(read, drawn),
                                                            files.size() - read.size()));
                        });
    }

    private static Made made(
            Competition competition,
            Solution solution,
            Bootstrap bootstrap,
            List<Stand> stands,
            int gone,
            int leftOut) {
        return new Made(
                ShakeUp.of(
                        stands,
                        competition.basis().scoredBy().direction(),
                        competition.planned().digits(),
                        solution.privateRows() > 0),
                bootstrap.publicUnits(),
                bootstrap.publicUnitsOfAll(),
                bootstrap.privateUnits(),
                bootstrap.privateUnitsOfAll(),
                gone,
                leftOut);
    }

    /** By submission; those whose file is gone are not there. */
    private Mono<Map<String, Drawn>> drawn(List<Files> files, Bootstrap bootstrap) {
        Set<String> ids = new LinkedHashSet<>();
        files.forEach(
                each -> {
                    ids.add(each.ofPublic());
                    ids.add(each.ofPrivate());
                });
        return Flux.fromIterable(ids)
                .concatMap(
                        id ->
                                scorer.read(id, bootstrap::of)
                                        .flatMap(Mono::justOrEmpty)
                                        .map(drawn -> Map.entry(id, drawn)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static int gone(List<Files> read, Map<String, Drawn> drawn) {
        return (int)
                read.stream()
                        .filter(
                                each ->
                                        !drawn.containsKey(each.ofPublic())
                                                || !drawn.containsKey(each.ofPrivate()))
                        .count();
    }

    /** All of both boards, by the private rank; who is on the public one alone last. */
    private static List<Stand> stands(
            List<BoardStore.Row> open,
            List<BoardStore.Row> hidden,
            List<Files> files,
            Map<String, Drawn> drawn) {
        Map<String, Files> byTeam = new HashMap<>();
        files.forEach(each -> byTeam.put(each.teamId(), each));
        Map<String, Integer> openRanks = ranks(open);
        Map<String, Integer> hiddenRanks = ranks(hidden);
        Map<String, String> names = new LinkedHashMap<>();
        hidden.forEach(row -> names.put(row.teamId(), row.team()));
        open.forEach(row -> names.putIfAbsent(row.teamId(), row.team()));
        return names.entrySet().stream()
                .map(
                        team -> {
                            String id = team.getKey();
                            Files of = byTeam.get(id);
                            Drawn first = of == null ? null : drawn.get(of.ofPublic());
                            Drawn last = of == null ? null : drawn.get(of.ofPrivate());
                            return new Stand(
                                    id,
                                    team.getValue(),
                                    seat(
                                            open,
                                            openRanks.get(id),
                                            first == null ? null : first.publicScores()),
                                    seat(
                                            hidden,
                                            hiddenRanks.get(id),
                                            last == null ? null : last.privateScores()));
                        })
                .toList();
    }

    private static @Nullable Seat seat(
            List<BoardStore.Row> board, @Nullable Integer rank, double @Nullable [] drawn) {
        return rank == null ? null : new Seat(rank, board.get(rank - 1).result().score(), drawn);
    }

    private static Map<String, Integer> ranks(List<BoardStore.Row> rows) {
        Map<String, Integer> ranks = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            ranks.put(rows.get(i).teamId(), i + 1);
        }
        return ranks;
    }
}
