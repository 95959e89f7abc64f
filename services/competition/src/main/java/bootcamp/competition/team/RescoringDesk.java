package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.contest.Generations.Proposal;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.team.RescoringStore.Job;
import bootcamp.competition.team.RescoringStore.Progress;
import bootcamp.competition.team.RescoringStore.Taken;
import bootcamp.competition.team.TeamCommand.PrepareScores;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.task.Background;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Scores all of a competition anew, by corrected labels or another metric, without anything being
 * shown, and then shows all of it at once (docs/decisions/0018).
 *
 * <p>What has a score of the proposed generation is left as it is, so that another process goes on
 * where one ended. A team that is done refuses scores that were made without it; hence what is
 * submitted meanwhile is in it too, and publishing is one write of the competition.
 */
final class RescoringDesk {

    private static final int PART = 200;

    /** Without coming further; then it has failed, and staff decide. */
    private static final int TRIES_MAX = 3;

    /** Nothing that is done between two submissions takes so long: what does hangs. */
    private static final Duration STEP_MAX = ScoringDesk.SCORING_MAX;

    /** Of a team that submits or picks all the time. */
    private static final Retry WHILE_IT_MOVES =
            Retry.fixedDelay(20, Duration.ofMillis(100))
                    .filter(TeamDesk::isOutdated)
                    .onRetryExhaustedThrow((_, again) -> again.failure());

    private final CompetitionDesk contests;
    private final ContestFiles solutions;
    private final TeamDesk teams;
    private final SubmissionDesk submissions;
    private final Scorer scorer;
    private final ScoringDesk scoring;
    private final BoardStore boards;
    private final RescoringStore jobs;
    private final Background background;
    private final Scheduler timers;
    private final InstantSource clock;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /**
     * @param timers by which it is known that something hangs
     */
    RescoringDesk(
            CompetitionDesk contests,
            ContestFiles solutions,
            TeamDesk teams,
            SubmissionDesk submissions,
            Scorer scorer,
            ScoringDesk scoring,
            BoardStore boards,
            RescoringStore jobs,
            Background background,
            Scheduler timers,
            InstantSource clock) {
        this.contests = contests;
        this.solutions = solutions;
        this.teams = teams;
        this.submissions = submissions;
        this.scorer = scorer;
        this.scoring = scoring;
        this.boards = boards;
        this.jobs = jobs;
        this.background = background;
        this.timers = timers;
        this.clock = clock;
    }

    // ---- proposing

    /**
     * Begins to score all by corrected labels.
     *
     * @param known is given their digest, in hex, and ends before they are read
     */
    Mono<Versioned<Competition>> propose(
            Versioned<Competition> competition,
            Flux<ByteBuffer> bytes,
            Stamp stamp,
            Function<String, Mono<?>> known) {
        return solutions.propose(competition, bytes, stamp, known).delayUntil(this::begin);
    }

    /** Begins to score all by another metric. */
    Mono<Versioned<Competition>> propose(
            Versioned<Competition> competition, Metric metric, Stamp stamp) {
        return solutions.propose(competition, metric, stamp).delayUntil(this::begin);
    }

    private Mono<Void> begin(Versioned<Competition> competition) {
        Job job = jobOf(competition.state());
        return job == null ? Mono.empty() : jobs.add(job).then(Mono.fromRunnable(() -> start(job)));
    }

    private static @Nullable Job jobOf(Competition competition) {
        Proposal proposal = competition.generations().proposal();
        return proposal == null || proposal.failure() != null
                ? null
                : new Job(competition.competitionId(), proposal.generation());
    }

    // ---- scoring

    /** Goes on with what is at work here, and takes up what another process left. */
    Mono<Void> tick() {
        return jobs.hold(List.copyOf(held))
                .thenMany(Flux.defer(jobs::due))
                .doOnNext(this::start)
                .then(Mono.defer(jobs::count));
    }

    /** Begins what a process that ended had only proposed. */
    Mono<Void> catchUp() {
        return contests.all(null)
                .flatMap(competition -> Mono.justOrEmpty(jobOf(competition.state())))
                .concatMap(jobs::add)
                .then();
    }

    private void start(Job job) {
        if (held.add(job.id())) {
            background.start("scoring anew " + job.id(), run(job));
        }
    }

    private Mono<Void> run(Job job) {
        return jobs.take(job)
                .flatMap(
                        taken ->
                                scored(job, taken)
                                        .onErrorResume(
                                                failure ->
                                                        tried(job, taken, failure)
                                                                .then(Mono.error(failure))))
                .doFinally(_ -> held.remove(job.id()));
    }

    private Mono<Void> scored(Job job, Taken taken) {
        return proposed(job)
                .flatMap(competition -> all(job, taken, competition).thenReturn(true))
                .switchIfEmpty(Mono.defer(() -> swept(job).thenReturn(false)))
                .then();
    }

    /** To be tried again by anybody, or to be given up. */
    private Mono<Void> tried(Job job, Taken taken, Throwable failure) {
        return taken.tries() < TRIES_MAX
                ? jobs.rest(job, taken.tries())
                : proposed(job)
                        .flatMap(
                                competition ->
                                        scoring.fail(competition, job.generation(), failure));
    }

    /** Empty: it was published or discarded. */
    private Mono<Competition> proposed(Job job) {
        return contests.find(job.competitionId())
                .map(Versioned::state)
                .filter(competition -> job.equals(jobOf(competition)));
    }

    private Mono<Void> all(Job job, Taken taken, Competition competition) {
        AtomicReference<Progress> progress = new AtomicReference<>(Progress.NONE);
        History history = new History(competition, job.generation());
        return teams.all(job.competitionId(), null)
                .map(team -> team.state().ledger().scored())
                .reduce(0, Integer::sum)
                .doOnNext(total -> progress.set(new Progress(false, total, 0, 0, 0)))
                .thenMany(Flux.defer(() -> teams.all(job.competitionId(), null)))
                // Who discards it need not wait until all is scored.
                .concatMap(team -> proposed(job).map(_ -> team.id()))
                .concatMap(
                        teamId ->
                                prepared(job, competition, teamId, progress, history)
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                jobs.note(
                                                                        job,
                                                                        taken,
                                                                        progress.get()))))
                .then(
                        Mono.defer(
                                () ->
                                        boards.restate(
                                                        competition,
                                                        job.generation(),
                                                        history.boards())
                                                .timeout(STEP_MAX, timers)))
                .then(Mono.defer(() -> proposed(job)))
                .flatMap(
                        _ -> {
                            Progress last = progress.get();
                            return jobs.note(
                                    job,
                                    taken,
                                    new Progress(
                                            true,
                                            last.total(),
                                            last.scored(),
                                            last.refused(),
                                            last.gone()));
                        });
    }

    /** Once more from the start where the team submitted or picked in between. */
    private Mono<Void> prepared(
            Job job,
            Competition competition,
            String teamId,
            AtomicReference<Progress> progress,
            History history) {
        Progress before = progress.get();
        return Mono.defer(() -> teams.of(job.competitionId(), teamId))
                .flatMap(
                        team -> {
                            progress.set(before);
                            return of(team, competition, job.generation(), progress)
                                    .flatMap(
                                            scored ->
                                                    prepared(
                                                                    job,
                                                                    competition,
                                                                    team.state(),
                                                                    scored,
                                                                    history)
                                                            .timeout(STEP_MAX, timers));
                        })
                .retryWhen(WHILE_IT_MOVES)
                .flatMap(team -> boards.put(team, competition).timeout(STEP_MAX, timers));
    }

    private Mono<Versioned<Team>> prepared(
            Job job, Competition competition, Team team, List<Entry> entries, History history) {
        Numbers numbers = competition.numbers();
        List<String> picks = team.ledger().in(numbers.present()).pickedIds();
        Scores scores = Scores.none(job.generation());
        for (Entry entry : entries) {
            scores = scores.plus(entry, team.ordered());
        }
        if (picks != null) {
            scores =
                    scores.choosing(
                            entries.stream()
                                    .filter(entry -> picks.contains(entry.submissionId()))
                                    .toList());
        }
        return teams.transact(
                        team.teamId(),
                        new PrepareScores(
                                numbers, scores, team.ledger().settled(), picks, clock.instant()))
                .doOnNext(_ -> history.add(team, entries));
    }

    /** What counts of a team in the order in which it was sent, all of it scored. */
    private Mono<List<Entry>> of(
            Versioned<Team> team,
            Competition competition,
            int generation,
            AtomicReference<Progress> progress) {
        return part(team, null)
                .expand(
                        part ->
                                part.size() < PART
                                        ? Mono.empty()
                                        : part(team, part.getLast().submissionId()))
                .concatMapIterable(part -> part)
                .filter(each -> each.state() == Submission.State.SCORED)
                .filter(each -> !isWaiting(team.state(), each))
                .concatMap(
                        each ->
                                scorer.scoredAnew(each, competition, generation)
                                        .timeout(ScoringDesk.SCORING_MAX, timers))
                .<Entry>handle(
                        (each, sink) -> {
                            Score score = each.in(generation);
                            if (score != null) {
                                progress.updateAndGet(so -> so.with(score));
                                if (score.entry() != null) {
                                    sink.next(score.entry());
                                }
                            }
                        })
                .collectList()
                .map(newestFirst -> List.copyOf(newestFirst.reversed()));
    }

    private static boolean isWaiting(Team team, Submission submission) {
        return team.ledger().waiting().containsKey(submission.submissionId());
    }

    private Mono<List<Submission>> part(Versioned<Team> team, @Nullable String before) {
        return submissions.of(team, before, PART).collectList();
    }

    // ---- how it would be

    /**
     * A place on a board.
     *
     * @param score as it is
     */
    record Place(int rank, double score) {}

    /**
     * What would become of a team; each null: it is not on that board.
     *
     * @param team its name
     */
    record Change(
            String teamId,
            String team,
            @Nullable Place publicBefore,
            @Nullable Place publicAfter,
            @Nullable Place privateBefore,
            @Nullable Place privateAfter) {}

    /**
     * @param changes by what the public rank would be; empty until all is scored
     */
    record Outlook(Proposal proposal, Progress progress, List<Change> changes) {}

    /** Refused as not found where nothing is proposed. */
    Mono<Outlook> outlook(Competition competition) {
        Proposal proposal = competition.generations().proposal();
        if (proposal == null) {
            return Mono.error(new RefusedException(CompetitionRefusal.Now.RESCORING_NOT_FOUND));
        }
        Job job = new Job(competition.competitionId(), proposal.generation());
        if (proposal.failure() != null) {
            return jobs.find(job)
                    .defaultIfEmpty(Progress.NONE)
                    .map(progress -> new Outlook(proposal, progress, List.of()));
        }
        // A process may have ended between proposing and beginning.
        return jobs.find(job)
                .switchIfEmpty(Mono.defer(() -> jobs.add(job).thenReturn(Progress.NONE)))
                .flatMap(
                        progress ->
                                (progress.done()
                                                ? changes(competition, job.generation())
                                                : Mono.just(List.<Change>of()))
                                        .map(changes -> new Outlook(proposal, progress, changes)));
    }

    private Mono<List<Change>> changes(Competition competition, int generation) {
        String id = competition.competitionId();
        int present = competition.numbers().present();
        return Mono.zip(
                        boards.rows(id, present, BoardStore.Board.PUBLIC),
                        boards.rows(id, generation, BoardStore.Board.PUBLIC),
                        boards.rows(id, present, BoardStore.Board.PRIVATE),
                        boards.rows(id, generation, BoardStore.Board.PRIVATE))
                .map(all -> Difference.of(all.getT1(), all.getT2(), all.getT3(), all.getT4()));
    }

    // ---- publishing and discarding

    /**
     * Shows the proposed generation from now on; of one that is shown already nothing changes.
     *
     * @param generation that was looked at
     * @return refused until all is scored
     */
    Mono<Versioned<Competition>> publish(
            Competition competition, int generation, String reason, Stamp stamp) {
        String id = competition.competitionId();
        Job job = new Job(id, generation);
        if (competition.numbers().present() == generation) {
            return contests.turn(id, generation, reason, stamp);
        }
        Proposal proposal = competition.generations().proposal();
        // Also where it has been proposed since: nobody can have looked at that.
        if (proposal == null || proposal.generation() != generation) {
            return Mono.error(new RefusedException(CompetitionRefusal.Now.RESCORING_NOT_FOUND));
        }
        if (proposal.failure() != null) {
            return Mono.error(new RefusedException(CompetitionRefusal.Now.RESCORING_FAILED));
        }
        return jobs.find(job)
                .filter(Progress::done)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                CompetitionRefusal.Now.RESCORING_NOT_READY)))
                .flatMap(_ -> contests.turn(id, generation, reason, stamp));
    }

    /** Where nothing is proposed nothing changes. */
    Mono<Void> discard(Competition competition, Stamp stamp) {
        Proposal proposal = competition.generations().proposal();
        if (proposal == null) {
            return Mono.empty();
        }
        Job job = new Job(competition.competitionId(), proposal.generation());
        return solutions
                .discard(job.competitionId(), job.generation(), stamp)
                .then(Mono.defer(() -> jobs.over(job)));
    }

    // ---- what is left of one that is over

    /** Takes away what was made of a generation that was never shown, and its job. */
    private Mono<Void> swept(Job job) {
        return contests.find(job.competitionId())
                .filter(
                        competition ->
                                !competition.state().generations().wasShown(job.generation()))
                .flatMap(
                        _ ->
                                boards.forget(job.competitionId(), job.generation())
                                        .thenMany(teams.all(job.competitionId(), null))
                                        .concatMap(
                                                team ->
                                                        submissions.forget(
                                                                team.state(), job.generation()))
                                        .then())
                .then(Mono.defer(() -> jobs.remove(job)));
    }

    /** Has swept what nobody proposes any more. */
    Mono<Long> sweep() {
        return jobs.done()
                .filterWhen(job -> proposed(job).hasElement().map(proposed -> !proposed))
                .concatMap(job -> jobs.over(job).thenReturn(job))
                .count();
    }

    /** How the public board would have stood at the end of each day. */
    private static final class History {

        private final Competition competition;
        private final int generation;
        private final java.util.NavigableMap<String, List<Standing.Result>> moves =
                new java.util.TreeMap<>();
        private @Nullable Standing standing;

        History(Competition competition, int generation) {
            this.competition = competition;
            this.generation = generation;
        }

        /**
         * @param entries in the order in which they were sent
         */
        void add(Team team, List<Entry> entries) {
            standing = team.ordered();
            Scores scores = Scores.none(generation);
            Map<String, Standing.Result> ofDays = new java.util.TreeMap<>();
            for (Entry entry : entries) {
                scores = scores.plus(entry, team.ordered());
                Standing.Result result = team.onPublic(scores);
                if (result != null) {
                    ofDays.put(
                            competition.planned().dayOf(entry.at()).toString(),
                            new Standing.Result(
                                    result.score(),
                                    result.secondary(),
                                    result.at(),
                                    team.teamId()));
                }
            }
            ofDays.forEach(
                    (day, result) ->
                            moves.computeIfAbsent(day, _ -> new ArrayList<>()).add(result));
        }

        /** Ids of teams by day, the best first. */
        Map<String, List<String>> boards() {
            Standing by = standing;
            Map<String, List<String>> boards = new java.util.TreeMap<>();
            Map<String, Standing.Result> stand = new java.util.HashMap<>();
            moves.forEach(
                    (day, results) -> {
                        results.forEach(result -> stand.put(result.id(), result));
                        if (by != null) {
                            boards.put(
                                    day,
                                    stand.values().stream()
                                            .sorted(by.order())
                                            .map(Standing.Result::id)
                                            .toList());
                        }
                    });
            return boards;
        }
    }
}
