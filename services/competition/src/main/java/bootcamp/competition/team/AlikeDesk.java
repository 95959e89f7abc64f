package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.scoring.Likeness;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.team.Alikes.Pair;
import bootcamp.competition.team.Alikes.Sent;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Finds submissions of different teams that are alike: the best of each team, in turns, so many as
 * can be compared in a second. What each says is read from its file when a report first needs it,
 * and kept; one report reads so many files and says how many are left.
 */
final class AlikeDesk {

    /** Of a team: as many as its ledger knows by name. */
    static final int OF_TEAM_MAX = CompetitionPlan.PICKS_MAX;

    /** Half a million pairs. */
    static final int COMPARED_MAX = 1_000;

    /** Rows of files that one report reads. */
    private static final long ROWS_MAX = 10_000_000;

    private static final int KEPT = 8;

    private final TeamDesk teams;
    private final Scorer scorer;
    private final SketchStore sketches;
    private final Scheduler threads;
    private final Map<String, Likeness> likenesses =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                @java.io.Serial private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Likeness> eldest) {
                    return size() > KEPT;
                }
            };

    /**
     * @param threads where submissions are compared
     */
    AlikeDesk(TeamDesk teams, Scorer scorer, SketchStore sketches, Scheduler threads) {
        this.teams = teams;
        this.scorer = scorer;
        this.sketches = sketches;
        this.threads = threads;
    }

    /**
     * @param rows that are looked at
     * @param compared submissions that were
     * @param constant of them that say the same of all rows, and are like nothing therefore
     * @param unread that the next report reads
     * @param gone whose file is not there any more
     * @param leftOut of the teams' best, for which there was no time
     * @param scored submissions of all teams, of which these are
     */
    record Report(
            int rows,
            int ofRows,
            int compared,
            int constant,
            int unread,
            int gone,
            int leftOut,
            int scored,
            List<Pair> pairs) {}

    /** Refused where nobody has published it. */
    Mono<Report> of(Competition competition) {
        if (!competition.wasPublished()) {
            return Mono.error(
                    new RefusedException(CompetitionRefusal.Now.COMPETITION_NOT_PUBLISHED));
        }
        return teams.all(competition.competitionId(), null)
                .map(Versioned::state)
                .collectList()
                .zipWith(scorer.solution(competition).map(it -> likeness(competition, it)))
                .flatMap(
                        both ->
                                of(
                                        bestOf(both.getT1(), competition.numbers().present()),
                                        scored(both.getT1()),
                                        both.getT2()));
    }

    /** The rows and the seed stay whatever is corrected, but what is right does not. */
    private Likeness likeness(Competition competition, Solution solution) {
        String name = competition.basis().labels().fileId();
        synchronized (likenesses) {
            return likenesses.computeIfAbsent(
                    name, _ -> Likeness.of(solution, competition.basis().labels().seed()));
        }
    }

    private static int scored(List<Team> all) {
        return all.stream().mapToInt(team -> team.ledger().scored()).sum();
    }

    private record Chosen(Team team, Entry entry) {}

    /** Each team's best, then each team's second, and so on. */
    private static List<Chosen> bestOf(List<Team> all, int generation) {
        List<Chosen> chosen = new ArrayList<>();
        for (int place = 0; place < OF_TEAM_MAX; place++) {
            for (Team team : all) {
                List<Entry> best = team.ledger().in(generation).best();
                if (place < best.size()) {
                    chosen.add(new Chosen(team, best.get(place)));
                }
            }
        }
        return chosen;
    }

    private Mono<Report> of(List<Chosen> all, int scored, Likeness likeness) {
        List<Chosen> chosen = all.subList(0, Math.min(all.size(), COMPARED_MAX));
        List<String> ids = chosen.stream().map(each -> each.entry().submissionId()).toList();
        int once = (int) Math.clamp(ROWS_MAX / likeness.ofRows(), 1, COMPARED_MAX);
        return sketches.findAll(ids)
                .flatMap(
                        known ->
                                Flux.fromIterable(ids)
                                        .filter(id -> !known.containsKey(id))
                                        .take(once)
                                        .concatMap(id -> read(id, likeness))
                                        .collectMap(Read::submissionId, Read::values)
                                        .map(
                                                read -> {
                                                    Map<String, long[]> both =
                                                            new LinkedHashMap<>(known);
                                                    both.putAll(read);
                                                    return both;
                                                }))
                .publishOn(threads)
                .map(said -> report(chosen, all.size() - chosen.size(), scored, said, likeness));
    }

    /**
     * @param values none: the file is gone, or none that is scored now
     */
    private record Read(String submissionId, long[] values) {}

    private Mono<Read> read(String submissionId, Likeness likeness) {
        return scorer.read(submissionId, likeness::sketch)
                .defaultIfEmpty(new long[0])
                .delayUntil(values -> sketches.put(submissionId, values))
                .map(values -> new Read(submissionId, values));
    }

    private static Report report(
            List<Chosen> chosen,
            int leftOut,
            int scored,
            Map<String, long[]> said,
            Likeness likeness) {
        List<Sent> sent = new ArrayList<>();
        int unread = 0;
        int gone = 0;
        for (Chosen each : chosen) {
            long[] values = said.get(each.entry().submissionId());
            if (values == null) {
                unread++;
            } else if (values.length != likeness.rows()) {
                gone++;
            } else {
                sent.add(
                        new Sent(
                                each.team().teamId(),
                                each.team().name(),
                                each.entry().submissionId(),
                                each.entry().at(),
                                likeness.ready(values)));
            }
        }
        return new Report(
                likeness.rows(),
                likeness.ofRows(),
                sent.size(),
                (int) sent.stream().filter(each -> each.said().isConstant()).count(),
                unread,
                gone,
                leftOut,
                scored,
                Alikes.of(likeness, sent));
    }
}
