package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.Generations.Failure;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.team.FairQueue.Job;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.task.Background;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Settles what stands in line, a few at a time.
 *
 * <p>What is in line is taken up by any process once the one that held it has ended or has failed
 * with it, and what a crash kept out of the line at the next start. It is settled in its document
 * first and in the ledger then, once: an attempt is given back, or counted, when it leaves the
 * ledger's waiting ones.
 */
final class ScoringDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ScoringDesk.class);

    private static final int AT_ONCE = 2;

    /** Nothing that may be sent takes so long: what does hangs, and is tried again. */
    static final Duration SCORING_MAX = Duration.ofMinutes(5);

    /** By a generation that is proposed: that it hangs is found out before all of it does. */
    static final Duration PROPOSED_MAX = SCORING_MAX.dividedBy(3);

    /** A few reads and writes. */
    private static final Duration DECIDED_MAX = Duration.ofSeconds(10);

    /** That scoring by what is proposed may fail, before all goes on without it. */
    private static final int TRIES_MAX = 2;

    private final CompetitionDesk contests;
    private final TeamDesk teams;
    private final SubmissionStore submissions;
    private final Scorer scorer;
    private final LineStore line;
    private final RescoringStore rescorings;
    private final BoardStore boards;
    private final Background background;
    private final Scheduler timers;
    private final InstantSource clock;

    private final FairQueue queue = new FairQueue();
    private final AtomicInteger atWork = new AtomicInteger();
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /**
     * @param timers by which it is known that something hangs
     */
    ScoringDesk(
            CompetitionDesk contests,
            TeamDesk teams,
            SubmissionStore submissions,
            Scorer scorer,
            LineStore line,
            RescoringStore rescorings,
            BoardStore boards,
            Background background,
            Scheduler timers,
            InstantSource clock) {
        this.contests = contests;
        this.teams = teams;
        this.submissions = submissions;
        this.scorer = scorer;
        this.line = line;
        this.rescorings = rescorings;
        this.boards = boards;
        this.background = background;
        this.timers = timers;
        this.clock = clock;
    }

    // ---- the line

    /**
     * Says that a team's ledger is asked to count a file: one that it counts is put into the line
     * also where this process ends before that; completes when that is durable.
     */
    Mono<Void> announce(String fileId, Team team) {
        return line.announce(fileId, team);
    }

    /**
     * The file that was announced is not counted, or the submission stands in line. Whoever sent it
     * is answered by what came of it, whether or not this can be written down now: it is looked at
     * again then.
     */
    Mono<Void> decided(String fileId) {
        return line.decided(fileId)
                .onErrorResume(
                        failure -> {
                            LOG.warn("{} is still announced", fileId, failure);
                            return Mono.empty();
                        });
    }

    /** Puts one that its team's ledger has taken into the line; completes when that is durable. */
    Mono<Void> standInLine(Submission submission) {
        return submissions
                .add(submission)
                .then(line.add(submission))
                .then(Mono.fromRunnable(() -> enqueue(submission)));
    }

    private void enqueue(Submission submission) {
        queue.add(
                new Job(
                        submission.competitionId(),
                        submission.teamId(),
                        submission.submissionId()));
        work();
    }

    /** Places in the queue of those that wait, as far as this process knows: {@link FairQueue}. */
    Map<String, Integer> places() {
        return queue.places();
    }

    /** Begins what there are hands for. */
    private void work() {
        while (true) {
            if (atWork.incrementAndGet() > AT_ONCE) {
                atWork.decrementAndGet();
                return;
            }
            Job job = queue.next();
            if (job == null) {
                atWork.decrementAndGet();
                return;
            }
            background.start("scoring " + job.submissionId(), score(job));
        }
    }

    private Mono<Void> score(Job job) {
        return teams.find(job.teamId())
                .map(Versioned::id)
                .defaultIfEmpty(job.teamId())
                // Two teams that became one have one line.
                .filter(teamId -> queue.goesOn(job, teamId))
                .flatMap(_ -> line.take(job.submissionId()))
                .flatMap(
                        tries ->
                                scored(job, tries)
                                        .timeout(SCORING_MAX, timers)
                                        .then(line.remove(job.submissionId()))
                                        .onErrorResume(failure -> letGo(job, tries, failure)))
                .doFinally(
                        _ -> {
                            held.remove(job.submissionId());
                            queue.done(job);
                            atWork.decrementAndGet();
                            work();
                        });
    }

    private Mono<Void> letGo(Job job, int tries, Throwable failure) {
        held.remove(job.submissionId());
        return line.rest(job.submissionId(), tries).then(Mono.error(failure));
    }

    /** Goes on with what is at work here, and takes up what failed or another process left. */
    Mono<Void> tick() {
        return line.hold(List.copyOf(held))
                .thenMany(Flux.defer(line::due))
                .doOnNext(queue::add)
                .then(Mono.fromRunnable(this::work))
                .then(Mono.defer(line::count));
    }

    /**
     * Puts into the line what the ledger counted and nobody put there. One that hangs or fails is
     * looked at again, and holds up no other.
     */
    Mono<Void> decide() {
        return line.undecided()
                .concatMapDelayError(each -> decide(each).timeout(DECIDED_MAX, timers))
                .then();
    }

    private Mono<Void> decide(LineStore.Announced announced) {
        return teams.find(announced.teamId())
                .flatMapIterable(
                        team ->
                                team.state().ledger().waiting().values().stream()
                                        .filter(each -> each.fileId().equals(announced.fileId()))
                                        .map(each -> Submission.of(team.state(), each))
                                        .toList())
                .concatMap(this::standInLine)
                .then(Mono.defer(() -> line.decided(announced.fileId())));
    }

    /** Takes up what waits, and puts on the boards what was not put there. */
    Mono<Void> catchUp() {
        return teams.all().concatMap(this::catchUp).then();
    }

    private Mono<Void> catchUp(Versioned<Team> team) {
        Team state = team.state();
        return Flux.fromIterable(state.ledger().waiting().values())
                .map(attempt -> Submission.of(state, attempt))
                .concatMap(this::standInLine)
                .then(
                        state.ledger().scored() == 0
                                ? Mono.empty()
                                : contests.find(state.competitionId())
                                        .flatMap(
                                                competition ->
                                                        boards.put(team, competition.state())));
    }

    // ---- settling

    private Mono<Void> scored(Job job, int tries) {
        held.add(job.submissionId());
        return Mono.defer(
                        () ->
                                submissions
                                        .find(job.submissionId())
                                        .zipWith(contests.find(job.competitionId())))
                .flatMap(both -> settle(both.getT1(), both.getT2().state(), tries).thenReturn(true))
                .retryWhen(TeamDesk.BY_PRESENT_GENERATIONS)
                .then();
    }

    /**
     * By every generation that counts: one that is proposed may take the place of the present one
     * at any moment, and nothing is to be missing in it then. Where that fails again, all goes on
     * without it: nobody waits for what only staff see.
     */
    private Mono<Void> settle(Submission submission, Competition competition, int tries) {
        Numbers numbers = competition.numbers();
        Integer proposed = numbers.proposed();
        Mono<Submission> present = scorer.scoredBy(submission, competition, numbers.present());
        Mono<Submission> settled =
                proposed == null
                        ? present
                        : present.flatMap(
                                each ->
                                        scorer.scoredBy(each, competition, proposed)
                                                .timeout(PROPOSED_MAX, timers)
                                                .onErrorResume(
                                                        failure ->
                                                                tries < TRIES_MAX
                                                                        ? Mono.error(failure)
                                                                        : fail(
                                                                                        competition,
                                                                                        proposed,
                                                                                        failure)
                                                                                .then(outdated())));
        return settled.flatMap(
                        done ->
                                teams.transact(
                                        done.teamId(),
                                        new SettleAttempt(
                                                done.submissionId(),
                                                numbers,
                                                done.state() == Submission.State.REJECTED,
                                                done.entryIn(numbers.present()),
                                                proposed == null ? null : done.entryIn(proposed),
                                                clock.instant())))
                .flatMap(team -> boards.put(team, competition));
    }

    private static <T> Mono<T> outdated() {
        return Mono.error(new RefusedException(TeamRefusal.Now.SCORES_OUTDATED));
    }

    /** Gives a generation up that could not be made. */
    Mono<Void> fail(Competition competition, int generation, Throwable cause) {
        LOG.warn(
                "{} is not scored by generation {}",
                competition.competitionId(),
                generation,
                cause);
        return contests.fail(competition.competitionId(), generation, whyOf(cause))
                .then(
                        rescorings.failed(
                                new RescoringStore.Job(competition.competitionId(), generation)));
    }

    private static Failure whyOf(Throwable cause) {
        return switch (cause) {
            case Scorer.UnreadableLabels _ -> Failure.LABELS_UNREADABLE;
            case TimeoutException _ -> Failure.SCORING_HANGS;
            default -> Failure.SCORING_FAILED;
        };
    }
}
